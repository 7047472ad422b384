"""Small screens: nothing to push sideways, and everything under a thumb."""

import pytest
from page_helpers import TEMPLATES, nothing, search, sideways

BIG_ENOUGH = 43.9  # 44 px, less what rounding takes
TOUCHED = (
    ".guide-exit-bar a, .guide-header a, .guide-header button, .guide-breadcrumbs a, .guide-entry-cards li, "
    ".guide-pager a, .guide-footer a, .guide-button, "
    ".guide-search input, .guide-search__results a, .guide-toc summary, .guide-toc a, "
    ".guide-privacy-bar > *"
)
SMALL = """(links, enough) => links.map((link) => [link.textContent.trim(), link.getBoundingClientRect()])
  .filter(([, { width, height }]) => Math.min(width, height) < enough)
  .map(([text, { width, height }]) => `${text} ${Math.round(width)}x${Math.round(height)}`)"""
DOUBLED = "() => { document.documentElement.style.fontSize = '200%'; }"
HARD_TO_READ = """() => [...document.querySelectorAll("th, td")].flatMap((cell) => {
  const said = cell.textContent.trim();
  const faults = [];
  if (parseFloat(getComputedStyle(cell).fontSize) < 15) faults.push(`small letters: ${said}`);
  if (cell.getBoundingClientRect().width < 64) faults.push(`narrow column: ${said}`);
  const walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
  for (let text = walker.nextNode(); text; text = walker.nextNode()) {
    for (const word of text.data.matchAll(/[\\p{L}\\p{N}]+/gu)) {
      const range = document.createRange();
      range.setStart(text, word.index);
      range.setEnd(text, word.index + word[0].length);
      const lines = new Set([...range.getClientRects()].map(({ top }) => Math.round(top)));
      if (lines.size > 1) faults.push(`torn: ${word[0]}`);
    }
  }
  return faults;
})"""


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_no_page_scrolls_sideways(visit, sampled, width):
    """No page is wider than a small phone, a phone or a desk screen."""
    page, found = visit(width=width), []
    for address in sampled:
        page.goto(address)
        found += sideways(page)
    nothing(found)


def test_no_page_scrolls_sideways_on_a_tablet(visit):
    """No kind of page is wider than a tablet, where the exit moves to the top."""
    page, found = visit(width=768), []
    for address in TEMPLATES:
        page.goto(address)
        found += sideways(page)
    nothing(found)


def test_text_of_double_size_still_fits(visit):
    """With text at 200 % on the smallest phone nothing needs sideways scrolling."""
    page, found = visit(width=320), []
    for address in TEMPLATES:
        page.goto(address)
        page.evaluate(DOUBLED)
        found += sideways(page)
    nothing(found)


def test_search_fits_the_smallest_phone(visit):
    """The open search and its results fit a small phone, with text at 200 % too."""
    page = visit(width=320)
    assert search(page, "block")
    found = sideways(page)
    page.evaluate(DOUBLED)
    nothing(found + sideways(page))


@pytest.mark.parametrize("width", [320, 1280])
def test_targets_are_large(visit, width):
    """On each kind of page whatever is tapped to get around, get help or leave is at least 44 px in both directions."""
    page, found = visit(width=width), []
    for address in TEMPLATES:
        page.goto(address)
        page.locator("summary").evaluate_all("all => all.forEach((summary) => { summary.parentElement.open = true; })")
        small = page.locator(TOUCHED).locator("visible=true").evaluate_all(SMALL, BIG_ENOUGH)
        found += [f"{address}: {what}" for what in small]
    nothing(found)


def test_search_results_are_large_targets(visit):
    """Results of the search are as easy to hit as everything else."""
    page = visit(width=320)
    assert search(page, "children")
    assert page.locator(TOUCHED).locator("visible=true").evaluate_all(SMALL, BIG_ENOUGH) == []


def test_tables_are_readable(visit, sampled):
    """On a small phone a table has letters of 15 px or more, no sliver of a column and no word torn apart."""
    page, found, tables = visit(width=320), [], 0
    for address in sampled:
        page.goto(address)
        tables += page.locator("table").count()
        found += [f"{address}: {what}" for what in page.evaluate(HARD_TO_READ)]
    assert tables > 0
    nothing(found)
