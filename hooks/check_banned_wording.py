"""Reports words that could hurt a reader or promise too much; data/banned_wording.yml lists the patterns."""

import logging
import re
from typing import Any

from prose import handout_exercise, prose

from core.build_state import build_state
from core.schema import BannedWording, ExceptedText

log = logging.getLogger("mkdocs.hooks.check_banned_wording")


def problems(page: str, texts: list[str], rules: tuple[BannedWording, ...]) -> list[str]:
    """Return one message for each banned word on a page, with its context and what to write instead.

    Takes the page's file name, its blocks of text and the rules of data/banned_wording.yml. An exception in a rule
    applies only to the page and the text that it names.
    """
    full_text = "\n".join(texts)  # most patterns match nowhere on a page: one search of the whole text is faster
    return [
        f"{page}: “{match[0]}” in “{_context(text, match)}”: {rule.why}; {rule.instead}."
        for rule in rules
        if re.search(rule.pattern, full_text, re.IGNORECASE)
        for text in texts
        for match in re.finditer(rule.pattern, text, re.IGNORECASE)
        if not _is_excepted(page, text, match, rule.excepted)
    ]


def _context(text: str, match: re.Match[str]) -> str:
    """Return the match with up to 30 characters on each side."""
    start, end = max(0, match.start() - 30), match.end() + 30
    return ("…" if start else "") + text[start:end].strip() + ("…" if end < len(text) else "")


def _is_excepted(page: str, text: str, match: re.Match[str], exceptions: tuple[ExceptedText, ...]) -> bool:
    """Whether the match is inside a text that an exception allows on this page."""
    return any(
        span.start() <= match.start() and match.end() <= span.end()
        for exception in exceptions
        if exception.page == page
        for span in re.finditer(re.escape(exception.text), text)
    )


def on_page_content(html: str, *, page: Any, config: Any, **_: Any) -> None:
    """Called by MkDocs for each page."""
    texts = [
        *(str(page.meta.get(key, "")) for key in ("title", "summary")),
        handout_exercise(page.meta),
        *prose(html).all,
    ]
    for text in problems(f"docs/{page.file.src_uri}", texts, build_state(config).facts.banned_wording):
        log.warning(text)
