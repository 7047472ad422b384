"""Facts are loaded once: a file that cannot be read is refused with its line, and all mistakes are reported at once."""

import re
from datetime import date

import pytest
from advice import HTTPS, NO_FIELDS, ONE_LINE, SITE_URL
from fact_files import edit, load_errors
from hypothesis import given, settings
from hypothesis import strategies as st
from macro_environment import PRACTICE, ROOT, URL

from core.errors import InputError
from core.facts import Strings, check_settings, load
from core.yaml_files import SettingsLoader, read_yaml

ADDRESS = "https://guide.example/a/"
PLAIN = "mapping values are not allowed in this context"
YAML = (
    "put the text after the “name:” into quotation marks, leave a space after each colon, and indent with spaces, "
    "not with tabs"
)
NO_DAY = "is not a day of the calendar; write one that is, such as 2026-11-22"
NOT_A_DATE = (
    "is neither a date nor a number; correct it, or write it as a text: in quotation marks, with nothing before them"
)
TITLE = "title: A study of one thing"
SITE = """site_name: Ask & "Tell"
site_url: https://guide.example/a/
plugins:
  - other: !relative $docs_dir
markdown_extensions:
  - toc: !!python/object/apply:pymdownx.slugs.slugify {kwds: {case: lower}}
extra:
  release: !ENV [GUIDE_RELEASE, false]
  practice:
    name: A
    price:
"""


def test_all_mistakes_are_reported_at_once(root):
    """Nobody has to build again for each mistake: settings, files and the changelog are checked together."""
    edit(root, "sources.yml", "year: 2001", "year: soon")
    edit(root, "banned_wording.yml", "pattern", "patern")
    edit(root, "strings/en.yml", "language: en", "langage: en")
    (root / "CHANGELOG.md").write_text("## 9 9\n", encoding="utf-8")
    assert [re.split(r", line \d+|: ", line)[0] for line in load_errors(root, {"price": 5, "nam": "x"})] == [
        *["mkdocs.yml, extra › practice"] * 2,
        "data/sources.yml",
        *["data/banned_wording.yml"] * 2,
        *["data/strings/en.yml"] * 2,
        "CHANGELOG.md",
    ]


# Files that cannot be read.


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        (
            "sources.yml",
            "sources:",
            "sources: a: b",
            ", line 2: “sources: a: b” has two colons; put the text after the first one into quotation marks.",
        ),
        (
            "sources.yml",
            TITLE,
            "title: 'The first study",
            ", line 5: “title: 'The first study” has a quotation mark that nothing closes; write the same mark again "
            "at the end of the text.",
        ),
        ("sources.yml", "second-2002", "first-2001", ", line 10: “first-2001” is used twice; keep one of them."),
        ("evidence_levels.yml", "  some:", "  good:", ", line 8: “good” is used twice; keep one of them."),
        (
            "banned_wording.yml",
            "  why:",
            "\twhy:",
            ", line 4: “why: it is refused” is indented with a tab; write spaces instead.",
        ),
        (
            "sources.yml",
            TITLE,
            "title: &a [*a]",
            f", line 5: “title: &a [*a]” cannot be read (found unconstructable recursive node); {YAML}.",
        ),
        ("sources.yml", TITLE, f"title: {'[' * 3000}{']' * 3000}", ": it is nested too deeply; use fewer levels."),
        (
            "sources.yml",
            TITLE,
            "title: The \x1bfirst study",
            ": it contains an invisible control character; delete it, or type that text again.",
        ),
        ("sources.yml", TITLE, "title: 2026-13-45", f", line 5: “2026-13-45” {NO_DAY}."),
        *(
            ("sources.yml", TITLE, f"title: {written}", f", line 5: “{shown}” {NOT_A_DATE}.")
            for written, shown in (
                ("2026-02-30 25:61:61", "2026-02-30 25:61:61"),
                ("2026-01-01T00:00:00+99:99", "2026-01-01T00:00:00+99:99"),
                ("0x_", "0x_"),
                ("9" * 5000, "9" * 80),
                (f"0x{'9' * 5000}", f"0x{'9' * 78}"),
                *((f"!!{kind} x", "x") for kind in ("int", "float", "timestamp", "bool", "map")),
                ("!!int ''", ""),
            )
        ),
    ],
    ids=lambda value: value[:20],
)
def test_a_file_that_cannot_be_read_is_refused_with_its_line(name, old, new, message, root):
    """An extra colon, a tab, a repeated name or an impossible date gets a message with its line and what to do."""
    edit(root, name, old, new)
    assert load_errors(root) == [f"data/{name}{message}"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "the file is missing; put it back, from Git or from a copy."),
        ("Grüße".encode("latin-1"), "the letters cannot be read; save the file as UTF-8."),
        *((content, NO_FIELDS) for content in (b"", b"only words", b"- a list")),
    ],
)
def test_a_file_without_facts_is_refused(content, message, root):
    """A missing, an emptied and a wrongly saved file are each named, with what to do."""
    path = root / "data" / "banned_wording.yml"
    path.unlink() if content is None else path.write_bytes(content)
    assert load_errors(root) == [f"data/banned_wording.yml: {message}"]


YAML_PARTS = st.sampled_from(
    [
        "a", "b:", "- ", ": ", "? ", "[", "]", "{", "}", ", ", "\n", "\n  ", "&a ", "*a", "<<: ", "!!int ", "!!float ",
        "!!bool ", "!!timestamp ", "!!binary ", "!!set ", "!!omap ", "!!map ", "!!str ", "!x ", "0x", "0b_", "1_",
        "2026-13-45", "2026-01-01", " 25:61:61", "9" * 5000, '"', "'", "\\", "|", ">", "%", "@", "#", "---", "...",
        "\t", "\x1b", "\ufeff",
    ]
)  # fmt: skip


@settings(max_examples=200, deadline=None, derandomize=True, database=None)
@given(written=st.lists(YAML_PARTS, max_size=12).map("".join) | st.text(max_size=30))
def test_any_file_is_read_or_refused(written, tmp_path_factory):
    """Whatever a file contains, it is read, or the error begins with its name and ends with what to write."""
    path = tmp_path_factory.getbasetemp() / "any.yml"
    path.write_text(written, encoding="utf-8", errors="replace")
    for loader in ((), (SettingsLoader,)):
        try:
            str(read_yaml(path, *loader))
        except InputError as error:
            assert re.fullmatch(r"(any\.yml(, line \d+)?: .+; .+\.\n?)+", str(error), re.DOTALL)


@pytest.mark.parametrize(
    ("path", "named"), [("data/guide/data/a.yml", "data/a.yml"), ("data/strings/a.yml", "data/strings/a.yml")]
)
def test_a_path_is_named_from_the_data_folder_down(path, named, tmp_path):
    """A project that is itself inside a folder called data still names its files as an editor knows them."""
    with pytest.raises(InputError, match=f"^{named}: the file is missing"):
        read_yaml(tmp_path / path)


# mkdocs.yml.


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("price:", "name: B", ", line 11: “name” is used twice; keep one of them."),
        ("price:", "price: 2026-13-45", f", line 11: “2026-13-45” {NO_DAY}."),
        ("practice:\n    name: A\n    price:", "practice: !!int x", f", line 9: “x” {NOT_A_DATE}."),
        ("    price:", "  practice: {}", ", line 11: “practice” is used twice; keep one of them."),
        ("plugins:", "site_name: B\nplugins:", ", line 3: “site_name” is used twice; keep one of them."),
        (
            "release: !ENV",
            "release: 'a' b",
            ", line 8: “release: 'a' b [GUIDE_RELEASE, false]” goes on after its last quotation mark; put the text "
            "into quotation marks of the other kind.",
        ),
        (SITE, "", f": {NO_FIELDS}"),
        ('site_name: Ask & "Tell"\n', "", ", line 1: site_name: the field is missing; add “site_name:”."),
        ('Ask & "Tell"', "</title>", f", line 1: site_name: “</title>” cannot be used; {ONE_LINE}."),
        ('Ask & "Tell"', '"A\\nB"', f', line 1: site_name: “"A\\nB"” cannot be used; {ONE_LINE}.'),
        (ADDRESS, "http://a.example/", f", line 2: site_url: “http://a.example/” cannot be used; {HTTPS}."),
        (ADDRESS, "", f", line 2: site_url: it is empty; {HTTPS}."),
        (ADDRESS, "https://a.example", f", line 2: site_url: “https://a.example” cannot be used; {SITE_URL}."),
        (ADDRESS, "!ENV GUIDE_URL", f", line 2: site_url: “!ENV GUIDE_URL” cannot be used; {HTTPS}."),
    ],
)
def test_a_wrong_mkdocs_yml_is_refused(old, new, message, tmp_path, monkeypatch):
    """What would end in a traceback, be accepted silently, or reach pages as markup gets a message with its line."""
    monkeypatch.setenv("GUIDE_URL", "https://env")
    (path := tmp_path / "mkdocs.yml").write_text(SITE.replace(old, new, 1), encoding="utf-8")
    assert check_settings(path) == [f"mkdocs.yml{message}"]


def test_a_valid_mkdocs_yml_is_accepted(tmp_path, monkeypatch):
    """Tags of the generator and an address from the environment are no mistakes, nor is anything in our own file."""
    monkeypatch.setenv("GUIDE_URL", URL)
    path = tmp_path / "mkdocs.yml"
    (tmp_path / "data" / "strings").mkdir(parents=True)
    (tmp_path / "data" / "strings" / "en.yml").touch()
    for text in (SITE, SITE.replace(ADDRESS, "!ENV GUIDE_URL")):
        path.write_text(text, encoding="utf-8")
        assert check_settings(path) == []
    assert check_settings(ROOT / "mkdocs.yml") == []


# The loaded facts.


def test_a_text_that_is_missing_is_refused():
    """A template that asks for a text that nobody wrote stops the build: nothing is left empty."""
    with pytest.raises(InputError, match=r"^data/strings: there is no text “hom”; write “home”\.$"):
        Strings({"home": "Start"})["hom"]


CHANGES = """# Changes

Words before.

## 1.2.3 · 2026-01-02

A sentence.

### Pages

- One page · with a dot
- ## Two
not a point

### For maintainers

- A tool

### Drawings

- Three

## 1.2.2

- Before any heading
"""


def test_the_changelog_is_read_edition_by_edition(root):
    """Readers see the changes that concern them, the newest first, without those for maintainers."""
    assert (load(root, None).editions, load(root, None).version) == ((), "")
    (root / "CHANGELOG.md").write_text(CHANGES, encoding="utf-8")
    facts = load(root, None)
    first, second = facts.editions
    assert (facts.version, first.version, first.day) == ("1.2.3", "1.2.3", "2026-01-02")
    assert first.changes == (("Pages", "One page · with a dot"), ("Pages", "## Two"), ("Drawings", "Three"))
    assert (second.version, second.day, second.changes) == ("1.2.2", "", ())


@pytest.mark.parametrize(
    "heading",
    [
        "9.9 · soon, we hope", "9.9 · 2026-13-45", "9.9 · 2026", "9.9 · 20260102", "9.9 · 2026-W01-1",
        "9.9 · 2026-01-02 · late", "<b>9</b> · 2026-01-02", "9 9", "9.", "· 2026-01-02", "",
    ],
)  # fmt: skip
def test_a_heading_of_the_changelog_is_a_version_and_a_day(heading, root):
    """Pages show the version and the feed shows the day, so each heading without them is named."""
    (root / "CHANGELOG.md").write_text(f"## 9\n\n## {heading}\n\n## 1.2-a+3 ·2026-01-02\n", encoding="utf-8")
    assert load_errors(root) == [
        f"CHANGELOG.md: the heading “{heading}” cannot be used; write the version and its day, such as "
        "“1.2.3 · 2026-11-22”."
    ]


def test_confirmations_are_those_of_the_numbers_that_are_shown(root):
    """A release asks for the confirmation of the numbers that readers see, and of no others."""
    assert load(root, PRACTICE).confirmations == [
        ("data/emergency.yml", "Aland", date(2026, 1, 3)),
        ("data/helplines.yml", "Aland: First line", date(2026, 1, 2)),
        ("data/helplines.yml", "Aland: Second line", None),
        ("data/emergency.yml", "Beland", None),
    ]
