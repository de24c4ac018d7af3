#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# The gate where others hold it: SARIF of the whole corpus against a schema, the hook of pre-commit, the workflow.
#
#     tests/gate/run.sh TEARLINE        77: there is no validator of JSON schemas
set -uo pipefail
export LC_ALL=C
program=$(realpath -e "$1") || exit 1
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 1
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
python=/usr/bin/python3 # the one that packages of the system are for
[ -x "$python" ] || python=python3
failed=0

fail()
{
    echo "gate: $*"
    failed=1
}

# sarif NAME OPTIONS...: what `check` writes passes, whatever it found, and says nothing of a text.
sarif()
{
    local name=$1 status=0 found=0
    shift
    "$program" check --quiet --format sarif "$@" >"$work/$name.sarif" 2>"$work/told" || status=$?
    "$python" tests/gate/sarif.py "$status" "$work/$name.sarif" || found=$?
    [ "$found" -ne 77 ] || exit 77
    [ "$found" -eq 0 ] || fail "$name"
    if grep -qE 'NIGHTJAR|LARKSPUR|QUENTHORPE|Quenthorpe' "$work/$name.sarif" "$work/told"; then
        fail "$name: a word of a cable is in it"
    fi
}

sarif usual -p policies/public-release.yaml corpus/*.txt
sarif partner -p policies/partner-fvey.yaml corpus/*.txt
sarif dates -p policies/declassified-record.yaml --as-of 2020-01-01 corpus/*.txt
sarif max --max S --audience USA,GBR corpus/*.txt
sarif unread --max U corpus/01-plain.txt "$work/missing" corpus corpus/96-blank.txt
sarif none --max TS corpus/60-sipdis-only.txt
sarif records -p policies/public-release.yaml --frame jsonl --keep-fields id,note corpus/e1-records.jsonl
for i in 1 2 3; do
    sed "s/000301/00030$i/" corpus/01-plain.txt
    printf '\nNNNN\n'
done >"$work/day"
sarif zczc -p policies/public-release.yaml --frame zczc "$work/day"
{ cat "$work/day"; sed 5q corpus/01-plain.txt; } >"$work/cut"
sarif cut --max U --frame zczc <"$work/cut"
for cable in corpus/1[0-9]*.txt; do
    printf '%s\0' "$(<"$cable")" # the next one begins within a line
done >"$work/nuls"
sarif nul --max U --frame nul - <"$work/nuls"
odd=$work/$'a b:c,d%e\nf\303\274\377#?'
mkdir "$odd" && cp corpus/01-plain.txt corpus/12-ocr-label.txt "$odd"
sarif odd --max U "$odd"/*

# policy lint writes the same form.
printf 'tearline-rules: 1\nid: p\nrules:\n  - {id: p.a, match: "("}\n' >"$work/broken.yaml"
printf 'tearline-rules: 1\nid: q\nrules:\n  - {id: q.a, match: %s}\n  - {id: q.b, match: %s}\n' "'q(?:a+)+z'" "'x.*'" >"$work/slow.yaml"
lint()
{
    local name=$1 status=0 found=0
    shift
    "$program" policy lint --format sarif "$@" >"$work/$name.sarif" 2>"$work/told" || status=$?
    "$python" tests/gate/sarif.py "$status" "$work/$name.sarif" || found=$?
    [ "$found" -eq 0 ] || fail "$name"
}
lint clean rules/*.yaml policies/*.yaml
lint slow "$work/slow.yaml" policies/public-release.yaml
lint broken "$work/slow.yaml" "$work/broken.yaml" "$work/missing"
"$program" policy lint --format sarif "$work/slow.yaml" >"$work/again.sarif" || true
"$program" policy lint --format sarif "$work/slow.yaml" >"$work/twice.sarif" || true
cmp -s "$work/again.sarif" "$work/twice.sarif" || fail "lint: two runs differ"

# The hook, as its file says it: entry, args, then the files.
mkdir -p "$work/bin" "$work/tree/cables"
ln -s "$program" "$work/bin/tearline"
PATH=$work/bin:$PATH
read -r -a entry < <(sed -n 's/^  entry: //p' .pre-commit-hooks.yaml)
IFS=', ' read -r -a args < <(sed -n 's/^  args: \[\(.*\)\]$/\1/p' .pre-commit-hooks.yaml)
printf 'UNCLAS NOVA SELA 000002\n\n1. (U) The pier is open.\n' >"$work/tree/cables/a b"
"${entry[@]}" "${args[@]}" "$work/tree/cables/a b" || fail "the hook refuses what may pass"
"${entry[@]}" "${args[@]}" "$work/tree/cables/a b" corpus/01-plain.txt >"$work/told" && fail "the hook lets a (C) pass"
grep -q '01-plain.txt:26:1: paragraph 2 (C) exceeds' "$work/told" || fail "the hook does not say where"

# The step of the workflow that runs a script, as the runner starts it.
awk '/^ *run: \|$/ { match($0, /^ */); depth = RLENGTH; next }
     depth { match($0, /^ */); if (RLENGTH > depth) print substr($0, depth + 3); else depth = 0 }' \
    policies/github-check.yml >"$work/step"
[ -s "$work/step" ] || fail "the workflow has no step"
step()
{
    (cd "$work/tree" && bash --noprofile --norc -eo pipefail "$work/step" >"$work/told" 2>&1)
}
step || fail "the workflow refuses what may pass: $(cat "$work/told")"
cp corpus/01-plain.txt "$work/tree/cables/-q"
step && fail "the workflow lets a (C) pass"
grep -q '^::error file=cables/-q,line=26,' "$work/told" || fail "the workflow does not say where"
"$python" tests/gate/sarif.py 1 "$work/tree/tearline.sarif" || fail "the SARIF of the workflow"
rm -r "$work/tree/cables"
step && fail "the workflow is green without cables"

[ "$failed" -eq 0 ] && echo "gate: as it should be"
exit "$failed"
