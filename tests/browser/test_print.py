"""Each worksheet is one sheet of paper with room to write, in both sizes: for a reader who wants no screen."""

from io import BytesIO

import pikepdf
import pytest
from macro_environment import pages
from playwright.sync_api import Browser

SHEETS = [page.name.removesuffix(".md") for page in pages() if page.meta.get("kind") == "worksheet"]
SIZES = ("A4", "Letter")
ROOM = 24  # CSS pixels between two ruled lines: 6 mm, enough for a hand


@pytest.fixture(scope="module")
def paper(browser: Browser):
    """A tab that prints."""
    context = browser.new_context()
    yield context.new_page()
    context.close()


def test_there_are_ten_worksheets():
    """A reader finds a sheet for each part of the way."""
    assert len(SHEETS) == 10


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("sheet", SHEETS)
def test_a_worksheet_is_one_sheet(sheet, size, paper, served):
    """A printed worksheet has one page, in A4 and in US Letter, so that no half of it lies about."""
    paper.goto(f"{served}/{sheet}/")
    printed = pikepdf.open(BytesIO(paper.pdf(format=size, prefer_css_page_size=False)))
    assert len(printed.pages) == 1


@pytest.mark.parametrize("sheet", SHEETS)
def test_a_worksheet_has_room_to_write(sheet, paper, served):
    """On paper a hand has room on every line and in every cell, and boxes to tick are drawn."""
    paper.goto(f"{served}/{sheet}/")
    paper.emulate_media(media="print")
    heights = paper.locator(".guide-lines__line, main tbody tr").evaluate_all(
        "rows => rows.map(row => row.getBoundingClientRect().height)"
    )
    boxes = paper.locator(".guide-ticks li").count()
    paper.emulate_media(media="null")
    assert heights or boxes
    assert [height for height in heights if height < ROOM] == []


@pytest.mark.parametrize("sheet", SHEETS)
def test_a_worksheet_holds_nothing_that_could_be_typed_into(sheet, paper, served):
    """A worksheet is paper: the site takes nothing in, and so has nothing to keep."""
    paper.goto(f"{served}/{sheet}/")
    assert paper.locator("main input, main textarea, main select, main button, main [contenteditable]").count() == 0
