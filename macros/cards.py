"""Lists of things to look up, as cards that a phone can show: for the ingredients that bring many facts to a page."""

from dataclasses import dataclass

from macros.facts import Facts
from macros.render import render


@dataclass(frozen=True)
class Card:
    """One thing to look up: its id, its name, its lines (label and Markdown), and a mark with words where it has one.

    The mark is one of shapes.NOTICE, or “help” where a person should be told.
    """

    id: str
    name: str
    fields: list[tuple[str, str]]
    notice: str | None = None
    says: str | None = None


def cards(facts: Facts, kind: str, found: list[Card]) -> str:
    """Set cards below each other. Takes the ingredient's name, for styles and ids, and the cards; gives Markdown."""
    return render("parts/cards", facts, kind=kind, cards=found)
