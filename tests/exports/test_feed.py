"""The feed of changes is valid Atom and contains any text."""

from dataclasses import replace
from xml.etree import ElementTree

import feedparser
from guide_factory import EDITIONS, FACTS, PAGES, TIMESTAMP, guide, page
from hypothesis import example, given
from hypothesis import strategies as st

from core.facts import Edition
from exports.feed import FEED, feed_xml

URL = "https://guide.example/"
ATOM = "{http://www.w3.org/2005/Atom}"
CHANGES = (("New", "A second short link."), ("Safety", "It shuts."))
NASTY = '<b>A & B</b> &amp; <![CDATA[x]]> ]]> "q" \u202eמילה\u202c \u200f 🚪 “é”'


def make_feed(pages=PAGES, editions=EDITIONS, timestamp=TIMESTAMP, **changes):
    """The feed of the small guide, as parsed XML."""
    facts = replace(FACTS, editions=editions)
    return ElementTree.fromstring(feed_xml(guide(pages=pages, **changes), facts, timestamp).encode())


def texts(root, name):
    """The text of each element of this name, in document order."""
    return [node.text or "" for node in root.iter(f"{ATOM}{name}")]


def allowed(character):
    """Whether XML allows this character (XML 1.0, production 2, Char)."""
    parts = (("\t", "\n"), ("\r", "\r"), (" ", "\ud7ff"), ("\ue000", "\ufffd"), ("\U00010000", "\U0010ffff"))
    return any(first <= character <= last for first, last in parts)


def test_a_feed_parser_finds_no_fault():
    """It is Atom 1.0, in the guide’s language, and each entry has what people see: title, date, address and text."""
    found = feedparser.parse(feed_xml(guide(language="ur"), FACTS, TIMESTAMP))
    assert not found.bozo, found.get("bozo_exception")
    assert (found.version, found.feed.language) == ("atom10", "ur")
    assert found.feed.title == FACTS.strings["feed_title"].format(name="Small")
    by_title = {entry.title: entry for entry in found.entries}
    edition, stone = by_title["Version 1.2.3"], by_title["Stone"]
    assert [entry.updated for entry in (edition, stone)] == ["2026-01-02T00:00:00Z"] * 2
    assert (edition.link, edition.content[0].value) == (URL, "New: A change.")
    assert (stone.link, stone.content[0].value) == (f"{URL}stone/", "How to be dull.")


def test_it_has_every_element_that_the_standard_requires():
    """RFC 4287: id, title, updated, author and link to itself once in the feed, and the first three in each entry."""
    root = make_feed(timestamp=TIMESTAMP + 3661)
    for node in (root, *root.iter(f"{ATOM}entry")):
        assert [len(node.findall(f"{ATOM}{name}")) for name in ("id", "title", "updated")] == [1, 1, 1]
        links = [link.get("rel") for link in node.findall(f"{ATOM}link")]
        assert links == (["self", "alternate"] if node is root else ["alternate"])
    assert texts(root, "name") == ["Small"]
    assert texts(root, "updated")[0] == "2026-01-02T01:01:01Z"
    assert [link.get("href") for link in root.findall(f"{ATOM}link")] == [URL + FEED, URL]


def test_each_entry_has_a_permanent_id_of_its_own():
    """Ids are unique absolute URLs, the feed’s own included; a later edition does not change those of older entries."""
    before = texts(make_feed(), "id")
    ids = texts(make_feed(editions=(Edition("1.3.0", "2026-02-03", CHANGES), *EDITIONS)), "id")
    assert len(ids) == len(set(ids)) == 3 + len(PAGES)
    assert [id for id in ids if not id.startswith(URL)] == []
    assert set(ids) - set(before) == {f"{URL}#edition-1.3.0"}


def test_the_newest_comes_first():
    """Editions and pages are sorted by date; a page by its review, if that is later."""
    pages = (
        page("old/", title="Old", written="2025-01-02"),
        page("looked-at/", title="Looked at", written="2025-01-02", reviewed="2026-03-04"),
        page("new/", title="New", written="2026-05-06", reviewed="2026-01-02"),
        page("undated/", title="Undated", written=""),
    )
    editions = (Edition("2.0.0", "2026-04-05", CHANGES), Edition("1.0.0", "2025-06-07", ()), Edition("0.9", "", ()))
    root = make_feed(pages, editions)
    _, *titles = texts(root, "title")
    _, *days = texts(root, "updated")
    assert list(zip(titles, days, strict=True)) == [
        ("New", "2026-05-06T00:00:00Z"),
        ("Version 2.0.0", "2026-04-05T00:00:00Z"),
        ("Looked at", "2026-03-04T00:00:00Z"),
        ("Version 1.0.0", "2025-06-07T00:00:00Z"),
        ("Old", "2025-01-02T00:00:00Z"),
    ]


@given(st.text(st.characters(exclude_characters="\r")))
@example(NASTY)
@example("Say\x00\x07\x0b\x1b\ud800\ufffe little.")
def test_any_text_makes_a_valid_feed(text):
    """Characters that XML allows are kept as text, the others are left out; each change of an edition has a line."""
    nasty = page("nasty/", title=text, summary=text)
    root = make_feed((nasty,), (Edition("1", "2025-01-02", ((text, text), *CHANGES)),), name=text)
    shown = "".join(filter(allowed, text))
    assert texts(root, "title") == [FACTS.strings["feed_title"].format(name=shown), shown, "Version 1"]
    assert texts(root, "name") == [shown]
    assert texts(root, "content") == [shown, f"{shown}: {shown}\nNew: A second short link.\nSafety: It shuts."]
