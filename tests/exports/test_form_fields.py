"""The fields of a PDF can be filled in with common PDF viewers."""

from io import BytesIO

import pikepdf
import pytest
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from exports.form_fields import fix_fields
from exports.pdf_rendering import FOLDER, PACKAGE_URL, Fetcher

LINE = '<input type="text" name="a" title="A" style="font-family: Literata">'
FORM = f'<html lang="en"><title>A</title><body style="font-family: Literata">A{LINE}<input type="checkbox" name="b">'


def weasyprint_pdf(html: str) -> pikepdf.Pdf:
    """A PDF as WeasyPrint writes it."""
    fonts, fetcher = FontConfiguration(), Fetcher(FOLDER)
    style = CSS(url=f"{PACKAGE_URL}style/fonts.css", url_fetcher=fetcher, font_config=fonts)
    content = HTML(string=html, url_fetcher=fetcher).write_pdf(stylesheets=[style], font_config=fonts, pdf_forms=True)
    return pikepdf.open(BytesIO(content))


@pytest.fixture(scope="module")
def form() -> pikepdf.Pdf:
    """A form with a text field and a tick box, fixed twice."""
    pdf = weasyprint_pdf(FORM)
    fix_fields(pdf)
    fix_fields(pdf)
    return pdf


def test_viewers_need_not_redraw_the_fields(form):
    """Poppler keeps the ticks, and Acrobat does not ask to save an unchanged file."""
    assert form.Root.AcroForm.NeedAppearances is False


def test_a_tick_box_has_both_appearances(form):
    """The file contains an appearance for the ticked and for the unticked state."""
    (box,) = [field for field in form.Root.AcroForm.Fields if field.FT == "/Btn"]
    assert box.AP.N.keys() == {"/on", "/Off"}
    assert box.AP.N.Off.read_bytes() == b""


def test_a_text_field_has_an_embedded_font_encoded_by_characters(form):
    """Each letter of western Europe has a code and a width."""
    (line,) = [field for field in form.Root.AcroForm.Fields if field.FT == "/Tx"]
    assert str(line.DA).startswith("0 g /Typed ")
    font = form.Root.AcroForm.DR.Font["/Typed"]
    assert (font.Subtype, font.Encoding) == (pikepdf.Name.TrueType, pikepdf.Name.WinAnsiEncoding)
    assert font.FontDescriptor.Flags == 32
    assert len(font.Widths) == 224
    assert all(font.Widths[ord(letter) - 32] > 0 for letter in "aZ09é")
    assert len(font.FontDescriptor.FontFile2.read_bytes()) > 1000


def test_a_text_field_does_not_scroll(form):
    """The field accepts no more text than it shows, so that none is missing on paper."""
    (line,) = [field for field in form.Root.AcroForm.Fields if field.FT == "/Tx"]
    assert int(line.Ff) & 1 << 23


def test_a_file_without_fields_is_not_changed():
    """A file without a form gets none."""
    pdf = weasyprint_pdf('<html lang="en"><title>A</title><body style="font-family: Literata">A')
    fix_fields(pdf)
    assert "/AcroForm" not in pdf.Root
