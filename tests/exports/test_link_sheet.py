"""The links that practitioners give out lead to the right page, named and neutral, on a screen and on paper."""

import subprocess
from dataclasses import replace
from io import BytesIO

import pytest
import zxingcpp
from guide_factory import FACTS, TIMESTAMP, TOPICS, facts_with_topic_title, guide, text_of
from pdf_reader import read_words
from PIL import Image
from selectolax.lexbor import LexborHTMLParser

from exports.artifacts import artifacts
from exports.link_sheet import CARDS_PER_KIND, cards_html, link_sheet_html

URL = "https://guide.example/"
DPI = 150  # as of a poor printer or camera
# Each topic's two addresses, from the site's root, in the order of the link sheet.
ADDRESSES = {"Small": ("", "r/2345/"), "Stone": ("stone/", "r/vwf5/"), "Stop": ("stone/#stop", "r/7m3c/")}
ADDRESSES |= {"Call": ("help/#numbers", "r/k7wm/")}
NASTY = '<b onclick="x">A & B</b> “ב” {{ 1 }}'


@pytest.fixture(scope="module")
def sheet():
    """The parsed link sheet of the small guide."""
    return LexborHTMLParser(link_sheet_html(guide(), FACTS))


def alts(node):
    """The alternative text of each QR code below a node."""
    return [image.attributes["alt"] for image in node.css("img")]


def expected_alts(addresses):
    """The expected alternative texts of the QR codes of these addresses."""
    return [FACTS.strings["handout_code"].format(address=f"guide.example/{address}") for address in addresses]


def test_the_link_sheet_has_every_topic_once(sheet):
    """Topics are below their groups, each group once; a topic without a page is left out."""
    groups = [FACTS.strings[f"group_{group}"] for group in ("why", "doing", "help")]
    assert [text_of(node) for node in sheet.css("h2")] == groups
    rows = [[text_of(cell) for cell in table.css("tbody .topic")] for table in sheet.css("table")]
    assert rows == [["Small"], ["Stone", "Stop"], ["Call"]]


def test_the_link_sheet_has_both_addresses_with_qr_codes(sheet):
    """First the named one, then the neutral one; each is printed, and its QR code has an alternative text."""
    rows = {text_of(row.css_first(".topic")): row for row in sheet.css("tbody tr")}
    assert list(rows) == list(ADDRESSES)
    for title, row in rows.items():
        assert [text_of(cell) for cell in row.css("td")] == [f"guide.example/{one}" for one in ADDRESSES[title]]
        assert alts(row) == expected_alts(ADDRESSES[title])


def test_the_link_sheet_names_its_edition_and_the_newest(sheet):
    """It has its version, the disclaimer, the licence, and the address of the newest edition."""
    foot = text_of(sheet.css_first("p.small"))
    assert foot.startswith("Small, Version 1.2.3. ")
    texts = ("guide.example/professionals/links/", FACTS.strings["education"], FACTS.strings["book_share"])
    assert [text for text in texts if text not in foot] == []


def test_notes_for_practitioners_are_beside_each_topic():
    """A topic has its warning, a note if its answer is short, and the page of its cards; the cards have no notes."""
    facts = replace(FACTS, topics=TOPICS | {"stone": TOPICS["stone"].model_copy(update={"care": NASTY})})
    short, card = FACTS.strings["links_short"], FACTS.strings["links_card"]
    notes = [[], [NASTY], [short], [short]]
    rows = LexborHTMLParser(link_sheet_html(guide(), facts)).css("tbody th")
    assert [[text_of(note) for note in row.css(".small")] for row in rows] == [
        [*some, card.format(number=number)] for number, some in enumerate(notes, start=1)
    ]
    tree = LexborHTMLParser(cards_html(guide(), facts))
    heads = [text_of(node) for node in tree.css("section > .small")]
    assert [[note for note in (NASTY, short) if note in head] for head in heads] == notes
    assert [node for node in tree.css(".card") if NASTY in text_of(node)] == []


def test_there_is_a_sheet_of_cards_for_each_topic():
    """Named cards are on the left, neutral ones on the right, so that one cut down the middle separates the kinds; a
    neutral card has only a neutral title and an address: nothing about the topic, the guide or its offer."""
    sheets = LexborHTMLParser(cards_html(guide(), FACTS)).css("section")
    assert [sheet.css_first("h1").text() for sheet in sheets] == list(ADDRESSES)
    for sheet, (title, (named, neutral)) in zip(sheets, ADDRESSES.items(), strict=True):
        assert [text_of(card) for card in sheet.css(".card")] == [
            f"{title} guide.example/{named} {FACTS.strings['cards_small']}",
            f"{FACTS.strings['neutral_title']} guide.example/{neutral}",
        ] * CARDS_PER_KIND
        assert alts(sheet) == expected_alts([named, neutral] * CARDS_PER_KIND)
        assert {key for image in sheet.css(".card img") for key in image.attributes} == {"src", "alt"}


@pytest.mark.parametrize("render", [link_sheet_html, cards_html])
def test_text_is_escaped(render):
    """Markup in titles and names is shown as text; language and direction are declared for screen readers."""
    other = guide(name=NASTY, language="ur", direction="rtl")
    tree = LexborHTMLParser(render(other, facts_with_topic_title(NASTY)))
    assert tree.css("b, [onclick]") == []
    assert tree.css_first("meta[name=author]").attributes["content"] == NASTY
    assert NASTY in [text_of(node) for node in tree.css(".topic, h1")]
    assert tree.css_first("html").attributes == {"lang": "ur", "dir": "rtl"}


def make_pdf(kind, path, facts=FACTS):
    """Make the PDF of the link sheet or of the cards of the small guide; returns its number of pages."""
    (artifact,) = [artifact for artifact in artifacts(guide(), facts, TIMESTAMP) if artifact.kind == kind]
    content, pages = artifact.make(guide(), facts)
    path.write_bytes(content)
    return pages


def read_qr_codes(path, pages):
    """The QR codes that a camera reads on each page, from the top, and in each row of two from the left."""
    found = []
    for number in map(str, range(1, pages + 1)):
        command = ["pdftoppm", "-r", str(DPI), "-gray", "-f", number, "-l", number, path]
        picture = Image.open(BytesIO(subprocess.run(command, check=True, capture_output=True).stdout))
        codes = sorted(zxingcpp.read_barcodes(picture), key=lambda code: code.position.top_left.y)
        rows = [codes[index : index + 2] for index in range(0, len(codes), 2)]
        found.append([code for row in rows for code in sorted(row, key=lambda code: code.position.top_left.x)])
    return found


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("cards", [pair * CARDS_PER_KIND for pair in ADDRESSES.values()]),
        ("links", [[address for pair in ADDRESSES.values() for address in pair]]),
    ],
)
def test_a_camera_reads_every_code(tmp_path, kind, expected):
    """Each topic has a page of cards, the link sheet has all, named left, neutral right, for an old phone's camera."""
    pages = read_qr_codes(tmp_path / "it.pdf", make_pdf(kind, tmp_path / "it.pdf"))
    assert [[code.text for code in codes] for codes in pages] == [[URL + one for one in some] for some in expected]
    positions = [code.position for codes in pages for code in codes]
    assert min(place.top_right.x - place.top_left.x for place in positions) >= 25 * DPI / 25.4  # 25 mm


def test_a_long_title_and_address_fit_on_their_card(tmp_path):
    """No card is higher than the others, and no topic needs a second page."""
    title = "What to do when they write to your friends, your family and those with whom you work"
    section = "when-they-do-not-keep-to-it"
    long = {"title": title, "page": "modified/parallel-parenting.md", "section": section}
    facts = replace(FACTS, topics={"long": TOPICS["small"].model_copy(update=long), "stone": TOPICS["stone"]})
    path = tmp_path / "long.pdf"
    assert make_pdf("cards", path, facts) == 2
    tops = [[code.position.top_left.y for code in codes] for codes in read_qr_codes(path, 2)]
    offsets = [[top - page[0] for top in page] for page in tops]
    assert offsets[0] == offsets[1]
    text = "".join(word.text for word in read_words(path)[1] if word.page == 1)
    assert text.count(section) == CARDS_PER_KIND
    assert text.count(FACTS.strings["cards_small"].replace(" ", "")) == CARDS_PER_KIND
