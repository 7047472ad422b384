"""The guide's own text uses no “he” or “she”, and the genders in its examples are balanced."""

from types import SimpleNamespace

import check_gendered_language
import pytest
from check_gendered_language import balance_problems, problems
from factories import config

ADVICE = "write “they”, or the relation (“your brother”), or put an example into quotation marks."


@pytest.mark.parametrize("word", ["he", "She", "him", "her", "his", "hers", "himself", "HERSELF"])
def test_a_gendered_pronoun_is_reported(word):
    """The message gives the sentence and what to write."""
    assert problems("docs/a.md", [f"They call. Let {word} ring until morning. Then rest."]) == [
        f"docs/a.md: “{word}” in “Let {word} ring until morning.” assumes a gender; {ADVICE}"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "They ring. Let them.",
        "Say “he knows”, or ‘she doesn’t know her yet’, and go.",
        "The theory of others is here, where this shell lies.",
        "Your brother, your mother.",
    ],
)
def test_other_words_are_allowed(text):
    """Quotations, relations, and words that merely contain a pronoun are allowed."""
    assert problems("docs/a.md", [text]) == []


def test_each_pronoun_outside_quotations_is_reported():
    """Two pronouns outside quotations are reported at once, and one inside is not."""
    assert len(problems("docs/a.md", ["He says “she knows” and he goes.", "They go."])) == 2


def examples(men, women):
    """Return blocks of examples with these numbers of words of each gender."""
    return ["Say “my brother is here”."] * men + ["Say ‘ask my aunt’ once."] * women


@pytest.mark.parametrize(("men", "women"), [(10, 10), (14, 7), (7, 14), (19, 0), (0, 0)])
def test_balanced_examples_pass(men, women):
    """Up to two thirds of the words may be of one gender, and fewer than 20 words are not counted."""
    assert balance_problems({"docs/a.md": examples(men, women)}) == []


@pytest.mark.parametrize(("men", "women"), [(15, 6), (6, 15), (20, 0), (0, 20)])
def test_unbalanced_examples_are_reported_once(men, women):
    """The message gives the counts over all pages, what to write, and the page with most to change."""
    most = examples(men, women)
    assert balance_problems({"docs/a.md": most[:2], "docs/b.md": most[2:]}) == [
        f"docs/: of {men + women} gendered words in the examples, {men} are of men (he, dad, brother …) and {women} of "
        "women (she, mum, sister …), and the limit for either is two thirds; write “they” or the other gender in some "
        "of them, starting in docs/b.md."
    ]


@pytest.mark.parametrize("kind", check_gendered_language.GENDERED_WORDS)
def test_every_gendered_word_counts(kind):
    """Pronouns and relations both show the gender of a person."""
    words = {
        "men": "he him his himself father dad brother son husband boyfriend uncle fathers brothers sons",
        "women": "she her hers herself mother mum sister daughter wife girlfriend aunt mothers sisters daughters wives",
    }
    assert [
        word for word in words[kind].split() if not check_gendered_language.GENDERED_WORDS[kind].fullmatch(word)
    ] == []
    assert len(balance_problems({"a": [f"“{words[kind]} {words[kind]}”"]})) == 1


def build(html, **meta):
    """Run the hook on a build with one page."""
    page = SimpleNamespace(file=SimpleNamespace(src_uri="a.md"), meta={"title": "They", "summary": "They."} | meta)
    settings = config()
    check_gendered_language.on_page_content(html, page=page, config=settings, files=None)
    check_gendered_language.on_post_build(config=settings)


@pytest.mark.parametrize(
    ("html", "meta"),
    [
        ("<p>He rings.</p>", {}),
        ("", {"title": "He rings"}),
        ("", {"summary": "He rings."}),
        ("", {"handout": {"try": "He rings."}}),
    ],
)
def test_every_field_of_a_page_is_checked(html, meta, caplog):
    """The title, the summary, the exercise of the handout, and the text are checked, and problems are logged."""
    build(html, **meta)
    assert [(name, level, text[:16]) for name, level, text in caplog.record_tuples] == [
        ("mkdocs.hooks.check_gendered_language", 30, "docs/a.md: “He” ")
    ]


def test_lists_from_data_are_checked_too(caplog):
    """A list that a macro inserts from data/ is checked as well, and its examples are counted."""
    build(f"<ul data-lookup><li>For her: {'“He knows.” ' * 20}</li></ul>")
    assert len(caplog.records) == 2
    assert [text[:49] for _, _, text in caplog.record_tuples][1] == "docs/: of 20 gendered words in the examples, 20 a"


def test_only_quotations_are_examples(caplog):
    """The guide's own words are not counted for the balance, but those in quotation marks are."""
    build(f"<p>{'My brother knows. ' * 20}</p>")
    build(f"<p>{'My brother said: “He knows.” ' * 19}</p>")
    assert caplog.records == []
