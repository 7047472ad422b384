"""Lays out two trees of the same Markdown: the guide, and plain Material with the macros plugin."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("docs", "data", "core", "macros", "hooks", "exports", "overrides")
QUIET = {"NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "1767312000"}


class Cost(NamedTuple):
    """What a command took, with the commands that it started."""

    wall: float  # seconds
    cpu: float  # seconds of processor time
    memory: float  # MiB, of its hungriest process


def guide(root: Path, pages: int = 0) -> Path:
    """Copy the guide to `root`; with `pages`, repeat its content pages until there are at least so many."""
    for room in ROOMS:
        shutil.copytree(ROOT / room, root / room, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("mkdocs.yml", "CHANGELOG.md"):
        shutil.copy(ROOT / name, root / name)
    _repeat(root, pages)
    return root


def plain(root: Path, pages: int = 0) -> Path:
    """The same Markdown under plain Material: no hooks, no overrides, no web fonts."""
    guide(root, pages)
    settings = (root / "mkdocs.yml").read_text(encoding="utf-8")
    settings = re.sub(r"\nhooks:\n(?:  - .*\n)+", "\n", settings)
    settings = settings.replace("  custom_dir: overrides\n", "").replace("strict: true", "strict: false")
    (root / "mkdocs.yml").write_text(settings, encoding="utf-8")
    contents = root / "docs" / "contents.md"
    contents.write_text(contents.read_text(encoding="utf-8").replace("template: contents.html\n", ""), encoding="utf-8")
    return root


def bare(root: Path, pages: int = 0) -> Path:
    """The guide with its files to take away planned and not made, to measure what else it costs."""
    hook = guide(root, pages) / "hooks" / "write_exports.py"
    plan, made, _ = hook.read_text(encoding="utf-8").partition("\ndef on_post_build(")
    assert made, "hooks/write_exports.py makes files elsewhere now"
    hook.write_text(plan, encoding="utf-8")
    return root


def build(root: Path, python: str = sys.executable) -> tuple[Cost, str]:
    """Build a tree once, its site cold; give what it took and what was said. Files once made lie in its cache."""
    shutil.rmtree(root / "site", ignore_errors=True)
    return run([python, "-m", "mkdocs", "build"], root)


def run(command: list[str], root: Path) -> tuple[Cost, str]:
    """Run a command in this folder; give what it took and what it said. Stops where it fails."""
    with tempfile.TemporaryFile() as heard:
        start = time.perf_counter()
        process = subprocess.Popen(command, cwd=root, env=os.environ | QUIET, stdout=heard, stderr=heard)
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        heard.seek(0)
        said = heard.read().decode()
    if status:
        raise SystemExit(said)
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024), said


def _repeat(root: Path, pages: int) -> None:
    """Copy the folders that hold content under new names, with titles of their own and a place in the menu.

    The build is then not strict: what the checks allow a page by its name, they do not allow its copies.
    """
    copied, number = [], 0
    while pages and len(list((root / "docs").rglob("*.md"))) < pages:
        number += 1
        for folder in ("why", "how", "holding", "modified"):
            target = root / "docs" / f"{folder}-{number}"
            shutil.copytree(ROOT / "docs" / folder, target)
            for page in sorted(target.glob("*.md")):
                text = page.read_text(encoding="utf-8")
                page.write_text(re.sub(r"^title: (.*)$", rf"title: \1 {number}", text, count=1, flags=re.M), "utf-8")
                copied.append(page.relative_to(root / "docs").as_posix())
    settings = root / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8")
    if copied:
        menu = "".join(f"  - {page}\n" for page in copied)
        text = text.replace("\nextra:", f"{menu}\nextra:", 1).replace("strict: true", "strict: false")
    settings.write_text(text, encoding="utf-8")
