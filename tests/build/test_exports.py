"""Downloads: made with the site or not at all, remade only after changes, and reproducible."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import site_factory
from guide_factory import write_site

from core.edition_time import VARIABLE
from exports import __main__ as command

BODY = "Be calm.\n\n## What to do { #do }\n\nSee [help](help/index.md)."
OTHER = site_factory.page("Other", BODY, handout="{sections: [do], try: Sit down once.}")
SHEET = site_factory.page("Sheet", '{{ lines("My line", 1) }}', kind="worksheet", handout="")
CONTENTS = site_factory.page("All pages", template="contents.html")
PAGES = {"other.md": OTHER, "take/sheet.md": SHEET, "contents.md": CONTENTS}
FILES = {
    "files/guide-a4.pdf", "files/guide-letter.pdf", "files/guide-large-print.pdf", "files/guide.epub",
    "files/guide-offline.zip", "files/other.pdf", "files/take-sheet.pdf", "files/cards.pdf", "files/link-sheet.pdf",
    "files/code-what-is-it.png", "r/k7wm/code-k7wm.png",
}  # fmt: skip
DATA_FILES = ("handouts.json", "handouts.csv", "handouts.schema.json", "changes.xml")
UNCHANGED = {file for file in FILES if "guide" not in file and "other" not in file}  # not made from other.md


def make_project(root: Path, pages: dict[str, str] = PAGES) -> Path:
    """Make a small project with downloads and its own cache."""
    site_factory.make_project(root, pages, downloads=True)
    (root / ".cache/exports").unlink()
    return root


@pytest.fixture(scope="module")
def built(once: Callable[..., site_factory.BuildResult]) -> site_factory.BuildResult:
    """A small site with all its downloads."""
    return once(build_downloads)


def build_downloads(folder: Path) -> site_factory.BuildResult:
    """Build a small site with all its downloads in this folder."""
    return site_factory.build(make_project(folder))


def catalogue(site: Path) -> list[dict[str, Any]]:
    """The catalogue's entries of the downloads."""
    return json.loads((site / "handouts.json").read_text(encoding="utf-8"))["files"]


def checksums(site: Path) -> dict[str, str]:
    """The SHA-256 of each download, by file name."""
    return {entry["file"]: sha256((site / entry["file"]).read_bytes()).hexdigest() for entry in catalogue(site)}


@pytest.mark.parametrize(
    ("url", "preview"), [("https://guide.example/", True), ("https://guide.practice.org/guide/", False)]
)
def test_only_books_with_an_example_address_are_a_preview(tmp_path, monkeypatch, url, preview):
    """What is made of a published site never says that its address leads nowhere."""
    site, manifest = write_site(tmp_path)
    made = []
    monkeypatch.setenv(VARIABLE, "0")  # which the command sets
    monkeypatch.setattr(command, "read_manifest", lambda path: replace(manifest, url=url))
    monkeypatch.setattr(command, "artifacts", lambda guide, facts, timestamp: made.append(facts.is_preview))
    monkeypatch.setattr(command, "build_all", lambda *_: ({}, 0))
    monkeypatch.setattr(command, "catalogue_files", lambda *_: {})
    command.export_site(site, tmp_path, tmp_path)
    assert made == [preview]


def test_one_build_makes_every_file(built: site_factory.BuildResult):
    """A build makes the guide in five formats, all sheets, cards and QR codes, and a true catalogue of them."""
    assert built.code == 0, built.output
    assert "11 downloads, 11 of them newly made." in built.output
    assert set(checksums(built.site)) == FILES
    entries = catalogue(built.site)
    assert {entry["file"]: entry["sha256"] for entry in entries} == checksums(built.site)
    assert all(entry["bytes"] == (built.site / entry["file"]).stat().st_size for entry in entries)
    assert [name for name in DATA_FILES if not (built.site / name).is_file()] == []


def test_the_same_site_gives_the_same_bytes(built: site_factory.BuildResult, tmp_path: Path):
    """In another folder, on another day, in another time zone, without MkDocs, every file has the same bytes."""
    root = tmp_path / "else" / "where"
    root.mkdir(parents=True)
    for name in ("core", "exports", "macros", "data", "docs/assets"):
        shutil.copytree(built.site.parent / name, root / name)
    site = shutil.copytree(built.site, root / "site", ignore=shutil.ignore_patterns("files", "code-*", *DATA_FILES))
    manifest = built.site.parent / ".cache" / "manifest.json"
    done = subprocess.run(
        [sys.executable, "-m", "exports", str(site), "--manifest", str(manifest), "--cache", str(root / "cache")],
        cwd=root,
        env=os.environ
        | {"TZ": "Pacific/Auckland", "PYTHONHASHSEED": "7"}
        | site_factory.edition()
        | site_factory.fake_clock("+400 days"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert checksums(site) == checksums(built.site)
    assert [name for name in DATA_FILES if (site / name).read_bytes() != (built.site / name).read_bytes()] == []


def test_only_what_changed_is_made_again(built: site_factory.BuildResult, tmp_path: Path):
    """Without changes nothing is made again; after a change of one page, only its handout and the whole guide."""
    root = shutil.copytree(built.site.parent, tmp_path / "root")
    assert "11 downloads, 0 of them newly made." in site_factory.build(root).output
    page = root / "docs" / "other.md"
    page.write_text(page.read_text(encoding="utf-8").replace("Be calm.", "Be very calm."), encoding="utf-8")
    assert "11 downloads, 6 of them newly made." in site_factory.build(root).output
    before, after = checksums(built.site), checksums(root / "site")
    assert {file for file in after if after[file] == before[file]} == UNCHANGED


MISTAKES = {  # pages whose files cannot be made, and the message about each
    "long.md": (
        site_factory.page(
            "Long",
            BODY.replace("Be calm.", "Sit down and be calm.\n\n" * 230),
            handout="{sections: [do], try: Breathe out once.}",
        ),
        "docs/long.md: its file has 6 pages, and 2 at most fit on one sheet; take a section out of “handout:”",
    ),
    "take/long.md": (
        site_factory.page("Long sheet", '{{ lines("My line", 2) }}\n\n' * 40, kind="worksheet", handout=""),
        "docs/take/long.md: its file has 3 pages, and 1 at most fit on one sheet; take out some of its words or lines.",
    ),
}


def test_mistakes_stop_the_build_and_keep_the_last_site(tmp_path: Path):
    """All pages and causes are named in one build, without a traceback, and the last good site does not change."""
    root = make_project(tmp_path, PAGES | {name: text for name, (text, _) in MISTAKES.items()})
    good = site_factory.add_previous_site(root)
    built = site_factory.build(root)
    assert built.code != 0
    assert [message for _, message in MISTAKES.values() if message not in built.output] == [], built.output
    assert "Traceback" not in built.output
    assert site_factory.contents(built.site) == good
    assert [path.name for path in root.iterdir() if path.name.startswith(".site")] == []
