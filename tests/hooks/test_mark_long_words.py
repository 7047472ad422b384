"""Long words in tables are marked, so that stylesheets can break these, and no others."""

from types import SimpleNamespace

import pytest
from factories import config
from mark_long_words import MAX_LETTERS, mark_long_words, on_page_content

LONG = "x" * (MAX_LETTERS + 1)
MARKED = f'<span class="guide-long-word">{LONG}</span>'


def table(cell):
    """A table of a page, with this cell."""
    return f'<h2>{LONG}</h2>\n<table>\n<tr>\n<td align="center">{cell}</td>\n</tr>\n</table>\n<p>{LONG}</p>'


@pytest.mark.parametrize(
    ("cell", "marked"),
    [
        (LONG, MARKED),
        (f"an {LONG}, too", f"an {MARKED.replace('</', ',</')} too"),
        (f"{LONG} {LONG}", f"{MARKED} {MARKED}"),
        (f'<a href="{LONG}"><code>{LONG}</code></a>', f'<a href="{LONG}"><code>{MARKED}</code></a>'),
        ("a.example/b?c=1&amp;d=2", '<span class="guide-long-word">a.example/b?c=1&amp;d=2</span>'),
        (LONG[1:], LONG[1:]),
        ("&amp;" * MAX_LETTERS, "&amp;" * MAX_LETTERS),
        ("twenty-five-letter-words and\u00a0words – of one—or\u00adtwo\u200bparts", None),
        (f"{LONG[9:]}&nbsp;{LONG[9:]}&shy;{LONG[9:]} & {LONG[9:]}", None),
        (f'<img src="{LONG}" alt="&quot;">', None),
    ],
)
def test_only_words_that_no_column_has_room_for_are_marked(cell, marked):
    """A line may break at spaces, hyphens and dashes; tags, shorter words, and what is outside a table stay."""
    assert mark_long_words(table(cell)) == table(cell if marked is None else marked)


def test_each_table_of_a_page_is_seen():
    """Words between two tables stay."""
    assert mark_long_words(table(LONG) * 2) == table(MARKED) * 2


@pytest.mark.parametrize("reused", [set(), {"a.md"}])
def test_a_reused_page_is_not_marked_again(reused):
    """Its HTML was kept with the marks."""
    page = SimpleNamespace(file=SimpleNamespace(src_uri="a.md"))
    html = on_page_content(table(LONG), page=page, config=config(reused=reused))
    assert html == (None if reused else table(MARKED))
