"""Ready words to copy, with the guide's own addresses in them: for practitioners who fill in a form or a portal."""

import re
from collections.abc import Callable

from core.errors import InputError, require_known, require_whole_number
from core.facts import Facts
from macros.render import render

MAX_CHARACTERS = 5000
PLACEHOLDER = re.compile(r"\{(\w*)\}")


def wording(facts: Facts, topic: str, most: int = MAX_CHARACTERS, *, caller: Callable[[], str]) -> str:
    """Show words that can be copied with one press.

    Takes a topic of data/topics.yml, the most characters that the form's field takes, and between the tags the
    words: plain text, in which `{address}` and `{neutral}` stand for the topic's two addresses, `{card}` and
    `{neutral_card}` for those of its cards, and `{guide}` for that of the first page. Gives Markdown.
    """
    require_whole_number(most, 1, MAX_CHARACTERS, "characters")
    require_known(topic, facts.topics, "topic", "data/topics.yml")
    if not facts.topics[topic].page:
        raise InputError(f"the topic “{topic}” has no page yet; choose another of data/topics.yml.")
    text = _fill_addresses(caller().strip(), _addresses(facts, topic))
    if len(text) > most:
        raise InputError(
            f"the words for “{topic}” are {len(text)} characters long, and {most} is the most; shorten them."
        )
    return render("wording", facts, text=text, limit=most if most < MAX_CHARACTERS else None)


def _addresses(facts: Facts, topic: str) -> dict[str, str]:
    found = facts.topics[topic]
    return {
        "guide": facts.url,
        "address": facts.url + found.path,
        "neutral": facts.url + found.short_link,
        "card": facts.url + found.embed,
        "neutral_card": facts.url + found.neutral_embed,
    }


def _fill_addresses(text: str, addresses: dict[str, str]) -> str:
    for name in PLACEHOLDER.findall(text):
        require_known(name, addresses, "address", "the macro wording")
    return PLACEHOLDER.sub(lambda gap: addresses[gap[1]], text)
