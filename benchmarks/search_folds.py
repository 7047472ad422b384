"""Cross-validates the guide's search: how often it knows the topic of a phrase from which it has not learnt."""

import zlib
from collections import defaultdict

from benchmarks.report import table
from core.search_model import Model, score, stem_phrases, train
from core.search_text import stems

FOLDS = 5
FIRST = 3  # topics


def stem_key(text: str) -> str:
    """What near duplicates share: their set of stems."""
    return " ".join(sorted(set(stems(text))))


def fold_number(text: str) -> int:
    """The part of the phrases to which a text belongs, the same for near duplicates and in each run."""
    return zlib.crc32(stem_key(text).encode()) % FOLDS


def best_topics(model: Model, text: str) -> list[str]:
    """The topics that a text most probably means by its known words, best first.

    No typing errors are corrected, and no text of the guide is used. Exceptions cannot help: they are known phrases.
    """
    scores = score(model, stems(text))
    order = sorted(range(len(scores)), key=lambda topic: -scores[topic])
    return [model.topics[topic] for topic in order[:FIRST]]


def cross_validate(phrases: dict[str, list[str]]) -> str:
    """Learn from all folds but one, and look for the topics of its phrases; returns a table."""
    found, first, count = 0, 0, 0
    folds: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for topic, texts in phrases.items():
        for text in texts:
            folds[fold_number(text)].append((topic, text))
    for held_out, tests in folds.items():
        rest = {topic: [text for text in texts if fold_number(text) != held_out] for topic, texts in phrases.items()}
        model = train(stem_phrases(rest))
        for topic, text in tests:
            topics = best_topics(model, text)
            first += topics[0] == topic
            found += topic in topics
            count += 1
    row = ("guide, topics only", f"{count:,}", f"{first / count:.1%}", f"{found / count:.1%}")
    return f"Cross-validation in {FOLDS} parts:\n\n{table(('', 'phrases', 'first', 'in three'), [row])}"
