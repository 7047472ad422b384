"""Refuses words that could hurt a reader or promise too much; the patterns stand in data/banned_wording.yml."""

import logging
import re
from typing import Any

from prose import prose, tried

from core.build_state import build_state
from core.schema import BannedWording, ExceptedText

log = logging.getLogger("mkdocs.hooks.check_banned_wording")


def problems(page: str, texts: list[str], refused: tuple[BannedWording, ...]) -> list[str]:
    """Judge the words of one page.

    Takes the page's file name, its texts and the refused patterns; gives one line for each refused word, with the
    words around it and what to write instead. A reasoned exception counts for the page and the text it names.
    """
    whole = "\n".join(texts)  # most patterns are nowhere on a page: one look at all of it is quicker
    return [
        f"{page}: “{match[0]}” in “{_around(text, match)}”: {rule.why}; {rule.instead}."
        for rule in refused
        if re.search(rule.pattern, whole, re.IGNORECASE)
        for text in texts
        for match in re.finditer(rule.pattern, text, re.IGNORECASE)
        if not _excepted(page, text, match, rule.excepted)
    ]


def _around(text: str, match: re.Match[str]) -> str:
    start, end = max(0, match.start() - 30), match.end() + 30
    return ("…" if start else "") + text[start:end].strip() + ("…" if end < len(text) else "")


def _excepted(page: str, text: str, match: re.Match[str], exceptions: tuple[ExceptedText, ...]) -> bool:
    """Whether the match lies inside a text that a reasoned exception allows on this page."""
    return any(
        place.start() <= match.start() and match.end() <= place.end()
        for exception in exceptions
        if exception.page == page
        for place in re.finditer(re.escape(exception.text), text)
    )


def on_page_content(html: str, *, page: Any, config: Any, **_: Any) -> None:
    """Called by MkDocs for each page."""
    texts = [*(str(page.meta.get(key, "")) for key in ("title", "summary")), tried(page.meta), *prose(html).all]
    for text in problems(f"docs/{page.file.src_uri}", texts, build_state(config).facts.banned_wording):
        log.warning(text)
