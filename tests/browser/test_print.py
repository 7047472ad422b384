"""Printed by the browser, each worksheet is one sheet of A4 or Letter with room to write."""

from io import BytesIO

import pikepdf
import pytest
from macro_environment import pages
from playwright.sync_api import Browser

SHEETS = [page.name.removesuffix(".md") for page in pages() if page.meta.get("kind") == "worksheet"]
SIZES = ("A4", "Letter")
LINE_HEIGHT = 24  # CSS pixels between two ruled lines: 6 mm, enough for handwriting


@pytest.fixture(scope="module")
def page(browser: Browser):
    """A tab for printing."""
    context = browser.new_context()
    yield context.new_page()
    context.close()


def test_there_are_ten_worksheets():
    """The guide has ten worksheets."""
    assert len(SHEETS) == 10


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("sheet", SHEETS)
def test_a_worksheet_is_one_sheet(sheet, size, page, site_url):
    """A printed worksheet has one page, in A4 and in US Letter."""
    page.goto(f"{site_url}/{sheet}/")
    pdf = pikepdf.open(BytesIO(page.pdf(format=size, prefer_css_page_size=False)))
    assert len(pdf.pages) == 1


@pytest.mark.parametrize("sheet", SHEETS)
def test_a_worksheet_has_room_to_write(sheet, page, site_url):
    """In print every line and cell has room to write, or there are boxes to tick."""
    page.goto(f"{site_url}/{sheet}/")
    page.emulate_media(media="print")
    heights = page.locator(".guide-lines__line, main tbody tr").evaluate_all(
        "rows => rows.map(row => row.getBoundingClientRect().height)"
    )
    boxes = page.locator(".guide-ticks li").count()
    page.emulate_media(media="null")
    assert heights or boxes
    assert [height for height in heights if height < LINE_HEIGHT] == []


@pytest.mark.parametrize("sheet", SHEETS)
def test_a_worksheet_has_no_form_fields(sheet, page, site_url):
    """A worksheet has no form fields on the site, so that there is nothing to store."""
    page.goto(f"{site_url}/{sheet}/")
    assert page.locator("main input, main textarea, main select, main button, main [contenteditable]").count() == 0
