"""The whole guide holds every page once, in order, and each of its links leads to a page of it or to an address."""

import pytest
from sample_guide import FACTS, MOMENT, PAGES, STONE, guide, page
from selectolax.lexbor import LexborHTMLParser

from core.errors import InputError
from exports.book import book, drawn


@pytest.fixture
def tree(tmp_path):
    """The small guide as a book."""
    return LexborHTMLParser(book(guide(tmp_path), FACTS, MOMENT))


def test_every_page_is_a_chapter_of_its_part(tree):
    """All but the page about sessions, which is an offer, and those for whoever hands the file on."""
    chapters = [(node.attributes["id"], node.attributes["data-title"]) for node in tree.css(".chapter")]
    assert chapters == [("start", "Small"), ("stone", "Stone"), ("help", "Help")]
    assert [node.text() for node in tree.css("h1.part-name")] == ["Being dull", "Help"]
    assert [words for words in ("Paid.", "Print many.", "Print more.") if words in tree.body.text()] == []


def test_the_offer_is_one_line_at_the_end(tree):
    """Its address is printed; a guide without that page says nothing of it."""
    assert tree.body.text().count("guide.example/sessions/") == 1
    assert tree.css("section")[-1].attributes["id"] == "colophon"
    assert "guide.example/sessions/" in tree.css_first("#colophon").text()


def test_a_guide_without_sessions_says_nothing_of_them(tmp_path):
    """The line goes with the page."""
    text = book(guide(tmp_path, tuple(one for one in PAGES if one.address != "sessions/")), FACTS, MOMENT)
    assert FACTS.strings["book_sessions"].split("{")[0] not in text


def test_headings_stand_below_their_part(tree):
    """A part is of the first rank, a page below it of the second, and so on; the first page has no part."""
    ranks = {node.text(): node.tag for node in tree.css("main h1, main h2, main h3, main h4")}
    assert ranks["Small"] == "h1"
    assert (ranks["Being dull"], ranks["Be a stone"], ranks["How"], ranks["First"]) == ("h1", "h2", "h3", "h4")


def test_links_lead_to_places_of_the_book(tree):
    """Each is followed by the page of its place, and each place is there."""
    inside = [node.attributes["href"] for node in tree.css("main .guide-internal-link")]
    assert inside == ["#stone", "#help--numbers", "#stone--how"]
    ids = {node.attributes["id"] for node in tree.css("[id]")}
    on = [node.attributes["data-on"] for node in tree.css("main [data-on]")]
    assert on == [link[1:] for link in inside]
    assert {node.attributes["data-on"] for node in tree.css("[data-on]")} <= ids
    assert {node.attributes["href"][1:] for node in tree.css("a[href^='#']")} <= ids


def test_links_to_what_is_not_in_the_book_have_their_address(tree):
    """The page about sessions is one of them."""
    out = {node.attributes["href"]: node.attributes["data-address"] for node in tree.css("main [data-address]")}
    assert out == {
        "https://www.stones.example/grey?x=1": "stones.example/grey?x=1",
        "https://guide.example/sessions/": "guide.example/sessions",
    }


def test_every_link_to_nowhere_is_refused_at_once(tmp_path):
    """The error names each page and link."""
    wrong = STONE.replace("#numbers", "#nubmers").replace('"#how"', '"#hwo"')
    pages = (page("", "<h1>Small</h1>", part=""), page(article=wrong), *PAGES[2:])
    with pytest.raises(InputError) as refused:
        book(guide(tmp_path, pages), FACTS, MOMENT)
    assert str(refused.value).splitlines() == [
        f"stone/: the link “{link}” leads to no place in the guide; correct it, or give a heading that id."
        for link in ("../help/#nubmers", "#hwo")
    ]


def test_the_edition_is_told(tree):
    """Version and day, on the cover and at the end, and nothing of the clock."""
    assert "1.2.3 · 2 January 2026" in tree.css_first(".cover").text()
    assert "1.2.3, 2 January 2026" in tree.css_first("#colophon").text()
    assert tree.css_first("meta[name='dcterms.created']").attributes["content"] == "2026-01-02T00:00:00Z"
    assert FACTS.strings["book_share"] in tree.css_first("#colophon").text()


def test_how_to_keep_it_safely_comes_first(tree):
    """Right after the cover, with the way to help, before the contents."""
    order = [node.attributes.get("class") for node in tree.css("body > section, body > nav")]
    assert order[:3] == ["cover", "keep", "contents"]
    assert tree.css_first(".keep a").attributes["href"] == "#help"


def test_words_of_a_page_are_no_markup(tmp_path):
    """A title of any letters stands in the book as it is written."""
    odd = guide(tmp_path, (page("", "<h1>x</h1>", part="", title='<b onclick="x">'), *PAGES[1:]), name="A & <i>B</i>")
    found = LexborHTMLParser(book(odd, FACTS, MOMENT))
    assert found.css("b[onclick], i") == []
    assert found.css_first("title").text() == "A & <i>B</i>"
    assert found.css_first(".chapter").attributes["data-title"] == '<b onclick="x">'


def test_the_drawing_is_a_picture_of_lines():
    """It is decoration: it comes as a background, with lines to be seen and no words to be read out."""
    assert drawn('<svg class="a"><path d="M0 0"/></svg>').startswith("data:image/svg+xml;base64,")
