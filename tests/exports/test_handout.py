"""A handout has one idea, an exercise and the address of its page; a neutral one does not reveal its subject."""

from dataclasses import replace

import pytest
from guide_factory import FACTS, HANDOUT, STONE, TOPICS, guide, page, topic
from selectolax.lexbor import LexborHTMLParser

from core.errors import InputError
from exports.handout import handout_html

REVEALING = ("Be a stone", "How to be dull", "Stone", "Small")


def tree(folder, *, neutral=False, sections=HANDOUT["sections"], **changes):
    """The parsed handout of a small page."""
    one = page(**HANDOUT | {"sections": sections} | changes)
    return LexborHTMLParser(handout_html(guide(folder, (one,)), one, FACTS, neutral=neutral))


def test_it_has_the_beginning_the_chosen_sections_and_an_exercise(tmp_path):
    """They are in that order, without other sections and sources."""
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


def test_the_foot_has_the_addresses_of_help_and_the_page(tmp_path):
    """It has both addresses, a QR code, the edition, and the licence."""
    foot = tree(tmp_path).css_first(".foot")
    words = " ".join(foot.text().split())
    assert "guide.example/help/" in words
    assert "guide.example/stone/" in words
    assert "Small, Version 1.2.3, 2 January 2026." in words
    assert FACTS.strings["education"] in words
    assert FACTS.strings["book_share"] in words
    assert foot.css_first("img").attributes["alt"].endswith("guide.example/stone/.")


@pytest.mark.parametrize("neutral", [False, True])
def test_the_numbers_of_the_practices_countries_are_left_out(tmp_path, neutral):
    """They have a number sheet of their own, so that handouts stay short however many countries a practice sets."""
    article = STONE.replace("<h2", '<div class="guide-helpline--short"><p>Aland: 111</p></div><h2', 1)
    assert "Aland" in article
    assert "Aland" not in tree(tmp_path, neutral=neutral, article=article).body.text()


def test_links_lead_to_the_site_or_to_the_handout(tmp_path):
    """A link to a section that is left out has a note that it is on the web; others are internal links."""
    found = tree(tmp_path)
    links = {a.text(): (a.attributes["href"], a.attributes.get("data-address")) for a in found.css("body > p a")}
    assert links["call someone"] == ("https://guide.example/help/#numbers", "guide.example/help")
    assert links["How"] == ("https://guide.example/stone/#how", "on the web page")
    whole = tree(tmp_path, sections=("how", "stop"))
    links = {a.text(): (a.attributes["href"], a.attributes.get("data-address")) for a in whole.css("body > p a")}
    assert links["How"] == ("#how", None)


def test_a_list_of_missing_sections_is_left_out(tmp_path):
    """A list of links that lead to no section of the handout is useless on paper."""
    jump = '<p>Jump to: <a href="#how">how</a>, <a href="#stop">stop</a>.</p><h2'
    assert "Jump to" not in tree(tmp_path, sections=("first",), article=STONE.replace("<h2", jump, 1)).body.text()
    assert "Jump to" in tree(tmp_path, sections=("stop",), article=STONE.replace("<h2", jump, 1)).body.text()


def test_sources_of_a_claim_have_no_note(tmp_path):
    """A source that is left out gets no note: its name is enough."""
    sources = '<a href="../about/#strength">Some</a> · <a href="#source-a">A, 2001</a>'
    claim = f'<p class="guide-claim__strength">{sources}</p><h2'
    links = tree(tmp_path, article=STONE.replace("<h2", claim, 1)).css(".guide-claim__strength a")
    assert [a.attributes.get("data-address") for a in links] == ["guide.example/about", None]


def test_the_full_warning_comes_before_the_first_steps(tmp_path):
    """It does so even if the section that contains it is left out."""
    again = STONE.replace("<p>Sit.", '<p class="guide-steps__first guide-steps__first--again">These, too.</p><p>Sit.')
    steps = again.replace("<ul>", '<p class="guide-steps__first">Be careful.</p><ul>')
    words = tree(tmp_path, sections=("first",), article=steps).body.text()
    assert "Be careful." in words
    assert "These, too." not in words
    assert "These, too." in tree(tmp_path, sections=("first",), article=again).body.text()


def test_a_neutral_handout_has_a_neutral_title(tmp_path):
    """Title, heading, author and foot name neither the guide nor the subject."""
    found = tree(tmp_path, neutral=True)
    assert found.css_first("title").text() == found.css_first("h1").text() == FACTS.strings["neutral_title"]
    assert found.css_first("meta[name=author]").attributes["content"] == ""
    assert found.css_first("meta[name=description]") is None
    assert len(found.css("h1")) == 1
    words = found.body.text()
    assert [one for one in REVEALING if one in words] == []
    assert "guide.example/r/vwf5/" in found.css_first(".foot").text()
    assert "guide.example/stone/" not in words
    assert "Say little." in words


def test_links_of_a_neutral_handout_are_short_links(tmp_path):
    """A section’s own short link comes first, then its page’s, then text alone; the same for help; other sites stay."""
    one = page(**HANDOUT | {"sections": ("stop",)})
    small = guide(tmp_path, (one,))
    whole = TOPICS | {"help": topic("help", "6789", "Help", "help", "help/index.md")}
    topics_by_code = {"k7wm": whole, "6789": {slug: whole[slug] for slug in whole if slug != "numbers"}}
    for code, topics in topics_by_code.items():
        found = LexborHTMLParser(handout_html(small, one, replace(FACTS, topics=topics), neutral=True))
        link = found.css_first("body > p a").attributes
        assert (link["href"], link["data-address"]) == (
            f"https://guide.example/r/{code}/",
            f"guide.example/r/{code}",
        )
        assert f"guide.example/r/{code}/" in found.css_first(".foot-help").text()
    bare = replace(FACTS, topics={"stone": TOPICS["stone"]})
    found = LexborHTMLParser(handout_html(small, one, bare, neutral=True))
    links = {a.text(): (a.attributes.get("href"), a.attributes.get("data-address")) for a in found.css("body > p a")}
    assert links == {
        "call someone": (None, None),
        "the stones": ("https://www.stones.example/grey?x=1", "stones.example/grey?x=1"),
        "How": (None, "on the web page"),
        "ask": (None, None),
    }


def test_an_unknown_section_is_refused(tmp_path):
    """The error names the page that asks for it."""
    one = page(**HANDOUT | {"sections": ("gone",)})
    with pytest.raises(InputError, match="stone/: the handout asks for the section “gone”"):
        handout_html(guide(tmp_path, (one,)), one, FACTS, neutral=False)
