"""The fields of a printed PDF can be filled in with the programs that readers have."""

from io import BytesIO

import pikepdf
import pytest
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from exports.form_fields import usable
from exports.pdf_rendering import OWN, ROOM, Fetcher

LINE = '<input type="text" name="a" title="A" style="font-family: Literata">'
FORM = f'<html lang="en"><title>A</title><body style="font-family: Literata">A{LINE}<input type="checkbox" name="b">'


def printed(markup: str) -> pikepdf.Pdf:
    """A PDF as WeasyPrint leaves it."""
    fonts, fetcher = FontConfiguration(), Fetcher(ROOM)
    style = CSS(url=f"{OWN}style/fonts.css", url_fetcher=fetcher, font_config=fonts)
    made = HTML(string=markup, url_fetcher=fetcher).write_pdf(stylesheets=[style], font_config=fonts, pdf_forms=True)
    return pikepdf.open(BytesIO(made))


@pytest.fixture(scope="module")
def form() -> pikepdf.Pdf:
    """A form with a line and a box, mended twice."""
    pdf = printed(FORM)
    usable(pdf)
    usable(pdf)
    return pdf


def test_no_program_is_asked_to_draw_the_fields_anew(form):
    """Poppler then keeps the ticks, and Acrobat does not ask to save what nobody changed."""
    assert form.Root.AcroForm.NeedAppearances is False


def test_a_box_has_both_its_looks(form):
    """Ticked and not ticked are drawn from the file itself."""
    (box,) = [field for field in form.Root.AcroForm.Fields if field.FT == "/Btn"]
    assert box.AP.N.keys() == {"/on", "/Off"}
    assert box.AP.N.Off.read_bytes() == b""


def test_a_line_is_typed_in_an_embedded_font_that_knows_letters(form):
    """Each letter of western Europe has its code and its width."""
    (line,) = [field for field in form.Root.AcroForm.Fields if field.FT == "/Tx"]
    assert str(line.DA).startswith("0 g /Typed ")
    font = form.Root.AcroForm.DR.Font["/Typed"]
    assert (font.Subtype, font.Encoding) == (pikepdf.Name.TrueType, pikepdf.Name.WinAnsiEncoding)
    assert font.FontDescriptor.Flags == 32
    assert len(font.Widths) == 224
    assert all(font.Widths[ord(letter) - 32] > 0 for letter in "aZ09é")
    assert len(font.FontDescriptor.FontFile2.read_bytes()) > 1000


def test_no_more_is_typed_than_shows(form):
    """What does not fit on paper is not lost unseen: the field takes no more."""
    (line,) = [field for field in form.Root.AcroForm.Fields if field.FT == "/Tx"]
    assert int(line.Ff) & 1 << 23


def test_a_file_without_fields_stays_as_it_is():
    """A handout has no form and gets none."""
    pdf = printed('<html lang="en"><title>A</title><body style="font-family: Literata">A')
    usable(pdf)
    assert "/AcroForm" not in pdf.Root
