#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Installs what is missing, then builds and tests each preset.  The last line says how many tests passed.
#
#     bash tests/run.sh [PRESET...]        default: release asan tsan
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1
export LC_ALL=C.UTF-8 TZ=UTC
# shellcheck source=tests/packages.sh
. tests/packages.sh
presets=("$@")
[ ${#presets[@]} -gt 0 ] || presets=(release asan tsan)
need_packages build test || exit 1

passed=0
failed=0
jobs=$(nproc)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for preset in "${presets[@]}"; do
    echo "== $preset: build"
    if ! cmake --preset "$preset" >"$work/log" 2>&1 || ! cmake --build --preset "$preset" -j "$jobs" >"$work/log" 2>&1; then
        tail -n 60 "$work/log"
        echo "== $preset: does not build"
        failed=$((failed + 1))
        continue
    fi
    echo "== $preset: test"
    ctest --preset "$preset" -j "$jobs" --output-junit "$work/junit.xml" || true
    # <testsuite name=... tests="12" failures="1" disabled="0" skipped="0" ...>
    counts=$(tr '\n\t' '  ' <"$work/junit.xml" 2>/dev/null | grep -o '<testsuite [^>]*>' | head -n 1)
    number()
    {
        sed -n "s/.* $1=\"\([0-9]*\)\".*/\1/p" <<<"$counts"
    }
    total=$(number tests)
    wrong=$(number failures)
    unrun=$(($(number disabled) + $(number skipped)))
    rm -f "$work/junit.xml"
    if [ -z "$total" ] || [ "$total" -eq 0 ]; then
        echo "== $preset: no test was run"
        failed=$((failed + 1))
        continue
    fi
    passed=$((passed + total - wrong - unrun))
    failed=$((failed + wrong + unrun))
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
