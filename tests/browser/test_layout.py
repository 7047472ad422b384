"""Layout: nothing needs sideways scrolling, on any screen, mirrored, with large text and on paper."""

import pytest
from page_helpers import EXAMPLES, assert_none, search
from page_measures import DOUBLE_TEXT_SIZE, OPEN_DETAILS, SET_RTL, overflow
from site_factory import build, make_project, page

LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
PLACES = (
    "{0}, [{0}](other.md) and `{0}`.",
    "    {0} {0}",
    "- {0}",
    "## {0}",
    '!!! care "{0}"\n    {0}',
    "| Step | Where | When |\n| --- | --- | --- |\n| {0} | [{0}](other.md) | today |\n| Rest | `{0}` | **{0}** |",
)
WIDTHS = (320, 390, 768, 1280)
PAPER = 640  # CSS pixels between the margins of a sheet
SIDES = """() => {
  const box = (name) => document.querySelector(name).getBoundingClientRect();
  const leave = box(".guide-quick-exit"), help = box(".guide-exit-bar__help");
  return { fromLeft: leave.left, fromRight: innerWidth - leave.right, first: leave.right <= help.left };
}"""


def overflow_at(page, *widths: int) -> list[str]:
    """The elements that are too wide at any of these widths."""
    found = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": 844})
        found += overflow(page)
    return found


def overflow_on_screens_and_paper(page):
    """The overflow of a page with all details open: on all screens, on paper, and with large text on a phone."""
    page.evaluate(OPEN_DETAILS)
    found = overflow_at(page, *WIDTHS)
    page.emulate_media(media="print")
    found += overflow_at(page, PAPER)
    page.emulate_media(media="null")
    page.evaluate(DOUBLE_TEXT_SIZE)
    return found + overflow_at(page, 320)


@pytest.mark.parametrize("address", EXAMPLES)
def test_each_kind_of_page_fits(visit, address):
    """Each kind of page fits any screen, also mirrored, paper, and large text on a phone."""
    page = visit(address)
    found = overflow_on_screens_and_paper(page)
    page.evaluate("() => { document.documentElement.style.fontSize = ''; }")
    page.evaluate(SET_RTL)
    assert_none(found + overflow_at(page, 320, 1280))


def test_long_words_fit(visit, serve_folder, tmp_path):
    """A word of eighty letters makes no page wider than a screen or a sheet of paper, wherever it is."""
    text = "\n\n".join(place.format(LONG) for place in PLACES)
    pages = {"how.md": page(LONG, text), "contents.md": page("All pages", template="contents.html")}
    done = build(make_project(tmp_path, pages))
    assert done.code == 0, done.output
    opened = visit(f"{serve_folder(done.site)}/how/")
    found = overflow_on_screens_and_paper(opened)
    opened.goto(opened.url.replace("how/", "contents/"))
    assert_none(found + overflow_at(opened, *WIDTHS))


def test_the_search_fits(visit):
    """The open search fits a small phone, with text at 200 % too."""
    page = visit(width=320)
    assert search(page, "block")
    found = overflow(page)
    page.evaluate(DOUBLE_TEXT_SIZE)
    assert_none(found + overflow(page))


def test_every_page_fits_the_smallest_phone(journey):
    """No page of the guide is wider than the smallest phone."""
    assert_none(journey.too_wide)


def test_tables_are_readable(journey):
    """On the smallest phone, tables have text of 15 px or more, no very narrow column and no broken word."""
    assert journey.tables > 0
    assert_none(journey.hard_to_read)


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_the_exit_is_mirrored(visit, width):
    """The exit is at the end of the line, after the help link: right in English, left when mirrored."""
    page = visit("/how/", width=width)
    before = page.evaluate(SIDES)
    page.evaluate(SET_RTL)
    after = page.evaluate(SIDES)
    assert before["fromRight"] < 40 < before["fromLeft"]
    assert after["fromLeft"] < 40 < after["fromRight"]
    assert after["first"]
