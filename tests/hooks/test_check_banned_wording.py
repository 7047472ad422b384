"""Banned wording is reported everywhere in a page, except where an exception with a reason allows it."""

from datetime import date
from types import SimpleNamespace

import check_banned_wording
import pytest
from check_banned_wording import problems
from factories import config

from core.schema import BannedWording, ExceptedText

RULE = BannedWording(pattern=r"\bforbidden\b", why="it hurts", instead="write “allowed”")
EXCEPTION = ExceptedText(page="docs/a.md", text="the word forbidden itself", reason="it is named")
EXCEPTED = RULE.model_copy(update={"excepted": (EXCEPTION,)})


@pytest.mark.parametrize(
    ("text", "context"),
    [
        ("This is forbidden here.", "“This is forbidden here.”"),
        ("FORBIDDEN", "“FORBIDDEN”"),
        (
            "A rather long beginning of a sentence, then forbidden, then a rather long end of it.",
            "“…beginning of a sentence, then forbidden, then a rather long end of it…”",
        ),
    ],
)
def test_a_banned_word_is_reported_with_its_context(text, context):
    """The message names the word and its context, why it is banned, and what to write."""
    word = "FORBIDDEN" if text.isupper() else "forbidden"
    assert problems("docs/a.md", [text], [RULE]) == [f"docs/a.md: “{word}” in {context}: it hurts; write “allowed”."]


def test_every_match_is_reported():
    """Two matches of one rule and one of another are all reported at once."""
    other = BannedWording(pattern="bad", why="so", instead="leave it out")
    assert len(problems("docs/a.md", ["forbidden and forbidden", "bad"], [RULE, other])) == 3


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (r"\bbad\b|(?<!not )\bgood\b", "It is good."),
        (r"100 ?%", "It is 100% sure."),
        (r"\bNever\b", "It is never so."),
        (r"\b(\w+) \1\b", "It is is so."),
        (r"\b[a-c]|d\b|\be\Wf", "E-F"),
        (r"\b(?:a|b)[|)]c", "B|C"),
    ],
)
def test_a_pattern_of_any_form_finds_its_text(pattern, text):
    """However a rule is written, it is applied, next to rules of other forms."""
    rule = BannedWording(pattern=pattern, why="it hurts", instead="write “allowed”")
    assert len(problems("docs/a.md", [text], [RULE, rule])) == 1


@pytest.mark.parametrize("text", ["Allowed.", "forbiddenly", ""])
def test_other_words_are_allowed(text):
    """Words that match no pattern are not reported."""
    assert problems("docs/a.md", [text], [RULE]) == []


@pytest.mark.parametrize(
    ("page", "text", "count"),
    [
        ("docs/a.md", "Here stands the word forbidden itself, with a reason.", 0),
        ("docs/b.md", "Here stands the word forbidden itself, with a reason.", 1),
        ("docs/a.md", "Here stands forbidden alone.", 1),
        ("docs/a.md", "The word: the word forbidden itself. And forbidden again.", 1),
        ("docs/a.md", "the word forbidden itself, and again the word forbidden itself", 0),
    ],
)
def test_an_exception_applies_only_to_its_page_and_text(page, text, count):
    """An exception allows one text on one page, and nothing else."""
    assert len(problems(page, [text], [EXCEPTED])) == count


@pytest.mark.parametrize("field", ["title", "summary", "try", "text"])
def test_every_field_of_a_page_is_checked(field, caplog):
    """The title, the summary, the exercise of the handout, and the text are checked, and problems are logged."""
    values = dict.fromkeys(("title", "summary", "try", "text"), "Allowed.") | {field: "Forbidden."}
    meta = {"title": values["title"], "summary": values["summary"], "written": date(2026, 1, 2)}
    meta["handout"] = {"sections": ["how"], "try": values["try"]}
    page = SimpleNamespace(file=SimpleNamespace(src_uri="a.md"), meta=meta)
    settings = config(facts=SimpleNamespace(banned_wording=[RULE]))
    check_banned_wording.on_page_content(f"<p>{values['text']}</p>", page=page, config=settings, files=None)
    assert caplog.record_tuples == [
        ("mkdocs.hooks.check_banned_wording", 30, "docs/a.md: “Forbidden” in “Forbidden.”: it hurts; write “allowed”.")
    ]
