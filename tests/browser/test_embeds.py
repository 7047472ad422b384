"""Embeds: the cards that other sites may frame, which reveal neither that site nor a reader."""

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
from nginx_server import NginxServer
from page_helpers import EMBEDS, MISSING, NEUTRAL_TITLE, SHORT_LINK, assert_none, overflow, stored
from playwright.sync_api import Browser, BrowserContext, Page, expect
from selectolax.lexbor import LexborHTMLParser
from test_accessibility import EVERYTHING, LOW_CONTRAST, violations
from test_hosting import open_browser
from test_short_links import TELLING
from test_small_screen import MIN_TARGET_SIZE, TOO_SMALL

URL = facts().url
TOPICS = {slug: topic for slug, topic in facts().topics.items() if topic.page}
NAMED, NEUTRAL = EMBEDS
LONGEST = [f"/card/{slug}/" for slug in sorted(TOPICS, key=lambda slug: len(TOPICS[slug].title))[-6:]]
PRACTICE = "http://practice.example"  # another site
# Addresses that may not be framed: pages of every section, the missing page, and redirects.
NOT_EMBEDDABLE = [
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
IFRAME = '<iframe src="{}" width="320" height="210"></iframe>'
ERROR_PAGE = "chrome-error://"
STYLE = """() => {
  const { minHeight, backgroundColor } = getComputedStyle(document.querySelector("a"));
  return [minHeight, backgroundColor !== "rgba(0, 0, 0, 0)"];
}"""


class Practice(BaseHTTPRequestHandler):
    """Another site, with the pages that a test gives it."""

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
        """Log nothing."""


@pytest.fixture(scope="module")
def snippet(site: Path) -> str:
    """The HTML that practitioners copy into their own pages."""
    tree = LexborHTMLParser((site / "professionals" / "index.html").read_text(encoding="utf-8"))
    (found,) = [node.text() for node in tree.css(".guide-wording__text") if "<iframe" in node.text()]
    return found


@pytest.fixture(scope="module")
def context(nginx: NginxServer, browser: Browser, snippet: str) -> Iterator[BrowserContext]:
    """A browser for which nginx serves the guide, and another server a practice's site with an embed."""
    neutral = snippet.replace("/card/what-is-no-contact/", NEUTRAL)
    refused = "".join(IFRAME.format(urljoin(URL, address)) for address in [*NOT_EMBEDDABLE, NAMED])
    pages = {"/": snippet, "/neutral": neutral, "/refused": refused, "/bare": IFRAME.format(urljoin(URL, NAMED))}
    whole = {
        path: f'<!doctype html><link rel="icon" href="data:,"><title>A practice</title><h1>Us</h1>{text}'
        for path, text in pages.items()
    }
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Practice, pages=whole))
    thread = Thread(target=server.serve_forever)
    thread.start()
    with open_browser(browser, nginx, f"MAP practice.example 127.0.0.1:{server.server_port}") as context:
        yield context
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def practice(context: BrowserContext) -> Iterator[Page]:
    """A tab in that browser."""
    page = context.new_page()
    yield page
    page.close()


@pytest.fixture(scope="module")
def embeds(site: Path) -> dict[str, str]:
    """The HTML of every embed, by the last part of its address."""
    return {path.parent.name: path.read_text(encoding="utf-8") for path in sorted(site.glob("card/*/index.html"))}


# The files: every embed.


def test_each_topic_has_two_embeds(embeds):
    """Every topic with a page has a named and a neutral embed, and there is no other."""
    assert set(embeds) == {name for slug, topic in TOPICS.items() for name in (slug, topic.code)}
    assert len(embeds) == 2 * len(TOPICS)
    assert len(TOPICS) > 70


def test_each_embed_has_its_title_and_leads_to_its_topic(embeds):
    """An embed has its topic's title and one link to its page, or a neutral title and one link to its short link."""
    found = []
    for slug, topic in TOPICS.items():
        kinds = {
            slug: (topic.title, urljoin(URL, topic.address)),
            topic.code: (NEUTRAL_TITLE, f"{URL}r/{topic.code}/"),
        }
        for name, wanted in kinds.items():
            tree = LexborHTMLParser(embeds[name])
            links = [urljoin(f"{URL}card/{name}/", node.attributes["href"]) for node in tree.css("a, area, form, base")]
            titles = {node.text() for node in tree.css("title, h1")}
            if (titles, links) != ({wanted[0]}, [wanted[1]]):
                found.append(f"{name}: {titles}, {links}")
    assert_none(found)


def test_all_embeds_are_alike(embeds):
    """Except for title and link, all embeds are the same page: what is true of one is true of all."""
    bare = {re.sub(r"(?<=<title>)[^<]*|(?<=<h1>)[^<]*|(?<=<a href=\")[^\"]*", "", markup) for markup in embeds.values()}
    assert len(bare) == 2, "named ones, with a text, and neutral ones"


@pytest.mark.parametrize("embed", EMBEDS)
def test_an_embed_has_no_active_content(embeds, embed):
    """An embed has no script, form, frame or picture, and its own policy would block them."""
    tree = LexborHTMLParser(embeds[embed.split("/")[2]])
    assert tree.css("script, form, iframe, object, embed, img, svg, button, input, style, [style]") == []
    assert [name for node in tree.css("*") for name in node.attributes if name.startswith("on")] == []
    policy = tree.css_first("meta[http-equiv]").attributes["content"]
    assert {"default-src 'none'", "script-src 'none'", "connect-src 'none'"} <= set(policy.split("; "))
    assert tree.css_first("meta[name=robots]").attributes["content"] == "noindex, nofollow"
    assert tree.css_first("meta[name=referrer]").attributes["content"] == "no-referrer"


def test_a_neutral_embed_reveals_nothing(embeds):
    """Title, text, attributes and addresses of a neutral embed contain no word that reveals the subject."""
    tree = LexborHTMLParser(embeds[NEUTRAL.split("/")[2]])
    texts = [NEUTRAL, tree.text(), tree.css_first("title").text(), tree.css_first("h1").text()]
    texts += [value or "" for node in tree.css("*") for value in node.attributes.values()]
    assert len(texts) > 20
    assert_none([text for text in texts if TELLING.search(text.replace("http-equiv", ""))])
    assert TELLING.search(LexborHTMLParser(embeds[NAMED.split("/")[2]]).text()), (
        "the pattern finds nothing on a named embed"
    )


# Inside another site's page.


def test_another_site_can_frame_an_embed(practice, snippet):
    """The copied HTML shows the topic's title and a link that can be clicked, in the embed's own style."""
    texts = []
    practice.on("console", lambda message: texts.append(message.text))
    practice.goto(PRACTICE)
    embed = practice.frame_locator("iframe")
    expect(embed.locator("h1")).to_have_text(TOPICS["what-is-no-contact"].title)
    expect(embed.get_by_role("link", name=strings()["embed_open"])).to_be_in_viewport(ratio=1)
    frame = practice.frames[1]
    assert frame.evaluate(STYLE) == ["44px", True]
    assert [text for text in texts if "sandbox" not in text] == []
    assert urljoin(URL, "/card/what-is-no-contact/") in snippet


@pytest.mark.parametrize("path", ["/", "/neutral", "/bare"])
def test_an_embed_loads_only_its_style_and_stores_nothing(context, practice, path):
    """Inside another page, an embed loads itself, its style and its icon: no script, no cookie, no storage."""
    requests, cookies = [], []
    practice.on("request", lambda request: requests.append(request))
    practice.on("response", lambda answer: cookies.append(answer.headers.get("set-cookie")))
    practice.goto(PRACTICE + path)
    practice.frame_locator("iframe").locator("h1").wait_for()  # an idle network may come before the embed is asked for
    practice.wait_for_load_state("networkidle")
    ours = [request for request in requests if request.url.startswith(URL)]
    assert len({request.url for request in requests} - {request.url for request in ours}) <= 2  # its page and its icon
    paths = [re.sub(r"\.[0-9a-f]{8}\.", ".", urlsplit(request.url).path) for request in ours]
    assert set(paths[1:]) <= {"/assets/embed.css", "/assets/icon.svg"}
    assert "/assets/embed.css" in paths
    assert len(paths) <= 3
    if path != "/bare":
        assert [request.url for request in ours if PRACTICE in str(request.headers)] == [], "a request has a referrer"
    assert set(cookies) == {None}
    assert context.cookies() == []
    assert practice.frames[1].evaluate("() => document.scripts.length") == 0
    practice.goto(practice.frames[1].url)  # on its own, since browsers block storage in other sites' frames
    assert stored(practice) == {}


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("/", TOPICS["what-is-no-contact"].address),
        ("/neutral", SHORT_LINK),
        ("/bare", TOPICS["why-it-works"].address),
    ],
)
def test_an_embed_opens_the_guide_in_a_new_tab(context, practice, path, target):
    """Its link opens a new tab without opener or referrer, and the other site's page does not change."""
    practice.goto(PRACTICE + path)
    with context.expect_page() as other:
        practice.frame_locator("iframe").get_by_role("link").click()
    tab = other.value
    tab.wait_for_load_state()
    expect(tab).to_have_url(urljoin(URL, target))
    expect(tab.locator("h1")).to_be_visible()
    expect(tab.locator(".guide-quick-exit")).to_be_in_viewport(ratio=1)
    assert tab.evaluate("() => [self === top, opener, document.referrer, name]") == [True, None, "", ""]
    assert stored(tab) == {}
    tab.close()
    assert practice.url == f"{PRACTICE}/{path.lstrip('/')}"
    assert urlsplit(practice.frames[1].url).path.startswith("/card/")


def test_no_other_page_can_be_framed(practice):
    """Browsers refuse to frame any other page, so that nothing can cover the exit."""
    practice.goto(f"{PRACTICE}/refused", wait_until="networkidle")
    framed = [frame.url for frame in practice.frames[1:]]
    assert len(framed) == len(NOT_EMBEDDABLE) + 1
    shown = [url for url in framed if not url.startswith(ERROR_PAGE)]
    assert shown == [urljoin(URL, NAMED)]


def test_the_host_allows_only_embeds_to_be_framed(nginx):
    """The host allows framing for the folder of embeds, and forbids it in every other response."""
    found = {
        address: nginx.request(address).headers["content-security-policy"]
        for address in [*NOT_EMBEDDABLE, *EMBEDS, "/card/x/"]
    }
    allowed = {address for address, policy in found.items() if policy.endswith("frame-ancestors *")}
    assert allowed == set(EMBEDS)
    assert all(policy.endswith("frame-ancestors 'none'") for address, policy in found.items() if address not in allowed)


# Appearance.


@pytest.mark.parametrize("width", [320, 280])
def test_an_embed_fits_its_frame(visit, width):
    """In a frame of 320 by 210, and narrower, no embed scrolls sideways; at 320 none scrolls at all."""
    page, found = visit(NAMED, width=width, height=210), []
    for address in [*EMBEDS, *LONGEST]:
        page.goto(address)
        found += overflow(page)
        tall = page.evaluate("() => document.documentElement.scrollHeight")
        found += [f"{address}: {tall} px high"] if width == 320 and tall > 210 else []
        found += page.locator("a").evaluate_all(TOO_SMALL, MIN_TARGET_SIZE)
    assert_none(found)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("embed", EMBEDS)
def test_an_embed_is_accessible(visit, embed, scheme):
    """Axe finds nothing on an embed, and its text has a contrast of 7 to 1, in light and dark."""
    page = visit(embed, width=320, height=210, color_scheme=scheme, bypass_csp=True)
    assert_none(violations(page, EVERYTHING) + page.evaluate(LOW_CONTRAST))
    light = page.evaluate("() => getComputedStyle(document.body).backgroundColor")
    assert (sum(int(part) for part in light.strip("rgb()").split(",")) > 600) == (scheme == "light")


def test_an_embed_works_by_keyboard(visit):
    """Tab reaches the link of an embed, which shows a focus outline."""
    page = visit(NAMED, width=320, height=210)
    page.keyboard.press("Tab")
    link = page.locator("a")
    expect(link).to_be_focused()
    assert link.evaluate("(node) => getComputedStyle(node).outlineStyle") == "solid"


def test_an_embed_says_that_a_tab_opens(embeds):
    """The text of the link says that it opens a new tab."""
    for embed in EMBEDS:
        assert strings()["embed_tab"] in LexborHTMLParser(embeds[embed.split("/")[2]]).css_first("a").text()
        assert escape(strings()["embed_tab"]) in embeds[embed.split("/")[2]]
