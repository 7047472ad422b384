"""Links to one kind of helpline in every country that has one: for a page about the people whom it serves."""

from core.errors import require_known
from core.facts import Facts
from core.schema import HELPLINE_KINDS
from macros.helpline import country_card
from macros.render import render


def country_links(facts: Facts, kind: str) -> str:
    """Link the countries with a helpline of a kind, such as "child", to its place on the page of helplines.

    Takes the kind, one of those in data/helplines.yml. Gives Markdown: the names of the countries in one line, or where
    no country that the guide shows has such a line, the way to the directories.
    """
    require_known(kind, HELPLINE_KINDS, "kind of helpline")
    cards = [country_card(facts, country) for country in facts.countries]
    return render(
        "country_links",
        facts,
        kind=kind,
        countries=[card.country for card in cards if any(name == kind for name, *_ in card.kinds)],
    )
