"""Common mistakes: each stops the build with the file and what to write, and keeps the last good site."""

import shutil
import subprocess
from pathlib import Path

import pytest
import site_factory

MISTAKES = {
    "a misspelt macro": (
        {"other.md": site_factory.page("Other", "{{ helplin() }}")},
        {},
        "docs/other.md: there is no macro “helplin”; write “helpline”.",
    ),
    "a misspelt setting": (
        {},
        {"mkdocs.yml": ("    apply_url:", "    aply_url:")},
        "mkdocs.yml, extra › practice: aply_url: there is no field “aply_url”; write “apply_url”.",
    ),
    "a misspelt practice": (
        {},
        {"mkdocs.yml": ("  practice:\n", "  practise:\n")},
        "mkdocs.yml, extra: practise: there is no field “practise”; write “practice”.",
    ),
    "a misspelt kind of page": (
        {"other.md": site_factory.page("Other").replace("written:", "kind: qestions\nwritten:")},
        {},
        "docs/other.md: “kind” can only be “questions”, “worksheet” or “list”; leave it out on any other page.",
    ),
    "a template that does not exist": (
        {"other.md": site_factory.page("Other").replace("written:", "template: nope.html\nwritten:")},
        {},
        "docs/other.md: “template” can only be “contents.html” or “link_sheet.html”; leave it out on any other page.",
    ),
    "words after the invitation": (
        {"other.md": site_factory.page("Other", "{{ invitation() }}\n\nMore words.")},
        {},
        "docs/other.md: the invitation is not at the end of the text",
    ),
    "a missing front matter": (
        {"other.md": "# Other\n\nA sentence.\n"},
        {},
        "docs/other.md: the front matter is missing; begin the page with a line of three hyphens",
    ),
    "two pages of one title": (
        {"other.md": site_factory.page("Help")},
        {},
        "docs/help/index.md, docs/other.md: share the title “Help – The No Contact Guide”; "
        "give each page a “title:” of its own.",
    ),
    "a broken page link": (
        {"other.md": site_factory.page("Other", "[Away](safety/raeding.md)")},
        {},
        "docs/other.md: the link “safety/raeding.md” leads to no page; write “safety/reading.md”.",
    ),
    "a broken anchor": (
        {"other.md": site_factory.page("Other", "[Away](about/index.md#strenght)")},
        {},
        "docs/other.md: a link leads to “#strenght”, but docs/about/index.md has no such heading; write “#strength”",
    ),
    "a missing data file": (
        {},
        {"data/sources.yml": (None, None)},
        "data/sources.yml: the file is missing; put it back, from Git or from a copy.",
    ),
    "an unknown data field": (
        {},
        {"data/helplines.yml": ("    hours: day and night", "    huors: day and night")},
        "data/helplines.yml: countries › “AA” › lines › “First line” › huors: "
        "there is no field “huors”; write “hours”.",
    ),
    "an image without an alternative text": (
        {"other.md": site_factory.page("Other", "![](assets/icon.svg)")},
        {},
        "docs/other.md: the image “../assets/icon.svg” has no description for those who cannot see it; "
        "write ![what it shows](…).",
    ),
    "a page left out of the navigation": (
        {},
        {"mkdocs.yml": ("  - other.md\n", "")},
        "docs/other.md: the page is not in the menu, so nobody would find it; "
        "add “- other.md” under “nav:” in mkdocs.yml.",
    ),
    "a hook that crashes": (
        {},
        {"hooks/write_search_words.py": ("    path.parent.mkdir", "    1 / 0\n    path.parent.mkdir")},
        "hooks/write_search_words.py, line 13: ZeroDivisionError: division by zero. "
        "The last good site is untouched; undo the last change there",
    ),
    "a request to another address": (
        {"other.md": site_factory.page("Other", "![A face](https://elsewhere.example.org/face.png)")},
        {},
        "docs/other.md: “https://elsewhere.example.org/face.png” would be loaded from another site, "
        "which learns who reads this; put a copy into docs/assets/ and use that, or make it a link.",
    ),
    "a banned word": (
        {"other.md": site_factory.page("Other", "This is forbidden here.")},
        {},
        "docs/other.md: “forbidden” in “This is forbidden here.”: it is refused; write “allowed”.",
    ),
    "a page too hard to read": (
        {
            "other.md": site_factory.page(
                "Other", " ".join(["Institutional accountability necessitates comprehensive"] * 30) + "."
            )
        },
        {},
        "docs/other.md: the reading grade is",
    ),
    "a sentence too long to read": (
        {"other.md": site_factory.page("Other", "You can stop." + " You can stop and go and rest" * 6 + ".")},
        {},
        "docs/other.md: a sentence has 42 words, and the limit is 35; write two sentences instead of "
        "“You can stop and go",
    ),
    "a page too long to read": (
        {"other.md": site_factory.page("Other", "You can stop.\n\n" * 400)},
        {},
        "docs/other.md: the page has 1,201 words, and the limit is 1,200; "
        "move a section to a page of its own, or shorten it.",
    ),
    "a generic “he”": (
        {"other.md": site_factory.page("Other", "Say “he rings”. Then he goes.")},
        {},
        "docs/other.md: “he” in “Then he goes.” assumes a gender; write “they”, or the relation",
    ),
    "examples of one gender only": (
        {"other.md": site_factory.page("Other", "Say “he knows”. " * 20)},
        {},
        "docs/: of 20 gendered words in the examples, 20 are of men (he, dad, brother …) and 0 of women",
    ),
    "a claim outside the claim macro": (
        {"other.md": site_factory.page("Other", "Studies show that no contact helps.")},
        {},
        "docs/other.md: “Studies show that no contact helps.” needs a source; put the sentence "
        'into {% call claim("some", "a-source-id") %} … {% endcall %}, or remove the finding',
    ),
    "a title with a bare colon": (
        {"other.md": site_factory.page("Other").replace("title: Other", "title: Other: more")},
        {},
        "docs/other.md: the front matter cannot be read at line 2; put a text that contains a colon in quotation marks",
    ),
    "a claim whose source is not in the front matter": (
        {"other.md": site_factory.page("Other", '{% call claim("some", "first-2001") %}It helps.{% endcall %}')},
        {},
        "docs/other.md: a claim cites “first-2001”; add that id to “sources:” in the front matter.",
    ),
    "an address for applications that is not https": (
        {},
        {"mkdocs.yml": ("    apply_url:", "    apply_url: http://forms.example.org/")},
        "mkdocs.yml, extra › practice: apply_url: “http://forms.example.org/” cannot be used; "
        "write an address that begins with https://, such as https://www.example.org/.",
    ),
    "a script in the name of the guide": (
        {},
        {"mkdocs.yml": ("site_name: The No Contact Guide", "site_name: 'A <script>alert(1)</script>'")},
        "mkdocs.yml: site_name: “A <script>alert(1)</script>” cannot be used; "
        "write one line of plain words, without < and >.",
    ),
    "an empty address of the guide": (
        {},
        {"mkdocs.yml": ("site_url: https://guide.example/", "site_url:")},
        "mkdocs.yml: site_url: “None” cannot be used; "
        "write an address that begins with https://, such as https://www.example.org/.",
    ),
    "a repeated setting": (
        {},
        {"mkdocs.yml": ("    medium: online", "    medium: online\n    medium: here")},
        "“medium” is here twice; keep one of them.",
    ),
    "a practice that is false": (
        {},
        {"mkdocs.yml": ("  practice:\n", "  practice: false\n  before:\n")},
        "mkdocs.yml, extra › practice: there are no fields here; write each as “name: value”, on a line of its own.",
    ),
    "a day that is in no calendar": (
        {},
        {"data/helplines.yml": ("    confirmed: 2026-01-02", "    confirmed: 2026-13-45")},
        "“2026-13-45” is no real day and no number; correct it, or write it as a text",
    ),
    "a page without a heading": (
        {"other.md": site_factory.page("Other").replace("# Other", "Other")},
        {},
        "docs/other.md: the page has 0 level-1 headings; begin the text with one line “# …” and write no other.",
    ),
    "a link from the root": (
        {"other.md": site_factory.page("Other", "[Away](/safety/raeding.md)")},
        {},
        "docs/other.md: the link “/safety/raeding.md” leads to no page; write “safety/reading.md”.",
    ),
    "a navigation entry without a page": (
        {},
        {"mkdocs.yml": ("  - other.md\n", "  - other.md\n  - More:\n      - Gone: hlep/index.md\n")},
        "mkdocs.yml: “hlep/index.md” under “nav:” is not a page in docs/; write “help/index.md”.",
    ),
    "a missing date": (
        {"other.md": site_factory.page("Other").replace("written: 2026-01-02\n", "")},
        {},
        "docs/other.md: the front matter has no “written”; add “written:”.",
    ),
    "a topic without its page": (
        {},
        {"data/topics.yml": ("    page: index.md", "    page: indx.md")},
        "data/topics.yml: topics › what-is-it › page: “indx.md” is not a page in docs/; write “index.md”.",
    ),
    "a topic without its section": (
        {},
        {"data/topics.yml": ("    page: index.md", "    page: about/index.md\n    section: strenght")},
        "data/topics.yml: topics › what-is-it › section: docs/about/index.md has no heading with the id “strenght”; "
        "write “strength”, or give a heading that id.",
    ),
    "two invitations on one page": (
        {"other.md": site_factory.page("Other", "{{ invitation() }}\n\n{{ invitation() }}")},
        {},
        "docs/other.md: the page has 2 invitations; keep one {{ invitation() }}, at the end.",
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_each_mistake_stops_the_build_and_keeps_the_last_site(mistake: str, tmp_path: Path):
    """A mistake stops the build with the file and what to write, without a traceback, and keeps the last good site."""
    pages, edits, message = MISTAKES[mistake]
    root = site_factory.make_project(tmp_path, pages, edits=edits)
    good = site_factory.add_previous_site(root)

    built = site_factory.build(root)

    assert built.code != 0
    assert message in " ".join(built.output.split())
    assert "Traceback" not in built.output
    assert site_factory.contents(built.site) == good


def test_an_invalid_date_is_reported_before_mkdocs_runs(tmp_path: Path):
    """scripts/build reports an invalid date in mkdocs.yml in one line, and keeps the last good site."""
    root = site_factory.make_project(tmp_path, edits={"mkdocs.yml": ("    price:", "    price: 2026-13-45")})
    good = site_factory.add_previous_site(root)
    for name in ("scripts", "tests"):
        (root / name).mkdir()
    for name in ("scripts/build", "scripts/setup", "requirements.txt", "constraints.txt", "tests/requirements.txt"):
        shutil.copy(site_factory.ROOT / name, root / name)
    (root / ".venv").symlink_to(site_factory.ROOT / ".venv")

    built = subprocess.run([root / "scripts" / "build"], capture_output=True, text=True, check=False)

    assert built.returncode != 0
    assert built.stderr.count("\n") == 2
    assert "“2026-13-45” is no real day and no number; correct it, or write it as a text" in built.stderr
    assert site_factory.contents(root / "site") == good


def test_all_mistakes_of_a_kind_are_listed_at_once(tmp_path: Path):
    """One build reports every banned word and every broken macro call."""
    pages = {
        "index.md": site_factory.page("Start", "forbidden {{ wrong() }}"),
        "other.md": site_factory.page("Other", "forbidden and Forbidden again"),
        "help/index.md": site_factory.page("Help", "{{ wrnog() }} {{ helpline('ZZ') }}"),
    }

    said = site_factory.build(site_factory.make_project(tmp_path, pages)).output

    assert said.count("it is refused") == 3
    assert said.count("there is no macro") == 2


def test_all_wrong_facts_are_listed_at_once(tmp_path: Path):
    """One build reports the mistakes of all data files and of the settings."""
    edits = {
        "mkdocs.yml": ("    medium: online", "    medum: online"),
        "data/helplines.yml": ("    kind: crisis", "    kind: crsis"),
        "data/sources.yml": ("    year: 2001", "    year: long ago"),
    }

    said = site_factory.build(site_factory.make_project(tmp_path, edits=edits)).output

    assert "write “medium”" in said
    assert "“crsis” cannot be used; write one of: crisis, abuse" in said
    assert "“long ago” cannot be used; write a year of four digits, such as 2003." in said
