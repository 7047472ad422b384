"""Printed by the browser, a page has only its text, and a worksheet is one sheet with room to write."""

from io import BytesIO

import pikepdf
import pytest
from page_helpers import EXAMPLES, WORKSHEETS
from playwright.sync_api import expect

LINE_HEIGHT = 24  # CSS pixels between two ruled lines: 6 mm, enough for handwriting
NOT_PRINTED = (
    ".guide-exit-bar, .guide-skip-link, .guide-header__nav, .guide-search, .guide-pager, .guide-breadcrumbs, "
    ".guide-toc, .guide-invitation, .guide-downloads, .guide-copy-button, .guide-topic-filter"
)


def test_print_shows_the_text(visit):
    """Printed, each kind of page has its heading and text, and no exit, navigation, offer or downloads."""
    page = visit("/why/")
    page.emulate_media(media="print")
    for address in ["/why/", *EXAMPLES]:
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


@pytest.mark.parametrize("sheet", WORKSHEETS)
def test_a_worksheet_is_one_sheet_with_room_to_write(visit, sheet):
    """A printed worksheet has one page in A4 and US Letter, and each line has room to write, or there are boxes."""
    page = visit(sheet)
    for size in ("A4", "Letter"):
        with pikepdf.open(BytesIO(page.pdf(format=size, prefer_css_page_size=False))) as printed:
            assert len(printed.pages) == 1, size
    page.emulate_media(media="print")
    heights = page.locator(".guide-lines__line, main tbody tr").evaluate_all(
        "rows => rows.map(row => row.getBoundingClientRect().height)"
    )
    assert heights or page.locator(".task-list-item").count()
    assert [height for height in heights if height < LINE_HEIGHT] == []
