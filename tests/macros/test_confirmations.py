"""The owner's list of numbers to confirm contains every number, with the day on which a person confirmed it."""

from dataclasses import replace

from macros.confirmations import confirmations


def test_the_list_names_every_number(facts):
    """Each has its number, the page to compare it with, a note if the guide does not show it, and the day."""
    page = confirmations(facts)
    assert (
        "the emergency numbers of 1 countries and 1 helplines, which a release asks for; 1 helplines of which the page "
        "shows only the site; the emergency numbers of 1 further countries."
    ) in page
    assert "| Second line (crisis) | 020 7946 0002 or #4141 | https://second.example.org/ |  |  |" in page
    assert "| Unsure line (abuse; not shown) | 020 7946 0003 | https://unsure.example.org/ | never shown |  |" in page
    assert "| Emergency | police 333 | https://seen.example.org/ |  |  |" in page
    assert "- Deland: police 444; ambulance 444" in page
    assert [row.split(" | ")[-1] for row in page.splitlines() if "First line" in row] == ["2026-01-02 |"]


def test_the_list_follows_the_practices_countries(facts):
    """Where only the practice's own countries are shown, only their numbers are listed."""
    beland = [country for country in facts.countries if country.name == "Beland"]
    page = confirmations(replace(facts, countries=tuple(beland)))
    assert [line for line in page.splitlines() if line.startswith("## ")] == [
        "## Beland",
        "## Countries with emergency numbers only",
    ]
