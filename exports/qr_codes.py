"""Draws QR codes of the guide's addresses, for cameras of telephones. Error correction M: they survive a crease."""

from functools import cache
from io import BytesIO

import segno

from exports import markup

MODULE = 4  # pixels of one square in a drawing, which is printed at any size
PIXELS = 12  # in a picture: 28 mm of paper at 300 dots to the inch
QUIET = 4  # squares of white around a picture, as the standard asks (ISO/IEC 18004)


def _drawn(address: str) -> segno.QRCode:
    return segno.make(address, error="m", micro=False)


def code(address: str) -> str:
    """A code of this address, as a drawing in the markup itself; it has no border: the sheet around it is white."""
    out = BytesIO()
    _drawn(address).save(out, kind="svg", scale=MODULE, border=0, xmldecl=False)
    return markup.data("image/svg+xml", out.getvalue())


def picture(address: str, border: int = QUIET) -> bytes:
    """A code of this address as a picture (PNG), with its border, for whatever takes no drawing."""
    out = BytesIO()
    _drawn(address).save(out, kind="png", scale=PIXELS, border=border)
    return out.getvalue()


@cache
def quick(address: str) -> str:
    """The same in the markup itself, where there are many: a picture is set in a tenth of a drawing's time."""
    return markup.data("image/png", picture(address, border=0))
