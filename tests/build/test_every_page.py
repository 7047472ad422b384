"""What every built page must have or must not have, whoever edited it last."""

import re
from urllib.parse import urljoin, urlsplit

import pytest
from html_checker import html_errors
from macro_environment import facts
from page_helpers import assert_none
from selectolax.lexbor import LexborHTMLParser

URL = facts().url
CLICKS = 3
FETCHING_RELS = {"preconnect", "dns-prefetch", "prefetch", "preload", "prerender", "modulepreload", "stylesheet"}
FETCHING_RELS |= {"icon", "manifest"}
EXTENSIONS = (".pdf", ".epub", ".zip", ".png", ".json", ".csv", ".xml", ".txt")  # of downloads


@pytest.fixture(scope="module")
def pages(trees) -> dict[str, LexborHTMLParser]:
    """Every page, short links and 404.html too, but no embeds, which other sites frame."""
    found = {address: tree for address, tree in trees.items() if not address.startswith("card/")}
    assert len(found) > 100
    return found


def resolve(address: str, href: str) -> str:
    """The whole address of a link on a page; 404.html is served at any address, and its links begin with a slash."""
    return urljoin(URL + address.removesuffix("404.html"), href)


# HTML.


def test_no_page_has_an_error(site):
    """No page of the built site has an HTML error."""
    assert_none(html_errors(site))


def test_a_site_with_an_example_address_says_so_on_every_page(pages):
    """Nobody publishes it by mistake: the addresses and codes in its files lead nowhere."""
    said = {address for address, tree in pages.items() if facts().strings["preview_copy"] in tree.body.text()}
    assert {address for address in pages if not address.startswith("r/")} - said == set()


def test_the_checker_reports_errors(tmp_path):
    """The checker does report a broken page."""
    (tmp_path / "index.html").write_text("<!doctype html><title>x</title><p id=a><b id=a>", encoding="utf-8")
    assert html_errors(tmp_path)


# The exit, and reading safely.


def test_each_page_has_one_exit(pages):
    """Every page, short links and 404.html too, has one exit: a plain link to the exit site, without target."""
    exit_site = facts().quick_exit[0].url
    found = []
    for address, tree in pages.items():
        exits = [link.attributes for link in tree.css("a.guide-quick-exit")]
        if len(exits) != 1 or exits[0]["href"] != exit_site or "target" in exits[0]:
            found.append(f"{address}: {exits}")
    assert_none(found)


def test_the_exit_is_one_small_script(pages):
    """The exit's script is the first in each head, in the page itself, small, and neither sends nor stores anything."""
    scripts = {address: tree.css("script")[0] for address, tree in pages.items()}
    assert_none([name for name, script in scripts.items() if script.parent.tag != "head" or script.attributes])
    (text,) = {script.text() for script in scripts.values()}
    assert ".guide-quick-exit" in text
    assert len(text.encode()) <= 4096
    words = r"\b(import|fetch|XMLHttpRequest|sendBeacon|WebSocket|EventSource|Worker|\w+Storage|cookie|indexedDB)\b"
    assert re.findall(words, text) == []


def classes_of(style):
    """The classes that a stylesheet has, without those of what private reading adds."""
    found = set(re.findall(r"\.([a-z][\w-]+)(?=[^{}]*\{)", style))
    return {name for name in found if not name.startswith(("guide-private-", "guide-downloads__"))}


def test_each_page_has_the_style_of_what_it_contains(pages, site):
    """A page with a class that only one stylesheet has loads that file; private reading loads its own later."""
    style = "".join(node.text() for node in pages[""].css("style"))
    texts = {name: next(site.glob(f"assets/{name}.*.css")) for name in ("components", "markdown")}
    own = {file.name: classes_of(file.read_text(encoding="utf-8")) - classes_of(style) for file in texts.values()}
    found = []
    for address, tree in pages.items():
        used = {name for node in tree.css("main [class]") for name in (node.attributes["class"] or "").split()}
        loaded = {(link.attributes["href"] or "").rpartition("/")[2] for link in tree.css("link[rel=stylesheet]")}
        found += [f"{address}: {file}, {sorted(used & own[file])}" for file in own.keys() - loaded if used & own[file]]
    assert_none(found)
    assert {"guide-lookup", "guide-lines", "task-list"} <= set().union(*own.values())


def test_each_page_links_to_reading_safely(pages):
    """Every page, short links and the missing page too, has a visible text link to “Reading safely”."""
    found = []
    for address, tree in pages.items():
        links = [link for link in tree.css(".guide-privacy-bar > a") if "hidden" not in link.attributes]
        targets = [resolve(address, link.attributes["href"]) for link in links]
        if targets != [f"{URL}safety/reading/"] or not links[0].text(strip=True):
            found.append(f"{address}: {targets}")
    assert_none(found)


def test_each_page_with_a_number_links_to_the_note_on_calls(pages):
    """Each page with a link to call, text or e-mail links to the note on what that leaves behind."""
    offers = [
        address
        for address, tree in pages.items()
        if tree.css("main a[href^='tel:'], main a[href^='sms:'], main a[href^='mailto:']")
    ]
    assert "help/" in offers
    assert pages["safety/reading/"].css_first("#calls")
    note = resolve("", "safety/reading/#calls")
    links = {page: [link.attributes["href"] or "" for link in pages[page].css("main a[href]")] for page in offers}
    assert_none([page for page, to in links.items() if note not in {resolve(page, link) for link in to}])


def test_visited_links_look_like_others(pages, site):
    """No stylesheet has a rule for :visited or :link."""
    styles = {path.name.split(".")[0]: path.read_text(encoding="utf-8") for path in site.glob("assets/*.css")}
    styles["page"] = pages[""].css_first("style").text()
    assert {"components", "embed", "print"} <= set(styles)
    assert "a:hover" in styles["page"]
    assert [name for name, text in styles.items() if re.search(r":(?:visited|link)\b", text)] == []


# What leads out of a page.


def test_each_page_is_three_clicks_away(pages):
    """From the first page every page but short links, which are printed, is three clicks away or fewer."""
    reached = frontier = {""}
    for _ in range(CLICKS):
        links = {(address, link.attributes["href"]) for address in frontier for link in pages[address].css("a[href]")}
        whole = {urlsplit(resolve(address, href))._replace(query="", fragment="").geturl() for address, href in links}
        paths = {address.removeprefix(URL) for address in whole if address.startswith(URL)}
        frontier = {path for path in paths if not path.endswith(EXTENSIONS)} - reached
        reached = reached | frontier
    assert {address for address in pages if not address.startswith("r/")} - {"404.html"} - reached == set()


def test_pages_name_no_outside_address_to_load(trees):
    """No page makes the browser connect to or load from another address, and each has the policy “no-referrer”."""
    found = []
    for address, tree in trees.items():
        links = [node.attributes for node in tree.css("link[rel]")]
        fetched = [link["href"] for link in links if set(link["rel"].split()) & FETCHING_RELS]
        found += [f"{address}: {href}" for href in fetched if "//" in href and not href.startswith("data:")]
        found += [] if fetched else [f"{address}: no style"]
        found += [f"{address}: {node.tag}" for node in tree.css("iframe, object, embed, video, audio, form[action]")]
        if not tree.css_first('meta[name="referrer"][content="no-referrer"]'):
            found.append(f"{address}: has no referrer policy")
    assert_none(found)


def test_outside_links_pass_nothing_on(trees):
    """Each link to another site passes neither this page's address nor its window, and opens in this tab."""
    links = [(address, node.attributes) for address, tree in trees.items() for node in tree.css('a[href*="//"]')]
    assert links
    assert_none(
        [
            f"{address}: {link}"
            for address, link in links
            if not {"noopener", "noreferrer"} <= set((link.get("rel") or "").split()) or {"target", "ping"} & set(link)
        ]
    )


def test_a_worksheet_has_no_form_fields(trees):
    """A worksheet has no form fields on the site, so that there is nothing to store."""
    sheets = {address: tree for address, tree in trees.items() if tree.css_first("body.guide-worksheet-page")}
    assert sheets
    fields = "main input, main textarea, main select, main button, main [contenteditable]"
    assert_none([address for address, tree in sheets.items() if tree.css(fields)])
