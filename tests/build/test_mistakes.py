"""Mistakes: one build reports all of them, each with its file and what to write, and keeps the last good site.

Each way that a mistake takes to its message has an example here; tests/hooks/ and test_facts.py have all messages.
"""

import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
import site_factory
from site_factory import ROOT, page

CLAIM = '{% call claim("some", "first-2001") %}It helps.{% endcall %}'
PAGES = {  # pages with a mistake, and the beginning of the message about each
    "macro.md": (page("Macro", "{{ helplin() }}"), "docs/macro.md: there is no macro “helplin”; write “helpline”."),
    "call.md": (
        page("Call", "{{ helpline('ZZ') }}"),
        "docs/call.md: helpline: there is no country “ZZ” in data/emergency.yml;",
    ),
    "colon.md": (
        page("One: two"),
        "docs/colon.md: “title: One: two” has two colons; put the",
    ),
    "kind.md": (page("Kind", kind="x"), "docs/kind.md: “kind” can only be “questions”,"),
    "word.md": (
        page("Word", "This is forbidden."),
        "docs/word.md: “forbidden” in “This is forbidden.”: it is refused;",
    ),
    "999.md": (page("Number", "Call 999 now."), "docs/999.md: the phone number “999” is in the text of the page;"),
    "long.md": (
        page("Long", "You can stop and rest " * 8 + "."),
        "docs/long.md: the sentence “You can stop and rest You can stop and rest You can stop and…” has 40 words,",
    ),
    "he.md": (page("Gender", "Say “he rings”. Then he goes."), "docs/he.md: “he” in “Then he goes.” assumes a gender;"),
    "men.md": (
        page("Men", "You may hear “he knows” there. " * 19),
        "docs/: of 20 gendered words in the examples, 20 are of men",
    ),
    "finding.md": (page("Finding", "Silence helps."), "docs/finding.md: “Silence helps.” needs a source; put the"),
    "claim.md": (page("Claim", CLAIM), "docs/claim.md: a claim cites “first-2001”; add that id to “sources:” in the"),
    "image.md": (page("Image", "![](assets/search.js)"), "docs/image.md: the image “../assets/search.js” has no"),
    "face.md": (
        page("Face", "![A](https://a.example.org/a.png)"),
        "docs/face.md: “https://a.example.org/a.png” would be",
    ),
    "offer.md": (page("Offer", "{{ invitation() }}\n\nMore."), "docs/offer.md: the invitation is not at the end of"),
    "same.md": (
        page("Other", summary="A page with the name of another."),
        "docs/other.md, docs/same.md: share the title “Other – The No Contact Guide”; give each",
    ),
    "link.md": (page("Link", "[A](hlpe/index.md)"), "docs/link.md: the link “hlpe/index.md” leads to no page; write “"),
    "root.md": (page("Root", "[A](/hlpe/index.md)"), "docs/root.md: the link “/hlpe/index.md” leads to no page; write"),
    "id.md": (
        page("Id", "[A](about/index.md#strenght)"),
        "docs/id.md: a link leads to “#strenght”, but docs/about/index",
    ),
    "menu.md": (page("Menu"), "docs/menu.md: the page is not in the menu, so nobody would find it; add “- menu.md” "),
    "faq.v2.md": (page("Questions"), "docs: faq.v2/ is an address that cannot be kept permanently; name its folders"),
    "r/k7wm.md": (page("Mine"), "docs/r/k7wm.md: the build writes the folder r/ itself, and would overwrite this page"),
}
ADDRESSES = {  # mistakes in the menu, the topics and the redirects, and published addresses that are gone
    "mkdocs.yml": ("  - menu.md\n", "  - More:\n      - Gone: hlep/index.md\n"),
    "data/topics.yml": (
        "topics:\n",
        "topics:\n"
        "  no-page: {code: 3c4d, title: No page, group: why, full: true, page: indx.md}\n"
        "  no-section: {code: 4d5f, title: None, group: why, full: true, page: about/index.md, section: strenght}\n",
    ),
    "data/url_registry.yml": (
        "  pages: {}\n  others: []\n  short_links: {}\n",
        "  pages:\n"
        "    vanished/: {title: A page, anchors: {}}\n"
        "    gone/: {title: A page, anchors: {how: How it goes}}\n"
        "  others: []\n"
        "  short_links: {k7wm: {topic: what-is-it, target: about/#strength}}\n",
    ),
    "data/redirects.yml": ("{}", "{gone/: help/, other/index.html: sitemap.html, a/: b/, b/: a/, map.xml: map.xml}"),
}
ADDRESS_MESSAGES = [
    "mkdocs.yml: “hlep/index.md” under “nav:” is not a page in docs/; write “help/index.md”.",
    "data/topics.yml: topics › no-page › page: “indx.md” is not a page in docs/; write “index.md”.",
    "data/topics.yml: topics › no-section › section: docs/about/index.md has no heading with the id “strenght”; write",
    "data/topics.yml: the code k7wm (“what-is-it”) was published for about/#strength and now opens ./, so people who",
    "data/url_registry.yml: vanished/ was published, and people use that address; put it back, or add “vanished/: ",
    "data/url_registry.yml: gone/#how (“How it goes”) was published, and people use that address; on help/ keep a",
    "data/redirects.yml: other/index.html is the same address as its folder; write “other/: sitemap.html”.",
    "data/redirects.yml: other/index.html leads to sitemap.html, which does not exist;",
    "data/redirects.yml: a/ leads to b/, which leads back to it; write the address where the text is now.",
    "data/redirects.yml: b/ leads to a/, which leads back to it; write the address where the text is now.",
    "data/redirects.yml: map.xml leads to map.xml, which leads back to it; write the address where the text is now.",
]
FACTS = [  # mistakes in mkdocs.yml and data/: what is replaced, and the beginning of the message
    ("mkdocs.yml", "site_name: The", "site_name: <b>", ": site_name: “<b> No Contact Guide” cannot be used; write one"),
    (
        "mkdocs.yml",
        "https://guide.example/",
        "",
        ": site_url: it is empty; write an address that begins with",
    ),
    (
        "mkdocs.yml",
        "  practice:",
        "  practise: 1\n  practice:",
        ", extra: practise: there is no field “practise”; write",
    ),
    (
        "mkdocs.yml",
        "    medium:",
        "    medum:",
        ", extra › practice: medum: there is no field “medum”; write “medium”.",
    ),
    ("mkdocs.yml", "    price:", "    price: 9", ", extra › practice: price: “9” cannot be used; write it as a r"),
    (
        "data/helplines.yml",
        "    hours:",
        "    huors:",
        ": countries › “AA” › lines › “First line” › huors: there is no",
    ),
    (
        "data/helplines.yml",
        ": crisis",
        ": crsis",
        ": countries › “AA” › lines › “Second line” › kind: “crsis” cannot be",
    ),
    ("data/sources.yml", "year: 2001", "year: soon", ": sources › first-2001 › year: “soon” cannot be used; write a"),
    ("data/emergency.yml", ": 2026-01-03", ": 2026-13-45", ": “2026-13-45” is not a day of the calendar;"),
]


LINE = re.compile(r"(?<=\.md), line \d+|(?<=\.yml), line \d+")  # tests of each check have it


@dataclass(frozen=True)
class Failure:
    """A build over a good site: its result, the lines that it reports, and whether the good site is unchanged."""

    built: site_factory.BuildResult
    lines: list[str]
    kept: bool


def fail(root: Path, tool: str = "mkdocs") -> Failure:
    """Build a project with mistakes over a good site."""
    good = site_factory.add_previous_site(root)
    built = site_factory.build(root, tool=tool)
    found = [line for line in built.output.splitlines() if line.startswith(("WARNING", "  mkdocs", "  data", "hooks/"))]
    lines = [LINE.sub("", line.removeprefix("WARNING -").strip(), count=1) for line in found]
    return Failure(built, lines, site_factory.contents(built.site) == good)


def make_pages(root: Path) -> Path:
    """Make a project with all mistakes that a build reports after it has made the pages."""
    return site_factory.make_project(root, {name: text for name, (text, _) in PAGES.items()}, edits=ADDRESSES)


def wrong_pages(root: Path) -> Failure:
    """Build a site of pages with mistakes."""
    return fail(make_pages(root))


def wrong_pages_in_properdocs(root: Path) -> Failure:
    """Build the same site with ProperDocs."""
    return fail(make_pages(root), "properdocs")


def wrong_facts(root: Path) -> Failure:
    """Build a site with mistakes in its settings and data files, and without one of the files."""
    site_factory.make_project(root)
    (root / "data/glossary.yml").unlink()
    for name, old, new, _ in FACTS:
        site_factory.edit(root, name, old, new)
    return fail(root)


def crashing_hook(root: Path) -> Failure:
    """Build a site with a hook that crashes."""
    edits = {"hooks/write_short_links.py": ("    write_pages(", "    1 / 0\n    write_pages(")}
    return fail(site_factory.make_project(root, edits=edits))


REPORTED = {
    wrong_pages: [message for _, message in PAGES.values()] + ADDRESS_MESSAGES,
    wrong_facts: [f"{name}{message}" for name, _, _, message in FACTS]
    + ["data/glossary.yml: the file is missing; put it back, from Git or from a copy."],
    crashing_hook: [
        "hooks/write_short_links.py, line 26: ZeroDivisionError: division by zero. "
        "The last good site is untouched; undo the last change there"
    ],
}


@pytest.mark.parametrize(
    ("build", "message"),
    [(build, message) for build, messages in REPORTED.items() for message in messages],
    ids=lambda value: value[:60] if isinstance(value, str) else value.__name__,
)
def test_each_mistake_is_reported_once(build: Callable[[Path], Failure], message: str, once: Callable[..., Failure]):
    """A build reports each mistake of a project in one line, with the file and what to write."""
    lines = once(build).lines
    assert len([line for line in lines if line.startswith(message)]) == 1, lines


@pytest.mark.parametrize(
    ("build", "line"),
    [
        (wrong_pages, "docs/colon.md, line 2: “title: One: two” has two colons"),
        (wrong_pages, "docs/macro.md, line 11: there is no macro “helplin”"),
        (wrong_pages, "docs/word.md, line 11: “forbidden” in"),
        (wrong_facts, "mkdocs.yml, line 4: site_name: “<b> No Contact Guide” cannot be used"),
        (wrong_facts, "data/sources.yml, line 7: sources › first-2001 › year: “soon” cannot be used"),
    ],
)
def test_a_mistake_is_reported_with_its_line(build: Callable[[Path], Failure], line: str, once: Callable[..., Failure]):
    """In front matter, in a call, in the text, in the settings and in data/."""
    assert line in once(build).built.output


@pytest.mark.parametrize("build", REPORTED)
def test_a_failed_build_keeps_the_last_site(build: Callable[[Path], Failure], once: Callable[..., Failure]):
    """A build with mistakes reports nothing else and no traceback, and leaves the last good site as it was."""
    failure = once(build)
    assert failure.built.code != 0
    assert len(failure.lines) == len(REPORTED[build]), failure.lines
    assert "Traceback" not in failure.built.output
    assert failure.kept


@pytest.mark.parametrize("build", REPORTED)
def test_each_reported_mistake_is_marked_on_github(build: Callable[[Path], Failure], once: Callable[..., Failure]):
    """The step that marks mistakes on a proposal finds all lines with which a build reports one, and no others."""
    failure = once(build)
    root = failure.built.site.parent
    (root / "build.txt").write_text(failure.built.output, encoding="utf-8")
    command = [sys.executable, ROOT / ".github" / "mark_mistakes.py", "build.txt"]
    marks = subprocess.check_output(command, cwd=root, text=True).splitlines()
    found = {mark.split("::", 2)[2].replace("%25", "%") for mark in marks}
    assert {LINE.sub("", text, count=1) for text in found} == set(failure.lines)
    elsewhere = [mark.removeprefix("::error::") for mark in marks if mark.startswith("::error::")]
    assert not [mark for mark in elsewhere if (root / re.split("[,:]", mark)[0]).is_file()]


def test_properdocs_reports_the_same_mistakes(once: Callable[..., Failure]):
    """Under ProperDocs, too, the checks stop the build and keep the last good site."""
    failure = once(wrong_pages_in_properdocs)
    assert failure.built.code != 0
    assert failure.lines == once(wrong_pages).lines
    assert failure.kept


def test_an_invalid_date_is_reported_before_mkdocs_runs(tmp_path: Path):
    """scripts/build reports an invalid date in mkdocs.yml in one line, and keeps the last good site."""
    root = site_factory.make_project(tmp_path, edits={"mkdocs.yml": ("    price:", "    price: 2026-13-45")})
    good = site_factory.add_previous_site(root)

    built = subprocess.run([site_factory.add_commands(root) / "build"], capture_output=True, text=True, check=False)

    assert built.returncode != 0
    assert built.stderr.count("\n") == 2
    assert "“2026-13-45” is not a day of the calendar; write one that is, such as 2026-11-22" in built.stderr
    assert site_factory.contents(root / "site") == good
