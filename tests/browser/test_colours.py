"""Colours follow the reader's system, by the stylesheet alone."""

import pytest
from page_helpers import EMBEDS, assert_none, stored

SHAPES = {  # by page: selectors, each with its pseudo-element
    "/": [(".guide-entry-cards li", None)],
    "/how/": [
        (".guide-exit-bar a", None),
        (".guide-button", None),
        (".guide-steps > li", "::before"),
        (".admonition", None),
        (".guide-pager a", None),
    ],
    "/holding/hoover/": [(".guide-noticeable--help", "::before")],
    "/take/people/": [(".task-list-item", "::before")],
}
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


def brightness(colour: str) -> int:
    """The sum of the RGB values of a computed colour."""
    return sum(int(part) for part in colour.strip("rgb()").split(","))


@pytest.mark.parametrize("address", ["/", EMBEDS[0]])
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_light_and_dark_follow_the_system(visit, address, scripts):
    """A page is light on a light system and dark on a dark one, also without scripts; nothing is stored."""
    page = visit(address, color_scheme="light", java_script_enabled=scripts)
    before, light = page.content(), page.evaluate(GROUND)
    page.emulate_media(color_scheme="dark")
    assert brightness(light) > 600
    assert brightness(page.evaluate(GROUND)) < 150
    assert page.content() == before
    assert stored(page) == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_safety_box_stands_out(visit, scheme):
    """It has a ground of its own, a thick edge that is seen on the page, and a mark before its title."""
    page = visit("/how/", color_scheme=scheme)
    (edge, *_) = page.evaluate(EDGES, [".admonition.care", None])
    ground, thickness, mark = page.evaluate(
        """() => { const box = document.querySelector(".admonition.care"), style = getComputedStyle(box);
        return [style.backgroundColor, parseFloat(style.borderInlineStartWidth),
          getComputedStyle(box.querySelector(".admonition-title"), "::before").content]; }"""
    )
    assert edge["contrast"] >= 3
    assert ground != page.evaluate(GROUND)
    assert (thickness > 5, mark) == (True, '"!"')


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_forced_colours_keep_shapes(visit, scheme):
    """With forced colours, the exit bar, buttons, markers and boxes keep a visible border."""
    page, found = visit("/how/", forced_colors="active", color_scheme=scheme), []
    for address, shapes in SHAPES.items():
        page.goto(address)
        for selector, pseudo in shapes:
            edges = page.evaluate(EDGES, [selector, pseudo])
            faint = [edge for edge in edges if not (edge["seen"] and edge["width"] >= 1 and edge["contrast"] >= 3)]
            found += [f"{address} {selector}: {faint or 'not there'}"] if faint or not edges else []
    assert_none(found)
