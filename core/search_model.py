"""Learns from readers' phrases which topic somebody means, as a table small enough to search on a phone.

The method is multinomial naive Bayes with normalised TF-IDF weights instead of counts (Rennie, Shih, Teevan and Karger,
“Tackling the poor assumptions of naive Bayes text classifiers”, 2003).
"""

import gc
import json
import math
import os
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from core import crisis_patterns, danger_model
from core.search_numbers import encode, encode_rows, hash_text
from core.search_text import stems, words

FOLDER = "data/search_phrases"  # a file for each topic, with a phrase in each line
SMOOTHING = 0.6  # added to each weight, so that a word that a topic lacks does not exclude the topic
MIN_PHRASES = 3  # that contain a word; a rarer one tells little and makes the index larger
STEPS = 15  # of a rounded weight: with fewer, the rare words of many long phrases are lost
MAX_EXCEPTION_WORDS = 4  # words of a phrase that may be listed as an exception


@dataclass(frozen=True)
class Model:
    """The trained model. Its words are stems."""

    topics: tuple[str, ...]
    base: tuple[float, ...]  # for each topic, the weight of a word that is in none of its phrases
    rarity: dict[str, float]  # of each word: its inverse document frequency
    weights: dict[str, dict[int, int]]  # of each word, by the number of the topic: steps above the topic's base
    step: float  # the size of a step
    exceptions: dict[int, int]  # the topic of a short phrase that the weights would misjudge, by its hash


def train(phrases: dict[str, list[list[str]]]) -> Model:
    """Train a model. Takes the phrases of each topic, each as its stems."""
    topics = tuple(sorted(phrases))
    examples = [(number, set(phrase)) for number, topic in enumerate(topics) for phrase in phrases[topic]]
    found = Counter(word for _, example in examples for word in example)
    rarity = {
        word: round(math.log((1 + len(examples)) / (1 + count)) + 1, 1)
        for word, count in sorted(found.items())
        if count >= MIN_PHRASES
    }
    sums: dict[str, dict[int, float]] = {word: {} for word in rarity}
    totals = [0.0] * len(topics)
    for topic, example in examples:
        known = [(word, rarity[word]) for word in sorted(example) if word in rarity]
        length = math.sqrt(sum(weight * weight for _, weight in known))
        for word, weight in known:
            share = weight / length
            sums[word][topic] = sums[word].get(topic, 0) + share
            totals[topic] += share
    base = tuple(round(-math.log(total + SMOOTHING * (len(rarity) or 1)), 3) for total in totals)
    weights, step = _quantise(sums)
    return _with_exceptions(Model(topics, base, rarity, weights, step, {}), examples)


def score(model: Model, words: Iterable[str]) -> list[float]:
    """Return a score for each topic: the logarithm of a likelihood, of which only the differences have a meaning.

    Takes stems. docs/assets/search_engine.js does the same for what a reader types.
    """
    known = sorted(set(words) & model.rarity.keys())
    length = math.sqrt(sum(model.rarity[word] ** 2 for word in known)) or 1
    total = sum(model.rarity[word] for word in known) / length
    scores = [total * base for base in model.base]
    for word in known:
        for topic, steps in model.weights[word].items():
            scores[topic] += model.rarity[word] / length * steps * model.step
    return scores


def hash_words(words: Iterable[str]) -> int:
    """Return a hash of a set of stems, whatever their order."""
    return hash_text(" ".join(sorted(set(words))))


def _with_exceptions(model: Model, examples: list[tuple[int, set[str]]]) -> Model:
    """Add the short phrases that the weights assign to another topic, such as “should I go no contact”."""
    found: dict[int, int] = {}
    for topic, example in examples:
        if len(example) <= MAX_EXCEPTION_WORDS:
            scores = score(model, example)
            if scores[topic] < max(scores):
                found.setdefault(hash_words(example), topic)
    return replace(model, exceptions=found)


def _quantise(sums: dict[str, dict[int, float]]) -> tuple[dict[str, dict[int, int]], float]:
    above = {
        word: {topic: math.log(total / SMOOTHING + 1) for topic, total in sorted(found.items())}
        for word, found in sorted(sums.items())
    }
    step = max((weight for found in above.values() for weight in found.values()), default=STEPS) / STEPS
    weights = {
        word: {topic: steps for topic, weight in found.items() if (steps := round(weight / step))}
        for word, found in above.items()
    }
    return weights, round(step, 4)


def read_phrases(folder: Path) -> dict[str, list[str]]:
    """Return the phrases of each topic: each has a file of its name, with a phrase on each line."""
    return {path.stem: path.read_text(encoding="utf-8").splitlines() for path in sorted(folder.glob("*.txt"))}


def stem_phrases(phrases: dict[str, list[str]]) -> dict[str, list[list[str]]]:
    """Return the stems of each phrase, by topic."""
    return {topic: list(map(stems, texts)) for topic, texts in phrases.items()}


def problems(phrases: dict[str, list[str]], folder: str = FOLDER) -> list[str]:
    """Return one message for each phrase that is listed for two topics, and for each line without a word.

    Takes the phrases of each topic, and their folder as messages name it.
    """
    known: dict[str, tuple[str, int]] = {}
    wrong = []
    for topic, texts in phrases.items():
        for number, text in enumerate(texts, 1):
            plain = " ".join(words(text))
            where = f"{folder}/{topic}.txt, line {number}"
            if not plain:
                wrong.append(f"{where}: there is no phrase; delete the line.")
                continue
            first, line = known.setdefault(plain, (topic, number))
            if first != topic:
                wrong.append(f"{where}: “{text}” is also in line {line} of {first}.txt; delete one of the two lines.")
    return wrong


def to_json(model: Model) -> dict[str, object]:
    """Return a model in the form of the search index; words of the same rarity are next to each other."""
    words = sorted(model.rarity, key=lambda word: (model.rarity[word], word))
    return {
        "topics": model.topics,
        "base": model.base,
        "step": model.step,
        "words": " ".join(words),
        "rarity": encode([round(2 * model.rarity[word]) for word in words]),
        "weights": encode_rows([model.weights[word] for word in words]),
        "exceptions": encode_rows([model.exceptions]),
    }


def main() -> None:
    """Train both models on the phrases of a project, and write them into a file.

    Command-line arguments: the project, the file, and the folders of phrases and of phrases of danger. Standard input:
    the patterns of danger as JSON. Without phrases, as in a translation that has none, all topics are equally likely.
    Exits with a message if a phrase cannot be used.
    """
    gc.disable()  # takes a fifth of the time, and finds nothing: learning makes no cycles
    root, file = map(Path, sys.argv[1:3])
    folder, danger_folder = sys.argv[3:]
    patterns: Any = SimpleNamespace(**json.load(sys.stdin))  # the fields of core.schema.CrisisPatterns
    phrases = read_phrases(root / folder) or {topic: [] for topic in read_phrases(root / FOLDER)}
    wrong = problems(phrases, folder) + danger_model.problems(root, danger_folder)
    if not wrong:
        wrong = crisis_patterns.hidden_phrases(patterns, danger_model.read(root / danger_folder, danger_model.DANGER))
    if wrong:
        raise SystemExit("\n".join(wrong))
    stemmed = stem_phrases(phrases)
    model = train(stemmed)
    file.parent.mkdir(exist_ok=True)  # not its parent: if the build was stopped, a temporary one is gone
    fresh = file.with_suffix(f".{os.getpid()}")
    learnt = danger_model.train(root / danger_folder, stemmed, patterns.topics)
    danger = {
        "base": learnt.base,
        "step": learnt.step,
        "weights": encode_rows([{key: steps + danger_model.STEPS for key, steps in learnt.weights.items()}]),
    }
    fresh.write_text(json.dumps(to_json(model) | {"danger": danger}), encoding="utf-8")
    fresh.replace(file)


if __name__ == "__main__":
    main()
