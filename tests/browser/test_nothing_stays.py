"""Nothing stays: the guide keeps nothing in the browser and writes nothing into the address."""

import pytest
from page_helpers import open_search, search, stored


def test_nothing_is_stored_on_arrival(journey, sampled):
    """Opening a page stores nothing at all: no cookie, no entry, no copy, no worker."""
    assert journey.on_arrival == {address: {} for address in sampled}


def test_nothing_is_stored_by_using_it(journey, sampled):
    """Nothing is stored after scrolling, opening, searching and printing either."""
    assert journey.at_the_end == {address: {} for address in sampled}
    assert journey.cookies == []


def test_the_address_stays(journey):
    """No page's address changes while it is read, searched and printed."""
    assert journey.moved == []


def test_typing_leaves_the_history_alone(visit):
    """Typing a search, letter by letter, adds nothing to the address or to the list behind Back."""
    page = visit("/how/")
    before = page.evaluate("() => [location.href, history.length, history.state]")
    open_search(page)
    page.keyboard.type("grey rock", delay=20)
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    assert page.evaluate("() => [location.href, history.length, history.state]") == before


@pytest.mark.parametrize("words", ["xylophone block", "hoover"])
def test_opening_a_result_hands_no_word_on(visit, words):
    """Opening a result leads to a page's address, without a query and without what was typed."""
    page = visit("/how/")
    assert search(page, words.split()[-1])
    page.locator("#query").fill(words)
    page.locator(".guide-search__results a").first.click()
    page.wait_for_load_state()
    assert page.evaluate("() => location.search") == ""
    assert "xylophone" not in page.url
    assert stored(page) == {}


def test_looking_for_what_is_stored_works(browser, served):
    """These tests would see a cookie, an entry and a copy if there were any."""
    context = browser.new_context(base_url=served)
    page = context.new_page()
    page.goto("/")
    page.evaluate("() => { localStorage.a = 'b'; document.cookie = 'a=b'; return caches.open('a').then(() => 1); }")
    assert stored(page) == {"local": ["a"], "cookie": "a=b", "caches": ["a"]}
    context.close()
