"""A QR code can be read by any camera, and is reproducible."""

from base64 import b64decode
from io import BytesIO

import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from exports.qr_codes import PNG_SCALE, QUIET_ZONE, qr_png, qr_png_uri, qr_svg_uri

ADDRESS = "https://guide.example/r/vwf5/"
# The characters of the guide's addresses: a path with or without a fragment, short or long.
ADDRESSES = st.text("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/#-", min_size=1, max_size=90)


def open_png(content):
    """The image in a PNG, in greyscale."""
    image = Image.open(BytesIO(content))
    assert image.format == "PNG"
    return image.convert("L")


def read_code(image):
    """The text of the one QR code in an image."""
    (found,) = zxingcpp.read_barcodes(image)
    return found.text


def decode_data_uri(uri):
    """The beginning of a data URI with its media type, and its content."""
    kind, _, content = uri.partition(";base64,")
    return kind, b64decode(content)


def test_a_code_contains_its_address():
    """Another address gives another image."""
    assert read_code(open_png(qr_png(ADDRESS))) == ADDRESS
    assert qr_png(ADDRESS) != qr_png(ADDRESS.replace("5", "6"))


@settings(max_examples=40, deadline=None)
@given(ADDRESSES)
def test_any_address_is_read_as_it_was_written(path):
    """This holds for all letters, digits and punctuation of addresses, with upper and lower case."""
    assert read_code(open_png(qr_png(f"https://guide.example/{path}"))) == f"https://guide.example/{path}"


@settings(max_examples=40, deadline=None)
@given(ADDRESSES)
def test_a_png_has_a_quiet_zone(path):
    """It has four modules of white on each side, as the standard requires, and all modules have the same size."""
    image = open_png(qr_png(f"https://guide.example/{path}"))
    left, top, right, bottom = image.point(lambda value: 255 - value).getbbox()
    width, height = image.size
    assert [left, top, width - right, height - bottom] == [QUIET_ZONE * PNG_SCALE] * 4 == [4 * PNG_SCALE] * 4
    assert width == height
    modules = width // PNG_SCALE
    assert image.resize((modules, modules), Image.Resampling.NEAREST).resize(image.size, 0).tobytes() == image.tobytes()


def test_the_same_address_gives_the_same_bytes():
    """They depend on the address alone."""
    assert qr_png(ADDRESS) == qr_png(ADDRESS)
    assert qr_svg_uri(ADDRESS) == qr_svg_uri(ADDRESS)


def test_a_code_can_be_read_across_a_crease():
    """Error correction is M or better: a code with one line erased can still be read."""
    image = open_png(qr_png(ADDRESS))
    (found,) = zxingcpp.read_barcodes(image)
    assert found.ec_level in ("M", "Q", "H")
    image.paste(255, (0, image.height // 2, image.width, image.height // 2 + PNG_SCALE))
    assert read_code(image) == ADDRESS


def test_data_uris_contain_a_code_without_a_border():
    """SVG and PNG are embedded, without a quiet zone: the white paper around them is enough."""
    kind, content = decode_data_uri(qr_svg_uri(ADDRESS))
    assert kind == "data:image/svg+xml"
    assert b"<svg" in content
    kind, content = decode_data_uri(qr_png_uri(ADDRESS))
    assert kind == "data:image/png"
    bare = open_png(content)
    assert bare.point(lambda value: 255 - value).getbbox() == (0, 0, *bare.size)
    bare_on_paper = Image.new("L", (bare.width + 200, bare.height + 200), 255)
    bare_on_paper.paste(bare, (100, 100))
    assert read_code(bare_on_paper) == ADDRESS
