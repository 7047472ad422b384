"""Without scripts the whole guide is there, by ordinary links."""

from urllib.parse import urljoin, urlsplit

import pytest
from conftest import CARDS
from page_helpers import MISSING, SHORT_LINK, TEMPLATES
from playwright.sync_api import expect

PRESSES = 3


@pytest.fixture
def plain(visit):
    """A page with scripts switched off."""
    return visit(java_script_enabled=False)


def links(page, served) -> set[str]:
    """The paths of the guide's own pages to which this page leads by a link that can be seen; no files to take away."""
    hrefs = page.locator("a[href]:visible, details a[href]").evaluate_all(
        "all => all.map((a) => a.getAttribute('href'))"
    )
    whole = [urljoin(page.url, href) for href in hrefs]
    paths = {urlsplit(address).path for address in whole if address.startswith(served)}
    return {path for path in paths if not path.endswith((".pdf", ".epub", ".zip", ".png", ".json", ".csv", ".xml"))}


def test_each_page_can_be_read(plain, sampled):
    """Each page shows its heading and its text, the exit and the way to help, and no search that cannot work."""
    for address in sampled:
        plain.goto(address)
        expect(plain.locator("h1")).to_be_visible()
        assert len(plain.locator("main").inner_text()) > 100, address
        expect(plain.locator(".guide-quick-exit")).to_be_visible()
        expect(plain.locator(".guide-exit-bar__help")).to_be_visible()
        expect(plain.locator("#search")).to_be_hidden()


def test_all_pages_are_a_press_away(plain):
    """The link to all pages stands in the header of each kind of page and leads there."""
    for address in TEMPLATES:
        if address == SHORT_LINK:  # it has no header, since that would name the guide
            continue
        plain.goto(address)
        link = plain.locator(".guide-header").get_by_role("link", name="All pages")
        assert urljoin(plain.url, link.get_attribute("href")).endswith("/contents/"), address
    link.click()
    plain.wait_for_url("**/contents/")


def test_the_help_link_leads_to_help(plain):
    """Get help leads to the page with the helplines from each kind of page."""
    for address in TEMPLATES:
        plain.goto(address)
        plain.locator(".guide-exit-bar__help").click()
        plain.wait_for_url("**/help/")
        expect(plain.locator("h1")).to_be_visible()


def test_each_page_is_near(plain, addresses, served):
    """From the first page each page is reached by links in three presses or fewer, and no link leads nowhere."""
    near, edge = {"/"}, {"/"}
    for _ in range(PRESSES):
        found = set()
        for address in edge:
            assert plain.goto(address).status == 200, address
            found |= links(plain, served)
        edge = found - near
        near |= found
    apart = {MISSING, SHORT_LINK, *CARDS}  # short links stand on paper and cards on other sites: no page leads to them
    assert set(addresses) - apart - near == set()


def test_each_detail_opens(plain):
    """Parts that open do so without scripts."""
    plain.goto("/how/")
    plain.locator("summary").click()
    expect(plain.locator(".guide-toc a").first).to_be_visible()
