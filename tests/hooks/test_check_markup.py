"""Marks that would be published as they were typed are reported, and HTML that must never be published."""

import pytest
from check_markup import on_page_content, on_page_markdown, problems, unsafe_html
from factories import config, page

from core.build_state import build_state

CARE = 'write it as !!! care "A heading", with straight quotation marks'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("##A", "a heading has no space after its #; write “## A heading”"),
        ("!!!care", f"“!!!care” is no beginning of a block; {CARE}"),
        ("!!! care “A”", f"“!!! care “A”” is no beginning of a block; {CARE}"),
        ("!!! cares\n    B", "there is no block “!!! cares”; write “care”"),
        ("!!! note\n    B", "there is no block “!!! note”; write one of: care, view, words"),
        ('!!! care "A"\nB', 'the block “!!! care "A"” is empty; begin each line that belongs to it with 4 spaces'),
        ('- a\n\n    !!! care "A"\n\n    B', None),
        ('??? note "A"', 'blocks that fold (???) are not used here; write an open one: !!! care "A heading"'),
        ('=== "A"', "tabs (===) are not used here; write a heading for each part"),
        ("- [x] A", "boxes to tick (- [ ]) are not used here; write {% call ticks() %}, see handbook/macros.md"),
        ("[^1]: A", "footnotes ([^1]) are not used here; write the sentence in the text"),
        ("A.[^1]", "footnotes are not used here (“[^1]”); write the sentence in the text"),
        ('--8<-- "a.md"', "parts of other files (--8<--) are not used here; copy the text, or link to its page"),
        ("A :material-phone: b", "icons are not used here (“:material-phone:”); delete it"),
        ("A ==b c== d", "marked text is not used here (“==b c==”); write **bold** for what matters most"),
        ("A ++ctrl+c++ b", "keys are not used here (“++ctrl+c++”); write their names, such as Ctrl and C"),
        ("A ~~b~~ c", "deleted text is not used here (“~~b~~”); delete it"),
        ("A {--b--} c", "marks of a revision are not used here (“{--”); accept the change or delete it"),
        ("A $$b$$ c", "formulas are not used here (“$$”); write it in words"),
    ],
)
def test_a_mark_that_means_something_else_is_reported(text, message):
    """It is reported with its line, what was seen and what to write instead."""
    found = problems("docs/a.md", f"# A\n\n{text}\n")
    if message is None:
        assert found[0].startswith("docs/a.md, line 5: the block “!!! care") and "8 spaces" in found[0]
    else:
        assert found == [f"docs/a.md, line 3: {message}."]


@pytest.mark.parametrize(
    "text",
    ['!!! care "A"\n\n    B', "!!! words\n    B", "## A { #a }", "#", "a == b", "    ==b==", "`==b==` `$$`", "C++",
     "1 + 1 ++", "{{ reply('a-b') }}", "| --- |", "at 10:30:45", "[A](b.md)[^"],
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
            '<a href="../a/#b">A</a><a href="tel:111">B</a><a href="https://a.example/">C</a><code>&lt;script&gt;',
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
