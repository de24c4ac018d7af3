# SPDX-License-Identifier: Apache-2.0
"""What the program writes as JSON, against filter/schema.  schemas.py TEARLINE ROOT WORK

Every cable of corpus/ goes through redact, inspect, audit and compare, some through explain rules; a schema that lets everything through
is caught by members that no output has.
"""
import json
import pathlib
import subprocess
import sys

import jsonschema

program, root, work = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
checks = {}
seen = {}


def validator(name):
    if name not in checks:
        schema = json.loads((root / "filter/schema" / f"{name}.schema.json").read_text("utf-8"))
        jsonschema.Draft202012Validator.check_schema(schema)
        checks[name] = jsonschema.Draft202012Validator(schema)
    return checks[name]


def check(name, text, where):
    value = json.loads(text)
    for error in validator(name).iter_errors(value):
        sys.exit(f"{where}: {name}: {'/'.join(map(str, error.absolute_path))}: {error.message}")
    forged = dict(value, stranger=1)
    if validator(name).is_valid(forged):
        sys.exit(f"{name}: the schema takes a member that nobody knows")
    seen[name] = seen.get(name, 0) + 1
    return value


def run(*words, good=(0, 1, 3)):
    done = subprocess.run([program, *map(str, words)], capture_output=True, timeout=120, check=False)
    if done.returncode not in good:
        sys.exit(f"{' '.join(map(str, words))}: status {done.returncode}: {done.stderr.decode()}")
    return done.stdout.decode("utf-8")


work.mkdir(parents=True, exist_ok=True)
cables = sorted(p for p in (root / "corpus").glob("*.txt") if p.read_bytes().strip())
log = work / "log.jsonl"
for policy in ("public-release", "max-confidential"):
    (work / policy).mkdir(exist_ok=True)
    run("redact", "-q", "-p", root / f"policies/{policy}.yaml", "--force", "--log", log, "-o", work / policy, *cables)
    for line in log.read_text("utf-8").splitlines():
        seen.setdefault("types", set()).add(check("log", line, log)["type"])
    check("audit", run("audit", "--format", "json", "--as-of", "2026-01-01", log), policy)
    check("audit-public", run("audit", "--format", "json", "--public", log), policy)
run("redact", "-q", "-p", root / "policies/public-release.yaml", "--force", "--frame", "jsonl", "--log", log,
    root / "corpus/e1-records.jsonl", good=(0, 1, 3, 65))
for line in log.read_text("utf-8").splitlines():
    check("log", line, "jsonl")
for decisions in sorted((root / "corpus/decisions").glob("*.yaml")):
    cable = root / "corpus" / (decisions.name.split("--")[0] + ".txt")
    run("redact", "-q", "-p", root / "policies/public-release.yaml", "-d", decisions, "--force", "--log", log, "-o",
        work / "release", cable, good=(0, 3, 78))
    for line in log.read_text("utf-8").splitlines():
        seen["types"].add(check("log", line, decisions)["type"])
    check("audit", run("audit", "--format", "json", log), decisions)
    check("audit-public", run("audit", "--format", "json", "--public", log), decisions)
for line in run("inspect", "--json", *cables).splitlines():
    check("inspect", line, "inspect")
for cable in cables:
    releases = [work / policy / cable.name for policy in ("public-release", "max-confidential")]
    if all(release.exists() for release in releases):
        check("compare", run("compare", "--json", *releases), cable.name)
for cable in cables[::4]:
    check("explain-rules", run("explain", "rules", "--json", "-p", root / "policies/public-release.yaml", cable), cable.name)
slow = work / "slow.yaml"
slow.write_text("tearline-rules: 1\nid: q\nrules:\n  - {id: q.a, match: 'q(?:a+)+z'}\n", "utf-8")
found = check("lint", run("policy", "lint", "--format", "json", slow), slow)
if "lint.rule.steps" not in {finding["slug"] for finding in found["findings"]}:
    sys.exit("lint found nothing")
policies = sorted((root / "policies").glob("*.yaml"))
for policy in policies:
    check("policy-diff", run("policy", "diff", "--format", "json", policies[0], policy), policy.name)
if not {"run", "cable", "decision", "change", "covered", "finding", "end"} <= seen["types"]:
    sys.exit(f"only these records were seen: {sorted(seen['types'])}")
print({name: count for name, count in seen.items() if name != "types"})
