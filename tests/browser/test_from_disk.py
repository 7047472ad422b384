"""The offline copy, unpacked and opened from a disk: it reads, searches and leaves, and asks nobody."""

import re
from io import BytesIO
from urllib.parse import unquote
from zipfile import ZipFile

import pytest
from macro_environment import facts
from page_helpers import FILES, INNER, MISSING, TITLE, asking, hold, nothing, search, sideways
from playwright.sync_api import expect
from selectolax.lexbor import LexborHTMLParser

from exports.offline import ADDRESSES, offline
from exports.site_reader import read

MOMENT = 1_790_000_000
DEEP = "safety/reading/index.html"
LEFT = "net::ERR_ABORTED"  # the page was left before the icon had come; what is not there fails in another way
VIOLATION = """() => new Promise((tell) => {
  document.addEventListener("securitypolicyviolation", ({ blockedURI }) => tell(blockedURI));
  const picture = new Image();
  picture.onerror = () => setTimeout(tell, 500, "it was asked for");
  picture.src = "https://example.com/picture.png";
})"""


@pytest.fixture(scope="module")
def disk(site, tmp_path_factory):
    """The folder of the unpacked copy of the real site, in a place with a name as people give."""
    folder = tmp_path_factory.mktemp("disk") / "Zoë’s files #1 (50%)"
    with ZipFile(BytesIO(offline(read(site), facts(), MOMENT))) as file:
        file.extractall(folder)
    return folder / "guide"


@pytest.fixture(scope="module")
def screen(browser):
    """A small screen, kept for all tests of this file."""
    with browser.new_context(viewport={"width": 390, "height": 844}) as context:
        yield context


@pytest.fixture
def opened(screen, disk):
    """Opens a file of the copy: opened("index.html"); notes on the page what it asked for and what it complained of."""
    pages = []

    def open_page(name, context=screen):
        page = context.new_page()
        pages.append(page)
        page.asked, page.complaints = [], []
        page.on("request", lambda request: page.asked.append(request.url))
        page.on("requestfailed", lambda request: request.failure == LEFT or page.complaints.append(request.url))
        page.on("console", lambda message: page.complaints.append(message.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.goto((disk / name).as_uri())
        return page

    yield open_page
    for page in pages:
        page.close()


def test_each_kind_of_page_opens(opened, disk):
    """Each kind of page shows its heading, the exit and the way to help, fits a small screen, and asks the disk."""
    page, wide = opened("index.html"), []
    for address in INNER:
        if address in (FILES, MISSING):  # the one is not in the copy, the other is the browser's own page
            continue
        page.goto((disk / address[1:] / "index.html").as_uri())
        expect(page.locator("h1")).to_be_visible()
        expect(page.locator(".guide-quick-exit")).to_be_visible()
        expect(page.locator(".guide-exit-bar__help")).to_be_visible()
        expect(page.locator(".guide-unzip-hint:visible")).to_have_count(0)
        wide += sideways(page)
    asked = [unquote(address) for address in page.asked]
    nothing(wide + page.complaints + [address for address in asked if not address.startswith(unquote(disk.as_uri()))])


def test_each_link_leads_to_a_file(disk):
    """Each link of each page, and each place that the search can find, is a file of the copy and a place in it."""
    trees = {path: LexborHTMLParser(path.read_text(encoding="utf-8")) for path in disk.rglob("*.html")}
    ids = {path: {node.attributes["id"] for node in tree.css("[id]")} for path, tree in trees.items()}
    index = (disk / "search" / "search_index.js").read_text(encoding="utf-8")
    places = [(disk / "index.html", place) for place in re.findall(r'"location":"([^"]*)"', index)]
    places += [
        (path, node.attributes[key])
        for path, tree in trees.items()
        for key in ADDRESSES
        for node in tree.css(f"[{key}]")
        if not re.match("[a-z]+:", node.attributes[key])
    ]
    lost = []
    for path, place in places:
        name, _, fragment = place.partition("#")
        target = (path.parent / name).resolve() if name else path
        if not target.is_file() or (fragment and fragment not in ids[target]):
            lost.append(f"{path.relative_to(disk)}: {place}")
    assert len(places) > 1000
    nothing(lost)


@pytest.mark.parametrize("start", ["index.html", DEEP])
def test_the_search_finds_a_page(opened, disk, start):
    """From the first page and from deep below, the search finds a page, and the page opens; all comes from the disk."""
    page = opened(start)
    before = [address for address in page.asked if "search" in address]
    assert search(page, "hoover")[0].endswith("/guide/holding/hoover/index.html")
    page.locator(".guide-search__results a").first.click()
    expect(page.locator("h1")).to_have_text("When they try to pull you back")
    assert before == []
    nothing(page.complaints + [address for address in page.asked if not address.startswith(disk.as_uri())])


def test_words_of_danger_put_help_first(opened):
    """Words of danger show the way to help, which opens, and no offer of sessions."""
    page = opened(DEEP)
    assert [path for path in search(page, "session suicide") if "/sessions/" in path] == []
    page.locator(".guide-search__crisis").get_by_role("link", name="Get help").click()
    page.wait_for_url("**/guide/help/index.html")


def test_the_search_outlives_the_rehearsal(opened):
    """After the exit was rehearsed, which takes the page away for a while, the search still answers."""
    page = opened(DEEP)
    assert search(page, "hoover")
    page.locator("[data-rehearse]").click()
    expect(page.locator("h1")).to_have_count(0)
    expect(page.locator("h1")).to_be_visible()
    page.locator("#query").fill("")
    page.locator("#query").fill("children")
    expect(page.locator(".guide-search__status")).to_have_text(re.compile("^[0-9]+ places fit"))


@pytest.mark.parametrize("way", ["pointer", "keys"])
def test_leave_now_covers_and_leaves(opened, way):
    """The exit covers the page at once and asks for the other site, by press and by Shift three times."""
    page = opened("holding/hoover/index.html")
    asked = hold(page)
    if way == "pointer":
        page.locator(".guide-quick-exit").click()
    else:
        for _ in range(3):
            page.keyboard.press("Shift")
    assert asking(page, asked) == ["https://www.wikipedia.org/"]
    assert page.evaluate("() => [document.title, document.body.childNodes.length]") == [TITLE, 0]


def test_without_the_net_the_exit_leaves_nothing_behind(opened):
    """Without the net the exit ends on the browser's own page of error, and Back does not lead to the guide's page."""
    page = opened("holding/hoover/index.html")
    page.locator(".guide-quick-exit").click()
    expect(page.locator("#main-frame-error")).to_be_attached()
    entries = page.context.new_cdp_session(page).send("Page.getNavigationHistory")["entries"]
    assert [entry["url"] for entry in entries if entry["url"].startswith("file:")] == []


def test_it_reads_without_scripts(browser, opened, disk):
    """Without scripts each page is a press or two away, its text is there, and help can be called."""
    with browser.new_context(java_script_enabled=False) as plain:
        page = opened(DEEP, plain)
        page.locator(".guide-header").get_by_role("link", name="All pages").click()
        page.locator("main").get_by_role("link", name="When they try to pull you back").click()
        expect(page.locator("h1")).to_have_text("When they try to pull you back")
        page.locator(".guide-exit-bar__help").click()
        expect(page.locator("#search")).to_be_hidden()
        assert page.locator("a[href^='tel:']").count() > 50
        nothing(page.complaints + [address for address in page.asked if not address.startswith(disk.as_uri())])


def test_the_policy_holds(opened):
    """A page of the copy cannot load a picture from another address."""
    page = opened("index.html")
    assert page.evaluate(VIOLATION) == "https://example.com/picture.png"
