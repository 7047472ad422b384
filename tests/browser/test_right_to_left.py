"""Right to left: the frame turns around with the writing."""

import pytest
from page_helpers import TEMPLATES, nothing, open_search, sideways
from test_quick_exit import GOOD, HIT

TURN = "() => { document.documentElement.dir = 'rtl'; }"
SIDES = """() => {
  const box = (name) => document.querySelector(name).getBoundingClientRect();
  const leave = box(".guide-quick-exit"), help = box(".guide-exit-bar__help");
  return { fromLeft: leave.left, fromRight: innerWidth - leave.right, first: leave.right <= help.left };
}"""


@pytest.mark.parametrize("width", [320, 1280])
def test_turned_pages_fit(visit, width):
    """Turned around, no kind of page needs sideways scrolling."""
    page, found = visit(width=width), []
    for address in TEMPLATES:
        page.goto(address)
        page.evaluate(TURN)
        found += sideways(page)
    nothing(found)


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_the_exit_turns_too(visit, width):
    """The exit stands at the end of the line: on the right for English, on the left when turned, past the help link."""
    page = visit("/how/", width=width)
    before = page.evaluate(SIDES)
    page.evaluate(TURN)
    after = page.evaluate(SIDES)
    assert before["fromRight"] < 40 < before["fromLeft"]
    assert after["fromLeft"] < 40 < after["fromRight"]
    assert after["first"]


def test_the_turned_exit_is_hit(visit):
    """Turned around, the exit is hit as well, with the search open too."""
    page = visit("/how/", width=320, height=568)
    page.evaluate(TURN)
    assert page.evaluate(HIT) == GOOD
    open_search(page)
    assert page.evaluate(HIT) == GOOD
    nothing(sideways(page))
