"""The feed of changes is one that every reader of feeds takes, tells readers’ news alone, and is the same each time."""

import re
from dataclasses import replace
from datetime import datetime
from xml.etree import ElementTree

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st
from macro_environment import PRACTICE, lay_out
from sample_guide import EDITIONS, FACTS, MOMENT, PAGES, guide, page

from core.facts import Edition, load
from exports.feed import FEED, feed

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


def made(folder, pages=PAGES, facts=FACTS, moment=MOMENT, **known):
    """The feed of the small guide."""
    return feed(guide(folder, pages, **known), facts, moment)


def told(text):
    """What a reader of feeds finds in it, markup and all left as it is."""
    found = feedparser.parse(text, sanitize_html=False, resolve_relative_uris=False)
    assert not found.bozo, found.get("bozo_exception")
    return found


def allowed(sign: str) -> bool:
    """Whether XML can hold this sign, as its standard says (production 2, Char)."""
    parts = (("\t", "\n"), ("\r", "\r"), (" ", "\ud7ff"), ("\ue000", "\ufffd"), ("\U00010000", "\U0010ffff"))
    return any(first <= sign <= last for first, last in parts)


def edited(*editions: Edition):
    """The facts with these editions."""
    return replace(FACTS, editions=editions)


def test_a_reader_of_feeds_finds_no_fault(tmp_path):
    """It is Atom 1.0, in the guide’s language, and each entry has what people see: name, day, address and words."""
    found = told(made(tmp_path, language="ur"))
    assert (found.version, found.feed.language) == ("atom10", "ur")
    assert found.feed.title == FACTS.strings["feed_title"].format(name="Small")
    assert len(found.entries) == 1 + len(PAGES)
    edition = next(entry for entry in found.entries if "1.2.3" in entry.title)
    assert (edition.title, edition.updated, edition.link) == ("Version 1.2.3", "2026-01-02T00:00:00Z", URL)
    assert edition.content[0].value == "New: A change."
    stone = next(entry for entry in found.entries if entry.link == f"{URL}stone/")
    assert (stone.title, stone.content[0].value, stone.content[0].type) == ("Stone", "How to be dull.", "text/plain")


def test_it_has_every_element_that_the_standard_requires(tmp_path):
    """RFC 4287: name, title, day, author and its own address once in the feed, and the first three in each entry."""
    root = ElementTree.fromstring(made(tmp_path))
    assert root.tag == f"{ATOM}feed"
    for node in (root, *root.iter(f"{ATOM}entry")):
        assert [len(node.findall(f"{ATOM}{name}")) for name in ("id", "title", "updated")] == [1, 1, 1]
        links = [link.get("rel") for link in node.findall(f"{ATOM}link")]
        assert links == (["self", "alternate"] if node is root else ["alternate"])
    assert root.find(f"{ATOM}author/{ATOM}name").text == "Small"
    assert root.find(f"{ATOM}link[@rel='self']").get("href") == URL + FEED
    assert root.find(f"{ATOM}link[@rel='alternate']").get("href") == URL


def test_each_entry_has_a_lasting_name_of_its_own(tmp_path):
    """Whole addresses, no two alike, and the feed’s own among them; what changed later keeps its name."""
    facts = edited(Edition("1.3.0", "2026-02-03", CHANGES), *EDITIONS)
    before, after = (ElementTree.fromstring(made(tmp_path, facts=one)) for one in (FACTS, facts))
    (had, has) = ([node.text for node in root.iter(f"{ATOM}id")] for root in (before, after))
    assert len(has) == len(set(has)) == 3 + len(PAGES)
    assert [name for name in has if not name.startswith(URL)] == []
    assert set(has) - set(had) == {f"{URL}#edition-1.3.0"}


def test_each_day_is_one_that_machines_read(tmp_path):
    """RFC 3339, and the feed’s own is the time of the edition."""
    root = ElementTree.fromstring(made(tmp_path, moment=MOMENT + 3661))
    days = [node.text for node in root.iter(f"{ATOM}updated")]
    assert days[0] == "2026-01-02T01:01:01Z"
    for day in days:
        assert RFC3339.fullmatch(day)
        assert datetime.fromisoformat(day).tzinfo


def test_the_newest_comes_first(tmp_path):
    """Editions and pages by their days; a page by its review, where that is the later."""
    pages = (
        page("old/", title="Old", written="2025-01-02"),
        page("looked-at/", title="Looked at", written="2025-01-02", reviewed="2026-03-04"),
        page("new/", title="New", written="2026-05-06", reviewed="2026-01-02"),
        page("undated/", title="Undated", written=""),
    )
    facts = edited(Edition("2.0.0", "2026-04-05", CHANGES), Edition("1.0.0", "2025-06-07", ()), Edition("0.9", "", ()))
    found = told(made(tmp_path, pages, facts)).entries
    assert [(entry.title, entry.updated[:10]) for entry in found] == [
        ("New", "2026-05-06"),
        ("Version 2.0.0", "2026-04-05"),
        ("Looked at", "2026-03-04"),
        ("Version 1.0.0", "2025-06-07"),
        ("Old", "2025-01-02"),
    ]


def test_an_edition_tells_each_of_its_changes(tmp_path):
    """Each in a line of its own, with the heading below which it stands."""
    (edition,) = told(made(tmp_path, (), edited(Edition("2.0.0", "2026-04-05", CHANGES)))).entries
    assert edition.content[0].value.splitlines() == ["New: A second short link.", "Safety: It shuts."]


def test_what_changed_inside_the_house_is_not_told(tmp_path):
    """Whoever reads the guide hears of readers’ news alone, as the changelog parts them."""
    (lay_out(tmp_path) / "CHANGELOG.md").write_text(CHANGELOG, encoding="utf-8")
    text = made(tmp_path, facts=load(tmp_path, PRACTICE))
    assert "New: Readers hear of this." in text
    assert "Nobody outside" not in text
    assert "For maintainers" not in text


def test_nasty_words_survive_unharmed(tmp_path):
    """Markup, ampersands and marks of direction are words, wherever they stand."""
    nasty = page("nasty/", title=NASTY, summary=NASTY, written="2026-01-02")
    text = made(tmp_path, (nasty,), edited(Edition("1", "2025-01-02", ((NASTY, NASTY),))), name=NASTY)
    first, second = told(text).entries
    root = ElementTree.fromstring(text)
    assert [node.text for node in root.iter(f"{ATOM}name")] == [NASTY]
    assert root.find(f"{ATOM}title").text == FACTS.strings["feed_title"].format(name=NASTY)
    assert [node.text for node in root.iter(f"{ATOM}content")] == [NASTY, f"{NASTY}: {NASTY}"]
    assert (first.content[0].value, second.content[0].value) == (NASTY, f"{NASTY}: {NASTY}")
    assert len(list(root.iter())) == len(list(ElementTree.fromstring(made(tmp_path, PAGES[:1])).iter()))


@pytest.mark.parametrize("sign", ["\x00", "\x07", "\x0b", "\x1b", "\ud800", "\ufffe"])
def test_a_sign_that_no_feed_can_hold_is_left_out(tmp_path, sign):
    """One control character in a summary would cost every reader the whole feed."""
    text = made(tmp_path, (page(summary=f"Say{sign} little."),))
    assert {entry.content[0].value for entry in told(text).entries} == {"Say little.", "New: A change."}


@given(st.text(st.characters(exclude_characters="\r")))
def test_any_words_at_all_make_a_feed(words):
    """What XML can hold comes back as it was; nothing breaks it."""
    text = feed(guide("site", (page(title=words, written="2027-01-02"),)), FACTS, MOMENT)
    title = ElementTree.fromstring(text.encode()).find(f"{ATOM}entry/{ATOM}title").text or ""
    assert title == "".join(sign for sign in words if allowed(sign))


def test_the_same_input_gives_the_same_bytes(tmp_path):
    """From another folder, too; neither the clock nor a path gets in."""
    assert made(tmp_path / "a") == made(tmp_path / "b")
    assert made(tmp_path, moment=MOMENT + 1) != made(tmp_path)
