"""The search: loaded on first use, finds the obvious page, and is kind when it finds nothing."""

import re

import pytest
from page_helpers import assert_none, open_search, search
from playwright.sync_api import expect

OBVIOUS = {
    "block": ["/how/channels/", "/questions/"],
    "hoover": ["/holding/hoover/"],
    "grey rock": ["/modified/grey-rock/"],
    "helpline": ["/help/"],
    "number": ["/help/"],
    "children": ["/modified/children/"],
    "slip": ["/holding/slip/"],
    "I replied": ["/holding/slip/"],
    "safety": ["/safety/", "/safety/plan/"],
    "how long": ["/why/", "/questions/"],
    "session": ["/sessions/"],
    "proof": ["/how/"],
    "accessibility": ["/about/accessibility/"],
    "browser history": ["/safety/reading/"],
}
CRISIS = ["session suicide", "suicide", "end my life", "he strangled me", "rape", "afraid", "hurt myself", "self-harm"]
EVERYDAY = ["my children", "the end of it", "block my ex", "weekend", "life after"]


def test_obvious_words_find_the_obvious_page(visit):
    """The first result is the page that somebody who types these words expects."""
    page = visit("/about/")
    found = {words: search(page, words)[0] for words in OBVIOUS}
    assert_none([f"{words}: {address}" for words, address in found.items() if address not in OBVIOUS[words]])


def test_nothing_is_loaded_before_the_first_use(visit):
    """Script, index and worker of the search are not fetched before it is used."""
    page, requests = visit("/about/"), []
    page.on("request", lambda request: requests.append(request.url))
    page.reload(wait_until="networkidle")
    before = [address for address in requests if "search" in address]
    assert search(page, "block")
    parts = [re.search(r"assets/search|search_index\.json|words\.json|workers/search", address) for address in requests]
    assert before == []
    assert {part[0] for part in parts if part} == {"assets/search", "search_index.json", "words.json", "workers/search"}


def test_the_first_letter_finds_something(visit):
    """Results appear from the first letter on."""
    page = visit()
    open_search(page)
    page.keyboard.type("b")
    expect(page.locator(".guide-search__results a").first).to_be_visible()
    expect(page.locator(".guide-search__status")).to_contain_text("fit")


def test_each_result_works(visit):
    """Each result shows the word highlighted, and leads to an existing page and anchor."""
    page = visit("/how/")
    assert search(page, "children")
    links = page.locator(".guide-search__results a").evaluate_all("all => all.map((link) => link.href)")
    expect(page.locator(".guide-search__results mark").first).to_be_visible()
    for link in links:
        assert page.goto(link).status == 200
        assert page.evaluate("() => !location.hash || document.getElementById(location.hash.slice(1)) !== null"), link


def test_crisis_words_put_help_first(visit):
    """Crisis words show a link to help before any result, and never an offer of sessions; everyday words do not."""
    page = visit("/about/")
    box = page.locator(".guide-search__crisis")
    assert "/sessions/" in search(page, "session")
    for words in CRISIS:
        assert "/sessions/" not in search(page, words), words
        expect(box.get_by_role("link", name="Get help")).to_be_visible()
    assert page.evaluate(
        "() => document.querySelector('.guide-search__crisis').compareDocumentPosition("
        "document.querySelector('.guide-search__results')) === Node.DOCUMENT_POSITION_FOLLOWING"
    )
    for words in EVERYDAY:
        search(page, words)
        expect(box).to_be_hidden()
    search(page, CRISIS[0])
    box.get_by_role("link").click()
    page.wait_for_url("**/help/")


def test_nothing_found_is_kind(visit):
    """Without results, a kind message says what to try, and links to all pages."""
    page = visit("/how/")
    assert search(page, "zzzzqq") == []
    expect(page.locator(".guide-search__status")).to_have_text(
        re.compile("^Nothing fits these words. Try one plain word")
    )
    expect(page.locator("#search").get_by_role("link", name="All pages")).to_be_visible()


def test_clearing_the_search_clears_the_results(visit):
    """An empty search shows no results and no count."""
    page = visit()
    assert search(page, "block")
    page.locator("#query").fill("")
    expect(page.locator(".guide-search__results a")).to_have_count(0)
    expect(page.locator(".guide-search__status")).to_have_text("")


@pytest.mark.parametrize(
    "typed", ["<img src=x onerror=alert(1)>", "<h6>block</h6>", '"><script>1</script>', "block*~^+-:"]
)
def test_markup_is_text(visit, typed):
    """Markup and special characters in the search are plain text: nothing runs, nothing breaks."""
    page, errors = visit("/how/"), []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("dialog", lambda dialog: errors.append(dialog.message))
    search(page, typed)
    expect(page.locator("#query")).to_have_value(typed)
    inside = page.locator("#search").locator("img, script, h6")
    expect(inside).to_have_count(0)
    assert errors == []


def test_results_hold_no_raw_markup(visit):
    """No result shows raw markup."""
    page = visit("/how/")
    found = []
    for words in ("block", "children", "help", "steps"):
        page.goto("/how/")
        search(page, words)
        found += page.locator(".guide-search__results a").all_inner_texts()
    assert found
    assert [text for text in found if re.search(r"</?\w+[ >]|&\w+;|¶", text)] == []


@pytest.mark.parametrize(
    "part", ["**/search_index.json", "**/words.json", "**/workers/search.*", "**/assets/search.*.js"]
)
def test_a_search_that_fails_says_so(visit, part):
    """If any part of the search cannot be fetched, a kind message says so, and links to all pages."""
    page = visit("/how/")
    page.route(part, lambda route: route.abort())
    page.get_by_role("button", name="Search", exact=True).click()
    expect(page.locator(".guide-search__status")).to_have_text(
        "The search cannot be reached right now. All pages are listed here."
    )
    expect(page.locator("#search").get_by_role("link", name="All pages")).to_be_visible()


@pytest.mark.parametrize("part", ["**/search_index.json", "**/words.json"])
def test_a_search_that_fails_still_puts_help_first(visit, part):
    """If the search fails, crisis words still show the link to help, and the message stays."""
    page = visit("/how/")
    page.route(part, lambda route: route.abort())
    search(page, "suicide")
    expect(page.locator(".guide-search__crisis").get_by_role("link", name="Get help")).to_be_visible()
    page.locator("#query").fill("")
    expect(page.locator(".guide-search__status")).to_have_text(re.compile("cannot be reached"))


def test_javascript_property_names_are_words(visit):
    """A word such as “constructor”, a property of every JavaScript object, is searched for like any other."""
    assert search(visit("/how/"), "constructor") == []
