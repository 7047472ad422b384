"""Without scripts the whole guide can be read, by ordinary links."""

from urllib.parse import urljoin, urlsplit

import pytest
from page_helpers import EMBEDS, MISSING, SHORT_LINK, TEMPLATES
from playwright.sync_api import expect

CLICKS = 3


@pytest.fixture
def page(visit):
    """A page with scripts switched off."""
    return visit(java_script_enabled=False)


def links(page, site_url) -> set[str]:
    """The paths of the guide's own pages to which visible links of this page lead, without downloads."""
    hrefs = page.locator("a[href]:visible, details a[href]").evaluate_all(
        "all => all.map((a) => a.getAttribute('href'))"
    )
    whole = [urljoin(page.url, href) for href in hrefs]
    paths = {urlsplit(address).path for address in whole if address.startswith(site_url)}
    return {path for path in paths if not path.endswith((".pdf", ".epub", ".zip", ".png", ".json", ".csv", ".xml"))}


def test_each_page_can_be_read(page, sample_addresses):
    """Each page shows its heading and its text, the exit and the way to help, and no search that cannot work."""
    for address in sample_addresses:
        page.goto(address)
        expect(page.locator("h1")).to_be_visible()
        assert len(page.locator("main").inner_text()) > 100, address
        expect(page.locator(".guide-quick-exit")).to_be_visible()
        expect(page.locator(".guide-exit-bar__help")).to_be_visible()
        expect(page.locator("#search")).to_be_hidden()


def test_all_pages_are_one_click_away(page):
    """The header of each kind of page has a link to the list of all pages."""
    for address in TEMPLATES:
        if address == SHORT_LINK:  # without a header, which would name the guide
            continue
        page.goto(address)
        link = page.locator(".guide-header").get_by_role("link", name="All pages")
        assert urljoin(page.url, link.get_attribute("href")).endswith("/contents/"), address
    link.click()
    page.wait_for_url("**/contents/")


def test_the_help_link_leads_to_help(page):
    """Get help leads to the page with the helplines from each kind of page."""
    for address in TEMPLATES:
        page.goto(address)
        page.locator(".guide-exit-bar__help").click()
        page.wait_for_url("**/help/")
        expect(page.locator("h1")).to_be_visible()


def test_each_page_is_three_clicks_away(page, addresses, site_url):
    """From the first page every page is three clicks away or fewer, and no link is broken."""
    reached, frontier = {"/"}, {"/"}
    for _ in range(CLICKS):
        found = set()
        for address in frontier:
            assert page.goto(address).status == 200, address
            found |= links(page, site_url)
        frontier = found - reached
        reached |= found
    unlinked = {MISSING, SHORT_LINK, *EMBEDS}  # short links are printed and embeds are framed: no page links to them
    assert set(addresses) - unlinked - reached == set()


def test_details_open(page):
    """<details> open without scripts."""
    page.goto("/how/")
    page.locator("summary").click()
    expect(page.locator(".guide-toc a").first).to_be_visible()
