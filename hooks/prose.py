"""The words of a page without its markup, as the checks read them."""

from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

BLOCKS = "h1, h2, h3, h4, p, li, dd, dt, td, th, summary, figcaption, blockquote"
DATA = ".guide-helpline, .guide-claim__strength, .guide-notice, table, code, pre"  # looked up, not read as prose


@dataclass(frozen=True)
class Prose:
    """A page's text: every block of words, and of these the ones that are read as running prose."""

    all: list[str]
    running: list[str]


def prose(html: str) -> Prose:
    """Take a page's HTML; give its words, a block each, in the order in which they stand."""
    tree = LexborHTMLParser(html)
    everything = _blocks(tree)
    for node in tree.css(DATA):
        node.decompose()
    return Prose(everything, _blocks(tree))


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
