"""A list with a box before each line: to tick on a printed worksheet, where nothing is stored."""

from collections.abc import Callable

from core.errors import InputError, require_whole_number
from core.facts import Facts
from macros.render import render


def ticks(facts: Facts, columns: int = 1, *, caller: Callable[[], str]) -> str:
    """Draw a box before each line of a list.

    Takes how many columns the list has on paper, 1 or 2, and a Markdown list whose items begin with a hyphen.
    Gives Markdown.
    """
    require_whole_number(columns, 1, 2, "columns")
    text = caller().strip()
    if not text.startswith("- "):
        raise InputError("there is no list; write each line to tick on a line of its own, beginning with “- ”.")
    return render("ticks", facts, text=text, columns=columns)
