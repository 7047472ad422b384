"""What closing a channel does and does not do: for a reader who is about to block someone."""

from core.facts import Facts
from core.schema import CHANNEL_GROUPS, Channel
from macros.lookup_cards import Card, cards, in_group

SHOWN_FIELDS = ("block", "through", "tell", "save", "fails")


def channel(facts: Facts, group: str) -> str:
    """List the channels of one group of data/channels.yml.

    Takes the group, such as "phone". Gives Markdown: a card for each channel, with a mark if the other person could
    notice that it was closed.
    """
    chosen = in_group(facts.channels, group, CHANNEL_GROUPS, "data/channels.yml")
    return cards(facts, "channel", [_card(facts, found) for found in chosen])


def _card(facts: Facts, found: Channel) -> Card:
    fields = [(facts.strings[f"channel_{key}"], getattr(found, key)) for key in SHOWN_FIELDS]
    return Card(found.id, found.name, fields, found.notice, facts.strings[f"notice_{found.notice}"])
