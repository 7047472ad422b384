"""The owner's list of numbers to confirm contains every unconfirmed number and no confirmed one."""

from dataclasses import replace
from datetime import date

from macro_environment import PRACTICE, ROOT, copy_sample_data, facts

from core.facts import load
from macros.confirmations import confirmations


def test_the_list_names_every_unconfirmed_number(tmp_path):
    """Each has its number, the page to compare it with, and a note if the guide does not show the number."""
    page = confirmations(load(copy_sample_data(tmp_path), PRACTICE))
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


def test_a_country_with_all_numbers_confirmed_is_not_listed(tmp_path):
    """A country disappears from the list when nothing is left to confirm."""
    known = load(copy_sample_data(tmp_path), PRACTICE)
    assert "## Aland" not in confirmations(replace(known, countries=tuple(map(confirm, known.countries))))


def confirm(country):
    """The country with all of its numbers confirmed."""
    day = {"confirmed": date(2026, 1, 2)}
    lines = tuple(line.model_copy(update=day) for line in country.lines)
    return country.model_copy(update=day | {"lines": lines})


def test_the_handbook_page_lists_every_country_with_numbers_to_confirm():
    """The page was generated from the data; it need not be regenerated after each change of a line."""
    page = (ROOT / "handbook" / "confirmations.md").read_text(encoding="utf-8")
    unconfirmed = [country.name for country in facts().countries if any(not line.confirmed for line in country.lines)]
    assert len(unconfirmed) > 0
    assert [name for name in unconfirmed if f"## {name}\n" not in page] == []
