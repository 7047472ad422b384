"""Makes projects with the same Markdown, and builds them: the guide, plain Material for MkDocs, and Zensical."""

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from macro_environment import render
from mkdocs.utils.yaml import yaml_load

from core.facts import load

FOLDERS = ("docs", "data", "core", "macros", "hooks", "exports", "overrides")
REPEATED = ("why", "how", "holding", "modified")  # the folders of content pages
EDITED = "docs/how/index.md"
TITLE = re.compile(r"^(title: .*?)(\"?)$", re.MULTILINE)  # and its last quotation mark
SENTENCE_END = re.compile(r"(?<=[\w)”*])(?=[.?!][”*_]*\s)")
SENTENCE = re.compile(r"(?<=\n)Edit (\d+)\.(?=\n)")  # what Project.edit writes
ENVIRONMENT = {"NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "1767312000", "PYTHONPATH": ""}
ZENSICAL = "zensical==0.0.73"  # later releases need zensical-ui, which could not be had


class Cost(NamedTuple):
    """What a command took, with the commands that it started."""

    wall: float  # seconds
    cpu: float  # seconds of processor time
    memory: float  # MiB, peak of the largest process


class Project(NamedTuple):
    """A folder with Markdown and settings, and the command of its generator."""

    root: Path
    generator: tuple[str, ...] = (sys.executable, "-m", "mkdocs")

    def count_pages(self) -> int:
        """The number of Markdown files."""
        return len(list((self.root / "docs").rglob("*.md")))

    def edit(self) -> str:
        """Write a sentence before a page's first heading, in place of that of the last edit; returns the sentence."""
        page = self.root / EDITED
        text = page.read_text(encoding="utf-8")
        last = SENTENCE.search(text)
        sentence = f"Edit {int(last[1]) + 1 if last else 1}."
        old, new = (last[0], sentence) if last else ("\n## ", f"\n{sentence}\n\n## ")
        text = text.replace(old, new, 1)
        page.write_text(text, encoding="utf-8")
        return sentence


def copy_guide(source: Path, root: Path, pages: int = 0) -> Project:
    """Copy the guide from `source` to `root`; with `pages`, repeat its content until there are at least that many."""
    for folder in FOLDERS:
        shutil.copytree(source / folder, root / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("mkdocs.yml", "CHANGELOG.md"):
        shutil.copy(source / name, root / name)
    _repeat(root, pages)
    return Project(root)


def guide_without_downloads(source: Path, root: Path, pages: int = 0) -> Project:
    """The guide with its downloads planned but not made, to measure the rest of the build."""
    project = copy_guide(source, root, pages)
    hook = root / "hooks" / "write_exports.py"
    plan, made, _ = hook.read_text(encoding="utf-8").partition("\ndef on_post_build(")
    assert made, "hooks/write_exports.py has changed; adapt benchmarks/peers.py"
    hook.write_text(plan, encoding="utf-8")
    return project


def plain_material(source: Path, root: Path, pages: int = 0) -> Project:
    """The same Markdown under plain Material with the macros plugin: no hooks, no templates of ours, no web fonts."""
    project = copy_guide(source, root, pages)
    module = root / "macros" / "__init__.py"
    before, check, after = module.read_text(encoding="utf-8").partition("check_settings(Path(path))")
    assert check, "macros/__init__.py has changed; adapt benchmarks/peers.py"
    module.write_text(f"{before}[]{after}", encoding="utf-8")  # the guide refuses the theme's search
    _change_settings(
        root,
        (r"\nhooks:\n(?:  - .*\n)+", "\n"),
        (r"\nplugins:\n", "\nplugins:\n  - search\n"),
        (r"\n  custom_dir: overrides\n", "\n"),
        (r"\nstrict: (true|false)\n", "\nstrict: false\n"),
    )
    for page in (root / "docs").rglob("*.md"):
        front_matter, end, text = page.read_text(encoding="utf-8").partition("\n---\n")
        page.write_text(re.sub(r"\ntemplate:.*", "", front_matter) + end + text, encoding="utf-8")
    return project


def zensical_project(source: Path, root: Path, python: str, pages: int = 0) -> Project:
    """The same Markdown for Zensical, with the macros already rendered. Takes the Python that has it.

    Its check of links is off, since it does not know links that begin at the root.
    """
    plain_material(source, root, pages)
    settings = yaml_load((root / "mkdocs.yml").read_text(encoding="utf-8"))
    facts = load(root, settings["extra"]["practice"], url=settings["site_url"])
    for page in (root / "docs").rglob("*.md"):
        text, errors = render(page.read_text(encoding="utf-8"), facts)
        assert not errors, f"{page}: {errors}"
        page.write_text(text + "\n", encoding="utf-8")
    _change_settings(
        root, (r"\n  - macros:\n(?:      .*\n)+", "\n"), (r"\nvalidation:\n(?:  .*\n)+", "\nvalidation: false\n")
    )
    return Project(root, (python, "-m", "zensical"))


def install(requirement: str, folder: Path) -> str:
    """Install a package into a virtual environment of its own below `folder`, unless it is there; returns its Python.

    The environment also sees the packages of this one, so that a peer uses the same version of Markdown and the rest.
    """
    environment = folder / requirement
    python = str(environment / "bin" / "python")
    if not environment.exists():
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", environment], check=True)
        packages = Path(sysconfig.get_path("purelib", "venv", {"base": str(environment)}))
        (packages / "guide.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
        subprocess.run([sys.executable, "-m", "pip", "--python", python, "install", "--quiet", requirement], check=True)
    return python


def build(project: Project, *, cold: bool = True) -> tuple[Cost, str]:
    """Build a project; returns the cost and the output. A cold build starts without the old site and every cache."""
    for name in ("site", ".cache") if cold else ():
        shutil.rmtree(project.root / name, ignore_errors=True)
    return run([*project.generator, "build"], project.root)


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


def _change_settings(root: Path, *changes: tuple[str, str]) -> None:
    """Replace these patterns in mkdocs.yml; each must be there."""
    path = root / "mkdocs.yml"
    text = path.read_text(encoding="utf-8")
    for pattern, replacement in changes:
        text, found = re.subn(pattern, replacement, text)
        assert found, f"mkdocs.yml has changed: {pattern!r} is not there; adapt benchmarks/peers.py"
    path.write_text(text, encoding="utf-8")


def _repeat(root: Path, pages: int) -> None:
    """Copy the content folders under new names, with new titles and sentences, and add their pages to the navigation.

    A sentence that two pages share is a mistake, and thousands of messages would take longer than the build.
    The build is not strict, since exceptions that the checks make by page name do not cover the copies.
    """
    copied, number = [], 0
    while len(list((root / "docs").rglob("*.md"))) < pages:
        number += 1
        for folder in REPEATED:
            target = root / "docs" / f"{folder}-{number}"
            shutil.copytree(root / "docs" / folder, target)
            for page in sorted(target.glob("*.md")):
                front_matter, end, text = page.read_text(encoding="utf-8").partition("\n---\n")
                front_matter = TITLE.sub(rf"\1 {number}\2", front_matter, count=1)
                page.write_text(front_matter + end + SENTENCE_END.sub(f" {number}", text), encoding="utf-8")
                copied.append(page.relative_to(root / "docs").as_posix())
    if copied:
        menu = "".join(f"  - {page}\n" for page in copied)
        _change_settings(root, (r"\n\nextra:", f"\n{menu}\nextra:"), (r"\nstrict: true\n", "\nstrict: false\n"))
