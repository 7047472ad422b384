"""Handed-on links: every address, code, card and file that practitioners pass on leads where it says, on any host."""

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
from nginx_server import NAME, Served
from page_helpers import nothing, sideways
from pdf_alignment import letters
from pdf_reader import words
from PIL import Image
from playwright.sync_api import expect
from selectolax.lexbor import LexborHTMLParser

URL = facts().url
TOPICS = {slug: topic for slug, topic in facts().topics.items() if topic.page}
PUBLISHED = facts().url_registry
CARDS = "files/cards.pdf"
SHEET, ADVICE = "/professionals/links/", "/professionals/"
LONGEST = 40  # letters after the host: what is typed from a card must stay short
OURS = re.compile(re.escape(URL) + r"[^\s\"<]*")  # an address of the guide in words
SHOWN = """(links) => links.filter((link) => {
  const boxes = [...link.getClientRects()].filter(({ width, height }) => width > 1 && height > 1);
  return !boxes.length || boxes.some(({ left, right }) => left < 0 || right > innerWidth);
}).map((link) => link.href)"""


def way(slug: str) -> str:
    """The address of a topic from the site's root, as it is printed: that of the first page is empty."""
    return TOPICS[slug].address.removeprefix("./")


def published() -> list[str]:
    """Every address that was ever published, with every place on a page, from the site's root."""
    pages = {address.removeprefix("./"): page.anchors for address, page in PUBLISHED.pages.items()}
    places = [f"{address}#{place}" for address, found in pages.items() for place in found]
    return sorted({*pages, *places, *PUBLISHED.others, *(f"r/{code}/" for code in PUBLISHED.short_links)})


def handed() -> list[str]:
    """Every address, card and code that stands for a topic, from the site's root."""
    found = []
    for slug, topic in TOPICS.items():
        code = topic.code
        found += [way(slug), f"r/{code}/", f"card/{slug}/", f"card/{code}/"]
        found += [f"files/code-{slug}.png", f"r/{code}/code-{code}.png"]
    return found


class Line:
    """One open line to a host, for many questions: a new one for each would take a minute."""

    def __init__(self, host: Served | str) -> None:
        self.host = host
        self.line: HTTPConnection | None = None

    def ask(self, path: str, method: str = "GET") -> tuple[int, dict[str, str], bytes]:
        """Ask for one address: the code, the headers by their names in small letters, and the bytes sent."""
        self.line = self.line or self.opened()
        self.line.request(method, path)
        answer = self.line.getresponse()
        headers = {name.lower(): text for name, text in answer.getheaders()}
        said = answer.status, headers, answer.read()
        if answer.will_close:
            self.close()
        return said

    def opened(self) -> HTTPConnection:
        """A new line: to nginx over https, with its certificate checked."""
        if isinstance(self.host, str):
            return HTTPConnection(urlsplit(self.host).netloc, timeout=20)
        line = HTTPSConnection(NAME)
        raw = socket.create_connection(("127.0.0.1", self.host.https), timeout=20)
        line.sock = self.host.closed.wrap_socket(raw, server_hostname=NAME)
        return line

    def close(self) -> None:
        """Hang up."""
        if self.line:
            self.line.close()
        self.line = None


@pytest.fixture(scope="module")
def lines(nginx: Served, served: str) -> Iterator[dict[str, Line]]:
    """Open lines to real nginx, and to a plain server of files that knows nothing of this guide."""
    found = {"nginx": Line(nginx), "plain": Line(served)}
    yield found
    for line in found.values():
        line.close()


@pytest.fixture(scope="module", params=["nginx", "plain"])
def answered(request, lines, site):
    """What is wrong with the answer to an address from the site's root, or nothing; a redirect may lead on, once."""
    ask = lines[request.param].ask
    ids: dict[bytes, set[str]] = {}

    def places(body: bytes) -> set[str]:
        if body not in ids:
            ids[body] = {node.attributes["id"] or "" for node in LexborHTMLParser(body).css("[id]")}
        return ids[body]

    def judge(address: str) -> str:
        path, place = urlsplit(f"/{address}").path, urlsplit(address).fragment
        code, headers, body = ask(path, "GET")
        if code == 301:
            target = urlsplit(urljoin(path, headers["location"]))
            path, place = target.path, target.fragment or place
            code, headers, body = ask(path, "GET")
        head = ask(path, "HEAD")
        if (code, head[0], head[2]) != (200, 200, b""):
            return f"{address}: GET {code}, HEAD {head[0]}"
        if head[1]["content-length"] != headers["content-length"] or head[1]["content-type"] != headers["content-type"]:
            return f"{address}: HEAD says something else than GET"
        if body != (site / unquote(path).lstrip("/") / ("index.html" * path.endswith("/"))).read_bytes():
            return f"{address}: something else is sent"
        if place and place not in places(body):
            return f"{address}: #{place} is not there"
        return ""

    return judge


# On hosts.


def test_every_address_that_is_handed_on_answers(answered):
    """Both addresses of each topic, its two cards and its two codes answer on either host, to GET and to HEAD."""
    assert len(facts().topics) - len(TOPICS) <= 1, "only a topic without a page has none"
    assert len(handed()) == 6 * len(TOPICS)
    assert len(TOPICS) > 70
    nothing([fault for fault in map(answered, handed()) if fault])


def test_every_address_ever_published_answers(answered):
    """Each page, place, file and link of the register answers, so that nothing on old paper has become a dead end."""
    register = published()
    assert len(register) > 700
    assert len(PUBLISHED.short_links) > 70
    nothing([fault for fault in map(answered, register) if fault])


def test_an_address_that_leads_nowhere_is_seen(answered):
    """These tests would see a page, a file or a place that is not there."""
    for wrong in ("never/", "files/code-never.png", "why/#never", "r/aaaa/"):
        assert answered(wrong), wrong


def test_what_has_moved_is_sent_on(nginx, served, site):
    """The old list of files leads to the new one: a host that is told sends on, any other has a copy."""
    answer = nginx.ask("/files/files.json")
    assert (answer.code, answer.headers["location"]) == (301, "/handouts.json")
    assert (site / "files" / "files.json").read_bytes() == (site / "handouts.json").read_bytes()


# The codes.


def test_a_camera_reads_each_code(site):
    """Each picture of a code gives its topic's address to a camera, and nothing beside it: no query, no capitals."""
    wanted = {f"files/code-{slug}.png": URL + way(slug) for slug in TOPICS}
    wanted |= {f"r/{topic.code}/code-{topic.code}.png": f"{URL}r/{topic.code}/" for topic in TOPICS.values()}
    pictures = {path.relative_to(site).as_posix(): path for path in site.rglob("code-*.png")}
    assert pictures.keys() == wanted.keys()
    assert len(pictures) == 2 * len(TOPICS)
    found = []
    for name, path in pictures.items():
        read = [code.text for code in zxingcpp.read_barcodes(Image.open(path))]
        after = read[0].removeprefix(URL) if len(read) == 1 else "?"
        plain = len(after) <= LONGEST and after == after.lower() and "?" not in after
        found += [] if read == [wanted[name]] and plain else [f"{name}: {read} is not {wanted[name]}"]
    nothing(found)


def test_a_neutral_code_tells_nothing(site):
    """The neutral code of every topic holds the address of its short link alone, and its file's name says no more."""
    names = {path.relative_to(site).as_posix() for path in (site / "r").rglob("code-*.png")}
    assert len(names) == len(TOPICS)
    assert [name for name in names if not re.fullmatch(r"r/([2-9b-z]{4})/code-\1\.png", name)] == []


# The pages for practitioners.


@pytest.fixture(scope="module", params=[SHEET, ADVICE])
def plainly(request, screens):
    """The link sheet and the page of wording on the smallest phone, without scripts."""
    page = screens(viewport={"width": 320, "height": 640}, java_script_enabled=False).new_page()
    page.goto(request.param)
    yield page
    page.close()


def led(page) -> list[str]:
    """Where the links in the text of a page lead, and every address of the guide that its words hold."""
    links = page.locator("main a[href]").evaluate_all("all => all.map((a) => a.href)")
    spoken = [
        address for text in page.locator(".guide-wording__text").all_inner_texts() for address in OURS.findall(text)
    ]
    host = "/".join(page.url.split("/")[:3]) + "/"
    return [address.replace(host, URL) for address in [*links, *spoken]]


def test_every_link_for_practitioners_leads_somewhere(plainly, answered):
    """Each link of the link sheet and of the advice, and each address in words to copy, leads to what is there."""
    found = led(plainly)
    inner = {address.removeprefix(URL) for address in found if address.startswith(URL)}
    assert [address for address in found if not address.startswith(URL)] == []
    inner.discard("sessions/#ref=your-code")  # an example: the page, and a code that each practice makes up
    assert len(inner) > (25 if plainly.url.endswith(ADVICE) else 5 * len(TOPICS))
    files = {address for address in inner if "#page=" in address}
    nothing([fault for fault in map(answered, sorted(inner - files)) if fault])
    assert {address.split("#")[0] for address in files} <= {CARDS}
    assert not files or not answered(CARDS)


def test_every_link_for_practitioners_is_in_sight(plainly):
    """On the smallest phone and without scripts each link shows in full, and the page does not scroll sideways."""
    assert plainly.locator("main a[href]").evaluate_all(SHOWN) == []
    nothing(sideways(plainly))


def test_the_link_sheet_holds_each_topic_once(visit):
    """Each topic stands on the link sheet with its title, its two addresses and its codes; the sheet has no other."""
    items = visit(SHEET, width=320, java_script_enabled=False).locator(".guide-link-sheet > li")
    told = items.evaluate_all(
        "all => all.map((li) => [li.querySelector('h3').id, li.querySelector('h3').textContent,"
        " [...li.querySelectorAll('.guide-wording__text')].map((node) => node.textContent)])"
    )
    assert told == [[slug, topic.title, [URL + way(slug), f"{URL}r/{topic.code}/"]] for slug, topic in TOPICS.items()]


def test_links_for_practitioners_can_be_pressed(visit):
    """Pressed on the smallest phone without scripts, a topic, a list, a place of the page and the way back all open."""
    page = visit(SHEET, width=320, java_script_enabled=False)
    presses = [
        page.locator("#grey-rock a"),
        page.locator("#list-slip a"),
        page.locator(".guide-link-sheet__ways a").last,
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


def test_the_page_of_a_topics_cards_is_its_own(site):
    """The link sheet names for each topic a sheet of the file of cards: that page has its title and both addresses."""
    tree = LexborHTMLParser((site / SHEET.strip("/") / "index.html").read_text(encoding="utf-8"))
    pages, found = words(site / CARDS)
    printed = ["".join(letters(word.text) for word in found if word.page == number + 1) for number in range(len(pages))]
    numbers, faults = [], []
    for link in tree.css(f'a[href*="{CARDS}#page="]'):
        item = link.parent
        while item.tag != "li":
            item = item.parent
        slug = item.css_first("h3").attributes["id"]
        number = int(link.attributes["href"].split("#page=")[1])
        numbers.append(number)
        here = [TOPICS[slug].title, f"{urlsplit(URL).netloc}/r/{TOPICS[slug].code}/", way(slug)]
        faults += [f"{slug}, page {number}: {text}" for text in here if letters(text) not in printed[number - 1]]
        faults += [] if link.text().startswith(strings()["links_card"].format(number=number)) else [link.text()]
    nothing(faults)
    assert numbers == list(range(1, len(TOPICS) + 1)) == list(range(1, len(pages) + 1))


# For machines.


def urls(value) -> list[str]:
    """Every address of the guide in a piece of JSON."""
    if isinstance(value, str):
        return [value] if value.startswith(URL) else []
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
    return [address for one in inner for address in urls(one)]


@pytest.fixture(scope="module")
def catalogue(site: Path) -> dict:
    """The catalogue of the built site."""
    return json.loads((site / "handouts.json").read_text(encoding="utf-8"))


def test_every_address_of_the_catalogue_answers(catalogue, answered):
    """Each address in the catalogue, its schema's and each file's among them, leads to what is there."""
    found = sorted({address.removeprefix(URL) for address in urls(catalogue)})
    assert len(found) > 8 * len(TOPICS) - 100
    nothing([fault for fault in map(answered, found) if fault])


def test_the_catalogue_tells_each_file_as_it_is_served(catalogue, lines):
    """Size and check sum of each file in the catalogue are those of what the host sends."""
    entries = catalogue["files"]
    entries += [topic[name] for topic in catalogue["topics"] for name in ("handout", "neutral_handout") if topic[name]]
    sent: dict[str, bytes] = {}
    found = []
    for entry in entries:
        body = sent.setdefault(entry["url"], lines["nginx"].ask("/" + entry["url"].removeprefix(URL))[2])
        if (len(body), sha256(body).hexdigest()) != (entry["bytes"], entry["sha256"]):
            found.append(entry["url"])
    assert len(entries) > 100
    nothing(found)


def test_the_table_says_what_the_catalogue_says(catalogue, site):
    """The table for spreadsheets has the catalogue's topics in its order, with the same addresses."""
    rows = list(csv.DictReader(StringIO((site / "handouts.csv").read_text(encoding="utf-8"), newline="")))
    names = ("slug", "title", "url", "neutral_url", "code", "neutral_code", "card", "neutral_card")
    assert [[row[name] for name in names] for row in rows] == [
        [topic[name] for name in names] for topic in catalogue["topics"]
    ]
    assert [row["slug"] for row in rows] == list(TOPICS)


def test_the_feed_is_served_as_what_it_is(nginx, served, visit):
    """The feed of changes is sent as XML that can be read, and names addresses of the guide alone."""
    answer = nginx.ask("/changes.xml")
    assert answer.headers["content-type"].split(";")[0] in ("text/xml", "application/xml", "application/atom+xml")
    feed = ElementTree.fromstring(answer.body)
    assert feed.tag == "{http://www.w3.org/2005/Atom}feed"
    links = {node.attrib["href"] for node in feed.iter("{http://www.w3.org/2005/Atom}link")}
    assert links
    assert [link for link in links if not link.startswith(URL)] == []
    assert len(feed.findall("{http://www.w3.org/2005/Atom}entry")) > 2
