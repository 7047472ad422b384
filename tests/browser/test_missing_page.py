"""The page for missing addresses is kind, and its links and search work at any depth."""

import pytest
from macro_environment import strings
from page_helpers import MISSING, search
from playwright.sync_api import expect


@pytest.mark.parametrize("address", [MISSING, "/nowhere", "/how/nowhere.html"])
def test_the_missing_page_is_kind(visit, address):
    """A missing address has status 404, says so with one heading, blames nobody, and shows exit and help."""
    page = visit()
    assert page.goto(address).status == 404
    expect(page.locator("h1")).to_have_text(strings()["missing_title"])
    expect(page.get_by_text(strings()["missing_text"])).to_be_visible()
    expect(page.get_by_role("link", name="Leave now")).to_be_in_viewport(ratio=1)
    expect(page.locator(".guide-exit-bar").get_by_role("link", name="Get help")).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("address", ["/r/VB23/", "/r/vb2e/"])
def test_a_mistyped_short_link_reveals_nothing(visit, address):
    """A mistyped short link shows a neutral title, and explains what short links look like."""
    page = visit(address)
    assert page.title() == strings()["missing_title"]
    expect(page.get_by_text(strings()["missing_short"])).to_be_visible()


def test_the_links_of_the_missing_page_work(visit, site_url):
    """From any depth, each link of the missing page works."""
    page = visit(MISSING)
    links = page.locator("a[href]").evaluate_all("all => all.map((link) => link.href)")
    own = {link.split("#")[0] for link in links if link.startswith(site_url)} - {site_url + MISSING}
    assert len(own) > 3
    assert [link for link in own if page.request.get(link).status != 200] == []


def test_the_search_works_on_the_missing_page(visit):
    """The search on the missing page finds pages with the right addresses."""
    page = visit(MISSING)
    assert search(page, "hoover")[0] == "/holding/hoover/"
