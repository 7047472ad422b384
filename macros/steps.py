"""Numbered steps that say of each whether the other person could notice it: so that safety comes before silence."""

import re
from collections.abc import Callable

from core.errors import InputError
from core.facts import Facts
from core.schema import NOTICEABILITY
from macros.render import render

STEP = re.compile(r"^- (?:(\w+): ?)?", re.MULTILINE)


def steps(facts: Facts, start: int = 1, *, again: bool = False, caller: Callable[[], str]) -> str:
    """Number the steps and mark what could be noticed.

    Takes the number of the first step, where a list goes on from one further up; `again=True` for a list that is not
    the first on its page; and a Markdown list whose items begin with no:, maybe: or yes: (could the other person
    notice this step?). Gives a numbered list with a mark on each step. Where a step could be noticed, words above the
    list lead to the safety check: a box, or only a line where the box is further up the page.
    """
    if not isinstance(start, int) or start < 1:
        raise InputError(f"“{start}” is not a number to continue from; write the number of the first step, such as 7.")
    found = [_step(text) for text in re.split(r"^(?=- )", caller().strip(), flags=re.MULTILINE) if text.strip()]
    if not found:
        raise InputError(
            "there are no steps; write each on a line of its own, beginning with “- no:”, “- maybe:” or “- yes:”."
        )
    noticed = any(notice != "no" for notice, _ in found)
    marks = {notice: facts.strings[f"notice_{notice}"] for notice in NOTICEABILITY}
    return render("steps", facts, steps=found, start=start, noticed=noticed, again=again or start > 1, marks=marks)


def _beginning(text: str) -> str:
    first = text.strip().splitlines()[0]
    return first if len(first) <= 40 else f"{first[:40].rstrip()}…"


def _step(text: str) -> tuple[str, str]:
    """Return the noticeability and the text of one item. Raises InputError for an item without the former."""
    start = STEP.match(text)
    tag = start.group(1) if start else None
    if tag not in NOTICEABILITY:
        raise InputError(
            f"the step “{_beginning(text)}” does not say whether the other person could notice it; "
            "begin it with “- no:”, “- maybe:” or “- yes:”."
        )
    first, *rest = text[start.end() :].rstrip().split("\n")
    if any(line.lstrip().startswith("- ") for line in rest):
        raise InputError(f"the step “{_beginning(text)}” contains a list; write sentences, or a step for each.")
    return tag, "\n".join([first, *(line.strip() for line in rest)])
