# SPDX-License-Identifier: Apache-2.0
"""Manual pages and completion against the program.  manual.py TEARLINE ROOT MANDOC

Each command, option, argument and exit status that the program names stands in tearline(1), and nothing else; each
key of policies and packs in tearline-policy(5), each member of a log in tearline-log(5).  Bash completes what the
program itself takes: commands, options, and values that it refuses to do without.
"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile

program, root, mandoc = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve(), sys.argv[3]
pages = root / "filter/man"
LEVELS = "U CUI R C S TS".split()
NEEDED = {"redact": ["-p", root / "policies/public-release.yaml", "--log", "none", "x"], "check": ["--max", "U", "x"],
          "policy": ["lint", "x"]}  # so that the command comes to its other options


def fail(*words):
    sys.exit(" ".join(map(str, words)))


def hold(what, found, wanted):
    if sorted(found) != sorted(wanted):
        fail(what, "only here:", sorted(set(found) - set(wanted)), "only there:", sorted(set(wanted) - set(found)))


def run(*words, **more):
    return subprocess.run(list(map(str, words)), capture_output=True, timeout=60, check=False, text=True, **more)


# --- the program
usage = run(program, "--help").stdout
commands = re.findall(r"^  ([a-z]+) +\S", usage[usage.index("commands:"):usage.index("options:")], re.M)
statuses = re.findall(r"(?:^ |  )\s*(\d+)  [a-z]", usage[usage.index("exit status"):], re.M)
options = {}  # of a command: its options, each with its argument, or None
for command in commands:
    text = run(program, command, "--help").stdout
    part = re.search(r"^options:\n((?:.+\n)*)", text, re.M)
    options[command] = {name: argument or None for name, argument in re.findall(
        r"^  (?:-\w, |    )--([a-z-]+)(?: (\S+))?", part[1], re.M)} if part and command != "help" else {}
hold("commands", commands, set(commands))
if len(commands) < 10 or sum(map(len, options.values())) < 60:
    fail("the help was not understood")

# --- the pages
for page in sorted(pages.iterdir()):
    found = [line for line in run(mandoc, "-Tlint", "-W", "warning", page).stdout.splitlines()]
    if found:
        fail(*found)


def rows(text):
    """What the items of the lists of a page name: (word, argument)."""
    for line in re.findall(r"^\.It (.*)$", text, re.M):
        yield line


manual = (pages / "tearline.1").read_text("utf-8")
parts = dict(re.findall(r"^\.Ss tearline (\S+)\n(.*?)(?=^\.S[sh] |\Z)", manual, re.M | re.S))
hold("tearline(1): commands", parts, commands)
for command in commands:
    found = {}
    for line in rows(parts[command]):
        item = re.search(r"Fl \\-(\S+)(.*)$", line)
        if item:
            found[item[1]] = re.sub(r"\b(?:Ar|Cm) |(?<=\w) (?=\.\.\.)", "", item[2].replace(" | ", "|")).strip() or None
    wanted = {name: argument for name, argument in options[command].items() if name not in ("help", "version")}
    hold(f"tearline(1): {command}", [f"{n} {a}" for n, a in found.items()], [f"{n} {a}" for n, a in wanted.items()])
    line = re.search(r"^usage: tearline \S+ (.*)$", run(program, command, "--help").stdout, re.M)
    if command != "help" and line[1] not in re.sub(r"\s+", " ", parts[command]):
        fail("tearline(1):", command, "has another synopsis than", line[1])
exits = manual[manual.index(".Sh EXIT STATUS"):manual.index(".Sh EXAMPLES")]
hold("tearline(1): exit status", rows(exits), statuses)


def words_of(page):
    text = (pages / page).read_text("utf-8")
    return set(re.findall(r"(?:^\.It |^\.)Cm ([a-z0-9_-]+)", text, re.M))


keys = set()
for source in (root / "filter/policy").glob("*.c"):
    keys |= set(re.findall(r"^\s*\{\"([a-z0-9-]+)\", (?:true|false), \w+\}?", source.read_text("utf-8"), re.M))
    keys |= set(re.findall(r"\{\"([a-z0-9-]+)\", (?:true|false), \w+\}", source.read_text("utf-8")))
tests = {"hit", "miss", "todo-hit", "todo-miss"}
if len(keys) < 40 or "match" not in keys:
    fail("the keys of policies were not found")
hold("tearline-policy(5)", words_of("tearline-policy.5"), keys | tests)
schema = json.loads((root / "filter/schema/log.schema.json").read_text("utf-8"))
members = {name for record in schema["$defs"].values() for name in record.get("properties", {})}
hold("tearline-log(5)", words_of("tearline-log.5"), members)

# --- completion
SCRIPT = """
source "$1"; shift
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
_tearline
printf '%s\\n' "${COMPREPLY[@]}"
"""


def complete(*words):
    """What bash offers for the last of the words; as readline has it, `=` is a word."""
    done = run("bash", "-c", SCRIPT, "bash", root / "filter/completion/tearline.bash", program, *words, cwd=folder)
    if done.returncode != 0 or done.stderr:
        fail("completion of", words, "says", done.stderr)
    return done.stdout.split("\n")[:-1] if done.stdout.strip() else []


with tempfile.TemporaryDirectory() as folder:
    for name in ("one file.txt", "other.yaml"):
        (pathlib.Path(folder) / name).write_text("x", "utf-8")
    hold("commands completed", complete(""), commands + ["--help", "--version"])
    hold("what begins with re", complete("re"), [c for c in commands if c.startswith("re")])
    hold("help", complete("help", "pol"), ["policy"])
    for command in commands:
        if command == "help":
            continue
        hold(f"options of {command}", complete(command, "--"), [f"--{name}" for name in options[command]])
        for name, argument in options[command].items():
            if argument is None:
                continue
            values = [v for v in argument.split("|") if re.fullmatch(r"[a-z][a-z0-9-]*", v)]
            if argument == "LEVEL":
                values = LEVELS
            takes_files = bool({"FILE", "DIR", "PATH", "POLICY", "LOG", "KEY", "CERT"} & set(
                argument.removesuffix("...").split("|")))
            there = values + (["one file.txt", "other.yaml"] if takes_files else [])
            hold(f"{command} --{name}", complete(command, f"--{name}", ""), there)
            hold(f"{command} --{name}=", complete(command, f"--{name}", "="), there)
            if there:
                hold(f"{command} --{name} {there[0][:2]}", complete(command, f"--{name}", there[0][:2]),
                     [v for v in there if v.startswith(there[0][:2])])
            if argument in ("FORMAT", "FRAME", "MODE"):
                fail(command, name, "does not say what may stand there")
            if len(values) > 1 and argument != "LEVEL":  # the program knows these words, and no other
                told = run(program, command, f"--{name}", "zzzz", *NEEDED.get(command, ["x"])).stderr
                hold(f"values of {command} --{name}", re.findall(r"say one of (.*?) \(see", told),
                     [", ".join(values)])
            rest = complete(command, f"--{name}", "x", "--")
            if f"--{name}" in rest and not argument.endswith("..."):
                fail(command, "offers", name, "again")
        first = re.search(r"^usage: tearline \S+ (.*)$", run(program, command, "--help").stdout, re.M)[1]
        verbs = [v for word in first.split(" ") for v in word.split("|")
                 if re.fullmatch(r"[a-z]+(\|[a-z]+)*", word)]
        hold(f"operands of {command}", complete(command, ""), verbs or ["one file.txt", "other.yaml"])
        hold(f"files of {command}", complete(command, "--", "x", "o"), ["one file.txt", "other.yaml"])
print("manual:", len(commands), "commands,", sum(map(len, options.values())), "options,", len(keys), "keys,",
      len(members), "members")
