"""Numbers are dialled, and names sorted, whatever way people write them."""

from datetime import date

import pytest

from core.numbers_and_names import dialled, format_day, sort_key


@pytest.mark.parametrize(
    "written",
    ["13\u00a011\u00a014", "13\u202f11\u202f14", "13\u201111\u201114", "13.11.14", "(13) 11 14", "13 11 14", "131114"],
)
def test_every_digit_of_a_number_is_dialled(written):
    """However the digits are set apart, as on the page from which they were copied, a tap dials all of them."""
    assert dialled(written) == "131114"
    assert dialled(f"+{written}*#") == "+131114*#"


def test_names_are_sorted_by_their_plain_letters():
    """A country is found under its letter, with or without an accent."""
    assert sorted(["Belgium", "Åland", "Albania", "zambia", "Zimbabwe"], key=sort_key) == [
        *("Åland", "Albania", "Belgium", "zambia", "Zimbabwe")
    ]


def test_names_in_another_script_keep_their_letters():
    """A translation lists countries in the order of its own alphabet."""
    assert sorted(["پاکستان", "آسٹریا", "بھارت"], key=sort_key) == ["آسٹریا", "بھارت", "پاکستان"]


@pytest.mark.parametrize(
    ("language", "text"), [("en", "2 January 2026"), ("de", "2 Januar 2026"), ("pt-BR", "2 janeiro 2026")]
)
def test_a_date_is_written_in_the_readers_language(language, text):
    """Day, month in words, year."""
    assert format_day(date(2026, 1, 2), language) == text
