"""Keyboard: everything can be reached, has a visible focus, and is never a trap."""

import string

import pytest
from page_helpers import FULL_LAYOUT, open_search, search
from page_measures import FOCUSED, hidden_stops, tab_through
from playwright.sync_api import expect

SIZES = [(320, 256), (1280, 720)]


@pytest.mark.parametrize("address", FULL_LAYOUT)
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_each_focus_is_visible(visit, address, width, height):
    """Tab reaches skip link, exit, then all else, each uncovered and outlined, on a zoomed and a large screen."""
    page = visit(address, width=width, height=height)
    opened = "all => all.slice(0, 4).forEach((part) => { part.open = true; })"  # of the countries, these are enough
    page.locator("details").evaluate_all(opened)
    stops = tab_through(page)
    assert [stop["kind"] for stop in stops[:2]] == ["guide-skip-link", "guide-quick-exit"]
    assert len(stops) > 8
    assert hidden_stops(stops) == []


@pytest.mark.parametrize("address", FULL_LAYOUT)
def test_the_skip_link_leads_to_the_text(visit, address):
    """After the skip link, which is visible in full, the next tab stop is in the text, after bar and header."""
    page = visit(address, width=320)
    page.keyboard.press("Tab")
    expect(page.locator(".guide-skip-link")).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED)["inside"]


def test_the_search_opens_and_closes_by_key(visit):
    """Enter opens the search and focuses its field; Escape closes it and returns the focus to the button."""
    page = visit()
    button, panel = page.get_by_role("button", name="Search", exact=True), page.locator("#search")
    button.focus()
    page.keyboard.press("Enter")
    expect(panel).to_be_visible()
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(page.locator("#query")).to_be_focused()
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(button).to_have_attribute("aria-expanded", "false")
    expect(button).to_be_focused()


def test_tab_moves_from_the_field_to_the_results(visit):
    """From the search field one Tab reaches the first result, and Enter opens it."""
    page = visit("/how/")
    first = search(page, "hoover")[0]
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{first}*")


def test_escape_never_leaves(visit):
    """Escape closes the search from a result too, and does nothing else."""
    page = visit("/how/")
    assert search(page, "block")
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(page.locator("#search")).to_be_hidden()
    page.keyboard.press("Escape")
    assert page.url.endswith("/how/")


def test_no_single_key_does_anything(visit):
    """No letter, digit or punctuation typed on a page does anything."""
    page = visit("/how/")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    before = page.locator("body").inner_html()
    for key in string.ascii_letters + string.digits + "/.,?-+[]":
        page.keyboard.press(key)
    assert page.locator("body").inner_html() == before
    assert page.evaluate("() => [document.activeElement.localName, scrollY]") == ["body", 0]
    assert page.url.endswith("/how/")
    assert [address for address in asked if "/assets/icon." not in address] == []


def test_letters_typed_into_the_search_stay_there(visit):
    """Letters typed into the search are text, never a command."""
    page = visit()
    open_search(page)
    page.keyboard.type("pnfs,./")
    expect(page.locator("#query")).to_have_value("pnfs,./")
    expect(page.locator("#query")).to_be_focused()
