"""Ruled lines with a label above them, to write on a printed worksheet."""

from core.errors import InputError, require_whole_number
from core.facts import Facts
from macros.render import render

MAX_LINES = 12


def lines(facts: Facts, label: str, count: int = 1) -> str:
    """Draw lines to write on by hand.

    Takes what is to be written there, and the number of lines, 1 to 12. Gives Markdown.
    """
    if not str(label).strip():
        raise InputError("the label is empty; write what is to be noted there.")
    require_whole_number(count, 1, MAX_LINES, "lines")
    return render("lines", facts, label=label, count=count)
