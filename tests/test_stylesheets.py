"""The stylesheets of the web fit every direction of writing."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PHYSICAL = re.compile(r"\b(?:margin|padding|border)-(?:left|right)\b|text-align: (?:left|right)\b")
SIDES = re.compile(r"\b(?:margin|padding): ([^;{}]+)")
SIZE = re.compile(r"[\w.%-]+(?:\([^)]*\))?")
LEFT_AND_RIGHT = (".align-", "safe-area-inset")  # a side that a writer chose, and the edges of a screen


def mirrored_by_hand(line: str) -> bool:
    """Whether a line names left or right, or has other sizes at these sides, so that no browser mirrors it."""
    sizes = [SIZE.findall(value) for value in SIDES.findall(line)]
    return bool(PHYSICAL.search(line)) or any(len(found) == 4 and found[1] != found[3] for found in sizes)


@pytest.mark.parametrize("path", sorted((ROOT / "docs/assets").glob("*.css")), ids=lambda path: path.name)
def test_sides_follow_the_direction_of_writing(path):
    """Space at the beginning or end of a line is written as such: margin-inline-start, padding-inline: 0 2rem."""
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if mirrored_by_hand(line) and not any(word in line for word in LEFT_AND_RIGHT)] == []


def test_a_side_would_be_noticed():
    """The test above sees what it looks for."""
    assert mirrored_by_hand("a { padding: .6rem 2rem .6rem 0; }")
    assert mirrored_by_hand("a { margin-left: 1rem; }")
    assert not mirrored_by_hand("a { padding: .6rem min(1rem, 2vw) .7rem min(1rem, 2vw); margin: 0 1rem .5rem; }")
