"""The fields of a PDF can be filled in with common PDF viewers."""

from io import BytesIO

import pikepdf
import pytest
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from exports.form_fields import fix_fields
from exports.pdf_rendering import FOLDER, PACKAGE_URL, Fetcher

LINE = '<input type="text" name="a" title="A" style="font-family: Literata">'


def fixed_pdf(fields):
    """A PDF with these fields as WeasyPrint writes it, fixed twice."""
    fonts, fetcher = FontConfiguration(), Fetcher(FOLDER)
    style = CSS(url=f"{PACKAGE_URL}style/fonts.css", url_fetcher=fetcher, font_config=fonts)
    html = HTML(string=f'<html lang="en"><title>A</title><body style="font-family: Literata">A{fields}')
    pdf = pikepdf.open(BytesIO(html.write_pdf(stylesheets=[style], font_config=fonts, pdf_forms=True)))
    fix_fields(pdf)
    fix_fields(pdf)
    return pdf


@pytest.fixture(scope="module")
def form():
    """A form with a text field and a tick box."""
    with fixed_pdf(f'{LINE}<input type="checkbox" name="b">') as pdf:
        yield pdf.Root.AcroForm


def test_viewers_need_not_redraw_the_fields(form):
    """Poppler keeps the ticks, and Acrobat does not ask to save an unchanged file."""
    assert form.NeedAppearances is False


def test_a_tick_box_has_both_appearances(form):
    """The file contains an appearance for the ticked and for the unticked state."""
    (box,) = [field for field in form.Fields if field.FT == "/Btn"]
    assert box.AP.N.keys() == {"/on", "/Off"}
    assert box.AP.N.Off.read_bytes() == b""


def test_a_text_field_has_an_embedded_font_encoded_by_characters(form):
    """Each letter of western Europe has a code and a width; the field accepts no more text than it shows on paper."""
    (line,) = [field for field in form.Fields if field.FT == "/Tx"]
    assert str(line.DA).startswith("0 g /Typed ")
    assert int(line.Ff) & 1 << 23
    font = form.DR.Font["/Typed"]
    assert (font.Subtype, font.Encoding) == (pikepdf.Name.TrueType, pikepdf.Name.WinAnsiEncoding)
    assert font.FontDescriptor.Flags == 32
    widths = dict(zip(bytes(range(32, 256)).decode("cp1252", "replace"), font.Widths, strict=True))
    assert [letter for letter in "abcXYZ0189 .,:!?“”’éüñçß€" if not widths[letter]] == []
    assert len(font.FontDescriptor.FontFile2.read_bytes()) > 1000


def test_a_file_without_fields_is_not_changed():
    """A file without a form gets none."""
    assert "/AcroForm" not in fixed_pdf("").Root
