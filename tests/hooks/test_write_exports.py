"""The downloads are made for a site without mistakes, and listed on a page."""

import json
from pathlib import Path
from types import SimpleNamespace

import pytest
import write_exports
from factories import config as settings
from factories import page, templates, topic, topics_by_slug
from write_exports import export_errors, list_downloads, missing_files, run_exports

from core.addresses import BOOKS
from core.build_state import build_state
from core.manifest import Manifest, NumberSheet, page_entry
from core.settings import Practice

SECTIONS = {"sections": ["what"], "try": "Do it."}
NO_FILES, TRY = "exports: no files were made", "run “python -m exports site” to see where it stops."
SOURCES = {"why/index.html": "docs/why/index.md", "index.html": "docs/index.md", "404.html": "docs/404.md"}


def test_a_missing_download_is_reported(tmp_path):
    """Links to expected downloads pass the link check, so none may be missing afterwards."""
    (tmp_path / "files").mkdir()
    (tmp_path / "files/a.pdf").touch()
    assert missing_files({"files/", "files/a.pdf", "files/guide.epub", "x"}, tmp_path) == [
        f"exports: {name} is in the list of downloads but was not made; python -m exports must make it."
        for name in ("files/guide.epub", "x")
    ]


@pytest.mark.parametrize(
    ("output", "code", "messages"),
    [
        ("", 0, []),
        (
            "why/: the handout is too long; cut it.\n\nindex.html: x; y.\ndata/strings/en.yml: z.\nno place\n",
            1,
            [
                "docs/why/index.md: the handout is too long; cut it.",
                "docs/index.md: x; y.",
                "data/strings/en.yml: z.",
                "no place",
            ],
        ),
        (" \n", 137, [f"{NO_FILES} (exit code 137); {TRY}"]),
        (
            "Traceback (most recent call last):\n  File \"a.py\", line 1, in <module>\nKeyError: 'x'\n",
            1,
            [f"{NO_FILES} (KeyError: 'x'); {TRY}"],
        ),
    ],
)
def test_an_error_names_the_file_that_an_editor_opens(output, code, messages):
    """A page's address is replaced by its file in docs/; of a traceback only the last line is shown."""
    assert export_errors(output, code, SOURCES) == messages


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


@pytest.fixture
def config(tmp_path, monkeypatch):
    """Return MkDocs's config after the first events of a build with one page that has a handout."""
    monkeypatch.setattr(write_exports, "_nav_pages", [])
    monkeypatch.setattr(write_exports, "_templates", {})
    known = topics_by_slug(topic("k7wm", "how.md", slug="why"), topic("2345", slug="not-yet"))
    facts = SimpleNamespace(topics=known, countries=(), practice=Practice(), published_by=())
    config = settings(tmp_path / "site", facts=facts, publishes=True, sources=SOURCES)
    config.config_file_path = str(tmp_path / "mkdocs.yml")
    config.site_name, config.site_url, config.theme = "A guide", "https://guide.example/", {"language": "en"}
    why = page("why/index.md", handout=SECTIONS)
    why.title, why.ancestors, why.content = "Why", [], ""
    write_exports.on_nav(SimpleNamespace(pages=[why]))
    template = "{{ base_url }} {{ page }} {{ parts[0][1][0].file.file }} {{ whole.epub.size }} {{ worksheets }}"
    write_exports.on_env(templates(template), config=config)
    return config


def test_downloads_are_made_and_listed(config, monkeypatch, tmp_path, caplog):
    """The manifest is in the build state, its downloads are made, and the list of them is rendered."""
    state = build_state(config)

    def run(root, site):
        assert root == tmp_path
        assert (root / ".cache/manifest.json").is_file()
        for address in state.expected - {"files/"}:
            (site / address).parent.mkdir(parents=True, exist_ok=True)
            (site / address).touch()
        catalogue = [entry(name) for name in (*BOOKS.values(), "files/why.pdf")]
        (site / "handouts.json").write_text(json.dumps({"files": catalogue}), encoding="utf-8")
        return 0, "7 downloads\n", ""

    monkeypatch.setattr(write_exports, "run_exports", run)
    assert [page.file for page in state.manifest.pages] == ["files/why.pdf"]
    assert {"files/why.pdf", "r/k7wm/code-k7wm.png", "handouts.json"} <= state.expected
    with caplog.at_level("INFO", "mkdocs.hooks.write_exports"):
        write_exports.on_post_build(config=config)
    assert [(record.levelname, record.message) for record in caplog.records] == [("INFO", "7 downloads")]
    listed = (tmp_path / "site/files/index.html").read_text(encoding="utf-8")
    assert listed == "downloads.html .. None files/why.pdf 12 []"


def test_an_error_stops_the_build(config, monkeypatch, tmp_path, caplog):
    """An error of the command is logged as a warning, and the list is not rendered."""
    monkeypatch.setattr(write_exports, "run_exports", lambda *_: (1, "", "why/: it does not fit; cut it."))
    write_exports.on_post_build(config=config)
    assert [(record.levelname, record.message) for record in caplog.records] == [
        ("WARNING", "docs/why/index.md: it does not fit; cut it.")
    ]
    assert not (tmp_path / "site").exists()


@pytest.mark.parametrize(("publishes", "has_warnings"), [(False, False), (True, True)])
def test_a_preview_or_a_site_with_mistakes_gets_no_downloads(config, monkeypatch, tmp_path, publishes, has_warnings):
    """No downloads are made in the live preview, or for a site that will not be published."""
    build_state(config).publishes = publishes
    monkeypatch.setattr(write_exports, "has_warnings", lambda: has_warnings)
    write_exports.on_post_build(config=config)
    assert list(tmp_path.iterdir()) == []


def test_the_command_gets_the_time_of_the_build(tmp_path, monkeypatch):
    """The command runs in the project's folder with SOURCE_DATE_EPOCH, so that downloads are reproducible."""
    (tmp_path / "exports").mkdir()
    code = "import os, sys; print(os.environ['SOURCE_DATE_EPOCH'], '“ü”', *sys.argv[1:])"
    (tmp_path / "exports" / "__main__.py").write_text(code, encoding="utf-8")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767312000")
    monkeypatch.setenv("PYTHONIOENCODING", "utf-8")
    cache = tmp_path / ".cache"
    expected = f"1767312000 “ü” site --manifest {cache}/manifest.json --cache {cache}/exports\n"
    assert run_exports(tmp_path, Path("site")) == (0, expected, "")
