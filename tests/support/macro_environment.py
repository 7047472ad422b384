"""Where the tests try the macros and read the real pages: the same steps as a build, without the generator."""

import shutil
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from jinja2 import Environment, StrictUndefined
from markdown import Markdown
from mkdocs.utils.meta import get_data
from mkdocs.utils.yaml import yaml_load

from core.facts import Facts, load
from macros import guarded, macros

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "tests" / "sample"
URL = "https://guide.example/"  # of the examples
PRACTICE = {"name": "Sam Roe"}  # the practice of the examples; each may lay settings of its own over it


def lay_out(root: Path) -> Path:
    """Put small facts below `root`, as a house would have them: the sample data and the real strings."""
    shutil.copytree(SAMPLE / "data", root / "data")
    shutil.copytree(ROOT / "data" / "strings", root / "data" / "strings")
    return root


def environment(facts: Facts, said: list[str]) -> Environment:
    """The words that a page may use, set up as mkdocs.yml sets them up; what is refused is added to `said`."""
    found = Environment(undefined=StrictUndefined, comment_start_string="{##", comment_end_string="##}")
    found.globals |= {name: guarded(name, function, said.append) for name, function in macros(facts).items()}
    return found


def cook(write: str, facts: Facts) -> tuple[str, list[str]]:
    """What a page's words become: the Markdown, and everything that was refused."""
    said: list[str] = []
    return environment(facts, said).from_string(write).render(), said


@cache
def settings() -> dict[str, Any]:
    """The real mkdocs.yml."""
    return yaml_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))


@cache
def _markdown() -> Markdown:
    named = [entry if isinstance(entry, dict) else {entry: {}} for entry in settings()["markdown_extensions"]]
    configured = {name: values for entry in named for name, values in entry.items()}
    return Markdown(extensions=["fenced_code", *configured], extension_configs=configured)


def html(markdown: str) -> str:
    """What Markdown becomes with the extensions of the real mkdocs.yml."""
    return _markdown().reset().convert(markdown)


@cache
def facts() -> Facts:
    """The real facts."""
    return load(ROOT, settings()["extra"]["practice"], url=settings()["site_url"])


@cache
def strings() -> dict[str, str]:
    """The real words of the frame and of the macros."""
    return yaml.safe_load((ROOT / "data" / "strings" / "en.yml").read_text(encoding="utf-8"))["strings"]


@dataclass(frozen=True)
class Page:
    """One real page: its name below docs/, its front matter, its text as written, and its text as HTML."""

    name: str
    meta: dict[str, Any]
    markdown: str
    html: str


@cache
def pages() -> list[Page]:
    """Every real page, in the order of the names."""
    return [_page(path) for path in sorted((ROOT / "docs").rglob("*.md"))]


def _page(path: Path) -> Page:
    markdown, meta = get_data(path.read_text(encoding="utf-8"))
    cooked, said = cook(markdown, facts())
    assert not said, f"{path}: {said}"
    return Page(path.relative_to(ROOT / "docs").as_posix(), meta, markdown, html(cooked))
