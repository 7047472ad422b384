"""Binds the whole guide as an EPUB, for reading on a phone or an e-reader where there is no network."""

import re
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import groupby
from pathlib import Path
from urllib.parse import unquote, urljoin
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree
from xml.etree.ElementTree import Element
from xml.sax.saxutils import escape, quoteattr

import tinyhtml5

from core.errors import InputError, nearest
from core.facts import Facts
from exports.archive import earliest, packed
from exports.site_reader import CONTENTS, SESSIONS, Guide, Page
from exports.templating import spoken

XHTML, SVG = "{http://www.w3.org/1999/xhtml}", "{http://www.w3.org/2000/svg}"
KIND = b"application/epub+zip"  # what says of a zip that it is a book, in its first entry
EMPTY = {"br", "hr", "wbr", "col"}  # the elements of a text that never have an end
SCREEN_ONLY = {"script", "style", "template", "noscript", "link", "meta", "button"}
UNBOUND = {"img", "picture", "iframe", "form", "input", "select", "textarea", "audio", "video", "object", "embed"}
UNKEPT = re.compile(r"item|data-|on|rel$|target$|markdown$|style$")  # attributes for search engines and for scripts

CONTAINER = """<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="book/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""

PACKAGE = """<?xml version="1.0" encoding="UTF-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" \
xml:lang="{language}" dir="{direction}">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="id">urn:uuid:{identifier}</dc:identifier>
<dc:title>{name}</dc:title>
<dc:language>{language}</dc:language>
<dc:description>{summary}</dc:description>
<dc:rights>{share}</dc:rights>
<dc:source>{url}</dc:source>
<meta property="dcterms:modified">{modified}</meta>
{modes}
<meta property="schema:accessModeSufficient">textual</meta>
<meta property="schema:accessibilityFeature">displayTransformability</meta>
<meta property="schema:accessibilityFeature">readingOrder</meta>
<meta property="schema:accessibilityFeature">structuralNavigation</meta>
<meta property="schema:accessibilityFeature">tableOfContents</meta>
<meta property="schema:accessibilityFeature">unlocked</meta>
<meta property="schema:accessibilityHazard">none</meta>
<meta property="schema:accessibilitySummary">{access}</meta>
</metadata>
<manifest>
<item id="style" href="style.css" media-type="text/css"/>
<item id="picture" href="cover.svg" media-type="image/svg+xml" properties="cover-image"/>
{items}
</manifest>
<spine page-progression-direction="{direction}">
{spine}
</spine>
</package>
"""

DRAWN = """<meta property="schema:accessMode">visual</meta>
<meta property="schema:accessibilityFeature">alternativeText</meta>"""

LEAF = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="{language}" \
xml:lang="{language}" dir="{direction}">
<head>
<meta charset="utf-8"/>
<title>{title}</title>
<link rel="stylesheet" href="style.css"/>
</head>
<body{kind}>
{text}
</body>
</html>
"""

COVER = """<section class="guide-cover" epub:type="cover">
{drawing}
<h1>{name}</h1>
<p>{summary}</p>
<p>{edition}</p>
<p>{education}</p>
<h2>{before}</h2>
<p>{keep}</p>
<p>{kept}</p>
<p><a href="{help}">{help_name}</a> · <a href="{reading}">{reading_name}</a></p>
</section>"""

COLOPHON = """<section class="guide-colophon" epub:type="colophon">
<h1>{heading}</h1>
<p>{name}<br/>{edition}<br/>{address}</p>
<p>{education}</p>
<p>{share}</p>
<p>{numbers} <a href="{help}">{help_name}</a></p>
<p>{newest}</p>
{sessions}
</section>"""

NAVIGATION = """<nav epub:type="toc" id="contents">
<h1>{heading}</h1>
<ol>
<li><a href="cover.xhtml">{name}</a></li>
{pages}
<li><a href="colophon.xhtml">{last}</a></li>
</ol>
</nav>
<nav epub:type="landmarks" hidden="hidden">
<ol>
<li><a epub:type="cover" href="cover.xhtml">{name}</a></li>
<li><a epub:type="toc" href="nav.xhtml#contents">{heading}</a></li>
<li><a epub:type="bodymatter" href="{first}">{start}</a></li>
</ol>
</nav>"""

PICTURE = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 1600" width="1200" height="1600">
<title>{name}</title>
<rect width="1200" height="1600" fill="#fbf7ef"/>
<g fill="#20282a" font-family="serif" font-size="150" font-weight="600" text-anchor="middle">
{lines}
</g>
<g transform="translate(408 {below}) scale(2)" fill="none" stroke="#0b5356" stroke-width="2.5" stroke-linecap="round" \
stroke-linejoin="round">{drawing}</g>
<text x="600" y="1510" fill="#424d50" font-family="sans-serif" font-size="48" text-anchor="middle">{host}</text>
</svg>
"""


@dataclass(frozen=True)
class _Chapter:
    page: Page
    file: str
    article: Element

    @property
    def ids(self) -> list[str]:
        return [node.attrib["id"] for node in self.article.iter() if "id" in node.attrib]


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
        raise InputError(f"{page.address}: its text stands in no <article>; keep that in overrides/main.html.")
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
    leaves = {"cover.xhtml": _cover(book), "nav.xhtml": _navigation(book)}
    leaves |= {chapter.file: _leaf(book, chapter) for chapter in book.chapters}
    leaves |= {"colophon.xhtml": _colophon(book)}
    for name, text in leaves.items():
        _sound(name, text)
    style = Path(__file__).with_name("style") / "epub.css"
    others = {"package.opf": _package(book, leaves), "cover.svg": _picture(book.guide)}
    others |= {"style.css": style.read_text(encoding="utf-8")}
    return {"META-INF/container.xml": CONTAINER} | {f"book/{name}": text for name, text in (leaves | others).items()}


def _sound(name: str, text: str) -> None:
    try:
        ElementTree.fromstring(text)
    except ElementTree.ParseError as error:
        line = text.splitlines()[error.position[0] - 1].strip()
        raise InputError(f"{name}: a sign that no book can hold in “{line[:60]}”; write that line anew.") from None


def _framed(book: _Book, title: str, text: str, kind: str = "") -> str:
    language, direction = book.guide.language, book.guide.direction
    kind = kind and f' class="{kind}"'
    return LEAF.format(language=language, direction=direction, title=escape(title), kind=kind, text=text)


def _leaf(book: _Book, chapter: _Chapter) -> str:
    text = _markup(chapter.article, XHTML, partial(book.way, origin=chapter.page.address))
    return _framed(book, chapter.page.title, text, "guide-worksheet" if chapter.page.worksheet else "")


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


def _navigation(book: _Book) -> str:
    by_part = groupby(book.chapters, key=lambda chapter: chapter.page.part)
    parts = [(part, "\n".join(_entry(chapter) for chapter in chapters)) for part, chapters in by_part]
    pages = [f"<li><span>{escape(part)}</span>\n<ol>\n{pages}\n</ol></li>" if part else pages for part, pages in parts]
    text = NAVIGATION.format(
        heading=escape(book.strings["contents"]),
        name=escape(book.strings["book_cover"]),
        pages="\n".join(pages),
        last=escape(book.strings["book_colophon"]),
        first=book.chapters[0].file,
        start=escape(book.chapters[0].page.title),
    )
    return _framed(book, book.strings["contents"], text)


def _entry(chapter: _Chapter) -> str:
    """A page in the contents, with its headings below it."""
    link = '<li><a href="{}">{}</a>{}</li>'
    headings = chapter.article.iter(f"{XHTML}h2")
    below = [link.format(f"{chapter.file}#{h2.attrib['id']}", escape(_words(h2)), "") for h2 in headings]
    return link.format(chapter.file, escape(chapter.page.title), "\n<ol>" + "\n".join(below) + "</ol>" if below else "")


def _cover(book: _Book) -> str:
    text = COVER.format(
        drawing=_drawing(book.guide, XHTML),
        name=escape(book.guide.name),
        summary=escape(book.guide.pages[0].summary),
        edition=escape(book.edition),
        education=escape(book.strings["education"]),
        before=escape(book.strings["book_keep_heading"]),
        keep=escape(book.strings["book_keep"]),
        kept=escape(book.strings["book_kept"]),
        help=book.way("help/"),
        help_name=escape(book.strings["help"]),
        reading=book.way("safety/reading/"),
        reading_name=escape(book.strings["reading_safely"]),
    )
    return _framed(book, book.guide.name, text)


def _colophon(book: _Book) -> str:
    guide = book.guide
    sessions = escape(book.strings["book_sessions"]).format(address=_address(guide.url + SESSIONS))
    text = COLOPHON.format(
        heading=escape(book.strings["book_colophon"]),
        name=escape(guide.name),
        edition=escape(book.edition),
        address=_address(guide.url),
        education=escape(book.strings["education"]),
        share=escape(book.strings["book_share"]),
        numbers=escape(book.strings["book_numbers"]),
        help=book.way("help/"),
        help_name=escape(book.strings["help"]),
        newest=escape(book.strings["book_newest"]).format(address=_address(guide.url)),
        sessions=f"<p>{sessions}</p>" if guide.offers else "",
    )
    return _framed(book, book.strings["book_colophon"], text)


def _address(url: str) -> str:
    return f"<a href={quoteattr(url)}>{escape(url)}</a>"


def _picture(guide: Guide) -> str:
    """The cover that a shelf shows: the name of the guide in large letters, its drawing, and its address."""
    lines = textwrap.wrap(guide.name, 12)
    rows = [f'<text x="600" y="{300 + 190 * row}">{escape(line)}</text>' for row, line in enumerate(lines)]
    return PICTURE.format(
        name=escape(guide.name),
        lines="\n".join(rows),
        below=210 + 190 * len(rows),
        drawing=_drawing(guide, SVG),
        host=escape(guide.host),
    )


def _drawing(guide: Guide, outer: str) -> str:
    """The drawing of the guide's first page, which says nothing that the words do not say."""
    drawn = tinyhtml5.parse(guide.drawing, namespace_html_elements=True).find(f".//{SVG}svg")
    return "" if drawn is None else _markup(drawn, outer, str)


def _package(book: _Book, leaves: dict[str, str]) -> str:
    """What the book is, what it holds, and in which order."""
    guide, drawn = book.guide, any([*chapter.article.iter(f"{SVG}svg")] for chapter in book.chapters)
    return PACKAGE.format(
        language=guide.language,
        direction=guide.direction,
        identifier=uuid5(NAMESPACE_URL, guide.url),
        name=escape(guide.name),
        summary=escape(guide.pages[0].summary or guide.name),
        share=escape(book.strings["book_share"]),
        url=escape(guide.url),
        modified=f"{book.moment:%Y-%m-%dT%H:%M:%SZ}",
        modes='<meta property="schema:accessMode">textual</meta>' + ("\n" + DRAWN if drawn else ""),
        access=escape(book.strings["book_access"]),
        items="\n".join(_item(name, text) for name, text in leaves.items()),
        spine="\n".join(f'<itemref idref="{Path(name).stem}"/>' for name in leaves),
    )


def _item(name: str, text: str) -> str:
    held = "nav" if name == "nav.xhtml" else "svg" if "<svg" in text else ""
    properties = held and f' properties="{held}"'
    return f'<item id="{Path(name).stem}" href="{name}" media-type="application/xhtml+xml"{properties}/>'
