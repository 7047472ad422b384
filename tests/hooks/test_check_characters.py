"""Characters that a word processor pastes are refused by page and line, with what to type instead."""

import pytest
from check_characters import problems

FINE = """---
title: A title
---

# A heading

- an entry, with 10\u00a0pm in it
    1. a numbered one
> a quotation – with a dash, “quotation marks” and 👋🏽

!!! care "A box"
    Its text: پناه‌گاه
| a | b |
"""


@pytest.mark.parametrize(
    ("line", "mistake"),
    [
        ("##\u00a0A heading", "a mark at the beginning of the line is followed by a no-break or other unusual space"),
        ("  -\u202fAn entry", "a mark at the beginning of the line is followed by a no-break or other unusual space"),
        ("2.\u2003An entry", "a mark at the beginning of the line is followed by a no-break or other unusual space"),
        (
            '!!!\u00a0care "In danger?"',
            "a mark at the beginning of the line is followed by a no-break or other unusual",
        ),
        ("\u00a0\u00a0A line", "a mark at the beginning of the line is followed by a no-break or other unusual space"),
        ("•\tAn entry", "the line begins with a bullet from a word processor, write “- ”"),
        ("– An entry", "the line begins with a bullet from a word processor"),
        ("1) An entry", "the line begins with a number that Markdown does not know"),
        ("(2) An entry", "the line begins with a number that Markdown does not know"),
        ("a) An entry", "the line begins with a number that Markdown does not know"),
        ("A\tgap", "the line contains a tab; write four spaces for each level"),
        ("help\u00adline", "it has an invisible character (soft hyphen) after “help”"),
        ("call\u200b them", "it has an invisible character (zero width space) after “call”"),
        ("left\u202eright", "it has an invisible character (right-to-left override) after “left”"),
        ("\ufefftitle: A", "it has an invisible character (zero width no-break space)"),
    ],
)
def test_each_is_one_message(line, mistake):
    """The message names the page, the line and what to type instead; the rest of the page is fine."""
    (found,) = problems("docs/a.md", f"{FINE}{line}\n")
    assert found.startswith(f"docs/a.md, line {len(FINE.splitlines()) + 1}: {mistake.split(', write')[0]}")
    assert "type" in found or "write" in found


def test_what_writers_need_is_accepted():
    """No-break spaces within a line, dashes, curly quotes, emoji, and the joiners of other scripts are no mistakes."""
    assert problems("docs/a.md", FINE) == []
