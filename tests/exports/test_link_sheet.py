"""What practitioners hand on leads to the right place, with a name and without, on a screen and from paper."""

import subprocess
from dataclasses import replace
from io import BytesIO

import pytest
import zxingcpp
from pdf_reader import paper
from PIL import Image
from sample_guide import FACTS, MOMENT, TOPICS, guide, titled
from selectolax.lexbor import LexborHTMLParser

from core.records import answered, short_links
from exports.artifacts import works
from exports.link_sheet import EACH, cards, link_sheet

URL = "https://guide.example/"
DOTS = 150  # to an inch, as a poor printer or camera has them
# Each topic's two addresses, from the site's root, in the order of the link sheet.
LEADS = {"Small": ("", "r/2345/"), "Stone": ("stone/", "r/vwf5/"), "Stop": ("stone/#stop", "r/7m3c/")}
LEADS |= {"Call": ("help/#numbers", "r/k7wm/")}
NASTY = '<b onclick="x">A & B</b> “ב” {{ 1 }}'


@pytest.fixture
def sheet(tmp_path):
    """The markup of the link sheet of the small guide."""
    return LexborHTMLParser(link_sheet(guide(tmp_path), FACTS))


@pytest.fixture
def cut(tmp_path):
    """The markup of its cards: the sheets, each a list of cards in the order of the text."""
    tree = LexborHTMLParser(cards(guide(tmp_path), FACTS))
    return {node.css_first("h1").text(): node.css(".card") for node in tree.css("section")}


def alt(address: str) -> str:
    """What is told of a code to whoever cannot see it."""
    return FACTS.strings["handout_code"].format(address=f"guide.example/{address}")


def words(node) -> str:
    """The words of a node, one space between them."""
    return " ".join(node.text().split())


def test_each_topic_that_has_a_page_has_its_addresses():
    """In the order of the link sheet; the first page, a page and a section of one; files named by topic and by code."""
    found = answered(FACTS.topics)
    assert {topic.title: (topic.path, topic.short_link) for topic in found} == LEADS
    assert [topic.title for topic in found] == list(LEADS)
    assert [topic.page_address for topic in found] == ["", "stone/", "stone/", "help/"]
    assert [topic.full for topic in found] == [True, True, False, False]
    assert (found[2].qr_code, found[2].neutral_qr_code) == ("files/code-stop.png", "r/7m3c/code-7m3c.png")


def test_the_sheet_has_every_topic_once_below_its_group(sheet):
    """Groups by their names for readers, each once; a topic without a page is not there."""
    groups = [FACTS.strings[f"group_{group}"] for group in ("why", "doing", "help")]
    assert [words(node) for node in sheet.css("h2")] == groups
    rows = [[words(cell) for cell in table.css("tbody .topic")] for table in sheet.css("table")]
    assert rows == [["Small"], ["Stone", "Stop"], ["Call"]]


def test_the_sheet_has_both_addresses_with_their_codes(sheet):
    """First the one with the name, then the one without; each is printed, and its code is told in words."""
    rows = {words(row.css_first(".topic")): row.css("td") for row in sheet.css("tbody tr")}
    assert {title: tuple(map(words, cells)) for title, cells in rows.items()} == {
        title: tuple(f"guide.example/{address}" for address in pair) for title, pair in LEADS.items()
    }
    told = [[cell.css_first("img").attributes["alt"] for cell in cells] for cells in rows.values()]
    assert told == [[alt(address) for address in pair] for pair in LEADS.values()]


def test_the_sheet_says_its_edition_and_where_the_newest_is(sheet):
    """Who finds it in a drawer knows how old it is, what it is not, and where to look."""
    foot = words(sheet.css_first("p.small"))
    assert foot.startswith("Small, Version 1.2.3. ")
    assert "guide.example/professionals/links/" in foot
    assert FACTS.strings["education"] in foot
    assert FACTS.strings["book_share"] in foot


def test_what_to_know_before_it_is_handed_on_stands_beside_it(tmp_path):
    """Beside a topic stand its warning, that its answer is short, and the page of its cards; the cards have none."""
    facts = replace(FACTS, topics=TOPICS | {"stone": TOPICS["stone"].model_copy(update={"care": NASTY})})
    rows = LexborHTMLParser(link_sheet(guide(tmp_path), facts)).css("tbody th")
    card = FACTS.strings["links_card"]
    assert [[words(note) for note in row.css(".small")] for row in rows] == [
        [card.format(number=1)],
        [NASTY, card.format(number=2)],
        [FACTS.strings["links_short"], card.format(number=3)],
        [FACTS.strings["links_short"], card.format(number=4)],
    ]
    tree = LexborHTMLParser(cards(guide(tmp_path), facts))
    heads = [words(node) for node in tree.css("section > .small")]
    assert [(NASTY in head, FACTS.strings["links_short"] in head) for head in heads] == [
        (False, False),
        (True, False),
        (False, True),
        (False, True),
    ]
    assert [card for card in tree.css(".card") if NASTY in words(card)] == []


def test_the_short_link_of_a_place_is_that_of_its_first_topic():
    """A page and a section have each their own; where two topics stand at one place, the first one's counts."""
    twice = TOPICS | {"rock": TOPICS["stone"].model_copy(update={"slug": "rock", "code": "9999"})}
    assert short_links(twice) == dict(LEADS.values())


def test_there_is_a_sheet_of_cards_for_each_topic(cut):
    """As many cards with its name as without, side by side, so that one cut down the middle parts the two kinds."""
    assert list(cut) == list(LEADS)
    for title, found in cut.items():
        assert len(found) == 2 * EACH
        told = [words(card.css_first(".card-address")) for card in found]
        assert told == [f"guide.example/{address}" for address in LEADS[title]] * EACH
        assert [card.css_first("img").attributes["alt"] for card in found] == [alt(one) for one in LEADS[title]] * EACH


def test_a_card_without_a_name_names_nothing(cut):
    """It says that there is a text to read, and where: nothing of the topic, the guide or what it offers."""
    for title, found in cut.items():
        neutral = {words(card) for card in found[1::2]}
        assert neutral == {f"{FACTS.strings['neutral_title']} guide.example/{LEADS[title][1]}"}
        named = {words(card) for card in found[::2]}
        assert named == {f"{title} guide.example/{LEADS[title][0]} {FACTS.strings['cards_small']}"}
        rest = {key: value for card in found[1::2] for key, value in card.css_first("img").attributes.items()}
        assert rest.keys() == {"src", "alt"}


@pytest.mark.parametrize("made", [link_sheet, cards])
def test_a_title_of_any_letters_stands_as_it_is_written(tmp_path, made):
    """Marks of markup and of templates are words on the sheet, in the title of a topic and in the guide’s name."""
    tree = LexborHTMLParser(made(guide(tmp_path, name=NASTY), titled(NASTY)))
    assert tree.css("b, [onclick]") == []
    assert tree.css_first("meta[name=author]").attributes["content"] == NASTY
    assert NASTY in [words(node) for node in tree.css(".topic, h1")]


def test_the_sheets_say_their_language_and_direction(tmp_path):
    """A program that reads aloud takes the right voice, and lines begin where they should."""
    other = guide(tmp_path, language="ur", direction="rtl")
    for made in (link_sheet, cards):
        root = LexborHTMLParser(made(other, FACTS)).css_first("html")
        assert (root.attributes["lang"], root.attributes["dir"]) == ("ur", "rtl")


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    """Both papers of the small guide as they are printed, by their names."""
    folder = tmp_path_factory.mktemp("printed")
    small = guide(folder)
    for work in works(small, FACTS, MOMENT):
        if work.kind in ("cards", "links"):
            content, pages = work.make(small, FACTS)
            (folder / f"{work.kind}.pdf").write_bytes(content)
            assert len(paper(folder / f"{work.kind}.pdf", work.file).pages) == pages
    return {kind: folder / f"{kind}.pdf" for kind in ("cards", "links")}


def seen(path) -> list[list]:
    """What a camera reads from each page, from the top, and in each row of two from the left."""
    found = []
    for number in range(1, len(paper(path, path.name).pages) + 1):
        command = ["pdftoppm", "-r", str(DOTS), "-gray", "-f", str(number), "-l", str(number), path]
        picture = Image.open(BytesIO(subprocess.run(command, check=True, capture_output=True).stdout))
        codes = sorted(zxingcpp.read_barcodes(picture), key=lambda one: one.position.top_left.y)
        rows = [
            sorted(codes[place : place + 2], key=lambda one: one.position.top_left.x)
            for place in range(0, len(codes), 2)
        ]
        found.append([code for row in rows for code in row])
    return found


def widths(codes) -> list[float]:
    """How wide each code is, in millimetres."""
    return [(code.position.top_right.x - code.position.top_left.x) / DOTS * 25.4 for code in codes]


def test_a_camera_reads_every_card(printed):
    """Each topic has one page, on the left the address with its name and on the right the neutral one, in each row."""
    pages = seen(printed["cards"])
    told = [[code.text for code in codes] for codes in pages]
    assert told == [[f"{URL}{address}" for address in pair] * EACH for pair in LEADS.values()]
    assert min(width for codes in pages for width in widths(codes)) >= 25


def test_a_camera_reads_every_address_of_the_sheet(printed):
    """In the order of the topics, both addresses of each, no code too small for the camera of an old telephone."""
    codes = [code for page in seen(printed["links"]) for code in page]
    assert [code.text for code in codes] == [f"{URL}{address}" for pair in LEADS.values() for address in pair]
    assert min(widths(codes)) >= 25


def test_a_long_title_and_address_stay_on_their_card(tmp_path):
    """No card takes the room of the one below it, and no topic a second page."""
    long = "What to do when they write to your friends, your family and those with whom you work"
    page, section = "modified/parallel-parenting.md", "when-they-do-not-keep-to-it"
    topic = titled(long).topics["small"].model_copy(update={"page": page, "section": section})
    known = replace(FACTS, topics={"long": topic, "stone": FACTS.topics["stone"]})
    small = guide(tmp_path)
    (work,) = [work for work in works(small, known, MOMENT) if work.kind == "cards"]
    content, pages = work.make(small, known)
    file = tmp_path / "long.pdf"
    file.write_bytes(content)
    assert pages == 2
    below = [[code.position.top_left.y - codes[0].position.top_left.y for code in codes] for codes in seen(file)]
    assert below[0] == below[1]
    assert len(below[0]) == 2 * EACH
    text = "".join(word.text for word in paper(file, file.name).leaves[0])
    assert text.count("when-they-do-not-keep-to-it") == EACH
    assert text.count(FACTS.strings["cards_small"].replace(" ", "")) == EACH


def test_the_same_input_gives_the_same_bytes(tmp_path, printed):
    """From another folder, too."""
    small = guide(tmp_path / "other")
    for work in works(small, FACTS, MOMENT + 9):
        if work.kind in printed:
            assert work.make(small, FACTS)[0] == printed[work.kind].read_bytes()
