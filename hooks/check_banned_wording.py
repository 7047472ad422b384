"""Reports words that could hurt a reader or promise too much; data/banned_wording.yml lists the patterns."""

import logging
import re
from functools import lru_cache
from typing import Any

from prose import context, handout_exercise, prose

from core.build_state import build_state
from core.schema import BannedWording, ExceptedText

log = logging.getLogger("mkdocs.hooks.check_banned_wording")

TOKEN = re.compile(r"\\.|\[(?:\\.|[^]])+\]|.")  # of a pattern: an escape, a set of characters, or one character
START = re.compile(r"((?:\(\?<[!=][^()]+\))?)\\b")  # “\b” after what must come before the word or must not
ESCAPE = re.compile(r"\\\D")  # such as “\W”, whose capital is none of the text; “\1” would refer to another group


def problems(page: str, texts: list[str], rules: tuple[BannedWording, ...]) -> list[str]:
    """Return one message for each banned word on a page, with its context and what to write instead.

    Takes the page's file name, its blocks of text and the rules of data/banned_wording.yml. An exception in a rule
    applies only to the page and the text that it names.
    """
    full_text = "\n".join(texts)  # most patterns match nowhere on a page: one search of the whole text is faster
    combined, others = _combine(tuple(rule.pattern for rule in rules))
    found_any = combined.search(full_text.lower())
    return [
        f"{page}: “{match[0]}” in “{context(text, match)}”: {rule.why}; {rule.instead}."
        for rule in rules
        if found_any or rule.pattern in others
        if re.search(rule.pattern, full_text, re.IGNORECASE)
        for text in texts
        for match in re.finditer(rule.pattern, text, re.IGNORECASE)
        if not _is_excepted(page, text, match, rule.excepted)
    ]


@lru_cache(maxsize=1)
def _combine(patterns: tuple[str, ...]) -> tuple[re.Pattern[str], set[str]]:
    r"""Combine patterns into one for a text in lower case; return it, and the patterns that do not fit into it.

    A pattern fits if each of its alternatives begins with “\b” and has no capitals. With one “\b” in front of all of
    them, Python compares first letters at the beginnings of words only: ten times faster than one pattern at a time.
    """
    split = {pattern: alternatives(pattern) for pattern in patterns}
    fitting = {pattern for pattern, parts in split.items() if all(map(_is_fit, parts))}
    parts = [START.sub(r"\1", part, count=1) for pattern in fitting for part in split[pattern]]
    return re.compile(rf"\b(?:{'|'.join(parts)})" if parts else r"(?!)"), set(patterns) - fitting


def _is_fit(part: str) -> bool:
    literal = ESCAPE.sub("", part)
    return bool(START.match(part)) and literal == literal.lower() and "\\" not in literal


def alternatives(pattern: str) -> list[str]:
    """Split a regular expression at each “|” that is outside parentheses and sets of characters."""
    parts, depth = [""], 0
    for token in TOKEN.findall(pattern):
        depth += {"(": 1, ")": -1}.get(token, 0)
        if token == "|" and not depth:
            parts.append("")
        else:
            parts[-1] += token
    return parts


def _is_excepted(page: str, text: str, match: re.Match[str], exceptions: tuple[ExceptedText, ...]) -> bool:
    """Whether the match is inside a text that an exception allows on this page."""
    return any(
        span.start() <= match.start() and match.end() <= span.end()
        for exception in exceptions
        if exception.page == page
        for span in re.finditer(re.escape(exception.text), text)
    )


def on_pre_build(*, config: Any) -> None:
    """Called by MkDocs before it reads a page: check the texts of data/ that layout and lists of sources show."""
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
    texts = [
        *(str(page.meta.get(key, "")) for key in ("title", "summary")),
        handout_exercise(page.meta),
        *prose(html).all,
    ]
    for text in problems(f"docs/{page.file.src_uri}", texts, build_state(config).facts.banned_wording):
        log.warning(text)
