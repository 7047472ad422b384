"""The way from any page to a country's numbers: those of the practice's countries, and an index of all."""

from core.facts import Facts
from core.joined_records import tel_url
from macros.helpline import country_card, groups
from macros.render import render


def country_index(facts: Facts) -> str:
    """Show the numbers of the countries in the setting `helpline_regions`, and an index that leads to every country.

    Takes nothing; gives Markdown.
    """
    countries = {entry.country: country_card(facts, entry) for entry in facts.countries}
    first = [countries[code] for code in facts.practice.helpline_regions]
    return render("country_index", facts, first=first, groups=groups(list(countries.values())), tel_url=tel_url)
