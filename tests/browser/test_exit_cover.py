"""The cover of the exit: from the click on, nothing of the guide is visible or audible, whatever the exit site does."""

import base64
import io
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread

import fake_exit_sites
import pytest
from browser_drivers import ARGUMENTS, NO_BFCACHE
from nginx_server import certificate
from page_helpers import (
    MISSING,
    NEUTRAL_TITLE,
    SHORT_LINK,
    assert_none,
    intercept_exit,
    paused_clock,
    start_private_reading,
    stored,
    wait_for_requests,
)
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, CDPSession, Error, Page, expect

FIRST_SITE, SECOND_SITE = "https://www.wikipedia.org/", "https://www.bbc.com/weather"
READING_SAFELY = "/safety/reading/"
PHONE = {"width": 390, "height": 844}
ADD_MARKER = """() => {
  const mark = document.createElement("div");
  const look = { position: "fixed", zIndex: 99, top: 0, left: 0, width: "20px", height: "20px" };
  Object.assign(mark.style, look, { background: "rgb(0, 0, 255)" });
  document.documentElement.append(mark);
  const moves = [[{ width: "20px" }, { width: "40px" }], { duration: 400, iterations: Infinity, easing: "steps(2)" }];
  const turn = () => { mark.style.background = "rgb(255, 0, 0)"; mark.animate(...moves); };
  let ups = 0;
  addEventListener("click", turn, true);
  addEventListener("keyup", ({ key }) => key === "Shift" && ++ups === 3 && turn(), true);
}"""
# The marker turns red when the exit is used, to tell which pictures come after. Then it moves five times a second, so
# that there are pictures; by the browser's own animation clock, since the page's clock may be paused
MARKER_COLOUR = (255, 0, 0)
STATE = """() => ({
  title: document.title, icons: [...document.querySelectorAll("link[rel~=icon]")].map((icon) => icon.href),
  address: location.href, length: history.length, state: history.state, at: [scrollX, scrollY],
  focus: document.activeElement.textContent.trim(), page: document.body.innerHTML,
})"""
METHODS: dict[str, Callable[[Page], None]] = {
    "pointer": lambda page: page.locator(".guide-quick-exit").click(no_wait_after=True),
    "Enter": lambda page: page.locator(".guide-quick-exit").press("Enter", no_wait_after=True),
    "Shift": lambda page: [page.keyboard.press("Shift") for _ in range(3)],
}


def count_colours(picture: str) -> int:
    """The number of colours in a picture, without the corner with the marker; an empty page has one."""
    image = Image.open(io.BytesIO(base64.b64decode(picture))).convert("RGB")
    return len(image.crop((44, 0, *image.size)).getcolors(1 << 24))


def is_after_exit(picture: str) -> bool:
    """Whether a picture was painted after the exit was used."""
    return Image.open(io.BytesIO(base64.b64decode(picture))).convert("RGB").getpixel((5, 5)) == MARKER_COLOUR


def record(tab: CDPSession) -> list[str]:
    """Record every picture that the browser paints from now on; the list grows."""
    pictures: list[str] = []

    def keep(frame: dict) -> None:
        pictures.append(frame["data"])
        tab.send("Page.screencastFrameAck", {"sessionId": frame["sessionId"]})

    tab.on("Page.screencastFrame", keep)
    tab.send("Page.startScreencast", {"format": "png"})
    return pictures


def record_exit(page: Page, leave: Callable[[Page], None]) -> tuple[list[int], list[int]]:
    """The number of colours of each picture painted before the exit was used, and of each one after."""
    tab = page.context.new_cdp_session(page)
    page.evaluate(ADD_MARKER)
    pictures = record(tab)
    wait_until(page, lambda: pictures)
    leave(page)
    wait_until(page, lambda: is_after_exit(pictures[-1]))
    page.wait_for_timeout(100)
    tab.detach()
    after = [picture for picture in pictures if is_after_exit(picture)]
    return [count_colours(picture) for picture in pictures if picture not in after], [
        count_colours(one) for one in after
    ]


def wait_until(page: Page, condition: Callable[[], object]) -> None:
    """Wait until a condition is true; it may fail while the page navigates."""
    for _ in range(500):
        with suppress(Error):
            if condition():
                return
        page.wait_for_timeout(10)
    raise TimeoutError("the condition never became true")


def remaining_traces(page: Page) -> list[str]:
    """What a covered page still reveals: text, accessible names, its title or its icon."""
    tab = page.context.new_cdp_session(page)
    seen, nodes = page.evaluate(STATE), tab.send("Accessibility.getFullAXTree")["nodes"]
    tab.detach()
    names = [node["name"]["value"] for node in nodes if node.get("name", {}).get("value")]
    found = [f"accessible name: {name}" for name in names if name != NEUTRAL_TITLE]
    found += [f"shown: {seen['page'][:60]}"] if seen["page"] else []
    found += [f"title: {seen['title']}"] if seen["title"] != NEUTRAL_TITLE else []
    found += [f"icon: {icon}" for icon in seen["icons"] if icon != "data:,"]
    return [f"{seen['address']}: {what}" for what in found]


def entries(tab: CDPSession) -> list[dict]:
    """The entries of the tab's session history."""
    return tab.send("Page.getNavigationHistory")["entries"]


def last_addresses(tab: CDPSession) -> list[str]:
    """The last two addresses in the session history."""
    return [entry["url"] for entry in entries(tab)[-2:]]


def without_replace(site: Path, folder: Path) -> Path:
    """A copy of the site whose exit adds an entry to the session history instead of replacing the current one."""
    shutil.copytree(site, folder)
    (script,) = (folder / "assets").glob("quick_exit.*.js")
    text = script.read_text(encoding="utf-8")
    assert "location.replace(" in text
    script.write_text(text.replace("location.replace(", "location.assign("), encoding="utf-8")
    return folder


class Slow(BaseHTTPRequestHandler):
    """Serves the first half of a page at once, and the rest when `rest` is set."""

    site: Path
    rest: Event

    def do_GET(self) -> None:
        path = self.site / self.path.strip("/")
        body = (path / "index.html" if path.is_dir() else path).read_bytes()
        half = len(body) // 2 if path.is_dir() else len(body)
        self.send_response(200)
        kinds = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
        self.send_header("Content-Type", kinds.get(path.suffix, "text/html; charset=utf-8"))
        self.end_headers()
        self.wfile.write(body[:half])
        if path.is_dir():
            self.rest.wait(20)
        with suppress(OSError):  # the browser may have closed the connection
            self.wfile.write(body[half:])

    def log_message(self, *_: object) -> None:
        """Log nothing."""


@pytest.fixture
def slow(site: Path) -> Iterator[tuple[str, Event]]:
    """The address of that server, and the event that sends the rest of its pages."""
    handler = type("Handler", (Slow,), {"site": site, "rest": Event()})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", handler.rest
    handler.rest.set()
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def bfcache_browser(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A Chromium with its back/forward cache on, for which the stand-ins answer at the names of the exit sites."""
    files = certificate(tmp_path_factory.mktemp("exit"), *fake_exit_sites.NAMES)
    with fake_exit_sites.serve_exit_sites(*files, 0) as port:
        names = "".join(f"MAP {name} 127.0.0.1:{port}," for name in fake_exit_sites.NAMES)
        rules = f"--host-resolver-rules={names}MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
        chromium = browser.browser_type.launch(
            executable_path="/usr/bin/chromium", args=[*ARGUMENTS, rules], ignore_default_args=[NO_BFCACHE]
        )
        yield chromium
        chromium.close()


@pytest.fixture
def bfcache_context(bfcache_browser: Browser) -> Iterator[BrowserContext]:
    """A new context in that Chromium."""
    context = bfcache_browser.new_context(ignore_https_errors=True, viewport=PHONE)
    yield context
    context.close()


@pytest.fixture
def open_paused(browser: Browser, site_url: str) -> Iterator[Callable[[str], Page]]:
    """A function that opens an address on a page with a paused clock, to inspect states that last only seconds."""
    with ExitStack() as open_ones:
        yield lambda address: open_ones.enter_context(paused_clock(browser, address, base_url=site_url, viewport=PHONE))


@pytest.mark.parametrize("method", METHODS)
def test_the_exit_replaces_the_history_entry(bfcache_context, site_url, method):
    """However the exit is used, the exit site replaces the page in the session history, and gets no referrer."""
    page = bfcache_context.new_page()
    tab = bfcache_context.new_cdp_session(page)
    for address in ("/", "/how/"):
        page.goto(site_url + address)
    assert last_addresses(tab) == [f"{site_url}/", f"{site_url}/how/"]
    METHODS[method](page)
    page.wait_for_url(FIRST_SITE)
    assert last_addresses(tab) == [f"{site_url}/", FIRST_SITE]
    assert page.evaluate("() => [document.title, document.referrer]") == [fake_exit_sites.TITLE, ""]
    assert bfcache_context.pages == [page]


@pytest.mark.parametrize("uses_exit", [True, False], ids=["exit", "without"])
def test_back_never_shows_the_page(bfcache_context, site, serve_folder, tmp_path, monkeypatch, uses_exit):
    """A page restored by Back after an exit stays empty and leaves again; without the exit it would be visible."""
    page = bfcache_context.new_page()
    tab = bfcache_context.new_cdp_session(page)
    page.goto(f"{serve_folder(without_replace(site, tmp_path / 'site'))}/how/")
    page.evaluate("() => addEventListener('pageshow', ({ persisted }) => { window.restored = persisted; })")
    METHODS["pointer"](page) if uses_exit else page.goto(FIRST_SITE)
    page.wait_for_url(FIRST_SITE)
    answering, answer = Event(), fake_exit_sites.ExitSite.do_GET
    monkeypatch.setattr(fake_exit_sites.ExitSite, "do_GET", lambda handler: answering.wait(5) and answer(handler))
    before, pictures = entries(tab), record(tab)
    tab.send("Page.navigateToHistoryEntry", {"entryId": before[-2]["id"]})
    if uses_exit:
        page.wait_for_timeout(500)  # what is painted while the exit site is slow
        answering.set()
        wait_until(page, lambda: entries(tab)[-1]["id"] != before[-1]["id"])
        assert last_addresses(tab)[-1] == FIRST_SITE
    else:
        wait_until(page, lambda: pictures and count_colours(pictures[-1]) > 100)
        assert tab.send("Runtime.evaluate", {"expression": "restored"})["result"]["value"]
    page.wait_for_timeout(100)
    assert pictures
    assert (max(map(count_colours, pictures)) == 1) is uses_exit


@pytest.mark.parametrize("method", METHODS)
def test_no_picture_after_leaving_shows_the_page(visit, method):
    """Every picture painted after the exit is used is empty."""
    page = visit("/how/")
    intercept_exit(page)
    before, after = record_exit(page, METHODS[method])
    assert min(before) > 100
    assert set(after) == {1}


@pytest.mark.parametrize("only_exit_script", [False, True], ids=["scripts", "only the exit's"])
def test_a_covered_page_reveals_nothing(open_paused, only_exit_script):
    """If the exit site answers 204, nothing of any kind of page is painted, read out or in the title."""
    page, found = open_paused("/how/"), []
    requests = intercept_exit(page)
    if only_exit_script:
        page.route(re.compile(r"/assets/(?!quick_exit\.).*\.js"), lambda route: route.abort())
    for address in ("/how/", SHORT_LINK, MISSING):
        page.goto(address)
        before, after = record_exit(page, METHODS["pointer"])
        found += [] if min(before) > 20 and set(after) == {1} else [f"{address}: painted {after}"]
        found += remaining_traces(page)
    assert wait_for_requests(page, requests, 3) == [FIRST_SITE] * 3
    assert_none(found)


def test_private_reading_is_covered(visit):
    """A page opened in place is covered as well, and one that is still loading never appears."""
    page, waiting = visit("/how/"), []
    requests = intercept_exit(page)
    start_private_reading(page)
    page.locator(".guide-pager__next").click()
    expect(page.locator("h1")).to_be_focused()
    page.route("**/how/*/", lambda route: waiting.append(route))
    page.locator(".guide-pager__next").click()
    wait_for_requests(page, waiting)
    METHODS["pointer"](page)
    assert wait_for_requests(page, requests) == [FIRST_SITE]
    waiting[0].continue_()
    page.wait_for_timeout(300)
    assert_none(remaining_traces(page))


def test_leaving_wins_over_a_short_link_that_is_opening(open_paused):
    """If the reader leaves while a short link is opening, it does not come back."""
    page, waiting = open_paused("/"), []
    requests = intercept_exit(page)
    page.goto(SHORT_LINK)
    page.route("**/assets/private_reading.*.js", lambda route: waiting.append(route))
    page.locator("main a").first.click()
    wait_for_requests(page, waiting)
    METHODS["pointer"](page)
    assert wait_for_requests(page, requests) == [FIRST_SITE]
    page.on("request", lambda request: requests.append(request.url))
    with page.expect_event("requestfinished"):
        waiting[0].continue_()
    page.wait_for_timeout(200)
    assert requests == [FIRST_SITE]
    assert_none(remaining_traces(page))


def test_a_page_still_loading_is_covered(visit, slow):
    """The exit works as soon as it is visible; the rest of the page stays covered."""
    address, rest = slow
    page = visit("about:blank")
    requests = intercept_exit(page)
    page.goto(f"{address}/how/", wait_until="commit")
    page.locator(".guide-quick-exit").wait_for()
    assert page.locator("footer").count() == 0
    METHODS["pointer"](page)
    assert wait_for_requests(page, requests) == [FIRST_SITE]
    rest.set()
    page.wait_for_timeout(300)
    assert requests == [FIRST_SITE]
    assert_none(remaining_traces(page))


def test_the_cover_never_lifts(visit):
    """If neither site answers, the first is tried, then the second, then a blank page; the guide stays covered."""
    page = visit("/how/")
    requests, tab = intercept_exit(page, None), page.context.new_cdp_session(page)
    page.evaluate(ADD_MARKER)
    pictures = record(tab)
    METHODS["pointer"](page)
    page.wait_for_url("about:blank", wait_until="commit")
    assert requests == [FIRST_SITE, SECOND_SITE]
    after = pictures[next(number for number, picture in enumerate(pictures) if is_after_exit(picture)) :]
    assert {count_colours(picture) for picture in after} == {1}


def test_the_second_site_is_tried_after_three_seconds(open_paused):
    """The second site is tried after three seconds, and the blank page after six, not sooner."""
    page = open_paused("/how/")
    requests = intercept_exit(page)
    METHODS["pointer"](page)
    page.clock.run_for(2900)
    assert wait_for_requests(page, requests) == [FIRST_SITE]
    page.clock.run_for(200)
    assert wait_for_requests(page, requests, 2) == [FIRST_SITE, SECOND_SITE]
    page.clock.run_for(2800)
    assert page.url.endswith("/how/")
    assert_none(remaining_traces(page))
    with suppress(Error):  # the page may be gone before run_for returns
        page.clock.run_for(200)
    page.wait_for_url("about:blank", wait_until="commit")


@pytest.mark.parametrize("private", [False, True], ids=["openly", "privately"])
def test_the_rehearsal_brings_the_page_back(open_paused, private):
    """The rehearsal covers the page for two seconds; then the page is as before, and nothing is stored."""
    page = open_paused("/safety/plan/" if private else READING_SAFELY)
    if private:
        start_private_reading(page)
        page.locator(".guide-privacy-bar a").click()
    button = page.locator("[data-rehearse]")
    button.focus()
    before, requests = page.evaluate(STATE), intercept_exit(page)
    assert before["at"][1] > 0
    page.keyboard.press("Enter")
    assert_none(remaining_traces(page))
    page.clock.run_for(1900)
    assert_none(remaining_traces(page))
    page.clock.run_for(200)
    assert page.evaluate(STATE) == before
    expect(button).to_be_focused()
    assert stored(page) == {}
    assert requests == []


def test_leaving_during_the_rehearsal(open_paused):
    """If the reader really leaves during the rehearsal, the page does not come back."""
    page = open_paused(READING_SAFELY)
    requests = intercept_exit(page)
    page.locator("[data-rehearse]").click()
    page.clock.run_for(1000)
    METHODS["Shift"](page)
    assert wait_for_requests(page, requests) == [FIRST_SITE]
    page.clock.run_for(1500)
    assert_none(remaining_traces(page))


def test_the_rehearsal_needs_scripts(visit):
    """Without scripts no rehearsal is offered, since the cover needs them."""
    expect(visit(READING_SAFELY, java_script_enabled=False).locator("[data-rehearse]")).to_be_hidden()
