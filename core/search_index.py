"""Builds the search index: which topics readers mean by their words, and which sections contain these words.

docs/assets/search_engine.js reads the index, and explains how it is used.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from core.numbers_and_names import FULL_STOPS
from core.search_numbers import encode_rows
from core.search_text import stems, words

MAX_WORDS = 6  # by which a section is found: those that distinguish it most
MAX_LEAD = 80  # characters of a section's beginning that a result shows
HEADING_WEIGHT = 3  # how many times a word of the heading counts
QUOTED_WEIGHT = 0.5  # of a section whose heading is a quotation: its words can frighten, and match by chance
MAX_REPEATED = 4  # pages with the same heading; with more, the section belongs to the layout
SENTENCE = re.compile(rf"(?:\S+ ){{4,}}\S+[{FULL_STOPS}](?:[”’]|$| )")  # of at least five words
SATURATION, LENGTH = 1.2, 0.75  # Robertson and Zaragoza, “The probabilistic relevance framework”, 2009: k1 and b
STEPS = 7  # of a rounded weight


@dataclass(frozen=True)
class Section:
    """A section of a page: what a result shows of it, and the texts by which it is found."""

    page: str  # the address of its page, below the site's own
    page_title: str
    id: str  # empty for the beginning of a page
    heading: str
    texts: list[str]
    lead: str = ""  # the sentence that a result shows
    names: Sequence[str] = ()  # of what it is about, such as those of a country
    boost: float = 1  # the factor of its words' weights

    @property
    def address(self) -> str:
        """Its address, below the site's own."""
        return f"{self.page}#{self.id}" if self.id else self.page


def without_layout(sections: list[Section]) -> list[Section]:
    """Return the sections without those whose heading is on many pages, such as “What to do next”."""
    headings = Counter(section.heading for section in sections if section.id)
    return [section for section in sections if headings[section.heading] <= MAX_REPEATED or not section.id]


def postings(sections: list[Section]) -> dict[str, dict[int, int]]:
    """Return for each word its rounded BM25 score in each section that it distinguishes, by the section's number."""
    counts = [_count_words(section) for section in sections]
    found = Counter(word for count in counts for word in count)
    average = sum(count.total() for count in counts) / max(1, len(counts))
    weights: dict[str, dict[int, float]] = defaultdict(dict)
    for number, count in enumerate(counts):
        norm = SATURATION * (1 - LENGTH + LENGTH * count.total() / average)
        scores = {
            word: math.log(1 + (len(counts) - found[word] + 0.5) / (found[word] + 0.5)) * times / (times + norm)
            for word, times in count.items()
        }
        telling = sorted(scores, key=lambda word: (-scores[word], word))[:MAX_WORDS]
        section = sections[number]
        for word in telling:
            weights[word][number] = scores[word] * _boost(section)
        for word in stems(" ".join(section.names)):  # by each of its names it is surely found
            weights[word][number] = scores[telling[0]] * _boost(section)
    step = max((score for row in weights.values() for score in row.values()), default=1) / STEPS
    return {
        word: {number: max(1, round(score / step)) for number, score in row.items()} for word, row in weights.items()
    }


def _other_names(section: Section) -> str:
    """Return the names of what a section is about that its heading does not say, with | between them."""
    return "|".join(name for name in section.names if words(name) != words(section.heading))


def _boost(section: Section) -> float:
    return section.boost * (QUOTED_WEIGHT if section.heading.startswith("“") else 1)


def _count_words(section: Section) -> Counter[str]:
    count = Counter(stems(" ".join([*section.texts, *section.names])))
    for word in stems(section.heading) + stems(section.page_title) * (not section.id):
        count[word] += HEADING_WEIGHT
    return count


def first_sentences(texts: list[str]) -> str:
    """Return the first whole sentences of these texts; one that is too long is cut after a word.

    A text without a full stop is a label, and is skipped.
    """
    text = next((text for text in texts if SENTENCE.search(text)), "")
    if len(text) <= MAX_LEAD:
        return text
    cut = text[:MAX_LEAD]
    end = max(cut.rfind(mark) for mark in (". ", "? ", "! "))
    return cut[: end + 1] if end > MAX_LEAD // 3 else f"{cut[: cut.rfind(' ')].rstrip(',;:')} …"


def build_index(model: dict[str, Any], sections: list[Section], targets: dict[str, str]) -> dict[str, Any]:
    """Return the index as JSON values; a topic that no section answers has -1 instead of its number.

    Takes the model as core/search_model.py writes it, the sections, and the address of the section that answers each
    topic, where there is one.
    """
    sections = without_layout(sections)
    pages = list(dict.fromkeys((section.page, section.page_title) for section in sections))
    numbers = {section.address: number for number, section in enumerate(sections)}
    text = postings(sections)
    known_words = model["words"].split()
    extra_words = sorted(text.keys() - set(known_words))
    return model | {
        "pages": pages,
        "sections": [
            [pages.index((section.page, section.page_title)), section.id, section.heading, section.lead]
            + ([_other_names(section)] if section.names else [])
            for section in sections
        ],
        "topics": [numbers.get(targets.get(topic), -1) for topic in model["topics"]],
        "more": " ".join(extra_words),
        "places": encode_rows([text.get(word, {}) for word in [*known_words, *extra_words]]),
    }
