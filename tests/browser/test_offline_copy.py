"""The offline copy, opened from file: addresses: pages, search and exit work without any network request."""

import re
from urllib.parse import unquote
from zipfile import ZipFile

import pytest
from page_helpers import (
    FILES,
    FULL_LAYOUT,
    MISSING,
    NEUTRAL_TITLE,
    assert_none,
    intercept_exit,
    search,
    wait_for_requests,
)
from page_measures import overflow
from playwright.sync_api import expect

DEEP = "safety/reading/index.html"
ABORTED = "net::ERR_ABORTED"  # the page was left before the icon was loaded; missing files give other errors
VIOLATION = """() => new Promise((tell) => {
  document.addEventListener("securitypolicyviolation", ({ blockedURI }) => tell(blockedURI));
  const picture = new Image();
  picture.onerror = () => setTimeout(tell, 500, "it was requested");
  picture.src = "https://example.com/picture.png";
})"""


@pytest.fixture(scope="module")
def copy(site, tmp_path_factory):
    """The folder of the unpacked copy of the real site, below a folder with an unusual name."""
    folder = tmp_path_factory.mktemp("disk") / "Zoë’s files #1 (50%)"
    with ZipFile(site / "files" / "guide-offline.zip") as file:
        file.extractall(folder)
    return folder / "guide"


@pytest.fixture(scope="module")
def context(browser):
    """A browser context of a phone, shared by all tests of this file."""
    with browser.new_context(viewport={"width": 390, "height": 844}) as context:
        yield context


@pytest.fixture
def open_copy(context, copy):
    """A function that opens a file of the copy, and records its requests and errors on the page object."""
    pages = []

    def open_page(name, context=context):
        page = context.new_page()
        pages.append(page)
        page.request_urls, page.errors = [], []
        page.on("request", lambda request: page.request_urls.append(request.url))
        page.on("requestfailed", lambda request: request.failure == ABORTED or page.errors.append(request.url))
        page.on("console", lambda message: page.errors.append(message.text))
        page.on("pageerror", lambda error: page.errors.append(str(error)))
        page.goto((copy / name).as_uri())
        return page

    yield open_page
    for page in pages:
        page.close()


def test_each_kind_of_page_opens(open_copy, copy):
    """Each kind of page shows its heading, exit and help link, fits a small screen, and loads only local files."""
    page, too_wide = open_copy("index.html"), []
    for address in FULL_LAYOUT:
        if address in (FILES, MISSING):  # not in the copy, or the browser's own error page
            continue
        page.goto((copy / address[1:] / "index.html").as_uri())
        expect(page.locator("h1")).to_be_visible()
        expect(page.locator(".guide-quick-exit")).to_be_visible()
        expect(page.locator(".guide-exit-bar__help")).to_be_visible()
        expect(page.locator(".guide-unzip-hint:visible")).to_have_count(0)
        too_wide += overflow(page)
    requests = [unquote(address) for address in page.request_urls]
    assert_none(
        too_wide + page.errors + [address for address in requests if not address.startswith(unquote(copy.as_uri()))]
    )


@pytest.mark.parametrize("start", ["index.html", DEEP])
def test_the_search_finds_a_page(open_copy, copy, start):
    """From the first page and a deep one, the search finds a page and opens it, from local files alone."""
    page = open_copy(start)
    before = [address for address in page.request_urls if "search" in address]
    assert search(page, "hoover")[0].endswith("/guide/holding/hoover/index.html")
    page.locator(".guide-search__results a").first.click()
    expect(page.locator("h1")).to_have_text("Hoovering: when they try to pull you back")
    assert before == []
    assert_none(page.errors + [address for address in page.request_urls if not address.startswith(copy.as_uri())])


def test_crisis_words_put_help_first(open_copy):
    """Crisis words show a link to help, which works, and no offer of sessions."""
    page = open_copy(DEEP)
    assert [path for path in search(page, "session suicide") if "/sessions/" in path] == []
    page.locator(".guide-search__crisis").get_by_role("link").click()
    page.wait_for_url("**/guide/help/index.html")


def test_the_search_works_after_the_rehearsal(open_copy):
    """After the rehearsal, which removes the page for a while, the search still works."""
    page = open_copy(DEEP)
    assert search(page, "hoover")
    page.locator("[data-rehearse]").click()
    expect(page.locator("h1")).to_have_count(0)
    expect(page.locator("h1")).to_be_visible()
    page.locator("#query").fill("")
    page.locator("#query").fill("children")
    expect(page.locator(".guide-search__status")).to_have_text(re.compile("^[0-9]+ places fit"))


@pytest.mark.parametrize("method", ["pointer", "keys"])
def test_the_exit_covers_and_leaves(open_copy, method):
    """The exit covers the page at once and requests the exit site, by click and by Shift three times."""
    page = open_copy("holding/hoover/index.html")
    requests = intercept_exit(page)
    if method == "pointer":
        page.locator(".guide-quick-exit").click()
    else:
        for _ in range(3):
            page.keyboard.press("Shift")
    assert wait_for_requests(page, requests) == ["https://www.wikipedia.org/"]
    assert page.evaluate("() => [document.title, document.body.childNodes.length]") == [NEUTRAL_TITLE, 0]


def test_the_exit_works_offline(open_copy):
    """Offline, the exit ends on the browser's own error page, and Back does not lead to the guide's page."""
    page = open_copy("holding/hoover/index.html")
    page.locator(".guide-quick-exit").click()
    expect(page.locator("#main-frame-error")).to_be_attached()
    entries = page.context.new_cdp_session(page).send("Page.getNavigationHistory")["entries"]
    assert [entry["url"] for entry in entries if entry["url"].startswith("file:")] == []


def test_it_works_without_scripts(browser, open_copy, copy):
    """Without scripts each page is one or two clicks away, its text is there, and helplines can be called."""
    with browser.new_context(java_script_enabled=False) as plain:
        page = open_copy(DEEP, plain)
        page.locator(".guide-header").get_by_role("link", name="All pages").click()
        page.locator("main").get_by_role("link", name="Hoovering: when they try to pull you back").click()
        expect(page.locator("h1")).to_have_text("Hoovering: when they try to pull you back")
        page.locator(".guide-exit-bar__help").click()
        expect(page.locator("#search")).to_be_hidden()
        assert page.locator("a[href^='tel:']").count() > 50
        assert_none(page.errors + [address for address in page.request_urls if not address.startswith(copy.as_uri())])


def test_the_policy_blocks_other_addresses(open_copy):
    """A page of the copy cannot load a picture from another address."""
    page = open_copy("index.html")
    assert page.evaluate(VIOLATION) == "https://example.com/picture.png"
