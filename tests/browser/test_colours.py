"""Colours follow the reader's system, by the stylesheet alone, and nothing moves by itself."""

import pytest
from page_helpers import TEMPLATES, assert_none, search, stored

GROUND = "() => getComputedStyle(document.body).backgroundColor"
EDGES = """([selector, pseudo]) => [...document.querySelectorAll(selector)].map((node) => {
  const light = (colour) => {
    const [r, g, b, a = 1] = colour.match(/[\\d.]+/g).map(Number);
    const even = (part) => (part <= 10.31 ? part / 3294.6 : ((part / 255 + 0.055) / 1.055) ** 2.4);
    return a ? 0.2126 * even(r) + 0.7152 * even(g) + 0.0722 * even(b) : null;
  };
  const style = getComputedStyle(node, pseudo);
  const [edge, ground] = [light(style.borderTopColor), light(getComputedStyle(document.body).backgroundColor)];
  const [high, low] = [Math.max(edge, ground), Math.min(edge, ground)];
  return { width: parseFloat(style.borderTopWidth), contrast: (high + 0.05) / (low + 0.05), seen: edge !== null };
})"""
MOVING = """() => [...document.querySelectorAll("*")].flatMap((node) => ["", "::before", "::after"].flatMap((part) => {
  const style = getComputedStyle(node, part);
  const lasts = `${style.transitionDuration},${style.animationDuration}`.split(",").some(parseFloat);
  const moves = lasts || style.animationName !== "none" || style.scrollBehavior === "smooth";
  return moves ? [`${node.localName}.${node.className} ${part}`] : [];
})).concat(document.getAnimations().map((animation) => animation.constructor.name))"""


def brightness(colour: str) -> int:
    """The sum of the RGB values of a computed colour."""
    return sum(int(part) for part in colour.strip("rgb()").split(","))


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_light_and_dark_follow_the_system(visit, scripts):
    """The page is light on a light system and dark on a dark one, with and without scripts."""
    page = visit(color_scheme="light", java_script_enabled=scripts)
    light = page.evaluate(GROUND)
    page.emulate_media(color_scheme="dark")
    dark = page.evaluate(GROUND)
    assert brightness(light) > 600
    assert brightness(dark) < 150


def test_no_choice_of_colours_is_stored(visit):
    """Following the system stores nothing and does not change the markup."""
    page = visit(color_scheme="light")
    before = page.content()
    page.emulate_media(color_scheme="dark")
    assert page.content() == before
    assert stored(page) == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("address", "selector", "pseudo"),
    [
        ("/how/", ".guide-exit-bar a", None),
        ("/how/", ".guide-button", None),
        ("/how/", ".guide-steps > li", "::before"),
        ("/how/", ".guide-noticeable", "::before"),
        ("/how/", ".admonition", None),
        ("/", ".guide-entry-cards li", None),
        ("/how/", ".guide-pager a", None),
    ],
)
def test_forced_colours_keep_shapes(visit, address, selector, pseudo, scheme):
    """With forced colours, the exit bar, buttons, markers and boxes keep a visible border."""
    page = visit(address, forced_colors="active", color_scheme=scheme)
    edges = page.evaluate(EDGES, [selector, pseudo])
    assert edges
    assert [edge for edge in edges if not (edge["seen"] and edge["width"] >= 1 and edge["contrast"] >= 3)] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_exit_has_a_border(visit, scheme):
    """The border of the exit has a contrast of 3 to 1 or more with the page."""
    edges = visit("/how/", color_scheme=scheme).evaluate(EDGES, [".guide-quick-exit", None])
    assert [edge for edge in edges if edge["contrast"] >= 3]


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_nothing_moves(visit, motion):
    """Nothing on any kind of page moves or fades by itself, with and without “reduced motion”."""
    page, found = visit(reduced_motion=motion), []
    for address in TEMPLATES:
        page.goto(address)
        found += [f"{address}: {what}" for what in page.evaluate(MOVING)]
    search(page, "block")
    assert_none(found + page.evaluate(MOVING))
