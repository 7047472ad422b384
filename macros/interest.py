"""Says whether the publisher has something to sell, wherever a reader should know it."""

from core.facts import Facts
from macros.render import filled


def interest(facts: Facts) -> str:
    """Say that the publisher offers paid sessions, or that this copy of the guide offers none.

    Takes nothing: a practice's name in the settings decides. Gives Markdown.
    """
    name = facts.practice.name
    return filled(facts.strings["interest"], name=name) if name else facts.strings["offer_none"]
