"""Reads a printed book and the pages of the site side by side: where each piece of a page's text stands on paper."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urljoin

from pdf_reader import MM, Print, Text, Word
from selectolax.lexbor import LexborHTMLParser, LexborNode

# What a page shows on a screen alone: its drawing of a link, what leads about in it, its files, what moves, the offer.
SCREEN = "meta, svg title, svg desc, .guide-hero, .guide-toc, .guide-invitation, .guide-downloads, .guide-rehearsal"
SCREEN += ", .guide-worksheet .guide-summary, .guide-helpline__index, .guide-country > summary, .guide-helpline__before"
SCREEN += ", .guide-helpline__group > p, .guide-country:not(:has(.guide-helpline__lines)) .guide-helpline__elsewhere"
LEFT_OUT = ("contents/", "sessions/", "professionals/")  # pages that have no place in a book, nor those below them
BLOCKS = {"p", "li", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "figcaption", "text", "dt", "dd"}
LOOSE = "svg text, .guide-helpline dt, .guide-helpline dd"  # drawn after what stands around it
BOOKS = {"files/guide-a4.pdf": "a4.css", "files/guide-letter.pdf": "letter.css"}  # each with its style
BOOKS |= {"files/guide-large-print.pdf": "large-print.css"}
OFFER = ".guide-invitation p, .guide-invitation h2, .guide-invitation a"
RULES = re.compile(r"@page (\w*) ?\{[^}]*?margin: ([^;}]*)")
MARKER = re.compile(r"[•◦▪]|\d+\.")
REACH = 4000  # letters: what stands on paper between two pieces of a text, such as an address or the heads of a table
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
    def place(self) -> str:
        return self.address.strip("/").replace("/", "-") or "start"


class Piece(NamedTuple):
    """A piece of a page's text, the block to which it belongs, and between which words it stands on paper."""

    text: str
    block: LexborNode
    first: int  # -1: it is not there
    last: int


def letters(text: str) -> str:
    """A text without its spaces, and without what fonts make of some letters.

    Names in Arabic and Hebrew are left out: a reader of PDFs gives their words in another order. That they are printed
    right is for test_rtl.py.
    """
    return re.sub(r"[\s\u00ad\u200b\u0590-\u08ff\ufb1d-\ufeff]+", "", unicodedata.normalize("NFKC", text))


def chapters(trees: dict[str, LexborHTMLParser]) -> list[Chapter]:
    """The pages that belong in a book, in the order of the page that lists all: those on sessions do not."""
    links = trees["contents/"].css(".guide-contents a[href]")
    known = {urljoin("/contents/", link.attributes["href"]).lstrip("/"): link for link in links}
    return [_chapter(trees, address, link) for address, link in known.items() if not address.startswith(LEFT_OUT)]


def _chapter(trees: dict[str, LexborHTMLParser], address: str, link: LexborNode) -> Chapter:
    tree = LexborHTMLParser(trees[address].html)  # what a screen alone shows is taken out of a copy
    for node in tree.css(SCREEN):
        node.decompose()
    part = link.parent.parent.parent.css_first("strong")
    name = part.text().strip() if part and address else ""
    worksheet = tree.css_first("body.guide-worksheet") is not None
    return Chapter(address, link.text().strip(), name, worksheet, tree.css_first("article"))


def margins(style: str) -> dict[str, tuple[float, float, float, float]]:
    """The margins of each kind of page in points: top, right, bottom, left. The usual kind has no name."""
    found = {}
    for kind, said in RULES.findall((STYLE / style).read_text(encoding="utf-8")):
        found[kind] = tuple(float(size.removesuffix("mm")) * MM for size in _four(said.split()))
    return found


def _four(sizes: list[str]) -> list[str]:
    """As a style sheet says it: right as top, bottom as top, left as right, where they are not told."""
    top, right, bottom, left = (*sizes, *(None,) * 3)[:4]
    right = right or top
    return [top, right, bottom or top, left or right]


def body(printed: Print, bottom: float) -> list[Word]:
    """The words of a book's chapters without feet of pages and marks of lists; those of drawings at the end.

    Marks and drawings are drawn after all else on a page, in the midst of a sentence that goes on overleaf.
    """
    start, _ = printed.places["start"]
    listed, drawn = (_lines(printed, role) for role in ("Lbl", "Figure"))
    found: dict[bool, list[Word]] = {False: [], True: []}
    for word in printed.words:
        if word.page < start or word.middle > printed.pages[word.page - 1][1] - bottom:
            continue
        if not MARKER.fullmatch(word.text) or not any(text.left > word.left - 1 for text in _along(word, listed)):
            found[bool(_along(word, drawn))].append(word)
    return found[False] + found[True]


def _lines(printed: Print, role: str) -> dict[int, list[Text]]:
    found: dict[int, list[Text]] = {}
    for text in printed.texts:
        if text.mark is not None and printed.roles.get((text.page, text.mark)) == role:
            found.setdefault(text.page, []).append(text)
    return found


def _along(word: Word, texts: dict[int, list[Text]]) -> list[Text]:
    """Those of these texts on whose line a word stands, where the text begins or further on."""
    return [one for one in texts.get(word.page, []) if word.top < one.line < word.bottom and word.left > one.left - 1]


def along(articles: Iterable[LexborNode], words: list[Word]) -> Iterator[list[Piece]]:
    """Where each piece of each text stands among these words, one text after the other."""
    starts, text = [], ""
    for word in words:
        starts.append(len(text))
        text += letters(word.text)
    at = 0
    for article in articles:
        pieces = []
        loose = {node.mem_id for node in article.css(LOOSE)}
        for node, block in _texts(article):
            wanted = letters(node.text())
            found = text.find(wanted, at, len(text) if block.tag == "text" else at + len(wanted) + REACH)
            end = max(found, 0) + len(wanted)
            if found >= 0 and block.mem_id not in loose:
                at = end
            first, last = (bisect_right(starts, place) - 1 for place in (found, end - 1))
            pieces.append(Piece(" ".join(node.text().split()), block, first, last))
        yield pieces


def _texts(article: LexborNode) -> Iterator[tuple[LexborNode, LexborNode]]:
    """Every piece of a text, and the block in which it stands."""
    for node in article.traverse(include_text=True):
        if node.tag == "-text" and node.text().strip():
            above = node.parent
            while above.tag not in BLOCKS and above.tag != "article":
                above = above.parent
            yield node, above


def blocks(pieces: list[Piece]) -> Iterator[tuple[LexborNode, int, int]]:
    """Each block of a text with its first and its last word; a block in which another one lies comes in parts."""
    for _, group in groupby((piece for piece in pieces if piece.first >= 0), key=lambda piece: piece.block.mem_id):
        found = list(group)
        yield found[0].block, found[0].first, found[-1].last


def lines(words: list[Word]) -> list[list[Word]]:
    """Words of one block as lines."""
    found: list[list[Word]] = []
    for word in words:
        last = found[-1][-1] if found else None
        if last and last.page == word.page and abs(last.middle - word.middle) < (word.bottom - word.top) / 2:
            found[-1].append(word)
        else:
            found.append([word])
    return found
