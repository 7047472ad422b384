"""The discreet door: a short address that says nothing, behind which the guide is read in place."""

import re
from urllib.parse import urljoin, urlsplit

import pytest
import yaml
from kitchen import facts, strings
from looking import DOOR, TITLE, entry, nothing, search, stored
from playwright.sync_api import expect
from selectolax.lexbor import LexborHTMLParser
from test_keyboard import FOCUSED, tab_through
from test_private import HIDE, SAID
from tiny import build, house

TOPICS = {topic["code"]: topic for topic in facts().topics.values()}
OPEN = ".guide-door .guide-button"
A_DOOR = re.compile(r"""["'/]r/[2-9b-z]{4}/(?!(?:text|code)-[2-9b-z]{4}(?:-[a-z-]+)?\.(?:pdf|png))""")
# What must not be read over a shoulder, in a list of addresses or in a preview.
TELLING = re.compile(
    r"narciss|abus|contact|violen|stalk|trauma|hoover|grey.?rock|danger|harm|threat|suicid|block|leav(?!e)|partner"
    r"|control|victim|escape|divorce|custody|police|refuge|helpline|therap|\bex\b|\bhis\b|\bher\b|\bthey\b|\bguide\b",
    re.IGNORECASE,
)
SAFE = re.compile(r"[2-9b-df-hj-np-tv-xz]{4}")
HEAD = {"viewport", "referrer", "color-scheme", "robots"}


@pytest.fixture(scope="module")
def doors(site) -> dict[str, str]:
    """The markup of every built door, by its code."""
    return {path.parent.name: path.read_text(encoding="utf-8") for path in sorted(site.glob("r/*/index.html"))}


@pytest.fixture
def door(visit):
    """A door, before it is opened."""
    return visit(DOOR)


def way(markup: str) -> str:
    """Where the door leads, as its markup says."""
    return LexborHTMLParser(markup).css_first("a[data-opens]").attributes["href"] or ""


def opened(page, heading=None) -> None:
    """Wait until the text is there, in place of the door."""
    expect(page.locator(".guide-door")).to_have_count(0)
    expect(page.locator("h1")).to_have_text(heading or re.compile("."))


# The files: every door.


def test_each_answered_topic_has_a_door(doors):
    """Every topic that a page answers can be handed out on a card, and no door is left over."""
    assert set(doors) == {code for code, topic in TOPICS.items() if topic["page"]}
    assert len(doors) > 60


def test_each_code_says_nothing():
    """Each code is used once, and has four letters or digits that make no word and are not mixed up in a hand."""
    assert len(TOPICS) == len(facts().topics)
    assert [code for code in TOPICS if not SAFE.fullmatch(code)] == []


def test_each_door_leads_to_its_place(doors, site):
    """Each door leads to the page of its topic, and to a section that is there."""
    found = []
    for code, markup in doors.items():
        address = urlsplit(urljoin(f"https://guide.example/r/{code}/", way(markup)))
        file = site / address.path.strip("/") / "index.html"
        wanted = TOPICS[code]["page"].removesuffix(".md").removesuffix("index").strip("/")
        there = LexborHTMLParser(file.read_text(encoding="utf-8")) if file.is_file() else None
        ids = {node.attributes["id"] for node in there.css("[id]")} if there else set()
        if address.path.strip("/") != wanted or address.fragment != (TOPICS[code]["section"] or ""):
            found.append(f"{code}: {address.path}#{address.fragment}")
        if there is None or (address.fragment and address.fragment not in ids):
            found.append(f"{code}: {address.path}#{address.fragment} is not there")
    nothing(found)


def test_all_doors_are_alike(doors):
    """But for where it leads, each door is the same page: what holds for one holds for all."""
    assert len({markup.replace(f'href="{way(markup)}" data-opens', "") for markup in doors.values()}) == 1


def test_a_preview_shows_a_neutral_name_alone(doors):
    """Whoever pastes the address into a message shows its neutral title: no words, no picture, no name of the site."""
    found = []
    for code, markup in doors.items():
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


def test_no_word_of_a_door_tells(doors):
    """Title, words, names, ids and addresses of a door, and its icon, hold no word that gives a reader away."""
    tree = LexborHTMLParser(doors[DOOR.split("/")[2]])
    said = [tree.css_first("title").text(), DOOR, tree.css_first("main").text()]
    said += [node.text() for node in tree.css(".guide-safely, .guide-bar a, .guide-said")]
    said += [node.attributes["id"] or "" for node in tree.css("[id]")]
    said += [node.attributes["content"] or "" for node in tree.css("meta[content]")]
    said += [
        value or "" for node in tree.css("*") for name, value in node.attributes.items() if name.startswith("aria")
    ]
    said += [node.attributes["href"] or "" for node in tree.css("link[rel=icon]")]
    assert len(said) > 12
    nothing([text for text in said if TELLING.search(text)])
    assert TELLING.search("After no contact – The No Contact Guide")


def test_no_list_names_a_door(site):
    """No page for readers, search or list for search engines leads to a door, but for a file beside it; none an app.

    The pages for practitioners and the catalogue hand doors on; the search does not find these.
    """
    files = [path for path in site.rglob("*") if path.suffix in {".html", ".json", ".xml", ".txt"}]
    apart = [site / "handouts.json", site / "files" / "files.json", *site.glob("r/*/*"), *site.glob("card/*/*")]
    lists = [path for path in files if path not in apart and path.relative_to(site).parts[0] != "professionals"]
    assert site / "sitemap.xml" in lists
    found = [path.relative_to(site).as_posix() for path in lists if A_DOOR.search(path.read_text(encoding="utf-8"))]
    nothing(found)
    assert A_DOOR.search('<a href="../r/k7wm/">')
    assert [path.name for path in site.rglob("*") if "manifest" in path.name] == []


# The first screen.


def test_a_door_asks_for_nothing_that_tells(visit):
    """Before it is opened a door has fetched its own page, its style, its icon and its scripts, and stored nothing."""
    page, asked = visit("/"), []
    page.on("request", lambda request: asked.append(urlsplit(request.url).path))
    page.goto(DOOR)
    page.wait_for_load_state("networkidle")
    assert {re.sub(r"\.[0-9a-f]{8}\.", ".", path) for path in asked} <= {
        DOOR, "/assets/guide.css", "/assets/leave.js", "/assets/door.js", "/assets/guide.js", "/assets/icon.svg",
    }  # fmt: skip
    assert stored(page) == {}


def test_the_first_screen_shows_these_alone(door):
    """A door shows the exit, the way to help, the line on reading safely, and the text to open: nothing else."""
    links = door.locator("a, button, input").locator("visible=true")
    assert [text.splitlines()[0] for text in links.all_inner_texts()] == [
        "Leave now", "Help", "How to read this", "Open the text",
    ]  # fmt: skip
    expect(door.locator(OPEN)).to_be_in_viewport(ratio=1)
    expect(door.locator("#find, .guide-search form, .guide-footer a")).to_have_count(0)


@pytest.mark.parametrize(("width", "height"), [(320, 256), (1280, 720)])
def test_each_stop_of_a_door_is_seen(visit, width, height):
    """By Tab a reader comes to the exit first, then to help, the notice and the text, each in sight and marked."""
    page = visit(DOOR, width=width, height=height)
    stops = tab_through(page)
    assert [stop["name"].split(",")[0] for stop in stops] == [
        "Leave now",
        "Help",
        "How to read this",
        "Open the text",
    ]
    assert [stop for stop in stops if not (stop["marked"] and stop["shown"])] == []


def test_the_link_shows_the_doors_own_address(door, served):
    """A pointer that rests on the link, and a new tab that it opens, show the address of the door."""
    expect(door.locator(OPEN)).to_have_js_property("href", served + DOOR)
    with door.context.expect_page() as other:
        door.locator(OPEN).click(modifiers=["Control"])
    other.value.wait_for_load_state()
    assert other.value.url == served + DOOR
    other.value.close()
    expect(door.locator(".guide-door")).to_be_visible()


@pytest.mark.parametrize("before", ["/", "//evil.example/..%2f"])  # each makes a path that begins with two slashes
def test_no_address_makes_the_link_lead_elsewhere(visit, served, before):
    """Put together with two slashes, by mistake or with bad intent, a door still shows and opens what is its own."""
    page = visit(served + before + DOOR)
    assert page.locator(OPEN).evaluate("(link) => link.origin") == served
    page.locator(OPEN).click()
    opened(page)
    assert page.evaluate("() => location.origin") == served


def test_without_scripts_the_text_opens_as_a_page(visit):
    """Without scripts the links of a door are ordinary; test_private_print.py reads the words that say so."""
    page = visit(DOOR, java_script_enabled=False)
    page.locator(OPEN).click()
    page.wait_for_url("**/why/#helps")


def test_with_scripts_a_door_speaks_of_none(door):
    """The words on scripts are for those alone who have them switched off."""
    expect(door.get_by_text("Scripts are off")).to_be_hidden()


# Opened.


def test_the_text_opens_in_place(door, served):
    """The text opens under the door's own address and name, at its section, with all that the guide offers."""
    before = entry(door)
    assert before[:2] == [served + DOOR, TITLE]
    door.locator(OPEN).click()
    opened(door)
    expect(door.locator("#helps")).to_be_focused()
    expect(door.locator("#helps")).to_be_in_viewport(ratio=1)
    assert entry(door) == before
    line = door.locator(".guide-safely").bounding_box()
    assert door.locator("#helps").bounding_box()["y"] >= line["y"] + line["height"] - 1
    expect(door.locator(SAID)).to_have_text(strings()["private_on"])
    expect(door.locator(".guide-back")).to_be_hidden()
    button = door.get_by_role("button", name="Private reading")
    expect(button).to_have_attribute("aria-pressed", "true")
    for part in (".guide-header__name", ".guide-footer", ".guide-way"):
        expect(door.locator(part).first).to_be_visible()
    assert search(door, "hoover")[0] == "/holding/hoover/"
    assert entry(door) == before
    assert stored(door) == {}
    door.reload()
    expect(door.locator(OPEN)).to_be_visible()
    assert entry(door) == before


@pytest.mark.parametrize(
    ("link", "address"),
    [(".guide-bar__help", "/help/"), (".guide-safely a", "/safety/reading/")],
    ids=["help", "notice"],
)
def test_each_link_of_a_door_opens_in_place(door, site, link, address):
    """Help and the notice on traces open in place as well, and Back leads from there to the text of the door."""
    before, text = entry(door), door.locator(OPEN).get_attribute("data-opens").split("#")[0]
    door.locator(link).click()
    opened(door)
    page = LexborHTMLParser((site / address.strip("/") / "index.html").read_text(encoding="utf-8"))
    expect(door.locator("h1")).to_have_text(page.css_first("h1").text())
    expect(door.locator("h1")).to_be_focused()
    door.locator(".guide-back").click()
    page = LexborHTMLParser((site / urlsplit(text).path.strip("/") / "index.html").read_text(encoding="utf-8"))
    expect(door.locator("h1")).to_have_text(page.css_first("h1").text())
    expect(door.locator(".guide-back")).to_be_hidden()
    assert entry(door) == before


def test_enter_opens_it(door):
    """By keys alone the text opens, and the next Tab lies in it."""
    before = entry(door)
    for _ in range(4):
        door.keyboard.press("Tab")
    door.keyboard.press("Enter")
    expect(door.locator("#helps")).to_be_focused()
    door.keyboard.press("Tab")
    assert door.evaluate(FOCUSED)["inside"]
    assert entry(door) == before


@pytest.mark.parametrize("slow", ["private", "guide"])
def test_a_press_before_the_scripts_came_is_kept(visit, served, slow):
    """Pressed while a script is still on its way the door never opens another page: it waits, then opens in place."""
    page, held = visit("/"), []
    page.route(f"**/assets/{slow}.*.js", lambda route: held.append(route))
    page.goto(DOOR, wait_until="commit")
    page.locator(OPEN).wait_for()
    before = entry(page)
    expect(page.locator(OPEN)).to_have_js_property("href", served + DOOR)
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


def test_a_press_before_the_page_is_whole_is_kept(door):
    """Pressed before the link could be given the door's own address, it opens in place all the same."""
    before = entry(door)
    door.locator(OPEN).evaluate("(link) => { link.href = '../../why/#helps'; link.dataset.opens = ''; }")
    door.locator(OPEN).click()
    expect(door.locator("#helps")).to_be_focused()
    assert entry(door) == before


def test_a_door_that_cannot_open_says_so(door):
    """If the script is not to be had the door says so and opens nothing; the next press works."""
    before = entry(door)
    door.route("**/assets/private.*.js", lambda route: route.abort())
    for link in (OPEN, ".guide-bar__help", OPEN):
        door.locator(link).click()
        expect(door.locator(SAID)).to_have_text(strings()["private_failed"])
        door.locator(SAID).evaluate("(said) => { said.textContent = ''; }")
        assert entry(door) == before
    expect(door.locator(OPEN)).to_be_visible()
    door.unroute_all()
    door.locator(OPEN).click()
    opened(door)
    assert entry(door) == before


def test_a_text_that_cannot_be_had_says_so(door):
    """If the page is not to be had the door stays as it is and says so; the next press works."""
    before = entry(door)
    door.route("**/why/", lambda route: route.abort())
    door.locator(OPEN).click()
    expect(door.locator(SAID)).to_have_text(strings()["private_failed"])
    expect(door.locator(OPEN)).to_be_visible()
    assert entry(door) == before
    door.unroute_all()
    door.locator(OPEN).click()
    opened(door)
    expect(door.locator(SAID)).to_have_text(strings()["private_on"])


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
    if (!text.parentElement.closest("noscript, article:not(.guide-door)")) found.push(text.data.trim());
  }
  for (const node of document.body.querySelectorAll("[aria-label], [title], [placeholder], [alt]")) {
    found.push(...["aria-label", "title", "placeholder", "alt"].map((name) => node.getAttribute(name) ?? ""));
  }
  return found.filter((text) => text && !text.startsWith("§"));
}"""


def test_every_word_comes_from_the_strings(visit, marked):
    """In another tongue each word of door, line, notices and cover is in it: no template and no script has its own."""
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
    for part in page.locator(".guide-safely > *, .guide-said > *, .guide-bar > *").locator("visible=true").all():
        found += [text for text in part.inner_text().splitlines() if text.strip() and not text.startswith("§")]
    page.locator(".guide-covers").click()
    page.evaluate(HIDE, True)
    covered = page.locator("body").inner_text().split("\n")
    found += [text for text in covered if text.strip() and not text.startswith("§")]
    found += [page.title()] * (not page.title().startswith("§"))
    nothing(found)
