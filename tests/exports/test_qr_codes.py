"""A code says one address to every camera, and is the same bytes each time."""

from base64 import b64decode
from io import BytesIO

import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from exports.qr_codes import PIXELS, QUIET, code, picture, quick

ADDRESS = "https://guide.example/r/vwf5/"
# What an address of the guide may hold; a path and a place on the page, short or long.
ADDRESSES = st.text("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/#-", min_size=1, max_size=90)


def opened(content):
    """A picture as a program that shows it has it, in grey."""
    image = Image.open(BytesIO(content))
    assert image.format == "PNG"
    return image.convert("L")


def read(image):
    """What a camera reads from a picture; there is one code on it."""
    (found,) = zxingcpp.read_barcodes(image)
    return found.text


def embedded(markup):
    """The bytes that a drawing or picture in the markup holds."""
    kind, _, content = markup.partition(";base64,")
    return kind, b64decode(content)


def test_a_picture_says_its_address():
    """And another address is another picture."""
    assert read(opened(picture(ADDRESS))) == ADDRESS
    assert picture(ADDRESS) != picture(ADDRESS.replace("5", "6"))


@settings(max_examples=40, deadline=None)
@given(ADDRESSES)
def test_a_camera_reads_any_address_letter_by_letter(path):
    """Whatever letters, digits and marks an address has, large and small, it is read as it was written."""
    assert read(opened(picture(f"https://guide.example/{path}"))) == f"https://guide.example/{path}"


@settings(max_examples=40, deadline=None)
@given(ADDRESSES)
def test_a_picture_has_white_around_it(path):
    """Four squares on each side, as the standard asks, then the code at once; each square has the same size."""
    image = opened(picture(f"https://guide.example/{path}"))
    left, top, right, bottom = image.point(lambda value: 255 - value).getbbox()
    width, height = image.size
    assert [left, top, width - right, height - bottom] == [QUIET * PIXELS] * 4 == [4 * PIXELS] * 4
    assert width == height
    squares = width // PIXELS
    assert image.resize((squares, squares), Image.Resampling.NEAREST).resize(image.size, 0).tobytes() == image.tobytes()


def test_the_same_address_gives_the_same_bytes():
    """Neither the clock nor anything else of the machine gets in."""
    assert picture(ADDRESS) == picture(ADDRESS)
    assert code(ADDRESS) == code(ADDRESS)


def test_a_code_survives_a_crease():
    """Error correction M or, where there is room, better: with a line of it wiped out it is read all the same."""
    image = opened(picture(ADDRESS))
    (found,) = zxingcpp.read_barcodes(image)
    assert found.ec_level in ("M", "Q", "H")
    image.paste(255, (0, image.height // 2, image.width, image.height // 2 + PIXELS))
    assert read(image) == ADDRESS


def test_a_code_in_the_markup_is_part_of_it():
    """As a drawing or as a picture: nothing is fetched, and the sheet around it is its border."""
    kind, content = embedded(code(ADDRESS))
    assert kind == "data:image/svg+xml"
    assert b"<svg" in content
    kind, content = embedded(quick(ADDRESS))
    assert kind == "data:image/png"
    bare = opened(content)
    assert bare.point(lambda value: 255 - value).getbbox() == (0, 0, *bare.size)
    bare_on_paper = Image.new("L", (bare.width + 200, bare.height + 200), 255)
    bare_on_paper.paste(bare, (100, 100))
    assert read(bare_on_paper) == ADDRESS
