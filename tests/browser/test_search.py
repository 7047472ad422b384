"""The search: waits until it is asked, finds the obvious page, and is kind when it finds nothing."""

import re

import pytest
from page_helpers import open_search, search
from playwright.sync_api import expect

OBVIOUS = [
    ("block", ["/how/channels/", "/questions/"]),
    ("hoover", ["/holding/hoover/"]),
    ("grey rock", ["/modified/grey-rock/"]),
    ("helpline", ["/help/"]),
    ("number", ["/help/"]),
    ("children", ["/modified/children/"]),
    ("slip", ["/holding/slip/"]),
    ("I replied", ["/holding/slip/"]),
    ("safety", ["/safety/", "/safety/plan/"]),
    ("how long", ["/why/", "/questions/"]),
    ("session", ["/sessions/"]),
    ("proof", ["/how/"]),
    ("accessibility", ["/about/accessibility/"]),
    ("browser history", ["/safety/reading/"]),
]
CRISIS = ["suicide", "end my life", "he strangled me", "rape", "afraid", "hurt myself", "self-harm"]
EVERYDAY = ["my children", "the end of it", "block my ex", "weekend", "life after"]


@pytest.mark.parametrize(("words", "best"), OBVIOUS, ids=[words for words, _ in OBVIOUS])
def test_obvious_words_find_the_obvious_page(visit, words, best):
    """The first result is the page that a person who types these words expects."""
    assert search(visit("/about/"), words)[0] in best


def test_nothing_is_loaded_before_it_is_asked(visit):
    """Neither the search's script, nor its index, nor its worker is fetched before the search is used."""
    page, asked = visit("/about/"), []
    page.on("request", lambda request: asked.append(request.url))
    page.reload(wait_until="networkidle")
    before = [address for address in asked if "search" in address]
    assert search(page, "block")
    parts = [re.search(r"assets/search|search_index\.json|words\.json|workers/search", address) for address in asked]
    assert before == []
    assert {part[0] for part in parts if part} == {"assets/search", "search_index.json", "words.json", "workers/search"}


def test_the_first_letter_finds_something(visit):
    """Results appear from the first letter on."""
    page = visit()
    open_search(page)
    page.keyboard.type("b")
    expect(page.locator(".guide-search__results a").first).to_be_visible()
    expect(page.locator(".guide-search__status")).to_contain_text("fit")


def test_each_result_leads_somewhere(visit):
    """Each result shows its heading with the word marked, and leads to a place that is there."""
    page = visit("/how/")
    assert search(page, "children")
    links = page.locator(".guide-search__results a").evaluate_all("all => all.map((link) => link.href)")
    expect(page.locator(".guide-search__results mark").first).to_be_visible()
    for link in links:
        assert page.goto(link).status == 200
        assert page.evaluate("() => !location.hash || document.getElementById(location.hash.slice(1)) !== null"), link


@pytest.mark.parametrize("words", CRISIS)
def test_words_of_danger_put_help_first(visit, words):
    """Words of danger show a way to help before any result, and never an offer of sessions."""
    page = visit("/about/")
    assert "/sessions/" not in search(page, words)
    box = page.locator(".guide-search__crisis")
    expect(box.get_by_role("link", name="Get help")).to_be_visible()
    assert page.evaluate(
        "() => document.querySelector('.guide-search__crisis').compareDocumentPosition("
        "document.querySelector('.guide-search__results')) === Node.DOCUMENT_POSITION_FOLLOWING"
    )
    box.get_by_role("link").click()
    page.wait_for_url("**/help/")


def test_danger_hides_sessions_that_would_be_found(visit):
    """A search that finds sessions finds them no more once it holds a word of danger."""
    page = visit("/about/")
    assert "/sessions/" in search(page, "session")
    page.goto("/about/")
    assert "/sessions/" not in search(page, "session suicide")


@pytest.mark.parametrize("words", EVERYDAY)
def test_everyday_words_are_not_taken_for_danger(visit, words):
    """Everyday words such as “my” are not taken for danger, so that the warning keeps its weight."""
    page = visit("/about/")
    search(page, words)
    expect(page.locator(".guide-search__crisis")).to_be_hidden()


def test_nothing_found_is_kind(visit):
    """When nothing fits, a kind sentence says what to try, and all pages are one press away."""
    page = visit("/how/")
    assert search(page, "zzzzqq") == []
    expect(page.locator(".guide-search__status")).to_have_text(
        re.compile("^Nothing fits these words. Try one plain word")
    )
    expect(page.locator("#search").get_by_role("link", name="All pages")).to_be_visible()


def test_an_emptied_search_is_empty(visit):
    """A search whose words are taken away shows no results and no count."""
    page = visit()
    assert search(page, "block")
    page.locator("#query").fill("")
    expect(page.locator(".guide-search__results a")).to_have_count(0)
    expect(page.locator(".guide-search__status")).to_have_text("")


@pytest.mark.parametrize(
    "typed", ["<img src=x onerror=alert(1)>", "<h6>block</h6>", '"><script>1</script>', "block*~^+-:"]
)
def test_markup_is_text(visit, typed):
    """Markup and signs typed into the search are words like others: nothing runs, nothing breaks."""
    page, errors = visit("/how/"), []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("dialog", lambda dialog: errors.append(dialog.message))
    search(page, typed)
    expect(page.locator("#query")).to_have_value(typed)
    inside = page.locator("#search").locator("img, script, h6")
    expect(inside).to_have_count(0)
    assert errors == []


def test_results_hold_no_raw_markup(visit):
    """No result shows the signs of markup to a reader."""
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
    """If any part of the search cannot be fetched, a kind sentence says so, and all pages are one press away."""
    page = visit("/how/")
    page.route(part, lambda route: route.abort())
    page.get_by_role("button", name="Search", exact=True).click()
    expect(page.locator(".guide-search__status")).to_have_text(
        "The search cannot be reached right now. All pages are listed here."
    )
    expect(page.locator("#search").get_by_role("link", name="All pages")).to_be_visible()


@pytest.mark.parametrize("part", ["**/search_index.json", "**/words.json"])
def test_a_search_that_fails_still_puts_help_first(visit, part):
    """If the search fails, words of danger show the way to help all the same, and the kind sentence stays."""
    page = visit("/how/")
    page.route(part, lambda route: route.abort())
    search(page, "suicide")
    expect(page.locator(".guide-search__crisis").get_by_role("link", name="Get help")).to_be_visible()
    page.locator("#query").fill("")
    expect(page.locator(".guide-search__status")).to_have_text(re.compile("cannot be reached"))


def test_words_of_the_machine_are_words(visit):
    """A word that means something to the machine, such as “constructor”, is looked for like any other."""
    assert search(visit("/how/"), "constructor") == []
