"""Banned wording is reported everywhere in a page, except where an exception with a reason allows it."""

from types import SimpleNamespace

import check_banned_wording
import pytest
from check_banned_wording import problems
from factories import config, page

from core.schema import BannedWording, ExceptedText
from core.settings import Practice

RULE = BannedWording(pattern=r"\bforbidden\b", why="it hurts", instead="write “allowed”")
EXCEPTION = ExceptedText(page="docs/a.md", text="the word forbidden itself", reason="it is named")
EXCEPTED = RULE.model_copy(update={"excepted": (EXCEPTION,)})


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("This is forbidden here.", ["“forbidden” in “This is forbidden here.”"]),
        ("FORBIDDEN", ["“FORBIDDEN” in “FORBIDDEN”"]),
        (
            "A rather long beginning of a sentence, then forbidden, then a rather long end of it.",
            ["“forbidden” in “…beginning of a sentence, then forbidden, then a rather long end of it…”"],
        ),
        ("forbidden and forbidden", ["“forbidden” in “forbidden and forbidden”"] * 2),
        ("Allowed.", []),
        ("forbiddenly", []),
        ("", []),
    ],
)
def test_each_banned_word_is_reported_with_its_context(text, found):
    """The message names the word and its context, why it is banned, and what to write; other words are allowed."""
    other = BannedWording(pattern="bad", why="so", instead="leave it out")
    assert problems("docs/a.md", [text, "bad"], [RULE, other]) == [
        *(f"docs/a.md: {match}: it hurts; write “allowed”." for match in found),
        "docs/a.md: “bad” in “bad”: so; leave it out.",
    ]


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


@pytest.mark.parametrize(
    ("html", "meta"),
    [
        ("<p>Forbidden.</p>", {}),
        ("", {"title": "Forbidden."}),
        ("", {"summary": "Forbidden."}),
        ("", {"handout": {"sections": ["how"], "try": "Forbidden."}}),
    ],
)
def test_every_field_of_a_page_is_checked(html, meta, caplog):
    """Banned words are found in the title, the summary, the exercise of the handout, and the text, and are logged."""
    settings = config(facts=SimpleNamespace(banned_wording=[RULE], practice=Practice()))
    check_banned_wording.on_page_content(html, page=page(**meta), config=settings, files=None)
    assert caplog.record_tuples == [
        ("mkdocs.hooks.check_banned_wording", 30, "docs/a.md: “Forbidden” in “Forbidden.”: it hurts; write “allowed”.")
    ]


@pytest.mark.parametrize(("setting", "count"), [("privacy", 0), ("offer", 1)])
def test_the_terms_of_the_practice_may_use_any_words(setting, count, caplog):
    """How long the owner keeps a message is no promise of the guide; what the owner offers may promise too much."""
    practice = Practice(**{setting: "It is forbidden to us to keep it."})
    settings = config(facts=SimpleNamespace(banned_wording=[RULE], practice=practice))
    check_banned_wording.on_page_content(
        "<p>Look: It is forbidden to us to keep it.</p>", page=page(title="A"), config=settings, files=None
    )
    assert len(caplog.records) == count


def test_the_texts_of_data_are_checked(caplog):
    """The strings of the layout and the descriptions of sources are worded as carefully as the pages."""
    facts = SimpleNamespace(
        banned_wording=[RULE],
        language="en",
        strings={"open": "Forbidden.", "close": "Allowed."},
        sources={"a": SimpleNamespace(about="Also forbidden.")},
    )
    check_banned_wording.on_pre_build(config=config(facts=facts))
    assert caplog.messages == [
        "data/strings/en.yml: “Forbidden” in “Forbidden.”: it hurts; write “allowed”.",
        "data/sources.yml: “forbidden” in “Also forbidden.”: it hurts; write “allowed”.",
    ]
