"""The exit: always there, always hit, and it takes nothing along."""

import io
import re

import pytest
from page_helpers import MISSING, SHORT_LINK, TEMPLATES, UNCOVERED, asking, hold, nothing, open_search, read_privately
from PIL import Image
from playwright.sync_api import Page, expect
from selectolax.lexbor import LexborHTMLParser
from test_keyboard import tab_through

SIZES = [(320, 256), (320, 568), (390, 844), (768, 1024), (1280, 720)]
HIT = """(part = 0) => {
  scrollTo(0, part * (document.documentElement.scrollHeight - innerHeight));
  const link = document.querySelector(".guide-quick-exit");
  const { left, top, right, bottom, width, height } = link.getBoundingClientRect();
  const hit = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
  const whole = left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight;
  return { hit: link.contains(hit), whole, large: width >= 44 && height >= 44 };
}"""
GOOD = {"hit": True, "whole": True, "large": True}
FIRST = "https://www.wikipedia.org/"
PRESSES = {  # ways to press the exit that open a tab, a window or a download on other links
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
STOPS = """() => [...document.querySelectorAll("a[href], button, input, summary")]
  .filter((node) => node.checkVisibility()).slice(0, 2).map((node) => node.className)"""
TURN = "() => { document.documentElement.dir = 'rtl'; }"
STATES = ("short_link", "opened short link", "private", "private search, turned", "missing page, turned")


def misses(page) -> list[str]:
    """Where the exit cannot be hit on this page: at each size, at the top, in the middle and at the end."""
    found = []
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        seen = page.evaluate(f"() => [0, 0.5, 1].map((part) => ({HIT})(part))")
        found += [f"{page.url} at {width}x{height}: {one}" for one in seen if one != GOOD]
    return found


def leave(page) -> dict[str, str]:
    """Use the exit while its target answers from here; gives the headers that the target was sent."""
    target = page.locator(".guide-quick-exit").get_attribute("href")
    sent = {}

    def answer(route) -> None:
        sent.update(route.request.all_headers())
        route.fulfill(body="<!doctype html><title>Elsewhere</title>", content_type="text/html")

    page.route(f"{target}**", answer)
    page.get_by_role("link", name="Leave now").click()
    page.wait_for_url(f"{target}**")
    assert page.title() == "Elsewhere"
    page.unroute(f"{target}**")
    return sent


def read_in_place(page: Page, address: str = "/how/") -> None:
    """Switch private reading on, and open the next page of the guide."""
    page.goto(address)
    read_privately(page)
    page.locator(".guide-pager__next").click()
    expect(page.locator("h1")).to_be_focused()


def bring(page: Page, state: str) -> None:
    """Bring the page into one of STATES."""
    page.goto(MISSING if "missing" in state else SHORT_LINK)
    if "opened" in state:
        page.locator("main a").first.click()
        expect(page.locator(".guide-pager__next")).to_be_attached()
    if "private" in state:
        read_in_place(page)
    if "search" in state:
        open_search(page)
    if "turned" in state:
        page.evaluate(TURN)


def light(colour: tuple[int, ...]) -> float:
    """How bright a colour is (WCAG 2.2, relative luminance)."""
    even = [part / 3294.6 if part <= 10.31 else ((part / 255 + 0.055) / 1.055) ** 2.4 for part in colour]
    return 0.2126 * even[0] + 0.7152 * even[1] + 0.0722 * even[2]


def contrast(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """How well two colours can be told apart, from 1 to 21 (WCAG 2.2)."""
    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def look(page: Page) -> tuple[float, float]:
    """The contrast of the exit's letters to what is behind them, and of its edge to what is around it, as painted."""
    box = page.locator(".guide-quick-exit").bounding_box()
    clip = {"x": box["x"] - 6, "y": box["y"], "width": box["width"] + 6, "height": box["height"]}
    image = Image.open(io.BytesIO(page.screenshot(clip=clip))).convert("RGB")
    middle = image.height // 2
    around, edge, ground = (image.getpixel((x, middle)) for x in (2, 7, 11))
    letters = image.crop((24, 8, image.width - 18, image.height - 8)).getcolors(1 << 24)
    return max(contrast(colour, ground) for _, colour in letters), contrast(edge, around)


def test_the_exit_is_hit_everywhere(visit):
    """On each kind of page and screen, at top, middle and end, the exit is whole, large and on top."""
    page, found = visit(), []
    for address in TEMPLATES:
        page.goto(address)
        found += misses(page)
    nothing(found)


def test_the_exit_is_hit_while_searching(visit):
    """With the search open the exit is hit just as well, on a short and a long page and on each screen."""
    page, found = visit(), []
    for address in ("/how/", MISSING):
        page.goto(address)
        open_search(page)
        page.keyboard.type("children")
        expect(page.locator(".guide-search__results a").first).to_be_attached()
        found += misses(page)
    nothing(found)


def test_the_exit_is_hit_with_large_text(visit):
    """With text at 200 % the exit is still whole and on top, on the smallest phone."""
    page = visit(width=320, height=568)
    page.evaluate("() => { document.documentElement.style.fontSize = '200%'; }")
    assert page.evaluate(HIT) == GOOD


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_the_exit_leaves_in_this_tab(visit, scripts):
    """The exit opens the other site in this tab, with and without scripts, and does not say where from."""
    page = visit(java_script_enabled=scripts)
    for address in TEMPLATES:
        page.goto(address)
        sent = leave(page)
        assert "user-agent" in sent, address
        assert "referer" not in sent, address
        assert page.evaluate("() => document.referrer") == "", address
        assert page.context.pages == [page], address


def test_the_exit_works_by_key(visit):
    """Two presses of Tab and Enter are enough to leave."""
    page = visit("/how/")
    asked = hold(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Leave now")).to_be_focused()
    page.keyboard.press("Enter")
    assert asking(page, asked) == [FIRST]


def test_the_exit_works_without_our_script(visit):
    """The exit works while our script is blocked or still loading."""
    page = visit()
    page.route("**/assets/*.js", lambda route: route.abort())
    page.goto("/how/")
    assert "referer" not in leave(page)


def test_the_name_starts_with_the_label(visit):
    """What a screen reader says begins with the words on the button, so that voice control finds it too."""
    expect(visit().locator(".guide-quick-exit")).to_have_accessible_name(
        re.compile("^Leave now\\b.*opens another site$")
    )


def test_the_exit_is_not_on_paper(visit):
    """No kind of printed page shows the exit."""
    page = visit()
    page.emulate_media(media="print")
    for address in TEMPLATES:
        page.goto(address)
        expect(page.locator(".guide-quick-exit")).to_be_hidden()


@pytest.mark.parametrize("state", STATES)
def test_the_exit_is_hit_in_each_state(visit, state):
    """On a link, behind it, while reading privately and searching, and turned around, the exit is hit just as well."""
    page = visit()
    bring(page, state)
    nothing(misses(page))


@pytest.mark.parametrize("forced", ["active", "none"], ids=["forced colours", "own colours"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_exit_can_be_seen(visit, scheme, forced):
    """In light, dark and forced colours its letters stand out by 4.5 to 1, its edge by 3 to 1, on each screen."""
    page, found = visit("/how/", color_scheme=scheme, forced_colors=forced), []
    for width, height in (SIZES[1], SIZES[-1]):
        page.set_viewport_size({"width": width, "height": height})
        letters, edge = look(page)
        found += [f"letters {letters:.1f} at {width}"] if letters < 4.5 else []
        found += [f"edge {edge:.1f} at {width}"] if edge < 3 else []
    nothing(found)


def pages(site):
    """Every finished page but the cards, which stand inside another site's page."""
    return [path for path in sorted(site.rglob("*.html")) if path.relative_to(site).parts[0] != "card"]


def test_each_page_has_one_exit(site):
    """Each finished page, links and the missing page too, has one exit: a plain link to another site, without a tab."""
    found = []
    for path in pages(site):
        exits = LexborHTMLParser(path.read_text(encoding="utf-8")).css("a.guide-quick-exit")
        good = len(exits) == 1 and exits[0].attributes["href"] == FIRST and "target" not in exits[0].attributes
        found += [] if good else [f"{path.relative_to(site)}: {[one.html for one in exits]}"]
    nothing(found)


def test_the_exit_is_one_small_script(site):
    """The exit's script comes from the head of each page, before any other, holds up the page, and is small."""
    found = []
    for path in pages(site):
        first = LexborHTMLParser(path.read_text(encoding="utf-8")).css("script")[0]
        said = {key: text for key, text in first.attributes.items() if key != "src"}
        script = (path.parent if path.name == "index.html" else site) / first.attributes["src"].lstrip("/")
        good = first.parent.tag == "head" and not said and script.resolve().parent == site.resolve() / "assets"
        found += [] if good and script.name.startswith("leave.") else [f"{path.relative_to(site)}: {first.html}"]
    nothing(found)
    (script,) = site.glob("assets/leave.*.js")
    assert script.stat().st_size <= 4096


def test_the_exit_needs_no_other_address(site):
    """The exit's script loads, sends and keeps nothing."""
    (script,) = site.glob("assets/leave.*.js")
    words = r"\b(import|fetch|XMLHttpRequest|sendBeacon|WebSocket|EventSource|Worker|\w+Storage|cookie|indexedDB)\b"
    assert re.findall(words, script.read_text(encoding="utf-8")) == []


def test_other_links_do_open_tabs(visit):
    """On an ordinary link Ctrl opens a tab, so that the next test would see one."""
    page = visit("/how/")
    with page.context.expect_page() as opened:
        page.locator(".guide-exit-bar__help").click(modifiers=["Control"])
    opened.value.close()


def test_no_press_opens_a_window(visit):
    """Pressed with any modifier, button or number of clicks, the exit leaves in this tab and opens no other."""
    page, found = visit(), []
    asked = hold(page)
    for way, press in PRESSES.items():
        page.goto("/how/")
        press(page.locator(".guide-quick-exit"))
        left = asking(page, asked) == [FIRST] and not page.evaluate(UNCOVERED)
        found += [] if left and page.context.pages == [page] else [f"{way}: {asked} {page.context.pages}"]
        asked.clear()
    nothing(found)


def test_the_right_button_does_not_leave(visit):
    """The right button only opens the browser's menu."""
    page = visit("/how/")
    asked = hold(page)
    page.locator(".guide-quick-exit").click(button="right")
    page.wait_for_timeout(100)
    assert page.evaluate(UNCOVERED)
    assert asked == []


def test_the_exit_does_not_wait_for_other_scripts(visit):
    """The exit works while all other scripts are still on their way, and when they arrive it is not started over."""
    page, waiting = visit("about:blank"), []
    asked = hold(page)
    page.route(re.compile(r"/assets/(?!leave\.).*\.js"), lambda route: waiting.append(route))
    page.goto("/how/", wait_until="commit")
    page.locator(".guide-quick-exit").click()
    assert asking(page, asked) == [FIRST]
    assert not page.evaluate(UNCOVERED)
    for route in waiting:
        route.continue_()
    page.wait_for_timeout(200)
    assert waiting
    assert asked == [FIRST]


@pytest.mark.parametrize("state", ["opened short link", "private"])
def test_the_exit_leaves_from_each_state(visit, state):
    """Behind a short link and while reading privately the exit leads out as well, and does not say where from."""
    page = visit()
    bring(page, state)
    assert "referer" not in leave(page)


@pytest.mark.parametrize("state", ["short_link", "opened short link", "private"])
@pytest.mark.parametrize(("width", "height"), [(320, 256), (1280, 720)])
def test_each_stop_is_seen_in_each_state(visit, state, width, height):
    """On a link and while reading privately the exit is among the first two stops, and covers none of the others."""
    page = visit(width=width, height=height)
    bring(page, state)
    assert "guide-quick-exit" in page.evaluate(STOPS)
    page.evaluate("() => { scrollTo(0, 0); const top = document.querySelector('.guide-quick-exit'); top.focus(); }")
    stops = tab_through(page)
    assert len(stops) >= (2 if state == "short_link" else 8)
    assert [stop for stop in stops if not (stop["marked"] and stop["shown"])] == []
