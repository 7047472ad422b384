"""Fixtures: the real site, opened in a real browser."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from application_site import build_with_forms
from browser_drivers import ARGUMENTS, NO_BFCACHE
from page_helpers import MISSING, SHORT_LINK, Journey, visit_all
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

OFFLINE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"  # tests make no request to the network
CHROMIUM = {"executable_path": "/usr/bin/chromium", "args": [*ARGUMENTS, OFFLINE]}
SAMPLED = ("/take/", "/take/decision/", "/take/log/")  # the worksheets in the sample
SAMPLED += ("/lists/first-session/", "/lists/children/")  # the reading lists in the sample


@pytest.fixture(scope="session")
def addresses(site: Path) -> list[str]:
    """Every address of a page, and one without; one short link for all, no embeds, and a sample of pages of a kind."""
    inner = sorted(
        path.parent.relative_to(site).as_posix()
        for path in site.rglob("index.html")
        if "guide-redirect" not in path.read_text(encoding="utf-8")  # it leads on at once
    )
    pages = ["/" if name == "." else f"/{name}/" for name in inner if not name.startswith(("r/", "card/"))]
    assert len(pages) > 10
    sample = [page for page in pages if not page.startswith(("/take/", "/lists/")) or page in SAMPLED]
    return [*sample, SHORT_LINK, MISSING]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's own Chromium, started once."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(**CHROMIUM)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def bfcache_browser(browser: Browser) -> Iterator[Browser]:
    """A second Chromium, with the back/forward cache, which Playwright switches off by default."""
    chromium = browser.browser_type.launch(**CHROMIUM, ignore_default_args=[NO_BFCACHE])
    yield chromium
    chromium.close()


@pytest.fixture(scope="session")
def contexts(browser: Browser, site_url: str) -> Iterator[Callable[..., BrowserContext]]:
    """A function that returns one browser context per set of options, shared by all tests."""
    known: dict[str, BrowserContext] = {}

    def get_context(**options: Any) -> BrowserContext:
        key = repr(sorted(options.items(), key=str))
        if key not in known:
            known[key] = browser.new_context(base_url=site_url, **options)
        return known[key]

    yield get_context
    for context in known.values():
        context.close()


@pytest.fixture(scope="session")
def finished() -> list[Page]:
    """The tabs of earlier tests, which `visit` closes: while one is open, the next needs no new browser process."""
    return []


@pytest.fixture
def visit(contexts: Callable[..., BrowserContext], finished: list[Page]) -> Iterator[Callable[..., Page]]:
    """A function that opens an address in a new tab: visit("/how/", width=320, color_scheme="dark", ...)."""
    pages = []

    def open_page(address: str = "/", *, width: int = 390, height: int = 844, **options: Any) -> Page:
        page = contexts(viewport={"width": width, "height": height}, **options).new_page()
        pages.append(page)
        page.goto(address)
        for earlier in [earlier for earlier in finished if earlier.context is page.context]:
            finished.remove(earlier)
            earlier.close()
        return page

    yield open_page
    finished += pages


@pytest.fixture
def new_context(browser: Browser, site_url: str) -> Iterator[Callable[..., BrowserContext]]:
    """A function that returns a browser context of its own, which stores nothing yet."""
    opened = []

    def open_context(**options: Any) -> BrowserContext:
        opened.append(browser.new_context(base_url=site_url, **options))
        return opened[-1]

    yield open_context
    for context in opened:
        context.close()


@pytest.fixture(scope="session")
def form_site(once: Callable[..., Path], serve_folder: Callable[[Path], str]) -> str:
    """The address of a small guide whose practice has an application form."""
    return serve_folder(once(build_with_forms))


@pytest.fixture(scope="session")
def journey(once: Callable[..., Journey], browser: Browser, site_url: str, addresses: list[str]) -> Journey:
    """What is recorded while every page of the sample is used on the smallest phone."""

    def visit_pages(_: Path) -> Journey:
        context = browser.new_context(base_url=site_url, viewport={"width": 320, "height": 568})
        seen = visit_all(context, site_url, addresses)
        context.close()
        return seen

    return once(visit_pages)
