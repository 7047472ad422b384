"""The PDF of each real worksheet is one page, to fill in by hand or on a screen."""

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

from core.manifest import read_manifest
from exports.pdf_rendering import HtmlDocument, render_pdf
from exports.site_reader import EXCLUDED, read_guide
from exports.worksheet import worksheet_html

SHEETS = [page.name.removesuffix(".md") + "/" for page in pages() if page.meta.get("kind") == "worksheet"]
POINT = 25.4 / 72  # millimetres
WIDTH, HEIGHT = 210, 279
SIDE_MARGIN, TOP_MARGIN = 14, 12  # the margins
EMPTY_TOP = 1.2  # Poppler's boxes have the height of the font, of which the top is empty
LONG_HOST = "a-guide-with-a-longer-name.example"
TYPED = "Café 14:30"
WORD = re.compile(r'<word xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(.*?)</word>')


@dataclass
class Box:
    """Something on a sheet and its position, in millimetres from the upper left corner."""

    words: str
    kind: str
    left: float
    top: float
    right: float
    bottom: float


@pytest.fixture(scope="module")
def files(once, site):
    """The PDF and the number of pages of each worksheet, by address."""
    return once(render_worksheets, site)


def render_worksheets(site, _):
    """Render every worksheet of the real site, and one with a longer host name."""
    guide = read_guide(site, read_manifest(site.parent / ".cache" / "manifest.json"))
    styles = ("fonts.css", "worksheet.css")
    sheets = {page.address: worksheet_html(guide, page, facts()) for page in guide.pages if page.worksheet}
    long = sheets["take/decision/"].replace(guide.host, LONG_HOST)
    return {
        name: render_pdf(HtmlDocument(text, styles), site, name) for name, text in {**sheets, LONG_HOST: long}.items()
    }


@pytest.fixture(params=SHEETS)
def sheet(request, files):
    """The PDF of one worksheet."""
    with pikepdf.open(BytesIO(files[request.param][0])) as pdf:
        pdf.name = request.param
        yield pdf


def fields(pdf) -> list[Box]:
    """Every form field of a worksheet."""
    return [_field(one) for one in pdf.Root.AcroForm.Fields]


def _field(field) -> Box:
    left, low, right, high = sorted(map(float, field.Rect[::2])) + sorted(map(float, field.Rect[1::2]))
    left, right, low, high = (value * POINT for value in (left, low, right, high))
    return Box(str(field.TU), str(field.FT), left, HEIGHT - high, right, HEIGHT - low)


def extract_text(pdf, tmp_path, *options: str) -> str:
    """The text that Poppler extracts from a PDF."""
    pdf.save(tmp_path / "sheet.pdf")
    done = subprocess.run(
        ["pdftotext", *options, tmp_path / "sheet.pdf", "-"], capture_output=True, text=True, check=True
    )
    return unicodedata.normalize("NFKC", done.stdout)


def words(pdf, tmp_path) -> list[Box]:
    """Every word of a worksheet."""
    found = WORD.findall(extract_text(pdf, tmp_path, "-bbox"))
    return [Box(word, "word", *(float(value) * POINT for value in where)) for *where, word in found]


def test_every_worksheet_has_its_sheet(files):
    """Every worksheet has a PDF."""
    assert set(files) == {*SHEETS, LONG_HOST}
    assert len(SHEETS) == 10


@pytest.mark.parametrize("name", [*SHEETS, LONG_HOST])
def test_a_sheet_is_one_page_and_small(name, files):
    """A worksheet has one page, even with a long host name, and less than 60 KB."""
    content, number = files[name]
    assert number == 1
    assert len(content) < 60_000


def test_a_sheet_fits_a4_and_letter(sheet):
    """A sheet has the width of A4 and the height of US Letter, so that it prints on both at full size."""
    left, low, right, high = (float(value) * POINT for value in sheet.pages[0].mediabox)
    assert (right - left, high - low) == (pytest.approx(WIDTH, abs=0.1), pytest.approx(HEIGHT, abs=0.1))


def test_each_place_to_write_is_a_field(sheet, site):
    """Each line, box and empty cell of the page is one form field, and there is no other."""
    article = LexborHTMLParser((site / sheet.name / "index.html").read_text(encoding="utf-8")).css_first("article")
    empty = [cell for cell in article.css("td") if not cell.text(strip=True)]
    count = len(article.css(".guide-lines__line")) + len(article.css(".guide-ticks li")) + len(empty)
    assert len(sheet.Root.AcroForm.Fields) == count > 8


def test_each_field_has_a_unique_name(sheet):
    """No two fields share a name or an accessible name."""
    for key in ("/T", "/TU"):
        names = [str(field[key]) for field in sheet.Root.AcroForm.Fields]
        assert all(names)
        assert len(set(names)) == len(names)


def test_a_box_is_beside_its_label(sheet, tmp_path):
    """The first word of a label follows its box, on the same line."""
    found = words(sheet, tmp_path)
    for box in [field for field in fields(sheet) if field.kind == "/Btn"]:
        first = re.findall(r"\w+", unicodedata.normalize("NFKC", box.words))[0]
        beside = [one for one in found if first in one.words and box.right < one.left < box.right + 5]
        assert [one for one in beside if one.top < (box.top + box.bottom) / 2 < one.bottom], box


def test_there_is_room_to_write(sheet):
    """Lines and table rows are 8 mm apart or more, and no field is too small to type in."""
    lines = [field for field in fields(sheet) if field.kind == "/Tx"]
    for one, other in combinations(lines, 2):
        apart = abs(one.bottom - other.bottom)
        if apart > 1 and min(one.right, other.right) > max(one.left, other.left):
            assert apart > 7.95, (one, other)
    assert min(field.bottom - field.top for field in lines) > 5
    assert min(field.right - field.left for field in lines) > 30


def test_nothing_is_in_the_margins(sheet, tmp_path):
    """No word and no field is in the margins."""
    for one in words(sheet, tmp_path) + fields(sheet):
        assert SIDE_MARGIN - 0.3 < one.left < one.right < WIDTH - SIDE_MARGIN + 0.3, one
        assert TOP_MARGIN - EMPTY_TOP < one.top < one.bottom < HEIGHT - TOP_MARGIN + 0.3, one


def test_the_whole_page_is_on_the_sheet(sheet, site, tmp_path):
    """The PDF has every word of the page."""
    article = LexborHTMLParser((site / sheet.name / "index.html").read_text(encoding="utf-8")).css_first("article")
    for node in article.css(f"{EXCLUDED}, .guide-summary, .guide-sources"):
        node.decompose()
    wanted = Counter(re.findall(r"\w+", article.text(separator=" ")))
    assert wanted - Counter(re.findall(r"\w+", extract_text(sheet, tmp_path))) == Counter()


def test_filled_fields_are_saved(sheet, tmp_path):
    """Text and ticks in the fields are saved in the file."""
    for field in sheet.Root.AcroForm.Fields:
        field.V = pikepdf.Name.on if field.FT == "/Btn" else pikepdf.String(f"{TYPED} {field.T}")
    sheet.save(tmp_path / "filled.pdf")
    with pikepdf.open(tmp_path / "filled.pdf") as again:
        texts = {str(field.T): str(field.V) for field in again.Root.AcroForm.Fields if field.FT == "/Tx"}
        assert texts == {name: f"{TYPED} {name}" for name in texts}
        boxes = [field for field in again.Root.AcroForm.Fields if field.FT == "/Btn"]
        assert {str(field.V) for field in boxes} <= {"/on"}


def test_a_filled_sheet_can_be_printed(sheet, tmp_path):
    """Typed text is rendered in the sheet's own font, and viewers need not render ticks again."""
    assert not sheet.Root.AcroForm.NeedAppearances
    texts = [field for field in sheet.Root.AcroForm.Fields if field.FT == "/Tx"]
    for field in texts:
        field.V = pikepdf.String(TYPED)
    sheet.generate_appearance_streams()
    assert extract_text(sheet, tmp_path).count(TYPED) == len(texts)


def test_the_font_for_typing_is_embedded(sheet):
    """The font of the fields is embedded, and has the characters of European names."""
    (font,) = sheet.Root.AcroForm.DR.Font.values()
    known = dict(zip(bytes(range(32, 256)).decode("cp1252", "replace"), font.Widths, strict=True))
    assert "/FontFile2" in font.FontDescriptor
    assert [letter for letter in "abcXYZ0189 .,:!?“”’éüñçß€" if not known[letter]] == []
