"""Pages that are too hard or too long are reported, by a grade that agrees with an independent implementation."""

import logging
from types import SimpleNamespace

import check_readability
import pytest
import textstat
from check_readability import all_sentences, count_syllables, count_words, grade, low_grades, median_problems, problems
from factories import config, page
from macro_environment import pages
from prose import prose

HARD = "Comprehensive psychological considerations necessitate individualised professional deliberation. " * 20
EASY = "You can stop. You may rest. It is your call. No one can rush you. " * 20
WHOLE = "Your family may be safer after you have talked to somebody about it. " * 10


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("no", 1),
        ("Contact", 2),
        ("safety", 2),
        ("psychological", 5),
        ("don't", 1),
        ("couldn’t", 2),
        ("hoovering", 3),  # from here on not in the dictionary: groups of vowels are counted
        ("zzyxed", 1),
        ("grplqe", 1),
        ("pqr", 1),
    ],
)
def test_syllables_are_counted(word, count):
    """The dictionary counts its words, groups of vowels count others, and each word has at least one syllable."""
    assert count_syllables(word) == count


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
    """The grade is Flesch and Kincaid's; sentences end at a full stop or with their block."""
    assert grade(texts) == pytest.approx(expected)


def textstat_grade(texts):
    """Return the grade by textstat, with each block as at least one sentence."""
    ended = (text if text.endswith((".", "!", "?")) else f"{text}." for text in texts)
    return textstat.flesch_kincaid_grade(" ".join(ended))


@pytest.mark.parametrize(
    "page",
    [page for page in pages() if count_words(prose(page.html).sentences) >= check_readability.MIN_WORDS],
    ids=lambda page: page.name,
)
def test_the_grade_agrees_with_an_independent_one(page):
    """On pages with enough words our grade is within 0.5 of textstat's, which ignores sentences of one or two words."""
    longer = [sentence for sentence in all_sentences(prose(page.html).sentences) if count_words([sentence]) > 2]
    assert grade(longer) == pytest.approx(textstat_grade(longer), abs=0.5)


def prose_of(sentences=(), running=(), authored=(), parts=1):
    """Return the text of a page with these blocks: without labels, without tables, and all that is its own."""
    return SimpleNamespace(sentences=list(sentences), running=list(running), authored=list(authored), parts=parts)


def check_page(*texts, kind=None, parts=1):
    """Return the problems of a page with these blocks, all of them whole sentences of its own, and so many sections."""
    return problems("docs/a.md", prose_of(texts, texts, texts, parts), kind)


def sentence_of(count, start="One"):
    """Return a sentence of this many easy words."""
    return " ".join([start, *["cat"] * (count - 1)]) + "."


@pytest.mark.parametrize(
    ("texts", "messages"),
    [
        ([EASY], []),
        (
            [EASY, HARD],
            ["the reading grade is 11.3, and the limit is 10, above all for “Comprehensive psychological "
             "considerations necessitate indiv…”; write shorter sentences and plainer words."],
        ),
        ([" ".join([sentence_of(20)] * 6)], []),
        (
            [" ".join([sentence_of(20)] * 5), sentence_of(26, "Two")],
            ["a sentence has 21.0 words on average, and the limit is 20, the longest being “Two cat cat cat cat cat "
             "cat cat cat cat cat cat cat cat cat …”; write two sentences instead of one."],
        ),
        ([EASY, sentence_of(35)], []),
        (
            [sentence_of(36), EASY, sentence_of(40, "Two")],
            [f"the sentence “{start} cat cat cat cat cat cat cat cat cat cat cat cat cat cat …” has {count} words, "
             "and the limit is 35; write two instead."
             for count, start in ((36, "One"), (40, "Two"))],
        ),
        ([sentence_of(10)] * 120, []),
        (
            [*[sentence_of(10)] * 120, "One."],
            ["the page has 1,201 words, and the limit is 1,200; move a section to a page of its own, or shorten it."],
        ),
    ],
)  # fmt: skip
def test_a_hard_or_long_page_is_reported(texts, messages):
    """The message gives the grade, the words of a sentence or of the page, the limit, and where to begin."""
    assert check_page(*texts) == [f"docs/a.md: {message}" for message in messages]


def test_a_short_page_has_no_grade():
    """With fewer than 100 words, a grade and an average mean nothing, so neither is checked."""
    hard = HARD.split()
    assert check_page(" ".join(hard[:99])) == []
    assert len(check_page(" ".join(hard[:100]))) == 1
    assert check_page(" ".join([sentence_of(33)] * 3)) == []


@pytest.mark.parametrize(("kind", "count"), [("worksheet", 1), ("questions", 0)])
def test_a_page_of_questions_may_be_longer(kind, count):
    """Of the questions a reader opens one, so their page may be longer than others."""
    assert len(check_page(*[sentence_of(10)] * 120, "One.", kind=kind)) == count


@pytest.mark.parametrize(("parts", "limit"), [(4, 1200), (5, 1800)])
def test_a_page_that_is_read_in_parts_may_be_longer(parts, limit):
    """Five sections or more make a page that readers open at one of them."""
    texts = [sentence_of(10)] * (limit // 10)
    assert check_page(*texts, parts=parts) == []
    assert len(check_page(*texts, "One.", parts=parts)) == 1


def test_text_from_macros_and_tables_is_not_checked():
    """A list from data/ does not count for the page's length, nor a table for the length of sentences."""
    assert problems("docs/a.md", prose_of(authored=[sentence_of(36)])) == []


def test_headings_do_not_make_a_page_easier():
    """The grade and the average are calculated without headings and labels, which have few words and no full stop."""
    assert len(problems("docs/a.md", prose_of([HARD], [HARD, *["Rest"] * 200]))) == 1
    assert len(problems("docs/a.md", prose_of([sentence_of(21)] * 5, ["Rest"] * 20))) == 1


def test_a_hard_exercise_is_reported():
    """The last sentence of a handout asks for no more than eight years of school."""
    text = prose_of()
    assert problems("docs/a.md", text, exercise="Say two dull lines aloud.") == []
    assert problems("docs/a.md", text, exercise="Contemplate individualised possibilities.") == [
        "docs/a.md: “try” of the handout has the reading grade 36.7, and the limit is 8; write a shorter sentence and "
        "plainer words."
    ]


@pytest.mark.parametrize("grades", [[8.1] * 5 + [7.9] * 5, [8.1] * 9, [8.0] * 10])
def test_a_guide_may_have_some_harder_pages(grades):
    """Half of all pages may be above grade 8, and so may all pages of a small guide."""
    assert median_problems({f"docs/{number}.md": found for number, found in enumerate(grades)}) == []


def test_a_guide_with_too_many_harder_pages_is_reported():
    """If more than half of ten pages are above grade 8, the message names the hardest three."""
    grades = {f"docs/{name}.md": 8.0 + number / 10 for number, name in enumerate("abcdefghij")}
    assert median_problems(grades) == [
        "docs/: half of all pages have a reading grade above 8.4, and the limit is 8; write shorter sentences and "
        "plainer words, starting in docs/j.md, docs/i.md, docs/h.md."
    ]


def test_pages_with_a_low_grade_are_listed():
    """One line names the pages, the easiest first, and there is none without such pages."""
    assert low_grades({}) == ""
    assert low_grades({"docs/a.md": 4.31, "docs/b.md": 2.0}) == (
        "Reading grade below 4.5, where sentences are often too short to follow: docs/b.md (2.0), docs/a.md (4.3)."
    )


@pytest.mark.parametrize(
    ("text", "kind", "count"),
    [
        (EASY, None, 1),
        (EASY, "worksheet", 0),
        (EASY, "list", 0),
        (EASY[:60], None, 0),
        (WHOLE, None, 0),
    ],
)
def test_a_low_grade_is_no_warning(text, kind, count, caplog):
    """It is information at the end of a build, on pages of whole sentences with at least 100 words."""
    caplog.set_level(logging.INFO)
    build = config()
    check_readability.on_page_content(f"<p>{text}</p>", page=page(kind=kind), config=build)
    check_readability.on_post_build(config=build)
    assert [record.levelname for record in caplog.records] == ["INFO"] * count


def test_the_grades_of_one_build_are_compared(caplog):
    """The grades of the last build do not count."""
    build = config()
    for name in "abcdefghij":
        check_readability.on_page_content(f"<p>{HARD}</p>", page=page(f"{name}.md"), config=build)
    caplog.clear()
    check_readability.on_post_build(config=build)
    check_readability.on_post_build(config=config())
    assert len(caplog.messages) == 1


def test_problems_of_a_page_are_logged(caplog):
    """Problems are logged as warnings; a page of questions may be longer, but not harder."""
    html = f"<p>{HARD}</p>" + f"<p>{sentence_of(10)}</p>" * 120
    check_readability.on_page_content(f"<p>{HARD}</p>", page=page(kind="questions"), config=config(), files=None)
    check_readability.on_page_content(html, page=page(kind="questions"), config=config(), files=None)
    check_readability.on_page_content(html, page=page(), config=config(), files=None)
    assert [(name, text[:23]) for name, _, text in caplog.record_tuples] == [
        ("mkdocs.hooks.check_readability", "docs/a.md: the reading "),
        ("mkdocs.hooks.check_readability", "docs/a.md: the page has"),
    ]
