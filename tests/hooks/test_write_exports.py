"""The downloads: asked for once a site is good, and listed as they are."""

from types import SimpleNamespace

import pytest
import write_exports
from factories import config as settings
from factories import topic, topics
from jinja2 import Environment
from write_exports import errors, listing, make, missing

from core.addresses import BOOKS
from core.build_state import build_state
from core.manifest import Manifest, NumberSheet, page_entry
from core.settings import Practice

SECTIONS = {"sections": ["what"], "try": "Do it."}
SOURCES = {"why/index.html": "docs/why/index.md", "index.html": "docs/index.md", "404.html": "docs/404.md"}


def test_a_promised_file_that_was_not_made_is_named(tmp_path):
    """A link may lead to each file before it is made, so none may be missing afterwards."""
    (tmp_path / "files").mkdir()
    (tmp_path / "files/a.pdf").touch()
    assert missing({"files/", "files/a.pdf", "files/guide.epub", "x"}, tmp_path) == [
        f"exports: {name} was promised to readers and not made; python -m exports must make it."
        for name in ("files/guide.epub", "x")
    ]


def test_an_objection_names_the_file_that_an_editor_opens():
    """Each line is one objection; one that begins with a page's address begins with its file instead."""
    said = "why/: the handout is too long; cut it.\n\nindex.html: x; y.\ndata/strings/en.yml: z.\nno place\n"
    assert errors(said, 1, SOURCES) == [
        "docs/why/index.md: the handout is too long; cut it.",
        "docs/index.md: x; y.",
        "data/strings/en.yml: z.",
        "no place",
    ]


def test_a_failure_without_a_word_is_not_passed_over():
    """A command that stops and says nothing stops the build with a sentence of ours."""
    (said,) = errors(" \n", 137, SOURCES)
    assert said.startswith("exports: no files were made (exit code 137)")
    assert errors("", 0, SOURCES) == []


def test_a_crash_is_one_line():
    """An editor never meets a traceback: its last line is told, and how an engineer finds the rest."""
    crash = "Traceback (most recent call last):\n  File \"a.py\", line 1, in <module>\nKeyError: 'x'\n"
    assert errors(crash, 1, SOURCES) == [
        "exports: no files were made (KeyError: 'x'); run “python -m exports site” to see where it stops."
    ]


def entry(file, size=12_400):
    """One file as the catalogue lists it."""
    return {"file": file, "bytes": size, "pages": 2, "sha256": "ab", "language": "en"}


def test_the_list_is_in_the_order_of_the_guide():
    """The whole guide first, then the handouts by part in the order of the menu, then the worksheets; sizes in KB."""
    handout, none, worksheet = {"handout": SECTIONS}, {"handout": {"none": "No."}}, {"kind": "worksheet"}
    known = topics(topic("k7wm", "c.md"))
    rows = (("b", "One", handout), ("none", "One", none), ("a", "One", handout), ("c", "Two", handout))
    pages = [page_entry(f"{name}.md", name.upper(), part, meta, known) for name, part, meta in rows]
    pages += [page_entry("log.md", "LOG", "Take", worksheet, known)]
    sheets = (NumberSheet("aland", "Aland", "files/c.pdf", ""),)
    made = ("files/log.pdf", "r/k7wm/text-k7wm.pdf", "files/c.pdf", "files/b.pdf", *BOOKS.values())
    catalogue = [*(entry(name) for name in made), entry("files/a.pdf", 1_234_567)]
    found = listing(Manifest(pages=tuple(pages), number_sheets=sheets), catalogue)
    assert [file["file"] for file in found["whole"].values()] == list(BOOKS.values())
    parts = [(part, [row["title"] for row in rows]) for part, rows in found["parts"]]
    assert parts == [("One", ["B", "A"]), ("Two", ["C"])]
    rows = [row for _, rows in found["parts"] for row in rows]
    assert [row["file"]["size"] for row in rows] == ["12", "1,235", "12"]
    assert [row["neutral"] and row["neutral"]["file"] for row in rows] == [None, None, "r/k7wm/text-k7wm.pdf"]
    assert [row["title"] for row in found["worksheets"]] == ["LOG"]
    sheets = [(sheet["name"], sheet["file"]["file"], sheet["neutral"]) for sheet in found["number_sheets"]]
    assert sheets == [("Aland", "files/c.pdf", None)]


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
    found = topics(topic("k7wm", "how.md", slug="why"))
    files = Manifest().addresses(found) - {"files/", *BOOKS.values()}
    command = COMMAND % ([*BOOKS.values(), "files/why.pdf"], sorted(files))
    (tmp_path / "exports" / "__main__.py").write_text(command, encoding="utf-8")
    (tmp_path / "site").mkdir()
    return tmp_path


@pytest.fixture
def config(root, monkeypatch):
    """The generator's settings and its frame, after it has read a page with a handout."""
    frame = "{{ base_url }} {{ page }} {{ parts[0][1][0].file.file }} {{ whole.epub.size }} {{ worksheets }}"
    env = Environment()
    monkeypatch.setattr(env, "get_template", lambda name: env.from_string(f"{name}: {frame}"))
    monkeypatch.setattr(write_exports, "_state", {})
    known = topics(topic("k7wm", "how.md", slug="why"), topic("2345", slug="not-yet"))
    facts = SimpleNamespace(topics=known, countries=(), practice=Practice())
    config = settings(root / "site", facts=facts, publishes=True, sources=SOURCES)
    config.config_file_path = str(root / "mkdocs.yml")
    config.site_name, config.site_url, config.theme = "A guide", "https://guide.example/", {"language": "en"}
    file = SimpleNamespace(src_uri="why/index.md")
    page = SimpleNamespace(file=file, meta={"handout": SECTIONS}, title="Why", ancestors=[], content="")
    write_exports.on_nav(SimpleNamespace(pages=[page]))
    write_exports.on_env(env, config=config)
    return config


def test_mkdocs_has_them_made_and_the_list_drawn(root, config, caplog):
    """Frame and checks find the plan; the command runs in the project's folder; the list is drawn with the frame."""
    state = build_state(config)
    assert [page.file for page in state.manifest.pages] == ["files/why.pdf"]
    assert {"files/why.pdf", "r/k7wm/code-k7wm.png", "handouts.json"} <= state.expected
    with caplog.at_level("INFO", "mkdocs.hooks.write_exports"):
        write_exports.on_post_build(config=config)
    assert [(record.levelname, record.message) for record in caplog.records] == [
        ("INFO", "made --manifest .cache/manifest.json --cache .cache/exports")
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
    build_state(config).publishes = publishes
    monkeypatch.setattr(write_exports, "warned", lambda: warned)
    write_exports.on_post_build(config=config)
    assert list((root / "site").iterdir()) == []


def test_the_time_is_handed_on(root, monkeypatch):
    """The command sees the same time of the last commit as the build, so that the same words give the same bytes."""
    (root / "exports" / "__main__.py").write_text("import os; print(os.environ['SOURCE_DATE_EPOCH'], '“ü”')")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767312000")
    monkeypatch.setenv("PYTHONIOENCODING", "utf-8")
    assert make(root, root / "site") == (0, "1767312000 “ü”\n", "")
