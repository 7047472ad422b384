"""Renders macros and the real pages as a build does, without MkDocs."""

import shutil
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from extend_markdown import GuideExtension
from jinja2 import Environment, StrictUndefined
from markdown import Markdown
from mkdocs.utils.meta import get_data
from mkdocs.utils.yaml import yaml_load
from neutral_settings import neutral_settings
from selectolax.lexbor import LexborHTMLParser

from core.facts import Facts, load
from macros import bind_macros, reporting_errors

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "tests" / "sample"
URL = "https://guide.example/"  # the site's address in the examples
PRACTICE = {"name": "Sam Roe"}  # the practice of the examples; each example may override its settings


def copy_sample_data(root: Path) -> Path:
    """Copy the sample data and the real strings into `root`/data; returns `root`."""
    shutil.copytree(SAMPLE / "data", root / "data")
    shutil.copytree(ROOT / "data" / "strings", root / "data" / "strings")
    return root


def environment(facts: Facts, errors: list[str]) -> Environment:
    """The Jinja environment of a page, set up as in mkdocs.yml; error messages are appended to `errors`."""
    env = Environment(undefined=StrictUndefined, comment_start_string="{##", comment_end_string="##}")
    env.globals |= {
        name: reporting_errors(name, function, errors.append) for name, function in bind_macros(facts).items()
    }
    return env


def render(text: str, facts: Facts) -> tuple[str, list[str]]:
    """Render a page's source; returns the Markdown and the error messages."""
    errors: list[str] = []
    return environment(facts, errors).from_string(text).render(), errors


@cache
def settings() -> dict[str, Any]:
    """The real mkdocs.yml, with the settings of the tests."""
    return yaml_load(neutral_settings())


@cache
def _markdown() -> Markdown:
    entries = [entry if isinstance(entry, dict) else {entry: {}} for entry in settings()["markdown_extensions"]]
    configs = {name: values for entry in entries for name, values in entry.items()}
    configs["pymdownx.snippets"] = {"base_path": [str(SAMPLE)]}
    return Markdown(extensions=["fenced_code", *configs, GuideExtension(strings())], extension_configs=configs)


def html(markdown: str) -> str:
    """Convert Markdown to HTML with the extensions of the real mkdocs.yml."""
    return _markdown().reset().convert(markdown)


def tree(markdown: str) -> LexborHTMLParser:
    """Convert Markdown to HTML and parse it."""
    return LexborHTMLParser(html(markdown))


def one_line(text: str) -> str:
    """Return a text as a reader sees it: any run of spaces and line breaks is one space."""
    return " ".join(text.split())


@cache
def facts() -> Facts:
    """The real facts."""
    return load(ROOT, settings()["extra"]["practice"], url=settings()["site_url"])


@cache
def strings() -> dict[str, str]:
    """The real strings of the layout and of the macros."""
    return yaml.safe_load((ROOT / "data" / "strings" / "en.yml").read_text(encoding="utf-8"))["strings"]


@dataclass(frozen=True)
class Page:
    """One real page: its path below docs/, its front matter, its source, and its HTML."""

    name: str
    meta: dict[str, Any]
    markdown: str
    html: str


@cache
def pages() -> list[Page]:
    """Every real page, sorted by path."""
    return [_read_page(path) for path in sorted((ROOT / "docs").rglob("*.md"))]


def _read_page(path: Path) -> Page:
    markdown, meta = get_data(path.read_text(encoding="utf-8"))
    rendered, errors = render(markdown, facts())
    assert not errors, f"{path}: {errors}"
    return Page(path.relative_to(ROOT / "docs").as_posix(), meta, markdown, html(rendered))
