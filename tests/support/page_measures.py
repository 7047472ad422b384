"""What can be measured of a page in a browser: accessibility, size, contrast, movement, tab stops, the exit."""

from macro_environment import ROOT
from playwright.sync_api import Page

AXE = (ROOT / "tests/node_modules/axe-core/axe.min.js").read_text(encoding="utf-8") + "; true"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
CONTRAST_RULE = "color-contrast-enhanced"  # 7 to 1, not 4.5
MIN_TARGET_SIZE = 43.9  # 44 px, less rounding
TARGETS = (  # what readers press for navigation, help, exit, copying and applying
    ".guide-exit-bar a, .guide-header a, .guide-header button, .guide-breadcrumbs a, .guide-entry-cards li, "
    ".guide-pager a, .guide-footer a, .guide-button, .guide-copy-button, .guide-application select, "
    ".guide-application input, .guide-search input, .guide-search__results a, .guide-toc summary, .guide-toc a, "
    ".guide-privacy-bar > *, .guide-private-cover, .guide-private-back button"
)
SET_RTL = "() => { document.documentElement.dir = 'rtl'; }"
DOUBLE_TEXT_SIZE = "() => { document.documentElement.style.fontSize = '200%'; }"
OPEN_DETAILS = "() => document.querySelectorAll('details').forEach((details) => { details.open = true; })"
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
  const isText = (node) => node.nodeType === Node.TEXT_NODE && node.data.trim();
  const hasText = (node) => node.matches("input, select, textarea") || [...node.childNodes].some(isText);
  return [...document.body.querySelectorAll("*")]
    .filter((node) => node.checkVisibility() && hasText(node) && ratio(node) < 7)
    .map((node) => `${ratio(node).toFixed(2)} ${node.localName}.${node.className} ${node.textContent.slice(0, 30)}`);
}"""
OVERFLOW = """() => {
  const wide = [...document.body.querySelectorAll("*")].filter((node) => {
    const { left, right, width, height } = node.getBoundingClientRect();
    return width && height && !node.closest(".guide-visually-hidden") && (left < -0.5 || right > innerWidth + 0.5);
  });
  const names = wide.map((node) => `${node.localName}.${node.className?.baseVal ?? node.className}`);
  const full = document.documentElement.scrollWidth;
  return full > innerWidth ? [`scrolls to ${full} of ${innerWidth}`, ...names] : names;
}"""
TOO_SMALL = """(links, enough) => links.map((link) => [link.textContent.trim(), link.getBoundingClientRect()])
  .filter(([, { width, height }]) => Math.min(width, height) < enough)
  .map(([text, { width, height }]) => `${text} ${Math.round(width)}x${Math.round(height)}`)"""
HARD_TO_READ = """() => [...document.querySelectorAll("th, td")].flatMap((cell) => {
  const text = cell.textContent.trim();
  const faults = [];
  if (parseFloat(getComputedStyle(cell).fontSize) < 15) faults.push(`small text: ${text}`);
  if (cell.getBoundingClientRect().width < 64) faults.push(`narrow column: ${text}`);
  const walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    for (const word of node.data.matchAll(/[\\p{L}\\p{N}]+/gu)) {
      const range = document.createRange();
      range.setStart(node, word.index);
      range.setEnd(node, word.index + word[0].length);
      const lines = new Set([...range.getClientRects()].map(({ top }) => Math.round(top)));
      if (lines.size > 1) faults.push(`broken word: ${word[0]}`);
    }
  }
  return faults;
})"""
MOVING = """() => [...document.querySelectorAll("*")].flatMap((node) => ["", "::before", "::after"].flatMap((part) => {
  const style = getComputedStyle(node, part);
  const lasts = `${style.transitionDuration},${style.animationDuration}`.split(",").some(parseFloat);
  const moves = lasts || style.animationName !== "none" || style.scrollBehavior === "smooth";
  return moves ? [`${node.localName}.${node.className} ${part}`] : [];
})).concat(document.getAnimations().map((animation) => animation.constructor.name))"""
FOCUSED = """() => {
  const node = document.activeElement;
  if (node === document.body) return null;
  const style = getComputedStyle(node);
  const boxes = [...node.getClientRects()].flatMap(({ left, top, width, height }) =>
    [0.1, 0.3, 0.5, 0.7, 0.9].flatMap((x) => [0.1, 0.5, 0.9].map((y) => [left + x * width, top + y * height])));
  const shown = boxes.some(([x, y]) => {
    const hit = document.elementFromPoint(x, y);
    return hit && (node.contains(hit) || hit.contains(node) && !hit.closest(".guide-exit-bar"));
  });
  return {
    name: node.textContent.trim().slice(0, 40) || node.id,
    kind: node.className,
    marked: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0,
    shown,
    inside: Boolean(node.closest("main")),
  };
}"""
IS_REACHABLE = """(part = 0) => {
  scrollTo(0, part * (document.documentElement.scrollHeight - innerHeight));
  const link = document.querySelector(".guide-quick-exit");
  const { left, top, right, bottom, width, height } = link.getBoundingClientRect();
  const hit = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
  const whole = left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight;
  return { hit: link.contains(hit), whole, large: width >= 44 && height >= 44 };
}"""
SCREENS = [(320, 256), (320, 568), (390, 844), (768, 1024), (1280, 720)]


def violations(page: Page, *, contrast: bool = True) -> list[str]:
    """The violations that axe finds on the page in its current state; its contrast rule takes as long as the others."""
    rules = {CONTRAST_RULE: {"enabled": contrast}, "color-contrast": {"enabled": False}}
    page.evaluate(AXE)
    result = page.evaluate(
        "(options) => axe.run(document, options)", {"runOnly": TAGS, "rules": rules, "resultTypes": ["violations"]}
    )
    return [
        f"{page.url}: {rule['id']}: {node['target']} {node['failureSummary']}"
        for rule in result["violations"]
        for node in rule["nodes"]
    ]


def overflow(page: Page) -> list[str]:
    """The elements that make the page wider than its screen, with the page's address and width."""
    return [f"{page.url} at {page.viewport_size['width']}: {what}" for what in page.evaluate(OVERFLOW)]


def small_targets(page: Page, selector: str = TARGETS) -> list[str]:
    """The visible targets that are smaller than 44 px in either direction."""
    found = page.locator(selector).locator("visible=true").evaluate_all(TOO_SMALL, MIN_TARGET_SIZE)
    return [f"{page.url}: small target: {what}" for what in found]


def inaccessible(page: Page) -> list[str]:
    """What makes the page hard to use in its current state: see the checks below. Opens its details."""
    found = violations(page, contrast=False)
    found += [f"{page.url}: contrast {what}" for what in page.evaluate(LOW_CONTRAST)]
    found += [f"{page.url}: moves: {what}" for what in page.evaluate(MOVING)]
    page.evaluate(OPEN_DETAILS)
    return found + overflow(page) + small_targets(page)


def tab_through(page: Page) -> list[dict]:
    """Press Tab from the current focus to the end of the page; returns the focused elements in order."""
    stops = []
    for _ in range(600):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        if stop is None:
            return stops
        stops.append(stop)
    raise AssertionError(f"{page.url}: Tab never reaches the end")


def hidden_stops(stops: list[dict]) -> list[dict]:
    """Those tab stops that are covered, or have no visible focus outline."""
    return [stop for stop in stops if not (stop["marked"] and stop["shown"])]


def unreachable_exits(page: Page, screens: list[tuple[int, int]] = SCREENS) -> list[str]:
    """Where the exit is covered, cut off or small on this page: on each screen, at top, middle and end."""
    found = []
    for width, height in screens:
        page.set_viewport_size({"width": width, "height": height})
        seen = page.evaluate(f"() => [0, 0.5, 1].map((part) => ({IS_REACHABLE})(part))")
        found += [f"{page.url} at {width}x{height}: {part}" for part in seen if not all(part.values())]
    return found
