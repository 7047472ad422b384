"""Aligns a PDF with the pages of the site: finds the words of the PDF that belong to each piece of a page's text."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urljoin

from pdf_reader import MM, PdfContent, Text, Word
from selectolax.lexbor import LexborHTMLParser, LexborNode

# What only the web version of a page has: its link drawing, contents, downloads, rehearsal and invitation.
WEB_ONLY = "meta, svg title, svg desc, .guide-hero-drawing, .guide-hero__by, .guide-toc, .guide-part, .guide-invitation"
WEB_ONLY += (
    ", .guide-pager, .guide-downloads, .guide-rehearsal, .guide-worksheet-page .guide-summary, .guide-helpline__index"
)
WEB_ONLY += ", summary, .guide-helpline__before"
WEB_ONLY += ", .guide-helpline__group > p, .guide-country:not(:has(.guide-helpline__lines)) .guide-helpline__elsewhere"
LEFT_OUT = ("contents/", "sessions/", "professionals/")  # prefixes of pages that are not in a book
BLOCKS = {"p", "li", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "figcaption", "text", "dt", "dd"}
OUT_OF_ORDER = "svg text, .guide-helpline dt, .guide-helpline dd"  # drawn after the text around it
BOOKS = {"files/guide-a4.pdf": "a4.css", "files/guide-letter.pdf": "letter.css"}  # each with its style
BOOKS |= {"files/guide-large-print.pdf": "large-print.css"}
OFFER = ".guide-invitation p, .guide-invitation h2, .guide-invitation a"
PAGE_RULE = re.compile(r"@page (\w*) ?\{[^}]*?margin: ([^;}]*)")
MARKER = re.compile(r"[•◦▪]|\d+\.")
MAX_GAP = 4000  # characters that a PDF has between two pieces of a text, such as an address or repeated table heads
STYLE = Path(__file__).parents[2] / "exports" / "style"


@dataclass(frozen=True)
class Chapter:
    """One page of the guide as the site has it."""

    address: str
    title: str
    part: str
    worksheet: bool
    article: LexborNode = field(repr=False)

    @property
    def anchor(self) -> str:
        return self.address.strip("/").replace("/", "-") or "start"


class AlignedText(NamedTuple):
    """A text node of a page, the block that contains it, and the indexes of its first and last word in the PDF."""

    text: str
    block: LexborNode
    first: int  # -1 where it was not found
    last: int


def letters(text: str) -> str:
    """A text normalised for comparison: without spaces, soft hyphens and ligatures.

    Arabic and Hebrew letters are removed, as PDF readers give their words in another order; the tests of
    exports/pdf_rendering.py cover them.
    """
    return re.sub(r"[\s\u00ad\u200b\u0590-\u08ff\ufb1d-\ufeff]+", "", unicodedata.normalize("NFKC", text))


def chapters(trees: dict[str, LexborHTMLParser]) -> list[Chapter]:
    """The pages that belong in a book, in the order of the page that lists all."""
    links = trees["contents/"].css(".guide-contents a[href]")
    known = {urljoin("/contents/", link.attributes["href"]).lstrip("/"): link for link in links}
    return [_chapter(trees, address, link) for address, link in known.items() if not address.startswith(LEFT_OUT)]


def _chapter(trees: dict[str, LexborHTMLParser], address: str, link: LexborNode) -> Chapter:
    tree = LexborHTMLParser(trees[address].html)  # a copy, as elements are removed from it
    for node in tree.css(WEB_ONLY):
        node.decompose()
    part = link.parent.parent.parent.css_first(".guide-fold__name")
    name = part.text().strip() if part and address else ""
    worksheet = tree.css_first("body.guide-worksheet-page") is not None
    title = link.text() if address else tree.css_first("title").text().partition(" – ")[0]  # that is “First page”
    return Chapter(address, title.strip(), name, worksheet, tree.css_first("article"))


def margins(style: str) -> dict[str, tuple[float, float, float, float]]:
    """The margins in points by the name of the @page rule: top, right, bottom, left. The default rule has no name."""
    found = {}
    for name, value in PAGE_RULE.findall((STYLE / style).read_text(encoding="utf-8")):
        found[name] = tuple(float(size.removesuffix("mm")) * MM for size in _expand(value.split()))
    return found


def _expand(sizes: list[str]) -> list[str]:
    """The four values of a CSS shorthand: right defaults to top, bottom to top, left to right."""
    top, right, bottom, left = (*sizes, *(None,) * 3)[:4]
    right = right or top
    return [top, right, bottom or top, left or right]


def body_words(printed: PdfContent, bottom: float) -> list[Word]:
    """The words of a book's chapters, without page footers and list markers; those of drawings come last.

    `bottom` is the bottom margin. Markers and drawings are drawn after everything else on a page, which may be in the
    middle of a sentence that continues on the next page.
    """
    start, _ = printed.anchors["start"]
    markers, drawings = (_texts_by_page(printed, role) for role in ("Lbl", "Figure"))
    found: dict[bool, list[Word]] = {False: [], True: []}
    for word in printed.words:
        if word.page < start or word.middle > printed.pages[word.page - 1][1] - bottom:
            continue
        before = (text for text in _on_line(word, markers) if word.left > text.left - 1)
        if not MARKER.fullmatch(word.text) or not any(text.left > word.left - 1 for text in before):
            found[bool(_on_line(word, drawings))].append(word)  # there is nothing beside a drawing
    return found[False] + found[True]


def _texts_by_page(printed: PdfContent, role: str) -> dict[int, list[Text]]:
    found: dict[int, list[Text]] = {}
    for text in printed.texts:
        if text.mark is not None and printed.roles.get((text.page, text.mark)) == role:
            found.setdefault(text.page, []).append(text)
    return found


def _on_line(word: Word, texts: dict[int, list[Text]]) -> list[Text]:
    """Those of these texts that are on the line of a word."""
    return [one for one in texts.get(word.page, []) if word.top < one.line < word.bottom]


def align(articles: Iterable[LexborNode], words: list[Word]) -> Iterator[list[AlignedText]]:
    """The pieces of each article, with their positions in these words, one article after the other."""
    starts, text = [], ""
    for word in words:
        starts.append(len(text))
        text += letters(word.text)
    offset = 0
    for article in articles:
        pieces = []
        out_of_order = {node.mem_id for node in article.css(OUT_OF_ORDER)}
        for node, block in _texts(article):
            wanted = letters(node.text())
            found = text.find(wanted, offset, len(text) if block.tag == "text" else offset + len(wanted) + MAX_GAP)
            end = max(found, 0) + len(wanted)
            if found >= 0 and block.mem_id not in out_of_order:
                offset = end
            first, last = (bisect_right(starts, position) - 1 for position in (found, end - 1))
            pieces.append(AlignedText(" ".join(node.text().split()), block, first, last))
        yield pieces


def _texts(article: LexborNode) -> Iterator[tuple[LexborNode, LexborNode]]:
    """Every text node of an article, and the block that contains it."""
    for node in article.traverse(include_text=True):
        if node.tag == "-text" and node.text().strip():
            block = node.parent
            while block.tag not in BLOCKS and block.tag != "article":
                block = block.parent
            yield node, block


def blocks(pieces: list[AlignedText]) -> Iterator[tuple[LexborNode, int, int]]:
    """Each block of a text with its first and last word; a block that contains another one comes in parts."""
    for _, group in groupby((piece for piece in pieces if piece.first >= 0), key=lambda piece: piece.block.mem_id):
        found = list(group)
        yield found[0].block, found[0].first, found[-1].last


def lines(words: list[Word]) -> list[list[Word]]:
    """The words of one block, grouped by line."""
    found: list[list[Word]] = []
    for word in words:
        last = found[-1][-1] if found else None
        if last and last.page == word.page and abs(last.middle - word.middle) < (word.bottom - word.top) / 2:
            found[-1].append(word)
        else:
            found.append([word])
    return found
