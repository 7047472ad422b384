"""Prints a page of markup as a PDF: tagged for screen readers, with its own fonts, the same bytes each time."""

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
from weasyprint.document import Document
from weasyprint.formatting_structure.boxes import TextBox
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from core import palette
from core.errors import InputError
from exports.markup import reckoned
from exports.pdf_ua import repaired

ROOM = Path(__file__).parent
BASE = "https://guide.invalid/"  # not a folder: the bytes must not depend on where the guide lies
OWN = f"{BASE}exports/"  # styles and fonts
TAGGED = {"pdf_variant": "pdf/ua-1", "pdf_tags": True, "pdf_forms": True}
SHARED = ("fonts.css", "base.css")  # the styles of every file but a worksheet
HEADING = re.compile("h[1-6]")
log = logging.getLogger("weasyprint")


class _Pages:
    """What the pages of a PDF are called in it. pydyf 0.13 names all of them anew for each element of the structure."""

    def __init__(self, kids: list[Any]) -> None:
        self.kids = kids  # three for each page: its number, 0, R

    def __getitem__(self, page: int) -> bytes:
        return f"{self.kids[3 * page]} 0 R".encode()


pydyf.PDF.page_references = property(lambda pdf: _Pages(pdf.pages["Kids"]))


class Fetcher(URLFetcher):
    """Gives the renderer files of the site, and our own styles and fonts; everything else stops it."""

    def __init__(self, site: Path) -> None:
        super().__init__()
        self.site = site

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """Read one file. Raises FatalURLFetchingError, which the renderer does not catch, where there is none."""
        if url.startswith("data:"):
            return super().fetch(url, headers)
        room, name = (ROOM, url.removeprefix(OWN)) if url.startswith(OWN) else (self.site, url.removeprefix(BASE))
        path = (room / unquote(name.split("?")[0].split("#")[0])).resolve()
        if not url.startswith(BASE) or not path.is_relative_to(room.resolve()):
            raise FatalURLFetchingError(f"“{url}” would be asked of another address; put a copy into docs/assets/")
        if not path.is_file():
            raise FatalURLFetchingError(f"“{name}” is not there; correct its name, or put the file into docs/assets/")
        return URLFetcherResponse(url, path.read_bytes())


@cache
def _fonts() -> FontConfiguration:
    """Our fonts, read once for all files of this process."""
    return FontConfiguration()


@cache
def _style(name: str) -> CSS:
    return CSS(url=f"{OWN}style/{name}", url_fetcher=Fetcher(ROOM), font_config=_fonts())


@cache
def _palette() -> CSS:
    """The colours by their names, for every style."""
    return CSS(string=palette.printed(), font_config=_fonts())


@dataclass(frozen=True)
class Sheet:
    """A whole HTML page that is ready to be printed."""

    markup: str
    styles: tuple[str, ...]  # names in exports/style/, the later ones decide
    go_to: str = "Go to:"  # the words before the name of the place to which a link leads
    pace: int = 1  # letters on a page, on average: how many digits a page number will probably have


def printed(sheet: Sheet, site: Path, name: str) -> tuple[bytes, int]:
    """Print a whole HTML page.

    Takes the sheet, the site in which its pictures lie, and the name of what is printed, for what goes wrong; gives
    the PDF and its number of pages. Raises InputError where a picture or its words are missing, or a link is broken.
    """
    heard = _Heard()
    log.addHandler(heard)
    try:
        raw, pages = _rendered(sheet, site)
    except FatalURLFetchingError as error:
        raise InputError(f"{name}: {error}.") from None
    finally:
        log.removeHandler(heard)
    if heard.faults:
        raise InputError("\n".join(f"{name}: {fault}." for fault in dict.fromkeys(heard.faults)))
    return _finished(raw, sheet), pages


def _rendered(sheet: Sheet, site: Path) -> tuple[bytes, int]:
    """The sheet as WeasyPrint leaves it, not compressed yet: what is mended is compressed afterwards, once."""
    html = HTML(string=reckoned(sheet.markup, sheet.pace), base_url=BASE, url_fetcher=Fetcher(site))
    document = html.render(stylesheets=[_palette(), *map(_style, sheet.styles)], font_config=_fonts(), **TAGGED)
    _number(document)
    return document.write_pdf(uncompressed_pdf=True, **TAGGED), len(document.pages)


def _number(document: Document) -> None:
    """Write into each reference the page on which its place lies, at the end of the room that is kept for it.

    WeasyPrint 70's own target-counter() lays most pages out three times, as each number that it learns may move others,
    and in the end 182 of 875 numbers on Letter were wrong by one. Here the room for each is reckoned before, so that no
    page moves; a wrong guess is a wider space.
    """
    pages: dict[str, str] = {}
    for number, page in enumerate(document.pages, start=1):
        for place in page.anchors:
            pages.setdefault(place, str(number))  # what goes on over several pages begins on the first
    for page in document.pages:
        before = None
        for box in page._page_box.descendants():
            if not isinstance(box, TextBox):
                continue
            place = box.element.get("data-on") if box.element is not None else None
            if place:
                _write(box, before, pages[place])
            before = box


def _write(box: TextBox, word: TextBox, number: str) -> None:
    """Write a page's number into its room, at its end; the word that belongs to it comes along."""
    spare = (len(box.text) - len(number)) * box.width / len(box.text)
    shift = spare if box.style["direction"] == "ltr" else 0  # in the other direction a number begins at its left
    box.position_x += shift
    if word.element is not None and word.element.get("class") == box.element.get("class"):
        word.position_x += shift or -spare
    box.text = box.pango_layout.text = number


def _finished(raw: bytes, sheet: Sheet) -> bytes:
    """Mend what the renderer leaves undone, and save it so that the same input gives the same bytes."""
    with pikepdf.open(BytesIO(raw)) as pdf:
        repaired(pdf, _names(sheet.markup), sheet.go_to)
        out = BytesIO()
        pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def _names(markup: str) -> dict[str, str]:
    """What each place is called: a heading by its words, a part of the text by its first heading or first words."""
    named = {}
    for node in LexborHTMLParser(markup).css("[id]"):
        heading = node if HEADING.fullmatch(node.tag) else node.css_first("h1, h2, h3, h4, h5, h6")
        words = " ".join((heading or node).text().split())
        named[node.attributes["id"] or ""] = words if heading else shorten(words, 60, placeholder="…")
    return named


class _Heard(logging.Handler):
    """Keeps what the renderer only logs and goes on after: a link to nowhere, a picture without words."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.faults: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.faults.append(record.getMessage().rstrip("."))
