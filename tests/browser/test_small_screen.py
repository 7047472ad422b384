"""Small screens: no sideways scrolling, and large touch targets."""

import pytest
from page_helpers import TEMPLATES, assert_none, overflow, search

MIN_TARGET_SIZE = 43.9  # 44 px, less rounding
TARGETS = (
    ".guide-exit-bar a, .guide-header a, .guide-header button, .guide-breadcrumbs a, .guide-entry-cards li, "
    ".guide-pager a, .guide-footer a, .guide-button, "
    ".guide-search input, .guide-search__results a, .guide-toc summary, .guide-toc a, "
    ".guide-privacy-bar > *"
)
TOO_SMALL = """(links, enough) => links.map((link) => [link.textContent.trim(), link.getBoundingClientRect()])
  .filter(([, { width, height }]) => Math.min(width, height) < enough)
  .map(([text, { width, height }]) => `${text} ${Math.round(width)}x${Math.round(height)}`)"""
DOUBLE_TEXT_SIZE = "() => { document.documentElement.style.fontSize = '200%'; }"
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


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_no_page_scrolls_sideways(visit, sample_addresses, width):
    """No page is wider than a small phone, a phone or a desktop screen."""
    page, found = visit(width=width), []
    for address in sample_addresses:
        page.goto(address)
        found += overflow(page)
    assert_none(found)


def test_no_page_scrolls_sideways_on_a_tablet(visit):
    """No kind of page is wider than a tablet, where the exit moves to the top."""
    page, found = visit(width=768), []
    for address in TEMPLATES:
        page.goto(address)
        found += overflow(page)
    assert_none(found)


def test_text_of_double_size_still_fits(visit):
    """With text at 200 % on the smallest phone nothing needs sideways scrolling."""
    page, found = visit(width=320), []
    for address in TEMPLATES:
        page.goto(address)
        page.evaluate(DOUBLE_TEXT_SIZE)
        found += overflow(page)
    assert_none(found)


def test_search_fits_the_smallest_phone(visit):
    """The open search and its results fit a small phone, with text at 200 % too."""
    page = visit(width=320)
    assert search(page, "block")
    found = overflow(page)
    page.evaluate(DOUBLE_TEXT_SIZE)
    assert_none(found + overflow(page))


@pytest.mark.parametrize("width", [320, 1280])
def test_targets_are_large(visit, width):
    """On each kind of page, targets for navigation, help and exit are 44 px or larger in both directions."""
    page, found = visit(width=width), []
    for address in TEMPLATES:
        page.goto(address)
        page.locator("summary").evaluate_all("all => all.forEach((summary) => { summary.parentElement.open = true; })")
        small = page.locator(TARGETS).locator("visible=true").evaluate_all(TOO_SMALL, MIN_TARGET_SIZE)
        found += [f"{address}: {what}" for what in small]
    assert_none(found)


def test_search_results_are_large_targets(visit):
    """Search results are large targets, too."""
    page = visit(width=320)
    assert search(page, "children")
    assert page.locator(TARGETS).locator("visible=true").evaluate_all(TOO_SMALL, MIN_TARGET_SIZE) == []


def test_tables_are_readable(visit, sample_addresses):
    """On a small phone, tables have text of 15 px or more, no very narrow column and no broken word."""
    page, found, tables = visit(width=320), [], 0
    for address in sample_addresses:
        page.goto(address)
        tables += page.locator("table").count()
        found += [f"{address}: {what}" for what in page.evaluate(HARD_TO_READ)]
    assert tables > 0
    assert_none(found)
