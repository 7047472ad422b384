"""Learns from phrases of danger, and from everyday phrases, how strongly words and pairs of words indicate danger.

The method is logistic regression with two classes, over words and pairs of neighbours, fitted by stochastic gradient
descent with a learning rate for each part (AdaGrad: Duchi, Hazan and Singer, “Adaptive subgradient methods for online
learning and stochastic optimization”, 2011). docs/assets/search_engine.js applies the model to what a reader types. The
patterns of core/crisis_patterns.py find what must not be missed; this model finds what they do not foresee, and which
of their matches are figures of speech.
"""

import math
import random
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain, pairwise
from pathlib import Path

from core.search_numbers import hash_text
from core.search_text import stems, words

FOLDER = "data/danger_phrases"
DANGER, EVERYDAY = "danger", "everyday"  # its files
MIN_PHRASES = 4  # that contain a word or a pair; a rarer one tells little and makes the index larger
MIN_WEIGHT = 1.3  # a natural logarithm; parts with less are left out
DANGER_TOPIC_WEIGHT, OTHER_TOPIC_WEIGHT = 0.3, 0.5  # how much a phrase of a topic counts beside those of FOLDER
STEPS = 7  # of a rounded weight, in each direction
STEP_QUANTILE = 0.995  # of the weights are as large as STEPS at most; the few larger ones are cut down to it
ROUNDS = 3  # through all phrases
LEARNING_RATE = 1.0  # of learning, at the first mistake
INITIAL_GRADIENT = 0.01  # the squared gradient that each part begins with
MIN_ERROR = 0.02  # a probability that is wrong by less teaches nothing
EDGES = ("^", "$")  # neighbours of the first and of the last word
Part = str | tuple[str, str]  # what has a weight: a stem, or a pair of neighbours


def features(found: list[str]) -> list[Part]:
    """Return the stems of a text, and its pairs of neighbours, each once. Takes all its stems in their order."""
    return list(dict.fromkeys([*found, *pairwise([EDGES[0], *found, EDGES[1]])]))


@dataclass(frozen=True)
class Model:
    """The trained model. A text means danger if `base` plus the sum of its weights, divided by √parts, is above 0."""

    base: float
    weights: dict[int, int]  # of each word and pair, by its hash, in steps; above 0 for danger
    step: float  # the size of a step


def train(folder: Path, topics: dict[str, list[list[str]]], dangerous: Iterable[str]) -> Model:
    """Train a model.

    Takes the folder of the two files, the phrases of each topic as their stems, and the topics about danger.
    """
    dangerous = set(dangerous)
    labelled = [(1, 1.0, stems(text)) for text in read(folder, DANGER)]
    labelled += [(0, 1.0, stems(text)) for text in read(folder, EVERYDAY)]
    for topic, phrases in topics.items():
        weight_of_text = DANGER_TOPIC_WEIGHT if topic in dangerous else OTHER_TOPIC_WEIGHT
        labelled += [(int(topic in dangerous), weight_of_text, phrase) for phrase in phrases]
    numbers: dict[Part, int] = {}  # of the parts; the parts themselves for each phrase would take 100 MB
    found = [[numbers.setdefault(part, len(numbers)) for part in features(phrase)] for _, _, phrase in labelled]
    times = Counter(chain.from_iterable(found))
    known = [times[number] >= MIN_PHRASES for number in range(len(numbers))]
    examples = [
        (label, weight_of_text, [part for part in parts if known[part]], 1 / math.sqrt(len(parts) or 1))
        for (label, weight_of_text, _), parts in zip(labelled, found, strict=True)
    ]
    base, weights = _fit(examples, len(numbers))
    return _quantise(base, {part: weights[number] for part, number in numbers.items()})


def _fit(examples: list[tuple[int, float, list[int], float]], size: int) -> tuple[float, list[float]]:
    """The base and the weight of each part.

    Takes the examples, each with its label (1 for danger, else 0), its weight, the numbers of its parts and the weight
    of each part in it, and the number of all parts. The order of the examples is random, but the same in each build.
    """
    weights, gradients, base = [0.0] * size, [INITIAL_GRADIENT] * size, 0.0
    order, exp, sqrt, weight_of = random.Random(1), math.exp, math.sqrt, weights.__getitem__
    for _ in range(ROUNDS):
        order.shuffle(examples)
        for label, weight_of_text, parts, part_share in examples:
            error = label - 1 / (1 + exp(-base - part_share * sum(map(weight_of, parts))))
            if -MIN_ERROR < error < MIN_ERROR:
                continue
            gradient = error * weight_of_text * part_share
            base += gradient * part_share
            for part in parts:
                gradients[part] += gradient * gradient
                weights[part] += LEARNING_RATE * gradient / sqrt(gradients[part])
    return base, weights


def _quantise(base: float, weights: dict[Part, float]) -> Model:
    telling = {part: weight for part, weight in weights.items() if abs(weight) > MIN_WEIGHT}
    sizes = sorted(map(abs, telling.values())) or [STEPS]
    step = sizes[int(STEP_QUANTILE * (len(sizes) - 1))] / STEPS
    rounded = {part: max(-STEPS, min(STEPS, round(weight / step))) for part, weight in telling.items()}
    hashed = {hash_part(part): steps for part, steps in rounded.items() if steps}
    return Model(round(base, 3), hashed, round(step, 4))


def hash_part(part: Part) -> int:
    """Return the hash by which the search finds the weight of a stem, or of a pair."""
    return hash_text(part if isinstance(part, str) else " ".join(part))


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
        f"{folder}/{EVERYDAY}.txt, line {number}: “{text}” is also in {DANGER}.txt; keep it in one of them."
        for number, text in enumerate(read(root / folder, EVERYDAY), 1)
        if " ".join(words(text)) in known
    ]
