"""Private reading: the guide opens in place; address, name and history of the tab stay as they were."""

import re
from urllib.parse import urljoin, urlsplit

import pytest
from browser_drivers import NO_MEMORY
from conftest import ARGUMENTS
from macro_environment import strings
from page_helpers import (
    MISSING,
    SHORT_LINK,
    TITLE,
    entry,
    nothing,
    open_search,
    read_privately,
    search,
    sideways,
    stored,
)
from playwright.sync_api import expect
from test_accessibility import EVERYTHING, objections
from test_small_screen import BIG_ENOUGH, SMALL

SAID = ".guide-private-status [role=status]"
PRIVATE = "**/assets/private.*.js"
LINK = """(href) => {
  const link = document.createElement("a");
  link.setAttribute("href", href);
  link.textContent = `To ${href}`;
  document.querySelector("main").prepend(link);
}"""
PRESSED = """([href, how]) => {
  const link = document.createElement("a");
  link.setAttribute("href", href);
  document.querySelector("main").append(link);
  let taken;
  const kind = how.button ? "auxclick" : "click";
  addEventListener(kind, (event) => { taken = event.defaultPrevented; event.preventDefault(); }, { once: true });
  link.dispatchEvent(new MouseEvent(kind, { bubbles: true, cancelable: true, ...how }));
  link.remove();
  return taken;
}"""
HIDE = """(hidden) => {
  Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
  document.dispatchEvent(new Event("visibilitychange"));
}"""
BELOW = """() => {
  const [{ top, bottom }, line] = [".here", ".guide-private-back"].map((name) =>
    document.querySelector(name).getBoundingClientRect());
  const bar = document.querySelector(".guide-exit-bar").getBoundingClientRect();
  const x = innerWidth / 2, over = bar.top < innerHeight / 2 && bar.left <= x && bar.right >= x ? bar.bottom : 0;
  return { under: top >= Math.max(over, line.top < innerHeight ? line.bottom : 0) - 0.5, seen: top < innerHeight };
}"""


HOW, QUESTIONS = "How to go no contact, in a safe order", "Questions people ask"  # headings
LESS, HELP = "When you cannot cut contact", "Helplines and other help"


@pytest.fixture
def reader(visit):
    """A page on which private reading is on, and the faults of its scripts, of which there may be none."""
    faults = []

    def open_page(address="/how/", **options):
        page = visit(address, **options)
        page.on("pageerror", lambda error: faults.append(str(error)))
        if address == SHORT_LINK:
            page.locator(".guide-short-link .guide-button").click()
            expect(page.locator(".guide-short-link")).to_have_count(0)
        else:
            read_privately(page)
        return page

    yield open_page
    nothing(faults)


def link_to(page, address):
    """A link to this address, put at the top of the text."""
    page.evaluate(LINK, address)
    return page.get_by_role("link", name=f"To {address}", exact=True)


def shown(page, heading: str) -> None:
    """Wait until the page with this heading is there."""
    expect(page.locator("h1")).to_have_text(heading)
    expect(page.locator("h1")).to_be_focused()


# What stays.


@pytest.mark.parametrize("start", ["/how/", SHORT_LINK])
def test_five_ways_of_reading_leave_one_entry(reader, start):
    """By the list of pages, a link, the table of contents, a result and the way on: nothing of the tab's entry changes.

    No page of this guide has panels to switch between.
    """
    page = reader(start)
    before, seen = entry(page), [page.locator("h1").inner_text()]
    assert before[0].endswith(start)
    assert before[1] == TITLE

    def arrived() -> None:
        expect(page.locator("h1")).not_to_have_text(seen[-1])
        seen.append(page.locator("h1").inner_text())
        expect(page.locator("h1")).to_be_focused()
        assert entry(page) == before, seen

    page.locator(".guide-footer").get_by_role("link", name="All pages").click()
    arrived()
    page.locator("main").get_by_role("link", name="Grey rock", exact=False).first.click()
    arrived()
    page.locator(".guide-toc summary").click()
    place = page.locator(".guide-toc a").nth(1)
    target = place.get_attribute("href")
    place.click()
    expect(page.locator(target)).to_be_focused()
    expect(page.locator(target)).to_be_in_viewport()
    assert entry(page) == before
    assert "/holding/hoover/" in search(page, "hoover")
    page.locator(".guide-search__results a").first.click()
    expect(page.locator("#search")).to_be_hidden()
    expect(page.locator("h1")).not_to_have_text(seen[-1])
    seen.append(page.locator("h1").inner_text())
    assert entry(page) == before
    page.locator(".guide-pager a").last.click()
    arrived()
    assert len(set(seen)) == 5
    assert stored(page) == {}
    assert page.context.cookies() == []


@pytest.mark.parametrize("start", ["/how/", SHORT_LINK])
def test_nothing_is_asked_that_a_browser_may_keep(visit, start):
    """Each page, the index and the words are fetched past the cache, without a cookie and without “where from”."""
    page = visit(start, user_agent="a reader with a cookie")
    page.context.add_cookies([{"name": "a", "value": "b", "url": page.url}])
    page.add_init_script(
        "const real = fetch; globalThis.how = []; globalThis.fetch = (address, wishes) =>"
        " (how.push([String(address), wishes?.cache, wishes?.credentials]), real(address, wishes))"
    )
    sent = []
    page.on("request", lambda request: sent.append(request) if request.resource_type == "fetch" else None)
    page.goto(start)
    if start == SHORT_LINK:
        page.locator(".guide-short-link .guide-button").click()
    else:
        read_privately(page)
    page.locator(".guide-footer").get_by_role("link", name="All pages").click()
    expect(page.locator("h1")).to_have_text("All pages")
    search(page, "hoover")
    page.locator(".guide-search__results a").first.click()
    expect(page.locator("#search")).to_be_hidden()
    search(page, "block")
    asked = page.evaluate("() => how")
    page.context.clear_cookies()
    kinds = [urlsplit(address).path.rsplit("/", 1)[-1] for address, *_ in asked]
    assert (kinds.count("search_index.json"), kinds.count("words.json")) == (1, 1), kinds
    assert kinds.count("") >= 2
    assert [one for one in asked if one[1:] != ["no-store", "omit"]] == []
    headers = [request.all_headers() for request in sent]
    assert len(headers) == len(asked)
    assert {(found.get("cache-control"), found.get("pragma")) for found in headers} == {("no-cache", "no-cache")}
    assert [found for found in headers if found.keys() & {"cookie", "referer"}] == []


# The guide's own Back.


def test_back_leads_through_the_whole_visit(reader):
    """Back opens page after page as each was left, with the focus on its heading, and goes when the first is there."""
    page = reader("/how/", height=500)
    before, back = entry(page), page.locator(".guide-private-back")
    expect(back).to_be_hidden()
    for far, address, there in ((300, "/questions/", QUESTIONS), (700, "/modified/", LESS), (450, "/help/", HELP)):
        link = link_to(page, address)
        page.evaluate("(far) => scrollTo(0, far)", far)
        link.evaluate("(link) => link.click()")
        shown(page, there)
        assert page.evaluate("() => scrollY") == 0
        expect(back).to_be_visible()
    for far, there in ((450, LESS), (700, QUESTIONS), (300, HOW)):
        back.click()
        shown(page, there)
        assert page.evaluate("() => scrollY") == far, there
    expect(back).to_be_hidden()
    assert entry(page) == before


def test_two_quick_presses_of_back_lose_no_page(reader):
    """Back pressed again before the page came leads back one page, and the one before it is still there."""
    page = reader("/how/")
    for address, there in (("/questions/", QUESTIONS), ("/modified/", LESS)):
        link_to(page, address).click()
        shown(page, there)
    back = page.locator(".guide-private-back")
    back.evaluate("(button) => { button.click(); button.click(); }")
    shown(page, QUESTIONS)
    back.click()
    shown(page, HOW)
    expect(back).to_be_hidden()


def test_the_second_of_two_quick_presses_counts(reader):
    """A slow page that was asked for before another page, or before a place on this one, never comes up."""
    page, held = reader("/how/"), []
    page.route("**/modified/", lambda route: held.append(route))
    slow, quick = link_to(page, "/modified/"), link_to(page, "/questions/")
    with page.expect_request("**/modified/"):  # an earlier press would stop it before it was asked for
        slow.click()
    quick.click()
    shown(page, QUESTIONS)
    slow, quick = link_to(page, "/modified/"), link_to(page, "#text")
    with page.expect_request("**/modified/"):
        slow.click()
    quick.click()
    expect(page.locator("#text")).to_be_focused()
    assert len(held) == 2
    for route in held:
        route.continue_()
    page.unroute_all(behavior="wait")
    link_to(page, "/help/").click()
    shown(page, HELP)
    page.locator(".guide-private-back").click()
    shown(page, QUESTIONS)


# What fails.


ANSWERS = {
    "none": lambda route: route.abort(),
    "broken": lambda route: route.fulfill(status=500, body="<h1>Sign in to the network</h1>"),
    "empty": lambda route: route.fulfill(body=""),
}


@pytest.mark.parametrize("answer", ANSWERS)
def test_a_page_that_cannot_be_had_says_so(reader, answer):
    """If a page does not come, or is none of ours, a kind sentence says so, nothing is lost, and the next try works."""
    page, said = reader("/how/"), strings()["private_failed"]
    link_to(page, "/questions/").click()
    shown(page, QUESTIONS)
    link, back = link_to(page, "/modified/"), page.locator(".guide-private-back")
    before, text = entry(page), page.locator("main").inner_text()
    page.route(re.compile("/(how|modified)/$"), ANSWERS[answer])
    for press in (link, back):
        press.click()
        expect(page.locator(SAID)).to_have_text(said)
        page.locator(SAID).evaluate("(node) => { node.textContent = ''; }")
        assert page.locator("main").inner_text() == text
        assert entry(page) == before
    page.unroute_all()
    link.click()
    shown(page, LESS)
    for there in (QUESTIONS, HOW):
        back.click()
        shown(page, there)
    expect(page.locator(SAID)).to_have_text(strings()["private_on"])


def test_the_button_says_on_only_when_it_is(visit):
    """While its script is on the way the button is not pressed, twice pressed it stays on, and the notice is there."""
    page, held = visit("/how/"), []
    page.route(PRIVATE, lambda route: held.append(route))
    button = page.get_by_role("button", name="Private reading")
    expect(button).to_have_attribute("aria-pressed", "false")
    button.dblclick()
    while not held:
        page.wait_for_timeout(10)
    assert button.get_attribute("aria-pressed") == "false"
    assert page.title() != TITLE
    for route in held:
        route.continue_()
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(page.locator(SAID)).to_have_text(strings()["private_on"])
    expect(page.locator(SAID)).to_be_in_viewport()
    assert page.title() == TITLE
    page.unroute_all()


def test_a_button_that_cannot_work_says_so(visit):
    """If its script is not to be had the button says so and is not pressed; the next press works."""
    page = visit("/how/")
    page.route(PRIVATE, lambda route: route.abort())
    button = page.get_by_role("button", name="Private reading")
    button.click()
    expect(page.locator(SAID)).to_have_text(strings()["private_failed"])
    expect(button).to_have_attribute("aria-pressed", "false")
    page.unroute_all()
    read_privately(page)
    expect(button).to_have_attribute("aria-pressed", "true")


def test_loading_the_page_again_ends_it(reader):
    """While it is on the button only says so; loaded again, the page at this address is an ordinary page."""
    page = reader("/how/")
    before = entry(page)
    link_to(page, "/questions/").click()
    shown(page, QUESTIONS)
    button = page.get_by_role("button", name="Private reading")
    expect(button).to_be_disabled()
    page.reload()
    expect(page.locator("html:not([data-private]) h1")).to_have_text(HOW)
    expect(button).to_have_attribute("aria-pressed", "false")
    expect(button).to_be_enabled()
    assert page.title() != TITLE
    assert entry(page)[2] == before[2]


# Links of every kind.


@pytest.mark.parametrize("turned", [False, True], ids=["ltr", "rtl"])
def test_a_place_is_seen_below_the_way_back(reader, turned):
    """A link to a place shows it below the guide's own Back, which stays in sight, in both directions."""
    page, found = reader("/how/"), []
    page.evaluate("(turned) => { document.documentElement.dir = turned ? 'rtl' : 'ltr'; }", turned)
    link_to(page, "/why/#helps").click()
    expect(page.locator("#helps")).to_be_focused()
    page.locator("#helps").evaluate("(place) => place.classList.add('here')")
    back = page.locator(".guide-private-back button")
    for width, height in ((320, 256), (320, 568), (390, 844), (800, 900), (1280, 720)):
        page.set_viewport_size({"width": width, "height": height})
        link = link_to(page, "#helps")
        page.evaluate("() => scrollTo(0, 0)")
        link.evaluate("(link) => { link.click(); link.remove(); }")
        seen = page.evaluate(BELOW)
        expect(back).to_be_in_viewport(ratio=1)
        if seen != {"under": True, "seen": True}:
            found.append(f"{width}x{height}: {seen}")
    assert (back.bounding_box()["x"] > 1280 / 2) is turned
    arrow = back.evaluate("(one) => getComputedStyle(one, '::before').content")
    assert arrow == ('"→"' if turned else '"←"')
    nothing(found)


def test_a_closed_part_opens_for_its_place(reader):
    """A link to a place in a part that is closed opens it, and all around it, and puts the focus there."""
    page = reader("/how/")
    page.locator("main").evaluate(
        """(main) => main.insertAdjacentHTML("beforeend",
             "<details><summary>A</summary><details><summary>B</summary><p id=deep>C</p></details></details>")"""
    )
    link_to(page, "#deep").click()
    expect(page.locator("#deep")).to_be_focused()
    expect(page.locator("#deep")).to_be_in_viewport()


@pytest.mark.parametrize("place", ["#%E0%A4%A", "#nowhere", "#"])
def test_a_place_that_nobody_can_find_is_the_top(reader, place):
    """A link whose place cannot be read or found leads to the top of its page, here and elsewhere, without a fault."""
    page = reader("/how/")
    before = entry(page)
    for address in (f"/questions/{place}", place):
        link = link_to(page, address)
        page.evaluate("() => scrollTo(0, 200)")
        link.evaluate("(link) => link.click()")
        shown(page, QUESTIONS)
        assert page.evaluate("() => scrollY") == 0
    assert entry(page) == before


def test_links_that_are_none_of_ours_are_ordinary(reader):
    """Other sites, calls, texts, e-mails and files are left to the browser; every page of ours is not."""
    page = reader("/about/")
    file = page.locator('main a[href$=".txt"]').get_attribute("href")
    others = ["https://www.example.org/", "//www.example.org/", "tel:112", "sms:112", "mailto:a@example.org", file]
    ours = ["/why/", "../why/", "/why/#helps", "/why/?a=b", "/why/?a=b#helps", "/", "#text", SHORT_LINK, MISSING]
    taken = {href: page.evaluate(PRESSED, [href, {}]) for href in others + ours}
    assert taken == dict.fromkeys(others, False) | dict.fromkeys(ours, True)


@pytest.mark.parametrize("start", ["/how/", SHORT_LINK])
def test_a_modified_click_is_ordinary(reader, start):
    """With Ctrl, Shift, Alt, Meta or the middle button a link stays an ordinary link to the right page."""
    page = reader(start)
    keys = ({"ctrlKey": True}, {"metaKey": True}, {"shiftKey": True}, {"altKey": True}, {"button": 1})
    assert [how for how in keys if page.evaluate(PRESSED, ["/why/", how])] == []
    page.locator(".guide-footer").get_by_role("link", name="All pages").click()
    expect(page.locator("h1")).to_have_text("All pages")
    for press in ({"modifiers": ["Control"]}, {"button": "middle"}):
        with page.context.expect_page() as opened:
            page.locator('main a[href$="/help/"]').first.click(**press)
        opened.value.wait_for_load_state()
        assert urlsplit(opened.value.url).path == "/help/", press
        opened.value.close()
    expect(page.locator("h1")).to_have_text("All pages")


def test_the_missing_page_reads_on(reader):
    """From the missing page, at any depth, each link opens in place, and Back returns to it."""
    page = reader(MISSING)
    before = entry(page)
    page.locator("main").get_by_role("link", name="All pages").click()
    expect(page.locator("h1")).to_have_text("All pages")
    page.locator(".guide-private-back").click()
    expect(page.locator("h1")).to_have_text(strings()["missing_title"])
    assert entry(page) == before


# Keys, search, cover.


def tab_to(page, target, key="Tab") -> None:
    """Press Tab until the focus is there."""
    for _ in range(80):
        page.keyboard.press(key)
        if target.evaluate("(node) => node === document.activeElement"):
            return
    raise AssertionError(f"{target} is not reached")


def test_it_works_by_keys_alone(visit):
    """Tab and Enter switch it on, open a page, and go back."""
    page = visit("/how/")
    tab_to(page, page.get_by_role("button", name="Private reading"))
    page.keyboard.press("Enter")
    expect(page.locator("html")).to_have_attribute("data-private", "")
    tab_to(page, page.locator(".guide-pager a").last)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).not_to_have_text(HOW)
    expect(page.locator("h1")).to_be_focused()
    tab_to(page, page.locator(".guide-private-back button"), "Shift+Tab")
    page.keyboard.press("Enter")
    shown(page, HOW)


@pytest.mark.parametrize("start", ["/how/", SHORT_LINK])
def test_words_of_danger_put_help_first_in_place(reader, start):
    """While reading privately words of danger show the way to help, and that opens in place as well."""
    page = reader(start)
    before = entry(page)
    assert "/sessions/" not in search(page, "suicide")
    page.locator(".guide-search__crisis").get_by_role("link", name="Get help").click()
    expect(page.locator("main[data-crisis] h1")).to_be_focused()
    expect(page.locator("#search")).to_be_hidden()
    expect(page.get_by_role("button", name="Search", exact=True)).to_have_attribute("aria-expanded", "false")
    assert entry(page) == before


def test_the_search_still_works_on_the_next_page(reader):
    """The header stays as it is: its search opens, closes and finds on every page of the visit."""
    page = reader("/how/")
    for words, found in (("hoover", "/holding/hoover/"), ("grey rock", "/modified/grey-rock/")):
        assert search(page, words)[0] == found
        page.locator(".guide-search__results a").first.click()
        expect(page.locator("#search")).to_be_hidden()
    expect(page.locator(".guide-header")).to_have_count(1)
    open_search(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Search", exact=True)).to_be_focused()


def test_the_cover_hides_the_page_while_the_tab_is_hidden(reader):
    """If the reader wishes it, a hidden tab shows nothing; one press brings back page, place and focus."""
    page = reader("/how/")
    page.evaluate(HIDE, True)
    expect(page.locator("main")).to_be_visible()
    page.evaluate(HIDE, False)
    wish = page.get_by_role("button", name=strings()["private_cover"])
    expect(wish).to_have_attribute("aria-pressed", "false")
    wish.click()
    expect(wish).to_have_attribute("aria-pressed", "true")
    page.evaluate(
        "() => { scrollTo(0, 300); document.querySelector('.guide-pager a').focus({ preventScroll: true }); }"
    )
    page.evaluate(HIDE, True)
    page.evaluate(HIDE, False)
    shown_words = [line for line in page.locator("body").inner_text().splitlines() if line.strip()]
    assert shown_words == ["Leave now", ", opens another site", "Get help", TITLE, strings()["private_again"]]
    assert page.locator("link[rel~=icon]").get_attribute("href") == "data:,"
    assert page.title() == TITLE
    expect(page.get_by_role("button", name=strings()["private_again"])).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_visible()
    expect(page.locator(".guide-pager a").first).to_be_focused()
    assert page.evaluate("() => scrollY") == 300
    assert page.locator("link[rel~=icon]").get_attribute("href") != "data:,"
    assert stored(page) == {}
    page.reload()
    read_privately(page)
    expect(wish).to_have_attribute("aria-pressed", "false")
    assert page.locator("input:not([type=search])").count() == 0, "a browser writes down what is ticked"


def test_a_page_that_comes_under_the_cover_waits(reader):
    """A slow page that arrives while the tab is covered is there, whole, when the cover goes."""
    page, held = reader("/how/"), []
    page.locator(".guide-private-cover").click()
    page.route("**/questions/", lambda route: held.append(route))
    link_to(page, "/questions/").click()
    page.evaluate(HIDE, True)
    with page.expect_response("**/questions/"):
        held[0].continue_()
    page.evaluate(HIDE, False)
    page.get_by_role("button").click()
    shown(page, QUESTIONS)
    page.locator(".guide-private-back").click()
    shown(page, HOW)
    page.unroute_all()


@pytest.mark.parametrize(("start", "again"), [("/how/", HOW), (SHORT_LINK, TITLE)])
def test_back_from_another_site_begins_again(browser, host, served, tmp_path, start, again):
    """Left by another way than the exit, Back shows the first page of the visit, and nothing of what was read after."""
    (tmp_path / "index.html").write_text("<!doctype html><title>Elsewhere</title>", encoding="utf-8")
    keeps = browser.browser_type.launch(
        executable_path="/usr/bin/chromium", args=ARGUMENTS, ignore_default_args=[NO_MEMORY]
    )
    page = keeps.new_page()
    page.goto(f"{served}{start}")
    page.get_by_role("link", name="Open the text").or_(page.get_by_role("button", name="Private reading")).click()
    expect(page.locator("html")).to_have_attribute("data-private", "")
    expect(page.locator("[data-target]")).to_have_count(0)  # behind the short link the text is there
    link_to(page, "/questions/").click()
    shown(page, QUESTIONS)
    elsewhere = host(tmp_path)
    link_to(page, f"{elsewhere}/").click()
    page.wait_for_url(f"{elsewhere}/")
    tab = page.context.new_cdp_session(page)
    entries = tab.send("Page.getNavigationHistory")["entries"]
    assert [one["url"] for one in entries][-2:] == [f"{served}{start}", f"{elsewhere}/"]
    tab.send("Page.navigateToHistoryEntry", {"entryId": entries[-2]["id"]})
    expect(page.locator("html:not([data-private]) h1")).to_have_text(again)
    keeps.close()


def test_axe_finds_nothing_while_reading_privately(reader):
    """On the smallest phone axe finds nothing in the line and its box; nothing is too wide, or too small to hit."""
    page = reader("/how/", width=320, height=568, color_scheme="dark", bypass_csp=True)
    link_to(page, "/questions/").click()
    shown(page, QUESTIONS)
    page.locator(".guide-private-cover").click()
    page.evaluate("() => scrollTo(0, 900)")
    found = objections(page, EVERYTHING) + sideways(page)
    small = (
        page.locator(".guide-privacy-bar > *, .guide-private-cover, .guide-private-back button")
        .locator("visible=true")
        .evaluate_all(SMALL, BIG_ENOUGH)
    )
    nothing(found + small)


# Without scripts, and in the files.


def test_without_scripts_only_the_link_is_there(visit):
    """What needs a script is not shown without; the link to the page on reading safely is, on each kind of page."""
    page = visit(java_script_enabled=False)
    for address in ("/how/", MISSING, SHORT_LINK):
        page.goto(address)
        expect(page.locator(".guide-privacy-bar > *").locator("visible=true")).to_have_text(
            ["How to read this" if address == SHORT_LINK else "Reading safely"]
        )
        expect(page.locator(".guide-private-cover")).to_be_hidden()
    page.locator(".guide-privacy-bar a").click()
    page.wait_for_url("**/safety/reading/")


def test_each_page_shows_the_way_to_the_notice_on_traces(trees):
    """Each page, each link and the missing page link to it by words, outside of what opens or waits for scripts."""
    found = []
    for address, tree in trees.items():
        if address.startswith("card/"):
            continue  # it stands inside another site's page
        here = f"https://guide.example/{'' if address == '404.html' else address}"
        links = tree.css(".guide-privacy-bar > a")
        to = [urljoin(here, link.attributes["href"]) for link in links if "hidden" not in link.attributes]
        if to != ["https://guide.example/safety/reading/"] or not links[0].text(strip=True):
            found.append(f"{address}: {to}")
    assert len(trees) > 100
    nothing(found)


def test_each_page_with_a_number_leads_to_the_note_on_calls(trees):
    """Who is offered a call, a text or an e-mail is told in the same place what that leaves behind."""
    offers = [
        address
        for address, tree in trees.items()
        if tree.css("main a[href^='tel:'], main a[href^='sms:'], main a[href^='mailto:']")
    ]
    assert "help/" in offers
    assert trees["safety/reading/"].css_first("#calls")
    links = {page: [link.attributes["href"] or "" for link in trees[page].css("main a[href]")] for page in offers}
    nothing([page for page, to in links.items() if not any(link.endswith("safety/reading/#calls") for link in to)])


def test_no_style_tells_visited_links(site):
    """A link that was followed looks like any other: the style names neither of the two."""
    (style,) = site.glob("assets/guide.*.css")
    text = style.read_text(encoding="utf-8")
    assert "a:hover" in text
    assert re.findall(r":(?:visited|link)\b", text) == []
