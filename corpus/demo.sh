#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Builds the program and shows one cable on its way to the public: the original, the release, the audit
# of the change log.
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
title "the audit: what was removed and why, from the log alone"
build/release/tearline audit "$out/log/$name.jsonl"
mrn=$(sed -n -E '0,/"mrn"/s/.*"mrn":"([^"\\]*)".*/\1/p' "$out/log/$name.jsonl")
if [ -n "$mrn" ]; then
    title "what became of $mrn"
    build/release/tearline audit --cable "$mrn" "$out/log/$name.jsonl"
fi
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
