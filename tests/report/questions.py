# SPDX-License-Identifier: Apache-2.0
"""Six questions of an auditor, one command each, over the log of 200 cables.  questions.py TEARLINE ROOT WORK

What the program answers is held against what is counted here from the log, record by record; README.md has each
of the commands.
"""
import collections
import json
import pathlib
import re
import shutil
import subprocess
import sys

program, root, work = sys.argv[1], *map(pathlib.Path, sys.argv[2:4])
CABLES = 200
QUESTIONS = ["audit --cable 'PORT ARDENT 301' LOG...", "audit --rule persons.diplomat LOG...", "audit LOG...",
             "audit --doubt LOG...", "audit --kept LOG...", "audit --since-policy POLICY LOG..."]
EXCEPTION = """exceptions:
  - text: [Ilsa M. Quenthorpe, Quenthorpe, QUENTHORPE]
    rules: [persons.diplomat, persons.signature, persons.official, persons.honorific]
    why: named in public
    by: reviewer-7
    until: 2099-01-01
"""


def fail(*words):
    sys.exit(" ".join(map(str, words)))


def run(*words, good=(0,)):
    done = subprocess.run([program, *map(str, words)], capture_output=True, timeout=120, check=False)
    if done.returncode not in good:
        fail(*words, "status", done.returncode, done.stderr.decode())
    return done.stdout.decode("utf-8")


def hold(what, told, counted):
    if told != counted:
        fail(what, "is told as", told, "and counted as", counted)


def records_told(text):
    """The records at the ends of lines, below the cables that they stand under."""
    cables = {int(n) for n in re.findall(r"^  from .*, record (\d+)$", text, re.M)}
    return cables, {int(n) for n in re.findall(r"^  .*\(record (\d+)\)$", text, re.M)}


shutil.rmtree(work, ignore_errors=True)
for folder in ("originals", "releases", "policies", "rules"):
    (work / folder).mkdir(parents=True)
for pack in (root / "rules").glob("*.yaml"):
    shutil.copy(pack, work / "rules")
policy = work / "policies/public.yaml"
policy.write_text((root / "policies/public-release.yaml").read_text("utf-8").replace("exceptions: []\n", EXCEPTION), "utf-8")
texts = [p.read_bytes() for p in sorted((root / "corpus").glob("*.txt")) if p.read_bytes().strip()]
for index in range(CABLES):
    text = texts[index % len(texts)]
    if index >= len(texts):  # the same again under a number of its own
        text = re.sub(rb"(?m)^(.* [A-Z]+ 00)(\d{4})\b", lambda m: m[1] + b"%04d" % (4000 + index), text, count=1)
    (work / f"originals/{index:03}.txt").write_bytes(text)
log = work / "log.jsonl"
run("redact", "-q", "-p", policy, "--log", log, "-o", work / "releases", *sorted((work / "originals").iterdir()),
    good=(0, 1, 3))

# --- the log, counted here
records = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
cables, changes, kept, findings = {}, collections.defaultdict(list), collections.defaultdict(list), \
    collections.defaultdict(list)
for number, record in enumerate(records, 1):
    record["record"] = number
    if record["type"] == "cable":
        cables[record["seq"]] = record
    elif record["type"] in ("change", "kept", "finding"):
        {"change": changes, "kept": kept, "finding": findings}[record["type"]][record["cable"]].append(record)
hold("the number of cables", len(cables), CABLES)
all_changes = [c for of in changes.values() for c in of]
all_kept = [k for of in kept.values() for k in of]


def numbers(of):
    return {r["record"] for r in of}


def under(of):
    return {cables[r["cable"]]["record"] for r in of}


helped = run("audit", "--help")
readme = (root / "README.md").read_text("utf-8")
for question in QUESTIONS:
    if f"`{question}`" not in readme:
        fail("README.md does not have", question)
    words = question.split()
    if f"  audit {words[1]} " not in helped and f"  {question}\n" not in helped:
        fail("audit --help does not have", question)

# 1. What left of cable X?
asked = 0
for cable in list(cables.values())[::7]:
    if "mrn" not in cable:
        continue
    asked += 1
    same = [c for c in cables.values() if c.get("mrn") == cable["mrn"]]
    told = run("audit", "--cable", cable["mrn"], log)
    hold(cable["mrn"], records_told(told), (numbers(same), numbers(r for c in same for r in changes[c["seq"]] + kept[c["seq"]])))
    for one in same:
        if "released_as" in one and "counts" in one:
            left = one["counts"]["portions"] - one["counts"]["withheld"]
            head = f": {one['verdict']}, {one['overall']} to {one['released_as']}; {left} of {one['counts']['portions']} portions left"
            if head not in told:
                fail(cable["mrn"], "is not told as", head)
hold("cables asked for", asked > 20, True)

# 2. What did rule R remove, or keep?
rules = {rule for c in all_changes for rule in c.get("rules", [])} | {k["rule"] for k in all_kept}
for rule in sorted(rules):
    of = [c for c in all_changes if rule in c.get("rules", []) or c.get("rule") == rule] + \
         [k for k in all_kept if k["rule"] == rule]
    hold(rule, records_told(run("audit", "--rule", rule, log)), (under(of), numbers(of)))
hold("rules asked for", len(rules) > 5, True)

# 3. Which exemptions were used how often?
spans, documents = collections.Counter(), collections.defaultdict(set)
for change in all_changes:
    codes = change.get("exemptions", []) if change["action"] not in ("remarked", "restored") else []
    for code in {*codes, *change.get("reasons", [])}:
        spans[code] += 1
        documents[code].add(change["cable"])
part = re.search(r"^exemptions and reasons .*\n((?:  .*\n)*)", run("audit", log), re.M)
told = {code: (int(n), int(d), int(r)) for code, n, d, r in re.findall(r"^  (\S+) +(\d+) +(\d+) +(\d+)(?:  .*)?$", part[1], re.M)}
hold("exemptions", told, {code: (spans[code], len(documents[code]), 1) for code in spans})
hold("exemptions used", len(spans) > 3, True)

# 4. What rested on doubt?
doubtful = numbers(c for c in cables.values() if c.get("doubt"))
of = [c for c in all_changes if c["cause"] == "doubt"]
told = records_told(run("audit", "--doubt", log))
hold("cables with doubt", told[0], doubtful | under(of))
bare = {c["seq"] for c in cables.values() if c.get("doubt") and not any(r["cause"] == "doubt" for r in changes[c["seq"]])}
hold("changes by doubt", told[1] >= numbers(of), True)
hold("more of them", told[1] - numbers(of) <= numbers(f for seq in bare for f in findings[seq]), True)
hold("doubt without a change, and its cause", bool(bare) and all(
    told[1] & numbers(findings[seq]) for seq in bare), True)

# 5. What did exceptions and failed checks keep?
hold("kept", records_told(run("audit", "--kept", log)), (under(all_kept), numbers(all_kept)))
hold("what was kept", len(all_kept) > 2, True)

# 6. Did policy or packs change since?
run("audit", "--since-policy", policy, log)
with policy.open("a", encoding="utf-8") as file:
    file.write("# later\n")
run("audit", "--since-policy", policy, log, good=(1,))
policy.write_bytes(policy.read_bytes().removesuffix(b"# later\n"))
run("audit", "--since-policy", policy, log)
with (work / "rules/persons.yaml").open("a", encoding="utf-8") as file:
    file.write("# later\n")
if "persons" not in run("audit", "--since-policy", policy, log, good=(1,)):
    fail("the pack that changed is not named")
print("questions:", CABLES, "cables,", len(all_changes), "changes,", len(rules), "rules,", len(all_kept), "kept")
