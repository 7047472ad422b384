"""The card: another site may show it inside its own page, and it gives neither that site nor a reader away."""

import re
from collections.abc import Iterator
from functools import partial
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import urljoin, urlsplit

import pytest
from macro_environment import facts, strings
from nginx_server import Served
from page_helpers import CARDS, MISSING, SHORT_LINK, TITLE, nothing, sideways, stored
from playwright.sync_api import Browser, BrowserContext, Page, expect
from selectolax.lexbor import LexborHTMLParser
from test_accessibility import EVERYTHING, FAINT, objections
from test_hosting import opened
from test_short_links import TELLING
from test_small_screen import BIG_ENOUGH, SMALL

URL = facts().url
TOPICS = {slug: topic for slug, topic in facts().topics.items() if topic.page}
NAMED, NEUTRAL = CARDS
LONGEST = [f"/card/{slug}/" for slug in sorted(TOPICS, key=lambda slug: len(TOPICS[slug].title))[-6:]]
PRACTICE = "http://practice.example"  # another site, as a browser sees it
# What may not be shown inside another page: pages of every room, the missing page, and what hosts send on.
REFUSED = [
    "/",
    "/sessions/",
    SHORT_LINK,
    "/files/",
    "/professionals/",
    "/how",
    MISSING,
    "/files/files.json",
    "/handouts.json",
]
FRAMED = '<iframe src="{}" width="320" height="210"></iframe>'
ERROR = "chrome-error://"
STYLED = """() => {
  const { minHeight, backgroundColor } = getComputedStyle(document.querySelector("a"));
  return [minHeight, backgroundColor !== "rgba(0, 0, 0, 0)"];
}"""


class Practice(BaseHTTPRequestHandler):
    """Another site, with pages that a test gives it."""

    def __init__(self, *args, pages: dict[str, str]) -> None:
        self.pages = pages
        super().__init__(*args)

    def do_GET(self) -> None:
        """Send one of the pages."""
        body = self.pages.get(self.path, "").encode()
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def snippet(site: Path) -> str:
    """What practitioners are told to copy into their own pages."""
    tree = LexborHTMLParser((site / "professionals" / "index.html").read_text(encoding="utf-8"))
    (found,) = [node.text() for node in tree.css(".guide-wording__text") if "<iframe" in node.text()]
    return found


@pytest.fixture(scope="module")
def web(nginx: Served, browser: Browser, snippet: str) -> Iterator[BrowserContext]:
    """A browser that knows the guide on its real host, and a practice's site that shows a card inside its own page."""
    neutral = snippet.replace("/card/what-is-no-contact/", NEUTRAL)
    refused = "".join(FRAMED.format(urljoin(URL, address)) for address in [*REFUSED, NAMED])
    pages = {"/": snippet, "/neutral": neutral, "/refused": refused, "/bare": FRAMED.format(urljoin(URL, NAMED))}
    whole = {
        path: f'<!doctype html><link rel="icon" href="data:,"><title>A practice</title><h1>Us</h1>{text}'
        for path, text in pages.items()
    }
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Practice, pages=whole))
    thread = Thread(target=server.serve_forever)
    thread.start()
    with opened(browser, nginx, f"MAP practice.example 127.0.0.1:{server.server_port}") as context:
        yield context
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def practice(web: BrowserContext) -> Iterator[Page]:
    """A tab in that browser."""
    page = web.new_page()
    yield page
    page.close()


@pytest.fixture(scope="module")
def cards(site: Path) -> dict[str, str]:
    """The markup of every card, by the last part of its address."""
    return {path.parent.name: path.read_text(encoding="utf-8") for path in sorted(site.glob("card/*/index.html"))}


# The files: every card.


def test_each_topic_has_two_cards(cards):
    """Every topic with a page has a card with its name and one without, and no card is left over."""
    assert set(cards) == {name for slug, topic in TOPICS.items() for name in (slug, topic.code)}
    assert len(cards) == 2 * len(TOPICS)
    assert len(TOPICS) > 70


def test_each_card_says_its_name_and_leads_to_its_topic(cards):
    """A card says its topic's title, or a neutral one, and has one link, to the topic's own address of that kind."""
    found = []
    for slug, topic in TOPICS.items():
        kinds = {
            slug: (topic.title, urljoin(URL, topic.address)),
            topic.code: (TITLE, f"{URL}r/{topic.code}/"),
        }
        for name, wanted in kinds.items():
            tree = LexborHTMLParser(cards[name])
            links = [urljoin(f"{URL}card/{name}/", node.attributes["href"]) for node in tree.css("a, area, form, base")]
            titles = {node.text() for node in tree.css("title, h1")}
            if (titles, links) != ({wanted[0]}, [wanted[1]]):
                found.append(f"{name}: {titles}, {links}")
    nothing(found)


def test_all_cards_are_alike(cards):
    """But for name and link each card is the same page: what holds for one holds for all."""
    bare = {re.sub(r"(?<=<title>)[^<]*|(?<=<h1>)[^<]*|(?<=<a href=\")[^\"]*", "", markup) for markup in cards.values()}
    assert len(bare) == 2, "one with a line of words, one without"


@pytest.mark.parametrize("card", CARDS)
def test_a_card_holds_nothing_that_acts(cards, card):
    """A card has no script, no form, no frame and no picture, and its own policy would let none run."""
    tree = LexborHTMLParser(cards[card.split("/")[2]])
    assert tree.css("script, form, iframe, object, embed, img, svg, button, input, style, [style]") == []
    assert [name for node in tree.css("*") for name in node.attributes if name.startswith("on")] == []
    policy = tree.css_first("meta[http-equiv]").attributes["content"]
    assert {"default-src 'none'", "script-src 'none'", "connect-src 'none'"} <= set(policy.split("; "))
    assert tree.css_first("meta[name=robots]").attributes["content"] == "noindex, nofollow"
    assert tree.css_first("meta[name=referrer]").attributes["content"] == "no-referrer"


def test_no_word_of_a_neutral_card_tells(cards):
    """Title, words, names and addresses of a neutral card hold no word that gives a reader away."""
    tree = LexborHTMLParser(cards[NEUTRAL.split("/")[2]])
    said = [NEUTRAL, tree.text(), tree.css_first("title").text(), tree.css_first("h1").text()]
    said += [value or "" for node in tree.css("*") for value in node.attributes.values()]
    assert len(said) > 20
    nothing([text for text in said if TELLING.search(text.replace("http-equiv", ""))])
    assert TELLING.search(LexborHTMLParser(cards[NAMED.split("/")[2]]).text()), "with its name it would tell"


# Inside another site's page.


def test_another_site_can_show_a_card(practice, snippet):
    """Copied as it stands, the advice shows the topic's name and a link that can be pressed, in the card's own look."""
    said = []
    practice.on("console", lambda message: said.append(message.text))
    practice.goto(PRACTICE)
    card = practice.frame_locator("iframe")
    expect(card.locator("h1")).to_have_text(TOPICS["what-is-no-contact"].title)
    expect(card.get_by_role("link", name=strings()["embed_open"])).to_be_in_viewport(ratio=1)
    frame = practice.frames[1]
    assert frame.evaluate(STYLED) == ["44px", True]
    assert [text for text in said if "sandbox" not in text] == []
    assert urljoin(URL, "/card/what-is-no-contact/") in snippet


@pytest.mark.parametrize("path", ["/", "/neutral", "/bare"])
def test_a_card_asks_for_its_style_alone_and_keeps_nothing(web, practice, path):
    """Shown inside another page, a card fetches itself, its style and its icon: no script, no cookie, nothing kept."""
    asked, cookies = [], []
    practice.on("request", lambda request: asked.append(request))
    practice.on("response", lambda answer: cookies.append(answer.headers.get("set-cookie")))
    practice.goto(PRACTICE + path, wait_until="networkidle")
    ours = [request for request in asked if request.url.startswith(URL)]
    assert len({request.url for request in asked} - {request.url for request in ours}) <= 2  # its page, and its icon
    paths = [re.sub(r"\.[0-9a-f]{8}\.", ".", urlsplit(request.url).path) for request in ours]
    assert set(paths[1:]) <= {"/assets/embed.css", "/assets/icon.svg"}
    assert "/assets/embed.css" in paths
    assert len(paths) <= 3
    if path != "/bare":
        assert [request.url for request in ours if PRACTICE in str(request.headers)] == [], "it says where from"
    assert set(cookies) == {None}
    assert web.cookies() == []
    assert practice.frames[1].evaluate("() => document.scripts.length") == 0
    practice.goto(practice.frames[1].url)  # on its own, since inside another site a browser keeps nothing for it anyway
    assert stored(practice) == {}


@pytest.mark.parametrize(
    ("path", "leads"),
    [
        ("/", TOPICS["what-is-no-contact"].address),
        ("/neutral", SHORT_LINK),
        ("/bare", TOPICS["why-it-works"].address),
    ],
)
def test_a_card_opens_the_guide_in_a_tab_of_its_own(web, practice, path, leads):
    """Its link opens a new tab that knows nothing of the other site, and leaves that site's page as it was."""
    practice.goto(PRACTICE + path)
    with web.expect_page() as other:
        practice.frame_locator("iframe").get_by_role("link").click()
    tab = other.value
    tab.wait_for_load_state()
    expect(tab).to_have_url(urljoin(URL, leads))
    expect(tab.locator("h1")).to_be_visible()
    expect(tab.locator(".guide-quick-exit")).to_be_in_viewport(ratio=1)
    assert tab.evaluate("() => [self === top, opener, document.referrer, name]") == [True, None, "", ""]
    assert stored(tab) == {}
    tab.close()
    assert practice.url == f"{PRACTICE}/{path.lstrip('/')}"
    assert urlsplit(practice.frames[1].url).path.startswith("/card/")


def test_no_other_page_can_be_shown_inside_another_site(practice):
    """A browser refuses to show any other page inside another site's: nothing can be laid over the way out."""
    practice.goto(f"{PRACTICE}/refused", wait_until="networkidle")
    framed = [frame.url for frame in practice.frames[1:]]
    assert len(framed) == len(REFUSED) + 1
    shown = [url for url in framed if not url.startswith(ERROR)]
    assert shown == [urljoin(URL, NAMED)]


def test_hosts_let_cards_alone_be_framed(nginx):
    """The host allows framing for the folder of cards, and refuses it for every other answer."""
    found = {
        address: nginx.ask(address).headers["content-security-policy"] for address in [*REFUSED, *CARDS, "/card/x/"]
    }
    allowed = {address for address, policy in found.items() if policy.endswith("frame-ancestors *")}
    assert allowed == set(CARDS)
    assert all(policy.endswith("frame-ancestors 'none'") for address, policy in found.items() if address not in allowed)


# How it looks.


@pytest.mark.parametrize("width", [320, 280])
def test_a_card_fits_its_place(visit, width):
    """In a frame of 320 by 210, and narrower, no card has to be pushed sideways; at 320 none has to be scrolled."""
    page, found = visit(NAMED, width=width, height=210), []
    for address in [*CARDS, *LONGEST]:
        page.goto(address)
        found += sideways(page)
        tall = page.evaluate("() => document.documentElement.scrollHeight")
        found += [f"{address}: {tall} px high"] if width == 320 and tall > 210 else []
        found += page.locator("a").evaluate_all(SMALL, BIG_ENOUGH)
    nothing(found)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("card", CARDS)
def test_a_card_can_be_read_by_everybody(visit, card, scheme):
    """Axe finds nothing on a card, and its words stand out by 7 to 1, by day and by night."""
    page = visit(card, width=320, height=210, color_scheme=scheme, bypass_csp=True)
    nothing(objections(page, EVERYTHING) + page.evaluate(FAINT))
    light = page.evaluate("() => getComputedStyle(document.body).backgroundColor")
    assert (sum(int(part) for part in light.strip("rgb()").split(",")) > 600) == (scheme == "light")


def test_a_card_is_used_by_keys(visit):
    """Tab reaches the one link of a card, and the mark around it is in sight."""
    page = visit(NAMED, width=320, height=210)
    page.keyboard.press("Tab")
    link = page.locator("a")
    expect(link).to_be_focused()
    assert link.evaluate("(node) => getComputedStyle(node).outlineStyle") == "solid"


def test_a_card_says_that_a_tab_opens(cards):
    """The words of the link say that it opens a new tab, before somebody presses it."""
    for card in CARDS:
        assert strings()["embed_tab"] in LexborHTMLParser(cards[card.split("/")[2]]).css_first("a").text()
        assert escape(strings()["embed_tab"]) in cards[card.split("/")[2]]
