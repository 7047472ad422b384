"""The cover of the exit: from the click on, nothing of the guide is visible or audible, whatever the exit site does."""

import base64
import io
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event

import pytest
from fake_exit_sites import PAGE, TITLE, run_server
from page_helpers import (
    FIRST_SITE,
    MISSING,
    NEUTRAL_TITLE,
    SECOND_SITE,
    SHORT_LINK,
    assert_none,
    intercept_exit,
    paused_clock,
    read_in_place,
    start_private_reading,
    stored,
    wait_for_requests,
)
from PIL import Image
from playwright.sync_api import Browser, CDPSession, Error, Page, expect

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
BEFORE, AFTER = (0, 0, 255), (255, 0, 0)
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


def open_picture(picture: str) -> Image.Image:
    """A picture of the browser, decoded."""
    return Image.open(io.BytesIO(base64.b64decode(picture))).convert("RGB")


def count_colours(picture: str) -> int:
    """The number of colours in a picture, without the corner with the marker; an empty page has one."""
    image = open_picture(picture)
    return len(image.crop((44, 0, *image.size)).getcolors(1 << 24))


def marker_colour(picture: str) -> tuple[int, ...]:
    """The colour of the marker in a picture."""
    return open_picture(picture).getpixel((5, 5))


def record(tab: CDPSession) -> list[str]:
    """Record every picture that the browser paints from now on; the list grows."""
    pictures: list[str] = []

    def keep(frame: dict) -> None:
        pictures.append(frame["data"])
        tab.send("Page.screencastFrameAck", {"sessionId": frame["sessionId"]})

    tab.on("Page.screencastFrame", keep)
    tab.send("Page.startScreencast", {"format": "png"})
    return pictures


def colours_before_and_after(pictures: list[str]) -> tuple[list[int], list[int]]:
    """The number of colours of each picture painted before the exit was used, and of each one after.

    A picture with the first colour of the marker was painted before, even if it arrives late.
    """
    markers = [marker_colour(picture) for picture in pictures]
    first = markers.index(AFTER)
    counts = [count_colours(picture) for picture in pictures]
    late = [count for count, marker in zip(counts[first:], markers[first:], strict=True) if marker == BEFORE]
    after = [count for count, marker in zip(counts[first:], markers[first:], strict=True) if marker != BEFORE]
    return counts[:first] + late, after


def record_exit(page: Page, leave: Callable[[Page], None]) -> tuple[list[int], list[int]]:
    """Use the exit; returns the number of colours of each picture painted before, and of each one after."""
    tab = page.context.new_cdp_session(page)
    page.evaluate(ADD_MARKER)
    pictures = record(tab)
    wait_until(page, lambda: pictures)
    leave(page)
    wait_until(page, lambda: marker_colour(pictures[-1]) == AFTER)
    page.wait_for_timeout(100)
    tab.detach()
    return colours_before_and_after(pictures)


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
    with run_server(ThreadingHTTPServer(("127.0.0.1", 0), handler)) as port:
        yield f"http://127.0.0.1:{port}", handler.rest
        handler.rest.set()


@pytest.fixture
def open_paused(browser: Browser, site_url: str) -> Iterator[Callable[[str], Page]]:
    """A function that opens an address on a page with a paused clock, to inspect states that last only seconds."""
    with ExitStack() as open_ones:
        yield lambda address: open_ones.enter_context(paused_clock(browser, address, base_url=site_url, viewport=PHONE))


@pytest.mark.parametrize("method", METHODS)
def test_the_exit_replaces_the_history_entry(new_context, method):
    """However the exit is used, the exit site replaces the page in the session history, and gets no referrer."""
    context = new_context(viewport=PHONE)
    page = context.new_page()
    tab = context.new_cdp_session(page)
    page.route(FIRST_SITE, lambda route: route.fulfill(body=PAGE.decode(), content_type="text/html"))
    page.goto("/")
    page.goto("/how/")
    before = tab.send("Page.getNavigationHistory")["entries"]
    METHODS[method](page)
    page.wait_for_url(FIRST_SITE)
    after = tab.send("Page.getNavigationHistory")["entries"]
    assert [entry["url"] for entry in after] == [*(entry["url"] for entry in before[:-1]), FIRST_SITE]
    assert page.evaluate("() => [document.title, document.referrer]") == [TITLE, ""]
    assert context.pages == [page]


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
    read_in_place(page)
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
    _, after = colours_before_and_after(pictures)
    assert set(after) == {1}


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
