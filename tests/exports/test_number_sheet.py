"""The number sheets: what is on them, in which order, and what a neutral one leaves out."""

import re
from dataclasses import replace

import pytest
from guide_factory import FACTS, HELP_PAGE, PAGES, guide, text_of
from selectolax.lexbor import LexborHTMLParser

from exports.number_sheet import Row, neutral_rows, number_sheet_html, read_countries

ALAND, BELAND = read_countries(guide())


def sheet(*chosen, neutral=False):
    """The text of a sheet with the numbers of these countries, and its parsed HTML."""
    tree = LexborHTMLParser(number_sheet_html(guide(), HELP_PAGE, chosen, FACTS, neutral=neutral))
    return text_of(tree.body), tree


def changed(old, new):
    """The first country with another text in its HTML."""
    return replace(ALAND, markup=ALAND.markup.replace(old, new, 1))


def test_a_country_with_helplines_has_a_sheet():
    """A country with emergency numbers only has none, nor has a guide without the page; the practice's are first."""
    assert [(country.id, country.first) for country in (ALAND, BELAND)] == [("aland", False), ("beland", True)]
    assert read_countries(guide(pages=PAGES[:1])) == []


def test_the_named_sheet_says_whom_a_line_serves_before_its_number():
    """Emergency numbers first; then each line: whom it serves, name, number; then the address of current numbers."""
    words, tree = sheet(ALAND)
    order = ["Numbers: Aland", "Police: 111", "Ambulance: 112", "For women", "A Quiet line", "020 7946 0001"]
    order += ["day and night", "line.example.org", "Numbers change", "guide.example/help/#aland"]
    assert [word for word in order if word not in words] == []
    assert sorted(order, key=words.index) == order
    assert tree.css_first("title").text() == "Numbers: Aland"
    assert [node.tag for node in tree.css("h1, h2, h3, h4")] == ["h1", "h2"]


def test_several_countries_share_a_sheet():
    """Each has its name as a heading, and the address is that of all countries."""
    words, tree = sheet(ALAND, BELAND)
    assert [node.text() for node in tree.css(".numbers-country")] == ["Aland", "Beland"]
    assert "guide.example/help/#numbers" in words


def test_the_neutral_sheet_names_no_service():
    """It shows numbers, initials and hours: no service, no website, no name of the guide."""
    words, tree = sheet(ALAND, neutral=True)
    assert neutral_rows(ALAND, FACTS.strings) == [
        Row(("111", "222"), "Police", ""),
        Row(("112",), "Ambulance", ""),
        Row(("020 7946 0001", "2"), "A.Q.L., North", "day and night", "*", "then press 1"),
    ]
    assert neutral_rows(changed("A Quiet line for Stones", "Quiet line"), FACTS.strings)[2].label == "Q.L., North"
    expected = ("then press 1", FACTS.strings["numbers_first"], "guide.example/r/k7wm/")
    assert [text for text in expected if text not in words] == []
    assert FACTS.strings["education"] not in words
    assert tree.css_first("title").text() == tree.css_first("h1").text() == "Numbers"
    assert not re.search("TALK|Quiet|women|hurt|line.example.org|Small", words)


@pytest.mark.parametrize(
    ("old", "new", "marks"),
    [
        ("<dl>", '<p class="guide-helpline__caution">Names.</p><dl>', ["", "", "* !"]),
        ('data-kind="crisis"', 'data-kind="abuse"', ["", "*", ""]),
    ],
    ids=("a line with a caution", "no crisis line"),
)
def test_the_neutral_sheet_marks_lines(old, new, marks):
    """It marks which number to try first, the ambulance without a crisis line, and which line to read about first."""
    assert [row.mark for row in neutral_rows(changed(old, new), FACTS.strings)] == marks
    words, _ = sheet(changed(old, new), neutral=True)
    assert (FACTS.strings["numbers_read"] in words) == ("* !" in marks)
    assert "Names." not in words
