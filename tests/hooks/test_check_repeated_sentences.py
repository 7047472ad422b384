"""A sentence that is on two pages is reported, so that each fact is stated once."""

from types import SimpleNamespace

import check_repeated_sentences
import pytest
from check_repeated_sentences import problems
from factories import config

NAMED = "They are with The Small Quiet Centre for Rest."
SHARED = "This copy of the guide has no sessions."
LONG = "You can stop here and go on another day."
MESSAGE = "docs/a.md, docs/b.md: share the sentence “{}”; keep it on one of them, and link to it from the others."


def facts(**strings):
    """Stand-ins for the facts, with these texts and a practice with a long name."""
    return SimpleNamespace(strings=strings, practice=SimpleNamespace(name="The Small Quiet Centre for Rest"))


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        (LONG, f"Yes. {LONG} No.", [LONG]),
        (LONG, LONG.replace("another", "the next"), []),
        ("You can stop here.", "You can stop here.", []),
        (f"{LONG} {LONG}", "Rest.", []),
        (SHARED, SHARED, []),
    ],
)
def test_a_sentence_on_two_pages_is_reported(first, second, found):
    """Eight words or more count, wherever they are in a text."""
    pages = {"docs/a.md": [first], "docs/b.md": ["Start.", second]}
    assert problems(pages, {SHARED}) == [MESSAGE.format(text) for text in found]


@pytest.mark.parametrize(
    ("html", "meta", "count"),
    [
        (f"<p>{LONG}</p>", {}, 1),
        (f"<p>{SHARED}</p>", {}, 0),
        (f"<p>{NAMED}</p>", {}, 0),
        (f"<p>{LONG}</p>", {"kind": "worksheet"}, 0),
        (f"<p>{LONG}</p>", {"template": "contents.html"}, 0),
        (f"<p><a href='./'>{LONG}</a></p>", {}, 0),
        (f"<div data-lookup><p>{LONG}</p></div>", {}, 0),
    ],
)
def test_texts_and_exercises_of_two_pages_are_compared(html, meta, count, caplog):
    """The text of two pages is compared; worksheets, links, strings, and what macros insert may be repeated."""
    settings = config(facts=facts(interest=f"None. {SHARED}", sold="They are with {name}."))
    for name in ("a.md", "b.md"):
        page = SimpleNamespace(file=SimpleNamespace(src_uri=name), meta=meta)
        check_repeated_sentences.on_page_content(html, page=page, config=settings)
    check_repeated_sentences.on_post_build(config=settings)
    assert caplog.messages == [MESSAGE.format(LONG)] * count


def test_two_handouts_with_one_exercise_are_reported(caplog):
    """However short it is, nobody gets the same exercise twice; pages without one have nothing in common."""
    settings = config(facts=facts())
    exercises = {"a.md": "Sit down.", "b.md": "Sit down.", "c.md": "Stand up.", "d.md": "", "e.md": ""}
    for name, exercise in exercises.items():
        meta = {"handout": {"sections": ["a"], "try": exercise}}
        page = SimpleNamespace(file=SimpleNamespace(src_uri=name), meta=meta)
        check_repeated_sentences.on_page_content("", page=page, config=settings)
    check_repeated_sentences.on_post_build(config=settings)
    assert caplog.messages == [
        "docs/a.md, docs/b.md: their handouts have the same exercise “Sit down.”; write another “try:” on one of them, "
        "since somebody may get both."
    ]
