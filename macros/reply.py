"""Words to send when something must be answered, and when nothing should be: for a reader who cannot cut contact."""

from core.facts import Facts
from core.schema import REPLY_GROUPS, REPLY_STYLES, Reply
from macros.lookup_cards import Card, cards, in_group


def reply(facts: Facts, group: str) -> str:
    """List the situations of one group of data/replies.yml.

    Takes the group, such as "children". Gives Markdown: a card for each, which says first whether a reply is needed,
    and then, only where one is, three ways to word it. Where advice comes first, the card is marked and open.
    """
    chosen = in_group(facts.replies, group, REPLY_GROUPS, "data/replies.yml")
    return cards(facts, "reply", [_card(facts, found) for found in chosen])


def _card(facts: Facts, found: Reply) -> Card:
    needs = (facts.strings[f"reply_needs_{found.needs}"], found.why)
    worded = [(facts.strings[f"reply_{key}"], getattr(found, key)) for key in REPLY_STYLES if getattr(found, key)]
    mark = ("help", needs[0]) if found.needs == "advice" else (None, None)
    return Card(found.id, found.they, [needs, *worded], *mark)
