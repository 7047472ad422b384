"""The feed of changes is valid Atom, contains only changes for readers, and is reproducible."""

import re
from dataclasses import replace
from datetime import datetime
from xml.etree import ElementTree

import feedparser
import pytest
from guide_factory import EDITIONS, FACTS, PAGES, TIMESTAMP, guide, page
from hypothesis import given
from hypothesis import strategies as st
from macro_environment import PRACTICE, copy_sample_data

from core.facts import Edition, load
from exports.feed import FEED, feed_xml

URL = "https://guide.example/"
ATOM = "{http://www.w3.org/2005/Atom}"
RFC3339 = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})")
CHANGES = (("New", "A second short link."), ("Safety", "It shuts."))
NASTY = '<b>A & B</b> &amp; <![CDATA[x]]> ]]> "q" \u202eמילה\u202c \u200f 🚪 “é”'
CHANGELOG = """# Changelog

## 0.2.0 · 2026-02-03

### New

- Readers hear of this.

### For maintainers

- Nobody outside needs this.
"""


def make_feed(folder, pages=PAGES, facts=FACTS, timestamp=TIMESTAMP, **changes):
    """The feed of the small guide."""
    return feed_xml(guide(folder, pages, **changes), facts, timestamp)


def parse(text):
    """The parsed feed, without any sanitising of markup. Fails where the feed is not well-formed."""
    found = feedparser.parse(text, sanitize_html=False, resolve_relative_uris=False)
    assert not found.bozo, found.get("bozo_exception")
    return found


def allowed(character: str) -> bool:
    """Whether XML allows this character (XML 1.0, production 2, Char)."""
    parts = (("\t", "\n"), ("\r", "\r"), (" ", "\ud7ff"), ("\ue000", "\ufffd"), ("\U00010000", "\U0010ffff"))
    return any(first <= character <= last for first, last in parts)


def with_editions(*editions: Edition):
    """The facts with these editions."""
    return replace(FACTS, editions=editions)


def test_a_feed_parser_finds_no_fault(tmp_path):
    """It is Atom 1.0, in the guide’s language, and each entry has what people see: title, date, address and text."""
    found = parse(make_feed(tmp_path, language="ur"))
    assert (found.version, found.feed.language) == ("atom10", "ur")
    assert found.feed.title == FACTS.strings["feed_title"].format(name="Small")
    assert len(found.entries) == 1 + len(PAGES)
    edition = next(entry for entry in found.entries if "1.2.3" in entry.title)
    assert (edition.title, edition.updated, edition.link) == ("Version 1.2.3", "2026-01-02T00:00:00Z", URL)
    assert edition.content[0].value == "New: A change."
    stone = next(entry for entry in found.entries if entry.link == f"{URL}stone/")
    assert (stone.title, stone.content[0].value, stone.content[0].type) == ("Stone", "How to be dull.", "text/plain")


def test_it_has_every_element_that_the_standard_requires(tmp_path):
    """RFC 4287: id, title, updated, author and link to itself once in the feed, and the first three in each entry."""
    root = ElementTree.fromstring(make_feed(tmp_path))
    assert root.tag == f"{ATOM}feed"
    for node in (root, *root.iter(f"{ATOM}entry")):
        assert [len(node.findall(f"{ATOM}{name}")) for name in ("id", "title", "updated")] == [1, 1, 1]
        links = [link.get("rel") for link in node.findall(f"{ATOM}link")]
        assert links == (["self", "alternate"] if node is root else ["alternate"])
    assert root.find(f"{ATOM}author/{ATOM}name").text == "Small"
    assert root.find(f"{ATOM}link[@rel='self']").get("href") == URL + FEED
    assert root.find(f"{ATOM}link[@rel='alternate']").get("href") == URL


def test_each_entry_has_a_permanent_id_of_its_own(tmp_path):
    """Ids are unique absolute URLs, the feed’s own included; a later edition does not change those of older entries."""
    facts = with_editions(Edition("1.3.0", "2026-02-03", CHANGES), *EDITIONS)
    before, after = (ElementTree.fromstring(make_feed(tmp_path, facts=one)) for one in (FACTS, facts))
    (ids_before, ids) = ([node.text for node in root.iter(f"{ATOM}id")] for root in (before, after))
    assert len(ids) == len(set(ids)) == 3 + len(PAGES)
    assert [id for id in ids if not id.startswith(URL)] == []
    assert set(ids) - set(ids_before) == {f"{URL}#edition-1.3.0"}


def test_each_date_is_machine_readable(tmp_path):
    """Dates follow RFC 3339, and the feed’s own is the time of the edition."""
    root = ElementTree.fromstring(make_feed(tmp_path, timestamp=TIMESTAMP + 3661))
    days = [node.text for node in root.iter(f"{ATOM}updated")]
    assert days[0] == "2026-01-02T01:01:01Z"
    for day in days:
        assert RFC3339.fullmatch(day)
        assert datetime.fromisoformat(day).tzinfo


def test_the_newest_comes_first(tmp_path):
    """Editions and pages are sorted by date; a page by its review, if that is later."""
    pages = (
        page("old/", title="Old", written="2025-01-02"),
        page("looked-at/", title="Looked at", written="2025-01-02", reviewed="2026-03-04"),
        page("new/", title="New", written="2026-05-06", reviewed="2026-01-02"),
        page("undated/", title="Undated", written=""),
    )
    facts = with_editions(
        Edition("2.0.0", "2026-04-05", CHANGES), Edition("1.0.0", "2025-06-07", ()), Edition("0.9", "", ())
    )
    found = parse(make_feed(tmp_path, pages, facts)).entries
    assert [(entry.title, entry.updated[:10]) for entry in found] == [
        ("New", "2026-05-06"),
        ("Version 2.0.0", "2026-04-05"),
        ("Looked at", "2026-03-04"),
        ("Version 1.0.0", "2025-06-07"),
        ("Old", "2025-01-02"),
    ]


def test_an_edition_lists_each_of_its_changes(tmp_path):
    """Each change is a line of its own, after the heading of its group."""
    (edition,) = parse(make_feed(tmp_path, (), with_editions(Edition("2.0.0", "2026-04-05", CHANGES)))).entries
    assert edition.content[0].value.splitlines() == ["New: A second short link.", "Safety: It shuts."]


def test_changes_for_maintainers_are_left_out(tmp_path):
    """The feed has only the changes for readers, as the changelog separates them."""
    (copy_sample_data(tmp_path) / "CHANGELOG.md").write_text(CHANGELOG, encoding="utf-8")
    text = make_feed(tmp_path, facts=load(tmp_path, PRACTICE))
    assert "New: Readers hear of this." in text
    assert "Nobody outside" not in text
    assert "For maintainers" not in text


def test_text_is_escaped(tmp_path):
    """Markup, ampersands and direction marks are kept as text in every element."""
    nasty = page("nasty/", title=NASTY, summary=NASTY, written="2026-01-02")
    text = make_feed(tmp_path, (nasty,), with_editions(Edition("1", "2025-01-02", ((NASTY, NASTY),))), name=NASTY)
    first, second = parse(text).entries
    root = ElementTree.fromstring(text)
    assert [node.text for node in root.iter(f"{ATOM}name")] == [NASTY]
    assert root.find(f"{ATOM}title").text == FACTS.strings["feed_title"].format(name=NASTY)
    assert [node.text for node in root.iter(f"{ATOM}content")] == [NASTY, f"{NASTY}: {NASTY}"]
    assert (first.content[0].value, second.content[0].value) == (NASTY, f"{NASTY}: {NASTY}")
    assert len(list(root.iter())) == len(list(ElementTree.fromstring(make_feed(tmp_path, PAGES[:1])).iter()))


@pytest.mark.parametrize("character", ["\x00", "\x07", "\x0b", "\x1b", "\ud800", "\ufffe"])
def test_a_character_not_allowed_in_xml_is_left_out(tmp_path, character):
    """One control character in a summary would make the whole feed unreadable."""
    text = make_feed(tmp_path, (page(summary=f"Say{character} little."),))
    assert {entry.content[0].value for entry in parse(text).entries} == {"Say little.", "New: A change."}


@given(st.text(st.characters(exclude_characters="\r")))
def test_any_text_makes_a_valid_feed(text):
    """Characters that XML allows are kept; no text makes the feed invalid."""
    xml = feed_xml(guide("site", (page(title=text, written="2027-01-02"),)), FACTS, TIMESTAMP)
    title = ElementTree.fromstring(xml.encode()).find(f"{ATOM}entry/{ATOM}title").text or ""
    assert title == "".join(character for character in text if allowed(character))


def test_the_same_input_gives_the_same_bytes(tmp_path):
    """The folder and the time of the build do not change them; the time of the edition does."""
    assert make_feed(tmp_path / "a") == make_feed(tmp_path / "b")
    assert make_feed(tmp_path, timestamp=TIMESTAMP + 1) != make_feed(tmp_path)
