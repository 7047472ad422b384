"""Reading the guide makes no request to any other address, and stores nothing in the browser."""

import pytest
from page_helpers import open_search, search, stored, tab_history


def test_no_request_to_another_address(journey):
    """Loading, scrolling, opening, searching and printing pages makes requests only to the guide's own address."""
    assert len(journey.requests) > 50
    assert [address for address in journey.requests if not address.startswith(f"{journey.home}/")] == []


def test_nothing_breaks_the_policy(journey):
    """Under the strict policy the browser's console is empty on every page."""
    missing = "the server responded with a status of 404"  # expected for the missing page
    assert [text for text in journey.console if missing not in text] == []


def test_nothing_is_stored(journey, addresses):
    """Opening a page and using it store nothing: no cookie, storage, cache or worker; its address does not change."""
    nothing = {address: {} for address in addresses}
    assert (journey.on_arrival, journey.at_the_end) == (nothing, nothing)
    assert (journey.cookies, journey.redirected) == ([], [])


def test_typing_leaves_the_history_alone(visit):
    """Typing into the search changes neither the address nor the session history."""
    page = visit("/how/")
    before = tab_history(page)
    open_search(page)
    page.keyboard.type("grey rock", delay=20)
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    assert tab_history(page) == before


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


STORE_EVERYTHING = """async () => {
  localStorage.a = sessionStorage.c = "b";
  document.cookie = "a=b";
  await caches.open("a");
  await new Promise((done) => (indexedDB.open("d").onsuccess = done));
  await navigator.serviceWorker.register("worker.js");
}"""


def test_stored_data_would_be_found(new_context, serve_folder, tmp_path):
    """`stored` finds cookies, both kinds of storage, databases, caches and workers."""
    for name in ("index.html", "worker.js"):  # the policy of the guide allows no worker
        (tmp_path / name).touch()
    page = new_context().new_page()
    page.goto(serve_folder(tmp_path))
    page.evaluate(STORE_EVERYTHING)
    kept = stored(page)
    assert len(kept.pop("workers")) == 1
    assert kept == {"local": ["a"], "session": ["c"], "cookie": "a=b", "databases": ["d"], "caches": ["a"]}
