"""Binds the whole guide as an EPUB, for reading on a phone or an e-reader where there is no network."""

import re
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree
from xml.etree.ElementTree import Element
from xml.sax.saxutils import escape, quoteattr

import tinyhtml5
from markupsafe import Markup

from core.errors import InputError, nearest
from core.facts import Facts
from core.palette import resolved
from exports.archive import earliest, packed
from exports.site_reader import CONTENTS, SESSIONS, Guide, Page
from exports.templating import filled, spoken

ROOM = Path(__file__).parent
XHTML, SVG = "{http://www.w3.org/1999/xhtml}", "{http://www.w3.org/2000/svg}"
KIND = b"application/epub+zip"  # what says of a zip that it is a book, in its first entry
EMPTY = {"br", "hr", "wbr", "col"}  # the elements of a text that never have an end
SCREEN_ONLY = {"script", "style", "template", "noscript", "link", "meta", "button"}
UNBOUND = {"img", "picture", "iframe", "form", "input", "select", "textarea", "audio", "video", "object", "embed"}
UNKEPT = re.compile(r"item|data-|on|rel$|target$|markdown$|style$")  # attributes for search engines and for scripts


@dataclass(frozen=True)
class _Chapter:
    page: Page
    file: str
    article: Element

    @property
    def ids(self) -> list[str]:
        return [node.attrib["id"] for node in self.article.iter() if "id" in node.attrib]

    @property
    def headings(self) -> list[tuple[str, str]]:
        """The id and the words of each heading below the title."""
        return [(node.attrib["id"], _words(node)) for node in self.article.iter(f"{XHTML}h2")]


@dataclass(frozen=True)
class _Book:
    guide: Guide
    strings: dict[str, str]
    version: str
    moment: datetime
    chapters: list[_Chapter]

    @property
    def edition(self) -> str:
        version = [f"{self.strings['version']} {self.version}"] if self.version else []
        return " · ".join([*version, spoken(self.moment, self.guide.language)])

    def way(self, address: str, origin: str = "") -> str:
        """Where a link from this page leads: to a place in the book where it is there, and else to the web."""
        files = {chapter.page.address: chapter.file for chapter in self.chapters} | {CONTENTS: "nav.xhtml"}
        target, mark, place = urljoin(self.guide.url + origin, address).partition("#")
        return files.get(target.removeprefix(self.guide.url), target) + mark + place


def epub(guide: Guide, facts: Facts, moment: int) -> bytes:
    """Make one EPUB 3 file of the guide, dated by these seconds since 1970. Raises InputError."""
    when = earliest(moment)
    chapters = [_chapter(page) for page in guide.chapters]
    book = _Book(guide, facts.strings, facts.version, when, chapters)
    wrong = [line for chapter in chapters for line in _problems(chapter, book)]
    if wrong:
        raise InputError("\n".join(wrong))
    return packed({"mimetype": KIND} | {name: text.encode() for name, text in _files(book).items()}, when)


def _chapter(page: Page) -> _Chapter:
    article = tinyhtml5.parse(page.article, namespace_html_elements=True).find(f".//{XHTML}article")
    if article is None:
        raise InputError(f"{page.address}: its text stands in no <article>; keep that in overrides/base.html.")
    return _Chapter(page, "_".join(["page", *page.address.split("/")]).rstrip("_") + ".xhtml", article)


def _problems(chapter: _Chapter, book: _Book) -> Iterator[str]:
    where, ids = chapter.page.address or "index.html", chapter.ids
    for name in sorted({_name(node) for node in chapter.article.iter()} & UNBOUND):
        yield f"{where}: <{name}> cannot go into a book; write words, or a drawing from data/drawings.yml."
    for twice in sorted({id for id in ids if ids.count(id) > 1}):
        yield f"{where}: the id “{twice}” stands there twice; write another for one of them."
    for heading in chapter.article.iter(f"{XHTML}h2"):
        if "id" not in heading.attrib:
            yield f"{where}: the heading “{_words(heading)}” has no id; write one, so that the contents can lead to it."
    for link in chapter.article.iter(f"{XHTML}a"):
        yield from _astray(link.get("href", ""), chapter, book)


def _astray(address: str, chapter: _Chapter, book: _Book) -> Iterator[str]:
    """What is wrong with a link that leads to a place on a page of the book which is not there."""
    file, _, place = book.way(address, chapter.page.address).partition("#")
    for target in book.chapters:
        if place and target.file == file and unquote(place) not in target.ids:
            where, there = chapter.page.address or "index.html", target.page.address or "index.html"
            yield f"{where}: the link “{address}” leads to no place on {there}; {nearest(place, target.ids)}."


def _files(book: _Book) -> dict[str, str]:
    """Everything in the book by its name, but for the line that says what kind of file it is."""
    parts = [(part, [*chapters]) for part, chapters in groupby(book.chapters, key=lambda chapter: chapter.page.part)]
    sessions = book.guide.url + SESSIONS if book.guide.offers else ""
    leaves = {
        "cover.xhtml": _filled("cover.xhtml", book, drawing=_drawing(book.guide, XHTML)),
        "nav.xhtml": _filled("nav.xhtml", book, parts=parts),
        **{chapter.file: _page(book, chapter) for chapter in book.chapters},
        "colophon.xhtml": _filled("colophon.xhtml", book, sessions=sessions),
    }
    for name, text in leaves.items():
        _sound(name, text)
    others = {
        "package.opf": _package(book, leaves),
        "cover.svg": _picture(book),
        "style.css": (ROOM / "style" / "epub.css").read_text(encoding="utf-8"),
    }
    files = {f"book/{name}": text for name, text in (leaves | others).items()}
    return {"META-INF/container.xml": _filled("container.xml", book)} | files


def _filled(name: str, book: _Book, **known: Any) -> str:
    """One file from its template; it ends with a new line, which Jinja takes away from a template's end."""
    return filled(f"epub-{name}.jinja", book=book, guide=book.guide, strings=book.strings, **known) + "\n"


def _page(book: _Book, chapter: _Chapter) -> str:
    text = _markup(chapter.article, XHTML, partial(book.way, origin=chapter.page.address))
    return _filled("page.xhtml", book, page=chapter.page, text=Markup(text))


def _sound(name: str, text: str) -> None:
    try:
        ElementTree.fromstring(text)
    except ElementTree.ParseError as error:
        line = text.splitlines()[error.position[0] - 1].strip()
        raise InputError(f"{name}: a sign that no book can hold in “{line[:60]}”; write that line anew.") from None


def _name(node: Element) -> str:
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def _markup(node: Element, outer: str, way: Callable[[str], str]) -> str:
    """An element and all within it as XHTML; `outer` is the name space around it, `way` says where a link leads."""
    name = _name(node)
    if not name or name in SCREEN_ONLY:
        return ""
    space = node.tag.removesuffix(name)
    given = {} if space == outer else {"xmlns": space[1:-1]}
    given |= {key: value for key, value in node.attrib.items() if not UNKEPT.match(key)}
    if name == "svg":
        given["direction"] = "ltr"  # where the text runs from right to left, a drawing still does not
    if "href" in given:
        given["href"] = way(given["href"])
    start = name + "".join(f" {key}={quoteattr(value)}" for key, value in given.items())
    if name in EMPTY:
        return f"<{start}/>"
    inner = "".join(_markup(child, space, way) + escape(child.tail or "") for child in node)
    return f"<{start}>{escape(node.text or '')}{inner}</{name}>"


def _words(node: Element) -> str:
    return " ".join("".join(node.itertext()).split())


def _picture(book: _Book) -> str:
    """The cover that a shelf shows."""
    lines = textwrap.wrap(book.guide.name, 12)
    return resolved(_filled("cover.svg", book, lines=lines, drawing=_drawing(book.guide, SVG)))


def _drawing(guide: Guide, outer: str) -> Markup:
    """The drawing of the guide's first page, which says nothing that the words do not say."""
    drawn = tinyhtml5.parse(guide.drawing, namespace_html_elements=True).find(f".//{SVG}svg")
    return Markup("" if drawn is None else _markup(drawn, outer, str))


def _package(book: _Book, leaves: dict[str, str]) -> str:
    """What the book is, what it holds, and in which order."""
    drawn = any([*chapter.article.iter(f"{SVG}svg")] for chapter in book.chapters)
    return _filled("package.opf", book, identifier=uuid5(NAMESPACE_URL, book.guide.url), leaves=leaves, drawn=drawn)
