"""The files to take away: made with the site or not at all, again only where something changed, the same everywhere."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import site_factory

NONE = "handout:\n  none: It is a test.\n"
HANDOUT = "handout:\n  sections: [do]\n  try: Sit down once.\n"
OTHER = site_factory.page("Other", "Be calm.\n\n## What to do { #do }\n\nSee [help](help/index.md).")
OTHER = OTHER.replace(NONE, HANDOUT)
SHEET = site_factory.page("Sheet", '{{ lines("My line", 1) }}').replace(NONE, "kind: worksheet\n")
CONTENTS = site_factory.page("All pages").replace("written:", "template: contents.html\nwritten:")
PAGES = {"other.md": OTHER, "take/sheet.md": SHEET, "contents.md": CONTENTS}
FILES = {
    "files/guide-a4.pdf",
    "files/guide-letter.pdf",
    "files/guide-large-print.pdf",
    "files/guide.epub",
    "files/guide-offline.zip",
    "files/other.pdf",
    "files/take-sheet.pdf",
    "files/cards.pdf",
    "files/link-sheet.pdf",
    "files/code-what-is-it.png",
    "r/k7wm/code-k7wm.png",
}
MACHINES = ("handouts.json", "handouts.csv", "handouts.schema.json", "changes.xml")


SAME = {file for file in FILES if "guide" not in file and "other" not in file}  # where another page says more


def house(root: Path, pages: dict[str, str] = PAGES) -> Path:
    """A tiny site that makes its files, with a cache of its own."""
    site_factory.house(root, pages, files=True)
    (root / ".cache").unlink()
    return root


@pytest.fixture(scope="module")
def built(once: Callable[..., site_factory.Built]) -> site_factory.Built:
    """A tiny site with all its files."""
    return once(taken)


def taken(folder: Path) -> site_factory.Built:
    """Build a tiny site with all its files below this folder."""
    return site_factory.build(house(folder))


def listed(site: Path) -> list[dict[str, Any]]:
    """What the catalogue says of each file to take away."""
    return json.loads((site / "handouts.json").read_text(encoding="utf-8"))["files"]


def sums(site: Path) -> dict[str, str]:
    """What tells the content of each file to take away."""
    return {entry["file"]: sha256((site / entry["file"]).read_bytes()).hexdigest() for entry in listed(site)}


def test_one_build_makes_every_file(built: site_factory.Built):
    """The guide in five forms, the sheets, the links on paper and as codes; the catalogue says what is true of them."""
    assert built.code == 0, built.said
    assert "11 files to take away, 11 of them made anew." in built.said
    assert set(sums(built.site)) == FILES
    entries = listed(built.site)
    assert {entry["file"]: entry["sha256"] for entry in entries} == sums(built.site)
    assert all(entry["bytes"] == (built.site / entry["file"]).stat().st_size for entry in entries)
    assert [name for name in MACHINES if not (built.site / name).is_file()] == []


def command(site: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Make the files of a finished site without the generator, with an empty cache, somewhere else."""
    return subprocess.run(
        [sys.executable, "-m", "exports", str(site), "--cache", str(site.parent / "cache")],
        cwd=site.parent,
        env=os.environ | {"SOURCE_DATE_EPOCH": "1767312000"} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def elsewhere(built: site_factory.Built, root: Path) -> Path:
    """A copy of the finished site in another folder, without its files, beside the rooms that make them."""
    root.mkdir(parents=True)
    for room in ("core", "exports", "macros", "data"):
        shutil.copytree(built.site.parent / room, root / room)
    return shutil.copytree(built.site, root / "site", ignore=shutil.ignore_patterns("files", "code-*", *MACHINES))


def test_the_same_site_gives_the_same_bytes(built: site_factory.Built, tmp_path: Path):
    """Another folder, day, time zone and order of hashing, no generator at all: every file is equal, and every list."""
    site = elsewhere(built, tmp_path / "else" / "where")
    done = command(site, TZ="Pacific/Auckland", PYTHONHASHSEED="7", **site_factory.clock("+400 days"))
    assert done.returncode == 0, done.stderr
    assert sums(site) == sums(built.site)
    assert [name for name in MACHINES if (site / name).read_bytes() != (built.site / name).read_bytes()] == []


def test_only_what_changed_is_made_again(built: site_factory.Built, tmp_path: Path):
    """Nothing, or the whole guide and the page’s own file; never the file of another page, or of links."""
    root = shutil.copytree(built.site.parent, tmp_path / "root")
    assert "11 files to take away, 0 of them made anew." in site_factory.build(root).said
    page = root / "docs" / "other.md"
    page.write_text(page.read_text(encoding="utf-8").replace("Be calm.", "Be very calm."), encoding="utf-8")
    assert "11 files to take away, 6 of them made anew." in site_factory.build(root).said
    before, after = sums(built.site), sums(root / "site")
    assert {file for file in after if after[file] == before[file]} == SAME


MISTAKES = {
    "other.md": OTHER.replace("sections: [do]", "sections: [doo]"),
    "picture.md": OTHER.replace("title: Other", "title: Picture").replace(
        "Be calm.", "![A short link](assets/short link.png)"
    ),
    "long.md": OTHER.replace("title: Other", "title: Long").replace("Be calm.", "Be calm.\n\n" * 250),
    "take/long.md": SHEET.replace("Sheet", "Long sheet") + '\n{{ lines("My line", 2) }}\n' * 40,
}
REFUSED = (
    "docs/other.md: the handout asks for the section “doo”, which the page does not have; write one of: do.",
    "docs/picture.md: “picture/assets/link.png” is not there; correct its name, or put the file into docs/assets/.",
    "docs/long.md: its file has 8 pages, and 2 at most fit on one sheet; take a section out of “handout:”",
    "docs/take/long.md: its file has 3 pages, and 1 at most fit on one sheet; take out some of its words or lines.",
)


def test_mistakes_stop_the_build_and_lose_nothing(tmp_path: Path):
    """Each page and cause is named, all at once, no traceback is shown, and the last good site stays as it was."""
    root = house(tmp_path, PAGES | MISTAKES)
    good = site_factory.keep_a_good_site(root)
    built = site_factory.build(root)
    assert built.code != 0
    assert [text for text in REFUSED if text not in built.said] == [], built.said
    assert "Traceback" not in built.said
    assert site_factory.contents(built.site) == good
    assert [path.name for path in root.iterdir() if path.name.startswith(".site")] == []


def test_a_folder_that_is_no_site_is_refused(built: site_factory.Built, tmp_path: Path):
    """By the command alone, in one sentence."""
    site = elsewhere(built, tmp_path / "other")
    shutil.rmtree(site)
    done = command(site)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "index.html: there is no such page in site/; build the guide first.\n"
