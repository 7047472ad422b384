"""Factories for the tests: records with defaults for what a test does not set."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

from jinja2 import Environment, FunctionLoader
from selectolax.lexbor import LexborHTMLParser

from core.build_state import EXTRA_KEY, BuildState
from core.joined_records import Topic
from core.parsed_pages import ParsedPage, parse_page


def topic(code: str = "k7wm", page: str | None = None, section: str | None = None, **values: Any) -> Topic:
    """Return a topic; without `page`, no page answers it."""
    defaults = {"slug": "a-topic", "title": "A topic", "group": "why", "full": True}
    return Topic(code=code, page=page, section=section, **(defaults | values))


def topics_by_slug(*found: Topic) -> dict[str, Topic]:
    """Return topics by their slugs, as in the facts."""
    return {topic.slug: topic for topic in found}


def parsed_page(address: str, html: str, source: str | None = None) -> ParsedPage:
    """Return the data of a built page with this HTML."""
    return parse_page(address, source if source is not None else f"docs/{address}index.md", LexborHTMLParser(html))


def config(site: Path | str = "site", *, extra: dict[str, Any] | None = None, **state: Any) -> SimpleNamespace:
    """Return a stand-in for MkDocs's config, with these fields in its build state."""
    return SimpleNamespace(
        site_dir=str(site),
        config_file_path=str(Path(site, "mkdocs.yml")),
        extra={EXTRA_KEY: BuildState(**state)} | (extra or {}),
    )


def page(name: str = "a.md", **meta: Any) -> SimpleNamespace:
    """Return a stand-in for MkDocs's page, with its file below docs/ and this front matter."""
    return SimpleNamespace(file=SimpleNamespace(src_uri=name), meta=meta, markdown="# A")


def templates(text: str) -> Environment:
    """Return an environment in which every template shows its own name, and then this text."""
    return Environment(loader=FunctionLoader(lambda name: f"{name} {text}"))
