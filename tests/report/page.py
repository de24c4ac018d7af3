# SPDX-License-Identifier: Apache-2.0
"""Both editions of the HTML report in a real browser.  page.py TEARLINE ROOT WORK CHROMIUM TIDY

A cable whose text is markup stays text; nothing is loaded, run or complained about; every change can be
reached by the keyboard; colours have the contrast of WCAG 2.1 AA; a validator finds nothing.
"""
import html.parser
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

program, root, work, chromium, tidy = sys.argv[1], *map(pathlib.Path, sys.argv[2:4]), *sys.argv[4:6]
HOSTILE = [
    "<script>document.title='owned'</script>",
    "\"><img src=x onerror=\"document.title='owned'\">",
    "</td></tr></table><iframe src=//example.invalid></iframe>",
    "<!-- not closed & <style>*{display:none}</style> ]]> &lt;b&gt; &#60;",
    "\u202edrawkcab\u202c \x0b \x7f",
]
TAGS = {"html", "head", "meta", "title", "style", "body", "a", "header", "h1", "h2", "h3", "p", "span", "nav", "main",
        "section", "article", "table", "caption", "thead", "tbody", "tr", "th", "td", "del", "br", "strong", "code",
        "ul", "li", "svg", "rect", "div"}


def fail(*words):
    sys.exit(" ".join(map(str, words)))


def run(*words, good=(0,), text=True):
    done = subprocess.run([str(w) for w in words], capture_output=True, timeout=120, check=False)
    if done.returncode not in good:
        fail(words, "status", done.returncode, done.stderr.decode("utf-8", "replace"))
    return done.stdout.decode("utf-8") if text else done


class Page(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.tags, self.ids, self.links, self.cuts, self.text, self.attributes = {}, [], [], 0, "", set()
        self.inside = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.tags[tag] = self.tags.get(tag, 0) + 1
        self.attributes |= set(attrs)
        self.inside.append(tag)
        if "id" in attrs:
            self.ids.append(attrs["id"])
        if "href" in attrs:
            self.links.append(attrs["href"])
        self.cuts += attrs.get("class") == "cut"

    def handle_endtag(self, tag):
        if tag in self.inside:
            while self.inside.pop() != tag:
                pass

    def handle_data(self, data):
        if "style" not in self.inside:
            self.text += data


def browse(page, *switches):
    profile = tempfile.mkdtemp(dir=work)
    try:
        return run(chromium, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                   "--enable-logging=stderr", f"--user-data-dir={profile}", "--window-size=1280,1600", *switches,
                   page.absolute().as_uri(), text=False)
    finally:
        shutil.rmtree(profile, ignore_errors=True)


def check_page(name, text):
    page = Page(text)
    if set(page.tags) - TAGS:
        fail(name, "has elements of nobody:", set(page.tags) - TAGS)
    bad = [a for a in page.attributes if a.startswith("on") or a in ("src", "style", "srcdoc", "action")]
    if bad:
        fail(name, "has attributes", bad)
    if len(page.ids) != len(set(page.ids)):
        fail(name, "has an id twice")
    for link in page.links:
        if not link.startswith("#") or link[1:] not in page.ids:
            fail(name, "has a link that leads nowhere:", link)
    if not re.search(r"content=\"default-src 'none'; style-src 'sha256-[A-Za-z0-9+/]{43}='", text):
        fail(name, "has no strict policy")
    if re.search(r"https?:|url\(|@import", text.split("<body")[0]):
        fail(name, "loads something")
    return page


def luminance(colour):
    parts = [int(colour[i:i + 2], 16) / 255 for i in (1, 3, 5)]
    parts = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def check_contrast(text):
    schemes = re.findall(r":root\{[^}]*--ground:[^}]*\}", text)[:2]
    for scheme in schemes:
        colours = dict(re.findall(r"--([a-z-]+):(#[0-9a-f]{6})\b", scheme))
        for fore, back in [("text", "ground"), ("text", "panel"), ("text", "cut"), ("soft", "ground"), ("soft", "panel"),
                           ("soft", "cut"), ("gone", "panel"), ("link", "ground"), ("link", "panel")]:
            high, low = sorted((luminance(colours[fore]), luminance(colours[back])), reverse=True)
            if (high + 0.05) / (low + 0.05) < 4.5:
                fail("contrast of", fore, "on", back, "is", (high + 0.05) / (low + 0.05))
    if len(schemes) != 2:
        fail("two colour schemes are expected, found", len(schemes))


shutil.rmtree(work, ignore_errors=True)
(work / "originals").mkdir(parents=True)
(work / "releases").mkdir()
body = (root / "corpus/01-plain.txt").read_text("utf-8")
for number, level in enumerate(("U", "C")):
    paragraphs = "".join(f"\n{i + 4}. ({level}) LARKSPUR {text} end.\n" for i, text in enumerate(HOSTILE))
    name = "originals/<img src=x onerror=alert(1)>.txt" if number else "originals/plain.txt"
    (work / name).write_bytes((body.replace("000301", f"00070{number}") + paragraphs).encode("utf-8"))
inputs = sorted((work / "originals").iterdir())
run(program, "redact", "-q", "-p", root / "policies/public-release.yaml", "--log", work / "log.jsonl", "-o",
    work / "releases", *inputs, good=(0, 3))
internal = work / "internal.html"
public = work / "public.html"
vaughn = work / "vaughn.html"
internal.write_text(run(program, "audit", "--format", "html", "--as-of", "2026-01-01", "--original", work / "originals",
                        "--release", work / "releases", work / "log.jsonl"), "utf-8")
public.write_text(run(program, "audit", "--format", "html", "--public", work / "log.jsonl"), "utf-8")
vaughn.write_text(run(program, "audit", "--format", "vaughn-html", work / "log.jsonl"), "utf-8")

for path in (internal, public, vaughn):
    found = run(tidy, "-q", "-e", "-utf8", path, good=(0, 1, 2), text=False).stderr.decode()
    if found.strip():
        fail(path, "the validator says:", found)
    text = path.read_text("utf-8")
    page = check_page(path, text)
    check_contrast(text)
    seen = browse(path, "--dump-dom")
    complaints = [line for line in seen.stderr.decode("utf-8", "replace").splitlines() if "CONSOLE" in line]
    if complaints:
        fail(path, "the browser complains:", *complaints)
    dom = Page(seen.stdout.decode("utf-8"))
    if set(dom.tags) - TAGS or {t: n for t, n in dom.tags.items() if t != "tbody"} != {
            t: n for t, n in page.tags.items() if t != "tbody"}:
        fail(path, "the browser made other elements of it:", dom.tags, page.tags)
    if "<title>owned" in seen.stdout.decode("utf-8"):
        fail(path, "text of a cable was run")

page = Page(internal.read_text("utf-8"))
for text in HOSTILE[:4]:
    if text not in page.text:
        fail("the internal edition does not show", text)
if "[U+202E]drawkcab" not in page.text:
    fail("a character that turns the direction is not shown by its number")
changes = sum(json.loads(line)["type"] == "change" for line in (work / "log.jsonl").read_text("utf-8").splitlines())
if page.cuts != changes or changes == 0:
    fail("there are", changes, "changes, and", page.cuts, "are shown")
for path in (public, vaughn):
    text = Page(path.read_text("utf-8")).text
    for word in ("NIGHTJAR", "LARKSPUR", "owned", "Quenthorpe", "drawkcab"):
        if word in text:
            fail(path, "shows", word)
if re.search(r"persons\.|onerror|record|sha256sum", Page(public.read_text("utf-8")).text):
    fail("the public edition shows a rule, a source or a record")

for path in (internal, public):
    pictures = []
    for scheme in ("1", "0"):
        picture = work / f"{path.stem}-{'dark' if scheme == '0' else 'light'}.png"
        browse(path, f"--blink-settings=preferredColorScheme={scheme}", f"--screenshot={picture.absolute()}")
        pictures.append(picture.read_bytes())
    if pictures[0] == pictures[1] or min(map(len, pictures)) < 10000:
        fail(path, "light and dark are not two pictures")
print("report:", changes, "changes, two editions, light and dark")
