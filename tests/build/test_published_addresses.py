"""Links for practitioners: every address, QR code, embed and file that they pass on works, on any host."""

import json
import re
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection
from urllib.parse import unquote, urljoin, urlsplit

import pytest
import zxingcpp
from macro_environment import facts, strings
from page_helpers import assert_none
from pdf_alignment import letters
from pdf_reader import read_words
from PIL import Image
from selectolax.lexbor import LexborHTMLParser

URL = facts().url
TOPICS = {slug: topic for slug, topic in facts().topics.items() if topic.page}
REGISTRY = facts().url_registry
CARDS = "files/cards.pdf"
SHEET, ADVICE = "professionals/links/", "professionals/"
MAX_PATH_LENGTH = 40  # characters after the host: addresses on printed cards must be short to type
GUIDE_ADDRESS = re.compile(re.escape(URL) + r"[^\s\"<]*")  # an address of the guide in a text


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


@pytest.fixture(scope="module")
def connections(nginx, site_url) -> Iterator[dict[str, HTTPConnection]]:
    """Connections to nginx, and to a plain file server without any configuration for this guide."""
    plain = HTTPConnection(urlsplit(site_url).netloc, timeout=20)
    with closing(nginx.connect()) as secure, closing(plain):
        yield {"nginx": secure, "plain": plain}


def send(connection: HTTPConnection, path: str, method: str = "GET") -> tuple[int, dict[str, str], bytes]:
    """Send a request; returns status code, headers by lower-case name, and body."""
    connection.request(method, path)
    answer = connection.getresponse()
    return answer.status, {name.lower(): text for name, text in answer.getheaders()}, answer.read()


@pytest.fixture(scope="module", params=["nginx", "plain"])
def fault_of(request, connections, site):
    """A function that returns what is wrong with the response for an address, or ""; it follows one redirect."""
    connection = connections[request.param]
    ids: dict[bytes, set[str]] = {}

    def ids_of(body: bytes) -> set[str]:
        if body not in ids:
            ids[body] = {node.attributes["id"] or "" for node in LexborHTMLParser(body).css("[id]")}
        return ids[body]

    def check(address: str) -> str:
        path, fragment = urlsplit(f"/{address}").path, urlsplit(address).fragment
        code, headers, body = send(connection, path)
        if code == 301:
            target = urlsplit(urljoin(path, headers["location"]))
            path, fragment = target.path, target.fragment or fragment
            code, headers, body = send(connection, path)
        head = send(connection, path, "HEAD")
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
    assert TOPICS
    assert_none([fault for fault in map(fault_of, topic_addresses()) if fault])


def test_every_published_address_works(fault_of):
    """Each page, anchor, file and short link in the URL registry works, so that printed links stay valid."""
    addresses = published_addresses()
    assert REGISTRY.short_links
    assert_none([fault for fault in map(fault_of, addresses) if fault])


def test_broken_addresses_are_reported(fault_of):
    """A missing page, file or anchor is reported by these tests."""
    for wrong in ("never/", "files/code-never.png", "why/#never", "r/aaaa/"):
        assert fault_of(wrong), wrong


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


# The pages for practitioners.


@pytest.mark.parametrize("page", [SHEET, ADVICE])
def test_every_link_for_practitioners_works(trees, fault_of, page):
    """Each link of the link sheet and the advice, and each address in wording to copy, is of this guide and works."""
    main = trees[page].css_first("main")
    wording = " ".join(node.text() for node in main.css(".guide-wording__text"))
    links = [urljoin(URL + page, link.attributes["href"]) for link in main.css("a[href]")]
    found = [*links, *GUIDE_ADDRESS.findall(wording)]
    assert_none([address for address in found if not address.startswith(URL)])
    inner = {address.removeprefix(URL) for address in found}
    inner.discard("sessions/#ref=your-code")  # an example, with a code that each practice chooses
    files = {address for address in inner if "#page=" in address}
    assert_none([fault for fault in map(fault_of, sorted(inner - files)) if fault])
    assert {address.split("#")[0] for address in files} <= {CARDS}
    assert not files or not fault_of(CARDS)


def test_the_link_sheet_has_each_topic_once(trees):
    """The link sheet has exactly the topics, each with its title and both addresses."""
    shown = []
    for item in trees[SHEET].css(".guide-link-sheet > li"):
        title, texts = item.css_first("h3"), item.css(".guide-wording__text")
        shown.append([title.attributes["id"], title.text(), [node.text() for node in texts]])
    assert shown == [
        [slug, topic.title, [URL + path_of(slug), f"{URL}r/{topic.code}/"]] for slug, topic in TOPICS.items()
    ]


def test_the_page_of_a_topics_cards_is_right(site, trees):
    """The page of files/cards.pdf that the link sheet names for a topic has its title and both addresses."""
    pages, found = read_words(site / CARDS)
    printed = ["".join(letters(word.text) for word in found if word.page == number + 1) for number in range(len(pages))]
    numbers, faults = [], []
    for link in trees[SHEET].css(f'a[href*="{CARDS}#page="]'):
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


def test_every_address_of_the_catalogue_works(site, fault_of):
    """Each address in the catalogue works, also those of its schema and of each file."""
    found = sorted(
        {address.removeprefix(URL) for address in urls(json.loads((site / "handouts.json").read_text("utf-8")))}
    )
    assert len(found) > 6 * len(TOPICS)
    assert_none([fault for fault in map(fault_of, found) if fault])
