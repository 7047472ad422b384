"""Lists of things to look up, as cards that a phone can show: for the macros that show many facts on a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from core.errors import InputError, require_known
from core.facts import Facts
from core.schema import Channel, Menu, Pullback, Reply
from macros.render import render

Grouped = TypeVar("Grouped", Channel, Menu, Pullback, Reply)


@dataclass(frozen=True)
class Card:
    """An entry to look up: its id, its name, its fields (label and Markdown), and perhaps a mark with its text.

    The mark is one of schema.NOTICEABILITY, or “help” if the reader should tell somebody.
    """

    id: str
    name: str
    fields: list[tuple[str, str]]
    notice: str | None = None
    says: str | None = None


def cards(facts: Facts, kind: str, found: list[Card]) -> str:
    """Return cards as Markdown. Takes the macro's name, for styles and ids, and the cards."""
    return render("parts/lookup_cards", facts, kind=kind, cards=found)


def in_group(entries: tuple[Grouped, ...], group: str, groups: Sequence[str], file: str) -> list[Grouped]:
    """Return the entries of one group of a data file. Raises InputError if the group is unknown or empty."""
    require_known(group, groups, "group", file)
    chosen = [entry for entry in entries if entry.group == group]
    if not chosen:
        raise InputError(f"{file} has nothing in the group “{group}”; add an entry, or take this call out.")
    return chosen
