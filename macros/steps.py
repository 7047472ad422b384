"""Numbered steps that say of each whether the other person could notice it: so that safety comes before silence."""

import re
from collections.abc import Callable

from macros.facts import Facts
from macros.refusal import Refused
from macros.render import render

STEP = re.compile(r"^- (?:(\w+): ?)?", re.MULTILINE)
NOTICE = ("no", "maybe", "yes")


def steps(facts: Facts, *, caller: Callable[[], str]) -> str:
    """Number the steps and mark what could be noticed.

    Takes a Markdown list whose items begin with no:, maybe: or yes: (could the other person notice this step?);
    gives a numbered list with a mark on each step. Where a step could be noticed, a line above it leads to the
    safety check.
    """
    found = [_step(text) for text in re.split(r"^(?=- )", caller().strip(), flags=re.MULTILINE) if text.strip()]
    if not found:
        raise Refused(
            "there are no steps; write each on a line of its own, beginning with “- no:”, “- maybe:” or “- yes:”."
        )
    noticed = any(notice != "no" for notice, _ in found)
    marks = {notice: facts.strings[f"notice_{notice}"] for notice in NOTICE}
    return render("steps", facts, steps=found, noticed=noticed, marks=marks)


def _short(text: str) -> str:
    first = text.strip().splitlines()[0]
    return first if len(first) <= 40 else f"{first[:40].rstrip()}…"


def _step(text: str) -> tuple[str, str]:
    """Split one item into its tag and its words, indented to stand inside a list."""
    start = STEP.match(text)
    tag = start.group(1) if start else None
    if tag not in NOTICE:
        raise Refused(
            f"the step “{_short(text)}” does not say whether the other person could notice it; "
            "begin it with “- no:”, “- maybe:” or “- yes:”."
        )
    first, *rest = text[start.end() :].rstrip().split("\n")
    return tag, "\n".join([first, *(f"    {line.strip()}" if line.strip() else "" for line in rest)])
