"""The forms in which a person may try to draw the reader back, and what to do: decided before the message comes."""

from core.facts import Facts
from core.schema import PULLBACK_GROUPS, Pullback
from macros.lookup_cards import Card, cards, in_group

SHOWN_FIELDS = ("example", "pull", "real", "do")


def pullback(facts: Facts, group: str) -> str:
    """List the pull-backs of one group of data/pullbacks.yml.

    Takes the group, such as "soft". Gives Markdown: a card for each, with a mark where it is a reason to tell someone
    who can act.
    """
    chosen = in_group(facts.pullbacks, group, PULLBACK_GROUPS, "data/pullbacks.yml")
    return cards(facts, "pullback", [_card(facts, found) for found in chosen])


def _card(facts: Facts, found: Pullback) -> Card:
    fields = [(facts.strings[f"pullback_{key}"], getattr(found, key)) for key in SHOWN_FIELDS]
    mark = ("help", facts.strings["pullback_help"]) if found.help else (None, None)
    return Card(found.id, found.name, fields, *mark)
