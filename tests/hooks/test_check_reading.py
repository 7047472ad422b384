"""A page that is too hard to read is refused, by a grade that an independent measure agrees with."""

from types import SimpleNamespace

import check_reading
import pytest
import textstat
from check_reading import grade, problems, syllables
from kitchen import pages
from prose import prose

HARD = "Comprehensive psychological considerations necessitate individualised professional deliberation. " * 20
EASY = "You can stop. You may rest. It is your call. No one can rush you. " * 20


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("no", 1),
        ("Contact", 2),
        ("safety", 2),
        ("psychological", 5),
        ("don't", 1),
        ("couldn’t", 2),
        ("hoovering", 3),  # not in the dictionary from here on: groups of vowels are counted
        ("zzyxed", 1),
        ("grplqe", 1),
        ("pqr", 1),
    ],
)
def test_syllables_are_counted(word, count):
    """A word of the dictionary is counted by it, any other by its groups of vowels, and each has at least one."""
    assert syllables(word) == count


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ([], 0.0),
        (["123 – 456."], 0.0),
        (["The cat sat."], 0.39 * 3 + 11.8 * 1 - 15.59),
        (["The cat sat. The dog ran off."], 0.39 * 3.5 + 11.8 * 1 - 15.59),
        (["The cat sat", "The dog ran off"], 0.39 * 3.5 + 11.8 * 1 - 15.59),
        (["“The cat sat.” The dog ran off!"], 0.39 * 3.5 + 11.8 * 1 - 15.59),
        (["Safety matters"], 0.39 * 2 + 11.8 * 2 - 15.59),
    ],
)
def test_the_grade_is_the_published_formula(texts, expected):
    """The grade is Flesch and Kincaid's: sentences end at a full stop or with their block."""
    assert grade(texts) == pytest.approx(expected)


def independent(texts):
    """The grade by textstat: each block is a sentence of its own, as a reader sees it."""
    ended = (text if text.endswith((".", "!", "?")) else f"{text}." for text in texts)
    return textstat.flesch_kincaid_grade(" ".join(ended))


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)
def test_the_grade_agrees_with_an_independent_one(page):
    """On every real page our grade is within half a year of what textstat says."""
    running = prose(page.html).running
    assert grade(running) == pytest.approx(independent(running), abs=0.5)


def test_a_hard_page_is_refused_with_the_place_to_begin():
    """A writer reads the grade, the most that is allowed, and the hardest sentence."""
    assert problems("docs/a.md", [EASY]) == []
    assert problems("docs/a.md", [EASY, HARD]) == [
        "docs/a.md: the reading grade is 11.3, and 10 is the most; write shorter sentences and plainer words, "
        "and begin with “Comprehensive psychological considerations necessitate indiv…”."
    ]


def test_a_short_page_has_no_grade():
    """Below a hundred words a grade says nothing, so none is held against a page."""
    hard = HARD.split()
    assert problems("docs/a.md", [" ".join(hard[:99])]) == []
    assert len(problems("docs/a.md", [" ".join(hard[:100])])) == 1


def test_mkdocs_hears_of_a_hard_page(caplog):
    """What is found on a page is logged where strict builds count it."""
    page = SimpleNamespace(file=SimpleNamespace(src_uri="a.md"))
    check_reading.on_page_content(f"<p>{HARD}</p>", page=page, config=None, files=None)
    assert [(name, text[:10]) for name, _, text in caplog.record_tuples] == [
        ("mkdocs.hooks.check_reading", "docs/a.md:")
    ]
