"""The number sheets: what is on them, in which order, and what a neutral one leaves out."""

import re
from dataclasses import replace

import pytest
from guide_factory import FACTS, PAGES, guide
from selectolax.lexbor import LexborHTMLParser

from exports.number_sheet import Row, neutral_rows, number_sheet_html, read_countries

HELP = next(page for page in PAGES if page.address == "help/")


@pytest.fixture
def small(tmp_path):
    """The small guide, whose page of helplines has three countries."""
    return guide(tmp_path)


def sheet(small, *names, neutral=False):
    """The text of a sheet with the numbers of these countries, and its parsed HTML."""
    chosen = [country for country in read_countries(small) if country.name in names]
    tree = LexborHTMLParser(number_sheet_html(small, HELP, chosen, FACTS, neutral=neutral))
    return " ".join(tree.body.text().split()), tree


def test_a_country_with_helplines_has_a_sheet(small):
    """A country with emergency numbers only has none; those that the practice sets are marked as first."""
    assert [(country.id, country.first) for country in read_countries(small)] == [("aland", False), ("beland", True)]


def test_a_guide_without_the_page_has_no_sheets(tmp_path):
    """A guide without a page of helplines is not an error."""
    assert read_countries(guide(tmp_path, PAGES[:1])) == []


def test_the_named_sheet_says_whom_a_line_serves_before_its_number(small):
    """Emergency numbers first; then each line: whom it serves, name, number; then the address of current numbers."""
    words, tree = sheet(small, "Aland")
    order = ["Numbers: Aland", "Police: 111", "Ambulance: 112", "For women", "A Quiet line", "020 7946 0001"]
    order += ["day and night", "line.example.org", "Numbers change", "guide.example/help/#aland"]
    assert [word for word in order if word not in words] == []
    assert sorted(order, key=words.index) == order
    assert tree.css_first("title").text() == "Numbers: Aland"
    assert [node.tag for node in tree.css("h1, h2, h3, h4")] == ["h1", "h2"]


def test_several_countries_share_a_sheet(small):
    """Each has its name as a heading, and the address is that of all countries."""
    words, tree = sheet(small, "Aland", "Beland")
    assert [node.text() for node in tree.css(".numbers-country")] == ["Aland", "Beland"]
    assert "guide.example/help/#numbers" in words


def test_the_neutral_sheet_names_no_service(small):
    """It shows numbers, initials and hours: no service, no website, no name of the guide."""
    words, tree = sheet(small, "Aland", neutral=True)
    assert neutral_rows(read_countries(small)[0], FACTS.strings) == [
        Row(("111", "222"), "Police", ""),
        Row(("112",), "Ambulance", ""),
        Row(("020 7946 0001", "2"), "A.Q.L., North", "day and night", "*", "then press 1"),
    ]
    assert "then press 1" in words
    assert "TALK" not in words
    assert FACTS.strings["numbers_first"] in words
    assert FACTS.strings["education"] not in words
    assert tree.css_first("title").text() == tree.css_first("h1").text() == "Numbers"
    assert not re.search("Quiet|women|hurt|line.example.org|Small", words)
    assert "guide.example/r/k7wm/" in words


def test_the_neutral_sheet_marks_lines_with_a_caution(small):
    """Such a line has a mark, and the sheet says to read about it first, but not the caution itself."""
    country = replace(read_countries(small)[0])
    warned = replace(
        country, markup=country.markup.replace("<dl>", '<p class="guide-helpline__caution">Names.</p><dl>', 1)
    )
    assert [row.mark for row in neutral_rows(warned, FACTS.strings)] == ["", "", "* !"]
    page = number_sheet_html(small, HELP, [warned], FACTS, neutral=True)
    assert FACTS.strings["numbers_read"] in page
    assert "Names." not in page


def test_without_a_crisis_line_the_ambulance_is_marked(small):
    """Every neutral sheet shows which number to try first."""
    country = read_countries(small)[0]
    other = replace(country, markup=country.markup.replace('data-kind="crisis"', 'data-kind="abuse"'))
    assert [row.mark for row in neutral_rows(other, FACTS.strings)] == ["", "*", ""]
