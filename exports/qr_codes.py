"""Makes QR codes of the guide's addresses. Error correction level M: a code can still be read across a crease."""

from functools import cache
from io import BytesIO

import segno

from exports import markup

SVG_SCALE = 4  # units per module (square) in an SVG, which is printed at any size
PNG_SCALE = 12  # pixels per module in a PNG: 28 mm on paper at 300 dpi
QUIET_ZONE = 4  # modules of white around a PNG, as ISO/IEC 18004 requires


def _qr_code(address: str) -> segno.QRCode:
    return segno.make(address, error="m", micro=False)


def qr_svg_uri(address: str) -> str:
    """A QR code of this address as a data URI of an SVG, without a quiet zone: the paper around it is white."""
    out = BytesIO()
    _qr_code(address).save(out, kind="svg", scale=SVG_SCALE, border=0, xmldecl=False)
    return markup.data_uri("image/svg+xml", out.getvalue())


def qr_png(address: str, border: int = QUIET_ZONE) -> bytes:
    """A QR code of this address as a PNG with its quiet zone, for programs that do not show SVG."""
    out = BytesIO()
    _qr_code(address).save(out, kind="png", scale=PNG_SCALE, border=border)
    return out.getvalue()


@cache
def qr_png_uri(address: str) -> str:
    """A QR code as a data URI of a PNG, for pages with many codes: it renders in a tenth of the time of an SVG."""
    return markup.data_uri("image/png", qr_png(address, border=0))
