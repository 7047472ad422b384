"""The file of each real worksheet is one sheet for a pen or a keyboard: for a reader who keeps nothing online."""

import re
import subprocess
import unicodedata
from collections import Counter
from dataclasses import dataclass
from io import BytesIO
from itertools import combinations

import pikepdf
import pytest
from macro_environment import facts, pages
from selectolax.lexbor import LexborHTMLParser

from exports.pdf_rendering import Sheet, printed
from exports.site_reader import FRAME, read
from exports.worksheet import worksheet

SHEETS = [page.name.removesuffix(".md") + "/" for page in pages() if page.meta.get("kind") == "worksheet"]
POINT = 25.4 / 72  # millimetres
WIDE, HIGH = 210, 279
SIDE, EDGE = 14, 12  # the margins
ABOVE = 1.2  # Poppler counts a letter as high as its font, a little of which is empty
LONG = "a-guide-with-a-longer-name.example"
TYPED = "Café 14:30"
WORD = re.compile(r'<word xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(.*?)</word>')


@dataclass
class Place:
    """Something on a sheet and where it is, in millimetres from the upper left corner."""

    words: str
    kind: str
    left: float
    top: float
    right: float
    bottom: float


@pytest.fixture(scope="module")
def files(once, site):
    """Each sheet by its address, and how many pages it has."""
    return once(printed_sheets, site)


def printed_sheets(site, _):
    """Print every worksheet of the real site."""
    guide = read(site)
    styles = ("fonts.css", "worksheet.css")
    sheets = {page.address: worksheet(guide, page, facts()) for page in guide.pages if page.worksheet}
    long = sheets["take/decision/"].replace(guide.host, LONG)
    return {name: printed(Sheet(text, styles), site, name) for name, text in {**sheets, LONG: long}.items()}


@pytest.fixture(params=SHEETS)
def sheet(request, files):
    """One sheet as a PDF."""
    with pikepdf.open(BytesIO(files[request.param][0])) as pdf:
        pdf.name = request.param
        yield pdf


def fields(pdf) -> list[Place]:
    """Every field of a sheet."""
    return [_field(one) for one in pdf.Root.AcroForm.Fields]


def _field(field) -> Place:
    left, low, right, high = sorted(map(float, field.Rect[::2])) + sorted(map(float, field.Rect[1::2]))
    left, right, low, high = (value * POINT for value in (left, low, right, high))
    return Place(str(field.TU), str(field.FT), left, HIGH - high, right, HIGH - low)


def told(pdf, tmp_path, *how: str) -> str:
    """What Poppler reads in a PDF."""
    pdf.save(tmp_path / "sheet.pdf")
    done = subprocess.run(["pdftotext", *how, tmp_path / "sheet.pdf", "-"], capture_output=True, text=True, check=True)
    return unicodedata.normalize("NFKC", done.stdout)


def words(pdf, tmp_path) -> list[Place]:
    """Every word of a sheet."""
    found = WORD.findall(told(pdf, tmp_path, "-bbox"))
    return [Place(word, "word", *(float(value) * POINT for value in where)) for *where, word in found]


def test_every_worksheet_has_its_sheet(files):
    """No worksheet is left out."""
    assert set(files) == {*SHEETS, LONG}
    assert len(SHEETS) == 10


@pytest.mark.parametrize("name", [*SHEETS, LONG])
def test_a_sheet_is_one_page_and_small(name, files):
    """One page, even where the guide's address is long, and quickly fetched on a weak line."""
    content, number = files[name]
    assert number == 1
    assert len(content) < 60_000


def test_a_sheet_fits_both_papers(sheet):
    """As wide as A4 and as high as US Letter: either printer takes it at its full size."""
    left, low, right, high = (float(value) * POINT for value in sheet.pages[0].mediabox)
    assert (right - left, high - low) == (pytest.approx(WIDE, abs=0.1), pytest.approx(HIGH, abs=0.1))


def test_each_place_to_write_is_a_field(sheet, site):
    """Each line, box and empty cell of the page is one field, and there is no other."""
    article = LexborHTMLParser((site / sheet.name / "index.html").read_text(encoding="utf-8")).css_first("article")
    empty = [cell for cell in article.css("td") if not cell.text(strip=True)]
    places = len(article.css(".guide-lines__line")) + len(article.css(".guide-ticks li")) + len(empty)
    assert len(sheet.Root.AcroForm.Fields) == places > 8


def test_each_field_is_told_from_the_others(sheet):
    """No two fields share a name, or the words that a screen reader says."""
    for key in ("/T", "/TU"):
        said = [str(field[key]) for field in sheet.Root.AcroForm.Fields]
        assert all(said)
        assert len(set(said)) == len(said)


def test_a_box_stands_beside_its_words(sheet, tmp_path):
    """The first word of what is ticked follows its box, on the same line."""
    found = words(sheet, tmp_path)
    for box in [field for field in fields(sheet) if field.kind == "/Btn"]:
        first = re.findall(r"\w+", unicodedata.normalize("NFKC", box.words))[0]
        beside = [one for one in found if first in one.words and box.right < one.left < box.right + 5]
        assert [one for one in beside if one.top < (box.top + box.bottom) / 2 < one.bottom], box


def test_there_is_room_to_write(sheet):
    """Two lines, or two rows of a table, are eight millimetres apart or more, and no field is too small to type in."""
    lines = [field for field in fields(sheet) if field.kind == "/Tx"]
    for one, other in combinations(lines, 2):
        apart = abs(one.bottom - other.bottom)
        if apart > 1 and min(one.right, other.right) > max(one.left, other.left):
            assert apart > 7.95, (one, other)
    assert min(field.bottom - field.top for field in lines) > 5
    assert min(field.right - field.left for field in lines) > 30


def test_nothing_lies_in_the_margins(sheet, tmp_path):
    """No printer cuts anything off."""
    for one in words(sheet, tmp_path) + fields(sheet):
        assert SIDE - 0.3 < one.left < one.right < WIDE - SIDE + 0.3, one
        assert EDGE - ABOVE < one.top < one.bottom < HIGH - EDGE + 0.3, one


def test_the_whole_page_is_on_the_sheet(sheet, site, tmp_path):
    """No word of the page is lost on the way to paper."""
    article = LexborHTMLParser((site / sheet.name / "index.html").read_text(encoding="utf-8")).css_first("article")
    for node in article.css(f"{FRAME}, .guide-summary, .guide-sources"):
        node.decompose()
    wanted = Counter(re.findall(r"\w+", article.text(separator=" ")))
    assert wanted - Counter(re.findall(r"\w+", told(sheet, tmp_path))) == Counter()


def test_what_is_typed_and_ticked_comes_back(sheet, tmp_path):
    """A reader who fills a sheet in finds it again as it was left."""
    for field in sheet.Root.AcroForm.Fields:
        field.V = pikepdf.Name.on if field.FT == "/Btn" else pikepdf.String(f"{TYPED} {field.T}")
    sheet.save(tmp_path / "filled.pdf")
    with pikepdf.open(tmp_path / "filled.pdf") as again:
        texts = {str(field.T): str(field.V) for field in again.Root.AcroForm.Fields if field.FT == "/Tx"}
        assert texts == {name: f"{TYPED} {name}" for name in texts}
        boxes = [field for field in again.Root.AcroForm.Fields if field.FT == "/Btn"]
        assert {str(field.V) for field in boxes} <= {"/on"}


def test_a_filled_sheet_can_be_printed(sheet, tmp_path):
    """What is typed is drawn in the sheet's own letters, and a tick is not drawn anew and lost."""
    assert not sheet.Root.AcroForm.NeedAppearances
    texts = [field for field in sheet.Root.AcroForm.Fields if field.FT == "/Tx"]
    for field in texts:
        field.V = pikepdf.String(TYPED)
    sheet.generate_appearance_streams()
    assert told(sheet, tmp_path).count(TYPED) == len(texts)


def test_the_letters_for_typing_are_in_the_file(sheet):
    """A name with accents can be typed: the font is whole, embedded, and named by letters."""
    (font,) = sheet.Root.AcroForm.DR.Font.values()
    known = dict(zip(bytes(range(32, 256)).decode("cp1252", "replace"), font.Widths, strict=True))
    assert "/FontFile2" in font.FontDescriptor
    assert [letter for letter in "abcXYZ0189 .,:!?“”’éüñçß€" if not known[letter]] == []
