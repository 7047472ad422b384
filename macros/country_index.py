"""The way from any page to a country's numbers: those of the practice's countries, and an index of all."""

from core.errors import require_known
from core.facts import Facts
from core.joined_records import tel_url
from macros.helpline import country_card, groups
from macros.render import render


def country_index(facts: Facts, *country: str) -> str:
    """Show the numbers of the countries in the setting `helpline_regions`, and an index that leads to every country.

    Takes countries, two letters each, whose numbers are shown where that setting is empty. Gives Markdown.
    """
    countries = {entry.country: country_card(facts, entry) for entry in facts.countries}
    known = {entry.country for entry in (*facts.countries, *facts.left_out)}
    for code in country:
        require_known(code, known, "country", "data/emergency.yml")
    first = [countries[code] for code in facts.practice.helpline_regions or country]
    return render("country_index", facts, first=first, groups=groups(list(countries.values())), tel_url=tel_url)
