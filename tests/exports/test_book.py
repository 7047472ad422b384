"""The book contains every page once, in order, and each link leads to a page of it or shows its address."""

import pytest
from guide_factory import FACTS, PAGES, STONE, TIMESTAMP, guide, page
from selectolax.lexbor import LexborHTMLParser

from core.errors import InputError
from exports.book import book_html


def parse_book(pages=PAGES, **changes):
    """The parsed book of the small guide."""
    return LexborHTMLParser(book_html(guide(pages=pages, **changes), FACTS, TIMESTAMP))


@pytest.fixture(scope="module")
def tree():
    """The book of the small guide."""
    return parse_book()


def test_every_page_is_a_chapter_of_its_part(tree):
    """All but the page about sessions, which is an offer, and those for practitioners."""
    chapters = [(node.attributes["id"], node.attributes["data-title"]) for node in tree.css(".chapter")]
    assert chapters == [("start", "Small"), ("stone", "Stone"), ("help", "Help")]
    assert [node.text() for node in tree.css("h1.part-name")] == ["Being dull", "Help"]


def test_only_the_colophon_mentions_sessions(tree):
    """Their address is printed there once; a guide without them has no line about them."""
    assert tree.body.text().count("guide.example/sessions/") == 1
    assert "guide.example/sessions/" in tree.css_first("section#colophon").text()
    without = parse_book(tuple(one for one in PAGES if one.address != "sessions/"))
    assert FACTS.strings["book_sessions"].split("{")[0] not in without.body.text()


def test_headings_are_nested_below_their_part(tree):
    """A part has an h1, a page below it an h2, and so on; the first page has no part."""
    levels = {node.text(): node.tag for node in tree.css("main h1, main h2, main h3, main h4")}
    assert levels["Small"] == "h1"
    assert (levels["Being dull"], levels["Be a stone"], levels["How"], levels["First"]) == ("h1", "h2", "h3", "h4")


def test_links_lead_to_anchors_of_the_book(tree):
    """Each link is followed by the page of its target, and each target exists."""
    inside = [node.attributes["href"] for node in tree.css("main .guide-internal-link")]
    assert inside == ["#stone", "#help--numbers", "#stone--how"]
    ids = {node.attributes["id"] for node in tree.css("[id]")}
    assert [node.attributes["data-page-of"] for node in tree.css("main [data-page-of]")] == [one[1:] for one in inside]
    assert {node.attributes["data-page-of"] for node in tree.css("[data-page-of]")} <= ids
    assert {node.attributes["href"][1:] for node in tree.css("a[href^='#']")} <= ids


def test_all_broken_links_are_reported_at_once():
    """The error names each page and link."""
    wrong = page(article=STONE.replace("#numbers", "#nubmers").replace('"#how"', '"#hwo"'))
    with pytest.raises(InputError) as refused:
        parse_book((PAGES[0], wrong, *PAGES[2:]))
    assert str(refused.value).splitlines() == [
        f"stone/: the link “{link}” leads to an anchor that is not in the guide; correct it, or give a heading that id."
        for link in ("../help/#nubmers", "#hwo")
    ]


def test_the_edition_is_named(tree):
    """Version and date are on the cover and in the colophon, with the licence and the disclaimer."""
    assert "1.2.3 · 2 January 2026" in tree.css_first(".cover").text()
    colophon = tree.css_first("#colophon").text()
    assert "1.2.3, 2 January 2026" in colophon
    assert [name for name in ("book_share", "education") if FACTS.strings[name] not in colophon] == []


def test_the_publisher_is_named():
    """The name is on the cover, and all that was set in the colophon; a guide of nobody says nothing."""
    named = parse_book(published_by=("Published by Sam Roe", "1 Harbour Street, Aland"))
    assert "Published by Sam Roe" in named.css_first(".cover").text()
    assert "Harbour" not in named.css_first(".cover").text()
    assert "Published by Sam Roe" in named.css_first("#colophon").text()
    assert "1 Harbour Street, Aland" in named.css_first("#colophon").text()


def test_advice_on_keeping_it_safe_comes_first(tree):
    """It comes right after the cover, with a link to help, before the contents."""
    order = [node.attributes.get("class") for node in tree.css("body > section, body > nav")]
    assert order[:3] == ["cover", "keep", "contents"]
    assert tree.css_first(".keep a").attributes["href"] == "#help"


def test_a_book_without_helplines_names_their_address():
    """A translation may not have that page yet: its readers are sent to the one on the web."""
    found = parse_book(tuple(one for one in PAGES if one.address == "")).css_first("#keep a")
    assert found.attributes["href"] == "https://guide.example/help/"


def test_text_is_escaped():
    """Any characters in a title are shown as they are written."""
    tree = parse_book((page("", "<h1>x</h1>", part="", title='<b onclick="x">'), *PAGES[1:]), name="A & <i>B</i>")
    assert tree.css("b[onclick], i") == []
    assert tree.css_first("title").text() == "A & <i>B</i>"
    assert tree.css_first(".chapter").attributes["data-title"] == '<b onclick="x">'
