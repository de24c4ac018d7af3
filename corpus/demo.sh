#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Builds the program and shows one cable on its way to the public: the original, the release, the change log.
#
#     bash corpus/demo.sh [CABLE [POLICY]]
set -euo pipefail
here=$PWD
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export LC_ALL=C.UTF-8 TZ=UTC
# shellcheck source=tests/packages.sh
. tests/packages.sh
# Paths given by the user are meant from where the user stands.
from_here()
{
    case $1 in /*) echo "$1" ;; *) echo "$here/$1" ;; esac
}
cable=corpus/01-plain.txt
policy=policies/public-release.yaml
[ $# -lt 1 ] || cable=$(from_here "$1")
[ $# -lt 2 ] || policy=$(from_here "$2")
need_packages build
echo "building build/release"
out=$(mktemp -d)
if ! { cmake --preset release -D BUILD_TESTING=OFF && cmake --build --preset release --target tearline_cli; } >"$out/build.txt" 2>&1; then
    tail -n 60 "$out/build.txt" >&2
    exit 1
fi
name=$(basename "$cable")

title()
{
    printf '\n---- %s ----\n' "$1"
}

# The records of the log in words.  A log is JSON Lines with sorted keys, so awk can pick fields out.
tell_log()
{
    awk '
    function field(key,    at, rest, end) {
        at = index($0, "\"" key "\":")
        if (at == 0)
            return ""
        rest = substr($0, at + length(key) + 3)
        if (substr(rest, 1, 1) == "\"") {
            rest = substr(rest, 2)
            end = match(rest, /(^|[^\\])"/)
            return substr(rest, 1, end + RLENGTH - 2)
        }
        if (substr(rest, 1, 1) == "[") {
            rest = substr(rest, 2, index(rest, "]") - 2)
            gsub(/"/, "", rest)
            gsub(/,/, " ", rest)
            return rest
        }
        match(rest, /^[-0-9]+/)
        return substr(rest, 1, RLENGTH)
    }
    function place(    lines) {
        lines = field("lines")
        split(lines, line, " ")
        return line[1] == line[2] ? "line " line[1] : "lines " line[1] "-" line[2]
    }
    field("type") == "run" {
        printf "run      tearline %s\n", field("version")
        next
    }
    field("type") == "cable" {
        printf "cable    %s, overall %s, released as %s: %s\n", field("mrn"), field("overall"), field("released_as"), field("verdict")
        next
    }
    field("type") == "change" {
        what = field("element")
        if (field("number") != "")
            what = what " " field("number")
        if (field("marking") != "")
            what = what " " field("marking")
        printf "change   %-12s %s: %s\n", place(), what, field("action")
        printf "         %-12s because: %s", "", field("why")
        if (field("rule") != "")
            printf " [%s]", field("rule")
        printf "\n         %-12s now reads: %s\n", "", field("replacement")
        count[field("action")]++
        next
    }
    field("type") == "kept" || field("type") == "covered" || field("type") == "finding" {
        printf "%-8s line %-7s %s %s\n", field("type"), field("line"), field("element"), field("slug") field("rule")
        next
    }
    field("type") == "end" {
        printf "end      %s records, each chained to the one before by SHA-256\n", field("records")
    }
    END {
        printf "\nchanges by action:"
        n = 0
        for (action in count)
            name[++n] = action
        for (i = 1; i <= n; i++)
            for (j = i + 1; j <= n; j++)
                if (name[j] < name[i]) { swap = name[i]; name[i] = name[j]; name[j] = swap }
        for (i = 1; i <= n; i++)
            printf "%s %d %s", (i > 1 ? "," : ""), count[name[i]], name[i]
        print n == 0 ? " none" : ""
    }' "$1"
}

title "the original: $cable"
cat "$cable"
status=0
mkdir "$out/release" "$out/log"
build/release/tearline redact -p "$policy" --log "$out/log/$name.jsonl" -o "$out/release/$name" "$cable" || status=$?
if [ "$status" -ne 0 ] && [ "$status" -ne 3 ]; then
    echo "redact ended with $status: there is no release" >&2
    exit "$status"
fi
title "the release, under $policy"
cat "$out/release/$name"
title "what was changed, and why"
tell_log "$out/log/$name.jsonl"
title "the record of one change, as it stands in the log"
grep -m 1 '"action":"withheld"' "$out/log/$name.jsonl" || echo "nothing was withheld"
title "the release judged again by the same policy"
if build/release/tearline check -p "$policy" "$out/release/$name"; then
    echo "check: nothing in it exceeds the policy"
fi
title "where it is"
echo "release: $out/release/$name"
echo "log:     $out/log/$name.jsonl (as classified as the original)"
[ "$status" -eq 0 ] || echo "exit status $status: a person should look before the release goes on"
