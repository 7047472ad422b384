"""A QR code can be read by any camera, on a screen and on paper."""

from base64 import b64decode
from io import BytesIO

import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageOps

from exports.qr_codes import PNG_SCALE, qr_png, qr_png_uri, qr_svg_uri

ADDRESS = "https://guide.example/r/vwf5/"
# The characters of the guide's addresses: a path with or without a fragment, short or long.
ADDRESSES = st.text("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/#-", min_size=1, max_size=90)


def open_png(content):
    """The image in a PNG, in greyscale."""
    image = Image.open(BytesIO(content))
    assert image.format == "PNG"
    return image.convert("L")


def read_code(image):
    """The one QR code in an image."""
    (found,) = zxingcpp.read_barcodes(image)
    return found


@settings(max_examples=40, deadline=None)
@given(ADDRESSES)
def test_any_address_is_read_as_it_was_written(path):
    """This holds for all letters, digits and punctuation of addresses, with upper and lower case; around the code are
    four modules of white, as the standard requires, and all modules have the same size."""
    image = open_png(qr_png(f"https://guide.example/{path}"))
    assert read_code(image).text == f"https://guide.example/{path}"
    left, top, right, bottom = image.point(lambda value: 255 - value).getbbox()
    width, height = image.size
    assert [left, top, width - right, height - bottom] == [4 * PNG_SCALE] * 4
    modules = (width // PNG_SCALE, height // PNG_SCALE)
    assert image.resize(modules, Image.Resampling.NEAREST).resize(image.size, 0).tobytes() == image.tobytes()


def test_a_code_can_be_read_across_a_crease():
    """Error correction is M or better: a code with one line erased can still be read."""
    image = open_png(qr_png(ADDRESS))
    assert read_code(image).ec_level in ("M", "Q", "H")
    image.paste(255, (0, image.height // 2, image.width, image.height // 2 + PNG_SCALE))
    assert read_code(image).text == ADDRESS


def test_data_uris_contain_a_code_without_a_border():
    """SVG and PNG are embedded, without a quiet zone: the white paper around them is enough."""
    kind, _, svg = qr_svg_uri(ADDRESS).partition(";base64,")
    assert kind == "data:image/svg+xml" and b"<svg" in b64decode(svg)
    kind, _, png = qr_png_uri(ADDRESS).partition(";base64,")
    bare = open_png(b64decode(png))
    box = bare.point(lambda value: 255 - value).getbbox()
    assert (kind, box) == ("data:image/png", (0, 0, *bare.size))
    assert read_code(ImageOps.expand(bare, 100, 255)).text == ADDRESS
