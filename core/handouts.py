"""Reads what the front matter of a page says about its handout, for hooks and downloads."""

from typing import Any, NamedTuple


class Handout(NamedTuple):
    """What the handout of a page contains."""

    sections: tuple[str, ...]  # the ids of the headings that it contains, after the start of the page
    exercise: str  # its last sentence; empty if there is none


def handout_of(front_matter: dict[str, Any]) -> Handout | None:
    """Return the handout that the front matter of a page describes; None for a page without one.

    Of invalid front matter, returns what can be read; hooks/check_front_matter.py reports the mistake.
    """
    value = front_matter.get("handout")
    if not isinstance(value, dict) or "sections" not in value:
        return None
    sections = value["sections"] if isinstance(value["sections"], list) else []
    return Handout(tuple(map(str, sections)), str(value.get("try") or ""))


def exercise_of(front_matter: dict[str, Any]) -> str:
    """Return the exercise of a page's handout, or an empty string."""
    handout = handout_of(front_matter)
    return handout.exercise if handout else ""
