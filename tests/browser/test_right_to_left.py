"""Right to left: the layout is mirrored."""

import pytest
from page_helpers import TEMPLATES, assert_none, open_search, overflow
from test_quick_exit import IS_REACHABLE, REACHABLE

SET_RTL = "() => { document.documentElement.dir = 'rtl'; }"
SIDES = """() => {
  const box = (name) => document.querySelector(name).getBoundingClientRect();
  const leave = box(".guide-quick-exit"), help = box(".guide-exit-bar__help");
  return { fromLeft: leave.left, fromRight: innerWidth - leave.right, first: leave.right <= help.left };
}"""


@pytest.mark.parametrize("width", [320, 1280])
def test_mirrored_pages_fit(visit, width):
    """Mirrored, no kind of page needs sideways scrolling."""
    page, found = visit(width=width), []
    for address in TEMPLATES:
        page.goto(address)
        page.evaluate(SET_RTL)
        found += overflow(page)
    assert_none(found)


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


def test_the_mirrored_exit_can_be_clicked(visit):
    """Mirrored, the exit can be clicked as well, also with the search open."""
    page = visit("/how/", width=320, height=568)
    page.evaluate(SET_RTL)
    assert page.evaluate(IS_REACHABLE) == REACHABLE
    open_search(page)
    assert page.evaluate(IS_REACHABLE) == REACHABLE
    assert_none(overflow(page))
