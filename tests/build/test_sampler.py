"""All of Markdown and every macro are valid in HTML, PDF and EPUB, and nothing of them is lost on paper."""

import re
import subprocess
from zipfile import ZipFile

import pytest
from html_checker import html_errors
from page_helpers import assert_none
from sampler_site import build_sampler

from exports.validators import check_folder


@pytest.fixture(scope="module")
def sampler(once):
    """The site that scripts/sampler serves, with its downloads."""
    return once(build_sampler)


def test_nothing_has_an_error(sampler):
    """The page has no HTML error; no PDF violates PDF/UA, and the EPUB is valid."""
    assert_none(html_errors(sampler / "sampler"))
    number, faults = check_folder(sampler / "files")
    assert number > 4
    assert_none(faults)


def test_what_is_folded_on_the_web_is_in_the_book(sampler):
    """Folded blocks and all tabs, each below its title; footnotes; an abbreviation with its meaning; captions."""
    file = sampler / "files/guide-a4.pdf"
    text = " ".join(subprocess.check_output(["pdftotext", file, "-"], text=True, encoding="utf-8").split())
    for words in (
        "What if they write again? You need not answer",
        "Short “I will not be there.” Warmer “Thank you for asking.",
        "In 2021, and only in some places.",
        "An ISO (Interim stalking order) is told to the court. The ISO ends",
        "The window in the morning, with the curtain drawn.",
    ):
        assert words in text


def test_images_and_icons_are_in_the_epub(sampler):
    """Each image that light readers see is in it once; icons are drawn, and the one with words has them."""
    with ZipFile(sampler / "files/guide.epub") as book:
        assert {name for name in book.namelist() if name.endswith(".png")} == {"book/image_images_window.png"}
        page = book.read("book/page_sampler.xhtml").decode()
    assert page.count('src="image_images_window.png"') == 4
    assert re.search(r'<span aria-label="They can see this" class="twemoji" role="img"><svg ', page)
