"""States: the missing page is kind, and the printed page holds the text alone."""

import pytest
from macro_environment import strings
from page_helpers import MISSING, TEMPLATES, nothing, search
from playwright.sync_api import expect

FRAME = (
    ".guide-exit-bar, .guide-skip-link, .guide-header__nav, .guide-search, .guide-pager, .guide-breadcrumbs, "
    ".guide-toc, .guide-invitation"
)


@pytest.mark.parametrize("address", [MISSING, "/nowhere", "/how/nowhere.html"])
def test_the_missing_page_is_kind(visit, address):
    """An address that nobody has says so with one heading, blames nobody, and offers ways that are there."""
    page = visit(address)
    expect(page.locator("h1")).to_have_text("This page is not here")
    expect(page.get_by_text("Nothing is wrong on your side.")).to_be_visible()
    expect(page.get_by_role("link", name="Leave now")).to_be_in_viewport(ratio=1)
    expect(page.locator(".guide-exit-bar").get_by_role("link", name="Get help")).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("address", ["/r/VB23/", "/r/vb2e/"])
def test_a_mistyped_short_address_tells_nothing(visit, address):
    """The tab and the history of whoever mistypes a neutral address name no guide; the page says how one looks."""
    page = visit(address)
    assert page.title() == strings()["missing_title"]
    expect(page.get_by_text(strings()["missing_short"])).to_be_visible()


def test_the_missing_page_says_it_is_missing(visit, served):
    """The missing page answers as missing, so that no search engine keeps it."""
    assert visit().goto(MISSING).status == 404


def test_the_links_of_the_missing_page_work(visit, served):
    """From any depth each link of the missing page leads to a page that is there."""
    page = visit(MISSING)
    links = page.locator("a[href]").evaluate_all("all => all.map((link) => link.href)")
    own = {link.split("#")[0] for link in links if link.startswith(served)}
    assert len(own) > 4
    assert [link for link in own - {served + MISSING} if page.goto(link).status != 200] == []


def test_the_search_works_on_the_missing_page(visit):
    """From the missing page the search finds pages, by addresses that are there."""
    page = visit(MISSING)
    assert search(page, "hoover")[0] == "/holding/hoover/"


def test_paper_shows_the_text(visit):
    """Printed, a page shows its heading and text, and none of what can only be pressed."""
    page = visit()
    page.emulate_media(media="print")
    for address in TEMPLATES:
        page.goto(address)
        expect(page.locator("h1")).to_be_visible()
        expect(page.locator("main p").locator("visible=true").first).to_be_visible()
        expect(page.locator(FRAME).locator("visible=true")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_paper_is_black_on_white(visit, scheme):
    """Printed from a light or a dark screen, the text is black on white."""
    page = visit("/how/", color_scheme=scheme)
    page.emulate_media(media="print")
    style = page.evaluate(
        "() => [getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]"
    )
    assert style == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]


def test_paper_wraps_nothing_away(visit, sampled):
    """On paper no page is wider than the sheet."""
    page, found = visit(width=640), []
    page.emulate_media(media="print")
    for address in sampled:
        page.goto(address)
        if page.evaluate("() => document.documentElement.scrollWidth > innerWidth"):
            found.append(address)
    nothing(found)
