"""Lays out two trees of the same Markdown: the guide, and plain Material with the macros plugin.."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("docs", "data", "macros", "hooks", "overrides")


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


def build(root: Path) -> tuple[float, float]:
    """Build a tree once, cold; give the seconds of processor time and the peak memory in MiB."""
    shutil.rmtree(root / "site", ignore_errors=True)
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet"]
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "1767312000"}
    process = subprocess.Popen(command, cwd=root, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    _, status, used = os.wait4(process.pid, 0)
    if status or not (root / "site" / "index.html").is_file():
        raise SystemExit(process.stderr.read().decode())
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def _repeat(root: Path, pages: int) -> None:
    """Copy the folders that hold content under new names, with titles of their own and a place in the menu."""
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
    menu = "".join(f"  - {page}\n" for page in copied)
    settings.write_text(settings.read_text(encoding="utf-8").replace("\nextra:", f"{menu}\nextra:", 1), "utf-8")
