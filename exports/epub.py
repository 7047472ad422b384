"""Makes the whole guide as an EPUB, for reading offline on a phone or an e-reader."""

import mimetypes
import re
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree
from xml.etree.ElementTree import Element
from xml.sax.saxutils import escape, quoteattr

import tinyhtml5
from markupsafe import Markup

from core.errors import InputError, suggest
from core.facts import Facts
from core.numbers_and_names import format_day
from core.palette import resolve_colours
from exports.archive import make_zip, zip_datetime
from exports.markup import BASE_URL
from exports.site_reader import CONTENTS, SESSIONS, Guide, Page
from exports.templating import render_template

FOLDER = Path(__file__).parent
XHTML, SVG = "{http://www.w3.org/1999/xhtml}", "{http://www.w3.org/2000/svg}"
MIMETYPE = b"application/epub+zip"  # the content of the first entry, by which programs recognise an EPUB
VOID_ELEMENTS = {"br", "hr", "wbr", "col", "img"}  # those that occur in a text
SCREEN_ONLY = {"script", "style", "template", "noscript", "link", "meta", "button"}
UNSUPPORTED = {"picture", "iframe", "form", "input", "select", "textarea", "audio", "video", "object", "embed"}
REMOVED_ATTRIBUTES = re.compile(  # for search engines, scripts and browsers; a namespace is written for each element
    r"item|data-|on|rel$|target$|markdown$|style$|loading$|tabindex$|\{http://www\.w3\.org/2000/xmlns/\}"
)


@dataclass(frozen=True)
class _Chapter:
    page: Page
    file: str
    article: Element
    images: tuple[str, ...]  # the path of each image below the site's folder

    @property
    def ids(self) -> list[str]:
        return [node.attrib["id"] for node in self.article.iter() if "id" in node.attrib]

    @property
    def headings(self) -> list[tuple[str, str]]:
        """The id and the text of each heading below the title."""
        return [(node.attrib["id"], _text(node)) for node in self.article.iter(f"{XHTML}h2")]


@dataclass(frozen=True)
class _Book:
    guide: Guide
    strings: dict[str, str]
    version: str
    date: datetime
    chapters: list[_Chapter]
    preview: bool = False  # its address leads nowhere yet

    @property
    def edition(self) -> str:
        version = [f"{self.strings['version']} {self.version}"] if self.version else []
        return " · ".join([*version, format_day(self.date, self.guide.language)])

    @property
    def images(self) -> list[str]:
        """The path of each image of all chapters below the site's folder, once."""
        return sorted({path for chapter in self.chapters for path in chapter.images})

    def resolve_link(self, href: str, origin: str = "") -> str:
        """The target of a link on the page `origin`: a file of the EPUB if it is in it, otherwise its web address."""
        files = {chapter.page.address: chapter.file for chapter in self.chapters} | {CONTENTS: "nav.xhtml"}
        address, separator, fragment = urljoin(self.guide.url + origin, href).partition("#")
        return files.get(address.removeprefix(self.guide.url), address) + separator + fragment


def make_epub(guide: Guide, facts: Facts, timestamp: int) -> bytes:
    """The guide as an EPUB 3 file.

    Takes the guide, the facts, and the time of the edition in seconds since 1970. Raises InputError with everything
    that cannot be put into an EPUB.
    """
    date = zip_datetime(timestamp)
    chapters = [_chapter(page) for page in guide.chapters]
    book = _Book(guide, facts.strings, facts.version, date, chapters, facts.is_preview)
    problems = [problem for chapter in chapters for problem in _problems(chapter, book)]
    if problems:
        raise InputError("\n".join(problems))
    files = {"mimetype": MIMETYPE} | {name: text.encode() for name, text in _render_files(book).items()}
    images = {f"book/{_image_file(path)}": (guide.site / path).read_bytes() for path in book.images}
    return make_zip(files | images, date)


def _chapter(page: Page) -> _Chapter:
    article = tinyhtml5.parse(page.article, namespace_html_elements=True).find(f".//{XHTML}article")
    if article is None:
        raise InputError(f"{page.address}: the page has no <article>; keep it in overrides/base.html.")
    file = "_".join(["page", *page.address.split("/")]).rstrip("_") + ".xhtml"
    return _Chapter(page, file, article, tuple(_name_images(article, page)))


def _name_images(article: Element, page: Page) -> Iterator[str]:
    """Give each image of a chapter its name in the EPUB; yield its path below the site's folder."""
    for image in article.iter(f"{XHTML}img"):
        path = unquote(urlsplit(urljoin(BASE_URL + page.address, image.get("src", ""))).path.lstrip("/"))
        image.set("src", _image_file(path))
        yield path


def _image_file(path: str) -> str:
    """The name of an image in the EPUB. Takes its path below the site's folder."""
    return f"image_{path.replace('/', '_')}"


def _problems(chapter: _Chapter, book: _Book) -> Iterator[str]:
    """One line for each thing in a chapter that cannot be put into an EPUB."""
    where, ids = chapter.page.address or "index.html", chapter.ids
    for name in sorted({_tag_name(node) for node in chapter.article.iter()} & UNSUPPORTED):
        yield f"{where}: <{name}> cannot be part of an EPUB; write text, or use a drawing from data/drawings.yml."
    for duplicate in sorted({id for id in ids if ids.count(id) > 1}):
        yield f"{where}: the id “{duplicate}” is used twice; change one of them."
    for heading in chapter.article.iter(f"{XHTML}h2"):
        if "id" not in heading.attrib:
            yield f"{where}: the heading “{_text(heading)}” has no id; add one, so that the contents can link to it."
    for link in chapter.article.iter(f"{XHTML}a"):
        yield from _broken_link(link.get("href", ""), chapter, book)
    for path in chapter.images:
        if not (book.guide.site / path).is_file():
            yield f"{where}: the image “{path}” does not exist; correct its name, or put the file into docs/assets/."


def _broken_link(href: str, chapter: _Chapter, book: _Book) -> Iterator[str]:
    """One line if a link leads to an anchor that its chapter does not have."""
    file, _, fragment = book.resolve_link(href, chapter.page.address).partition("#")
    for target in book.chapters:
        if fragment and target.file == file and unquote(fragment) not in target.ids:
            where, address = chapter.page.address or "index.html", target.page.address or "index.html"
            yield f"{where}: the link “{href}” leads to no anchor on {address}; {suggest(fragment, target.ids)}."


def _render_files(book: _Book) -> dict[str, str]:
    """The content of every file of the EPUB by its name, except the mimetype."""
    parts = [(part, [*chapters]) for part, chapters in groupby(book.chapters, key=lambda chapter: chapter.page.part)]
    sessions = book.guide.url + SESSIONS if book.guide.offers_sessions else ""
    documents = {
        "cover.xhtml": _render("cover.xhtml", book, drawing=_drawing(book.guide, XHTML)),
        "nav.xhtml": _render("nav.xhtml", book, parts=parts),
        **{chapter.file: _render_chapter(book, chapter) for chapter in book.chapters},
        "colophon.xhtml": _render("colophon.xhtml", book, sessions=sessions),
    }
    for name, text in documents.items():
        _check_xml(name, text)
    others = {
        "package.opf": _package(book, documents),
        "cover.svg": _cover_image(book),
        "style.css": (FOLDER / "style" / "epub.css").read_text(encoding="utf-8"),
    }
    files = {f"book/{name}": text for name, text in (documents | others).items()}
    return {"META-INF/container.xml": _render("container.xml", book)} | files


def _render(name: str, book: _Book, **context: Any) -> str:
    """One file from its template, with the final newline that Jinja removes from templates."""
    return render_template(f"epub-{name}.jinja", book=book, guide=book.guide, strings=book.strings, **context) + "\n"


def _render_chapter(book: _Book, chapter: _Chapter) -> str:
    text = _to_xhtml(chapter.article, XHTML, partial(book.resolve_link, origin=chapter.page.address))
    return _render("page.xhtml", book, page=chapter.page, text=Markup(text))


def _check_xml(name: str, text: str) -> None:
    """Raise InputError where a file is not well-formed XML: one control character makes it unreadable."""
    try:
        ElementTree.fromstring(text)
    except ElementTree.ParseError as error:
        line = text.splitlines()[error.position[0] - 1].strip()
        raise InputError(f"{name}: a character not allowed in XML in “{line[:60]}”; type that line again.") from None


def _tag_name(node: Element) -> str:
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def _to_xhtml(node: Element, outer: str, resolve_link: Callable[[str], str]) -> str:
    """An element and its content as XHTML.

    `outer` is the namespace of the element around it; `resolve_link` gives the href in the EPUB for one on the web.
    """
    name = _tag_name(node)
    if not name or name in SCREEN_ONLY:
        return ""
    namespace = node.tag.removesuffix(name)
    attributes = {} if namespace == outer else {"xmlns": namespace[1:-1]}
    attributes |= {key: value for key, value in node.attrib.items() if not REMOVED_ATTRIBUTES.match(key)}
    if name == "svg":
        attributes["direction"] = "ltr"  # a drawing is not mirrored in a text that runs from right to left
    if "href" in attributes:
        attributes["href"] = resolve_link(attributes["href"])
    start = name + "".join(f" {key}={quoteattr(value)}" for key, value in attributes.items())
    if name in VOID_ELEMENTS:
        return f"<{start}/>"
    inner = "".join(_to_xhtml(child, namespace, resolve_link) + escape(child.tail or "") for child in node)
    return f"<{start}>{escape(node.text or '')}{inner}</{name}>"


def _text(node: Element) -> str:
    return " ".join("".join(node.itertext()).split())


def _cover_image(book: _Book) -> str:
    """The cover as SVG, as an app's list of books shows it."""
    lines = textwrap.wrap(book.guide.name, 12)
    return resolve_colours(
        _render("cover.svg", book, lines=lines, drawing=_drawing(book.guide, SVG)), book.guide.primary
    )


def _drawing(guide: Guide, outer: str) -> Markup:
    """The drawing of the guide's first page, which is decoration. `outer` is the namespace around it."""
    svg = tinyhtml5.parse(guide.drawing, namespace_html_elements=True).find(f".//{SVG}svg")
    return Markup("" if svg is None else _to_xhtml(svg, outer, str))


def _package(book: _Book, documents: dict[str, str]) -> str:
    """The package document: metadata, the list of files, and the reading order."""
    has_drawings = any([*chapter.article.iter(f"{SVG}svg")] for chapter in book.chapters)
    identifier = uuid5(NAMESPACE_URL, book.guide.url)
    images = {_image_file(path): mimetypes.guess_type(path)[0] or "" for path in book.images}
    return _render(
        "package.opf",
        book,
        identifier=identifier,
        documents=documents,
        images=images,
        has_drawings=has_drawings or bool(images),
    )
