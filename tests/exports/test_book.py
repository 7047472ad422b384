"""The book contains every page once, in order, and each link leads to a page of it or shows its address."""

import pytest
from guide_factory import FACTS, PAGES, STONE, TIMESTAMP, guide, page
from selectolax.lexbor import LexborHTMLParser

from core.errors import InputError
from exports.book import book_html, cover_drawing


@pytest.fixture
def tree(tmp_path):
    """The book of the small guide."""
    return LexborHTMLParser(book_html(guide(tmp_path), FACTS, TIMESTAMP))


def test_every_page_is_a_chapter_of_its_part(tree):
    """All but the page about sessions, which is an offer, and those for practitioners."""
    chapters = [(node.attributes["id"], node.attributes["data-title"]) for node in tree.css(".chapter")]
    assert chapters == [("start", "Small"), ("stone", "Stone"), ("help", "Help")]
    assert [node.text() for node in tree.css("h1.part-name")] == ["Being dull", "Help"]
    assert [text for text in ("Paid.", "PdfContent many.", "PdfContent more.") if text in tree.body.text()] == []


def test_the_last_page_links_to_sessions_once(tree):
    """Its address is printed in the colophon, and nowhere else."""
    assert tree.body.text().count("guide.example/sessions/") == 1
    assert tree.css("section")[-1].attributes["id"] == "colophon"
    assert "guide.example/sessions/" in tree.css_first("#colophon").text()


def test_a_guide_without_sessions_does_not_mention_them(tmp_path):
    """Without the page the colophon has no line about it."""
    text = book_html(guide(tmp_path, tuple(one for one in PAGES if one.address != "sessions/")), FACTS, TIMESTAMP)
    assert FACTS.strings["book_sessions"].split("{")[0] not in text


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
    targets = [node.attributes["data-page-of"] for node in tree.css("main [data-page-of]")]
    assert targets == [link[1:] for link in inside]
    assert {node.attributes["data-page-of"] for node in tree.css("[data-page-of]")} <= ids
    assert {node.attributes["href"][1:] for node in tree.css("a[href^='#']")} <= ids


def test_links_out_of_the_book_show_their_address(tree):
    """The page about sessions is one of their targets."""
    addresses = {node.attributes["href"]: node.attributes["data-address"] for node in tree.css("main [data-address]")}
    assert addresses == {
        "https://www.stones.example/grey?x=1": "stones.example/grey?x=1",
        "https://guide.example/sessions/": "guide.example/sessions",
    }


def test_all_broken_links_are_reported_at_once(tmp_path):
    """The error names each page and link."""
    wrong = STONE.replace("#numbers", "#nubmers").replace('"#how"', '"#hwo"')
    pages = (page("", "<h1>Small</h1>", part=""), page(article=wrong), *PAGES[2:])
    with pytest.raises(InputError) as refused:
        book_html(guide(tmp_path, pages), FACTS, TIMESTAMP)
    assert str(refused.value).splitlines() == [
        f"stone/: the link “{link}” leads to an anchor that is not in the guide; correct it, or give a heading that id."
        for link in ("../help/#nubmers", "#hwo")
    ]


def test_the_edition_is_named(tree):
    """Version and date are on the cover and in the colophon; the time of the build is nowhere."""
    assert "1.2.3 · 2 January 2026" in tree.css_first(".cover").text()
    assert "1.2.3, 2 January 2026" in tree.css_first("#colophon").text()
    assert tree.css_first("meta[name='dcterms.created']").attributes["content"] == "2026-01-02T00:00:00Z"
    assert FACTS.strings["book_share"] in tree.css_first("#colophon").text()


def test_advice_on_keeping_it_safe_comes_first(tree):
    """It comes right after the cover, with a link to help, before the contents."""
    order = [node.attributes.get("class") for node in tree.css("body > section, body > nav")]
    assert order[:3] == ["cover", "keep", "contents"]
    assert tree.css_first(".keep a").attributes["href"] == "#help"


def test_text_is_escaped(tmp_path):
    """Any characters in a title are shown as they are written."""
    odd = guide(tmp_path, (page("", "<h1>x</h1>", part="", title='<b onclick="x">'), *PAGES[1:]), name="A & <i>B</i>")
    found = LexborHTMLParser(book_html(odd, FACTS, TIMESTAMP))
    assert found.css("b[onclick], i") == []
    assert found.css_first("title").text() == "A & <i>B</i>"
    assert found.css_first(".chapter").attributes["data-title"] == '<b onclick="x">'


def test_the_cover_drawing_is_a_background_image():
    """It is decoration: a data URI for the stylesheet, without text for screen readers."""
    assert cover_drawing('<svg class="a"><path d="M0 0"/></svg>').startswith("data:image/svg+xml;base64,")
