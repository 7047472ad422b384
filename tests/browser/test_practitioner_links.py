"""Links for practitioners: every address, QR code, embed and file that they pass on works, on any host."""

import csv
import json
import re
import socket
from collections.abc import Iterator
from hashlib import sha256
from http.client import HTTPConnection, HTTPSConnection
from io import StringIO
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree import ElementTree

import pytest
import zxingcpp
from macro_environment import facts, strings
from nginx_server import NAME, NginxServer
from page_helpers import assert_none, overflow
from pdf_alignment import letters
from pdf_reader import read_words
from PIL import Image
from playwright.sync_api import expect
from selectolax.lexbor import LexborHTMLParser

URL = facts().url
TOPICS = {slug: topic for slug, topic in facts().topics.items() if topic.page}
REGISTRY = facts().url_registry
CARDS = "files/cards.pdf"
SHEET, ADVICE = "/professionals/links/", "/professionals/"
MAX_PATH_LENGTH = 40  # characters after the host: addresses on printed cards must be short to type
GUIDE_ADDRESS = re.compile(re.escape(URL) + r"[^\s\"<]*")  # an address of the guide in a text
HIDDEN_LINKS = """(links) => links.filter((link) => {
  const boxes = [...link.getClientRects()].filter(({ width, height }) => width > 1 && height > 1);
  return !boxes.length || boxes.some(({ left, right }) => left < 0 || right > innerWidth);
}).map((link) => link.href)"""


def path_of(slug: str) -> str:
    """The address of a topic from the site's root, as printed; empty for the first page."""
    return TOPICS[slug].address.removeprefix("./")


def published_addresses() -> list[str]:
    """Every address in the URL registry, with every anchor, from the site's root."""
    pages = {address.removeprefix("./"): page.anchors for address, page in REGISTRY.pages.items()}
    anchors = [f"{address}#{fragment}" for address, found in pages.items() for fragment in found]
    return sorted({*pages, *anchors, *REGISTRY.others, *(f"r/{code}/" for code in REGISTRY.short_links)})


def topic_addresses() -> list[str]:
    """The addresses, embeds and QR codes of all topics, from the site's root."""
    found = []
    for slug, topic in TOPICS.items():
        code = topic.code
        found += [path_of(slug), f"r/{code}/", f"card/{slug}/", f"card/{code}/"]
        found += [f"files/code-{slug}.png", f"r/{code}/code-{code}.png"]
    return found


class KeepAlive:
    """A keep-alive connection to a host: a new connection for each request would take a minute in all."""

    def __init__(self, host: NginxServer | str) -> None:
        self.host = host
        self.connection: HTTPConnection | None = None

    def request(self, path: str, method: str = "GET") -> tuple[int, dict[str, str], bytes]:
        """Send a request; returns status code, headers by lower-case name, and body."""
        self.connection = self.connection or self.connect()
        self.connection.request(method, path)
        answer = self.connection.getresponse()
        headers = {name.lower(): text for name, text in answer.getheaders()}
        result = answer.status, headers, answer.read()
        if answer.will_close:
            self.close()
        return result

    def connect(self) -> HTTPConnection:
        """A new connection; to nginx over https, with its certificate verified."""
        if isinstance(self.host, str):
            return HTTPConnection(urlsplit(self.host).netloc, timeout=20)
        connection = HTTPSConnection(NAME)
        raw = socket.create_connection(("127.0.0.1", self.host.https), timeout=20)
        connection.sock = self.host.tls_context.wrap_socket(raw, server_hostname=NAME)
        return connection

    def close(self) -> None:
        """Close the connection."""
        if self.connection:
            self.connection.close()
        self.connection = None


@pytest.fixture(scope="module")
def connections(nginx: NginxServer, site_url: str) -> Iterator[dict[str, KeepAlive]]:
    """Connections to nginx, and to a plain file server without any configuration for this guide."""
    found = {"nginx": KeepAlive(nginx), "plain": KeepAlive(site_url)}
    yield found
    for connection in found.values():
        connection.close()


@pytest.fixture(scope="module", params=["nginx", "plain"])
def fault_of(request, connections, site):
    """A function that returns what is wrong with the response for an address, or ""; it follows one redirect."""
    send = connections[request.param].request
    ids: dict[bytes, set[str]] = {}

    def ids_of(body: bytes) -> set[str]:
        if body not in ids:
            ids[body] = {node.attributes["id"] or "" for node in LexborHTMLParser(body).css("[id]")}
        return ids[body]

    def check(address: str) -> str:
        path, fragment = urlsplit(f"/{address}").path, urlsplit(address).fragment
        code, headers, body = send(path, "GET")
        if code == 301:
            target = urlsplit(urljoin(path, headers["location"]))
            path, fragment = target.path, target.fragment or fragment
            code, headers, body = send(path, "GET")
        head = send(path, "HEAD")
        if (code, head[0], head[2]) != (200, 200, b""):
            return f"{address}: GET {code}, HEAD {head[0]}"
        if head[1]["content-length"] != headers["content-length"] or head[1]["content-type"] != headers["content-type"]:
            return f"{address}: HEAD differs from GET"
        if body != (site / unquote(path).lstrip("/") / ("index.html" * path.endswith("/"))).read_bytes():
            return f"{address}: the body differs from the file"
        if fragment and fragment not in ids_of(body):
            return f"{address}: #{fragment} is not there"
        return ""

    return check


# On hosts.


def test_every_topic_address_works(fault_of):
    """Both addresses of each topic, its two embeds and its two QR codes work on either host, with GET and HEAD."""
    assert len(facts().topics) - len(TOPICS) <= 1, "only a topic without a page has none"
    assert len(topic_addresses()) == 6 * len(TOPICS)
    assert len(TOPICS) > 70
    assert_none([fault for fault in map(fault_of, topic_addresses()) if fault])


def test_every_published_address_works(fault_of):
    """Each page, anchor, file and short link in the URL registry works, so that printed links stay valid."""
    addresses = published_addresses()
    assert len(addresses) > 700
    assert len(REGISTRY.short_links) > 70
    assert_none([fault for fault in map(fault_of, addresses) if fault])


def test_broken_addresses_are_reported(fault_of):
    """A missing page, file or anchor is reported by these tests."""
    for wrong in ("never/", "files/code-never.png", "why/#never", "r/aaaa/"):
        assert fault_of(wrong), wrong


def test_moved_files_redirect(nginx, site_url, site):
    """The old catalogue address redirects to the new one on nginx; on other hosts there is a copy."""
    answer = nginx.request("/files/files.json")
    assert (answer.code, answer.headers["location"]) == (301, "/handouts.json")
    assert (site / "files" / "files.json").read_bytes() == (site / "handouts.json").read_bytes()


# QR codes.


def test_each_qr_code_can_be_read(site):
    """Each QR code contains exactly its topic's address, short, in lower case and without a query."""
    wanted = {f"files/code-{slug}.png": URL + path_of(slug) for slug in TOPICS}
    wanted |= {f"r/{topic.code}/code-{topic.code}.png": f"{URL}r/{topic.code}/" for topic in TOPICS.values()}
    pictures = {path.relative_to(site).as_posix(): path for path in site.rglob("code-*.png")}
    assert pictures.keys() == wanted.keys()
    assert len(pictures) == 2 * len(TOPICS)
    found = []
    for name, path in pictures.items():
        read = [code.text for code in zxingcpp.read_barcodes(Image.open(path))]
        after = read[0].removeprefix(URL) if len(read) == 1 else "?"
        plain = len(after) <= MAX_PATH_LENGTH and after == after.lower() and "?" not in after
        found += [] if read == [wanted[name]] and plain else [f"{name}: {read} is not {wanted[name]}"]
    assert_none(found)


def test_a_neutral_qr_code_reveals_nothing(site):
    """The neutral QR code of every topic has a file name that reveals no more than its short link."""
    names = {path.relative_to(site).as_posix() for path in (site / "r").rglob("code-*.png")}
    assert len(names) == len(TOPICS)
    assert [name for name in names if not re.fullmatch(r"r/([2-9b-z]{4})/code-\1\.png", name)] == []


# The pages for practitioners.


@pytest.fixture(scope="module", params=[SHEET, ADVICE])
def plain_page(request, contexts):
    """The link sheet and the page with wording, on the smallest phone, without scripts."""
    page = contexts(viewport={"width": 320, "height": 640}, java_script_enabled=False).new_page()
    page.goto(request.param)
    yield page
    page.close()


def linked_addresses(page) -> list[str]:
    """The targets of the links in the text of a page, and the addresses of the guide in its wording."""
    links = page.locator("main a[href]").evaluate_all("all => all.map((a) => a.href)")
    in_wording = [
        address
        for text in page.locator(".guide-wording__text").all_inner_texts()
        for address in GUIDE_ADDRESS.findall(text)
    ]
    host = "/".join(page.url.split("/")[:3]) + "/"
    return [address.replace(host, URL) for address in [*links, *in_wording]]


def test_every_link_for_practitioners_works(plain_page, fault_of):
    """Each link of the link sheet and of the advice, and each address in wording to copy, works."""
    found = linked_addresses(plain_page)
    inner = {address.removeprefix(URL) for address in found if address.startswith(URL)}
    assert [address for address in found if not address.startswith(URL)] == []
    inner.discard("sessions/#ref=your-code")  # an example, with a code that each practice chooses
    assert len(inner) > (25 if plain_page.url.endswith(ADVICE) else 5 * len(TOPICS))
    files = {address for address in inner if "#page=" in address}
    assert_none([fault for fault in map(fault_of, sorted(inner - files)) if fault])
    assert {address.split("#")[0] for address in files} <= {CARDS}
    assert not files or not fault_of(CARDS)


def test_every_link_for_practitioners_is_visible(plain_page):
    """On the smallest phone and without scripts, each link is fully visible, and the page does not scroll sideways."""
    assert plain_page.locator("main a[href]").evaluate_all(HIDDEN_LINKS) == []
    assert_none(overflow(plain_page))


def test_the_link_sheet_has_each_topic_once(visit):
    """The link sheet has exactly the topics, each with its title and both addresses."""
    items = visit(SHEET, width=320, java_script_enabled=False).locator(".guide-link-sheet > li")
    shown = items.evaluate_all(
        "all => all.map((li) => [li.querySelector('h3').id, li.querySelector('h3').textContent,"
        " [...li.querySelectorAll('.guide-wording__text')].map((node) => node.textContent)])"
    )
    assert shown == [
        [slug, topic.title, [URL + path_of(slug), f"{URL}r/{topic.code}/"]] for slug, topic in TOPICS.items()
    ]


def test_links_for_practitioners_can_be_clicked(visit):
    """On the smallest phone without scripts, links to a topic, a list, an anchor and back to the advice work."""
    page = visit(SHEET, width=320, java_script_enabled=False)
    presses = [
        page.locator("#grey-rock a"),
        page.locator("#list-slip a"),
        page.locator(".guide-link-sheet__jump-links a").last,
        page.locator("main").get_by_role("link", name="For professionals").last,
    ]
    for link in presses:
        target = link.evaluate("(link) => link.href")
        link.click()
        expect(page).to_have_url(target)
        expect(page.locator("h1")).to_be_visible()
        page.goto(SHEET)
    page.goto(ADVICE)
    page.locator("main").get_by_role("link", name="Link sheet").first.click()
    expect(page.locator("h1")).to_have_text(strings()["links_title"])


def test_the_page_of_a_topics_cards_is_right(site):
    """The page of files/cards.pdf that the link sheet names for a topic has its title and both addresses."""
    tree = LexborHTMLParser((site / SHEET.strip("/") / "index.html").read_text(encoding="utf-8"))
    pages, found = read_words(site / CARDS)
    printed = ["".join(letters(word.text) for word in found if word.page == number + 1) for number in range(len(pages))]
    numbers, faults = [], []
    for link in tree.css(f'a[href*="{CARDS}#page="]'):
        item = link.parent
        while item.tag != "li":
            item = item.parent
        slug = item.css_first("h3").attributes["id"]
        number = int(link.attributes["href"].split("#page=")[1])
        numbers.append(number)
        here = [TOPICS[slug].title, f"{urlsplit(URL).netloc}/r/{TOPICS[slug].code}/", path_of(slug)]
        faults += [f"{slug}, page {number}: {text}" for text in here if letters(text) not in printed[number - 1]]
        faults += [] if link.text().startswith(strings()["links_card"].format(number=number)) else [link.text()]
    assert_none(faults)
    assert numbers == list(range(1, len(TOPICS) + 1)) == list(range(1, len(pages) + 1))


# For machines.


def urls(value) -> list[str]:
    """Every address of the guide in a JSON value."""
    if isinstance(value, str):
        return [value] if value.startswith(URL) else []
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
    return [address for one in inner for address in urls(one)]


@pytest.fixture(scope="module")
def catalogue(site: Path) -> dict:
    """The catalogue of the built site."""
    return json.loads((site / "handouts.json").read_text(encoding="utf-8"))


def test_every_address_of_the_catalogue_works(catalogue, fault_of):
    """Each address in the catalogue works, also those of its schema and of each file."""
    found = sorted({address.removeprefix(URL) for address in urls(catalogue)})
    assert len(found) > 8 * len(TOPICS) - 100
    assert_none([fault for fault in map(fault_of, found) if fault])


def test_the_catalogue_describes_each_file_as_served(catalogue, connections):
    """Size and checksum of each file in the catalogue are those of the response."""
    entries = catalogue["files"]
    entries += [topic[name] for topic in catalogue["topics"] for name in ("handout", "neutral_handout") if topic[name]]
    sent: dict[str, bytes] = {}
    found = []
    for entry in entries:
        body = sent.setdefault(entry["url"], connections["nginx"].request("/" + entry["url"].removeprefix(URL))[2])
        if (len(body), sha256(body).hexdigest()) != (entry["bytes"], entry["sha256"]):
            found.append(entry["url"])
    assert len(entries) > 100
    assert_none(found)


def test_the_csv_matches_the_catalogue(catalogue, site):
    """The CSV has the catalogue's topics in the same order, with the same addresses."""
    rows = list(csv.DictReader(StringIO((site / "handouts.csv").read_text(encoding="utf-8"), newline="")))
    names = ("slug", "title", "url", "neutral_url", "code", "neutral_code", "card", "neutral_card")
    assert [[row[name] for name in names] for row in rows] == [
        [topic[name] for name in names] for topic in catalogue["topics"]
    ]
    assert [row["slug"] for row in rows] == list(TOPICS)


def test_the_feed_is_valid_xml(nginx, site_url, visit):
    """The Atom feed has an XML media type, can be parsed, and links only to the guide."""
    answer = nginx.request("/changes.xml")
    assert answer.headers["content-type"].split(";")[0] in ("text/xml", "application/xml", "application/atom+xml")
    feed = ElementTree.fromstring(answer.body)
    assert feed.tag == "{http://www.w3.org/2005/Atom}feed"
    links = {node.attrib["href"] for node in feed.iter("{http://www.w3.org/2005/Atom}link")}
    assert links
    assert [link for link in links if not link.startswith(URL)] == []
    assert len(feed.findall("{http://www.w3.org/2005/Atom}entry")) > 2
