"""Words to send when something must be answered, and when nothing should be: for a reader who cannot cut contact."""

from macros.cards import Card, cards
from macros.facts import Facts
from macros.refusal import Refused, known
from macros.shapes import REGISTERS, REPLY_GROUPS


def reply(facts: Facts, group: str) -> str:
    """List the situations of one group of data/replies.yml.

    Takes the group, such as "children". Gives Markdown: a card for each, which says first whether a reply is needed,
    and then, only where one is, three ways to word it.
    """
    known(group, REPLY_GROUPS, "group", "data/replies.yml")
    chosen = [_card(facts, found) for found in facts.replies if found["group"] == group]
    if not chosen:
        raise Refused(f"data/replies.yml has nothing in the group “{group}”; add an entry, or take this call out.")
    return cards(facts, "reply", chosen)


def _card(facts: Facts, found: dict[str, str]) -> Card:
    needs = (facts.strings[f"reply_needs_{found['needs']}"], found["why"])
    worded = [(facts.strings[f"reply_{key}"], found[key]) for key in REGISTERS if key in found]
    return Card(found["id"], found["they"], [needs, *worded])
