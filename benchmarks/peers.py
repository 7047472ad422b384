"""Makes and builds two projects with the same Markdown: the guide, and plain Material with the macros plugin."""

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
FOLDERS = ("docs", "data", "core", "macros", "hooks", "exports", "overrides")
ENVIRONMENT = {"NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "1767312000"}


class Cost(NamedTuple):
    """What a command took, with the commands that it started."""

    wall: float  # seconds
    cpu: float  # seconds of processor time
    memory: float  # MiB, peak of the largest process


def guide(root: Path, pages: int = 0) -> Path:
    """Copy the guide to `root`; with `pages`, repeat its content pages until there are at least that many."""
    for folder in FOLDERS:
        shutil.copytree(ROOT / folder, root / folder, ignore=shutil.ignore_patterns("__pycache__"))
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
    """The guide with its downloads planned but not made, to measure the rest of the build."""
    hook = guide(root, pages) / "hooks" / "write_exports.py"
    plan, made, _ = hook.read_text(encoding="utf-8").partition("\ndef on_post_build(")
    assert made, "hooks/write_exports.py has changed; adapt benchmarks/peers.py"
    hook.write_text(plan, encoding="utf-8")
    return root


def build(root: Path, python: str = sys.executable) -> tuple[Cost, str]:
    """Build a project without its old site; returns the cost and the output. Downloads stay in its cache."""
    shutil.rmtree(root / "site", ignore_errors=True)
    return run([python, "-m", "mkdocs", "build"], root)


def run(command: list[str], root: Path) -> tuple[Cost, str]:
    """Run a command in this folder; returns its cost and output. Exits if the command fails."""
    with tempfile.TemporaryFile() as log:
        start = time.perf_counter()
        process = subprocess.Popen(command, cwd=root, env=os.environ | ENVIRONMENT, stdout=log, stderr=log)
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        log.seek(0)
        output = log.read().decode()
    if status:
        raise SystemExit(output)
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024), output


def _repeat(root: Path, pages: int) -> None:
    """Copy the content folders under new names, with new titles, and add their pages to the navigation.

    The build is then not strict, since exceptions that the checks make by page name do not cover the copies.
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
