"""A handout holds one idea, something to try and the way back; the discreet one gives nothing away at first sight."""

from dataclasses import replace

import pytest
from sample_guide import FACTS, HANDOUT, STONE, TOPICS, guide, page, topic
from selectolax.lexbor import LexborHTMLParser

from core.errors import InputError
from exports.handout import handout

TELLING = ("Be a stone", "How to be dull", "Stone", "Small")


def tree(folder, *, discreet=False, sections=HANDOUT["sections"], **known):
    """The handout of the small page."""
    one = page(**HANDOUT | {"sections": sections} | known)
    return LexborHTMLParser(handout(guide(folder, (one,)), one, FACTS, discreet=discreet))


def test_it_holds_the_beginning_the_chosen_sections_and_a_thing_to_try(tmp_path):
    """In that order, and neither another section nor sources."""
    words = " ".join(tree(tmp_path).body.text().split())
    order = [
        "Be a stone",
        "Say little.",
        "Sit.",
        "It hurts",
        FACTS.strings["handout_try"],
        "Sit down once.",
    ]
    assert [words.index(one) for one in order] == sorted(words.index(one) for one in order)
    assert "Breathe" not in words
    assert "Written" not in words


def test_the_foot_leads_to_help_and_to_the_page(tmp_path):
    """Printed addresses, a code that a camera reads, whose it is, and that it may be handed on."""
    foot = tree(tmp_path).css_first(".foot")
    words = " ".join(foot.text().split())
    assert "guide.example/help/" in words
    assert "guide.example/stone/" in words
    assert "Small, Version 1.2.3, 2 January 2026." in words
    assert FACTS.strings["education"] in words
    assert FACTS.strings["book_share"] in words
    assert foot.css_first("img").attributes["alt"].endswith("guide.example/stone/.")


@pytest.mark.parametrize("discreet", [False, True])
def test_the_numbers_of_the_practices_countries_are_left_out(tmp_path, discreet):
    """However many countries a practice sets, its handouts stay one sheet: the numbers have a sheet of their own."""
    article = STONE.replace("<h2", '<div class="guide-helpline--short"><p>Aland: 111</p></div><h2', 1)
    assert "Aland" in article
    assert "Aland" not in tree(tmp_path, discreet=discreet, article=article).body.text()


def test_links_lead_to_the_site_or_stay_on_the_sheet(tmp_path):
    """Of a section that is not on the sheet it is said that it is on the web; one that is there is reached inside."""
    found = tree(tmp_path)
    links = {a.text(): (a.attributes["href"], a.attributes.get("data-address")) for a in found.css("body > p a")}
    assert links["call someone"] == ("https://guide.example/help/#numbers", "guide.example/help")
    assert links["How"] == ("https://guide.example/stone/#how", "on the web page")
    whole = tree(tmp_path, sections=("how", "stop"))
    links = {a.text(): (a.attributes["href"], a.attributes.get("data-address")) for a in whole.css("body > p a")}
    assert links["How"] == ("#how", None)


def test_a_list_of_what_is_not_on_the_sheet_is_left_out(tmp_path):
    """Nobody can jump on paper."""
    jump = '<p>Jump to: <a href="#how">how</a>, <a href="#stop">stop</a>.</p><h2'
    assert "Jump to" not in tree(tmp_path, sections=("first",), article=STONE.replace("<h2", jump, 1)).body.text()
    assert "Jump to" in tree(tmp_path, sections=("stop",), article=STONE.replace("<h2", jump, 1)).body.text()


def test_the_works_behind_a_claim_are_named_alone(tmp_path):
    """Where they are to be read is said at the foot, once."""
    works = '<a href="../about/#strength">Some</a> · <a href="#source-a">A, 2001</a>'
    claim = f'<p class="guide-claim__strength">{works}</p><h2'
    links = tree(tmp_path, article=STONE.replace("<h2", claim, 1)).css(".guide-claim__strength a")
    assert [a.attributes.get("data-address") for a in links] == ["guide.example/about", None]


def test_the_whole_warning_stands_before_the_first_steps(tmp_path):
    """Also where the section in which it stood is left out."""
    again = STONE.replace("<p>Sit.", '<p class="guide-steps__first guide-steps__first--again">These, too.</p><p>Sit.')
    steps = again.replace("<ul>", '<p class="guide-steps__first">Be careful.</p><ul>')
    words = tree(tmp_path, sections=("first",), article=steps).body.text()
    assert "Be careful." in words
    assert "These, too." not in words
    assert "These, too." in tree(tmp_path, sections=("first",), article=again).body.text()


def test_the_discreet_one_has_a_neutral_name_and_first_line(tmp_path):
    """Title, first line, author and foot name neither the guide nor the subject."""
    found = tree(tmp_path, discreet=True)
    assert found.css_first("title").text() == found.css_first("h1").text() == FACTS.strings["neutral_title"]
    assert found.css_first("meta[name=author]").attributes["content"] == ""
    assert found.css_first("meta[name=description]") is None
    assert len(found.css("h1")) == 1
    words = found.body.text()
    assert [one for one in TELLING if one in words] == []
    assert "guide.example/r/vwf5/" in found.css_first(".foot").text()
    assert "guide.example/stone/" not in words
    assert "Say little." in words


def test_links_of_the_discreet_one_lead_through_short_links(tmp_path):
    """A section by its own link, else by its page’s, else by words alone; the line on help, too; other sites stay."""
    one = page(**HANDOUT | {"sections": ("stop",)})
    small = guide(tmp_path, (one,))
    whole = TOPICS | {"help": topic("help", "6789", "Help", "help", "help/index.md")}
    known = {"k7wm": whole, "6789": {slug: whole[slug] for slug in whole if slug != "numbers"}}
    for code, topics in known.items():
        found = LexborHTMLParser(handout(small, one, replace(FACTS, topics=topics), discreet=True))
        link = found.css_first("body > p a").attributes
        assert (link["href"], link["data-address"]) == (
            f"https://guide.example/r/{code}/",
            f"guide.example/r/{code}",
        )
        assert f"guide.example/r/{code}/" in found.css_first(".foot-help").text()
    bare = replace(FACTS, topics={"stone": TOPICS["stone"]})
    found = LexborHTMLParser(handout(small, one, bare, discreet=True))
    links = {a.text(): (a.attributes.get("href"), a.attributes.get("data-address")) for a in found.css("body > p a")}
    assert links == {
        "call someone": (None, None),
        "the stones": ("https://www.stones.example/grey?x=1", "stones.example/grey?x=1"),
        "How": (None, "on the web page"),
        "ask": (None, None),
    }


def test_a_section_that_is_not_there_is_refused(tmp_path):
    """The page that asks for it is named."""
    one = page(**HANDOUT | {"sections": ("gone",)})
    with pytest.raises(InputError, match="stone/: the handout asks for the section “gone”"):
        handout(guide(tmp_path, (one,)), one, FACTS, discreet=False)
