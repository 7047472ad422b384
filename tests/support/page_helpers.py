"""Shared by the browser tests: checks of a page, searching, private reading, the exit, and a visit to every page."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from browser_drivers import ARGUMENTS
from macro_environment import facts, pages, strings
from nginx_server import NginxServer
from page_measures import HARD_TO_READ, overflow
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect

SHORT_LINK = f"/r/{facts().topics['why-it-works'].code}/"  # a short link to a section of a page, for all of them
EMBEDS = (
    "/card/why-it-works/",
    f"/card/{SHORT_LINK.split('/')[2]}/",
)  # the two kinds of embeds: with the topic's name, and neutral
FILES = "/files/"  # the list of downloads, rendered after they are made
NEUTRAL_TITLE = strings()["neutral_title"]
MISSING = "/a/b/c/"  # an address without a page, deep enough to break relative links
TEMPLATES = {  # an example page of each template, and of each kind of page with parts of its own
    "first page": "/",
    "text": "/how/",
    "claims and sources": "/why/evidence/",
    "replies": "/modified/replies/",
    "questions": "/questions/",
    "helplines": "/help/",
    "sessions": "/sessions/",
    "worksheet": "/take/decision/",
    "list of pages": "/contents/",
    "list of downloads": FILES,
    "short link": SHORT_LINK,
    "missing page": MISSING,
}
EXAMPLES = list(TEMPLATES.values())
FULL_LAYOUT = [address for address in EXAMPLES if address != SHORT_LINK]  # a short link has no header and no search
WORKSHEETS = [f"/{page.name.removesuffix('.md')}/" for page in pages() if page.meta.get("kind") == "worksheet"]
USED = ("/", "/how/", "/take/decision/", MISSING)  # where a journey also scrolls, searches and prints
FIRST_SITE, SECOND_SITE = "https://www.wikipedia.org/", "https://www.bbc.com/weather"  # of the exit
STATUS = ".guide-private-status [role=status]"
LINK = """(href) => {
  const link = document.createElement("a");
  link.setAttribute("href", href);
  link.textContent = `To ${href}`;
  document.querySelector("article").prepend(link);
}"""
HIDE = """(hidden) => {
  Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
  document.dispatchEvent(new Event("visibilitychange"));
}"""
STORED = """async () => ({
  local: Object.keys(localStorage), session: Object.keys(sessionStorage), cookie: document.cookie,
  databases: (await indexedDB.databases()).map(({ name }) => name), caches: await caches.keys(),
  workers: (await navigator.serviceWorker.getRegistrations()).map(({ scope }) => scope),
})"""

UNCOVERED = "() => Boolean(document.body.firstChild)"  # the page's content is shown


@dataclass
class Journey:
    """What was recorded while every page of the site at `home` was used."""

    home: str
    requests: list[str] = field(default_factory=list)
    console: list[str] = field(default_factory=list)
    on_arrival: dict[str, dict] = field(default_factory=dict)
    at_the_end: dict[str, dict] = field(default_factory=dict)
    redirected: list[str] = field(default_factory=list)
    too_wide: list[str] = field(default_factory=list)
    hard_to_read: list[str] = field(default_factory=list)
    tables: int = 0
    cookies: list[dict] = field(default_factory=list)


def assert_none(found: list[str]) -> None:
    """Fail if anything was found, and list all of it."""
    assert not found, "\n" + "\n".join(found)


def stored(page: Page) -> dict:
    """Everything that the page's site stores in this browser, by kind; empty kinds are left out."""
    return {kind: kept for kind, kept in page.evaluate(STORED).items() if kept}


def open_search(page: Page) -> None:
    """Open the search, and wait until its field has the focus."""
    page.get_by_role("button", name="Search", exact=True).click()
    expect(page.locator("#query")).to_be_focused()


def search(page: Page, words: str) -> list[str]:
    """Search for these words on a page; returns the paths of the results, best first."""
    if page.locator("#search").is_hidden():
        open_search(page)
    query, status = page.locator("#query"), page.locator(".guide-search__status")
    if query.input_value():  # do not mistake the results of the last query for these
        query.fill("")
        expect(status).to_be_empty()
    query.fill(words)
    expect(status).to_have_text(re.compile("fit|not sure|nothing|cannot be reached"))
    return page.locator(".guide-search__results a").evaluate_all("links => links.map((link) => link.pathname)")


def intercept_exit(page: Page, code: int | None = 204) -> list[str]:
    """Answer requests to the exit sites with this code; returns the list of requests, which grows.

    After 204 the browser stays on the covered page. With None there is no answer: Playwright can then evaluate nothing
    on the page, only record what is painted.
    """
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        if code:
            route.fulfill(status=code)

    page.route(re.compile("^https:"), answer)
    return asked


def wait_for_requests(page: Page, asked: list[str], count: int = 1) -> list[str]:
    """The list from `intercept_exit`, as soon as it has `count` requests (after 5 seconds at the latest)."""
    for _ in range(500):
        if len(asked) >= count:
            break
        page.wait_for_timeout(10)
    return asked


def has_left(page: Page, asked: list[str]) -> bool:
    """Whether the exit has requested the first site, and no other, and covers the page; empties the list."""
    left = wait_for_requests(page, asked) == [FIRST_SITE] and not page.evaluate(UNCOVERED)
    asked.clear()
    return left


@contextmanager
def paused_clock(browser: Browser, address: str, **options: Any) -> Iterator[Page]:
    """A page with a paused clock, which a test moves on with `page.clock.run_for`."""
    context = browser.new_context(**options)
    context.clock.install(time=0)
    page = context.new_page()
    page.goto(address)
    context.clock.pause_at(60_000)
    try:
        yield page
    finally:
        context.close()


def start_private_reading(page: Page) -> None:
    """Switch on private reading, and wait until it is on."""
    page.get_by_role("button", name=strings()["private"]).click()
    expect(page.locator("html")).to_have_attribute("data-private", "")


def expect_opened(page: Page) -> None:
    """Wait until a text is open in place of the short link."""
    expect(page.locator(".guide-short-link")).to_have_count(0)
    expect(page.locator("h1")).not_to_be_empty()


def open_short_link(page: Page) -> None:
    """Open the text of a short link in place, and wait for it."""
    page.locator(".guide-short-link .guide-button").click()
    expect_opened(page)


def read_in_place(page: Page) -> None:
    """Switch on private reading, and open the next page of the guide in place."""
    start_private_reading(page)
    page.locator(".guide-pager__next").click()
    expect(page.locator("h1")).to_be_focused()


def add_link(page: Page, address: str) -> Locator:
    """Add a link to this address at the top of the text, and return it."""
    page.evaluate(LINK, address)
    return page.get_by_role("link", name=f"To {address}", exact=True)


def tab_history(page: Page) -> list:
    """What the browser keeps of this tab: address, title, length of the session history, and history state."""
    return page.evaluate("() => [location.href, document.title, history.length, history.state]")


def scroll_through(page: Page) -> None:
    """Scroll down the page, screen by screen."""
    page.evaluate(
        """async () => {
          for (let top = 0; top < document.body.scrollHeight; top += innerHeight) {
            scrollTo(0, top);
            await new Promise(requestAnimationFrame);
          }
        }"""
    )


def show_at_once(page: Page) -> None:
    """Make the screen as high as the page, so that all of it is in view, and then as it was."""
    size = page.viewport_size
    page.set_viewport_size({"width": size["width"], "height": page.evaluate("() => document.body.scrollHeight")})
    page.evaluate("() => new Promise(requestAnimationFrame)")
    page.set_viewport_size(size)


def visit_all(context: BrowserContext, home: str, addresses: list[str]) -> Journey:
    """Show the whole of every page, open its details, and measure it; on a few, also scroll, search and print."""
    seen, page = Journey(home), context.new_page()
    context.on("request", lambda request: seen.requests.append(request.url))
    context.on("console", lambda message: seen.console.append(f"{page.url}: {message.text}"))
    context.on("weberror", lambda error: seen.console.append(f"{page.url}: {error.error}"))
    for address in addresses:
        page.goto(address)
        seen.on_arrival[address] = stored(page)
        show_at_once(page)
        page.evaluate("() => document.querySelectorAll('summary').forEach((summary) => summary.click())")
        seen.too_wide += overflow(page)
        seen.hard_to_read += [f"{address}: {what}" for what in page.evaluate(HARD_TO_READ)]
        seen.tables += page.locator("table").count()
        if address in USED:
            scroll_through(page)
            search(page, "block")
            page.keyboard.press("Escape")
            page.pdf()
        seen.at_the_end[address] = stored(page)
        if not page.url.endswith(address):
            seen.redirected.append(f"{address} became {page.url}")
    seen.cookies = context.cookies()
    return seen


@contextmanager
def open_nginx(browser: Browser, server: NginxServer, *others: str) -> Iterator[BrowserContext]:
    """A new browser for which https://guide.example/ is this server; no other name resolves, except by these rules."""
    rules = "--host-resolver-rules=" + ",".join([server.resolver_rule, *others, "MAP * ~NOTFOUND"])
    own = browser.browser_type.launch(executable_path="/usr/bin/chromium", args=[*ARGUMENTS, rules])
    yield own.new_context(base_url="https://guide.example", ignore_https_errors=True)
    own.close()
