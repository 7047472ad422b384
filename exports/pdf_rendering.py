"""Renders HTML as PDF: tagged for screen readers, with vendored fonts, reproducible byte for byte."""

import logging
import re
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from textwrap import shorten
from typing import Any
from urllib.parse import unquote

import pikepdf
import pydyf
from selectolax.lexbor import LexborHTMLParser
from weasyprint import CSS, HTML
from weasyprint import html as weasyprint_html
from weasyprint.document import Document
from weasyprint.formatting_structure.boxes import TextBox
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from core import palette
from core.errors import InputError
from exports.markup import BASE_URL, reserve_digits
from exports.pdf_ua import fix_structure

FOLDER = Path(__file__).parent
PACKAGE_URL = f"{BASE_URL}exports/"  # for the styles and fonts of this package
PDF_OPTIONS = {"pdf_variant": "pdf/ua-1", "pdf_tags": True, "pdf_forms": True}
SHARED_STYLES = ("fonts.css", "base.css")  # of every PDF but worksheets
NOTE_RULE = re.compile(r"^::(?:foot)?note-.*\n", re.MULTILINE)  # our pages have no notes that float to a page's foot
MARKER_RULE = re.compile("^::marker", re.MULTILINE)
LONG_NUMBER = re.compile(rb"(?<![\d.<])([1-9]\d*\.\d\d)\d+")  # in the content of a page; colours are below 1
HEADING = re.compile("h[1-6]")
log = logging.getLogger("weasyprint")
pikepdf.settings.set_flate_compression_level(9)  # the highest: a phone loads these files


class _PageReferences:
    """The references to the pages of a PDF by index. pydyf 0.13 builds the full list again for each structure element.

    Replaces pydyf.PDF.page_references.
    """

    def __init__(self, kids: list[Any]) -> None:
        self.kids = kids  # three items for each page: its number, 0, R

    def __getitem__(self, page: int) -> bytes:
        return f"{self.kids[3 * page]} 0 R".encode()


pydyf.PDF.page_references = property(lambda pdf: _PageReferences(pdf.pages["Kids"]))


class Fetcher(URLFetcher):
    """Gives the renderer files of the site and of this package; any other URL is an error."""

    def __init__(self, site: Path) -> None:
        super().__init__()
        self.site = site

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """Read one file. Raises FatalURLFetchingError, which the renderer does not catch, where there is none."""
        if url.startswith("data:"):
            return super().fetch(url, headers)
        folder, base = (FOLDER, PACKAGE_URL) if url.startswith(PACKAGE_URL) else (self.site, BASE_URL)
        name = url.removeprefix(base)
        path = (folder / unquote(name.split("?")[0].split("#")[0])).resolve()
        if not url.startswith(BASE_URL) or not path.is_relative_to(folder.resolve()):
            raise FatalURLFetchingError(f"“{url}” would be loaded from another address; put a copy into docs/assets/")
        if not path.is_file():
            raise FatalURLFetchingError(f"“{name}” does not exist; correct its name, or put the file into docs/assets/")
        return URLFetcherResponse(url, path.read_bytes())


def default_css() -> str:
    """WeasyPrint's stylesheet for every document, with pseudo-elements of those elements alone that can show them.

    Version 70 computes styles for a marker and for five kinds of notes of every element; for the whole guide they take
    200 MiB and a twentieth of the time.
    """
    return MARKER_RULE.sub(":is(li, summary)::marker", NOTE_RULE.sub("", weasyprint_html.UA))


# Parsed here and not for the first document, as WeasyPrint warns of its own stylesheet.
DEFAULT_STYLE = CSS(string=default_css(), counter_style=weasyprint_html.UA_COUNTER_STYLE)


class _Html(HTML):
    """An HTML document with our default stylesheet instead of WeasyPrint's."""

    def _ua_stylesheets(self, forms: bool = False) -> list[CSS]:
        return [DEFAULT_STYLE, *super()._ua_stylesheets(forms)[1:]]


@cache
def _fonts() -> FontConfiguration:
    """The font configuration, shared by all PDFs of this process."""
    return FontConfiguration()


@cache
def _style(name: str) -> CSS:
    return CSS(url=f"{PACKAGE_URL}style/{name}", url_fetcher=Fetcher(FOLDER), font_config=_fonts())


@cache
def _palette() -> CSS:
    """The colours as custom properties, for every stylesheet."""
    return CSS(string=palette.pdf_stylesheet(), font_config=_fonts())


@dataclass(frozen=True)
class HtmlDocument:
    """A complete HTML page and how to render it."""

    markup: str
    styles: tuple[str, ...]  # file names in exports/style/; later ones override earlier ones
    go_to: str = "Go to:"  # the words before the name of a link's target in the link's description
    characters_per_page: int = 1  # on average; used to estimate the digits of page numbers


def render_pdf(document: HtmlDocument, site: Path, name: str) -> tuple[bytes, int]:
    """Render an HTML document as PDF; returns the PDF and its number of pages.

    Takes the document, the folder of the site with its images, and a name for error messages. Raises InputError where
    an image or its alternative text is missing, or a link is broken.
    """
    collector = _WarningCollector()
    log.addHandler(collector)
    try:
        raw, pages = _render(document, site)
    except FatalURLFetchingError as error:
        raise InputError(f"{name}: {error}.") from None
    finally:
        log.removeHandler(collector)
    if collector.warnings:
        raise InputError("\n".join(f"{name}: {warning}." for warning in dict.fromkeys(collector.warnings)))
    return _post_process(raw, document), pages


def _render(document: HtmlDocument, site: Path) -> tuple[bytes, int]:
    """The PDF as WeasyPrint writes it, and its number of pages; not compressed yet, as it is changed afterwards."""
    text = reserve_digits(document.markup, document.characters_per_page)
    html = _Html(string=text, base_url=BASE_URL, url_fetcher=Fetcher(site))
    styles = [_palette(), *map(_style, document.styles)]
    layout = html.render(stylesheets=styles, font_config=_fonts(), **PDF_OPTIONS)
    _write_page_numbers(layout)
    return layout.write_pdf(uncompressed_pdf=True, **PDF_OPTIONS), len(layout.pages)


def _write_page_numbers(layout: Document) -> None:
    """Write into each placeholder the page number of its anchor, aligned to the end of the reserved width.

    WeasyPrint 70's own target-counter() lays most pages out three times, as each number that it learns may move others,
    and in the end 182 of 875 numbers on Letter were wrong by one. Here the width of each is reserved before the layout,
    so that no page changes; a wrong estimate is a wider space.
    """
    numbers: dict[str, str] = {}
    for number, page in enumerate(layout.pages, start=1):
        for anchor in page.anchors:
            numbers.setdefault(anchor, str(number))  # the first of the pages over which an element continues
    for page in layout.pages:
        previous = None
        for box in page._page_box.descendants():
            if not isinstance(box, TextBox):
                continue
            anchor = box.element.get("data-page-of") if box.element is not None else None
            if anchor:
                _write_page_number(box, previous, numbers[anchor])
            previous = box


def _write_page_number(box: TextBox, previous: TextBox, number: str) -> None:
    """Write a page number at the end of its reserved box; move the word before it, such as “p.”, along with it."""
    spare = (len(box.text) - len(number)) * box.width / len(box.text)
    shift = spare if box.style["direction"] == "ltr" else 0  # right to left, the end of the box is its left side
    box.position_x += shift
    if previous.element is not None and previous.element.get("class") == box.element.get("class"):
        previous.position_x += shift or -spare
    box.text = box.pango_layout.text = number


def _post_process(raw: bytes, document: HtmlDocument) -> bytes:
    """The PDF with its structure fixed, compressed, saved so that the same input gives the same bytes."""
    with pikepdf.open(BytesIO(raw)) as pdf:
        fix_structure(pdf, _anchor_names(document.markup), document.go_to)
        for page in pdf.pages:
            page.Contents.write(_shorten_content(page.Contents.read_bytes()))
        out = BytesIO()
        pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def _shorten_content(content: bytes) -> bytes:
    """The content of a page with fewer bytes.

    Positions get two decimals, a ten-thousandth of an inch; zeros that move no letter are left out.
    """
    return LONG_NUMBER.sub(rb"\1", content.replace(b">0<", b""))


def _anchor_names(markup: str) -> dict[str, str]:
    """A name for each anchor by its id: the text of its first heading, or else its first words."""
    names = {}
    for node in LexborHTMLParser(markup).css("[id]"):
        heading = node if HEADING.fullmatch(node.tag) else node.css_first("h1, h2, h3, h4, h5, h6")
        text = " ".join((heading or node).text().split())
        names[node.attributes["id"] or ""] = text if heading else shorten(text, 60, placeholder="…")
    return names


class _WarningCollector(logging.Handler):
    """Collects what the renderer only logs, such as a broken link or an image without alternative text."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.warnings: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.warnings.append(record.getMessage().rstrip("."))
