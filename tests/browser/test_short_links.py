"""The neutral short link: a short address that says nothing, behind which the guide is read in place."""

import re
from urllib.parse import urljoin, urlsplit

import pytest
import yaml
from macro_environment import facts, strings
from page_helpers import SHORT_LINK, TITLE, entry, nothing, search, stored
from playwright.sync_api import expect
from selectolax.lexbor import LexborHTMLParser
from site_factory import build, house
from test_keyboard import FOCUSED, tab_through
from test_private import HIDE, SAID

TOPICS = {topic.code: topic for topic in facts().topics.values()}
OPEN = ".guide-short-link .guide-button"
A_SHORT_LINK = re.compile(r"""["'/]r/[2-9b-z]{4}/(?!(?:text|code)-[2-9b-z]{4}(?:-[a-z-]+)?\.(?:pdf|png))""")
# What must not be read over a shoulder, in a list of addresses or in a preview.
TELLING = re.compile(
    r"narciss|abus|contact|violen|stalk|trauma|hoover|grey.?rock|danger|harm|threat|suicid|block|leav(?!e)|partner"
    r"|control|victim|escape|divorce|custody|police|refuge|helpline|therap|\bex\b|\bhis\b|\bher\b|\bthey\b|\bguide\b",
    re.IGNORECASE,
)
SAFE = re.compile(r"[2-9b-df-hj-np-tv-xz]{4}")
HEAD = {"viewport", "referrer", "color-scheme", "robots"}


@pytest.fixture(scope="module")
def short_links(site) -> dict[str, str]:
    """The markup of every built short link, by its code."""
    return {path.parent.name: path.read_text(encoding="utf-8") for path in sorted(site.glob("r/*/index.html"))}


@pytest.fixture
def short_link(visit):
    """A short link, before it is opened."""
    return visit(SHORT_LINK)


def way(markup: str) -> str:
    """Where the short link leads, as its markup says."""
    return LexborHTMLParser(markup).css_first("a[data-target]").attributes["href"] or ""


def opened(page, heading=None) -> None:
    """Wait until the text is there, in place of the short link."""
    expect(page.locator(".guide-short-link")).to_have_count(0)
    expect(page.locator("h1")).to_have_text(heading or re.compile("."))


# The files: every short link.


def test_each_answered_topic_has_a_short_link(short_links):
    """Every topic that a page answers can be handed out on a card, and no short link is left over."""
    assert set(short_links) == {code for code, topic in TOPICS.items() if topic.page}
    assert len(short_links) > 60


def test_each_code_says_nothing():
    """Each code is used once, and has four letters or digits that make no word and are not mixed up in a hand."""
    assert len(TOPICS) == len(facts().topics)
    assert [code for code in TOPICS if not SAFE.fullmatch(code)] == []


def test_each_short_link_leads_to_its_place(short_links, site):
    """Each short link leads to the page of its topic, and to a section that is there."""
    found = []
    for code, markup in short_links.items():
        address = urlsplit(urljoin(f"https://guide.example/r/{code}/", way(markup)))
        file = site / address.path.strip("/") / "index.html"
        wanted = TOPICS[code].page.removesuffix(".md").removesuffix("index").strip("/")
        there = LexborHTMLParser(file.read_text(encoding="utf-8")) if file.is_file() else None
        ids = {node.attributes["id"] for node in there.css("[id]")} if there else set()
        if address.path.strip("/") != wanted or address.fragment != (TOPICS[code].section or ""):
            found.append(f"{code}: {address.path}#{address.fragment}")
        if there is None or (address.fragment and address.fragment not in ids):
            found.append(f"{code}: {address.path}#{address.fragment} is not there")
    nothing(found)


def test_all_short_links_are_alike(short_links):
    """But for where it leads, each short link is the same page: what holds for one holds for all."""
    assert len({markup.replace(f'href="{way(markup)}" data-target', "") for markup in short_links.values()}) == 1


def test_a_preview_shows_a_neutral_name_alone(short_links):
    """Whoever pastes the address into a message shows its neutral title: no words, no picture, no name of the site."""
    found = []
    for code, markup in short_links.items():
        tree = LexborHTMLParser(markup)
        metas = [node.attributes for node in tree.css("meta")]
        named = {meta.get("name") or "" for meta in metas if "http-equiv" not in meta and "charset" not in meta}
        kinds = {node.attributes["rel"] for node in tree.css("link")}
        robots = tree.css_first("meta[name=robots]").attributes["content"]
        seen = (tree.css_first("title").text(), named, kinds, robots, len(tree.css("title, h1")))
        if seen != (TITLE, HEAD, {"icon", "stylesheet"}, "noindex, nofollow", 2):
            found.append(f"{code}: {seen}")
        if tree.css("[itemscope], [itemprop], script:not([src]), img, [property]"):
            found.append(f"{code}: tells more than its title")
    nothing(found)


def test_no_word_of_a_short_link_tells(short_links):
    """Title, words, names, ids and addresses of a short link, and its icon, hold no word that gives a reader away."""
    tree = LexborHTMLParser(short_links[SHORT_LINK.split("/")[2]])
    said = [tree.css_first("title").text(), SHORT_LINK, tree.css_first("main").text()]
    said += [node.text() for node in tree.css(".guide-privacy-bar, .guide-exit-bar a, .guide-private-status")]
    said += [node.attributes["id"] or "" for node in tree.css("[id]")]
    said += [node.attributes["content"] or "" for node in tree.css("meta[content]")]
    said += [
        value or "" for node in tree.css("*") for name, value in node.attributes.items() if name.startswith("aria")
    ]
    said += [node.attributes["href"] or "" for node in tree.css("link[rel=icon]")]
    assert len(said) > 12
    nothing([text for text in said if TELLING.search(text)])
    assert TELLING.search("After no contact – The No Contact Guide")


def test_no_list_names_a_short_link(site):
    """No page for readers, search or list for search engines leads to a link, but for a file beside it; none an app.

    The pages for practitioners and the catalogue hand short links on; the search does not find these.
    """
    files = [path for path in site.rglob("*") if path.suffix in {".html", ".json", ".xml", ".txt"}]
    apart = [site / "handouts.json", site / "files" / "files.json", *site.glob("r/*/*"), *site.glob("card/*/*")]
    lists = [path for path in files if path not in apart and path.relative_to(site).parts[0] != "professionals"]
    assert site / "sitemap.xml" in lists
    found = [
        path.relative_to(site).as_posix() for path in lists if A_SHORT_LINK.search(path.read_text(encoding="utf-8"))
    ]
    nothing(found)
    assert A_SHORT_LINK.search('<a href="../r/k7wm/">')
    assert [path.name for path in site.rglob("*") if "manifest" in path.name] == []


# The first screen.


def test_a_short_link_asks_for_nothing_that_tells(visit):
    """Before it is opened a link has fetched its own page, its style, its icon and its scripts, and stored nothing."""
    page, asked = visit("/"), []
    page.on("request", lambda request: asked.append(urlsplit(request.url).path))
    page.goto(SHORT_LINK)
    page.wait_for_load_state("networkidle")
    assert {re.sub(r"\.[0-9a-f]{8}\.", ".", path) for path in asked} <= {
        SHORT_LINK, "/assets/guide.css", "/assets/quick_exit.js", "/assets/short_link.js", "/assets/guide.js",
        "/assets/icon.svg",
    }  # fmt: skip
    assert stored(page) == {}


def test_the_first_screen_shows_these_alone(short_link):
    """A short link shows the exit, the way to help, the line on reading safely, and the text to open: nothing else."""
    links = short_link.locator("a, button, input").locator("visible=true")
    assert [text.splitlines()[0] for text in links.all_inner_texts()] == [
        "Leave now", "Help", "How to read this", "Open the text",
    ]  # fmt: skip
    expect(short_link.locator(OPEN)).to_be_in_viewport(ratio=1)
    expect(short_link.locator("#find, .guide-search form, .guide-footer a")).to_have_count(0)


@pytest.mark.parametrize(("width", "height"), [(320, 256), (1280, 720)])
def test_each_stop_of_a_short_link_is_seen(visit, width, height):
    """By Tab a reader comes to the exit first, then to help, the notice and the text, each in sight and marked."""
    page = visit(SHORT_LINK, width=width, height=height)
    stops = tab_through(page)
    assert [stop["name"].split(",")[0] for stop in stops] == [
        "Leave now",
        "Help",
        "How to read this",
        "Open the text",
    ]
    assert [stop for stop in stops if not (stop["marked"] and stop["shown"])] == []


def test_the_link_shows_the_short_links_own_address(short_link, served):
    """A pointer that rests on the link, and a new tab that it opens, show the address of the short link."""
    expect(short_link.locator(OPEN)).to_have_js_property("href", served + SHORT_LINK)
    with short_link.context.expect_page() as other:
        short_link.locator(OPEN).click(modifiers=["Control"])
    other.value.wait_for_load_state()
    assert other.value.url == served + SHORT_LINK
    other.value.close()
    expect(short_link.locator(".guide-short-link")).to_be_visible()


@pytest.mark.parametrize("before", ["/", "//evil.example/..%2f"])  # each makes a path that begins with two slashes
def test_no_address_makes_the_link_lead_elsewhere(visit, served, before):
    """Put together with two slashes, by mistake or with bad intent, a link still shows and opens what is its own."""
    page = visit(served + before + SHORT_LINK)
    assert page.locator(OPEN).evaluate("(link) => link.origin") == served
    page.locator(OPEN).click()
    opened(page)
    assert page.evaluate("() => location.origin") == served


def test_without_scripts_the_text_opens_as_a_page(visit):
    """Without scripts the links of a short link are ordinary; test_private_print.py reads the words that say so."""
    page = visit(SHORT_LINK, java_script_enabled=False)
    page.locator(OPEN).click()
    page.wait_for_url("**/why/#helps")


def test_with_scripts_a_short_link_speaks_of_none(short_link):
    """The words on scripts are for those alone who have them switched off."""
    expect(short_link.get_by_text("Scripts are off")).to_be_hidden()


# Opened.


def test_the_text_opens_in_place(short_link, served):
    """The text opens under the short link's own address and name, at its section, with all that the guide offers."""
    before = entry(short_link)
    assert before[:2] == [served + SHORT_LINK, TITLE]
    short_link.locator(OPEN).click()
    opened(short_link)
    expect(short_link.locator("#helps")).to_be_focused()
    expect(short_link.locator("#helps")).to_be_in_viewport(ratio=1)
    assert entry(short_link) == before
    line = short_link.locator(".guide-privacy-bar").bounding_box()
    assert short_link.locator("#helps").bounding_box()["y"] >= line["y"] + line["height"] - 1
    expect(short_link.locator(SAID)).to_have_text(strings()["private_on"])
    expect(short_link.locator(".guide-private-back")).to_be_hidden()
    button = short_link.get_by_role("button", name="Private reading")
    expect(button).to_have_attribute("aria-pressed", "true")
    for part in (".guide-header__name", ".guide-footer", ".guide-pager"):
        expect(short_link.locator(part).first).to_be_visible()
    assert search(short_link, "hoover")[0] == "/holding/hoover/"
    assert entry(short_link) == before
    assert stored(short_link) == {}
    short_link.reload()
    expect(short_link.locator(OPEN)).to_be_visible()
    assert entry(short_link) == before


@pytest.mark.parametrize(
    ("link", "address"),
    [(".guide-exit-bar__help", "/help/"), (".guide-privacy-bar a", "/safety/reading/")],
    ids=["help", "notice"],
)
def test_each_link_of_a_short_link_opens_in_place(short_link, site, link, address):
    """Help and the notice on traces open in place as well, and Back leads from there to the text of the short link."""
    before, text = entry(short_link), short_link.locator(OPEN).get_attribute("data-target").split("#")[0]
    short_link.locator(link).click()
    opened(short_link)
    page = LexborHTMLParser((site / address.strip("/") / "index.html").read_text(encoding="utf-8"))
    expect(short_link.locator("h1")).to_have_text(page.css_first("h1").text())
    expect(short_link.locator("h1")).to_be_focused()
    short_link.locator(".guide-private-back").click()
    page = LexborHTMLParser((site / urlsplit(text).path.strip("/") / "index.html").read_text(encoding="utf-8"))
    expect(short_link.locator("h1")).to_have_text(page.css_first("h1").text())
    expect(short_link.locator(".guide-private-back")).to_be_hidden()
    assert entry(short_link) == before


def test_enter_opens_it(short_link):
    """By keys alone the text opens, and the next Tab lies in it."""
    before = entry(short_link)
    for _ in range(4):
        short_link.keyboard.press("Tab")
    short_link.keyboard.press("Enter")
    expect(short_link.locator("#helps")).to_be_focused()
    short_link.keyboard.press("Tab")
    assert short_link.evaluate(FOCUSED)["inside"]
    assert entry(short_link) == before


@pytest.mark.parametrize("slow", ["private", "guide"])
def test_a_press_before_the_scripts_came_is_kept(visit, served, slow):
    """Pressed while a script is still on its way the link never opens another page: it waits, then opens in place."""
    page, held = visit("/"), []
    page.route(f"**/assets/{slow}.*.js", lambda route: held.append(route))
    page.goto(SHORT_LINK, wait_until="commit")
    page.locator(OPEN).wait_for()
    before = entry(page)
    expect(page.locator(OPEN)).to_have_js_property("href", served + SHORT_LINK)
    page.locator(OPEN).click()
    if slow == "private":
        page.locator(OPEN).click()
    else:
        opened(page)
    while not held:
        page.wait_for_timeout(10)
    assert entry(page) == before
    held[0].continue_()
    opened(page)
    expect(page.locator("#helps")).to_be_focused()
    expect(page.get_by_role("button", name="Private reading")).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("button", name="Search", exact=True)).to_be_visible()
    assert entry(page) == before
    page.unroute_all()


def test_a_press_before_the_page_is_whole_is_kept(short_link):
    """Pressed before the link could be given the short link's own address, it opens in place all the same."""
    before = entry(short_link)
    short_link.locator(OPEN).evaluate("(link) => { link.href = '../../why/#helps'; link.dataset.target = ''; }")
    short_link.locator(OPEN).click()
    expect(short_link.locator("#helps")).to_be_focused()
    assert entry(short_link) == before


def test_a_short_link_that_cannot_open_says_so(short_link):
    """If the script is not to be had the short link says so and opens nothing; the next press works."""
    before = entry(short_link)
    short_link.route("**/assets/private.*.js", lambda route: route.abort())
    for link in (OPEN, ".guide-exit-bar__help", OPEN):
        short_link.locator(link).click()
        expect(short_link.locator(SAID)).to_have_text(strings()["private_failed"])
        short_link.locator(SAID).evaluate("(said) => { said.textContent = ''; }")
        assert entry(short_link) == before
    expect(short_link.locator(OPEN)).to_be_visible()
    short_link.unroute_all()
    short_link.locator(OPEN).click()
    opened(short_link)
    assert entry(short_link) == before


def test_a_text_that_cannot_be_had_says_so(short_link):
    """If the page is not to be had the short link stays as it is and says so; the next press works."""
    before = entry(short_link)
    short_link.route("**/why/", lambda route: route.abort())
    short_link.locator(OPEN).click()
    expect(short_link.locator(SAID)).to_have_text(strings()["private_failed"])
    expect(short_link.locator(OPEN)).to_be_visible()
    assert entry(short_link) == before
    short_link.unroute_all()
    short_link.locator(OPEN).click()
    opened(short_link)
    expect(short_link.locator(SAID)).to_have_text(strings()["private_on"])


# Its words.


@pytest.fixture(scope="module")
def marked(tmp_path_factory, host):
    """A tiny site in another tongue: each of its words begins with a mark."""
    root = house(tmp_path_factory.mktemp("marked"))
    file = root / "data" / "strings" / "en.yml"
    read = yaml.safe_load(file.read_text(encoding="utf-8"))
    read["strings"] = {key: text if key.endswith("_page") else f"§{text}" for key, text in read["strings"].items()}
    file.write_text(yaml.safe_dump(read, allow_unicode=True), encoding="utf-8")
    built = build(root)
    assert built.code == 0, built.said
    return host(built.site)


WORDS = """() => {
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


def test_every_word_comes_from_the_strings(visit, marked):
    """In another tongue each word of link, line, notices and cover is in it: no template and no script has its own."""
    page = visit(f"{marked}/r/k7wm/")
    found = page.evaluate(WORDS)
    page.route("**/assets/private.*.js", lambda route: route.abort())
    page.locator(OPEN).click()
    expect(page.locator(SAID)).to_have_text(re.compile("^§"))
    page.unroute_all()
    page.route(f"{marked}/", lambda route: route.abort())
    with page.expect_event("requestfailed"):
        page.locator(OPEN).click()
    expect(page.locator(SAID)).to_have_text(f"§{strings()['private_failed']}")
    page.unroute_all()
    page.locator(OPEN).click()
    opened(page, "Start")
    expect(page.locator(SAID)).to_have_text(re.compile("^§"))
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
    nothing(found)
