"""Downloads in the browser: private reading and short links offer only files whose names reveal nothing."""

import re

import pytest
from macro_environment import facts, pages, strings
from page_helpers import SHORT_LINK, open_short_link, start_private_reading

from core.addresses import BOOKS
from core.manifest import number_sheets, page_entry

NEUTRAL = re.compile(r"r/(\w{4})/text-\1(-[a-z-]+)?\.pdf")
NUMBER_SHEETS = number_sheets(facts().countries, facts().topics, facts().practice.helpline_regions)


@pytest.fixture(scope="module")
def entries():
    """The manifest entries of the pages with a handout, by address."""
    found = {page.name: page_entry(page.name, "", "", page.meta, facts().topics) for page in pages()}
    return {entry.address: entry for entry in found.values() if entry.neutral_file}


def visible_files(page) -> list[str]:
    """The files to which visible links in the text of a page lead."""
    page.locator("main h1").wait_for()
    links = page.locator("main a[href]").locator("visible=true").evaluate_all("all => all.map((a) => a.pathname)")
    return [link.removeprefix("/") for link in links if link.endswith((".pdf", ".epub", ".zip"))]


def test_private_reading_offers_the_neutral_form(visit, entries):
    """Private reading offers a page's file only under its neutral name."""
    page = visit("/why/")
    assert visible_files(page) == [entries["why/"].file, entries["why/"].neutral_file]
    start_private_reading(page)
    assert visible_files(page) == [entries["why/"].neutral_file]
    page.get_by_role("link", name=strings()["downloads_about"]).click()
    page.locator(".guide-file-list").wait_for()
    alone = visible_files(page)
    neutral = [entry.neutral_file for entry in entries.values()]
    neutral += [sheet.neutral_file for sheet in NUMBER_SHEETS]
    assert sorted(alone) == sorted([*neutral, *BOOKS.values()])
    assert all(NEUTRAL.fullmatch(link) for link in neutral)


def test_private_reading_offers_no_worksheet_as_a_file(visit):
    """A worksheet’s file has a telling name, so private reading does not offer it."""
    page = visit("/take/log/")
    block = page.locator(".guide-downloads")
    assert block.is_visible()
    start_private_reading(page)
    assert block.is_hidden()


def test_a_short_link_leads_to_the_neutral_form(visit, entries):
    """From a neutral short link, only the neutral file is offered."""
    page = visit(SHORT_LINK)
    open_short_link(page)
    page.locator(".guide-downloads").wait_for()
    assert visible_files(page) == [entries["why/"].neutral_file]
