"""The guide's own text uses no “he” or “she”, and the genders in its examples are balanced."""

from types import SimpleNamespace

import check_gendered_language
import pytest
from check_gendered_language import balance_problems, problems
from factories import config, page

from core.settings import Practice

ADVICE = "write “they”, or the relation (“your brother”), or put an example into quotation marks."


@pytest.mark.parametrize("word", ["he", "She", "him", "her", "his", "hers", "himself", "HERSELF"])
def test_a_gendered_pronoun_is_reported(word):
    """The message gives the sentence and what to write."""
    assert problems("docs/a.md", [f"They call. Let {word} ring until morning. Then rest."]) == [
        f"docs/a.md: “{word}” in “Let {word} ring until morning.” assumes a gender; {ADVICE}"
    ]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("They ring. Let them.", 0),
        ("Say “he knows”, or ‘she doesn’t know her yet’, and go.", 0),
        ("The theory of others is here, where this shell lies.", 0),
        ("Your brother, your mother.", 0),
        ("He says “she knows” and he goes.", 2),
    ],
)
def test_only_pronouns_outside_quotations_are_reported(text, count):
    """Quotations, relations, and words that merely contain a pronoun are allowed."""
    assert len(problems("docs/a.md", [text])) == count


@pytest.mark.parametrize(
    ("men", "women", "count"),
    [(10, 10, 0), (14, 7, 0), (7, 14, 0), (19, 0, 0), (0, 0, 0), (15, 6, 1), (6, 15, 1), (20, 0, 1), (0, 20, 1)],
)
def test_unbalanced_examples_are_reported_once(men, women, count):
    """Of 20 words or more, two thirds at most may be of one gender; the message says where to begin."""
    examples = ["Say “my brother is here”."] * men + ["Say ‘ask my aunt’ once."] * women
    message = (
        f"docs/: of {men + women} gendered words in the examples, {men} are of men (he, dad, brother …) and {women} of "
        "women (she, mum, sister …), and the limit for either is two thirds; write “they” or the other gender in some "
        "of them, starting in docs/b.md."
    )
    pages = {"docs/a.md": examples[:2], "docs/b.md": examples[2:]}
    assert balance_problems(pages) == [message] * count


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("men", "he him his himself father dad brother son husband boyfriend uncle fathers brothers sons"),
        (
            "women",
            "she her hers herself mother mum sister daughter wife girlfriend aunt mothers sisters daughters wives",
        ),
    ],
)
def test_every_gendered_word_counts(kind, words):
    """Pronouns and relations both show the gender of a person."""
    pattern = check_gendered_language.GENDERED_WORDS[kind]
    assert [word for word in words.split() if not pattern.fullmatch(word)] == []
    assert len(balance_problems({"a": [f"“{words} {words}”"]})) == 1


def build(html, privacy=None, **meta):
    """Run the hook on a build with one page, for a practice with this setting."""
    practice = Practice(name="Ada", privacy=privacy)
    settings = config(facts=SimpleNamespace(practice=practice))
    check_gendered_language.on_page_content(html, page=page(**meta), config=settings, files=None)
    check_gendered_language.on_post_build(config=settings)


@pytest.mark.parametrize(
    ("html", "meta"),
    [
        ("<p>He rings.</p>", {}),
        ("", {"title": "He rings"}),
        ("", {"summary": "He rings."}),
        ("", {"handout": {"sections": [], "try": "He rings."}}),
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
    assert [text[:27] for text in caplog.messages] == ["docs/a.md: “her” in “For he", "docs/: of 20 gendered words"]


def test_a_practice_may_write_of_its_own_people(caplog):
    """What the settings say is the owner's, and so is the gender of the people in it."""
    build("<p>What you write: Only Ada reads it; she keeps it.</p>", privacy="Only {name} reads it;\nshe keeps it.")
    assert caplog.records == []


def test_only_quotations_are_examples(caplog):
    """The guide's own words are not counted for the balance, but those in quotation marks are."""
    build(f"<p>{'My brother knows. ' * 20}</p>")
    build(f"<p>{'My brother said: “He knows.” ' * 19}</p>")
    assert caplog.records == []
