"""Neutral short links: addresses that reveal nothing, which open the guide in place."""

import re
from urllib.parse import urljoin, urlsplit

import pytest
import yaml
from macro_environment import facts, strings
from page_helpers import NEUTRAL_TITLE, SHORT_LINK, assert_none, search, stored, tab_history
from playwright.sync_api import expect
from selectolax.lexbor import LexborHTMLParser
from site_factory import build, make_project
from test_keyboard import FOCUSED, tab_through
from test_private import HIDE, STATUS

TOPICS = {topic.code: topic for topic in facts().topics.values()}
OPEN = ".guide-short-link .guide-button"
A_SHORT_LINK = re.compile(r"""["'/]r/[2-9b-z]{4}/(?!(?:text|code)-[2-9b-z]{4}(?:-[a-z-]+)?\.(?:pdf|png))""")
# Words that must not be visible on a screen, in a history or in a preview.
TELLING = re.compile(
    r"narciss|abus|contact|violen|stalk|trauma|hoover|grey.?rock|danger|harm|threat|suicid|block|leav(?!e)|partner"
    r"|control|victim|escape|divorce|custody|police|refuge|helpline|therap|\bex\b|\bhis\b|\bher\b|\bthey\b|\bguide\b",
    re.IGNORECASE,
)
CODE = re.compile(r"[2-9b-df-hj-np-tv-xz]{4}")
META_NAMES = {"viewport", "referrer", "color-scheme", "robots"}


@pytest.fixture(scope="module")
def short_links(site) -> dict[str, str]:
    """The HTML of every short link, by code."""
    return {path.parent.name: path.read_text(encoding="utf-8") for path in sorted(site.glob("r/*/index.html"))}


@pytest.fixture
def short_link(visit):
    """The page of a short link, before its text is opened."""
    return visit(SHORT_LINK)


def target_of(markup: str) -> str:
    """The target in the HTML of a short link."""
    return LexborHTMLParser(markup).css_first("a[data-target]").attributes["href"] or ""


def expect_opened(page, heading=None) -> None:
    """Wait until the text is open in place of the short link."""
    expect(page.locator(".guide-short-link")).to_have_count(0)
    expect(page.locator("h1")).to_have_text(heading or re.compile("."))


# The files: every short link.


def test_each_answered_topic_has_a_short_link(short_links):
    """Every topic with a page has a short link, and there is no other."""
    assert set(short_links) == {code for code, topic in TOPICS.items() if topic.page}
    assert len(short_links) > 60


def test_codes_are_unique_and_neutral():
    """Each code is unique, and has four characters without vowels and without ones that look alike."""
    assert len(TOPICS) == len(facts().topics)
    assert [code for code in TOPICS if not CODE.fullmatch(code)] == []


def test_each_short_link_leads_to_its_topic(short_links, site):
    """Each short link leads to the page and section of its topic, which exist."""
    found = []
    for code, markup in short_links.items():
        address = urlsplit(urljoin(f"https://guide.example/r/{code}/", target_of(markup)))
        file = site / address.path.strip("/") / "index.html"
        wanted = TOPICS[code].page.removesuffix(".md").removesuffix("index").strip("/")
        there = LexborHTMLParser(file.read_text(encoding="utf-8")) if file.is_file() else None
        ids = {node.attributes["id"] for node in there.css("[id]")} if there else set()
        if address.path.strip("/") != wanted or address.fragment != (TOPICS[code].section or ""):
            found.append(f"{code}: {address.path}#{address.fragment}")
        if there is None or (address.fragment and address.fragment not in ids):
            found.append(f"{code}: {address.path}#{address.fragment} is not there")
    assert_none(found)


def test_all_short_links_are_alike(short_links):
    """Except for the target, all short links are the same page: what is true of one is true of all."""
    assert len({markup.replace(f'href="{target_of(markup)}" data-target', "") for markup in short_links.values()}) == 1


def test_a_preview_shows_only_a_neutral_title(short_links):
    """A preview of the address has only its neutral title: no description, no picture, no name of the site."""
    found = []
    for code, markup in short_links.items():
        tree = LexborHTMLParser(markup)
        metas = [node.attributes for node in tree.css("meta")]
        named = {meta.get("name") or "" for meta in metas if "http-equiv" not in meta and "charset" not in meta}
        kinds = {node.attributes["rel"] for node in tree.css("link")}
        robots = tree.css_first("meta[name=robots]").attributes["content"]
        seen = (tree.css_first("title").text(), named, kinds, robots, len(tree.css("title, h1")))
        if seen != (NEUTRAL_TITLE, META_NAMES, {"icon", "stylesheet"}, "noindex, nofollow", 2):
            found.append(f"{code}: {seen}")
        if tree.css("[itemscope], [itemprop], script:not([src]), img, [property]"):
            found.append(f"{code}: has more than its title")
    assert_none(found)


def test_a_short_link_reveals_nothing(short_links):
    """Title, text, labels, ids and addresses of a short link, and its icon, contain no telling word."""
    tree = LexborHTMLParser(short_links[SHORT_LINK.split("/")[2]])
    texts = [tree.css_first("title").text(), SHORT_LINK, tree.css_first("main").text()]
    texts += [node.text() for node in tree.css(".guide-privacy-bar, .guide-exit-bar a, .guide-private-status")]
    texts += [node.attributes["id"] or "" for node in tree.css("[id]")]
    texts += [node.attributes["content"] or "" for node in tree.css("meta[content]")]
    texts += [
        value or "" for node in tree.css("*") for name, value in node.attributes.items() if name.startswith("aria")
    ]
    texts += [node.attributes["href"] or "" for node in tree.css("link[rel=icon]")]
    assert len(texts) > 12
    assert_none([text for text in texts if TELLING.search(text)])
    assert TELLING.search("After no contact – The No Contact Guide")


def test_short_links_are_not_listed(site):
    """No page for readers, search index or sitemap has a short link, only files below it; there is no web app manifest.

    The pages for practitioners and the catalogue have short links; the search index does not.
    """
    files = [path for path in site.rglob("*") if path.suffix in {".html", ".json", ".xml", ".txt"}]
    apart = [site / "handouts.json", site / "files" / "files.json", *site.glob("r/*/*"), *site.glob("card/*/*")]
    lists = [path for path in files if path not in apart and path.relative_to(site).parts[0] != "professionals"]
    assert site / "sitemap.xml" in lists
    found = [
        path.relative_to(site).as_posix() for path in lists if A_SHORT_LINK.search(path.read_text(encoding="utf-8"))
    ]
    assert_none(found)
    assert A_SHORT_LINK.search('<a href="../r/k7wm/">')
    assert [path.name for path in site.rglob("*") if "manifest" in path.name] == []


# The first screen.


def test_a_short_link_loads_nothing_telling(visit):
    """Before its text is opened, a short link loads only its page, style, icon and scripts, and stores nothing."""
    page, requests = visit("/"), []
    page.on("request", lambda request: requests.append(urlsplit(request.url).path))
    page.goto(SHORT_LINK)
    page.wait_for_load_state("networkidle")
    assert {re.sub(r"\.[0-9a-f]{8}\.", ".", path) for path in requests} <= {
        SHORT_LINK, "/assets/guide.css", "/assets/quick_exit.js", "/assets/short_link.js", "/assets/guide.js",
        "/assets/icon.svg",
    }  # fmt: skip
    assert stored(page) == {}


def test_the_first_screen_has_only_four_controls(short_link):
    """A short link shows the exit, help, the link to “Reading safely” and the button to open the text, nothing else."""
    links = short_link.locator("a, button, input").locator("visible=true")
    assert [text.splitlines()[0] for text in links.all_inner_texts()] == [
        "Leave now", "Help", "How to read this", "Open the text",
    ]  # fmt: skip
    expect(short_link.locator(OPEN)).to_be_in_viewport(ratio=1)
    expect(short_link.locator("#find, .guide-search form, .guide-footer a")).to_have_count(0)


@pytest.mark.parametrize(("width", "height"), [(320, 256), (1280, 720)])
def test_each_focus_of_a_short_link_is_visible(visit, width, height):
    """Tab reaches the exit first, then help, “Reading safely” and the text, each visible and outlined."""
    page = visit(SHORT_LINK, width=width, height=height)
    stops = tab_through(page)
    assert [stop["name"].split(",")[0] for stop in stops] == [
        "Leave now",
        "Help",
        "How to read this",
        "Open the text",
    ]
    assert [stop for stop in stops if not (stop["marked"] and stop["shown"])] == []


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
    page.locator(OPEN).click()
    expect_opened(page)
    assert page.evaluate("() => location.origin") == site_url


def test_without_scripts_the_text_opens_as_a_page(visit):
    """Without scripts the links of a short link are ordinary; test_private_print.py checks the note that says so."""
    page = visit(SHORT_LINK, java_script_enabled=False)
    page.locator(OPEN).click()
    page.wait_for_url("**/why/#helps")


def test_with_scripts_the_note_about_scripts_is_hidden(short_link):
    """The note about scripts is hidden if scripts are on."""
    expect(short_link.get_by_text("Scripts are off")).to_be_hidden()


# Opening.


def test_the_text_opens_in_place(short_link, site_url):
    """The text opens at its section, under the short link's address and title, with header, footer and search."""
    before = tab_history(short_link)
    assert before[:2] == [site_url + SHORT_LINK, NEUTRAL_TITLE]
    short_link.locator(OPEN).click()
    expect_opened(short_link)
    expect(short_link.locator("#helps")).to_be_focused()
    expect(short_link.locator("#helps")).to_be_in_viewport(ratio=1)
    assert tab_history(short_link) == before
    line = short_link.locator(".guide-privacy-bar").bounding_box()
    assert short_link.locator("#helps").bounding_box()["y"] >= line["y"] + line["height"] - 1
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
def test_each_link_of_a_short_link_opens_in_place(short_link, site, link, address):
    """Help and “Reading safely” open in place as well, and Back leads to the text of the short link."""
    before, text = tab_history(short_link), short_link.locator(OPEN).get_attribute("data-target").split("#")[0]
    short_link.locator(link).click()
    expect_opened(short_link)
    page = LexborHTMLParser((site / address.strip("/") / "index.html").read_text(encoding="utf-8"))
    expect(short_link.locator("h1")).to_have_text(page.css_first("h1").text())
    expect(short_link.locator("h1")).to_be_focused()
    short_link.locator(".guide-private-back").click()
    page = LexborHTMLParser((site / urlsplit(text).path.strip("/") / "index.html").read_text(encoding="utf-8"))
    expect(short_link.locator("h1")).to_have_text(page.css_first("h1").text())
    expect(short_link.locator(".guide-private-back")).to_be_hidden()
    assert tab_history(short_link) == before


def test_enter_opens_it(short_link):
    """The text opens by keyboard, and the next tab stop is in it."""
    before = tab_history(short_link)
    for _ in range(4):
        short_link.keyboard.press("Tab")
    short_link.keyboard.press("Enter")
    expect(short_link.locator("#helps")).to_be_focused()
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
    expect(page.locator("#helps")).to_be_focused()
    expect(page.get_by_role("button", name="Private reading")).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("button", name="Search", exact=True)).to_be_visible()
    assert tab_history(page) == before
    page.unroute_all()


def test_a_click_before_the_address_is_replaced_works(short_link):
    """A click before the button has the short link's address also opens the text in place."""
    before = tab_history(short_link)
    short_link.locator(OPEN).evaluate("(link) => { link.href = '../../why/#helps'; link.dataset.target = ''; }")
    short_link.locator(OPEN).click()
    expect(short_link.locator("#helps")).to_be_focused()
    assert tab_history(short_link) == before


def test_a_failing_script_is_reported(short_link):
    """If the script cannot be loaded, the short link says so and opens nothing; the next click works."""
    before = tab_history(short_link)
    short_link.route("**/assets/private_reading.*.js", lambda route: route.abort())
    for link in (OPEN, ".guide-exit-bar__help", OPEN):
        short_link.locator(link).click()
        expect(short_link.locator(STATUS)).to_have_text(strings()["private_failed"])
        short_link.locator(STATUS).evaluate("(node) => { node.textContent = ''; }")
        assert tab_history(short_link) == before
    expect(short_link.locator(OPEN)).to_be_visible()
    short_link.unroute_all()
    short_link.locator(OPEN).click()
    expect_opened(short_link)
    assert tab_history(short_link) == before


def test_a_failing_page_is_reported(short_link):
    """If the page cannot be fetched, the short link stays and says so; the next click works."""
    before = tab_history(short_link)
    short_link.route("**/why/", lambda route: route.abort())
    short_link.locator(OPEN).click()
    expect(short_link.locator(STATUS)).to_have_text(strings()["private_failed"])
    expect(short_link.locator(OPEN)).to_be_visible()
    assert tab_history(short_link) == before
    short_link.unroute_all()
    short_link.locator(OPEN).click()
    expect_opened(short_link)
    expect(short_link.locator(STATUS)).to_have_text(strings()["private_on"])


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
    page.locator(OPEN).click()
    expect_opened(page, "Start")
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
