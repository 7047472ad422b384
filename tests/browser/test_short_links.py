"""Neutral short links: addresses that reveal nothing, which open the guide in place."""

import re
from urllib.parse import urljoin, urlsplit

import pytest
import yaml
from macro_environment import facts, strings
from page_helpers import (
    HIDE,
    NEUTRAL_TITLE,
    SHORT_LINK,
    STATUS,
    assert_none,
    expect_opened,
    open_short_link,
    search,
    stored,
    tab_history,
)
from page_measures import FOCUSED, hidden_stops, tab_through
from playwright.sync_api import expect
from site_factory import build, make_project

OPEN = ".guide-short-link .guide-button"
TARGET = facts().topics["why-it-works"]  # of SHORT_LINK
PLACE = f"#{TARGET.section}"
CONTROLS = ["Leave now", "Help", "How to read this", "Open the text"]


@pytest.fixture
def short_link(visit):
    """The page of a short link, before its text is opened."""
    return visit(SHORT_LINK)


# The first screen.


def test_a_short_link_loads_nothing_telling(visit):
    """Before its text is opened, a short link loads only its page, styles and scripts, and stores nothing."""
    page, requests = visit("/"), []
    page.on("request", lambda request: requests.append(urlsplit(request.url).path))
    page.goto(SHORT_LINK)
    page.wait_for_load_state("networkidle")
    assert {re.sub(r"\.[0-9a-f]{8}\.", ".", path) for path in requests} <= {
        SHORT_LINK, "/assets/components.css", "/assets/print.css", "/assets/short_link.js", "/assets/guide.js",
    }  # fmt: skip
    assert stored(page) == {}


@pytest.mark.parametrize(("width", "height"), [(320, 256), (1280, 720)])
def test_the_first_screen_has_only_four_controls(visit, width, height):
    """A short link shows exit, help, “Reading safely” and the button to open the text; Tab reaches each, outlined."""
    page = visit(SHORT_LINK, width=width, height=height)
    controls = page.locator("a, button, input").locator("visible=true")
    assert [text.splitlines()[0] for text in controls.all_inner_texts()] == CONTROLS
    expect(page.locator("#find, .guide-search form, .guide-footer a")).to_have_count(0)
    expect(page.get_by_text("Scripts are off")).to_be_hidden()
    stops = tab_through(page)
    assert [stop["name"].split(",")[0] for stop in stops] == CONTROLS
    assert hidden_stops(stops) == []


def test_the_button_is_on_the_first_screen(short_link):
    """The button to open the text is visible without scrolling."""
    expect(short_link.locator(OPEN)).to_be_in_viewport(ratio=1)


def test_the_button_has_the_address_of_the_short_link(short_link, site_url):
    """Hovering the button, or opening it in a new tab, shows the address of the short link."""
    expect(short_link.locator(OPEN)).to_have_js_property("href", site_url + SHORT_LINK)
    with short_link.context.expect_page() as other:
        short_link.locator(OPEN).click(modifiers=["Control"])
    other.value.wait_for_load_state()
    assert other.value.url == site_url + SHORT_LINK
    other.value.close()
    expect(short_link.locator(".guide-short-link")).to_be_visible()


@pytest.mark.parametrize("before", ["/", "//evil.example/..%2f"])  # both give a path that begins with two slashes
def test_a_doubled_slash_does_not_change_the_host(visit, site_url, before):
    """With a path that begins with two slashes, the button still leads to and opens this site."""
    page = visit(site_url + before + SHORT_LINK)
    assert page.locator(OPEN).evaluate("(link) => link.origin") == site_url
    open_short_link(page)
    assert page.evaluate("() => location.origin") == site_url


def test_without_scripts_the_text_opens_as_a_page(visit):
    """Without scripts the links of a short link are ordinary; test_private_print.py checks the note that says so."""
    page = visit(SHORT_LINK, java_script_enabled=False)
    page.locator(OPEN).click()
    page.wait_for_url(f"**{urljoin('/', TARGET.address)}")


# Opening.


def test_the_text_opens_in_place(short_link, site_url):
    """The text opens at its section, under the short link's address and title, with header, footer and search."""
    before = tab_history(short_link)
    assert before[:2] == [site_url + SHORT_LINK, NEUTRAL_TITLE]
    open_short_link(short_link)
    expect(short_link.locator(PLACE)).to_be_focused()
    expect(short_link.locator(PLACE)).to_be_in_viewport(ratio=1)
    assert tab_history(short_link) == before
    line = short_link.locator(".guide-privacy-bar").bounding_box()
    assert short_link.locator(PLACE).bounding_box()["y"] >= line["y"] + line["height"] - 1
    expect(short_link.locator(STATUS)).to_have_text(strings()["private_on"])
    expect(short_link.locator(".guide-private-back")).to_be_hidden()
    button = short_link.get_by_role("button", name="Private reading")
    expect(button).to_have_attribute("aria-pressed", "true")
    for part in (".guide-header__name", ".guide-footer", ".guide-pager"):
        expect(short_link.locator(part).first).to_be_visible()
    assert search(short_link, "hoover")[0] == "/holding/hoover/"
    assert tab_history(short_link) == before
    assert stored(short_link) == {}
    short_link.reload()
    expect(short_link.locator(OPEN)).to_be_visible()
    assert tab_history(short_link) == before


@pytest.mark.parametrize(
    ("link", "address"),
    [(".guide-exit-bar__help", "/help/"), (".guide-privacy-bar a", "/safety/reading/")],
    ids=["help", "notice"],
)
def test_each_link_of_a_short_link_opens_in_place(short_link, trees, link, address):
    """Help and “Reading safely” open in place as well, and Back leads to the text of the short link."""
    before, text = tab_history(short_link), short_link.locator(OPEN).get_attribute("data-target").split("#")[0]
    short_link.locator(link).click()
    expect_opened(short_link)
    expect(short_link.locator("h1")).to_have_text(trees[address.lstrip("/")].css_first("h1").text())
    expect(short_link.locator("h1")).to_be_focused()
    short_link.locator(".guide-private-back").click()
    expect(short_link.locator("h1")).to_have_text(trees[urlsplit(text).path.lstrip("/")].css_first("h1").text())
    expect(short_link.locator(".guide-private-back")).to_be_hidden()
    assert tab_history(short_link) == before


def test_enter_opens_it(short_link):
    """The text opens by keyboard, and the next tab stop is in it."""
    before = tab_history(short_link)
    for _ in range(4):
        short_link.keyboard.press("Tab")
    short_link.keyboard.press("Enter")
    expect(short_link.locator(PLACE)).to_be_focused()
    short_link.keyboard.press("Tab")
    assert short_link.evaluate(FOCUSED)["inside"]
    assert tab_history(short_link) == before


@pytest.mark.parametrize("slow", ["private_reading", "guide"])
def test_a_click_before_the_scripts_are_loaded_is_kept(visit, site_url, slow):
    """A click while a script is loading does not navigate: it waits, then opens the text in place."""
    page, waiting = visit("/"), []
    page.route(f"**/assets/{slow}.*.js", lambda route: waiting.append(route))
    page.goto(SHORT_LINK, wait_until="commit")
    page.locator(OPEN).wait_for()
    before = tab_history(page)
    expect(page.locator(OPEN)).to_have_js_property("href", site_url + SHORT_LINK)
    page.locator(OPEN).click()
    if slow == "private_reading":
        page.locator(OPEN).click()
    else:
        expect_opened(page)
    while not waiting:
        page.wait_for_timeout(10)
    assert tab_history(page) == before
    waiting[0].continue_()
    expect_opened(page)
    expect(page.locator(PLACE)).to_be_focused()
    expect(page.get_by_role("button", name="Private reading")).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("button", name="Search", exact=True)).to_be_visible()
    assert tab_history(page) == before
    page.unroute_all()


def test_a_click_before_the_address_is_replaced_works(short_link):
    """A click before the button has the short link's address also opens the text in place."""
    before = tab_history(short_link)
    short_link.locator(OPEN).evaluate("(link) => { link.href = '../../why/#helps'; link.dataset.target = ''; }")
    short_link.locator(OPEN).click()
    expect(short_link.locator(PLACE)).to_be_focused()
    assert tab_history(short_link) == before


@pytest.mark.parametrize("part", ["**/assets/private_reading.*.js", "**/why/"], ids=["script", "page"])
def test_a_failure_is_reported(short_link, part):
    """If script or page cannot be loaded, the short link says so and opens nothing; the next click works."""
    before = tab_history(short_link)
    short_link.route(part, lambda route: route.abort())
    for link in (OPEN, ".guide-exit-bar__help", OPEN) if part.endswith(".js") else (OPEN, OPEN):
        short_link.locator(link).click()
        expect(short_link.locator(STATUS)).to_have_text(strings()["private_failed"])
        short_link.locator(STATUS).evaluate("(node) => { node.textContent = ''; }")
        assert tab_history(short_link) == before
    expect(short_link.locator(OPEN)).to_be_visible()
    short_link.unroute_all()
    open_short_link(short_link)
    expect(short_link.locator(STATUS)).to_have_text(strings()["private_on"])
    assert tab_history(short_link) == before


# Translation.


@pytest.fixture(scope="module")
def marked_site(tmp_path_factory, serve_folder):
    """A small site in which each string begins with a mark, as a stand-in for another language."""
    root = make_project(tmp_path_factory.mktemp("marked"))
    file = root / "data" / "strings" / "en.yml"
    read = yaml.safe_load(file.read_text(encoding="utf-8"))
    read["strings"] = {key: text if key.endswith("_page") else f"§{text}" for key, text in read["strings"].items()}
    file.write_text(yaml.safe_dump(read, allow_unicode=True), encoding="utf-8")
    built = build(root)
    assert built.code == 0, built.output
    return serve_folder(built.site)


UNMARKED_TEXT = """() => {
  const found = [document.title];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = walker.nextNode(); text; text = walker.nextNode()) {
    if (!text.parentElement.closest("noscript, article:not(.guide-short-link)")) found.push(text.data.trim());
  }
  for (const node of document.body.querySelectorAll("[aria-label], [title], [placeholder], [alt]")) {
    found.push(...["aria-label", "title", "placeholder", "alt"].map((name) => node.getAttribute(name) ?? ""));
  }
  return found.filter((text) => text && !text.startsWith("§"));
}"""


def test_all_text_comes_from_the_strings(visit, marked_site):
    """All text of short link, bars, messages and cover is marked: no template and no script has text of its own."""
    page = visit(f"{marked_site}/r/k7wm/")
    found = page.evaluate(UNMARKED_TEXT)
    page.route("**/assets/private_reading.*.js", lambda route: route.abort())
    page.locator(OPEN).click()
    expect(page.locator(STATUS)).to_have_text(re.compile("^§"))
    page.unroute_all()
    page.route(f"{marked_site}/", lambda route: route.abort())
    with page.expect_event("requestfailed"):
        page.locator(OPEN).click()
    expect(page.locator(STATUS)).to_have_text(f"§{strings()['private_failed']}")
    page.unroute_all()
    open_short_link(page)
    expect(page.locator("h1")).to_have_text("Start")
    expect(page.locator(STATUS)).to_have_text(re.compile("^§"))
    for part in (
        page.locator(".guide-privacy-bar > *, .guide-private-status > *, .guide-exit-bar > *")
        .locator("visible=true")
        .all()
    ):
        found += [text for text in part.inner_text().splitlines() if text.strip() and not text.startswith("§")]
    page.locator(".guide-private-cover").click()
    page.evaluate(HIDE, True)
    covered = page.locator("body").inner_text().split("\n")
    found += [text for text in covered if text.strip() and not text.startswith("§")]
    found += [page.title()] * (not page.title().startswith("§"))
    assert_none(found)
