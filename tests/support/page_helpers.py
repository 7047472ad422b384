"""What the browser tests share: how to look at a page, search it, and read it to its end."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from macro_environment import facts, strings
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

SHORT_LINK = f"/r/{facts().topics['why-it-works'].code}/"  # a short link to a section of a page; one stands for all
CARDS = ("/card/why-it-works/", f"/card/{SHORT_LINK.split('/')[2]}/")  # of the cards, one with its name and one without
FILES = "/files/"  # the list of the files to take away, which is drawn when they are made
TITLE = strings()["neutral_title"]
MISSING = "/a/b/c/"  # an address that no page has, deep enough to break careless links
TEMPLATES = [  # one page of each kind
    "/",
    "/how/",
    "/why/evidence/",
    "/modified/replies/",
    "/questions/",
    "/help/",
    "/sessions/",
    "/take/decision/",
    "/contents/",
    FILES,
    SHORT_LINK,
    MISSING,
]
INNER = [
    address for address in TEMPLATES if address != SHORT_LINK
]  # a short link has no header, no search and no sections

SIDEWAYS = """() => {
  const wide = [...document.body.querySelectorAll("*")].filter((node) => {
    const { left, right, width, height } = node.getBoundingClientRect();
    return width && height && !node.closest(".guide-visually-hidden") && (left < -0.5 || right > innerWidth + 0.5);
  });
  const names = wide.map((node) => `${node.localName}.${node.className?.baseVal ?? node.className}`);
  const room = document.documentElement.scrollWidth;
  return room > innerWidth ? [`scrolls to ${room} of ${innerWidth}`, ...names] : names;
}"""

STORED = """async () => ({
  local: Object.keys(localStorage), session: Object.keys(sessionStorage), cookie: document.cookie,
  databases: (await indexedDB.databases()).map(({ name }) => name), caches: await caches.keys(),
  workers: (await navigator.serviceWorker.getRegistrations()).map(({ scope }) => scope),
})"""

UNCOVERED = "() => Boolean(document.body.firstChild)"  # some of the page is shown


@dataclass
class Journey:
    """What was seen while a reader used every page of the site at this address."""

    home: str
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    on_arrival: dict[str, dict] = field(default_factory=dict)
    at_the_end: dict[str, dict] = field(default_factory=dict)
    moved: list[str] = field(default_factory=list)
    cookies: list[dict] = field(default_factory=list)


def nothing(found: list[str]) -> None:
    """Nothing may have been found; else all of it is said at once."""
    assert not found, "\n" + "\n".join(found)


def sideways(page: Page) -> list[str]:
    """What makes the page wider than its screen, where it is and by its name."""
    return [f"{page.url} at {page.viewport_size['width']}: {what}" for what in page.evaluate(SIDEWAYS)]


def stored(page: Page) -> dict:
    """Everything that the page's site keeps in this browser; empty values are left out."""
    return {place: kept for place, kept in page.evaluate(STORED).items() if kept}


def open_search(page: Page) -> None:
    """Open the search and wait until it can be asked."""
    page.get_by_role("button", name="Search", exact=True).click()
    expect(page.locator("#query")).to_be_focused()


def search(page: Page, words: str) -> list[str]:
    """Ask a page's search for the words; the paths of what it finds, best first."""
    open_search(page)
    query, status = page.locator("#query"), page.locator(".guide-search__status")
    if query.input_value():  # the answer to earlier words is not to be taken for this one
        query.fill("")
        expect(status).to_be_empty()
    query.fill(words)
    expect(status).to_have_text(re.compile("fit|Nothing|cannot be reached"))
    return page.locator(".guide-search__results a").evaluate_all("links => links.map((link) => link.pathname)")


def hold(page: Page, code: int | None = 204) -> list[str]:
    """Let the sites to which the exit leads answer 204, so that the page stays under its cover; what they were asked.

    With None they never answer. Playwright cannot ask a page anything then, only look at what is painted.
    """
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        if code:
            route.fulfill(status=code)

    page.route(re.compile("^https:"), answer)
    return asked


def asking(page: Page, asked: list[str], count: int = 1) -> list[str]:
    """What `hold` was asked, as soon as it is so many."""
    for _ in range(500):
        if len(asked) >= count:
            break
        page.wait_for_timeout(10)
    return asked


@contextmanager
def standing_clock(browser: Browser, address: str, **options: Any) -> Iterator[Page]:
    """A page whose clock stands still until it is told how long to run."""
    context = browser.new_context(**options)
    context.clock.install(time=0)
    page = context.new_page()
    page.goto(address)
    context.clock.pause_at(60_000)
    try:
        yield page
    finally:
        context.close()


def read_privately(page: Page) -> None:
    """Switch private reading on, and wait until it is."""
    page.get_by_role("button", name=strings()["private"]).click()
    expect(page.locator("html")).to_have_attribute("data-private", "")


def entry(page: Page) -> list:
    """What the browser keeps of this tab: its address, its name, the length of the list behind Back, and its state."""
    return page.evaluate("() => [location.href, document.title, history.length, history.state]")


def open_everything(page: Page) -> None:
    """Open each part of the page that opens."""
    for summary in page.locator("summary").all():
        summary.click()


def scroll_through(page: Page) -> None:
    """Go down the page, screen by screen."""
    page.evaluate(
        """async () => {
          for (let top = 0; top < document.body.scrollHeight; top += innerHeight) {
            scrollTo(0, top);
            await new Promise(requestAnimationFrame);
          }
        }"""
    )


def travel(context: BrowserContext, home: str, addresses: list[str]) -> Journey:
    """Read every page to its end: scroll and open; and search and print one page of each kind."""
    seen, page = Journey(home), context.new_page()
    context.on("request", lambda request: seen.requests.append(request.url))
    context.on("console", lambda message: seen.complaints.append(f"{page.url}: {message.text}"))
    context.on("weberror", lambda error: seen.complaints.append(f"{page.url}: {error.error}"))
    for address in addresses:
        page.goto(address)
        seen.on_arrival[address] = stored(page)
        scroll_through(page)
        open_everything(page)
        if address in INNER:
            search(page, "block")
            page.keyboard.press("Escape")
            page.pdf()
        seen.at_the_end[address] = stored(page)
        if not page.url.endswith(address):
            seen.moved.append(f"{address} became {page.url}")
    seen.cookies = context.cookies()
    return seen


def use(page: Page) -> None:
    """Use everything on a page that a reader can use without leaving it."""
    scroll_through(page)
    open_everything(page)
    search(page, "block")
    page.keyboard.press("Escape")
