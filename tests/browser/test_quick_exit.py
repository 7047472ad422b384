"""The quick exit: on every page, always reachable, and it passes nothing on."""

import io
import re

import pytest
from page_helpers import (
    MISSING,
    SHORT_LINK,
    TEMPLATES,
    UNCOVERED,
    assert_none,
    intercept_exit,
    open_search,
    start_private_reading,
    wait_for_requests,
)
from PIL import Image
from playwright.sync_api import Page, expect
from selectolax.lexbor import LexborHTMLParser
from test_keyboard import tab_through

SIZES = [(320, 256), (320, 568), (390, 844), (768, 1024), (1280, 720)]
IS_REACHABLE = """(part = 0) => {
  scrollTo(0, part * (document.documentElement.scrollHeight - innerHeight));
  const link = document.querySelector(".guide-quick-exit");
  const { left, top, right, bottom, width, height } = link.getBoundingClientRect();
  const hit = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
  const whole = left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight;
  return { hit: link.contains(hit), whole, large: width >= 44 && height >= 44 };
}"""
REACHABLE = {"hit": True, "whole": True, "large": True}
FIRST_SITE = "https://www.wikipedia.org/"
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
SET_RTL = "() => { document.documentElement.dir = 'rtl'; }"
STATES = ("short_link", "opened short link", "private", "private search, turned", "missing page, turned")


def unreachable_exits(page) -> list[str]:
    """Where the exit cannot be clicked on this page: at each size, at the top, in the middle and at the end."""
    found = []
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        seen = page.evaluate(f"() => [0, 0.5, 1].map((part) => ({IS_REACHABLE})(part))")
        found += [f"{page.url} at {width}x{height}: {part}" for part in seen if part != REACHABLE]
    return found


def leave(page) -> dict[str, str]:
    """Use the exit, with a stand-in for its target; returns the headers of the request."""
    target = page.locator(".guide-quick-exit").get_attribute("href")
    headers = {}

    def answer(route) -> None:
        headers.update(route.request.all_headers())
        route.fulfill(body="<!doctype html><title>Elsewhere</title>", content_type="text/html")

    page.route(f"{target}**", answer)
    page.get_by_role("link", name="Leave now").click()
    page.wait_for_url(f"{target}**")
    assert page.title() == "Elsewhere"
    page.unroute(f"{target}**")
    return headers


def read_in_place(page: Page, address: str = "/how/") -> None:
    """Switch on private reading, and open the next page of the guide."""
    page.goto(address)
    start_private_reading(page)
    page.locator(".guide-pager__next").click()
    expect(page.locator("h1")).to_be_focused()


def open_state(page: Page, state: str) -> None:
    """Open the page in one of STATES."""
    page.goto(MISSING if "missing" in state else SHORT_LINK)
    if "opened" in state:
        page.locator("main a").first.click()
        expect(page.locator(".guide-pager__next")).to_be_attached()
    if "private" in state:
        read_in_place(page)
    if "search" in state:
        open_search(page)
    if "turned" in state:
        page.evaluate(SET_RTL)


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


def test_the_exit_can_be_clicked_everywhere(visit):
    """On each kind of page and screen, at top, middle and end, the exit is fully visible, large and not covered."""
    page, found = visit(), []
    for address in TEMPLATES:
        page.goto(address)
        found += unreachable_exits(page)
    assert_none(found)


def test_the_exit_can_be_clicked_while_searching(visit):
    """With the search open the exit can be clicked as well, on a short and a long page and on each screen."""
    page, found = visit(), []
    for address in ("/how/", MISSING):
        page.goto(address)
        open_search(page)
        page.keyboard.type("children")
        expect(page.locator(".guide-search__results a").first).to_be_attached()
        found += unreachable_exits(page)
    assert_none(found)


def test_the_exit_can_be_clicked_with_large_text(visit):
    """With text at 200 % the exit is fully visible and not covered, on the smallest phone."""
    page = visit(width=320, height=568)
    page.evaluate("() => { document.documentElement.style.fontSize = '200%'; }")
    assert page.evaluate(IS_REACHABLE) == REACHABLE


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_the_exit_leaves_in_this_tab(visit, scripts):
    """The exit opens the exit site in this tab, with and without scripts, and sends no referrer."""
    page = visit(java_script_enabled=scripts)
    for address in TEMPLATES:
        page.goto(address)
        headers = leave(page)
        assert "user-agent" in headers, address
        assert "referer" not in headers, address
        assert page.evaluate("() => document.referrer") == "", address
        assert page.context.pages == [page], address


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


def test_the_name_starts_with_the_label(visit):
    """The accessible name begins with the visible label, as voice control needs it."""
    expect(visit().locator(".guide-quick-exit")).to_have_accessible_name(
        re.compile("^Leave now\\b.*opens another site$")
    )


def test_the_exit_is_not_printed(visit):
    """No kind of page prints the exit."""
    page = visit()
    page.emulate_media(media="print")
    for address in TEMPLATES:
        page.goto(address)
        expect(page.locator(".guide-quick-exit")).to_be_hidden()


@pytest.mark.parametrize("state", STATES)
def test_the_exit_can_be_clicked_in_each_state(visit, state):
    """On a short link, in private reading, while searching, and mirrored, the exit can be clicked as well."""
    page = visit()
    open_state(page, state)
    assert_none(unreachable_exits(page))


@pytest.mark.parametrize("forced", ["active", "none"], ids=["forced colours", "own colours"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_exit_is_clearly_visible(visit, scheme, forced):
    """In light, dark and forced colours its text has a contrast of 4.5 to 1, its border of 3 to 1, on each screen."""
    page, found = visit("/how/", color_scheme=scheme, forced_colors=forced), []
    for width, height in (SIZES[1], SIZES[-1]):
        page.set_viewport_size({"width": width, "height": height})
        letters, edge = measure_contrast(page)
        found += [f"letters {letters:.1f} at {width}"] if letters < 4.5 else []
        found += [f"edge {edge:.1f} at {width}"] if edge < 3 else []
    assert_none(found)


def html_files(site):
    """Every built page except embeds, which other sites frame."""
    return [path for path in sorted(site.rglob("*.html")) if path.relative_to(site).parts[0] != "card"]


def test_each_page_has_one_exit(site):
    """Every page, short links and 404.html too, has one exit: a plain link to the exit site, without target."""
    found = []
    for path in html_files(site):
        exits = LexborHTMLParser(path.read_text(encoding="utf-8")).css("a.guide-quick-exit")
        good = len(exits) == 1 and exits[0].attributes["href"] == FIRST_SITE and "target" not in exits[0].attributes
        found += [] if good else [f"{path.relative_to(site)}: {[link.html for link in exits]}"]
    assert_none(found)


def test_the_exit_is_one_small_script(site):
    """The exit's script is the first in the head of each page, is neither async nor deferred, and is small."""
    found = []
    for path in html_files(site):
        first = LexborHTMLParser(path.read_text(encoding="utf-8")).css("script")[0]
        attributes = {key: text for key, text in first.attributes.items() if key != "src"}
        script = (path.parent if path.name == "index.html" else site) / first.attributes["src"].lstrip("/")
        good = first.parent.tag == "head" and not attributes and script.resolve().parent == site.resolve() / "assets"
        found += [] if good and script.name.startswith("quick_exit.") else [f"{path.relative_to(site)}: {first.html}"]
    assert_none(found)
    (script,) = site.glob("assets/quick_exit.*.js")
    assert script.stat().st_size <= 4096


def test_the_exit_script_makes_no_requests(site):
    """The exit's script loads, sends and stores nothing."""
    (script,) = site.glob("assets/quick_exit.*.js")
    words = r"\b(import|fetch|XMLHttpRequest|sendBeacon|WebSocket|EventSource|Worker|\w+Storage|cookie|indexedDB)\b"
    assert re.findall(words, script.read_text(encoding="utf-8")) == []


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
        left = wait_for_requests(page, requests) == [FIRST_SITE] and not page.evaluate(UNCOVERED)
        found += [] if left and page.context.pages == [page] else [f"{name}: {requests} {page.context.pages}"]
        requests.clear()
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
    assert wait_for_requests(page, requests) == [FIRST_SITE]
    assert not page.evaluate(UNCOVERED)
    for route in waiting:
        route.continue_()
    page.wait_for_timeout(200)
    assert waiting
    assert requests == [FIRST_SITE]


@pytest.mark.parametrize("state", ["opened short link", "private"])
def test_the_exit_leaves_from_each_state(visit, state):
    """From an opened short link and from private reading the exit leaves as well, without a referrer."""
    page = visit()
    open_state(page, state)
    assert "referer" not in leave(page)


@pytest.mark.parametrize("state", ["short_link", "opened short link", "private"])
@pytest.mark.parametrize(("width", "height"), [(320, 256), (1280, 720)])
def test_each_focus_is_visible_in_each_state(visit, state, width, height):
    """On a short link and in private reading the exit is one of the first two tab stops, and covers no other."""
    page = visit(width=width, height=height)
    open_state(page, state)
    assert "guide-quick-exit" in page.evaluate(FIRST_STOPS)
    page.evaluate("() => { scrollTo(0, 0); const top = document.querySelector('.guide-quick-exit'); top.focus(); }")
    stops = tab_through(page)
    assert len(stops) >= (2 if state == "short_link" else 8)
    assert [stop for stop in stops if not (stop["marked"] and stop["shown"])] == []
