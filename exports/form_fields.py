"""Fixes the form fields of a PDF for common PDF viewers: typed text and ticks are shown.

WeasyPrint 70 leaves three problems. It sets NeedAppearances, at which Poppler (in Evince, Okular) drops the ticks, and
Acrobat asks to save on closing. It encodes the font of the fields by glyph numbers, so that viewers that work with
characters cannot type in them. And an unticked box has no appearance of its own.
"""

import re
from io import BytesIO
from typing import Any

import pikepdf
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, String

FONT_OPERATOR = re.compile(r"(/\S+) ([\d.]+) Tf")
FONT_NAME = "/Typed"
FIRST_CODE, LAST_CODE = 32, 255  # of WinAnsiEncoding: the letters of western Europe
DO_NOT_SCROLL = 1 << 23  # field flag: accepts no more text than it can show, so that none is missing on paper
NONSYMBOLIC = 32  # font flag: ordinary letters


def fix_fields(pdf: pikepdf.Pdf) -> None:
    """Fix the fields of this document in place; a document without fields is not changed."""
    form = pdf.Root.get("/AcroForm")
    if form is None:
        return
    form.NeedAppearances = False
    empty = pdf.make_stream(b"", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 1, 1])
    for field in form.Fields:
        if field.FT == "/Btn":
            field.AP.N.Off = empty  # the border of the box is part of the page
        else:
            _fix_text_field(pdf, form, field)


def _fix_text_field(pdf: pikepdf.Pdf, form: Any, field: Any) -> None:
    name, size = FONT_OPERATOR.search(str(field.DA)).groups()
    if FONT_NAME not in form.DR.Font:
        form.DR = Dictionary(Font=Dictionary({FONT_NAME: _character_font(pdf, form.DR.Font[name])}))
    field.DA = String(f"0 g {FONT_NAME} {size} Tf")
    field.Ff = int(field.get("/Ff", 0)) | DO_NOT_SCROLL


def _character_font(pdf: pikepdf.Pdf, font: Any) -> Any:
    """The same embedded font, encoded by characters instead of glyph numbers."""
    original = font.DescendantFonts[0].FontDescriptor
    truetype = TTFont(BytesIO(original.FontFile2.read_bytes()))
    scale = 1000 / truetype["head"].unitsPerEm
    characters = bytes(range(FIRST_CODE, LAST_CODE + 1)).decode("cp1252", "replace")
    glyphs = map(truetype.getBestCmap().get, map(ord, characters))
    widths = [round(truetype["hmtx"][glyph][0] * scale) if glyph else 0 for glyph in glyphs]
    descriptor = pdf.make_indirect(Dictionary({**original, "/Flags": NONSYMBOLIC}))
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.TrueType,
            BaseFont=font.BaseFont,
            FirstChar=FIRST_CODE,
            LastChar=LAST_CODE,
            Widths=Array(widths),
            Encoding=Name.WinAnsiEncoding,
            FontDescriptor=descriptor,
        )
    )
