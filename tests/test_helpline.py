"""The helplines of each country: which numbers appear where, and in which order a frightened reader meets them."""

from dataclasses import replace
from types import SimpleNamespace

import pytest
from macro_environment import PRACTICE, copy_sample_data, facts, html, render
from selectolax.lexbor import LexborHTMLParser

from core.facts import load
from core.joined_records import Country
from core.schema import EmergencyNumbers
from macros.helpline import country_card, groups, purposes


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """Small facts: a country with everything, one without a sure line, one with emergency numbers alone."""
    return load(copy_sample_data(tmp_path_factory.mktemp("facts")), PRACTICE)


def tree(known, call="helpline()"):
    """The HTML tree of a macro call: by default the list of countries."""
    markdown, errors = render(f"{{{{ {call} }}}}", known)
    assert errors == []
    return LexborHTMLParser(html(markdown))


def texts(node, selector):
    """The texts of all elements that match a selector, with single spaces."""
    return [" ".join(found.text().split()) for found in node.css(selector)]


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ({"police": ["112"], "ambulance": ["112"], "fire": ["112"], "general": ["112"]}, {"emergency": "112"}),
        ({"police": ["911"], "ambulance": ["911"]}, {"emergency": "911"}),
        ({"police": ["999"], "ambulance": ["999"], "general": ["999", "112"]}, {"emergency": "999 112"}),
        (
            {"police": ["110"], "ambulance": ["112"], "fire": ["112"], "general": ["112"]},
            {"police": "110", "ambulance fire": "112", "general": "112"},
        ),
        (
            {"police": ["191", "112"], "ambulance": ["193", "112"], "general": ["112"]},
            {"emergency": "112", "police": "191", "ambulance": "193"},
        ),
        ({"police": ["333"]}, {"police": "333"}),
        ({"police": ["10111"], "general": ["112"]}, {"police": "10111", "general": "112"}),
        (
            {"police": ["100"], "ambulance": ["101"], "fire": ["102"]},
            {"police": "100", "ambulance": "101", "fire": "102"},
        ),
    ],
)
def test_emergency_numbers_are_grouped_by_their_purpose(numbers, expected):
    """One number for all appears once; one for the police alone is never shown as one for an ambulance."""
    found = purposes(EmergencyNumbers.model_construct(**numbers))
    assert {" ".join(names): " ".join(of) for names, of in found} == expected


def test_a_folded_country_shows_emergency_and_crisis_numbers(small):
    """Without opening anything a reader sees the police, an ambulance and the crisis line, as text and not as links."""
    page = tree(small)
    assert texts(page, "summary .guide-country__numbers") == [
        "Police 111 · Ambulance 112 · Any emergency 222 or 223 · Crisis line 020 7946 0002",
        "Police 333",
        "Emergency 444",
    ]
    assert page.css("summary a") == []


def test_the_summary_names_the_region_of_a_crisis_line(small):
    """A crisis line that serves a part of the country is not taken for everybody's."""
    first, second = small.countries[0].lines
    others = ({"region": "East"}, {"region": "East", "show": "1"}, {"region": "West", "show": "2"})
    lines = (first, *(second.model_copy(update=other) for other in others))
    country = small.countries[0].model_copy(update={"lines": lines})
    assert country_card(small, country).summary.endswith("Crisis line 020 7946 0002 (East), 2 (West)")


def test_an_open_country_begins_with_emergency_then_crisis_then_the_rest():
    """Read aloud from the top, in every country: emergency numbers, then the kinds in their order."""
    order = [facts().strings[f"helpline_kind_{kind}"] for kind in ("crisis", "abuse", "stalking", "child", "men")]
    order += [facts().strings[f"helpline_kind_{kind}"] for kind in ("lgbt", "older")]
    for country in tree(facts()).css("details.guide-country"):
        emergency, *_ = country.css("h3 ~ *")
        assert emergency.attributes["class"] == "guide-helpline__emergency"
        kinds = texts(country, "h4")
        assert kinds == sorted(kinds, key=order.index)


def test_each_line_says_whom_it_serves_before_its_number():
    """Nobody rings a line for others before reading whom it is for, or what to know before calling."""
    for line in tree(facts()).css("details .guide-helpline__lines > li"):
        kinds = [node.attributes.get("class") or node.tag for node in line.iter()]
        assert kinds[:2] == ["guide-helpline__who", "guide-helpline__name"]
        known = [kind for kind in kinds if kind in ("guide-helpline__caution", "guide-helpline__call")]
        assert known == sorted(known, reverse=True)


def test_only_sure_numbers_are_shown(small):
    """Of an unsure line a reader gets the site, and is told why; of a country without lines the two directories."""
    beland, deland = tree(small).css("details")[1:]
    assert "020 7946 0003" not in beland.text()
    assert "We are not sure enough of its number to show it." in beland.text()
    assert [link.attributes["href"] for link in deland.css("a")] == ["tel:444", "tel:444", "https://world.example.org/"]
    assert "If you think of dying, call 444, or go to a hospital." in " ".join(deland.text().split())


def test_an_unsure_line_is_named_only_where_no_sure_one_serves_the_same_people(small):
    """A sure line for the whole country makes unsure ones needless; one for a region only those of that region."""
    sure = small.countries[0].lines[0]
    unsure = [
        sure.model_copy(update={"name": region or "All", "region": region, "confidence": "medium"})
        for region in ("North", None)
    ]

    def sites(line):
        country = small.countries[0].model_copy(update={"lines": (line, *unsure)})
        return [[line.name for line in found] for _, _, found in country_card(small, country).kinds]

    assert sites(sure) == [["All"]]
    assert sites(sure.model_copy(update={"region": None})) == [[]]


@pytest.mark.parametrize(
    ("kind", "who", "expected"),
    [("abuse", "everyone", False), ("abuse", "women", True), ("men", "men", False)],
)
def test_a_man_is_told_where_no_line_is_for_him(small, kind, who, expected):
    """Where each sure line for abuse serves women alone, the page tells a man so."""
    women, other = ({"kind": "abuse", "who": "women, and girls"}, {"kind": kind, "who": who})
    lines = tuple(small.countries[0].lines[0].model_copy(update=line) for line in (women, other))
    known = replace(small, countries=(small.countries[0].model_copy(update={"lines": lines}),))
    assert (small.strings["helpline_no_men"] in " ".join(tree(known).text().split())) is expected


def test_each_country_says_how_its_numbers_were_confirmed(small):
    """A reader sees whether emergency numbers were seen on a page, compared by a person, or are generally known."""
    notes = [texts(country, "p.guide-helpline__confirmed")[0] for country in tree(small).css("details")]
    assert notes == [
        "We compared these numbers with an official page on 2026-01-03.",
        "Not yet confirmed by us.",
        "Generally known; not yet confirmed by us.",
    ]


def test_a_number_is_dialled_as_it_is_shown():
    """In every country a link dials the digits that it shows, or the same number with its country code."""
    for link in tree(facts()).css("a[href^='tel:']"):
        dialled = link.attributes["href"].removeprefix("tel:").replace("%23", "#")
        digits = "".join(character for character in link.text() if character.isdigit() or character in "*#")
        assert dialled == digits or (dialled.startswith("+") and dialled.endswith(digits.lstrip("0")))


def test_the_countries_of_the_practice_come_first_and_open(small):
    """Their readers need not look for them; in the list below, links lead up to them."""
    known = replace(small, practice=small.practice.model_copy(update={"helpline_regions": ("DD", "AA")}))
    page = tree(known)
    names = texts(page, "details .guide-country__name")
    assert names == ["Deland", "Aland", "Beland"]
    assert [("open" in country.attributes) for country in page.css("details")] == [True, True, False]
    assert [link.attributes["href"] for link in page.css(".guide-helpline__group > p a")] == ["#aland", "#deland"]
    index = tree(known, "country_index()")
    assert texts(index, ".guide-helpline__emergency strong") == ["Deland", "Aland"]
    assert [link.attributes["href"] for link in index.css("p a")][-1] == "tel:02079460002"


def test_the_index_leads_to_every_country():
    """Each link of the index leads to ten countries at most, in the order of the alphabet, and none is left out."""
    page = tree(facts())
    anchors = [link.attributes["href"].removeprefix("#") for link in page.css("nav a")]
    found = {anchor: page.css(f"[id='{anchor}'] details") for anchor in anchors}
    assert max(map(len, found.values())) <= 10
    names = texts(page, "details .guide-country__name")
    assert sum(map(len, found.values())) == len(names) == len(facts().countries)


def test_groups_are_named_by_where_they_begin_and_end():
    """A letter with few countries is one group; one with many is split where the second letter changes."""
    names = [*(f"Aa{n}" for n in range(6)), *(f"Ab{n}" for n in range(5)), "Åc", "Bé"]
    found = groups([SimpleNamespace(country=Country.model_construct(name=name)) for name in names])
    assert [(group["label"], group["id"], len(group["countries"])) for group in found] == [
        ("Aa", "countries-aa", 6),
        ("Ab–Ac", "countries-ab-ac", 6),
        ("B", "countries-b", 1),
    ]
