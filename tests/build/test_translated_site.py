"""A translation is a site of its own: its frame, PDF, EPUB and short links are in its language, from right to left."""

import re
from zipfile import ZipFile

import pikepdf
import pytest
from macro_environment import strings
from page_helpers import assert_none
from selectolax.lexbor import LexborHTMLParser
from translation_site import build_translation

from exports.validators import check_folder


@pytest.fixture(scope="module")
def built(once):
    """The translation into Urdu."""
    result = once(build_translation)
    assert result.code == 0, result.output
    return result


def test_the_frame_is_in_the_language_of_the_translation(built):
    """Its own texts come first, then those of Material, and what neither has is in English, which the build says."""
    page = LexborHTMLParser(built.read_page("other/"))
    assert (page.css_first("html").attributes["lang"], page.css_first("html").attributes["dir"]) == ("ur", "rtl")
    assert page.css_first(".guide-skip-link").text() == "براہِ راست مواد پر جائیں"
    assert page.css_first(".guide-quick-exit").text().startswith("ابھی نکلیں")
    assert page.css_first(".admonition-title").text() == "نوٹ"
    assert re.search(r"Notice: 3\d\d texts \(help_page, .*\) of data/strings/ur\.yml: shown in English", built.output)
    assert "of docs/: not translated yet." in built.output


def test_a_page_that_is_not_translated_is_in_english(built):
    """No link is broken from the first page on; the page says what it is, and is in no book of the translation."""
    page = LexborHTMLParser(built.read_page("why/"))
    article = page.css_first("article")
    assert (article.attributes["lang"], article.attributes["dir"]) == ("en", "ltr")
    assert article.css_first(".guide-note").text() == strings()["shown_in_english"]
    assert "lang" not in LexborHTMLParser(built.read_page("other/")).css_first("article").attributes
    with ZipFile(built.site / "files/guide.epub") as book:
        pages = {name.removeprefix("book/page") for name in book.namelist() if name.startswith("book/page")}
    assert pages == {".xhtml", "_help.xhtml", "_other.xhtml"}


def test_short_links_and_helplines_are_in_it(built):
    """The direction is that of the language, and the countries are listed."""
    short = LexborHTMLParser(next((built.site / "r").glob("*/index.html")).read_text(encoding="utf-8"))
    assert short.css_first("html").attributes["dir"] == "rtl"
    assert len(LexborHTMLParser(built.read_page("help/")).css(".guide-country")) == 3


def test_its_downloads_are_valid_and_in_its_language(built):
    """PDF/UA and EPUB have no fault, say their language, and the e-book is read from right to left."""
    number, faults = check_folder(built.site / "files")
    assert number > 4
    assert_none(faults)
    with pikepdf.open(built.site / "files/guide-a4.pdf") as book:
        assert str(book.Root.Lang) == "ur"
    with ZipFile(built.site / "files/guide.epub") as book:
        assert 'page-progression-direction="rtl"' in book.read("book/package.opf").decode()
        assert "پہلا قدم" in book.read("book/page_other.xhtml").decode()
