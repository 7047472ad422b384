"""Reports words that could hurt a reader or promise too much; data/banned_wording.yml lists the patterns."""

import logging
import re
from typing import Any

from patterns import combine
from prose import context, prose, without

from core.build_state import build_state
from core.handouts import exercise_of
from core.schema import BannedWording, ExceptedText

log = logging.getLogger("mkdocs.hooks.check_banned_wording")


def problems(page: str, texts: list[str], rules: tuple[BannedWording, ...]) -> list[str]:
    """Return one message for each banned word on a page, with its context and what to write instead.

    Takes the page's file name, its blocks of text and the rules of data/banned_wording.yml. An exception in a rule
    applies only to the page and the text that it names.
    """
    combined = combine(tuple(rule.pattern for rule in rules))
    suspect = [text for text in texts if combined.search(text.lower())]
    return [
        f"{page}: “{match[0]}” in “{context(text, match)}”: {rule.why}; {rule.instead}."
        for rule in rules
        for text in suspect
        for match in re.finditer(rule.pattern, text, re.IGNORECASE)
        if not _is_excepted(page, text, match, rule.excepted)
    ]


def _is_excepted(page: str, text: str, match: re.Match[str], exceptions: tuple[ExceptedText, ...]) -> bool:
    """Whether the match is inside a text that an exception allows on this page."""
    return any(
        span.start() <= match.start() and match.end() <= span.end()
        for exception in exceptions
        if exception.page == page
        for span in re.finditer(re.escape(exception.text), text)
    )


def on_pre_build(*, config: Any) -> None:
    """Called by MkDocs before it reads a page: check the texts of data/ that the layout and lists of sources show."""
    facts = build_state(config).facts
    texts = {f"data/strings/{facts.language}.yml": list(facts.strings.values())}
    texts["data/sources.yml"] = [source.about for source in facts.sources.values()]
    for name, found in texts.items():
        for text in problems(name, found, facts.banned_wording):
            log.warning(text)


def on_page_content(html: str, *, page: Any, config: Any, **_: Any) -> None:
    """Called by MkDocs for each page."""
    if build_state(config).is_reused(page):
        return
    facts = build_state(config).facts
    texts = [
        *(str(page.meta.get(key, "")) for key in ("title", "summary")),
        exercise_of(page.meta),
        *(without(text, facts.practice.terms) for text in prose(html).all),
    ]
    for text in problems(f"docs/{page.file.src_uri}", texts, facts.banned_wording):
        log.warning(text)
