"""The links that practitioners give out lead to the right page, named and neutral, on a screen and on paper."""

import subprocess
from dataclasses import replace
from io import BytesIO

import pytest
import zxingcpp
from guide_factory import FACTS, TIMESTAMP, TOPICS, facts_with_topic_title, guide
from pdf_reader import read_pdf
from PIL import Image
from selectolax.lexbor import LexborHTMLParser

from core.joined_records import answered, short_links
from exports.artifacts import artifacts
from exports.link_sheet import CARDS_PER_KIND, cards_html, link_sheet_html

URL = "https://guide.example/"
DPI = 150  # as of a poor printer or camera
# Each topic's two addresses, from the site's root, in the order of the link sheet.
ADDRESSES = {"Small": ("", "r/2345/"), "Stone": ("stone/", "r/vwf5/"), "Stop": ("stone/#stop", "r/7m3c/")}
ADDRESSES |= {"Call": ("help/#numbers", "r/k7wm/")}
NASTY = '<b onclick="x">A & B</b> “ב” {{ 1 }}'


@pytest.fixture
def sheet(tmp_path):
    """The parsed link sheet of the small guide."""
    return LexborHTMLParser(link_sheet_html(guide(tmp_path), FACTS))


@pytest.fixture
def cards_by_topic(tmp_path):
    """The parsed cut-out cards: for each topic, the cards on its sheet in the order of the HTML."""
    tree = LexborHTMLParser(cards_html(guide(tmp_path), FACTS))
    return {node.css_first("h1").text(): node.css(".card") for node in tree.css("section")}


def alt(address: str) -> str:
    """The expected alternative text of a QR code."""
    return FACTS.strings["handout_code"].format(address=f"guide.example/{address}")


def text_of(node) -> str:
    """The text of a node with its whitespace collapsed."""
    return " ".join(node.text().split())


def test_each_topic_with_a_page_has_its_addresses():
    """The first page, a page and a section all have a named and a neutral address, and files named after both."""
    found = answered(FACTS.topics)
    assert {topic.title: (topic.path, topic.short_link) for topic in found} == ADDRESSES
    assert [topic.title for topic in found] == list(ADDRESSES)
    assert [topic.page_address for topic in found] == ["", "stone/", "stone/", "help/"]
    assert [topic.full for topic in found] == [True, True, False, False]
    assert (found[2].qr_code, found[2].neutral_qr_code) == ("files/code-stop.png", "r/7m3c/code-7m3c.png")


def test_the_link_sheet_has_every_topic_once(sheet):
    """Topics are below their groups, each group once; a topic without a page is left out."""
    groups = [FACTS.strings[f"group_{group}"] for group in ("why", "doing", "help")]
    assert [text_of(node) for node in sheet.css("h2")] == groups
    rows = [[text_of(cell) for cell in table.css("tbody .topic")] for table in sheet.css("table")]
    assert rows == [["Small"], ["Stone", "Stop"], ["Call"]]


def test_the_link_sheet_has_both_addresses_with_qr_codes(sheet):
    """First the named one, then the neutral one; each is pdfs, and its QR code has an alternative text."""
    rows = {text_of(row.css_first(".topic")): row.css("td") for row in sheet.css("tbody tr")}
    assert {title: tuple(map(text_of, cells)) for title, cells in rows.items()} == {
        title: tuple(f"guide.example/{address}" for address in pair) for title, pair in ADDRESSES.items()
    }
    alts = [[cell.css_first("img").attributes["alt"] for cell in cells] for cells in rows.values()]
    assert alts == [[alt(address) for address in pair] for pair in ADDRESSES.values()]


def test_the_link_sheet_names_its_edition_and_the_newest(sheet):
    """It has its version, the disclaimer, the licence, and the address of the newest edition."""
    foot = text_of(sheet.css_first("p.small"))
    assert foot.startswith("Small, Version 1.2.3. ")
    assert "guide.example/professionals/links/" in foot
    assert FACTS.strings["education"] in foot
    assert FACTS.strings["book_share"] in foot


def test_notes_for_practitioners_are_beside_each_topic(tmp_path):
    """A topic has its warning, a note if its answer is short, and the page of its cards; the cards have no notes."""
    facts = replace(FACTS, topics=TOPICS | {"stone": TOPICS["stone"].model_copy(update={"care": NASTY})})
    rows = LexborHTMLParser(link_sheet_html(guide(tmp_path), facts)).css("tbody th")
    card = FACTS.strings["links_card"]
    assert [[text_of(note) for note in row.css(".small")] for row in rows] == [
        [card.format(number=1)],
        [NASTY, card.format(number=2)],
        [FACTS.strings["links_short"], card.format(number=3)],
        [FACTS.strings["links_short"], card.format(number=4)],
    ]
    tree = LexborHTMLParser(cards_html(guide(tmp_path), facts))
    heads = [text_of(node) for node in tree.css("section > .small")]
    assert [(NASTY in head, FACTS.strings["links_short"] in head) for head in heads] == [
        (False, False),
        (True, False),
        (False, True),
        (False, True),
    ]
    assert [card for card in tree.css(".card") if NASTY in text_of(card)] == []


def test_the_short_link_of_an_address_is_that_of_its_first_topic():
    """A page and a section have one each; of two topics with the same address, the first one counts."""
    twice = TOPICS | {"rock": TOPICS["stone"].model_copy(update={"slug": "rock", "code": "9999"})}
    assert short_links(twice) == dict(ADDRESSES.values())


def test_there_is_a_sheet_of_cards_for_each_topic(cards_by_topic):
    """Named and neutral cards are side by side, so that one cut down the middle separates the two kinds."""
    assert list(cards_by_topic) == list(ADDRESSES)
    for title, found in cards_by_topic.items():
        assert len(found) == 2 * CARDS_PER_KIND
        addresses = [text_of(card.css_first(".card-address")) for card in found]
        assert addresses == [f"guide.example/{address}" for address in ADDRESSES[title]] * CARDS_PER_KIND
        assert [card.css_first("img").attributes["alt"] for card in found] == [
            alt(one) for one in ADDRESSES[title]
        ] * CARDS_PER_KIND


def test_a_neutral_card_names_nothing(cards_by_topic):
    """It has only a neutral title and an address: nothing about the topic, the guide or its offer."""
    for title, found in cards_by_topic.items():
        neutral = {text_of(card) for card in found[1::2]}
        assert neutral == {f"{FACTS.strings['neutral_title']} guide.example/{ADDRESSES[title][1]}"}
        named = {text_of(card) for card in found[::2]}
        assert named == {f"{title} guide.example/{ADDRESSES[title][0]} {FACTS.strings['cards_small']}"}
        attributes = {key: value for card in found[1::2] for key, value in card.css_first("img").attributes.items()}
        assert attributes.keys() == {"src", "alt"}


@pytest.mark.parametrize("render", [link_sheet_html, cards_html])
def test_text_is_escaped(tmp_path, render):
    """Markup and template syntax in the title of a topic and in the guide’s name are shown as text."""
    tree = LexborHTMLParser(render(guide(tmp_path, name=NASTY), facts_with_topic_title(NASTY)))
    assert tree.css("b, [onclick]") == []
    assert tree.css_first("meta[name=author]").attributes["content"] == NASTY
    assert NASTY in [text_of(node) for node in tree.css(".topic, h1")]


def test_language_and_direction_are_declared(tmp_path):
    """Screen readers use the right voice, and lines begin on the right side."""
    other = guide(tmp_path, language="ur", direction="rtl")
    for render in (link_sheet_html, cards_html):
        root = LexborHTMLParser(render(other, FACTS)).css_first("html")
        assert (root.attributes["lang"], root.attributes["dir"]) == ("ur", "rtl")


@pytest.fixture(scope="module")
def pdfs(tmp_path_factory):
    """The PDFs of link sheet and cards of the small guide, by kind."""
    folder = tmp_path_factory.mktemp("pdfs")
    small = guide(folder)
    for artifact in artifacts(small, FACTS, TIMESTAMP):
        if artifact.kind in ("cards", "links"):
            content, pages = artifact.make(small, FACTS)
            (folder / f"{artifact.kind}.pdf").write_bytes(content)
            assert len(read_pdf(folder / f"{artifact.kind}.pdf", artifact.file).pages) == pages
    return {kind: folder / f"{kind}.pdf" for kind in ("cards", "links")}


def read_qr_codes(path) -> list[list]:
    """The QR codes that a camera reads on each page, from the top, and in each row of two from the left."""
    found = []
    for number in range(1, len(read_pdf(path, path.name).pages) + 1):
        command = ["pdftoppm", "-r", str(DPI), "-gray", "-f", str(number), "-l", str(number), path]
        picture = Image.open(BytesIO(subprocess.run(command, check=True, capture_output=True).stdout))
        codes = sorted(zxingcpp.read_barcodes(picture), key=lambda one: one.position.top_left.y)
        rows = [
            sorted(codes[index : index + 2], key=lambda one: one.position.top_left.x)
            for index in range(0, len(codes), 2)
        ]
        found.append([code for row in rows for code in row])
    return found


def widths(codes) -> list[float]:
    """The width of each QR code in millimetres."""
    return [(code.position.top_right.x - code.position.top_left.x) / DPI * 25.4 for code in codes]


def test_a_camera_reads_every_card(pdfs):
    """Each topic has one page, with the named address on the left and the neutral one on the right in each row."""
    pages = read_qr_codes(pdfs["cards"])
    addresses = [[code.text for code in codes] for codes in pages]
    assert addresses == [[f"{URL}{address}" for address in pair] * CARDS_PER_KIND for pair in ADDRESSES.values()]
    assert min(width for codes in pages for width in widths(codes)) >= 25


def test_a_camera_reads_every_code_of_the_link_sheet(pdfs):
    """They are in the order of the topics, both addresses of each, large enough for the camera of an old phone."""
    codes = [code for page in read_qr_codes(pdfs["links"]) for code in page]
    assert [code.text for code in codes] == [f"{URL}{address}" for pair in ADDRESSES.values() for address in pair]
    assert min(widths(codes)) >= 25


def test_a_long_title_and_address_fit_on_their_card(tmp_path):
    """No card is higher than the others, and no topic needs a second page."""
    long = "What to do when they write to your friends, your family and those with whom you artifact"
    page, section = "modified/parallel-parenting.md", "when-they-do-not-keep-to-it"
    topic = facts_with_topic_title(long).topics["small"].model_copy(update={"page": page, "section": section})
    known = replace(FACTS, topics={"long": topic, "stone": FACTS.topics["stone"]})
    small = guide(tmp_path)
    (artifact,) = [artifact for artifact in artifacts(small, known, TIMESTAMP) if artifact.kind == "cards"]
    content, pages = artifact.make(small, known)
    file = tmp_path / "long.pdf"
    file.write_bytes(content)
    assert pages == 2
    offsets = [
        [code.position.top_left.y - codes[0].position.top_left.y for code in codes] for codes in read_qr_codes(file)
    ]
    assert offsets[0] == offsets[1]
    assert len(offsets[0]) == 2 * CARDS_PER_KIND
    text = "".join(word.text for word in read_pdf(file, file.name).words_by_page[0])
    assert text.count("when-they-do-not-keep-to-it") == CARDS_PER_KIND
    assert text.count(FACTS.strings["cards_small"].replace(" ", "")) == CARDS_PER_KIND


def test_the_same_input_gives_the_same_bytes(tmp_path, pdfs):
    """The folder does not change them, nor does the time of the edition."""
    small = guide(tmp_path / "other")
    for artifact in artifacts(small, FACTS, TIMESTAMP + 9):
        if artifact.kind in pdfs:
            assert artifact.make(small, FACTS)[0] == pdfs[artifact.kind].read_bytes()
