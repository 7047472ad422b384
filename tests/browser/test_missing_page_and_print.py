"""The page for missing addresses is kind, and printed pages have only the text."""

import pytest
from macro_environment import strings
from page_helpers import MISSING, TEMPLATES, assert_none, search
from playwright.sync_api import expect

NOT_PRINTED = (
    ".guide-exit-bar, .guide-skip-link, .guide-header__nav, .guide-search, .guide-pager, .guide-breadcrumbs, "
    ".guide-toc, .guide-invitation"
)


@pytest.mark.parametrize("address", [MISSING, "/nowhere", "/how/nowhere.html"])
def test_the_missing_page_is_kind(visit, address):
    """A missing address says so with one heading, blames nobody, and shows exit and help."""
    page = visit(address)
    expect(page.locator("h1")).to_have_text("This page is not here")
    expect(page.get_by_text("Nothing is wrong on your side.")).to_be_visible()
    expect(page.get_by_role("link", name="Leave now")).to_be_in_viewport(ratio=1)
    expect(page.locator(".guide-exit-bar").get_by_role("link", name="Get help")).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("address", ["/r/VB23/", "/r/vb2e/"])
def test_a_mistyped_short_link_reveals_nothing(visit, address):
    """A mistyped short link shows a neutral title, and explains what short links look like."""
    page = visit(address)
    assert page.title() == strings()["missing_title"]
    expect(page.get_by_text(strings()["missing_short"])).to_be_visible()


def test_the_missing_page_has_status_404(visit, site_url):
    """The missing page has status 404, so that search engines do not index it."""
    assert visit().goto(MISSING).status == 404


def test_the_links_of_the_missing_page_work(visit, site_url):
    """From any depth, each link of the missing page works."""
    page = visit(MISSING)
    links = page.locator("a[href]").evaluate_all("all => all.map((link) => link.href)")
    own = {link.split("#")[0] for link in links if link.startswith(site_url)}
    assert len(own) > 4
    assert [link for link in own - {site_url + MISSING} if page.goto(link).status != 200] == []


def test_the_search_works_on_the_missing_page(visit):
    """The search on the missing page finds pages with the right addresses."""
    page = visit(MISSING)
    assert search(page, "hoover")[0] == "/holding/hoover/"


def test_print_shows_the_text(visit):
    """Printed, a page has its heading and text, and no navigation."""
    page = visit()
    page.emulate_media(media="print")
    for address in TEMPLATES:
        page.goto(address)
        expect(page.locator("h1")).to_be_visible()
        expect(page.locator("main p").locator("visible=true").first).to_be_visible()
        expect(page.locator(NOT_PRINTED).locator("visible=true")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_print_is_black_on_white(visit, scheme):
    """Printed in light or dark mode, the text is black on white."""
    page = visit("/how/", color_scheme=scheme)
    page.emulate_media(media="print")
    style = page.evaluate(
        "() => [getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]"
    )
    assert style == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]


def test_print_fits_the_paper(visit, sample_addresses):
    """In print no page is wider than the paper."""
    page, found = visit(width=640), []
    page.emulate_media(media="print")
    for address in sample_addresses:
        page.goto(address)
        if page.evaluate("() => document.documentElement.scrollWidth > innerWidth"):
            found.append(address)
    assert_none(found)
