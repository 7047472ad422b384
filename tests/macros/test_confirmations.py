"""The owner's list of numbers to confirm contains every unconfirmed number and no confirmed one."""

from dataclasses import replace
from datetime import date

from macros.confirmations import confirmations


def test_the_list_names_every_unconfirmed_number(facts):
    """Each has its number, the page to compare it with, and a note if the guide does not show the number."""
    page = confirmations(facts)
    assert (
        "the emergency numbers of 1 countries and 1 helplines, which a release asks for; 1 helplines of which the page "
        "shows the site alone; the emergency numbers of 1 further countries."
    ) in page
    assert "| Second line (crisis) | 020 7946 0002 or #4141 | https://second.example.org/ |  |" in page
    assert "| Unsure line (abuse; not shown) | 020 7946 0003 | https://unsure.example.org/ | never shown |" in page
    assert "| Emergency | police 333 | https://seen.example.org/ |  |" in page
    assert "- Deland: police 444; ambulance 444" in page
    assert "First line" not in page
    assert "police 111" not in page


def test_a_country_with_all_numbers_confirmed_is_not_listed(facts):
    """A country disappears from the list when nothing is left to confirm."""
    day = {"confirmed": date(2026, 1, 2)}
    aland, *others = facts.countries
    lines = tuple(line.model_copy(update=day) for line in aland.lines)
    page = confirmations(replace(facts, countries=(aland.model_copy(update=day | {"lines": lines}), *others)))
    assert "## Aland" not in page
    assert "## Beland" in page
