"""The helplines of each country: which numbers appear where, and in which order a frightened reader meets them."""

from dataclasses import replace
from types import SimpleNamespace

import macro_environment
import pytest
from macro_environment import one_line, render, tree

from core.facts import load
from core.joined_records import Country
from core.schema import HELPLINE_KINDS, EmergencyNumbers
from macros.helpline import country_card, groups, purposes


def page(facts, call="helpline()"):
    """The HTML tree of a macro call: by default the list of countries."""
    markdown, errors = render(f"{{{{ {call} }}}}", facts)
    assert errors == []
    return tree(markdown)


@pytest.fixture(scope="module")
def every_country():
    """The HTML tree of the real list of countries."""
    return page(macro_environment.facts())


def texts(node, selector):
    """The texts of all elements that match a selector, each on one line."""
    return [one_line(found.text()) for found in node.css(selector)]


def with_lines(facts, *updates):
    """The first country, with one line for each of these updates of its first line."""
    first = facts.countries[0].lines[0]
    lines = tuple(first.model_copy(update=update) for update in updates)
    return facts.countries[0].model_copy(update={"lines": lines})


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
    assert {" ".join(macro_names): " ".join(of) for macro_names, of in found} == expected


def test_the_summary_names_the_region_of_a_crisis_line(facts):
    """A crisis line that serves a part of the country is not taken for everybody's."""
    crisis = {"kind": "crisis", "region": "East"}
    country = with_lines(facts, {}, crisis, crisis | {"show": "1"}, crisis | {"region": "West", "show": "2"})
    assert country_card(facts, country).summary.endswith("Crisis line 020 7946 0001 (East), 2 (West)")


def test_an_open_country_begins_with_emergency_then_crisis_then_the_rest(every_country):
    """Read aloud from the top, in every country: emergency numbers, then the kinds in their order."""
    order = [macro_environment.strings()[f"helpline_kind_{kind}"] for kind in HELPLINE_KINDS]
    assert HELPLINE_KINDS[0] == "crisis"
    for country in every_country.css("details.guide-country"):
        emergency, *_ = country.css("h3 ~ *")
        assert emergency.attributes["class"] == "guide-helpline__emergency"
        assert (kinds := texts(country, "h4")) == sorted(kinds, key=order.index)


def test_each_line_says_whom_it_serves_before_its_number(every_country):
    """Nobody rings a line for others before reading whom it is for, or what to know before calling."""
    for line in every_country.css("details .guide-helpline__lines > li"):
        kinds = [node.attributes.get("class") or node.tag for node in line.iter()]
        assert kinds[:2] == ["guide-helpline__who", "guide-helpline__name"]
        known = [kind for kind in kinds if kind in ("guide-helpline__caution", "guide-helpline__call")]
        assert known == sorted(known, reverse=True)


def test_only_sure_numbers_are_shown(facts):
    """Of an unsure line a reader gets the site, and is told why; of a country without lines the two directories."""
    beland, deland = page(facts).css("details")[1:]
    assert "020 7946 0003" not in beland.text()
    assert "We are not sure enough of its number to show it." in beland.text()
    assert [link.attributes["href"] for link in deland.css("a")] == ["tel:444", "tel:444", "https://world.example.org/"]
    assert "If you think of dying, call 444, or go to a hospital." in one_line(deland.text())


@pytest.mark.parametrize(("region", "named"), [("North", ["All"]), (None, [])])
def test_an_unsure_line_is_named_only_where_no_sure_one_serves_the_same_people(region, named, facts):
    """A sure line for the whole country makes unsure ones needless; one for a region only those of that region."""
    unsure = [{"name": area or "All", "region": area, "confidence": "medium"} for area in ("North", None)]
    country = with_lines(facts, {"region": region}, *unsure)
    assert [[line.name for line in found] for _, _, found in country_card(facts, country).kinds] == [named]


@pytest.mark.parametrize(
    ("kind", "who", "expected"),
    [("abuse", "everyone", False), ("abuse", "women", True), ("men", "men", False)],
)
def test_a_man_is_told_where_no_line_is_for_him(facts, kind, who, expected):
    """Where each sure line for abuse serves women alone, the page tells a man so."""
    country = with_lines(facts, {"kind": "abuse", "who": "women, and girls"}, {"kind": kind, "who": who})
    shown = one_line(page(replace(facts, countries=(country,))).text())
    assert (facts.strings["helpline_no_men"] in shown) is expected


def test_a_number_is_dialled_as_it_is_shown(every_country):
    """In every country a link dials the digits that it shows, or the same number with its country code."""
    for link in every_country.css("a[href^='tel:']"):
        dialled = link.attributes["href"].removeprefix("tel:").replace("%23", "#")
        digits = "".join(character for character in link.text() if character.isdigit() or character in "*#")
        assert dialled == digits or (dialled.startswith("+") and dialled.endswith(digits.lstrip("0")))


def test_the_countries_of_the_practice_come_first_and_open(facts):
    """Their readers need not look for them; in the list below, links lead up to them."""
    known = replace(facts, practice=facts.practice.model_copy(update={"helpline_regions": ("DD", "AA")}))
    found = page(known)
    assert texts(found, "details .guide-country__name") == ["Deland", "Aland", "Beland"]
    assert [("open" in country.attributes) for country in found.css("details")] == [True, True, False]
    assert [link.attributes["href"] for link in found.css(".guide-helpline__group > p a")] == ["#aland", "#deland"]
    index = page(known, "country_index()")
    assert texts(index, ".guide-helpline__emergency strong") == ["Deland", "Aland"]
    assert [link.attributes["href"] for link in index.css("p a")][-2:] == [
        "tel:02079460002",
        "/safety/reading.md#calls",
    ]


def test_a_practice_may_show_its_own_countries_alone(root):
    """Links to the others lead to the directories, and nobody has to confirm a number that no reader sees."""
    own = load(root, {"helpline_regions": ["BB"], "helpline_regions_only": True})
    found = page(own)
    assert texts(found, "details .guide-country__name") == ["Beland"]
    assert [node.attributes["id"] for node in found.css("#countries-other > span")] == [
        *("aland", "aland-crisis", "aland-abuse", "deland"),
    ]
    assert [name for _, name, _ in own.confirmations] == ["Beland"]


def test_the_index_leads_to_every_country(every_country):
    """Each link of the index leads to ten countries at most, and none is left out."""
    anchors = [link.attributes["href"].removeprefix("#") for link in every_country.css("nav a")]
    found = [every_country.css(f"[id='{anchor}'] details") for anchor in anchors]
    assert max(map(len, found)) <= 10
    assert sum(map(len, found)) == len(every_country.css("details")) == len(macro_environment.facts().countries)


def test_groups_are_named_by_where_they_begin():
    """A letter with few countries is one group; one with many is split where the second letter changes."""
    macro_names = [*(f"Aa{n}" for n in range(6)), *(f"Ab{n}" for n in range(5)), "Åc", "Bé"]
    found = groups([SimpleNamespace(country=Country.model_construct(name=name)) for name in macro_names])
    assert [(group["label"], group["id"], len(group["countries"])) for group in found] == [
        ("A", "countries-a", 6),
        ("Ab", "countries-ab", 6),
        ("B", "countries-b", 1),
    ]
