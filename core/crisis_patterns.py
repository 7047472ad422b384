"""Prepares the patterns by which the search notices danger; docs/assets/search_engine.js looks for them.

data/crisis_patterns.yml explains how a pattern is written.
"""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from core.errors import suggest
from core.search_text import stem, stems

if TYPE_CHECKING:  # not when training the model: the schema takes a tenth of a second to import
    from core.schema import CrisisPatterns

ANY, GROUP, GAP = "*", "@", ".."
TEXT_EDGES = ("<", ">")
WORD = re.compile(r"[a-z0-9]+\*?")


def problems(found: "CrisisPatterns", topics: set[str]) -> list[str]:
    """Return one message for each part of the patterns that could never be found. Takes the topics that exist."""
    named = [("topics", topic) for topic in found.topics]
    named += [("answers", topic) for kind in found.answers.values() for topic in kind]
    unknown = [(place, topic) for place, topic in named if topic not in topics]
    wrong = [f"{place}: there is no topic “{topic}”; {suggest(topic, topics)}." for place, topic in unknown]
    wrong += [
        f"answers: there is no kind “{kind}”; {suggest(kind, found.kinds)}."
        for kind in found.answers
        if kind not in found.kinds
    ]
    rows = [("quiet", pattern) for pattern in found.quiet]
    rows += [(kind, pattern) for kind, patterns in found.kinds.items() for pattern in patterns]
    for place, pattern in rows:
        parts = [part for token in pattern.split() if token not in (GAP, *TEXT_EDGES) for part in token.split("|")]
        wrong += [
            f"{place}: “{part}” in “{pattern}” {reason}" for part in parts if (reason := _fault(part, found.groups))
        ]
    return [f"data/crisis_patterns.yml, {line}" for line in wrong]


def _fault(part: str, groups: dict[str, tuple[str, ...]]) -> str:
    if part.startswith(GROUP):
        return "" if part[1:] in groups else f"is not a group; write one of: {', '.join(sorted(groups))}."
    words = part.split("_")
    if all(map(WORD.fullmatch, words)):
        return ""
    return "is not a word; write lower-case letters without accents or apostrophes."


def hidden_phrases(found: "CrisisPatterns", phrases: Iterable[str]) -> list[str]:
    """Return one message for each phrase of danger that only an everyday phrase keeps from being noticed."""
    prepared: Any = prepare(found, ())
    groups, fillers = prepared["groups"], set(prepared["fillers"])
    quiet = [
        (row, re.compile(_expression(pattern, groups)))
        for row, pattern in zip(found.quiet, prepared["quiet"], strict=True)
    ]
    any_quiet = _any_of(prepared["quiet"], groups)
    any_kind = _any_of([pattern for kind in prepared["kinds"] for pattern in kind["patterns"]], groups)
    wrong = []
    for phrase in phrases:
        text = rest = f" < {' '.join(word for word in stems(phrase) if word not in fillers)} > "
        if not any_quiet.search(text):
            continue
        for _, expression in quiet:
            rest = expression.sub(" # ", rest)
        if any_kind.search(text) and not any_kind.search(rest):
            row = next(row for row, expression in quiet if expression.search(text))
            wrong.append(
                f"data/crisis_patterns.yml, quiet: “{row}” hides the danger in “{phrase}”; narrow it, or delete it."
            )
    return wrong


def _any_of(patterns: list[str], groups: dict[str, list[str]]) -> re.Pattern[str]:
    """Return one regular expression that matches what any of these prepared patterns matches; of none, nothing."""
    return re.compile("|".join(_expression(pattern, groups) for pattern in patterns) or "(?!)")


def _expression(pattern: str, groups: dict[str, list[str]]) -> str:
    """Return the regular expression for a prepared pattern, as docs/assets/search_engine.js makes it."""
    return f" {''.join(_alternatives(token, groups) for token in pattern.split())}"


def _alternatives(token: str, groups: dict[str, list[str]]) -> str:
    if token == GAP:
        return "(?:[^ ]+ ){0,4}"
    words = [word for part in token.split("|") for word in (groups[part[1:]] if part.startswith(GROUP) else [part])]
    return f"(?:{'|'.join(words).replace('_', ' ').replace(ANY, '[^ ]*')}) "


def prepare(found: "CrisisPatterns", topics: tuple[str, ...]) -> dict[str, object]:
    """Return the patterns as JSON values, with stems instead of words. Takes the topics in the order of the index."""
    return {
        "fillers": _stems(found.fillers),
        "groups": {name: _stems(words) for name, words in found.groups.items()},
        "quiet": [_pattern(pattern) for pattern in found.quiet],
        "kinds": [
            {
                "answers": _topic_numbers(found.answers.get(kind, ()), topics),
                "patterns": [_pattern(pattern) for pattern in patterns],
            }
            for kind, patterns in found.kinds.items()
        ],
        "topics": _topic_numbers(found.topics, topics),
    }


def _topic_numbers(found: tuple[str, ...], topics: tuple[str, ...]) -> list[int]:
    return [topics.index(topic) for topic in found if topic in topics]


def _pattern(pattern: str) -> str:
    return " ".join("|".join(_stems(token.split("|"))) for token in pattern.split())


def _stems(parts: tuple[str, ...] | list[str]) -> list[str]:
    """Return the stems of these parts without duplicates."""
    found = (part if part.startswith(GROUP) else "_".join(map(_stem, part.split("_"))) for part in parts)
    return list(dict.fromkeys(found))


def _stem(word: str) -> str:
    """Return the stem of a word. Before an asterisk it is only the beginning of a word, which loses a final e."""
    if not word.endswith(ANY):
        return stem(word)
    return f"{word[:-2]}{ANY}" if len(word) > 6 and word.endswith("e*") else word
