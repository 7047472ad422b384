"""A page that is too hard or too long is refused, by a grade that an independent measure agrees with."""

from types import SimpleNamespace

import check_readability
import pytest
import textstat
from check_readability import grade, problems, spoken, syllables, words
from macro_environment import pages
from prose import Prose, prose

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
    """On every real page our grade is within half a year of what textstat says, which counts no shorter sentences."""
    running = [sentence for sentence in spoken(prose(page.html).running) if words([sentence]) > 2]
    assert grade(running) == pytest.approx(independent(running) if running else 0.0, abs=0.5)


def judged(*texts, kind=None):
    """What is said of a page that holds these blocks, all of them its writer's own running prose."""
    return problems("docs/a.md", Prose(list(texts), list(texts), list(texts)), kind)


def line(count, start="One"):
    """A sentence of so many easy words."""
    return " ".join([start, *["cat"] * (count - 1)]) + "."


def test_a_hard_page_is_refused_with_the_place_to_begin():
    """A writer reads the grade, the most that is allowed, and the hardest sentence."""
    assert judged(EASY) == []
    assert judged(EASY, HARD) == [
        "docs/a.md: the reading grade is 11.3, and 10 is the most; write shorter sentences and plainer words, "
        "and begin with “Comprehensive psychological considerations necessitate indiv…”."
    ]


def test_a_short_page_has_no_grade():
    """Below a hundred words a grade and an average say nothing, so none is held against a page."""
    hard = HARD.split()
    assert judged(" ".join(hard[:99])) == []
    assert len(judged(" ".join(hard[:100]))) == 1
    assert judged(" ".join([line(33)] * 3)) == []


def test_long_sentences_are_refused_by_their_average():
    """A page of sentences that are long as a rule is refused, with the longest of them to begin with."""
    assert judged(" ".join([line(20)] * 6)) == []
    assert judged(" ".join([line(20)] * 5), line(26, "Two")) == [
        "docs/a.md: a sentence has 21.0 words on average, and 20 are the most; write two sentences instead of one, and "
        "begin with “Two cat cat cat cat cat cat cat cat cat cat cat cat cat cat …”."
    ]


def test_one_long_sentence_is_refused_by_its_words():
    """A sentence that nobody can hold in mind is named, however short the page and its other sentences are."""
    assert judged(EASY, line(35)) == []
    assert judged(line(36), EASY, line(40, "Two")) == [
        "docs/a.md: a sentence has 36 words, and 35 are the most; write two sentences instead of "
        "“One cat cat cat cat cat cat cat cat cat cat cat cat cat cat …”.",
        "docs/a.md: a sentence has 40 words, and 35 are the most; write two sentences instead of "
        "“Two cat cat cat cat cat cat cat cat cat cat cat cat cat cat …”.",
    ]


def test_a_long_page_is_refused():
    """A tired reader gets through a page: 1,200 words at most, but for answers of which a reader opens one."""
    assert judged(*[line(10)] * 120) == []
    assert judged(*[line(10)] * 120, "One.") == [
        "docs/a.md: the page has 1,201 words, and 1,200 are the most; move a section to a page of its own, or cut."
    ]
    assert len(judged(*[line(10)] * 120, "One.", kind="worksheet")) == 1
    assert judged(*[line(10)] * 120, "One.", kind="questions") == []


def test_what_is_brought_is_not_judged():
    """A list from data/ makes no page too long, and a table makes no sentence too long."""
    assert problems("docs/a.md", Prose([EASY] * 200, [line(36)], ["One."])) == []


def test_mkdocs_hears_of_a_hard_page(caplog):
    """What is found on a page is logged where strict builds count it, and the page's kind is heeded."""
    page = SimpleNamespace(file=SimpleNamespace(src_uri="a.md"), meta={"kind": "questions"})
    html = f"<p>{HARD}</p>" + f"<p>{line(10)}</p>" * 120
    check_readability.on_page_content(f"<p>{HARD}</p>", page=page, config=None, files=None)
    check_readability.on_page_content(html, page=page, config=None, files=None)
    page.meta = {}
    check_readability.on_page_content(html, page=page, config=None, files=None)
    assert [(name, text[:23]) for name, _, text in caplog.record_tuples] == [
        ("mkdocs.hooks.check_readability", "docs/a.md: the reading "),
        ("mkdocs.hooks.check_readability", "docs/a.md: the page has"),
    ]
