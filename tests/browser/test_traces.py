"""What reading leaves in real browsers: little after a short link or private reading, and what data/traces.yml says."""

import gzip

import brotli
import pytest
import yaml
from browser_drivers import BROWSERS
from browser_profile import CHROMIUM_END, CHROMIUM_START, FIREFOX, layers
from exit_without_replace import measure_pushes
from page_helpers import assert_none

from benchmarks.traces import (
    FIRST,
    SENTENCES,
    START,
    TRACES,
    measure_all,
    short_link,
    table,
    telling_titles,
)

IN_PLACE = ("short_link", "private")
EACH_BROWSER = pytest.mark.parametrize("browser", BROWSERS)
WORDS = b"No word of this may stay. "


@pytest.fixture(scope="session")
def seen(once, site):
    """What each mode of reading left in each browser."""
    return once(measure_all, site)


def observations(seen, modes=IN_PLACE):
    """The observations in these modes, each with its name."""
    return [(f"{mode}, {browser}", one) for mode in modes for browser, one in seen[mode].items()]


@EACH_BROWSER
def test_ordinary_reading_is_found(seen, browser):
    """After ordinary reading, the search of the profile finds the history, cached pages and all twenty sentences."""
    one = seen["ordinary"][browser]
    assert len(one.rows) >= len(one.addresses) >= 5
    assert len(one.listed) >= 3
    assert one.back
    assert one.restored_from_memory, "the back/forward cache is off, so that Back proves nothing"
    assert [line for line in one.sentences if line not in one.words] == []
    assert [address for address, words in one.pages.items() if not any(word in one.words for word in words)] == []
    assert any(".sqlite" in name or "History" in name for names in one.words.values() for name in names)


def test_the_same_pages_are_read_in_each_mode(seen):
    """Each walk opens the same pages, and searches for twenty of their sentences."""
    later = seen["ordinary"]["chromium"].addresses[1:]
    assert_none(
        [f"{name}: {one.addresses}" for name, one in observations(seen) if one.addresses[-len(later) :] != later]
    )
    assert_none(
        [f"{name}: {one.sentences}" for name, one in observations(seen) if len(set(one.sentences)) != SENTENCES]
    )


@EACH_BROWSER
def test_the_history_holds_one_row(seen, browser):
    """After five pages the browser's history holds the first address, and no other of the guide."""
    for mode, first in (("short_link", short_link()), ("private", FIRST)):
        assert [address for address, _ in seen[mode][browser].rows] == [START + first[1:]], mode


def test_titles_in_the_history_are_neutral(seen, site):
    """No title in the history tells what a page is about; in Firefox it is the neutral title."""
    assert_none(
        [
            f"{name}: {one.rows}"
            for name, one in observations(seen)
            if {title for _, title in one.rows} & telling_titles(site)
        ]
    )
    neutral = yaml.safe_load((site.parent / "data" / "strings" / "en.yml").read_text(encoding="utf-8"))["strings"]
    assert [title for mode in IN_PLACE for _, title in seen[mode]["firefox"].rows] == [neutral["neutral_title"]] * 2


def test_chromium_lists_nothing_of_the_guide(seen):
    """After the exit, Chromium's own history page shows no address of the guide."""
    assert_none([f"{mode}: {seen[mode]['chromium'].listed}" for mode in IN_PLACE if seen[mode]["chromium"].listed])


def test_back_and_forward_show_nothing_of_the_guide(seen):
    """After the exit, three Backs and three Forwards neither reach nor paint a page of the guide."""
    assert_none([f"{name}: {one.back}" for name, one in observations(seen) if one.back])


def test_nothing_opened_later_is_found_in_the_profile(seen):
    """Nothing of a later page is in the profile: no sentence, heading or address."""
    for mode in IN_PLACE:
        for browser, one in seen[mode].items():
            own = set(one.first) if mode == "private" else set()
            assert_none(
                [f"{mode}, {browser}: “{word}” in {files}" for word, files in one.words.items() if word not in own]
            )


def test_back_leaves_again_without_replace(once, site):
    """Even if the exit did not replace the history entry, Back ends at the exit site again, and no text is painted."""
    found = once(measure_pushes, site)
    wrong = [
        f"{name}: {one}"
        for name, one in found.items()
        if (one.within, one.has_text, one.at_exit_site) != (True, False, True)
    ]
    assert_none(wrong)


def test_the_published_table_is_true(seen, site):
    """data/traces.yml, shown on “Reading safely”, matches what these browsers keep; their versions may differ."""
    recorded = yaml.safe_load(TRACES.read_text(encoding="utf-8"))["traces"]["found"]
    assert_none(
        [
            f"{mode}, {browser}: {figures}, not {recorded[mode][browser]} as in data/traces.yml; run scripts/traces, "
            "then read docs/safety/reading.md again, which promises what the table says"
            for mode, by_browser in table(seen, site)["found"].items()
            for browser, figures in by_browser.items()
            if figures != recorded[mode][browser]
        ]
    )


@pytest.mark.parametrize("compress", [bytes, gzip.compress, brotli.compress])
def test_text_is_found_in_cached_pages(compress):
    """The search finds text in cache entries of both browsers, however the server compressed the page."""
    body, address = compress(WORDS * 40), b"1/0/https://guide.example/"
    length = len(address).to_bytes(4, "little")
    chromium = CHROMIUM_START + b"\5\0\0\0" + length + bytes(8) + address + body + CHROMIUM_END + b"headers"
    firefox = body + b"description" + len(body).to_bytes(4, "big")
    assert [any(WORDS in layer for layer in layers(entry)) for entry in (chromium, firefox)] == [True, True]


def test_text_is_found_in_firefox_files():
    """Firefox's own LZ4 files are decompressed: literal runs, and references to earlier bytes."""
    first = b"\xff\x0b" + WORDS + b"\x1a\x00\x07"  # 15 + 11 literal bytes, then 4 + 15 + 7 from 26 bytes back
    packed = FIREFOX + (53).to_bytes(4, "little") + first + b"\x10."
    assert len(WORDS) == 26
    assert list(layers(packed))[1] == WORDS * 2 + b"."
