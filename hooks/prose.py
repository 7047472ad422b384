"""The words of a page without its markup, as the checks read them."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

BLOCKS = "h1, h2, h3, h4, p, li, dd, dt, td, th, summary, figcaption, blockquote"
LOOKED_UP = "[data-lookup]"  # a list that a macro brings from data/: a reader looks one entry up
BROUGHT = f"{LOOKED_UP}, .guide-invitation, .guide-notice, .guide-steps__first, .guide-claim__strength"
NO_PROSE = "table, code, pre"  # a writer's own, but not read from end to end
END = re.compile(r"(?<=[.!?])\s+|(?<=[.!?][”’)])\s+|(?<=[.!?][”’)]{2})\s+")
QUOTATION = re.compile(r"“[^”]*(?:”|$)|‘[^‘]*?(?:’(?!\w)|$)")  # in “don’t” the mark is an apostrophe


@dataclass(frozen=True)
class Prose:
    """A page's text in blocks of words: all of it, what its writer wrote, and what of that is read as running prose."""

    all: list[str]
    own: list[str]
    running: list[str]


@lru_cache(maxsize=1)  # several checks read the same page, one after the other
def prose(html: str) -> Prose:
    """Take a page's HTML; give its words, a block each, in the order in which they stand."""
    tree = LexborHTMLParser(html)
    return Prose(_blocks(tree), _blocks(_cut(tree, BROUGHT)), _blocks(_cut(tree, NO_PROSE)))


def tried(meta: dict[str, Any]) -> str:
    """What the handout of a page gives to try, by the page's front matter; empty where it gives nothing."""
    handout = meta.get("handout")
    return str(handout.get("try") or "") if isinstance(handout, dict) else ""


def blocks(html: str, without: str) -> list[str]:
    """Take a page's HTML and a selector of what to leave out; give the words of the rest, a block each."""
    return _blocks(_cut(LexborHTMLParser(html), without))


def sentences(text: str) -> list[str]:
    """The sentences of a block. A text without a full stop is one sentence."""
    return END.split(text)


def quotations(text: str) -> list[str]:
    """What stands between quotation marks in a block: words that somebody says, and not the guide."""
    return QUOTATION.findall(text)


def unquoted(text: str) -> str:
    """A block as the guide's own voice: dots in place of each quotation, so that its sentences still end."""
    return QUOTATION.sub(lambda found: "“…" + "".join(re.findall(r"[.!?](?=[”’]$)", found[0])) + "”", text)


def _cut(tree: LexborHTMLParser, selector: str) -> LexborHTMLParser:
    """Take out what the selector finds; what lies inside another find goes with it, and is not touched again."""
    found = tree.css(selector)
    inner = {part.mem_id for node in found for part in node.css(selector) if part.mem_id != node.mem_id}
    for node in found:
        if node.mem_id not in inner:
            node.decompose()
    return tree


def _blocks(tree: LexborHTMLParser) -> list[str]:
    texts = (_own_text(node) for node in tree.css(BLOCKS))
    return [text for text in texts if text]


def _own_text(node: LexborNode) -> str:
    """The words of a block without those of the blocks inside it, in one line."""
    parts = []
    for part in node.iter(include_text=True):
        if part.tag == "-text":
            parts.append(part.text_content or "")
        elif part.tag == "br":
            parts.append(" ")
        elif not part.css_matches(BLOCKS) and part.tag not in ("ul", "ol", "div", "dl", "table"):
            parts.append(part.text())
    return " ".join("".join(parts).split())
