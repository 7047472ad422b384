"""The PDF of each real worksheet is one page, to fill in by hand or on a screen."""

import re
import subprocess
import unicodedata
from collections import Counter
from dataclasses import dataclass
from itertools import combinations

import pikepdf
import pytest
from macro_environment import facts
from page_helpers import assert_none
from selectolax.lexbor import LexborHTMLParser

from core.manifest import read_manifest
from exports.pdf_rendering import HtmlDocument, render_pdf
from exports.site_reader import EXCLUDED, read_guide
from exports.worksheet import worksheet_html

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
def guide(site):
    """The real guide, as the exports read it."""
    return read_guide(site, read_manifest(site.parent / ".cache" / "manifest.json"))


@pytest.fixture(scope="module")
def sheets(guide, site):
    """The PDF of each worksheet, by address."""
    found = {page.address: pikepdf.open(site / page.file) for page in guide.pages if page.worksheet}
    assert found
    yield found
    for pdf in found.values():
        pdf.close()


@pytest.fixture
def sheet(sheets, tmp_path):
    """A copy of one worksheet with lines and boxes, which a test may fill in."""
    pdf = next(pdf for pdf in sheets.values() if {"/Tx", "/Btn"} <= {str(one.FT) for one in pdf.Root.AcroForm.Fields})
    pdf.save(tmp_path / "empty.pdf")
    with pikepdf.open(tmp_path / "empty.pdf") as copy:
        yield copy


def fields(pdf) -> list[Box]:
    """Every form field of a worksheet."""
    return [_field(one) for one in pdf.Root.AcroForm.Fields]


def _field(field) -> Box:
    left, low, right, high = sorted(map(float, field.Rect[::2])) + sorted(map(float, field.Rect[1::2]))
    left, right, low, high = (value * POINT for value in (left, low, right, high))
    return Box(str(field.TU), str(field.FT), left, HEIGHT - high, right, HEIGHT - low)


def extract_text(file, *options: str) -> str:
    """The text that Poppler extracts from a PDF."""
    done = subprocess.run(["pdftotext", *options, file, "-"], capture_output=True, text=True, check=True)
    return unicodedata.normalize("NFKC", done.stdout)


def words(file) -> list[Box]:
    """Every word of a worksheet."""
    found = WORD.findall(extract_text(file, "-bbox"))
    return [Box(word, "word", *(float(value) * POINT for value in where)) for *where, word in found]


def test_a_long_host_name_fits(guide, site):
    """A worksheet has one page and less than 60 KB, even with a long host name."""
    page = next(page for page in guide.pages if page.worksheet)
    text = worksheet_html(guide, page, facts()).replace(guide.host, LONG_HOST)
    content, number = render_pdf(HtmlDocument(text, ("fonts.css", "worksheet.css")), site, page.address)
    assert number == 1
    assert len(content) < 60_000


def test_each_place_to_write_is_a_field(sheets, trees):
    """Each line, box and empty cell of the page is one form field, and there is no other."""
    for address, pdf in sheets.items():
        article = trees[address].css_first("article")
        empty = [cell for cell in article.css("td") if not cell.text(strip=True)]
        count = len(article.css(".guide-lines__line")) + len(article.css(".task-list-item")) + len(empty)
        assert len(pdf.Root.AcroForm.Fields) == count > 0, address


def test_a_box_is_beside_its_label(sheets):
    """The first word of a label follows its box, on the same line."""
    for pdf in sheets.values():
        found = words(pdf.filename)
        for box in [field for field in fields(pdf) if field.kind == "/Btn"]:
            first = re.findall(r"\w+", unicodedata.normalize("NFKC", box.words))[0]
            beside = [one for one in found if first in one.words and box.right < one.left < box.right + 5]
            assert [one for one in beside if one.top < (box.top + box.bottom) / 2 < one.bottom], (pdf.filename, box)


def test_there_is_room_to_write(sheets):
    """Lines and table rows are 8 mm apart or more, and no field is too small to type in."""
    for pdf in sheets.values():
        lines = [field for field in fields(pdf) if field.kind == "/Tx"]
        for one, other in combinations(lines, 2):
            apart = abs(one.bottom - other.bottom)
            if apart > 1 and min(one.right, other.right) > max(one.left, other.left):
                assert apart > 7.95, (pdf.filename, one, other)
        assert min((field.bottom - field.top for field in lines), default=9) > 5, pdf.filename
        assert min((field.right - field.left for field in lines), default=99) > 30, pdf.filename


def test_nothing_is_in_the_margins(sheets):
    """No word and no field is in the margins."""
    found = []
    for pdf in sheets.values():
        for one in words(pdf.filename) + fields(pdf):
            across = SIDE_MARGIN - 0.3 < one.left < one.right < WIDTH - SIDE_MARGIN + 0.3
            if not across or not TOP_MARGIN - EMPTY_TOP < one.top < one.bottom < HEIGHT - TOP_MARGIN + 0.3:
                found.append(f"{pdf.filename}: {one}")
    assert_none(found)


def test_the_whole_page_is_on_the_sheet(sheets, trees):
    """The PDF has every word of the page."""
    for address, pdf in sheets.items():
        article = LexborHTMLParser(trees[address].css_first("article").html)  # a copy, as elements are removed from it
        for node in article.css(f"{EXCLUDED}, .guide-summary, .guide-sources"):
            node.decompose()
        wanted = Counter(re.findall(r"\w+", article.body.text(separator=" ")))
        assert wanted - Counter(re.findall(r"\w+", extract_text(pdf.filename))) == Counter(), address


def test_filled_fields_are_saved(sheet, tmp_path):
    """Text and ticks in the fields are saved in the file."""
    for field in sheet.Root.AcroForm.Fields:
        field.V = pikepdf.Name.on if field.FT == "/Btn" else pikepdf.String(f"{TYPED} {field.T}")
    sheet.save(tmp_path / "filled.pdf")
    with pikepdf.open(tmp_path / "filled.pdf") as again:
        values = {str(field.T): (str(field.FT), str(field.V)) for field in again.Root.AcroForm.Fields}
    assert values == {
        name: (kind, "/on" if kind == "/Btn" else f"{TYPED} {name}") for name, (kind, _) in values.items()
    }


def test_a_filled_sheet_can_be_printed(sheet, tmp_path):
    """Typed text is rendered in the sheet's own font, and viewers need not render ticks again."""
    assert not sheet.Root.AcroForm.NeedAppearances
    texts = [field for field in sheet.Root.AcroForm.Fields if field.FT == "/Tx"]
    for field in texts:
        field.V = pikepdf.String(TYPED)
    sheet.generate_appearance_streams()
    sheet.save(tmp_path / "filled.pdf")
    assert extract_text(tmp_path / "filled.pdf").count(TYPED) == len(texts)
