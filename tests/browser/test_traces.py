"""What remains in real browsers: little after a short link or private reading, and exactly what readers are told."""

import gzip

import brotli
import pytest
import yaml
from browser_drivers import BROWSERS
from browser_profile import CHROMIUM, CHROMIUM_END, FIREFOX, layers
from page_helpers import nothing

from benchmarks.traces import FIRST, SENTENCES, START, TABLE, differences, pushes, readings, short_link, table, telling

IN_PLACE = ("short_link", "private")
BOTH = pytest.mark.parametrize("browser", BROWSERS)
WORDS = b"No word of this may stay. "


@pytest.fixture(scope="session")
def seen(once, site):
    """What each way of reading left in each browser."""
    return once(readings, site)


def of(seen, ways=IN_PLACE):
    """The readings in these ways, each with its name."""
    return [(f"{way}, {browser}", one) for way in ways for browser, one in seen[way].items()]


@BOTH
def test_what_is_read_openly_is_found_again(seen, browser):
    """The search is worth its word: of an open reading it finds the history, the copies and all twenty sentences."""
    one = seen["ordinary"][browser]
    assert len(one.rows) >= len(one.read) >= 5
    assert len(one.listed) >= 3
    assert one.back
    assert one.memory, "the browser's memory of pages is off, so that Back would prove nothing"
    assert [line for line in one.sentences if line not in one.words] == []
    assert [address for address, words in one.pages.items() if not any(word in one.words for word in words)] == []
    assert any(".sqlite" in name or "History" in name for names in one.words.values() for name in names)


def test_five_pages_were_read_in_each_way(seen):
    """Each reading opened the same pages, and looked for twenty of their sentences."""
    later = seen["ordinary"]["chromium"].read[1:]
    nothing([f"{name}: {one.read}" for name, one in of(seen) if one.read[-len(later) :] != later])
    nothing([f"{name}: {one.sentences}" for name, one in of(seen) if len(set(one.sentences)) != SENTENCES])


@BOTH
def test_the_history_holds_one_row(seen, browser):
    """After five pages the browser's history file holds the first address, and no other of the guide."""
    for way, first in (("short_link", short_link()), ("private", FIRST)):
        assert [address for address, _ in seen[way][browser].rows] == [START + first[1:]], way


def test_a_row_has_a_title_that_says_nothing(seen, site):
    """No title that says what a page is about stays in the history; in Firefox it is the neutral one."""
    nothing([f"{name}: {one.rows}" for name, one in of(seen) if {title for _, title in one.rows} & telling(site)])
    neutral = yaml.safe_load((site.parent / "data" / "strings" / "en.yml").read_text(encoding="utf-8"))["strings"]
    assert [title for way in IN_PLACE for _, title in seen[way]["firefox"].rows] == [neutral["neutral_title"]] * 2


def test_chromium_lists_nothing_of_the_guide(seen):
    """After the exit Chromium's own history page shows no address of the guide."""
    nothing([f"{way}: {seen[way]['chromium'].listed}" for way in IN_PLACE if seen[way]["chromium"].listed])


def test_back_and_forward_show_nothing_of_the_guide(seen):
    """After the exit three Backs and three Forwards neither reach nor paint a page of the guide."""
    nothing([f"{name}: {one.back}" for name, one in of(seen) if one.back])


def test_nothing_opened_later_is_found_in_the_profile(seen):
    """No sentence, heading or address lies in the profile; after private reading, only the first page's own copy."""
    for way in IN_PLACE:
        for browser, one in seen[way].items():
            own = set(one.first) if way == "private" else set()
            nothing([f"{way}, {browser}: “{word}” in {files}" for word, files in one.words.items() if word not in own])


def test_back_leads_away_again_after_a_worse_exit(once, site):
    """Even if the page had stayed behind the other site, Back ends there again, and no letter is painted on the way."""
    found = once(pushes, site)
    wrong = [
        f"{name}: {one}" for name, one in found.items() if (one.within, one.lettered, one.away) != (True, False, True)
    ]
    nothing(wrong)


def test_readers_are_told_what_is_so(seen, site):
    """The table on “Reading safely” says what these browsers keep; a newer one with the same result is fine."""
    told = yaml.safe_load(TABLE.read_text(encoding="utf-8"))["traces"]
    nothing([text for text in [differences(told, table(seen, site))] if text])


def test_another_result_is_told_with_what_to_do():
    """Whoever sees the table fail reads both versions, each figure that changed, and what to do."""
    told = yaml.safe_load(TABLE.read_text(encoding="utf-8"))["traces"] | {"measured": "2026-01-02"}
    left = {"short_link": {"firefox": told["found"]["short_link"]["firefox"] | {"rows": 7}}}
    told["versions"] = {"chromium": "1", "firefox": "2"}
    assert differences(told, {"versions": {"chromium": "3", "firefox": "4"}, "found": left}).splitlines() == [
        "data/traces.yml was measured on 2026-01-02 with chromium 1, firefox 2; here run chromium 3, firefox 4.",
        "  short link, firefox: rows was 1, is 7",
        "Run scripts/traces, then read docs/safety/reading.md again: it promises what the table says.",
    ]
    assert differences(told, {"versions": {}, "found": told["found"]}) == ""


@pytest.mark.parametrize("pack", [bytes, gzip.compress, brotli.compress])
def test_words_are_found_inside_a_copy(pack):
    """A copied page hides no word from the search, however a browser lays it down and a server packed it."""
    body, address = pack(WORDS * 40), b"1/0/https://guide.example/"
    length = len(address).to_bytes(4, "little")
    chromium = CHROMIUM + b"\5\0\0\0" + length + bytes(8) + address + body + CHROMIUM_END + b"headers"
    firefox = body + b"description" + len(body).to_bytes(4, "big")
    assert [any(WORDS in layer for layer in layers(entry)) for entry in (chromium, firefox)] == [True, True]


def test_words_are_found_inside_firefoxs_own_files():
    """What Firefox keeps of a tab is read too: runs of bytes, and references to bytes before."""
    first = b"\xff\x0b" + WORDS + b"\x1a\x00\x07"  # 15 + 11 bytes as they are, then from 26 back 4 + 15 + 7 of them
    packed = FIREFOX + (53).to_bytes(4, "little") + first + b"\x10."
    assert len(WORDS) == 26
    assert list(layers(packed))[1] == WORDS * 2 + b"."
