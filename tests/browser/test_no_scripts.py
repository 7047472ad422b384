"""Without scripts the whole guide can be read, by ordinary links."""

from urllib.parse import urljoin

import pytest
from page_helpers import EXAMPLES, SHORT_LINK
from playwright.sync_api import expect


@pytest.mark.parametrize("address", EXAMPLES)
def test_each_kind_of_page_can_be_read(visit, address):
    """Each kind of page shows its heading, text and exit, no search, and links to all pages and to help."""
    page = visit(address, java_script_enabled=False)
    expect(page.locator("h1")).to_be_visible()
    assert len(page.locator("main").inner_text()) > 100
    expect(page.locator(".guide-quick-exit")).to_be_visible()
    expect(page.locator("#search")).to_be_hidden()
    if address != SHORT_LINK:  # without a header, which would name the guide
        link = page.locator(".guide-header").get_by_role("link", name="All pages")
        assert urljoin(page.url, link.get_attribute("href")).endswith("/contents/")
    page.locator(".guide-exit-bar__help").click()
    page.wait_for_url("**/help/")
    expect(page.locator("h1")).to_be_visible()


def test_details_open(visit):
    """<details> open without scripts."""
    page = visit("/how/", java_script_enabled=False)
    page.locator(".guide-toc summary").click()
    expect(page.locator(".guide-toc a").first).to_be_visible()
