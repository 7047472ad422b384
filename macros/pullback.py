"""The forms in which a person may try to draw the reader back, and what to do: decided before the message comes."""

from core.facts import Facts
from core.schema import Pullback
from macros.lookup_cards import Card, cards

SHOWN_FIELDS = ("example", "pull", "real", "do")


def pullback(facts: Facts) -> str:
    """List every pull-back of data/pullbacks.yml.

    Gives Markdown: a card for each, with a mark where it is a reason to tell someone who can act.
    """
    return cards(facts, "pullback", [_card(facts, found) for found in facts.pullbacks])


def _card(facts: Facts, found: Pullback) -> Card:
    fields = [(facts.strings[f"pullback_{key}"], getattr(found, key)) for key in SHOWN_FIELDS]
    mark = ("help", facts.strings["pullback_help"]) if found.help else (None, None)
    return Card(found.id, found.name, fields, *mark)
