"""The downloads are made for a site without mistakes, and listed on a page."""

from types import SimpleNamespace

import pytest
import write_exports
from factories import config as settings
from factories import topic, topics_by_slug
from jinja2 import Environment
from write_exports import export_errors, list_downloads, missing_files, run_exports

from core.addresses import BOOKS
from core.build_state import build_state
from core.manifest import Manifest, NumberSheet, page_entry
from core.settings import Practice

SECTIONS = {"sections": ["what"], "try": "Do it."}
SOURCES = {"why/index.html": "docs/why/index.md", "index.html": "docs/index.md", "404.html": "docs/404.md"}


def test_a_missing_download_is_reported(tmp_path):
    """Links to expected downloads pass the link check, so none may be missing afterwards."""
    (tmp_path / "files").mkdir()
    (tmp_path / "files/a.pdf").touch()
    assert missing_files({"files/", "files/a.pdf", "files/guide.epub", "x"}, tmp_path) == [
        f"exports: {name} is in the list of downloads but was not made; python -m exports must make it."
        for name in ("files/guide.epub", "x")
    ]


def test_an_error_names_the_file_that_an_editor_opens():
    """A page's address at the start of an error is replaced by its file in docs/."""
    output = "why/: the handout is too long; cut it.\n\nindex.html: x; y.\ndata/strings/en.yml: z.\nno place\n"
    assert export_errors(output, 1, SOURCES) == [
        "docs/why/index.md: the handout is too long; cut it.",
        "docs/index.md: x; y.",
        "data/strings/en.yml: z.",
        "no place",
    ]


def test_a_failure_without_output_is_reported():
    """A command that fails without output is reported with its exit code."""
    (output,) = export_errors(" \n", 137, SOURCES)
    assert output.startswith("exports: no files were made (exit code 137)")
    assert export_errors("", 0, SOURCES) == []


def test_a_crash_is_one_line():
    """Only the last line of a traceback is reported, with the command that shows the rest."""
    crash = "Traceback (most recent call last):\n  File \"a.py\", line 1, in <module>\nKeyError: 'x'\n"
    assert export_errors(crash, 1, SOURCES) == [
        "exports: no files were made (KeyError: 'x'); run “python -m exports site” to see where it stops."
    ]


def entry(file, size=12_400):
    """Return the entry of one file in the catalogue."""
    return {"file": file, "bytes": size, "pages": 2, "sha256": "ab", "language": "en"}


def test_downloads_are_listed_in_the_order_of_the_guide():
    """The whole guide, the handouts by part in menu order, the worksheets, the number sheets; sizes in KB."""
    handout, none, worksheet = {"handout": SECTIONS}, {"handout": {"none": "No."}}, {"kind": "worksheet"}
    context = topics_by_slug(topic("k7wm", "c.md"))
    rows = (("b", "One", handout), ("none", "One", none), ("a", "One", handout), ("c", "Two", handout))
    pages = [page_entry(f"{name}.md", name.upper(), part, meta, context) for name, part, meta in rows]
    pages += [page_entry("log.md", "LOG", "Take", worksheet, context)]
    sheets = (NumberSheet("aland", "Aland", "files/c.pdf", ""),)
    made = ("files/log.pdf", "r/k7wm/text-k7wm.pdf", "files/c.pdf", "files/b.pdf", *BOOKS.values())
    catalogue = [*(entry(name) for name in made), entry("files/a.pdf", 1_234_567)]
    found = list_downloads(Manifest(pages=tuple(pages), number_sheets=sheets), catalogue)
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
    """Return a project with a stand-in for python -m exports, and a built site."""
    (tmp_path / "exports").mkdir()
    found = topics_by_slug(topic("k7wm", "how.md", slug="why"))
    files = Manifest().addresses(found) - {"files/", *BOOKS.values()}
    command = COMMAND % ([*BOOKS.values(), "files/why.pdf"], sorted(files))
    (tmp_path / "exports" / "__main__.py").write_text(command, encoding="utf-8")
    (tmp_path / "site").mkdir()
    return tmp_path


@pytest.fixture
def config(root, monkeypatch):
    """Return MkDocs's config after the first events of a build with one page that has a handout."""
    template = "{{ base_url }} {{ page }} {{ parts[0][1][0].file.file }} {{ whole.epub.size }} {{ worksheets }}"
    env = Environment()
    monkeypatch.setattr(env, "get_template", lambda name: env.from_string(f"{name}: {template}"))
    monkeypatch.setattr(write_exports, "_state", {})
    context = topics_by_slug(topic("k7wm", "how.md", slug="why"), topic("2345", slug="not-yet"))
    facts = SimpleNamespace(topics=context, countries=(), practice=Practice())
    config = settings(root / "site", facts=facts, publishes=True, sources=SOURCES)
    config.config_file_path = str(root / "mkdocs.yml")
    config.site_name, config.site_url, config.theme = "A guide", "https://guide.example/", {"language": "en"}
    file = SimpleNamespace(src_uri="why/index.md")
    page = SimpleNamespace(file=file, meta={"handout": SECTIONS}, title="Why", ancestors=[], content="")
    write_exports.on_nav(SimpleNamespace(pages=[page]))
    write_exports.on_env(env, config=config)
    return config


def test_downloads_are_made_and_listed(root, config, caplog):
    """The manifest is in the build state, the command runs in the project's folder, and the list is rendered."""
    state = build_state(config)
    assert [page.file for page in state.manifest.pages] == ["files/why.pdf"]
    assert {"files/why.pdf", "r/k7wm/code-k7wm.png", "handouts.json"} <= state.expected
    with caplog.at_level("INFO", "mkdocs.hooks.write_exports"):
        write_exports.on_post_build(config=config)
    assert [(record.levelname, record.message) for record in caplog.records] == [
        ("INFO", "made --manifest .cache/manifest.json --cache .cache/exports")
    ]
    page = (root / "site/files/index.html").read_text(encoding="utf-8")
    assert page == "downloads.html: .. None files/why.pdf 1 []"


def test_an_error_stops_the_build(root, config, caplog):
    """An error of the command is logged as a warning, and the list is not rendered."""
    (root / "stop").touch()
    write_exports.on_post_build(config=config)
    assert [(record.levelname, record.message) for record in caplog.records] == [
        ("WARNING", "docs/why/index.md: it does not fit; cut it.")
    ]
    assert not (root / "site/files").exists()


@pytest.mark.parametrize(("publishes", "has_warnings"), [(False, False), (True, True)])
def test_a_preview_or_a_site_with_mistakes_gets_no_downloads(root, config, monkeypatch, publishes, has_warnings):
    """No downloads are made in the live preview, or for a site that will not be published."""
    build_state(config).publishes = publishes
    monkeypatch.setattr(write_exports, "has_warnings", lambda: has_warnings)
    write_exports.on_post_build(config=config)
    assert list((root / "site").iterdir()) == []


def test_the_command_gets_the_time_of_the_build(root, monkeypatch):
    """The command gets SOURCE_DATE_EPOCH of the build, so that downloads are reproducible."""
    (root / "exports" / "__main__.py").write_text("import os; print(os.environ['SOURCE_DATE_EPOCH'], '“ü”')")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767312000")
    monkeypatch.setenv("PYTHONIOENCODING", "utf-8")
    assert run_exports(root, root / "site") == (0, "1767312000 “ü”\n", "")
