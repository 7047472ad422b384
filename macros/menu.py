"""Where a phone or an app keeps its block, by its maker's own help: for a reader who has decided to block someone."""

from core.facts import Facts
from core.numbers_and_names import format_day
from core.schema import MENU_GROUPS, Menu
from macros.lookup_cards import Card, cards, in_group

SHOWN_FIELDS = ("save", "way", "other", "does", "tell", "quieter")


def menu(facts: Facts, group: str) -> str:
    """List where to find the block in the phones and apps of one group of data/menus.yml.

    Takes the group, such as "phone". Gives Markdown: a card for each, with the day on which its maker's help was read
    and a mark if the other person could notice the block.
    """
    chosen = in_group(facts.menus, group, MENU_GROUPS, "data/menus.yml")
    return cards(facts, "menu", [_card(facts, found) for found in chosen])


def _card(facts: Facts, found: Menu) -> Card:
    shown = [(facts.strings[f"menu_{key}"], getattr(found, key)) for key in SHOWN_FIELDS]
    maker = f"[{found.maker}]({found.page}){{ rel='noopener noreferrer' }}" if found.page else found.maker
    read = facts.strings["menu_checked_words"].format(day=format_day(found.checked, facts.language), maker=maker)
    fields = [(label, words) for label, words in shown if words] + [(facts.strings["menu_checked"], read)]
    return Card(found.id, found.name, fields, found.notice, facts.strings[f"notice_{found.notice}"])
