"""The cover: from the moment of leaving nothing of the guide is seen or heard, whatever the other site does."""

import base64
import io
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread

import fake_exit_sites as stand_in
import pytest
from browser_drivers import ARGUMENTS, NO_MEMORY
from nginx_server import certificate
from page_helpers import MISSING, SHORT_LINK, TITLE, asking, hold, nothing, read_privately, standing_clock, stored
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, CDPSession, Error, Page, expect

FIRST, SECOND = "https://www.wikipedia.org/", "https://www.bbc.com/weather"
READING = "/safety/reading/"
PHONE = {"width": 390, "height": 844}
MARK = """() => {
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
# The mark turns red in the moment of leaving, to tell which pictures come after. Then it moves, so that some do,
# five times a second by the browser's own clock: that of the page may stand still
TURNED = (255, 0, 0)
STATE = """() => ({
  title: document.title, icons: [...document.querySelectorAll("link[rel~=icon]")].map((icon) => icon.href),
  address: location.href, length: history.length, state: history.state, at: [scrollX, scrollY],
  focus: document.activeElement.textContent.trim(), page: document.body.innerHTML,
})"""
WAYS: dict[str, Callable[[Page], None]] = {
    "pointer": lambda page: page.locator(".guide-quick-exit").click(no_wait_after=True),
    "Enter": lambda page: page.locator(".guide-quick-exit").press("Enter", no_wait_after=True),
    "Shift": lambda page: [page.keyboard.press("Shift") for _ in range(3)],
}


def colours(picture: str) -> int:
    """How many colours a picture has; an empty page has one. The corner with the mark is left out."""
    image = Image.open(io.BytesIO(base64.b64decode(picture))).convert("RGB")
    return len(image.crop((44, 0, *image.size)).getcolors(1 << 24))


def marked(picture: str) -> bool:
    """Whether a picture was painted after the moment of leaving."""
    return Image.open(io.BytesIO(base64.b64decode(picture))).convert("RGB").getpixel((5, 5)) == TURNED


def watch(tab: CDPSession) -> list[str]:
    """From now on, every picture that the browser paints."""
    pictures: list[str] = []

    def keep(frame: dict) -> None:
        pictures.append(frame["data"])
        tab.send("Page.screencastFrameAck", {"sessionId": frame["sessionId"]})

    tab.on("Page.screencastFrame", keep)
    tab.send("Page.startScreencast", {"format": "png"})
    return pictures


def painted(page: Page, leave: Callable[[Page], None]) -> tuple[list[int], list[int]]:
    """How many colours each picture has that the browser paints: before the page is left, and from then on."""
    tab = page.context.new_cdp_session(page)
    page.evaluate(MARK)
    pictures = watch(tab)
    until(page, lambda: pictures)
    leave(page)
    until(page, lambda: marked(pictures[-1]))
    page.wait_for_timeout(100)
    tab.detach()
    after = [picture for picture in pictures if marked(picture)]
    return [colours(picture) for picture in pictures if picture not in after], [colours(one) for one in after]


def until(page: Page, come: Callable[[], object]) -> None:
    """Wait for something that takes a moment; a page that is being changed for another cannot be asked."""
    for _ in range(500):
        with suppress(Error):
            if come():
                return
        page.wait_for_timeout(10)
    raise TimeoutError("It never came.")


def left_over(page: Page) -> list[str]:
    """What a covered page still shows or tells: words, a telling name, a picture in the tab."""
    tab = page.context.new_cdp_session(page)
    seen, nodes = page.evaluate(STATE), tab.send("Accessibility.getFullAXTree")["nodes"]
    tab.detach()
    names = [node["name"]["value"] for node in nodes if node.get("name", {}).get("value")]
    found = [f"heard: {name}" for name in names if name != TITLE]
    found += [f"shown: {seen['page'][:60]}"] if seen["page"] else []
    found += [f"called: {seen['title']}"] if seen["title"] != TITLE else []
    found += [f"icon: {icon}" for icon in seen["icons"] if icon != "data:,"]
    return [f"{seen['address']}: {what}" for what in found]


def entries(tab: CDPSession) -> list[dict]:
    """What lies behind Back and before Forward."""
    return tab.send("Page.getNavigationHistory")["entries"]


def listed(tab: CDPSession) -> list[str]:
    """The last two addresses of the list behind Back."""
    return [entry["url"] for entry in entries(tab)[-2:]]


def pushed(site: Path, folder: Path) -> Path:
    """A copy of the site whose exit adds to the list behind Back, as it would in a browser that cannot replace."""
    shutil.copytree(site, folder)
    (script,) = (folder / "assets").glob("leave.*.js")
    text = script.read_text(encoding="utf-8")
    assert "location.replace(" in text
    script.write_text(text.replace("location.replace(", "location.assign("), encoding="utf-8")
    return folder


class Slow(BaseHTTPRequestHandler):
    """A slow line: the first half of a page comes at once, the rest when it is let through."""

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
        with suppress(OSError):  # the browser may have hung up
            self.wfile.write(body[half:])

    def log_message(self, *_: object) -> None:
        """Say nothing: the tests say what went wrong."""


@pytest.fixture
def slow(site: Path) -> Iterator[tuple[str, Event]]:
    """The address of the site over a slow line, and what lets the rest of its pages through."""
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
def far(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A Chromium that keeps pages in memory for Back, and finds the exit's sites at their names, on this machine."""
    with stand_in.elsewhere(*certificate(tmp_path_factory.mktemp("far"), *stand_in.NAMES), 0) as port:
        names = "".join(f"MAP {name} 127.0.0.1:{port}," for name in stand_in.NAMES)
        rules = f"--host-resolver-rules={names}MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
        chromium = browser.browser_type.launch(
            executable_path="/usr/bin/chromium", args=[*ARGUMENTS, rules], ignore_default_args=[NO_MEMORY]
        )
        yield chromium
        chromium.close()


@pytest.fixture
def abroad(far: Browser) -> Iterator[BrowserContext]:
    """A new profile in that Chromium."""
    context = far.new_context(ignore_https_errors=True, viewport=PHONE)
    yield context
    context.close()


@pytest.fixture
def still(browser: Browser, served: str) -> Iterator[Callable[[str], Page]]:
    """Opens an address on a page whose clock stands still, so that what ends after seconds can be looked at."""
    with ExitStack() as open_ones:
        yield lambda address: open_ones.enter_context(standing_clock(browser, address, base_url=served, viewport=PHONE))


@pytest.mark.parametrize("way", WAYS)
def test_the_page_is_gone_from_the_list(abroad, served, way):
    """However the exit is used, the other site takes the page's place behind Back, in this tab, and is not told."""
    page = abroad.new_page()
    tab = abroad.new_cdp_session(page)
    for address in ("/", "/how/"):
        page.goto(served + address)
    assert listed(tab) == [f"{served}/", f"{served}/how/"]
    WAYS[way](page)
    page.wait_for_url(FIRST)
    assert listed(tab) == [f"{served}/", FIRST]
    assert page.evaluate("() => [document.title, document.referrer]") == [stand_in.TITLE, ""]
    assert abroad.pages == [page]


@pytest.mark.parametrize("leaves", [True, False], ids=["exit", "without"])
def test_back_never_shows_the_page(abroad, site, host, tmp_path, monkeypatch, leaves):
    """A page that Back brings up from memory after an exit stays empty and leaves again; otherwise it would be seen."""
    page = abroad.new_page()
    tab = abroad.new_cdp_session(page)
    page.goto(f"{host(pushed(site, tmp_path / 'site'))}/how/")
    page.evaluate("() => addEventListener('pageshow', ({ persisted }) => { window.restored = persisted; })")
    WAYS["pointer"](page) if leaves else page.goto(FIRST)
    page.wait_for_url(FIRST)
    answering, answer = Event(), stand_in.Elsewhere.do_GET
    monkeypatch.setattr(stand_in.Elsewhere, "do_GET", lambda asked: answering.wait(5) and answer(asked))
    before, pictures = entries(tab), watch(tab)
    tab.send("Page.navigateToHistoryEntry", {"entryId": before[-2]["id"]})
    if leaves:
        page.wait_for_timeout(500)  # what is painted while the other site takes its time
        answering.set()
        until(page, lambda: entries(tab)[-1]["id"] != before[-1]["id"])
        assert listed(tab)[-1] == FIRST
    else:
        until(page, lambda: pictures and colours(pictures[-1]) > 100)
        assert tab.send("Runtime.evaluate", {"expression": "restored"})["result"]["value"]
    page.wait_for_timeout(100)
    assert pictures
    assert (max(map(colours, pictures)) == 1) is leaves


@pytest.mark.parametrize("way", WAYS)
def test_no_picture_after_leaving_shows_the_page(visit, way):
    """From the first picture on that is painted after the exit is used, the page is empty."""
    page = visit("/how/")
    hold(page)
    before, after = painted(page, WAYS[way])
    assert min(before) > 100
    assert set(after) == {1}


@pytest.mark.parametrize("blocked", [False, True], ids=["scripts", "only the exit's"])
def test_nothing_of_the_page_remains(still, blocked):
    """When the other site answers with nothing, on each kind of page nothing is painted, read out, named."""
    page, found = still("/how/"), []
    asked = hold(page)
    if blocked:
        page.route(re.compile(r"/assets/(?!leave\.).*\.js"), lambda route: route.abort())
    for address in ("/how/", SHORT_LINK, MISSING):
        page.goto(address)
        before, after = painted(page, WAYS["pointer"])
        found += [] if min(before) > 20 and set(after) == {1} else [f"{address}: painted {after}"]
        found += left_over(page)
    assert asking(page, asked, 3) == [FIRST] * 3
    nothing(found)


def test_nothing_remains_of_private_reading(visit):
    """A page that was opened in place is covered as well, and one that is still on its way never comes up."""
    page, waiting = visit("/how/"), []
    asked = hold(page)
    read_privately(page)
    page.locator(".guide-pager__next").click()
    expect(page.locator("h1")).to_be_focused()
    page.route("**/how/*/", lambda route: waiting.append(route))
    page.locator(".guide-pager__next").click()
    asking(page, waiting)
    WAYS["pointer"](page)
    assert asking(page, asked) == [FIRST]
    waiting[0].continue_()
    page.wait_for_timeout(300)
    nothing(left_over(page))


def test_leaving_wins_over_a_short_link_that_is_opening(still):
    """Who leaves while a short link's text is still on its way is away, and does not come back to the short link."""
    page, waiting = still("/"), []
    asked = hold(page)
    page.goto(SHORT_LINK)
    page.route("**/assets/private.*.js", lambda route: waiting.append(route))
    page.locator("main a").first.click()
    asking(page, waiting)
    WAYS["pointer"](page)
    assert asking(page, asked) == [FIRST]
    page.on("request", lambda request: asked.append(request.url))
    with page.expect_event("requestfinished"):
        waiting[0].continue_()
    page.wait_for_timeout(200)
    assert asked == [FIRST]
    nothing(left_over(page))


def test_a_page_still_loading_is_covered(visit, slow):
    """The exit works as soon as it is seen; what comes of the page later stays under the cover."""
    served, rest = slow
    page = visit("about:blank")
    asked = hold(page)
    page.goto(f"{served}/how/", wait_until="commit")
    page.locator(".guide-quick-exit").wait_for()
    assert page.locator("footer").count() == 0
    WAYS["pointer"](page)
    assert asking(page, asked) == [FIRST]
    rest.set()
    page.wait_for_timeout(300)
    assert asked == [FIRST]
    nothing(left_over(page))


def test_the_cover_never_lifts(visit):
    """If neither site ever answers, the first is asked, then the second, then an empty page comes; all of it unseen."""
    page = visit("/how/")
    asked, tab = hold(page, None), page.context.new_cdp_session(page)
    page.evaluate(MARK)
    pictures = watch(tab)
    WAYS["pointer"](page)
    page.wait_for_url("about:blank", wait_until="commit")
    assert asked == [FIRST, SECOND]
    after = pictures[next(number for number, picture in enumerate(pictures) if marked(picture)) :]
    assert {colours(picture) for picture in after} == {1}


def test_the_second_site_waits_for_three_seconds(still):
    """The second site is asked after three seconds, and the empty page comes after six, not sooner."""
    page = still("/how/")
    asked = hold(page)
    WAYS["pointer"](page)
    page.clock.run_for(2900)
    assert asking(page, asked) == [FIRST]
    page.clock.run_for(200)
    assert asking(page, asked, 2) == [FIRST, SECOND]
    page.clock.run_for(2800)
    assert page.url.endswith("/how/")
    nothing(left_over(page))
    with suppress(Error):  # the page may be gone before it can say that its clock ran
        page.clock.run_for(200)
    page.wait_for_url("about:blank", wait_until="commit")


@pytest.mark.parametrize("private", [False, True], ids=["openly", "privately"])
def test_the_rehearsal_brings_the_page_back(still, private):
    """The rehearsal covers the page for two seconds; then all is as it was, and nothing is stored."""
    page = still("/safety/plan/" if private else READING)
    if private:
        read_privately(page)
        page.locator(".guide-privacy-bar a").click()
    button = page.locator("[data-rehearse]")
    button.focus()
    before, asked = page.evaluate(STATE), hold(page)
    assert before["at"][1] > 0
    page.keyboard.press("Enter")
    nothing(left_over(page))
    page.clock.run_for(1900)
    nothing(left_over(page))
    page.clock.run_for(200)
    assert page.evaluate(STATE) == before
    expect(button).to_be_focused()
    assert stored(page) == {}
    assert asked == []


def test_leaving_during_the_rehearsal(still):
    """Who leaves for real during the rehearsal is away, and the page does not come back."""
    page = still(READING)
    asked = hold(page)
    page.locator("[data-rehearse]").click()
    page.clock.run_for(1000)
    WAYS["Shift"](page)
    assert asking(page, asked) == [FIRST]
    page.clock.run_for(1500)
    nothing(left_over(page))


def test_the_rehearsal_needs_scripts(visit):
    """Without scripts, which the cover needs, no rehearsal is offered."""
    expect(visit(READING, java_script_enabled=False).locator("[data-rehearse]")).to_be_hidden()
