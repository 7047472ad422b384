"""Small records for the tests, each with usual values for what a test does not speak of."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from core.build_state import KEY, BuildState
from core.parsed_pages import ParsedPage, record
from core.records import Topic


def topic(code: str = "k7wm", page: str | None = None, section: str | None = None, **known: Any) -> Topic:
    """One topic: with the page that answers it, or with none."""
    usual = {"slug": "a-topic", "title": "A topic", "group": "why", "full": True}
    return Topic(code=code, page=page, section=section, **(usual | known))


def topics(*found: Topic) -> dict[str, Topic]:
    """Topics by their slugs, as the facts have them."""
    return {topic.slug: topic for topic in found}


def parsed(address: str, html: str, source: str | None = None) -> ParsedPage:
    """What is kept of one built page."""
    return record(address, source if source is not None else f"docs/{address}index.md", LexborHTMLParser(html))


def config(site: Path | str = "site", *, extra: dict[str, Any] | None = None, **state: Any) -> SimpleNamespace:
    """The settings of MkDocs as a hook reads them, with this state of the build."""
    return SimpleNamespace(site_dir=str(site), extra={KEY: BuildState(**state)} | (extra or {}))
