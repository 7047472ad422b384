"""The real site, built once, served as a careful host would serve it, and opened in a real browser."""

from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from browser_drivers import ARGUMENTS as QUIET
from macro_environment import facts
from nginx_server import Served, serve
from page_helpers import CARDS, MISSING, SHORT_LINK, Journey, travel
from pdf_alignment import BOOKS, Chapter, chapters
from pdf_reader import Print, every_print
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from selectolax.lexbor import LexborHTMLParser
from site_factory import build, real
from write_headers import spoken

POLICY = spoken(facts().headers.policy, set())  # what real hosts send, tests/browser/test_hosting.py looks at that
ARGUMENTS = [*QUIET, "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]  # a test never asks the network
KEPT = ("/take/", "/take/decision/", "/take/log/")  # of the worksheets, those that most tests open
KEPT += ("/lists/first-session/", "/lists/children/")  # of the reading lists


class Host(SimpleHTTPRequestHandler):
    """A host with the strict policy on each answer, and the guide's own page for what is missing."""

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
        """Say nothing: the tests say what went wrong."""


@pytest.fixture(scope="session")
def site(once: Callable[..., Path]) -> Path:
    """The real site, built in a copy of the rooms, so that the working tree stays as it is."""
    return once(built)


def built(folder: Path) -> Path:
    """Build the real site below this folder."""
    done = build(real(folder))
    assert done.code == 0, done.said
    return done.site


@pytest.fixture(scope="session")
def trees(site: Path) -> dict[str, LexborHTMLParser]:
    """The markup of every built page, the short links and the missing one among them, by its address."""
    files = {path.relative_to(site).as_posix(): path.read_text(encoding="utf-8") for path in site.rglob("*.html")}
    return {name.removesuffix("index.html"): LexborHTMLParser(text) for name, text in files.items()}


@pytest.fixture(scope="session")
def prints(once: Callable[..., dict[str, Print]], site: Path) -> dict[str, Print]:
    """Every PDF of the real site, read once."""
    return once(every_print, site)


@pytest.fixture(scope="session")
def wanted(trees: dict[str, LexborHTMLParser]) -> list[Chapter]:
    """The pages of the guide that belong in a book, in order."""
    return chapters(trees)


@pytest.fixture(scope="module", params=BOOKS)
def book(request: pytest.FixtureRequest, prints: dict[str, Print]) -> Print:
    """Each of the three books."""
    return prints[request.param]


@pytest.fixture(scope="session")
def host() -> Iterator[Callable[[Path], str]]:
    """Serves any finished folder on this machine only; gives its address."""
    servers = []

    def serve(folder: Path) -> str:
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Host, directory=str(folder)))
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
def served(site: Path, host: Callable[[Path], str]) -> str:
    """The address at which the real site is served."""
    return host(site)


@pytest.fixture(scope="session")
def nginx(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The real site behind real nginx."""
    with serve(site, tmp_path_factory.mktemp("nginx")) as served:
        yield served


@pytest.fixture(scope="session")
def addresses(site: Path) -> list[str]:
    """The address of each page of the built site; the missing page stands at an address that nobody has.

    One link and two cards stand for all: each kind is made from one template, and test_door.py and test_card.py read
    each of them.
    """
    inner = sorted(path.parent.relative_to(site).as_posix() for path in site.rglob("index.html"))
    pages = ["/" if name == "." else f"/{name}/" for name in inner]
    assert len(pages) > 10
    assert SHORT_LINK in pages
    assert set(CARDS) <= set(pages)
    return [*(page for page in pages if not page.startswith(("/r/", "/card/"))), *CARDS, SHORT_LINK, MISSING]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's own Chromium, started once."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def screens(browser: Browser, served: str) -> Iterator[Callable[..., BrowserContext]]:
    """Hands out one profile per kind of screen, and keeps it for the next test: nothing in it may stay."""
    made: dict[str, BrowserContext] = {}

    def screen(**options: Any) -> BrowserContext:
        key = repr(sorted(options.items(), key=str))
        if key not in made:
            made[key] = browser.new_context(base_url=served, **options)
        return made[key]

    yield screen
    for context in made.values():
        context.close()


@pytest.fixture
def visit(screens: Callable[..., BrowserContext]) -> Iterator[Callable[..., Page]]:
    """Opens an address as a reader would: visit("/how/", width=320, color_scheme="dark", ...)."""
    pages = []

    def open_page(address: str = "/", *, width: int = 390, height: int = 844, **options: Any) -> Page:
        page = screens(viewport={"width": width, "height": height}, **options).new_page()
        pages.append(page)
        page.goto(address)
        return page

    yield open_page
    for page in pages:
        page.close()


@pytest.fixture(scope="session")
def sampled(addresses: list[str]) -> list[str]:
    """Every address with the guide's own frame, but those of worksheets and lists made of the same parts as others."""
    rooms = ("/take/", "/lists/")
    framed = [address for address in addresses if address not in CARDS]
    return [address for address in framed if not address.startswith(rooms) or address in KEPT]


@pytest.fixture(scope="session")
def journey(once: Callable[..., Journey], browser: Browser, served: str, sampled: list[str]) -> Journey:
    """One reader who reads every page to its end and uses everything on it."""

    def travelled(_: Path) -> Journey:
        context = browser.new_context(base_url=served, viewport={"width": 390, "height": 844})
        seen = travel(context, served, sampled)
        context.close()
        return seen

    return once(travelled)
