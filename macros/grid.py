"""An empty table with heads: to fill in by hand on a printed worksheet."""

from core.errors import InputError, require_whole_number
from core.facts import Facts
from macros.render import render

MAX_ROWS = 15


def grid(facts: Facts, heads: list[str], *, rows: int = 5) -> str:
    """Draw an empty table.

    Takes the heads of two to five columns, and the number of rows, 1 to 15. Gives Markdown.
    """
    if not isinstance(heads, list) or len(heads) not in range(2, 6) or not all(str(head).strip() for head in heads):
        raise InputError('the heads are not a list of two to five; write them as ["Date", "What happened"].')
    require_whole_number(rows, 1, MAX_ROWS, "rows")
    return render("grid", facts, heads=heads, rows=rows)
