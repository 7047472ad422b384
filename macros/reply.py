"""Words to send when something must be answered, and when nothing should be: for a reader who cannot cut contact."""

import re
from html import escape

from core.facts import Facts
from core.schema import REPLY_GROUPS, REPLY_STYLES, Reply
from macros.lookup_cards import Card, cards, in_group

QUOTED = re.compile(r"([“„«‹\"]?)(.*?)([”“»›\"]?)", re.S)


def reply(facts: Facts, group: str) -> str:
    """List the situations of one group of data/replies.yml.

    Takes the group, such as "children". Gives Markdown: a card for each, which says first whether a reply is needed,
    and then, only where one is, three ways to word it. Where advice comes first, the card is marked and open.
    """
    chosen = in_group(facts.replies, group, REPLY_GROUPS, "data/replies.yml")
    return cards(facts, "reply", [_card(facts, found) for found in chosen])


def _card(facts: Facts, found: Reply) -> Card:
    needs = (facts.strings[f"reply_needs_{found.needs}"], found.why)
    worded = [
        (label, _to_copy(getattr(found, key), label, facts.strings["copy_done_reply"]))
        for key in REPLY_STYLES
        if getattr(found, key) and (label := facts.strings[f"reply_{key}"])
    ]
    mark = ("help", needs[0]) if found.needs == "advice" else (None, None)
    return Card(found.id, found.they, [needs, *worded], *mark)


def _to_copy(words: str, label: str, done: str) -> str:
    """Return a reply as HTML from which assets/copy_button.js copies the words without their quotation marks."""
    before, text, after = QUOTED.fullmatch(words).groups()
    attributes = f'class="guide-wording__text" data-name="{escape(label)}" data-done="{escape(done)}"'
    return f"{before}<span {attributes}>{escape(text, quote=False)}</span>{after}"
