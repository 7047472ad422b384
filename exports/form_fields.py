"""Makes the fields of a printed PDF work in the programs that readers have: what is typed shows, and so does a tick.

WeasyPrint 70 leaves three things. It asks every program to draw the fields anew, at which Poppler (in Evince, Okular)
drops the ticks, and Acrobat asks to save when it closes. It names the font of the fields by the numbers of its glyphs,
with which a program that knows letters cannot type. And an empty box to tick has no look of its own.
"""

import re
from io import BytesIO
from typing import Any

import pikepdf
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, String

FONT = re.compile(r"(/\S+) ([\d.]+) Tf")
TYPED = "/Typed"
FIRST, LAST = 32, 255  # the letters of western Europe, which is what such a font can name
WITHIN = 1 << 23  # the flag of a field that takes no more letters than it can show: none is lost on paper
PLAIN = 32  # the flag of a font of ordinary letters


def usable(pdf: pikepdf.Pdf) -> None:
    """Mend the fields of this document in place; a document without fields stays as it is."""
    form = pdf.Root.get("/AcroForm")
    if form is None:
        return
    form.NeedAppearances = False
    nothing = pdf.make_stream(b"", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 1, 1])
    for field in form.Fields:
        if field.FT == "/Btn":
            field.AP.N.Off = nothing  # the page itself draws the frame of the box
        else:
            _type_by_letters(pdf, form, field)


def _type_by_letters(pdf: pikepdf.Pdf, form: Any, field: Any) -> None:
    name, size = FONT.search(str(field.DA)).groups()
    if TYPED not in form.DR.Font:
        form.DR = Dictionary(Font=Dictionary({TYPED: _by_letters(pdf, form.DR.Font[name])}))
    field.DA = String(f"0 g {TYPED} {size} Tf")
    field.Ff = int(field.get("/Ff", 0)) | WITHIN


def _by_letters(pdf: pikepdf.Pdf, font: Any) -> Any:
    """The same embedded font, named by letters."""
    given = font.DescendantFonts[0].FontDescriptor
    read = TTFont(BytesIO(given.FontFile2.read_bytes()))
    scale = 1000 / read["head"].unitsPerEm
    glyphs = map(read.getBestCmap().get, map(ord, bytes(range(FIRST, LAST + 1)).decode("cp1252", "replace")))
    widths = [round(read["hmtx"][glyph][0] * scale) if glyph else 0 for glyph in glyphs]
    descriptor = pdf.make_indirect(Dictionary({**given, "/Flags": PLAIN}))
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.TrueType,
            BaseFont=font.BaseFont,
            FirstChar=FIRST,
            LastChar=LAST,
            Widths=Array(widths),
            Encoding=Name.WinAnsiEncoding,
            FontDescriptor=descriptor,
        )
    )
