"""Combined patterns find every text that one of them would find."""

import re

import pytest
from patterns import combine

PATTERNS = (r"\bbad\b|(?<!not )\bgood\b", r"(?<!if )(?<!how )\btests? work")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("it is bad.", True),
        ("it is good.", True),
        ("it is not good.", False),
        ("badly", False),
        ("the test works", True),
        ("if tests work", False),
        ("how tests work", False),
        ("", False),
    ],
)
def test_combined_patterns_find_what_each_of_them_finds(text, found):
    """A combined pattern matches where one of its patterns does, each with what must not come before it."""
    assert bool(combine(PATTERNS).search(text)) is found
    assert any(re.search(pattern, text) for pattern in PATTERNS) is found


@pytest.mark.parametrize("pattern", [r"100 ?%", r"\bNever\b", r"\b(\w+) \1\b", r"\b[a-c]|d\b"])
def test_a_pattern_that_does_not_fit_lets_no_text_pass(pattern):
    """Beside a pattern of another form, each text counts as one that could match."""
    assert combine((*PATTERNS, pattern)).search("anything")


def test_no_pattern_finds_nothing():
    """Without patterns, no text could match."""
    assert not combine(()).search("anything")
