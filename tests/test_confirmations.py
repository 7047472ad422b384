"""The owner's list of numbers to confirm holds all that nobody has compared, and nothing that somebody has."""

from dataclasses import replace
from datetime import date

from macro_environment import PRACTICE, ROOT, facts, lay_out

from core.facts import load
from macros.confirmations import confirmations


def test_the_list_names_what_nobody_has_confirmed(tmp_path):
    """Each with its number, the page to compare it with, and a word where the number is not shown."""
    said = confirmations(load(lay_out(tmp_path), PRACTICE))
    assert (
        "the emergency numbers of 1 countries and 1 helplines, which a release asks for; 1 helplines of which the page "
        "shows the site alone; the emergency numbers of 1 further countries."
    ) in said
    assert "| Second line (crisis) | 020 7946 0002 or #4141 | https://second.example.org/ |  |" in said
    assert "| Unsure line (abuse; not shown) | 020 7946 0003 | https://unsure.example.org/ | never shown |" in said
    assert "| Emergency | police 333 | https://seen.example.org/ |  |" in said
    assert "- Deland: police 444; ambulance 444" in said
    assert "First line" not in said
    assert "police 111" not in said


def test_a_country_of_which_all_is_confirmed_is_not_listed(tmp_path):
    """What is done is gone from the list."""
    known = load(lay_out(tmp_path), PRACTICE)
    assert "## Aland" not in confirmations(replace(known, countries=tuple(map(confirmed, known.countries))))


def confirmed(country):
    """A country all of whose numbers somebody has compared."""
    day = {"confirmed": date(2026, 1, 2)}
    lines = tuple(line.model_copy(update=day) for line in country.lines)
    return country.model_copy(update=day | {"lines": lines})


def test_the_page_of_the_handbook_holds_every_country_with_something_to_confirm():
    """What the owner reads was made from the data; an editor who changes one line need not make it anew."""
    page = (ROOT / "handbook" / "confirmations.md").read_text(encoding="utf-8")
    open_ones = [country.name for country in facts().countries if any(not line.confirmed for line in country.lines)]
    assert len(open_ones) > 0
    assert [name for name in open_ones if f"## {name}\n" not in page] == []
