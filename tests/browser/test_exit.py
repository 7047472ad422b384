"""The exit: always there, always hit, and it takes nothing along."""

import re

import pytest
from looking import TEMPLATES, nothing, open_search
from playwright.sync_api import expect

SIZES = [(320, 256), (320, 568), (390, 844), (768, 1024), (1280, 720)]
HIT = """(part = 0) => {
  scrollTo(0, part * (document.documentElement.scrollHeight - innerHeight));
  const link = document.querySelector(".guide-leave");
  const { left, top, right, bottom, width, height } = link.getBoundingClientRect();
  const hit = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
  const whole = left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight;
  return { hit: link.contains(hit), whole, large: width >= 44 && height >= 44 };
}"""
GOOD = {"hit": True, "whole": True, "large": True}


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
    target = page.locator(".guide-leave").get_attribute("href")
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


def test_the_exit_is_hit_everywhere(visit, sampled):
    """On each page and screen, at the top, in the middle and at the end, the exit is whole, large and on top."""
    page, found = visit(), []
    for address in sampled:
        page.goto(address)
        found += misses(page)
    nothing(found)


def test_the_exit_is_hit_while_searching(visit):
    """With the search open the exit is hit just as well, on each kind of page and screen."""
    page, found = visit(), []
    for address in TEMPLATES:
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
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Leave now")).to_be_focused()


def test_the_exit_works_without_our_script(visit):
    """The exit works while our script is blocked or still loading."""
    page = visit()
    page.route("**/assets/*.js", lambda route: route.abort())
    page.goto("/how/")
    assert "referer" not in leave(page)


def test_the_name_starts_with_the_label(visit):
    """What a screen reader says begins with the words on the button, so that voice control finds it too."""
    expect(visit().locator(".guide-leave")).to_have_accessible_name(re.compile("^Leave now\\b.*opens another site$"))


def test_the_exit_is_not_on_paper(visit, sampled):
    """No printed page shows the exit."""
    page = visit()
    page.emulate_media(media="print")
    for address in sampled:
        page.goto(address)
        expect(page.locator(".guide-leave")).to_be_hidden()
