"""Embeds: the cards that other sites may frame, which reveal neither that site nor a reader."""

import re
from collections.abc import Iterator
from functools import partial
from http.server import ThreadingHTTPServer
from urllib.parse import urljoin, urlsplit

import pytest
from fake_exit_sites import run_server
from macro_environment import facts, strings
from nginx_server import NginxServer
from page_helpers import EMBEDS, MISSING, SHORT_LINK, assert_none, open_nginx, stored
from page_measures import overflow, small_targets
from playwright.sync_api import Browser, BrowserContext, Page, expect
from selectolax.lexbor import LexborHTMLParser
from static_host import QuietHost

URL = facts().url
TOPICS = {slug: topic for slug, topic in facts().topics.items() if topic.page}
NAMED, NEUTRAL = EMBEDS
LONGEST = [f"/card/{slug}/" for slug in sorted(TOPICS, key=lambda slug: len(TOPICS[slug].title))[-6:]]
PRACTICE = "http://practice.example"  # another site
# Addresses that may not be framed: pages of every section, the missing page, and redirects.
NOT_EMBEDDABLE = ["/", "/sessions/", SHORT_LINK, "/files/", "/professionals/", "/how", MISSING]
NOT_EMBEDDABLE += ["/files/files.json", "/handouts.json"]
PAGE = '<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><title>A practice</title><h1>Us</h1>'
IFRAME = '<iframe src="{}" width="320" height="210"></iframe>'
TARGETS = {  # by page of the practice's site: where its embed leads
    "/": TOPICS["what-is-no-contact"].address,
    "/neutral/": SHORT_LINK,
    "/bare/": TOPICS["why-it-works"].address,
}
ERROR_PAGE = "chrome-error://"
STYLE = """() => {
  const { minHeight, backgroundColor } = getComputedStyle(document.querySelector("a"));
  return [minHeight, backgroundColor !== "rgba(0, 0, 0, 0)"];
}"""


@pytest.fixture(scope="module")
def snippet(trees: dict[str, LexborHTMLParser]) -> str:
    """The HTML that practitioners copy into their own pages."""
    (found,) = [node.text() for node in trees["professionals/"].css(".guide-wording__text") if "<iframe" in node.text()]
    return found


@pytest.fixture(scope="module")
def context(nginx: NginxServer, browser: Browser, snippet: str, tmp_path_factory) -> Iterator[BrowserContext]:
    """A browser for which nginx serves the guide, and another server a practice's site with an embed."""
    neutral = snippet.replace("/card/what-is-no-contact/", NEUTRAL)
    refused = "".join(IFRAME.format(urljoin(URL, address)) for address in [*NOT_EMBEDDABLE, NAMED])
    pages = {"": snippet, "neutral": neutral, "refused": refused, "bare": IFRAME.format(urljoin(URL, NAMED))}
    folder = tmp_path_factory.mktemp("practice")
    for name, text in pages.items():
        (folder / name).mkdir(exist_ok=True)
        (folder / name / "index.html").write_text(PAGE + text, encoding="utf-8")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(QuietHost, directory=str(folder)))
    with run_server(server) as port, open_nginx(browser, nginx, f"MAP practice.example 127.0.0.1:{port}") as context:
        yield context


@pytest.fixture
def practice(context: BrowserContext) -> Iterator[Page]:
    """A tab in that browser."""
    page = context.new_page()
    yield page
    page.close()


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


@pytest.mark.parametrize("path", TARGETS)
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
    if path != "/bare/":
        assert [request.url for request in ours if PRACTICE in str(request.headers)] == [], "a request has a referrer"
    assert set(cookies) == {None}
    assert context.cookies() == []
    assert practice.frames[1].evaluate("() => document.scripts.length") == 0
    practice.goto(practice.frames[1].url)  # on its own, since browsers block storage in other sites' frames
    assert stored(practice) == {}


@pytest.mark.parametrize(("path", "target"), TARGETS.items())
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
    assert practice.url == PRACTICE + path
    assert urlsplit(practice.frames[1].url).path.startswith("/card/")


def test_no_other_page_can_be_framed(practice):
    """Browsers refuse to frame any other page, so that nothing can cover the exit."""
    practice.goto(f"{PRACTICE}/refused/", wait_until="networkidle")
    framed = [frame.url for frame in practice.frames[1:]]
    assert len(framed) == len(NOT_EMBEDDABLE) + 1
    shown = [url for url in framed if not url.startswith(ERROR_PAGE)]
    assert shown == [urljoin(URL, NAMED)]


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
        found += small_targets(page, "a")
    assert_none(found)


def test_an_embed_works_by_keyboard(visit):
    """Tab reaches the link of an embed, which shows a focus outline."""
    page = visit(NAMED, width=320, height=210)
    page.keyboard.press("Tab")
    link = page.locator("a")
    expect(link).to_be_focused()
    assert link.evaluate("(node) => getComputedStyle(node).outlineStyle") == "solid"
