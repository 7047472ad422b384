"""Learns from phrases of danger, and from everyday phrases, which words and pairs of words may mean danger.

The method is naive Bayes with two classes, over words and pairs of neighbours; docs/assets/search_engine.js weighs what
a reader types. The patterns of core/crisis_patterns.py notice what must not be missed; this notices what they do not
foresee, and which of their matches are figures of speech.
"""

import math
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

from core.search_numbers import hash_text
from core.search_text import stems, words

FOLDER = "data/danger_phrases"
DANGER, EVERYDAY = "danger", "everyday"  # its files
SMOOTHING = 0.1
MIN_PHRASES = 2  # with a word or a pair
MIN_WEIGHT = 1.0  # a natural logarithm; what tells less is left out
OF_DANGER, OF_OTHERS = 0.3, 0.2  # how much a phrase of a topic counts beside those of FOLDER
STEPS = 7  # of a rounded weight, in each direction
EDGES = ("^", "$")  # neighbours of the first and of the last word


def features(text: str) -> set[str]:
    """Return the stems of a text, and its pairs of neighbours."""
    found = stems(text)
    ends = [EDGES[0], *found, EDGES[1]]
    return {*found, *map(" ".join, pairwise(ends))}


def train(folder: Path, topics: dict[str, list[str]], dangerous: Iterable[str]) -> tuple[dict[int, int], float]:
    """Return the weight of each word and pair, in steps by its hash, and the size of a step; above 0 for danger.

    Takes the folder with the two files, the phrases of each topic, and the topics about danger.
    """
    dangerous = set(dangerous)
    texts = [(True, 1.0, text) for text in read(folder, DANGER)]
    texts += [(False, 1.0, text) for text in read(folder, EVERYDAY)]
    for topic, phrases in topics.items():
        share = OF_DANGER if topic in dangerous else OF_OTHERS
        texts += [(topic in dangerous, share, text) for text in phrases]
    counts: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    found: Counter[str] = Counter()
    for danger, share, text in texts:
        parts = features(text)
        for part in parts:
            counts[danger][part] += share / math.sqrt(len(parts))
        found.update(parts)
    odds = {danger: _log_odds(count, found) for danger, count in counts.items()}
    weights = {part: odds[True][part] - odds[False][part] for part in sorted(found) if found[part] >= MIN_PHRASES}
    telling = {part: weight for part, weight in weights.items() if abs(weight) > MIN_WEIGHT}
    step = max(map(abs, telling.values()), default=STEPS) / STEPS
    return {hash_text(part): steps for part, weight in telling.items() if (steps := round(weight / step))}, round(
        step, 4
    )


def _log_odds(count: Counter[str], found: Counter[str]) -> dict[str, float]:
    total = math.log(count.total() + SMOOTHING * (len(found) or 1))
    return {part: math.log(count[part] + SMOOTHING) - total for part in found}


def read(folder: Path, name: str) -> list[str]:
    """Return the phrases of DANGER or EVERYDAY."""
    return (folder / f"{name}.txt").read_text(encoding="utf-8").splitlines()


def problems(root: Path, folder: str = FOLDER) -> list[str]:
    """Return one message for each of the two files that is missing, or else for each phrase that is in both.

    Takes the project's folder, and that of the files as messages name it.
    """
    names = (DANGER, EVERYDAY)
    missing = [
        f"{folder}/{name}.txt: the file is missing; put it back, from Git or from a copy."
        for name in names
        if not (root / folder / f"{name}.txt").is_file()
    ]
    if missing:
        return missing
    known = {" ".join(words(text)) for text in read(root / folder, DANGER)}
    return [
        f"{folder}/{EVERYDAY}.txt, line {number}: “{text}” is in {DANGER}.txt, too; keep it in one of them."
        for number, text in enumerate(read(root / folder, EVERYDAY), 1)
        if " ".join(words(text)) in known
    ]
