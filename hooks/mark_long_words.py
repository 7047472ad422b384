"""Marks words in tables that are longer than a column may be wide, so that stylesheets may break these anywhere.

A column is never narrower than its longest word, so one long word would push the other columns off the paper or the
screen. A style that breaks every word would squeeze columns of ordinary words, so only long words are marked.
"""

import re
from html import unescape
from typing import Any

from mkdocs.plugins import event_priority

from core.build_state import build_state

MAX_LETTERS = 18  # that fit into any column, even in large print; few English words are longer
CLASS = "guide-long-word"
TABLE = re.compile(r"<table\b.*?</table>", re.S)
LETTER = r"(?:&(?!nbsp;|shy;)[#\w]+;|[^\s<>&\-\u00ad\u200b\u2010\u2013\u2014])"  # not spaces, hyphens or dashes
WORD = re.compile(rf"<[^>]*>|&(?:nbsp|shy);|(?P<word>{LETTER}+)")
AFTER_CHECKS = -50  # a priority: before hooks/reuse_pages.py caches the page


def mark_long_words(html: str) -> str:
    """Return the HTML of a page with each long word in its tables in a <span> of its own."""
    return TABLE.sub(lambda table: WORD.sub(_mark, table[0]), html)


def _mark(found: re.Match[str]) -> str:
    is_long = len(unescape(found["word"] or "")) > MAX_LETTERS
    return f'<span class="{CLASS}">{found[0]}</span>' if is_long else found[0]


@event_priority(AFTER_CHECKS)
def on_page_content(html: str, *, page: Any, config: Any, **_: Any) -> str | None:
    """Called by MkDocs for each page, after the checks. In a reused page the words are already marked."""
    return None if build_state(config).is_reused(page) else mark_long_words(html)
