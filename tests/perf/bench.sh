#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Runs tearline and what people use instead over the same cables with the same rules, in one run, and prints a
# table.  Nothing is judged here: where a target is missed, the table says so and the status is 0.
#
#     cmake --build --preset release --target perf && bash tests/perf/bench.sh [OPTION...]
#
#     --build DIR     where tearline and the programs of tests/perf are built (build/release)
#     --size BYTES    of cables for each program (16M)
#     --repeat N      runs of each; they take turns, and the best counts (5)
#     --seed N        of cables and rules (1)
#     --extreme N     paragraphs or hits of one cable; a line has 167 bytes for each (100000)
#     --large         peak memory at 256 MB and 4 GB, else at one and eight times --size
#     --slice BYTES   of cables that instructions are counted on (64K, and three times as many)
#     --without LIST  as if these were not installed: perl, rg, taskset, valgrind
#     --json FILE     the same as JSON
#
# Figures: processor time of the program and its children, so that other work on the machine disturbs little; `clock`
# is the time by the clock.  One core: `taskset -c 0` where it is present, and one worker.  Spread: how much longer the
# slowest run took than the best.  sed, perl and ripgrep rewrite lines, write no log and read nothing again; they
# replace the same places by the same mark, which the table shows.  The instructions are those of a byte more: the
# difference of two runs on more and on fewer cables, so without loading.
set -euo pipefail
export LC_ALL=C
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

build=build/release size=16M repeat=5 seed=1 extreme=100000 is_large=0 slice=64K json=/dev/null without=
usage()
{
    sed -n '3,17s/^# \{0,1\}//p' tests/perf/bench.sh >&2
    exit 2
}
while (($# > 0)); do
    if [[ $1 == --large ]]; then
        is_large=1
        shift
        continue
    fi
    (($# > 1)) || usage
    case $1 in
    --build) build=$2 ;;
    --size) size=$2 ;;
    --repeat) repeat=$2 ;;
    --seed) seed=$2 ;;
    --extreme) extreme=$2 ;;
    --slice) slice=$2 ;;
    --without) without=$2 ;;
    --json) json=$2 ;;
    *) usage ;;
    esac
    shift 2
done
size=$(numfmt --from=si "$size")
slice=$(numfmt --from=si "$slice")

tearline=$build/tearline
tools=$build/tests/perf
generate=$tools/perf_generate
for program in "$tearline" "$generate" "$tools/perf_measure" "$tools/perf_stages"; do
    if [[ ! -x $program ]]; then
        echo "bench: $program is not built: cmake --build --preset release --target perf" >&2
        exit 2
    fi
done
has()
{
    [[ ,$without, != *",$1,"* ]] && type -P "$1" >/dev/null
}
pin=() pin_two=()
if has taskset && taskset -c 0 true 2>/dev/null; then
    pin=(taskset -c 0)
    taskset -c 0,1 true 2>/dev/null && pin_two=(taskset -c 0,1)
fi
work=$(mktemp -d /tmp/tearline-bench.XXXXXX)
trap 'rm -rf "$work"' EXIT

# --- what is run on

counts=(10 60 1000)
"$generate" cables "$size" "$seed" >"$work/cables"
"$generate" cables $((size / 16)) "$seed" >"$work/few"
"$generate" cables "$slice" "$seed" >"$work/slice-1"
"$generate" cables $((slice * 3)) "$seed" >"$work/slice-2"
"$generate" cables 1 "$seed" >"$work/one"
for n in "${counts[@]}" 2000; do
    for how in yaml sed perl rg; do
        "$generate" rules "$n" "$seed" "$how" >"$work/rules-$n.$how"
    done
    printf '%s\n' 'tearline-policy: 1' 'id: bench' 'title: Policy of the benchmark' \
        'release: {max: C, audience: [USA]}' 'banner: keep' "packs: [{file: rules-$n.yaml}]" >"$work/policy-$n.yaml"
done

# set_command PROGRAM RULES FILE: what is run, in `argv`.
set_command()
{
    case $1 in
    cat) argv=(sh -c 'cat "$1" | cat' sh "$3") ;;
    perl) argv=(perl -p "$work/rules-$2.perl" "$3") ;;
    sed) argv=(sed -E -f "$work/rules-$2.sed" "$3") ;;
    rg) argv=(rg --no-config --no-unicode -a --passthru -N --no-filename -r '[(b)(6)]' --dfa-size-limit 1G
        --regex-size-limit 1G -f "$work/rules-$2.rg" "$3") ;;
    redact | redact2) argv=("$tearline" redact -p "$work/policy-$2.yaml" --log "$work/log" --force --frame zczc
        -j "$([[ $1 == redact2 ]] && echo 2 || echo 1)" "$3") ;;
    alone) argv=("$tools/perf_stages" alone "$work/policy-$2.yaml" "$3") ;;
    check) argv=("$tearline" check --max C --frame zczc -j 1 "$3") ;;
    esac
}

# stop KEY STATUS: says what failed.
stop()
{
    echo "bench: $1: status $2" >&2
    cat "$work/messages" >&2
    exit 1
}

# sample KEY COMMAND...: one run, as a line of samples: key, then what perf_measure says.
sample()
{
    local key=$1 status
    shift
    : >"$work/sample"
    "$tools/perf_measure" "$work/sample" "$@" 2>"$work/messages" || stop "$key" $?
    status=$(cut -d' ' -f4 "$work/sample")
    ((status == 0)) || stop "$key" "$status"
    echo "$key $(<"$work/sample")" >>"$work/samples"
}

# output KEY: what `argv` prints.
output()
{
    "${argv[@]}" 2>"$work/messages" || stop "$1" $?
}

programs=(cat)
has perl && programs+=(perl)
programs+=(sed)
has rg && programs+=(rg)
programs+=(alone redact)
for program in perl rg taskset valgrind; do
    has "$program" || echo "bench: $program is not installed: its figures are left out" >&2
done

# --- do they find the same?

declare -A same
set_command redact 60 "$work/few"
output redact >"$work/wanted"
marks=$(grep -o '\[(b)(6)\]' "$work/wanted" | wc -l)
cables=$(grep -c '^ZCZC' "$work/few")
for program in "${programs[@]}" redact2; do
    set_command "$program" 60 "$work/few"
    output "$program" >"$work/out"
    if cmp -s "$work/out" "$work/wanted"; then
        same[$program]=yes
    else
        same[$program]=no
    fi
done
unset 'same[cat]' 'same[redact]'

# --- runs, taking turns

for ((turn = 0; turn < repeat; turn++)); do
    for n in "${counts[@]}"; do
        for program in "${programs[@]}"; do
            file=$work/cables
            case $program-$n in
            cat-10 | cat-1000) continue ;;
            perl-1000 | sed-1000 | rg-1000) file=$work/few ;;
            esac
            set_command "$program" "$n" "$file"
            sample "$program-$n-$(wc -c <"$file")" "${pin[@]}" "${argv[@]}" >/dev/null
        done
    done
    set_command check 0 "$work/cables"
    sample "check-0-$(wc -c <"$work/cables")" "${pin[@]}" "${argv[@]}" >/dev/null
    set_command redact2 60 "$work/cables"
    sample "redact2-60-$(wc -c <"$work/cables")" "${pin_two[@]}" "${argv[@]}" >/dev/null
    for n in 10 2000; do
        set_command redact "$n" "$work/one"
        sample "load-$n-1" "${pin[@]}" "${argv[@]}" >/dev/null
    done
done
for n in 10 2000; do
    set_command redact "$n" "$work/few"
    sample "memory-$n-1" "${pin[@]}" "${argv[@]}" >/dev/null
done

# Cables that are extreme in one way, of half and of full length.
for kind in line paragraphs hits; do
    unit=$([[ $kind == line ]] && echo 167 || echo 1)
    for part in 1 2; do
        "$generate" text "$kind" $((extreme * unit * part / 2)) >"$work/extreme-$part"
    done
    for ((turn = 0; turn < (repeat + 1) / 2; turn++)); do
        for part in 1 2; do
            sample "$kind-$part-$(wc -c <"$work/extreme-$part")" "${pin[@]}" "$tearline" redact \
                -p "$work/policy-60.yaml" --log "$work/log" --force --max-cable 17000000 -j 1 \
                "$work/extreme-$part" >/dev/null
        done
    done
    rm -f "$work"/extreme-?
done

# Peak memory does not grow with the stream.
streams=("$size" "$((size * 8))")
((is_large == 0)) || streams=(256000000 4096000000)
for bytes in "${streams[@]}"; do
    "$generate" cables "$bytes" "$seed" | sample "stream-60-$bytes" "$tearline" redact -p "$work/policy-60.yaml" \
        --log /dev/null --frame zczc - >/dev/null
done

"$tools/perf_stages" split "$work/policy-60.yaml" "$work/few" "$repeat" >"$work/stages"
"$tools/perf_stages" hostile "$work" "$repeat" >"$work/hostile"

# Instructions a byte: between two slices.
instructions()
{
    valgrind --tool=callgrind --callgrind-out-file=/dev/null "$@" 2>&1 >/dev/null |
        sed -n 's/.*Collected *: *\([0-9][0-9]*\).*/\1/p'
}
: >"$work/instructions"
if has valgrind; then
    for program in "${programs[@]}" check; do
        [[ $program == cat ]] && continue
        for part in 1 2; do
            set_command "$program" 60 "$work/slice-$part"
            echo "$program $part $(instructions "${argv[@]}") $(wc -c <"$work/slice-$part")"
        done
    done >>"$work/instructions"
fi

# --- what is shown

machine=$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)
{
    echo "machine ${machine:-unknown}, $(nproc) cores"
    echo "size $size"
    echo "repeat $repeat"
    echo "marks $marks $cables"
    echo "streams ${streams[*]}"
    echo "extreme $extreme"
    for program in "${!same[@]}"; do
        echo "same $program ${same[$program]}"
    done
} >"$work/facts"
awk -v json="$json" -f tests/perf/table.awk "$work/facts" "$work/samples" "$work/instructions" \
    "$work/stages" "$work/hostile"
