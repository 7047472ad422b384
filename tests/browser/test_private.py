"""Private reading: pages open in place; address, title and history of the tab do not change."""

import re
from urllib.parse import urlsplit

import pytest
from macro_environment import pages, strings
from page_helpers import (
    HIDE,
    MISSING,
    NEUTRAL_TITLE,
    SHORT_LINK,
    STATUS,
    add_link,
    assert_none,
    open_search,
    open_short_link,
    search,
    start_private_reading,
    stored,
    tab_history,
)
from playwright.sync_api import expect

SCRIPT = "**/assets/private_reading.*.js"
CLICK_LINK = """([href, how]) => {
  const link = document.createElement("a");
  link.setAttribute("href", href);
  document.querySelector("main").append(link);
  let intercepted;
  const kind = how.button ? "auxclick" : "click";
  addEventListener(kind, (event) => { intercepted = event.defaultPrevented; event.preventDefault(); }, { once: true });
  link.dispatchEvent(new MouseEvent(kind, { bubbles: true, cancelable: true, ...how }));
  link.remove();
  return intercepted;
}"""
POSITION = """() => {
  const [{ top, bottom }, line] = [".here", ".guide-private-back"].map((name) =>
    document.querySelector(name).getBoundingClientRect());
  const bar = document.querySelector(".guide-exit-bar").getBoundingClientRect();
  const x = innerWidth / 2, over = bar.top < innerHeight / 2 && bar.left <= x && bar.right >= x ? bar.bottom : 0;
  return { under: top >= Math.max(over, line.top < innerHeight ? line.bottom : 0) - 0.5, seen: top < innerHeight };
}"""


HEADINGS = {
    f"/{page.name.removesuffix('.md').removesuffix('index')}": re.search(r"^# (.*?)(?: \{.*)?$", page.markdown, re.M)[1]
    for page in pages()
}


def read_privately(page) -> None:
    """Switch on private reading; on a short link, by opening its text."""
    if page.url.endswith(SHORT_LINK):
        open_short_link(page)
    else:
        start_private_reading(page)


def expect_page(page, address: str) -> None:
    """Wait until this page is open in place, with the focus on the heading."""
    expect(page.locator("h1")).to_have_text(HEADINGS[address])
    expect(page.locator("h1")).to_be_focused()


def open_link(page, address: str) -> None:
    """Follow a link to this address, and wait for its page."""
    add_link(page, address).click()
    expect_page(page, address)


@pytest.fixture
def private_page(visit):
    """A function that opens a page in private reading; script errors fail the test."""
    faults = []

    def open_page(address="/how/", **options):
        page = visit(address, **options)
        page.on("pageerror", lambda error: faults.append(str(error)))
        read_privately(page)
        return page

    yield open_page
    assert_none(faults)


# What does not change.


@pytest.mark.parametrize("start", ["/how/", SHORT_LINK])
def test_five_steps_leave_one_history_entry(private_page, start):
    """The list of pages, a link, the table of contents, a search result and the pager do not change the tab's entry."""
    page = private_page(start)
    before, seen = tab_history(page), [page.locator("h1").inner_text()]
    assert before[0].endswith(start)
    assert before[1] == NEUTRAL_TITLE

    def arrived(focus: bool = True) -> None:
        expect(page.locator("h1")).not_to_have_text(seen[-1])
        seen.append(page.locator("h1").inner_text())
        if focus:  # a result of the search may lead to a section
            expect(page.locator("h1")).to_be_focused()
        assert tab_history(page) == before, seen

    page.locator(".guide-footer").get_by_role("link", name="All pages").click()
    arrived()
    page.locator("main summary", has_text="Less contact").click()
    page.locator("main").get_by_role("link", name="Grey rock", exact=False).first.click()
    arrived()
    page.locator(".guide-toc summary").click()
    fragment = page.locator(".guide-toc a").nth(1)
    target = fragment.get_attribute("href")
    fragment.click()
    expect(page.locator(target)).to_be_focused()
    expect(page.locator(target)).to_be_in_viewport()
    assert tab_history(page) == before
    assert "/holding/hoover/" in search(page, "hoover")
    page.locator(".guide-search__results a").first.click()
    expect(page.locator("#search")).to_be_hidden()
    arrived(focus=False)
    page.locator(".guide-pager a").last.click()
    arrived()
    assert len(set(seen)) == 5
    assert stored(page) == {}
    assert page.context.cookies() == []


@pytest.mark.parametrize("start", ["/how/", SHORT_LINK])
def test_fetched_pages_are_not_cached(visit, start):
    """Pages and the search index are fetched with no-store, without cookies and referrer."""
    page = visit(start, user_agent="a reader with a cookie")
    page.context.add_cookies([{"name": "a", "value": "b", "url": page.url}])
    page.add_init_script(
        "const real = fetch; globalThis.how = []; globalThis.fetch = (address, wishes) =>"
        " (how.push([String(address), wishes?.cache, wishes?.credentials]), real(address, wishes))"
    )
    requests = []
    page.on("request", lambda request: requests.append(request) if request.resource_type == "fetch" else None)
    page.goto(start)
    read_privately(page)
    page.locator(".guide-footer").get_by_role("link", name="All pages").click()
    expect(page.locator("h1")).to_have_text("All pages")
    search(page, "hoover")
    page.locator(".guide-search__results a").first.click()
    expect(page.locator("#search")).to_be_hidden()
    search(page, "block")
    fetched = page.evaluate("() => how")
    page.context.clear_cookies()
    kinds = [urlsplit(address).path.rsplit("/", 1)[-1] for address, *_ in fetched]
    assert kinds.count("index.json") == 1, kinds
    assert kinds.count("") >= 2
    assert [one for one in fetched if one[1:] != ["no-store", "omit"]] == []
    headers = [request.all_headers() for request in requests]
    assert len(headers) == len(fetched)
    assert {(found.get("cache-control"), found.get("pragma")) for found in headers} == {("no-cache", "no-cache")}
    assert [found for found in headers if found.keys() & {"cookie", "referer"}] == []


# The guide's own Back.


def test_back_leads_through_the_whole_visit(private_page):
    """Back opens page after page at its scroll position, with the focus on the heading, and is hidden on the first."""
    page = private_page("/how/", height=500)
    before, back = tab_history(page), page.locator(".guide-private-back")
    expect(back).to_be_hidden()
    for offset, address in (300, "/questions/"), (700, "/modified/"), (450, "/help/"):
        link = add_link(page, address)
        page.evaluate("(offset) => scrollTo(0, offset)", offset)
        link.evaluate("(link) => link.click()")
        expect_page(page, address)
        assert page.evaluate("() => scrollY") == 0
        expect(back).to_be_visible()
    for offset, address in (450, "/modified/"), (700, "/questions/"), (300, "/how/"):
        back.click()
        expect_page(page, address)
        assert page.evaluate("() => scrollY") == offset, address
    expect(back).to_be_hidden()
    assert tab_history(page) == before


def test_two_quick_clicks_on_back_lose_no_page(private_page):
    """Two quick clicks on Back lead back one page, and the page before it is still reachable."""
    page = private_page("/how/")
    for address in ("/questions/", "/modified/"):
        open_link(page, address)
    back = page.locator(".guide-private-back")
    back.evaluate("(button) => { button.click(); button.click(); }")
    expect_page(page, "/questions/")
    back.click()
    expect_page(page, "/how/")
    expect(back).to_be_hidden()


def test_the_second_of_two_quick_clicks_counts(private_page):
    """A slow page never appears if another page, or an anchor of this one, was requested after it."""
    page, waiting = private_page("/how/"), []
    page.route("**/modified/", lambda route: waiting.append(route))
    slow, quick = add_link(page, "/modified/"), add_link(page, "/questions/")
    with page.expect_request("**/modified/"):  # an earlier click would cancel the request
        slow.click()
    quick.click()
    expect_page(page, "/questions/")
    slow, quick = add_link(page, "/modified/"), add_link(page, "#text")
    with page.expect_request("**/modified/"):
        slow.click()
    quick.click()
    expect(page.locator("#text")).to_be_focused()
    assert len(waiting) == 2
    for route in waiting:
        route.continue_()
    page.unroute_all(behavior="wait")
    open_link(page, "/help/")
    page.locator(".guide-private-back").click()
    expect_page(page, "/questions/")


# Failures.


FAILURES = {
    "none": lambda route: route.abort(),
    "broken": lambda route: route.fulfill(status=500, body="<h1>Sign in to the network</h1>"),
    "empty": lambda route: route.fulfill(body=""),
}


@pytest.mark.parametrize("failure", FAILURES)
def test_a_page_that_cannot_be_fetched_is_reported(private_page, failure):
    """If a page cannot be fetched, or is not of the guide, a message says so, nothing is lost, and a retry works."""
    page, message = private_page("/how/"), strings()["private_failed"]
    open_link(page, "/questions/")
    link, back = add_link(page, "/modified/"), page.locator(".guide-private-back")
    before, text = tab_history(page), page.locator("main").inner_text()
    page.route(re.compile("/(how|modified)/$"), FAILURES[failure])
    for press in (link, back):
        press.click()
        expect(page.locator(STATUS)).to_have_text(message)
        page.locator(STATUS).evaluate("(node) => { node.textContent = ''; }")
        assert page.locator("main").inner_text() == text
        assert tab_history(page) == before
    page.unroute_all()
    link.click()
    expect_page(page, "/modified/")
    for address in ("/questions/", "/how/"):
        back.click()
        expect_page(page, address)
    expect(page.locator(STATUS)).to_have_text(strings()["private_on"])


def test_the_button_is_pressed_only_when_it_is_on(visit):
    """While its script loads, the button is not pressed; after a double click it is on, and the message is shown."""
    page, waiting = visit("/how/"), []
    page.route(SCRIPT, lambda route: waiting.append(route))
    button = page.get_by_role("button", name="Private reading")
    expect(button).to_have_attribute("aria-pressed", "false")
    button.dblclick()
    while not waiting:
        page.wait_for_timeout(10)
    assert button.get_attribute("aria-pressed") == "false"
    assert page.title() != NEUTRAL_TITLE
    for route in waiting:
        route.continue_()
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(page.locator(STATUS)).to_have_text(strings()["private_on"])
    expect(page.locator(STATUS)).to_be_in_viewport()
    assert page.title() == NEUTRAL_TITLE
    page.unroute_all()


def test_a_failing_script_is_reported(visit):
    """If the script cannot be loaded, a message says so and the button is not pressed; the next click works."""
    page = visit("/how/")
    page.route(SCRIPT, lambda route: route.abort())
    button = page.get_by_role("button", name="Private reading")
    button.click()
    expect(page.locator(STATUS)).to_have_text(strings()["private_failed"])
    expect(button).to_have_attribute("aria-pressed", "false")
    page.unroute_all()
    start_private_reading(page)
    expect(button).to_have_attribute("aria-pressed", "true")


def test_the_first_page_keeps_its_style(visit):
    """Opened from another page, the first page looks as it does by itself, though that style is not on other pages."""
    page = visit("/how/")
    start_private_reading(page)
    page.locator(".guide-header__name").click()
    expect(page.locator(".guide-hero")).to_have_css("display", "grid")


def test_loading_the_page_again_ends_it(private_page):
    """While it is on, the button is disabled; after a reload the page is an ordinary page."""
    page = private_page("/how/")
    before = tab_history(page)
    open_link(page, "/questions/")
    button = page.get_by_role("button", name="Private reading")
    expect(button).to_be_disabled()
    page.reload()
    expect(page.locator("html:not([data-private]) h1")).to_have_text(HEADINGS["/how/"])
    expect(button).to_have_attribute("aria-pressed", "false")
    expect(button).to_be_enabled()
    assert page.title() != NEUTRAL_TITLE
    assert tab_history(page)[2] == before[2]


# Links of every kind.


@pytest.mark.parametrize("mirrored", [False, True], ids=["ltr", "rtl"])
def test_an_anchor_is_visible_below_the_back_button(private_page, mirrored):
    """A link to an anchor shows it below the guide's own Back, which stays visible, in both writing directions."""
    page, found = private_page("/how/"), []
    page.evaluate("(mirrored) => { document.documentElement.dir = mirrored ? 'rtl' : 'ltr'; }", mirrored)
    add_link(page, "/why/#helps").click()
    expect(page.locator("#helps")).to_be_focused()
    page.locator("#helps").evaluate("(place) => place.classList.add('here')")
    back = page.locator(".guide-private-back button")
    for width, height in ((320, 256), (320, 568), (390, 844), (800, 900), (1280, 720)):
        page.set_viewport_size({"width": width, "height": height})
        link = add_link(page, "#helps")
        page.evaluate("() => scrollTo(0, 0)")
        link.evaluate("(link) => { link.style.position = 'absolute'; link.click(); link.remove(); }")  # nothing moves
        seen = page.evaluate(POSITION)
        expect(back).to_be_in_viewport(ratio=1)
        if seen != {"under": True, "seen": True}:
            found.append(f"{width}x{height}: {seen}")
    assert (back.bounding_box()["x"] > 1280 / 2) is mirrored
    arrow = back.evaluate("(one) => getComputedStyle(one, '::before').content")
    assert arrow == ('"→"' if mirrored else '"←"')
    assert_none(found)


def test_details_open_for_their_anchor(private_page):
    """A link to an anchor in closed <details> opens them, also nested ones, and moves the focus there."""
    page = private_page("/how/")
    page.locator("main").evaluate(
        """(main) => main.insertAdjacentHTML("beforeend",
             "<details><summary>A</summary><details><summary>B</summary><p id=deep>C</p></details></details>")"""
    )
    add_link(page, "#deep").click()
    expect(page.locator("#deep")).to_be_focused()
    expect(page.locator("#deep")).to_be_in_viewport()


@pytest.mark.parametrize("fragment", ["#%E0%A4%A", "#nowhere", "#"])
def test_an_unknown_fragment_leads_to_the_top(private_page, fragment):
    """A link with an invalid or unknown fragment leads to the top of its page, without an error."""
    page = private_page("/how/")
    before = tab_history(page)
    for address in (f"/questions/{fragment}", fragment):
        link = add_link(page, address)
        page.evaluate("() => scrollTo(0, 200)")
        link.evaluate("(link) => link.click()")
        expect_page(page, "/questions/")
        assert page.evaluate("() => scrollY") == 0
    assert tab_history(page) == before


def test_other_links_are_not_intercepted(private_page):
    """Links to other sites, calls, SMS, e-mail and files are left to the browser; those to pages are intercepted."""
    page = private_page("/about/")
    file = page.locator("link[rel=icon]").get_attribute("href")
    external = ["https://www.example.org/", "//www.example.org/", "tel:112", "sms:112", "mailto:a@example.org", file]
    ours = ["/why/", "../why/", "/why/#helps", "/why/?a=b", "/why/?a=b#helps", "/", "#text", SHORT_LINK, MISSING]
    intercepted = {href: page.evaluate(CLICK_LINK, [href, {}]) for href in external + ours}
    assert intercepted == dict.fromkeys(external, False) | dict.fromkeys(ours, True)


@pytest.mark.parametrize("start", ["/how/", SHORT_LINK])
def test_a_modified_click_is_ordinary(private_page, start):
    """With Ctrl, Shift, Alt, Meta or the middle button a link works as an ordinary link."""
    page = private_page(start)
    keys = ({"ctrlKey": True}, {"metaKey": True}, {"shiftKey": True}, {"altKey": True}, {"button": 1})
    assert [options for options in keys if page.evaluate(CLICK_LINK, ["/why/", options])] == []
    page.locator(".guide-footer").get_by_role("link", name="All pages").click()
    expect(page.locator("h1")).to_have_text("All pages")
    page.locator("main details:has(a[href$='/help/']) summary").click()
    for press in ({"modifiers": ["Control"]}, {"button": "middle"}):
        with page.context.expect_page() as opened:
            page.locator('main a[href$="/help/"]').first.click(**press)
        opened.value.wait_for_load_state()
        assert urlsplit(opened.value.url).path == "/help/", press
        opened.value.close()
    expect(page.locator("h1")).to_have_text("All pages")


def test_links_of_the_missing_page_open_in_place(private_page):
    """On the missing page, at any depth, links open in place, and Back returns to it."""
    page = private_page(MISSING)
    before = tab_history(page)
    page.locator("main").get_by_role("link", name="All pages").click()
    expect(page.locator("h1")).to_have_text("All pages")
    page.locator(".guide-private-back").click()
    expect(page.locator("h1")).to_have_text(strings()["missing_title"])
    assert tab_history(page) == before


# Keyboard, search, cover.


def tab_to(page, target, key="Tab") -> None:
    """Press Tab until the target has the focus."""
    for _ in range(80):
        page.keyboard.press(key)
        if target.evaluate("(node) => node === document.activeElement"):
            return
    raise AssertionError(f"{target} is not reached")


def test_it_works_by_keyboard(visit):
    """Tab and Enter are enough to switch it on, open a page, and go back."""
    page = visit("/how/")
    tab_to(page, page.get_by_role("button", name="Private reading"))
    page.keyboard.press("Enter")
    expect(page.locator("html")).to_have_attribute("data-private", "")
    tab_to(page, page.locator(".guide-pager a").last)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).not_to_have_text(HEADINGS["/how/"])
    expect(page.locator("h1")).to_be_focused()
    tab_to(page, page.locator(".guide-private-back button"), "Shift+Tab")
    page.keyboard.press("Enter")
    expect_page(page, "/how/")


def test_crisis_words_put_help_first(private_page):
    """In private reading, crisis words show the link to help, which opens in place."""
    page = private_page(SHORT_LINK)
    before = tab_history(page)
    assert "/sessions/" not in search(page, "session suicide")
    page.locator(".guide-search__crisis").get_by_role("link").click()
    expect(page.locator("main[data-crisis] h1")).to_be_focused()
    expect(page.locator("#search")).to_be_hidden()
    expect(page.get_by_role("button", name="Search", exact=True)).to_have_attribute("aria-expanded", "false")
    assert tab_history(page) == before


def test_the_search_still_works_on_the_next_page(private_page):
    """The search opens, closes and finds pages after each page opened in place."""
    page = private_page("/how/")
    for words, found in (("hoover", "/holding/hoover/"), ("grey rock", "/modified/grey-rock/")):
        assert search(page, words)[0] == found
        page.locator(".guide-search__results a").first.click()
        expect(page.locator("#search")).to_be_hidden()
    expect(page.locator(".guide-header")).to_have_count(1)
    open_search(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Search", exact=True)).to_be_focused()


def test_the_cover_hides_the_page_while_the_tab_is_hidden(private_page):
    """If switched on, a hidden tab is covered; one click restores page, scroll position and focus."""
    page = private_page("/how/")
    page.evaluate(HIDE, True)
    expect(page.locator("main")).to_be_visible()
    page.evaluate(HIDE, False)
    button = page.get_by_role("button", name=strings()["private_cover"])
    expect(button).to_have_attribute("aria-pressed", "false")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    page.evaluate(
        "() => { scrollTo(0, 300); document.querySelector('.guide-pager a').focus({ preventScroll: true }); }"
    )
    page.evaluate(HIDE, True)
    page.evaluate(HIDE, False)
    shown_words = [line for line in page.locator("body").inner_text().splitlines() if line.strip()]
    assert shown_words == ["Leave now", ", opens another site", "Get help", NEUTRAL_TITLE, strings()["private_again"]]
    assert page.locator("link[rel~=icon]").get_attribute("href") == "data:,"
    assert page.title() == NEUTRAL_TITLE
    expect(page.get_by_role("button", name=strings()["private_again"])).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_visible()
    expect(page.locator(".guide-pager a").first).to_be_focused()
    assert page.evaluate("() => scrollY") == 300
    assert page.locator("link[rel~=icon]").get_attribute("href") != "data:,"
    assert stored(page) == {}
    page.reload()
    start_private_reading(page)
    expect(button).to_have_attribute("aria-pressed", "false")
    assert page.locator("input:not([type=search])").count() == 0, "browsers store ticked checkboxes"


def test_a_page_that_arrives_under_the_cover_waits(private_page):
    """A slow page that arrives while the tab is covered is complete when the cover is removed."""
    page, waiting = private_page("/how/"), []
    page.locator(".guide-private-cover").click()
    page.route("**/questions/", lambda route: waiting.append(route))
    with page.expect_request("**/questions/"):
        add_link(page, "/questions/").click()
    page.evaluate(HIDE, True)
    with page.expect_response("**/questions/"):
        waiting[0].continue_()
    page.evaluate(HIDE, False)
    page.get_by_role("button").click()
    expect_page(page, "/questions/")
    page.locator(".guide-private-back").click()
    expect_page(page, "/how/")
    page.unroute_all()


@pytest.mark.parametrize(("start", "heading"), [("/how/", HEADINGS["/how/"]), (SHORT_LINK, NEUTRAL_TITLE)])
def test_back_from_another_site_starts_over(bfcache_browser, serve_folder, site_url, tmp_path, start, heading):
    """After leaving by a link, Back shows the first page of the visit, and nothing that was read later."""
    (tmp_path / "index.html").write_text("<!doctype html><title>Elsewhere</title>", encoding="utf-8")
    page = bfcache_browser.new_page()
    page.goto(f"{site_url}{start}")
    read_privately(page)
    open_link(page, "/questions/")
    other_site = serve_folder(tmp_path)
    add_link(page, f"{other_site}/").click()
    page.wait_for_url(f"{other_site}/")
    tab = page.context.new_cdp_session(page)
    entries = tab.send("Page.getNavigationHistory")["entries"]
    assert [one["url"] for one in entries][-2:] == [f"{site_url}{start}", f"{other_site}/"]
    tab.send("Page.navigateToHistoryEntry", {"entryId": entries[-2]["id"]})
    expect(page.locator("html:not([data-private]) h1")).to_have_text(heading)
    page.context.close()


# Without scripts.


def test_without_scripts_only_the_link_is_shown(visit):
    """Without scripts each kind of page has the link to “Reading safely”, and no button."""
    page = visit(java_script_enabled=False)
    for address in ("/how/", MISSING, SHORT_LINK):
        page.goto(address)
        expect(page.locator(".guide-privacy-bar > *").locator("visible=true")).to_have_text(
            ["How to read this" if address == SHORT_LINK else "Reading safely"]
        )
        expect(page.locator(".guide-private-cover")).to_be_hidden()
    page.locator(".guide-privacy-bar a").click()
    page.wait_for_url("**/safety/reading/")
