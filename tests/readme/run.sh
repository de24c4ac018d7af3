#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Runs every shell block of README.md and compares what it prints with the text block below it.
#
#     tests/readme/run.sh TEARLINE [README]
#
# Needs bash, coreutils, awk and sed.  Rules:
# - All ```sh blocks run in order, in one bash with `set -e`, in a copy of what they read (corpus, policies, rules),
#   where build/release/tearline is the program under test.
# - A ```text block that follows a ```sh block with nothing but blank lines between is what the block prints, standard
#   error included, byte for byte but for a final newline.  A ```sh block without one prints nothing.
# - A line of `...` in a text block stands for any number of lines, none too.
# - The directory that the first block makes is random; in the output its name is put back to its template.
# - The block with the two set-up commands is not run: corpus/demo.sh and tests/run.sh install packages and build, and
#   tests/run.sh is what runs this.  CI runs both.  The script makes sure that this block holds nothing else.
set -euo pipefail
export LC_ALL=C

if (($# < 1 || $# > 2)); then
    echo "usage: tests/readme/run.sh TEARLINE [README]" >&2
    exit 2
fi
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
program=$(realpath -e "$1")
readme=$(realpath -e "${2:-$root/README.md}")
scratch=$(mktemp -d)
work=
cleanup() {
    rm -rf "$scratch"
    case $work in /tmp/tearline.??????) rm -rf "$work" ;; esac
}
trap cleanup EXIT

mkdir -p "$scratch/tree/build/release" "$scratch/out"
cp -R "$root/corpus" "$root/policies" "$root/rules" "$scratch/tree/"
ln -s "$program" "$scratch/tree/build/release/tearline"

# out/N.sh, out/N.text (what it shall print) and out/N.line (where it begins); out/count.
awk -v dir="$scratch/out" '
    function fail(why) { printf "%s:%d: %s\n", FILENAME, FNR, why > "/dev/stderr"; failed = 1; exit 1 }
    block == "" && /^ *```/ {
        if ($0 !~ /^```(sh|text|yaml|c)$/) fail("a block is sh, text, yaml or c: " $0)
        block = substr($0, 4)
        if (block == "sh") {
            n++
            file = dir "/" n ".sh"
            printf "" > file
            print FNR > (dir "/" n ".line")
        } else if (block == "text" && answers) {
            file = dir "/" n ".text"
            printf "" > file
        } else {
            file = ""
        }
        answers = 0
        next
    }
    block != "" && $0 == "```" { answers = block == "sh"; if (file != "") close(file); block = ""; next }
    block != "" { if (file != "") print > file; next }
    /[^ ]/ { answers = 0 }
    END {
        if (failed) exit 1
        if (block != "") fail("the last block is not closed")
        print n + 0 > (dir "/count")
    }
' "$readme"

count=$(<"$scratch/out/count")
setup=0
ran=0
script=$scratch/script
printf 'set -e\ntrap '"'"'printf %%s "${WORK:-}" >%q'"'"' EXIT\n' "$scratch/out/work" >"$script"
for ((i = 1; i <= count; i++)); do
    if [[ $(<"$scratch/out/$i.sh") == $'bash corpus/demo.sh\nbash tests/run.sh' ]]; then
        setup=$((setup + 1))
        : >"$scratch/out/$i.skip"
        continue
    fi
    printf 'exec >%q 2>&1\n' "$scratch/out/$i.got" >>"$script"
    cat "$scratch/out/$i.sh" >>"$script"
    ran=$((ran + 1))
done
if ((setup != 1 || ran == 0)); then
    echo "$readme: expected one set-up block and others, found $setup and $ran" >&2
    exit 1
fi

status=0
(cd "$scratch/tree" && bash "$script" </dev/null) || status=$?
if [[ -e $scratch/out/work ]]; then
    work=$(<"$scratch/out/work")
fi

# Matches lines with `...` for any lines, by the usual walk back to the last such line.
compare() {
    awk '
        FNR == NR { want[++w] = $0; next }
        { got[++g] = $0 }
        END {
            i = j = 1
            star = 0
            while (j <= g) {
                if (i <= w && want[i] == "...") { star = i++; back = j }
                else if (i <= w && want[i] == got[j]) { i++; j++ }
                else if (star) { i = star + 1; j = ++back }
                else break
            }
            while (i <= w && want[i] == "...") i++
            exit !(i > w && j > g)
        }
    ' "$1" "$2"
}

failed=0
for ((i = 1; i <= count; i++)); do
    [[ -e $scratch/out/$i.skip ]] && continue
    line=$(<"$scratch/out/$i.line")
    got=$scratch/out/$i.got
    want=$scratch/out/$i.text
    if [[ ! -e $got ]]; then
        echo "$readme:$line: did not run" >&2
        failed=1
        continue
    fi
    [[ -e $want ]] || : >"$want"
    if [[ $work == /tmp/tearline.?????? ]]; then
        sed -i "s|$work|/tmp/tearline.XXXXXX|g" "$got"
    fi
    # An empty first file would make FNR == NR hold for the second one too.
    if [[ -s $want ]]; then
        compare "$want" "$got" && continue
    elif [[ ! -s $got ]]; then
        continue
    fi
    echo "$readme:$line: the block printed other than the README says" >&2
    awk '{ print "  expected: " $0 }' "$want" >&2
    awk '{ print "  printed:  " $0 }' "$got" >&2
    failed=1
done
if ((status != 0)); then
    echo "$readme: a block ended with status $status" >&2
    failed=1
fi
((failed == 0)) && echo "readme: $ran blocks as written"
exit "$failed"
