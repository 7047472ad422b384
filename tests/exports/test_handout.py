"""A handout has one idea, an exercise and the address of its page; a neutral one does not reveal its subject."""

from dataclasses import replace

import pytest
from guide_factory import FACTS, HANDOUT, STONE, TOPICS, guide, page, text_of, topic
from selectolax.lexbor import LexborHTMLParser

from exports.handout import handout_html


def tree(*, neutral=False, topics=TOPICS, before_sections="", **changes):
    """The parsed handout of a small page. `before_sections` is put before its first section heading."""
    article = changes.pop("article", STONE).replace("<h2", f"{before_sections}<h2", 1)
    one = page(article=article, **HANDOUT | changes)
    return LexborHTMLParser(handout_html(guide(pages=(one,)), one, replace(FACTS, topics=topics), neutral=neutral))


def links(tree):
    """The target and the printed address of each link in the text, by its own text."""
    found = tree.css("body > p a")
    return {link.text(): (link.attributes.get("href"), link.attributes.get("data-address")) for link in found}


def test_it_has_the_beginning_the_chosen_sections_and_an_exercise():
    """They are in that order, without other sections."""
    words = text_of(tree().body)
    order = ["Be a stone", "Say little.", "Sit.", "It hurts", FACTS.strings["handout_try"], "Sit down once."]
    assert [words.index(one) for one in order] == sorted(words.index(one) for one in order)
    assert "Breathe" not in words


def test_the_foot_has_the_addresses_of_help_and_the_page():
    """It has both addresses, a QR code, the edition, and the licence."""
    foot = tree().css_first(".foot")
    expected = ["guide.example/help/", "guide.example/stone/", "Small, Version 1.2.3, 2 January 2026."]
    expected += [FACTS.strings["education"], FACTS.strings["book_share"]]
    assert [text for text in expected if text not in text_of(foot)] == []
    assert foot.css_first("img").attributes["alt"].endswith("guide.example/stone/.")


def test_it_has_the_footnotes_of_its_sections_alone():
    """They keep their numbers; the others are left out, and a handout without any has no list."""
    notes = '<div class="footnote"><ol><li id="fn-a">One.</li><li id="fn-b">Two.</li></ol></div>'
    found = tree(article=STONE + notes, before_sections='<p>B.<a class="footnote-ref" href="#fn-b">2</a></p>')
    assert [(node.text(), node.attributes["value"]) for node in found.css(".footnote li")] == [("Two.", "2")]
    assert tree(article=STONE + notes).css(".footnote") == []


def test_links_lead_to_the_site_or_to_the_handout():
    """A link to a section that is left out has a note that it is on the web; others are internal links."""
    found = links(tree())
    assert found["call someone"] == ("https://guide.example/help/#numbers", "guide.example/help")
    assert found["How"] == ("https://guide.example/stone/#how", "on the web page")
    assert links(tree(sections=("how", "stop")))["How"] == ("#how", None)


@pytest.mark.parametrize(("section", "kept"), [("first", False), ("stop", True)])
def test_a_list_of_missing_sections_is_left_out(section, kept):
    """A list of links that lead to no section of the handout is useless on paper."""
    jump = '<p>Jump to: <a href="#how">how</a>, <a href="#stop">stop</a>.</p>'
    assert ("Jump to" in tree(sections=(section,), before_sections=jump).body.text()) == kept


def test_sources_of_a_claim_have_no_note():
    """A source that is left out gets no note: its name is enough."""
    sources = '<a href="#source-a">A, 2001</a> · <a href="#source-b">B, 2002</a>'
    found = links(tree(before_sections=f'<p class="guide-claim__sources">{sources}</p>'))
    assert (found["A, 2001"][1], found["B, 2002"][1]) == (None, None)


def test_the_full_warning_comes_before_the_first_steps():
    """It does so even if the section that contains it is left out."""
    again = STONE.replace("<p>Sit.", '<p class="guide-steps__first guide-steps__first--again">These, too.</p><p>Sit.')
    steps = again.replace("<ul>", '<p class="guide-steps__first">Be careful.</p><ul>')
    words = tree(sections=("first",), article=steps).body.text()
    assert "Be careful." in words
    assert "These, too." not in words
    assert "These, too." in tree(sections=("first",), article=again).body.text()


@pytest.mark.parametrize(
    ("neutral", "title", "author"), [(False, "Stone", "Small"), (True, FACTS.strings["neutral_title"], "")]
)
def test_the_file_has_its_properties(neutral, title, author):
    """Language, date, title and author are those of the page; a neutral handout has a neutral title and no author."""
    found = tree(neutral=neutral)
    properties = {node.attributes["name"]: node.attributes["content"] for node in found.css("meta[name]")}
    assert found.css_first("html").attributes == {"lang": "en", "dir": "ltr"}
    assert found.css_first("title").text() == title
    assert properties == {"author": author, "dcterms.created": "2026-01-02", "dcterms.modified": "2026-01-02"}


def test_a_neutral_handout_has_a_neutral_title():
    """Heading and foot name neither the guide nor the subject; the foot has short link, date and licence."""
    found = tree(neutral=True)
    assert [node.text() for node in found.css("h1")] == [FACTS.strings["neutral_title"]]
    expected = ["Say little.", "guide.example/r/vwf5/", "2 January 2026.", FACTS.strings["book_share"]]
    revealing = ["Be a stone", "How to be dull", "Stone", "Small", "guide.example/stone/", "Version"]
    assert [text for text in expected + revealing if text in text_of(found.body)] == expected


@pytest.mark.parametrize(
    ("left_out", "short_link"), [((), "r/k7wm"), (("numbers",), "r/6789"), (("numbers", "help"), None)]
)
def test_links_of_a_neutral_handout_are_short_links(left_out, short_link):
    """A section’s own short link comes first, then its page’s, then text alone; the same for help; other sites stay."""
    known = TOPICS | {"help": topic("help", "6789", "Help", "help", "help/index.md")}
    topics = {slug: one for slug, one in known.items() if slug not in left_out}
    found = tree(neutral=True, topics=topics, sections=("stop",))
    address = f"guide.example/{short_link}"
    assert links(found) == {
        "call someone": (f"https://{address}/", address) if short_link else (None, None),
        "the stones": ("https://www.stones.example/grey?x=1", "stones.example/grey?x=1"),
        "How": (None, "on the web page"),
        "ask": (None, None),
    }
    assert f"guide.example/{short_link or 'help'}/" in found.css_first(".foot-help").text()
