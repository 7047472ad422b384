"""Marks that would be published as they were typed are reported, and HTML that must never be published."""

from pathlib import Path

import pytest
from check_markup import on_page_content, on_page_markdown, problems, snippet_problems, unsafe_html
from factories import config, page

from core.build_state import build_state

CARE_EXAMPLE = 'write it as !!! care "A heading", with straight quotation marks'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("##A", "a heading has no space after its #; write “## A heading”"),
        ("!!!care", f"“!!!care” does not begin a block; {CARE_EXAMPLE}"),
        ("!!! care “A”", f"“!!! care “A”” does not begin a block; {CARE_EXAMPLE}"),
        ("!!! cares\n    B", "there is no block “!!! cares”; write “care”"),
        ('!!! care "A"\nB', 'the block “!!! care "A"” is empty; begin each line that belongs to it with 4 spaces'),
        ('- a\n\n    !!! care "A"\n\n    B', None),
        ('===! "A"\nB', 'the block “===! "A"” is empty; begin each line that belongs to it with 4 spaces'),
        ('!! care "A"', 'a block begins with three exclamation marks; write !!! care "A heading"'),
        (
            "[A] (../b/c.md)",
            "a link has a space between its text and its target (“] (../b/c.md”); write [text](page.md)",
        ),
        (
            "A **b",
            "a mark ** for bold has no second one in its line; write it before and after the words, or delete it",
        ),
        ("-[x] A", "a box to tick is not written like this; write “- [ ] ” or “- [x] ”"),
        ("--8<--", '“--8<--” includes nothing; write it as --8<-- "includes/file.md"'),
        ("- a\n\n    $$b$$", None),
        ("A $$b$$ c", "formulas need a script, and pages here are read without any (“$$”); write it in words"),
    ],
)
def test_a_mark_that_means_something_else_is_reported(text, message):
    """It is reported with its line, what was seen and what to write instead."""
    text = f"# A\n\n{text}\n"
    found = problems("docs/a.md", text) + snippet_problems(Path(), "docs/a.md", text)
    if message is None:
        assert len(found) == 1
        assert found[0].startswith("docs/a.md, line 5: ")
    else:
        assert found == [f"docs/a.md, line 3: {message}."]


@pytest.mark.parametrize(
    "text",
    ['!!! care "A"\n\n    B', "!!! words\n    B", "## A { #a }", "#", "a == b", "A\n===", "    $$", "`$$` `[^1]`",
     "C++", "1 + 1 ++", "{{ reply('a-b') }}", "| --- |", "at 10:30:45", "[A](b.md)[^", "```\n$$\n[^1]: a\n```",
     "- a\n\n        $$", "- [A](b.md)", "- [1] A", "**A** (b.md)"],
)  # fmt: skip
def test_other_text_passes(text):
    """Blocks as they should be, code, calculations and calls are no mistakes."""
    assert problems("docs/a.md", text) == []


@pytest.mark.parametrize(
    ("html", "message"),
    [
        ("<p>A</p><script>b()</script>", "“<script>” must not be in a page; delete it"),
        ("<style>p{}</style>", "“<style>” must not be in a page; delete it"),
        ('<iframe src="a"></iframe>', "“<iframe>” must not be in a page; delete it"),
        ('<p style="color:red">A</p>', "“style=” must not be in a page, since browsers here ignore it; delete it"),
        ('<p onclick="a()">A</p>', "“onclick=” must not be in a page, since browsers here ignore it; delete it"),
        ("<p>A <!-- b --></p>", "a comment “<!--” would be published; delete it, or write it as {## … ##}, which"),
        ('<a href="java\nscript:b()">A</a>', "the address “java\nscript:b()” cannot be opened here; write one that"),
        ('<a href="http://a.example/">A</a>', "the address “http://a.example/” cannot be opened here; write one that"),
        (
            '<svg><!-- its licence --></svg><a href="../a/#b">A</a><a href="tel:111">B</a><a href="https://a.example/">C</a><code>&lt;script&gt;',
            "",
        ),
    ],
)
def test_html_that_must_not_be_published_is_reported(html, message):
    """A strict policy would block it, or a reader would see what was meant for editors."""
    found = unsafe_html("docs/a.md", html)
    assert len(found) == bool(message)
    assert "".join(found).startswith(f"docs/a.md: {message}" if message else "")


def test_mistakes_are_logged(caplog):
    """A page with a wrong mark is noted, so that what follows from it is not reported."""
    settings = config()
    wrong = page("a.md")
    wrong.file.content_string = "##A"
    on_page_markdown("##A", page=wrong, config=settings)
    on_page_content("<script></script>", page=wrong, config=settings)
    assert [text.partition(";")[0] for text in caplog.messages] == [
        "docs/a.md, line 1: a heading has no space after its #",
        "docs/a.md: “<script>” must not be in a page",
    ]
    assert build_state(settings).unreadable == {"a.md"}


def test_an_included_file_is_checked(tmp_path, caplog):
    """Its own name and line are in the message; a macro in it would be shown as it is."""
    settings = config(tmp_path)
    (tmp_path / "b.md").write_text("A\n\n##B\n{{ ticks() }}\n", encoding="utf-8")
    including = page("a.md")
    including.file.content_string = '--8<-- "b.md"'
    on_page_markdown("", page=including, config=settings)
    assert [text.partition(";")[0] for text in caplog.messages] == [
        "b.md, line 3: a heading has no space after its #",
        "b.md, line 4: a macro does nothing in an included file",
    ]
