"""A message gets its line, and one that only follows from another mistake is withheld."""

import logging

import pytest
from factories import config, topic, topics_by_slug
from refine_messages import on_config, page_pattern, with_folder, with_line

from core.build_state import build_state

PAGE = """---
title: A
written: soon
---

# A page

You can **rest**, and [sleep](../hlep/index.md) then.
A word. A word.
"""


@pytest.mark.parametrize(
    ("message", "named"),
    [
        ("docs/a.md: it links to docs/b.md.", "pages/ur/a.md: it links to docs/b.md."),
        ("docs/a.md, docs/c/b.md: share it.", "pages/ur/a.md, pages/ur/c/b.md: share it."),
        ("docs/a.md, line 3: no.", "pages/ur/a.md, line 3: no."),
        ("docs/a.md, docs/english.md: share it.", "pages/ur/a.md, docs/english.md: share it."),
        ("data/a.yml: docs/b.md is no page.", "data/a.yml: docs/b.md is no page."),
    ],
)
def test_a_translation_has_a_folder_of_its_own(message, named):
    """An editor is led to the file that has the mistake, not to its original."""
    assert with_folder(message, "pages/ur", {"english.md"}) == named


@pytest.mark.parametrize(
    ("message", "refined"),
    [
        ("“written” is not a date; write it as 2026-11-22.", 3),
        ("“You can rest, and sleep” needs a source.", 8),
        ("the link “../hlep/index.md” leads to no page; write “../help/index.md”.", 8),
        ("“A word” is there.", 9),
        ("“word” is there; write “A page”.", 9),
        ("“rest now” is there.", None),
        ("it has 3 words.", None),
    ],
)
def test_a_message_gets_its_line(message, refined, tmp_path):
    """Where the words that it quotes are in a single line of the page; what to write instead does not count."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.md").write_text(PAGE, encoding="utf-8")
    line = f", line {refined}" if refined else ""
    assert with_line(f"docs/a.md: {message}", tmp_path) == f"docs/a.md{line}: {message}"
    assert with_line(f"docs/gone.md, docs/a.md: {message}", tmp_path) == f"docs/gone.md, docs/a.md{line}: {message}"


@pytest.mark.parametrize(
    ("quoted", "place"),
    [
        ("She reads it alone", "mkdocs.yml, line 2"),
        ("Ring us at noon", "data/strings/en.yml, line 1"),
        ("Ring us at midnight", "docs/a.md"),
        ("noon", "docs/a.md"),  # too little to tell
    ],
)
def test_words_that_a_macro_inserts_are_named_where_they_are_written(quoted, place, tmp_path):
    """A mistake in a setting or in data leads there, and not to the page that shows it."""
    for file, text in (
        ("docs/a.md", PAGE),
        ("mkdocs.yml", "practice:\n  privacy: She reads it alone.\n"),
        ("data/strings/en.yml", "call: Ring us at noon.\n"),
    ):
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text(text, encoding="utf-8")
    assert with_line(f"docs/a.md: “{quoted}” is wrong.", tmp_path) == f"{place}: “{quoted}” is wrong."


@pytest.mark.parametrize(
    ("message", "follows"),
    [
        ("docs/how/people.md: it is long", True),
        ("docs/a.md, docs/how/people.md: share the title “A”", True),
        ("docs/a.md: a link leads to “#b”, but docs/how/people.md has no such heading", True),
        ("docs/a.md: the link “../how/people.md#b” leads to no page", True),
        ("docs/how/a.md: the link “people.md” leads to no page", True),
        ("docs/links.md: the link “../../how/people/#b” leads to no page", True),
        ("data/url_registry.yml: how/people/#b (“B”) was published", True),
        ("data/url_registry.yml: files/how-people.pdf was published", True),
        ("data/url_registry.yml: r/k7wm/text-k7wm.pdf was published", True),
        ("data/navigation.yml: “how/people.md” is not a page in docs/", True),
        ("docs/take/people.md: it is long", False),
        ("docs/a.md: the link “people.md” leads to no page", False),
        ("data/url_registry.yml: how/people/more/ was published", False),
        ("data/url_registry.yml: files/how-people-more.pdf was published", False),
    ],
)
def test_what_is_about_a_page_is_known(message, follows):
    """By its file, its address, its downloads and its short links; not by what only looks like them."""
    pattern = page_pattern("how/people.md", (topic("k7wm", "how/people.md"),))
    assert bool(pattern.search(message)) == follows


def test_what_follows_from_a_mistake_is_withheld(tmp_path, caplog):
    """One mistake is one line; advice may name the page, and an earlier build is forgotten."""
    log = logging.getLogger("mkdocs.hooks.test_refine_messages")
    for unreadable in ({"how/people.md"}, set()):
        caplog.clear()
        settings = config(tmp_path, facts=type("Facts", (), {"topics": topics_by_slug()}))
        on_config(settings)
        build_state(settings).unreadable |= unreadable
        log.warning("docs/how/people.md: it is long.")
        log.warning("docs/%s: it is misspelt; write “how/people.md”.", "a.md")
        assert len(caplog.messages) == (1 if unreadable else 2)
