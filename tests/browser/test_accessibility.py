"""Accessibility: axe finds no violation, and text has a contrast of 7 to 1 or more."""

import pytest
from page_helpers import EMBEDS, TEMPLATES, assert_none, search
from site_factory import ROOT

AXE = (ROOT / "tests/node_modules/axe-core/axe.min.js").read_text(encoding="utf-8") + "; true"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
EVERYTHING = {"runOnly": TAGS, "rules": {"color-contrast-enhanced": {"enabled": True}}}
LOW_CONTRAST = """() => {
  const light = (colour) => {
    const parts = colour.match(/[\\d.]+/g).slice(0, 3).map((part) => part / 255);
    const [r, g, b] = parts.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (node) => {
    const colour = getComputedStyle(node).backgroundColor;
    return colour === "rgba(0, 0, 0, 0)" ? ground(node.parentElement) : colour;
  };
  const ratio = (node) => {
    const [high, low] = [light(getComputedStyle(node).color), light(ground(node))].sort((a, b) => b - a);
    return (high + 0.05) / (low + 0.05);
  };
  return [...document.querySelectorAll("p, li, td, th, dd, dt, h1, h2, h3, a, button, label, span, strong, time")]
    .filter((node) => node.checkVisibility() && node.textContent.trim() && ratio(node) < 7)
    .map((node) => `${ratio(node).toFixed(2)} ${node.localName}.${node.className} ${node.textContent.slice(0, 30)}`);
}"""


def violations(page, options) -> list[str]:
    """The violations that axe finds on the page in its current state."""
    page.evaluate(AXE)
    result = page.evaluate("(options) => axe.run(document, { ...options, resultTypes: ['violations'] })", options)
    return [
        f"{page.url}: {rule['id']}: {node['target']} {node['failureSummary']}"
        for rule in result["violations"]
        for node in rule["nodes"]
    ]


def test_axe_finds_nothing(visit, sample_addresses):
    """Axe finds nothing on any page, embed or short link, on a phone in light."""
    page, found = visit(bypass_csp=True), []
    for address in [*sample_addresses, *EMBEDS]:
        page.goto(address)
        found += violations(page, EVERYTHING)
    assert_none(found)


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (1280, "dark")])
def test_axe_finds_nothing_on_other_screens(visit, width, scheme):
    """Axe finds nothing on any kind of page on the smallest phone, and on a desktop in dark."""
    page, found = visit(width=width, color_scheme=scheme, bypass_csp=True), []
    for address in TEMPLATES:
        page.goto(address)
        found += violations(page, EVERYTHING)
    assert_none(found)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("words", ["block", "suicide", "zzzz", ""])
def test_axe_finds_nothing_in_the_search(visit, scheme, words):
    """Axe finds nothing in the open search: with results, a crisis word, no results, and while it is empty."""
    page = visit(color_scheme=scheme, bypass_csp=True)
    if words:
        search(page, words)
    else:
        page.get_by_role("button", name="Search", exact=True).click()
    assert_none(violations(page, EVERYTHING))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_has_high_contrast(visit, scheme):
    """Text and links of each kind of page have a contrast of 7 to 1 or more, in light and in dark."""
    page, found = visit(color_scheme=scheme), []
    for address in TEMPLATES:
        page.goto(address)
        found += [f"{address}: {what}" for what in page.evaluate(LOW_CONTRAST)]
    assert_none(found)
