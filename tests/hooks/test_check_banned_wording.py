"""A word that could hurt a reader is refused wherever it stands, except where a reason is given."""

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
    ("text", "said"),
    [
        ("This is forbidden here.", "“This is forbidden here.”"),
        ("FORBIDDEN", "“FORBIDDEN”"),
        (
            "A rather long beginning of a sentence, then forbidden, then a rather long end of it.",
            "“…beginning of a sentence, then forbidden, then a rather long end of it…”",
        ),
    ],
)
def test_a_refused_word_is_named_with_its_neighbours(text, said):
    """A writer reads where the word stands, what it does to a reader, and what to write."""
    word = "FORBIDDEN" if text.isupper() else "forbidden"
    assert problems("docs/a.md", [text], [RULE]) == [f"docs/a.md: “{word}” in {said}: it hurts; write “allowed”."]


def test_each_place_is_named():
    """Two places and two rules are all named at once."""
    other = BannedWording(pattern="bad", why="so", instead="leave it out")
    assert len(problems("docs/a.md", ["forbidden and forbidden", "bad"], [RULE, other])) == 3


@pytest.mark.parametrize("text", ["Allowed.", "forbiddenly", ""])
def test_other_words_pass(text):
    """A writer who uses other words hears nothing."""
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
def test_an_exception_holds_for_its_page_and_its_text_only(page, text, count):
    """A reasoned exception allows one text on one page, and nothing beside it."""
    assert len(problems(page, [text], [EXCEPTED])) == count


@pytest.mark.parametrize("place", ["title", "summary", "try", "text"])
def test_mkdocs_hears_of_each_place(place, caplog):
    """The title, the summary, what the handout gives to try, and the text are judged, and what is found is logged."""
    words = dict.fromkeys(("title", "summary", "try", "text"), "Allowed.") | {place: "Forbidden."}
    meta = {"title": words["title"], "summary": words["summary"], "written": date(2026, 1, 2)}
    meta["handout"] = {"sections": ["how"], "try": words["try"]}
    page = SimpleNamespace(file=SimpleNamespace(src_uri="a.md"), meta=meta)
    settings = config(facts=SimpleNamespace(banned_wording=[RULE]))
    check_banned_wording.on_page_content(f"<p>{words['text']}</p>", page=page, config=settings, files=None)
    assert caplog.record_tuples == [
        ("mkdocs.hooks.check_banned_wording", 30, "docs/a.md: “Forbidden” in “Forbidden.”: it hurts; write “allowed”.")
    ]
