"""Fixtures: the real site, built once, served with its security policy, and opened in a real browser."""

from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from browser_drivers import ARGUMENTS as CHROMIUM_ARGUMENTS
from macro_environment import facts
from nginx_server import NginxServer, serve
from page_helpers import EMBEDS, MISSING, SHORT_LINK, Journey, visit_all
from pdf_alignment import BOOKS, Chapter, chapters
from pdf_reader import PdfContent, read_all_pdfs
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from selectolax.lexbor import LexborHTMLParser
from site_factory import build, copy_guide
from write_headers import format_policy

POLICY = format_policy(facts().headers.policy, set())  # test_hosting.py checks what nginx sends
OFFLINE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"  # tests make no request to the network
ARGUMENTS = [*CHROMIUM_ARGUMENTS, OFFLINE]
SAMPLED = ("/take/", "/take/decision/", "/take/log/")  # the worksheets in the sample
SAMPLED += ("/lists/first-session/", "/lists/children/")  # the reading lists in the sample


class StaticHost(SimpleHTTPRequestHandler):
    """Serves a folder with the strict policy on each response, and the guide's own page for missing addresses."""

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def send_error(self, code: int, *_: Any) -> None:
        body = (Path(self.directory) / "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Log nothing."""


@pytest.fixture(scope="session")
def site(once: Callable[..., Path]) -> Path:
    """The real site, built in a copy of the project, so that the work tree does not change."""
    return once(build_site)


def build_site(folder: Path) -> Path:
    """Build a copy of the real project in this folder; returns the folder of the site."""
    done = build(copy_guide(folder))
    assert done.code == 0, done.output
    return done.site


@pytest.fixture(scope="session")
def trees(site: Path) -> dict[str, LexborHTMLParser]:
    """The parsed HTML of every page, including short links and 404.html, by address."""
    files = {path.relative_to(site).as_posix(): path.read_text(encoding="utf-8") for path in site.rglob("*.html")}
    return {name.removesuffix("index.html"): LexborHTMLParser(text) for name, text in files.items()}


@pytest.fixture(scope="session")
def prints(once: Callable[..., dict[str, PdfContent]], site: Path) -> dict[str, PdfContent]:
    """Every PDF of the real site, read once."""
    return once(read_all_pdfs, site)


@pytest.fixture(scope="session")
def expected_chapters(trees: dict[str, LexborHTMLParser]) -> list[Chapter]:
    """The chapters that each PDF of the whole guide must contain, in order."""
    return chapters(trees)


@pytest.fixture(scope="module", params=BOOKS)
def book(request: pytest.FixtureRequest, prints: dict[str, PdfContent]) -> PdfContent:
    """Each of the three PDFs of the whole guide."""
    return prints[request.param]


@pytest.fixture(scope="session")
def serve_folder() -> Iterator[Callable[[Path], str]]:
    """A function that serves a folder on 127.0.0.1 and returns its address."""
    servers = []

    def serve(folder: Path) -> str:
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(StaticHost, directory=str(folder)))
        thread = Thread(target=server.serve_forever)
        thread.start()
        servers.append((server, thread))
        return f"http://127.0.0.1:{server.server_port}"

    yield serve
    for server, thread in servers:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="session")
def site_url(site: Path, serve_folder: Callable[[Path], str]) -> str:
    """The address of the real site on the test server."""
    return serve_folder(site)


@pytest.fixture(scope="session")
def nginx(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[NginxServer]:
    """The real site, served by nginx."""
    with serve(site, tmp_path_factory.mktemp("nginx")) as server:
        yield server


@pytest.fixture(scope="session")
def addresses(site: Path) -> list[str]:
    """The address of each page of the built site, and one without a page.

    One short link and two embeds represent all: each kind is rendered from one template, and test_short_links.py and
    test_embeds.py check all of them.
    """
    inner = sorted(path.parent.relative_to(site).as_posix() for path in site.rglob("index.html"))
    pages = ["/" if name == "." else f"/{name}/" for name in inner]
    assert len(pages) > 10
    assert SHORT_LINK in pages
    assert set(EMBEDS) <= set(pages)
    return [*(page for page in pages if not page.startswith(("/r/", "/card/"))), *EMBEDS, SHORT_LINK, MISSING]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's own Chromium, started once."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
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


@pytest.fixture
def visit(contexts: Callable[..., BrowserContext]) -> Iterator[Callable[..., Page]]:
    """A function that opens an address in a new tab: visit("/how/", width=320, color_scheme="dark", ...)."""
    pages = []

    def open_page(address: str = "/", *, width: int = 390, height: int = 844, **options: Any) -> Page:
        page = contexts(viewport={"width": width, "height": height}, **options).new_page()
        pages.append(page)
        page.goto(address)
        return page

    yield open_page
    for page in pages:
        page.close()


@pytest.fixture(scope="session")
def sample_addresses(addresses: list[str]) -> list[str]:
    """Every address but embeds, and but most worksheets and reading lists, which are alike."""
    folders = ("/take/", "/lists/")
    pages = [address for address in addresses if address not in EMBEDS]
    return [address for address in pages if not address.startswith(folders) or address in SAMPLED]


@pytest.fixture(scope="session")
def journey(once: Callable[..., Journey], browser: Browser, site_url: str, sample_addresses: list[str]) -> Journey:
    """What is recorded while every page of the sample is used."""

    def visit_pages(_: Path) -> Journey:
        context = browser.new_context(base_url=site_url, viewport={"width": 390, "height": 844})
        seen = visit_all(context, site_url, sample_addresses)
        context.close()
        return seen

    return once(visit_pages)
