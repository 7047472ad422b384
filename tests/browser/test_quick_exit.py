"""The quick exit: always reachable and visible, it leaves in this tab and passes nothing on."""

import io
import re

import pytest
from page_helpers import (
    EXAMPLES,
    FIRST_SITE,
    MISSING,
    SHORT_LINK,
    UNCOVERED,
    USED,
    assert_none,
    has_left,
    intercept_exit,
    open_search,
    open_short_link,
    read_in_place,
    wait_for_requests,
)
from page_measures import DOUBLE_TEXT_SIZE, SCREENS, SET_RTL, hidden_stops, tab_through, unreachable_exits
from PIL import Image
from playwright.sync_api import Page, expect

SMALLEST, LARGEST = SCREENS[1], SCREENS[-1]
CLICKS = {  # clicks that open a tab, a window or a download on other links
    "with Ctrl": lambda link: link.click(modifiers=["Control"]),
    "with Shift": lambda link: link.click(modifiers=["Shift"]),
    "with Ctrl and Shift": lambda link: link.click(modifiers=["Control", "Shift"]),
    "with Meta": lambda link: link.click(modifiers=["Meta"]),
    "with Alt": lambda link: link.click(modifiers=["Alt"]),
    "with the middle button": lambda link: link.click(button="middle"),
    "twice": lambda link: link.dblclick(),
    "by Ctrl and Enter": lambda link: link.press("Control+Enter"),
    "by Shift and Enter": lambda link: link.press("Shift+Enter"),
}
FIRST_STOPS = """() => [...document.querySelectorAll("a[href], button, input, summary")]
  .filter((node) => node.checkVisibility()).slice(0, 2).map((node) => node.className)"""


def search_children(page: Page) -> None:
    """Open the search with many results."""
    open_search(page)
    page.keyboard.type("children")
    expect(page.locator(".guide-search__results a").first).to_be_attached()


def search_mirrored_in_private(page: Page) -> None:
    """Open the search on a page opened in place, and mirror the page."""
    read_in_place(page)
    open_search(page)
    page.evaluate(SET_RTL)


STATES = {  # besides pages as they open: the page, and how to reach the state
    "search, long page": ("/how/", search_children),
    "search, short page": (MISSING, search_children),
    "mirrored": ("/how/", lambda page: page.evaluate(SET_RTL)),
    "mirrored missing page": (MISSING, lambda page: page.evaluate(SET_RTL)),
    "opened short link": (SHORT_LINK, open_short_link),
    "private": ("/how/", read_in_place),
    "private search, mirrored": ("/how/", search_mirrored_in_private),
}


def open_state(page: Page, state: str) -> None:
    """Open the page in one of STATES, or a page as it is."""
    address, reach = STATES.get(state, (state, lambda page: None))
    page.goto(address)
    reach(page)


def leave(page: Page) -> dict[str, str]:
    """Use the exit, with a stand-in for its target; returns the headers of the request."""
    headers = {}

    def answer(route) -> None:
        headers.update(route.request.all_headers())
        route.fulfill(body="<!doctype html><title>Elsewhere</title>", content_type="text/html")

    page.route(f"{FIRST_SITE}**", answer)
    page.get_by_role("link", name="Leave now").click()
    page.wait_for_url(f"{FIRST_SITE}**")
    assert page.title() == "Elsewhere"
    page.unroute(f"{FIRST_SITE}**")
    return headers


def luminance(colour: tuple[int, ...]) -> float:
    """The relative luminance of a colour (WCAG 2.2)."""
    even = [part / 3294.6 if part <= 10.31 else ((part / 255 + 0.055) / 1.055) ** 2.4 for part in colour]
    return 0.2126 * even[0] + 0.7152 * even[1] + 0.0722 * even[2]


def contrast(first: tuple[int, ...], second: tuple[int, ...]) -> float:
    """The contrast ratio of two colours, from 1 to 21 (WCAG 2.2)."""
    high, low = sorted((luminance(first), luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def measure_contrast(page: Page) -> tuple[float, float]:
    """The contrast of the exit's text to its background, and of its border to the page, as painted."""
    box = page.locator(".guide-quick-exit").bounding_box()
    clip = {"x": box["x"] - 6, "y": box["y"], "width": box["width"] + 6, "height": box["height"]}
    image = Image.open(io.BytesIO(page.screenshot(clip=clip))).convert("RGB")
    middle = image.height // 2
    around, edge, ground = (image.getpixel((x, middle)) for x in (2, 7, 11))
    letters = image.crop((24, 8, image.width - 18, image.height - 8)).getcolors(1 << 24)
    return max(contrast(colour, ground) for _, colour in letters), contrast(edge, around)


# Reachable and visible.


@pytest.mark.parametrize("state", [*EXAMPLES, *STATES])
def test_the_exit_can_be_clicked(visit, state):
    """On each kind of page, in each state and on each screen, the exit is whole, large and not covered."""
    page = visit(state if state in EXAMPLES else "/")
    if state in STATES:
        open_state(page, state)
    assert_none(unreachable_exits(page))


def test_the_exit_can_be_clicked_with_large_text(visit):
    """With text at 200 % the exit is fully visible and not covered, on the smallest phone."""
    page = visit()
    page.evaluate(DOUBLE_TEXT_SIZE)
    assert_none(unreachable_exits(page, [SMALLEST]))


@pytest.mark.parametrize("forced", ["active", "none"], ids=["forced colours", "own colours"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_exit_is_clearly_visible(visit, scheme, forced):
    """In light, dark and forced colours its text has a contrast of 4.5 to 1, its border of 3 to 1, on each screen."""
    page, found = visit("/how/", color_scheme=scheme, forced_colors=forced), []
    for width, height in (SMALLEST, LARGEST):
        page.set_viewport_size({"width": width, "height": height})
        letters, edge = measure_contrast(page)
        found += [f"letters {letters:.1f} at {width}"] if letters < 4.5 else []
        found += [f"edge {edge:.1f} at {width}"] if edge < 3 else []
    assert_none(found)


@pytest.mark.parametrize("state", [SHORT_LINK, "opened short link", "private"])
@pytest.mark.parametrize(("width", "height"), [(320, 256), (1280, 720)])
def test_each_focus_is_visible_in_each_state(visit, state, width, height):
    """On a short link and in private reading the exit is one of the first two tab stops, and covers no other."""
    page = visit("/about/", width=width, height=height)
    open_state(page, state)
    assert "guide-quick-exit" in page.evaluate(FIRST_STOPS)
    page.evaluate("() => { scrollTo(0, 0); const top = document.querySelector('.guide-quick-exit'); top.focus(); }")
    stops = tab_through(page)
    assert len(stops) >= (2 if state == SHORT_LINK else 8)
    assert hidden_stops(stops) == []


def test_the_name_starts_with_the_label(visit):
    """The accessible name begins with the visible label, as voice control needs it."""
    expect(visit().locator(".guide-quick-exit")).to_have_accessible_name(
        re.compile("^Leave now\\b.*opens another site$")
    )


# Leaving.


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_the_exit_leaves_in_this_tab(visit, scripts):
    """The exit opens the exit site in this tab, with and without scripts, and sends no referrer."""
    page = visit(java_script_enabled=scripts)
    states = ("opened short link", "private") if scripts else ()
    for state in [*USED, SHORT_LINK, *states]:  # test_every_page.py checks that all pages have the same exit
        open_state(page, state)
        headers = leave(page)
        assert "user-agent" in headers, state
        assert "referer" not in headers, state
        assert page.evaluate("() => document.referrer") == "", state
        assert page.context.pages == [page], state


def test_the_exit_works_by_keyboard(visit):
    """Tab, Tab and Enter are enough to leave."""
    page = visit("/how/")
    requests = intercept_exit(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Leave now")).to_be_focused()
    page.keyboard.press("Enter")
    assert wait_for_requests(page, requests) == [FIRST_SITE]


def test_the_exit_works_without_our_script(visit):
    """The exit works while its script is blocked."""
    page = visit()
    page.route("**/assets/*.js", lambda route: route.abort())
    page.goto("/how/")
    assert "referer" not in leave(page)


def test_other_links_do_open_tabs(visit):
    """On an ordinary link Ctrl opens a tab, so that the next test would detect one."""
    page = visit("/how/")
    with page.context.expect_page() as opened:
        page.locator(".guide-exit-bar__help").click(modifiers=["Control"])
    opened.value.close()


def test_no_click_opens_a_window(visit):
    """With any modifier, button or number of clicks, the exit leaves in this tab and opens no other."""
    page, found = visit(), []
    requests = intercept_exit(page)
    for name, click in CLICKS.items():
        page.goto("/how/")
        click(page.locator(".guide-quick-exit"))
        if not has_left(page, requests) or page.context.pages != [page]:
            found.append(f"{name}: {page.context.pages}")
    assert_none(found)


def test_the_right_button_does_not_leave(visit):
    """The right button only opens the browser's menu."""
    page = visit("/how/")
    requests = intercept_exit(page)
    page.locator(".guide-quick-exit").click(button="right")
    page.wait_for_timeout(100)
    assert page.evaluate(UNCOVERED)
    assert requests == []


def test_the_exit_does_not_wait_for_other_scripts(visit):
    """The exit works while all other scripts are loading, and does not start over when they arrive."""
    page, waiting = visit("about:blank"), []
    requests = intercept_exit(page)
    page.route(re.compile(r"/assets/(?!quick_exit\.).*\.js"), lambda route: waiting.append(route))
    page.goto("/how/", wait_until="commit")
    page.locator(".guide-quick-exit").click()
    assert has_left(page, requests)
    for route in waiting:
        route.continue_()
    page.wait_for_timeout(200)
    assert waiting
    assert requests == []
