"""The files to take away: known before they are made, asked for once a site is good, and listed as they are."""

from types import SimpleNamespace

import pytest
import write_exports
from jinja2 import Environment
from write_exports import (
    MACHINES,
    SHEETS,
    WHOLE,
    complaints,
    handouts,
    make,
    number_sheets,
    plan,
    promised,
    shelves,
    unkept,
)

SECTIONS = {"sections": ["what"], "try": "Do it."}
SOURCES = {"why/index.html": "docs/why/index.md", "index.html": "docs/index.md", "404.html": "docs/404.md"}


def topic(code, page, section=None):
    """One topic, as the facts give it."""
    return {"code": code, "page": page, "section": section, "full": True}


@pytest.mark.parametrize(
    ("page", "file"),
    [
        ("why/index.md", "files/why.pdf"),
        ("modified/grey-rock.md", "files/modified-grey-rock.pdf"),
        ("sessions.md", "files/sessions.pdf"),
        ("how/myindex.md", "files/how-myindex.pdf"),
        ("index.md", "files/start.pdf"),
    ],
)
def test_a_file_is_named_after_its_page(page, file):
    """The address of a page's file follows from the page's own, and is for ever like it."""
    assert plan({page: {"handout": SECTIONS}}, {}) == {page: {"file": file, "discreet": ""}}


@pytest.mark.parametrize(
    "header",
    [
        {},
        {"handout": {"none": "It is a list."}},
        {"kind": "questions"},
        {"handout": None},
        {"handout": True},
        {"handout": "x"},
    ],
)
def test_a_page_without_a_handout_has_no_file(header):
    """Only a page whose front matter says what its handout holds gets one."""
    assert plan({"why.md": header}, {"why": topic("k7wm", "why.md")}) == {}


def test_a_worksheet_is_a_file_under_its_own_name():
    """A worksheet is a file without any more words, and has no neutral form."""
    assert plan({"take/log.md": {"kind": "worksheet"}}, {"log": topic("k7wm", "take/log.md")}) == {
        "take/log.md": {"file": "files/take-log.pdf", "discreet": ""}
    }


@pytest.mark.parametrize(
    ("topics", "file"),
    [
        ([topic("2345", "why.md", "a"), topic("k7wm", "why.md"), topic("6789", "why.md")], "r/k7wm/text-k7wm.pdf"),
        ([topic("2222", "how.md"), topic("2345", "why.md", "b"), topic("k7wm", "why.md", "a")], ""),
    ],
)
def test_the_neutral_form_lies_behind_the_short_link_of_the_page(topics, file):
    """It takes the short link of the first topic that is the whole page; that of a section would open in its middle."""
    made = plan({"why.md": {"handout": SECTIONS}}, {str(number): topic for number, topic in enumerate(topics)})
    assert made["why.md"]["discreet"] == file


def test_a_topic_has_the_handout_on_which_it_stands():
    """The whole page has its handout, a section only where the sheet holds it; a page without one has none."""
    headers = {"why.md": {"handout": {"sections": ["a"], "try": "Sit."}}, "how.md": {"handout": {"none": "Long."}}}
    topics = {
        "whole": topic("2345", "why.md"),
        "on-it": topic("k7wm", "why.md", "a"),
        "left-out": topic("6789", "why.md", "b"),
        "other": topic("2222", "how.md"),
        "nowhere": topic("3333", None),
    }
    papers = plan(headers, topics)
    assert handouts(headers, topics, papers) == dict.fromkeys(("whole", "on-it"), papers["why.md"])


def test_what_is_promised_is_every_file_and_their_list(tmp_path):
    """Links may lead to each file before it is made; a promised one that was not made is named afterwards."""
    papers = {
        "a.md": {"file": "files/a.pdf", "discreet": "r/k7wm/text-k7wm.pdf"},
        "b.md": {"file": "x", "discreet": ""},
    }
    promises = promised(papers, {}, [])
    own = {"files/", "files/a.pdf", "r/k7wm/text-k7wm.pdf", "x"}
    assert promises == {*own, *WHOLE.values(), *SHEETS, *MACHINES}
    for address in promises - {"files/", "x", "files/guide.epub"}:
        (tmp_path / address).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / address).touch()
    assert unkept(promises, tmp_path) == [
        f"exports: {name} was promised to readers and not made; python -m exports must make it."
        for name in ("files/guide.epub", "x")
    ]


def test_the_files_for_practitioners_and_machines_are_promised():
    """The link sheet, the cards, the catalogue in its three forms and the feed of changes each have an address."""
    assert promised({}, {}, []) - {"files/", *WHOLE.values()} == {
        "files/link-sheet.pdf",
        "files/cards.pdf",
        "handouts.json",
        "handouts.csv",
        "handouts.schema.json",
        "changes.xml",
    }


def test_each_topic_has_two_codes_to_scan():
    """One picture bears the topic's name, the other only its code, behind its link; without a page there is none."""
    topics = {"what-is-it": topic("k7wm", "why.md"), "not-yet": topic("2345", None)}
    assert promised({}, topics, []) - promised({}, {}, []) == {"files/code-what-is-it.png", "r/k7wm/code-k7wm.png"}


def test_an_objection_names_the_file_that_an_editor_opens():
    """Each line is one objection; one that begins with a page's address begins with its file instead."""
    said = "why/: the handout is too long; cut it.\n\nindex.html: x; y.\ndata/strings/en.yml: z.\nno place\n"
    assert complaints(said, 1, SOURCES) == [
        "docs/why/index.md: the handout is too long; cut it.",
        "docs/index.md: x; y.",
        "data/strings/en.yml: z.",
        "no place",
    ]


def test_a_failure_without_a_word_is_not_passed_over():
    """A command that stops and says nothing stops the build with a sentence of ours."""
    (said,) = complaints(" \n", 137, SOURCES)
    assert said.startswith("exports: no files were made (exit code 137)")
    assert complaints("", 0, SOURCES) == []


def test_a_crash_is_one_line():
    """An editor never meets a traceback: its last line is told, and how an engineer finds the rest."""
    crash = "Traceback (most recent call last):\n  File \"a.py\", line 1, in <module>\nKeyError: 'x'\n"
    assert complaints(crash, 1, SOURCES) == [
        "exports: no files were made (KeyError: 'x'); run “python -m exports site” to see where it stops."
    ]


def entry(file, size=12_400):
    """One file as the catalogue lists it."""
    return {"file": file, "bytes": size, "pages": 2, "sha256": "ab", "language": "en"}


def row(source, part, kind=""):
    """One page of the menu."""
    return {"source": source, "title": source.upper(), "address": f"{source}/", "part": part, "kind": kind}


def test_the_list_is_in_the_order_of_the_guide():
    """The whole guide first, then the handouts by part in the order of the menu, then the worksheets; sizes in KB."""
    rows = [row("b", "One"), row("none", "One"), row("a", "One"), row("c", "Two"), row("log", "Take", "worksheet")]
    papers = {name: {"file": f"{name}.pdf", "discreet": ""} for name in ("a", "b", "c", "log")}
    papers["c"]["discreet"] = "r.pdf"
    listed = [entry(name) for name in ("log.pdf", "r.pdf", "c.pdf", "b.pdf", *WHOLE.values())] + [
        entry("a.pdf", 1_234_567)
    ]
    numbers = [{"name": "Aland", "file": "c.pdf", "discreet": ""}]
    found = shelves(rows, papers, numbers, listed)
    assert [file["file"] for file in found["whole"].values()] == list(WHOLE.values())
    assert [(part, [row["title"] for row in rows]) for part, rows in found["parts"]] == [
        ("One", ["B", "A"]),
        ("Two", ["C"]),
    ]
    assert [row["file"]["size"] for _, rows in found["parts"] for row in rows] == ["12", "1,235", "12"]
    assert [row["discreet"] and row["discreet"]["file"] for _, rows in found["parts"] for row in rows] == [
        None,
        None,
        "r.pdf",
    ]
    assert [row["title"] for row in found["sheets"]] == ["LOG"]
    assert [(sheet["name"], sheet["file"]["file"], sheet["discreet"]) for sheet in found["numbers"]] == [
        ("Aland", "c.pdf", None)
    ]


def test_each_country_with_helplines_has_its_numbers_on_a_sheet():
    """Also the countries that the practice sets, together and first; a short link gives neutral names."""
    countries = [
        {"id": id, "country": code, "name": id.title(), "lines": lines}
        for id, code, lines in (("aland", "AA", [{}]), ("beland", "BB", [{}]), ("deland", "DD", []))
    ]
    topics = {"numbers": topic("k7wm", "help/index.md", "numbers")}
    assert number_sheets(countries, {}, []) == [
        {"name": "Aland", "file": "files/numbers-aland.pdf", "discreet": ""},
        {"name": "Beland", "file": "files/numbers-beland.pdf", "discreet": ""},
    ]
    first, second, _ = found = number_sheets(countries, topics, ["BB"])
    assert first == {"name": "", "file": "files/numbers.pdf", "discreet": "r/k7wm/text-k7wm-all.pdf"}
    assert second["discreet"] == "r/k7wm/text-k7wm-aland.pdf"
    assert {sheet["file"] for sheet in found} <= promised({}, {}, found)


COMMAND = """
import json, os, sys
site = sys.argv[1]
if os.path.exists("stop"):
    sys.exit("why/: it does not fit; cut it.")
print("made", *sys.argv[2:])
files = %r
for name in [*files, *%r]:
    os.makedirs(os.path.dirname(f"{site}/{name}"), exist_ok=True)
    open(f"{site}/{name}", "w").write("file")
listed = [{"file": name, "bytes": 4, "pages": 1, "sha256": "00", "language": "en"} for name in files]
json.dump({"files": listed}, open(f"{site}/handouts.json", "w"))
"""


@pytest.fixture
def root(tmp_path):
    """A folder with a command of ours in the place of the real one, and a finished site."""
    (tmp_path / "exports").mkdir()
    unlisted = [*SHEETS, *MACHINES, "files/code-why.png", "r/k7wm/code-k7wm.png"]
    command = COMMAND % ([*WHOLE.values(), "files/why.pdf"], unlisted)
    (tmp_path / "exports" / "__main__.py").write_text(command, encoding="utf-8")
    (tmp_path / "site").mkdir()
    return tmp_path


@pytest.fixture
def config(root, monkeypatch):
    """The generator's settings and its frame, after it has read a page with a handout."""
    frame = "{{ base_url }} {{ page }} {{ parts[0][1][0].file.file }} {{ whole.epub.size }} {{ sheets }}"
    env = Environment()
    monkeypatch.setattr(env, "get_template", lambda name: env.from_string(f"{name}: {frame}"))
    monkeypatch.setattr(write_exports, "_state", {})
    topics = {"why": topic("k7wm", "how.md"), "not-yet": topic("2345", None)}
    facts = SimpleNamespace(topics=topics, countries=[], practice={"helpline_regions": None})
    extra = {"facts": facts, "publishes": True}
    config = SimpleNamespace(site_dir=str(root / "site"), config_file_path=str(root / "mkdocs.yml"), extra=extra)
    file = SimpleNamespace(src_uri="why/index.md", dest_uri="why/index.html")
    page = SimpleNamespace(file=file, meta={"handout": SECTIONS}, title="Why", url="why/", ancestors=[], content="")
    files = SimpleNamespace(documentation_pages=lambda: [file])
    write_exports.on_nav(SimpleNamespace(pages=[page]), files=files)
    write_exports.on_env(env, config=config, files=files)
    return config


def test_mkdocs_has_them_made_and_the_list_drawn(root, config, caplog):
    """Frame and checks find the plan; the command runs in the project's folder; the list is drawn with the frame."""
    assert config.extra["papers"] == {"why/index.md": {"file": "files/why.pdf", "discreet": ""}}
    assert {"files/why.pdf", "r/k7wm/code-k7wm.png", "handouts.json"} <= config.extra["promised"]
    with caplog.at_level("INFO", "mkdocs.hooks.write_exports"):
        write_exports.on_post_build(config=config)
    assert [(record.levelname, record.message) for record in caplog.records] == [
        ("INFO", "made --cache .cache/exports")
    ]
    drawn = (root / "site/files/index.html").read_text(encoding="utf-8")
    assert drawn == "downloads.html: .. None files/why.pdf 1 []"


def test_an_objection_stops_the_build(root, config, caplog):
    """What the command objects to is a warning, on which a strict build stops; nothing is drawn then."""
    (root / "stop").touch()
    write_exports.on_post_build(config=config)
    assert [(record.levelname, record.message) for record in caplog.records] == [
        ("WARNING", "docs/why/index.md: it does not fit; cut it.")
    ]
    assert not (root / "site/files").exists()


@pytest.mark.parametrize(("publishes", "warned"), [(False, False), (True, True)])
def test_a_preview_or_a_bad_site_gets_no_files(root, config, monkeypatch, publishes, warned):
    """Nothing is made in the live preview, nor from a site that will not be published."""
    config.extra["publishes"] = publishes
    monkeypatch.setattr(write_exports, "warned", lambda: warned)
    write_exports.on_post_build(config=config)
    assert list((root / "site").iterdir()) == []


def test_the_time_is_handed_on(root, monkeypatch):
    """The command sees the same time of the last commit as the build, so that the same words give the same bytes."""
    (root / "exports" / "__main__.py").write_text("import os; print(os.environ['SOURCE_DATE_EPOCH'], '“ü”')")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767312000")
    monkeypatch.setenv("PYTHONIOENCODING", "utf-8")
    assert make(root, root / "site") == (0, "1767312000 “ü”\n", "")
