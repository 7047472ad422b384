"""Extracts the text of a page without its markup, for the checks of wording."""

import re
from functools import lru_cache
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

BLOCKS = ("h1", "h2", "h3", "h4", "p", "li", "dd", "dt", "td", "th", "summary", "figcaption", "blockquote")
CONTAINERS = {*BLOCKS, "ul", "ol", "div", "dl", "table"}  # inside a block, but no part of its own text
LOOKUP_CARDS = "[data-lookup]"  # a list that a macro fills from data/, in which a reader looks one entry up
FROM_MACROS = f"{LOOKUP_CARDS}, .guide-invitation, .guide-noticeable, .guide-steps__first, .guide-claim__strength"
NO_PROSE = "table, code, pre"  # written in the page, but no running prose
SENTENCE_END = re.compile(r"(?<=[.!?])\s+|(?<=[.!?][”’)])\s+|(?<=[.!?][”’)]{2})\s+")
QUOTATION = re.compile(r"“[^”]*(?:”|$)|‘[^‘]*?(?:’(?!\w)|$)")  # in “don’t” the mark is an apostrophe


class Prose:
    """The text of a page's HTML as lists of blocks, such as paragraphs and list items, in the order of the page."""

    def __init__(self, html: str) -> None:
        tree = LexborHTMLParser(html)
        self.all = _blocks(tree)
        self.authored = _blocks(_remove(tree, FROM_MACROS))  # without what macros insert
        self.running = _blocks(_remove(tree, NO_PROSE))  # the authored text without tables and code


@lru_cache(maxsize=1)  # several checks read the same page, one after the other
def prose(html: str) -> Prose:
    """Return the text of a page's HTML."""
    return Prose(html)


def handout_exercise(meta: dict[str, Any]) -> str:
    """Return the exercise of a page's handout (“try” in the front matter), or an empty string."""
    handout = meta.get("handout")
    return str(handout.get("try") or "") if isinstance(handout, dict) else ""


def blocks(html: str, without: str) -> list[str]:
    """Extract the blocks of a page's HTML without the elements that this selector matches."""
    return remaining_blocks(LexborHTMLParser(html), without)


def remaining_blocks(tree: LexborHTMLParser, without: str) -> list[str]:
    """Remove the elements that a selector matches from a parsed page, and extract the blocks of the rest."""
    return _blocks(_remove(tree, without))


def sentences(text: str) -> list[str]:
    """Split a block into sentences. A text without a full stop is one sentence."""
    return SENTENCE_END.split(text)


def context(text: str, match: re.Match[str]) -> str:
    """Return a match in a text with up to 30 characters on each side, in one line."""
    start, end = max(0, match.start() - 30), match.end() + 30
    return ("…" if start else "") + " ".join(text[start:end].split()) + ("…" if end < len(text) else "")


def quotations(text: str) -> list[str]:
    """Return the quotations in a block, with their quotation marks."""
    return QUOTATION.findall(text)


def mask_quotations(text: str) -> str:
    """Replace each quotation by dots, keeping its final punctuation so that sentences still end."""
    return QUOTATION.sub(lambda match: "“…" + "".join(re.findall(r"[.!?](?=[”’]$)", match[0])) + "”", text)


def _remove(tree: LexborHTMLParser, selector: str) -> LexborHTMLParser:
    """Remove the elements that match a selector. Those inside another match are removed with it."""
    for node in tree.css(f":is({selector}):not(:is({selector}) *)"):
        node.decompose()
    return tree


def _blocks(tree: LexborHTMLParser) -> list[str]:
    texts = (_own_text(node) for node in tree.css(", ".join(BLOCKS)))
    return [text for text in texts if text]


def _own_text(node: LexborNode) -> str:
    """Return the text of a block without that of the blocks inside it, in one line."""
    parts = []
    for part in node.iter(include_text=True):
        if part.tag == "-text":
            parts.append(part.text_content or "")
        elif part.tag == "br":
            parts.append(" ")
        elif part.tag not in CONTAINERS:
            parts.append(part.text())
    return " ".join("".join(parts).split())
