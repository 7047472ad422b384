"""The guide stores nothing in the browser and does not change the address."""

import pytest
from page_helpers import open_search, search, stored


def test_nothing_is_stored_on_arrival(journey, sample_addresses):
    """Opening a page stores nothing: no cookie, storage, cache or worker."""
    assert journey.on_arrival == {address: {} for address in sample_addresses}


def test_nothing_is_stored_by_using_it(journey, sample_addresses):
    """Nothing is stored after scrolling, opening, searching and printing either."""
    assert journey.at_the_end == {address: {} for address in sample_addresses}
    assert journey.cookies == []


def test_the_address_stays(journey):
    """No page's address changes while the page is used, searched and printed."""
    assert journey.redirected == []


def test_typing_leaves_the_history_alone(visit):
    """Typing into the search changes neither the address nor the session history."""
    page = visit("/how/")
    before = page.evaluate("() => [location.href, history.length, history.state]")
    open_search(page)
    page.keyboard.type("grey rock", delay=20)
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    assert page.evaluate("() => [location.href, history.length, history.state]") == before


@pytest.mark.parametrize("words", ["xylophone block", "hoover"])
def test_opening_a_result_passes_no_word_on(visit, words):
    """The address of a result has no query and none of the words typed."""
    page = visit("/how/")
    assert search(page, words.split()[-1])
    page.locator("#query").fill(words)
    page.locator(".guide-search__results a").first.click()
    page.wait_for_load_state()
    assert page.evaluate("() => location.search") == ""
    assert "xylophone" not in page.url
    assert stored(page) == {}


def test_stored_data_would_be_found(browser, site_url):
    """`stored` finds cookies, storage and caches."""
    context = browser.new_context(base_url=site_url)
    page = context.new_page()
    page.goto("/")
    page.evaluate("() => { localStorage.a = 'b'; document.cookie = 'a=b'; return caches.open('a').then(() => 1); }")
    assert stored(page) == {"local": ["a"], "cookie": "a=b", "caches": ["a"]}
    context.close()
