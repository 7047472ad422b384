"""Extracts the text of a page without its markup, for the checks of wording and for the search."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import lru_cache, reduce

from selectolax.lexbor import LexborHTMLParser, LexborNode

from core.numbers_and_names import FULL_STOPS

BLOCKS = ("h1", "h2", "h3", "h4", "p", "li", "dd", "dt", "td", "th", "summary", "figcaption", "blockquote")
HEADINGS = ("h1", "h2", "h3", "h4")
SECTION_HEADINGS = ("h2", "h3")  # that begin a section in the search
FOLD_LABELS = ("summary", "h3")  # of a fold about one thing
ALONE = ("p", "dd")  # that can be understood without their context; a dd after its label
EXCLUDED = "data-search-exclude"  # the attribute of a heading, as Material for MkDocs documents it
NAMES = "data-names"  # the attribute of a fold about one thing, such as a country: all its names, with | between them
CONTAINERS = {*BLOCKS, "ul", "ol", "div", "dl", "table"}  # inside a block, but not part of its own text
LOOKUP_CARDS = "[data-lookup]"  # a list from data/ in which a reader looks up an entry
FROM_MACROS = (
    f"{LOOKUP_CARDS}, .guide-invitation > :not(.guide-invitation__opening), .guide-noticeable, .guide-steps__first, "
    ".guide-claim__strength, .guide-claim__sources"
)
NO_PROSE = "table, code, pre"  # written in the page, but not running prose
LABELS = {*HEADINGS, "dt", "th", "summary", "figcaption", "admonition-title"}  # tags and classes without sentences
STOP = f"[{FULL_STOPS}]"
SENTENCE_END = re.compile(rf"(?<={STOP})\s+|(?<={STOP}[”’)])\s+|(?<={STOP}[”’)]{{2}})\s+")
QUOTATION = re.compile(r"“[^”]*(?:”|$)|‘[^‘]*?(?:’(?!\w)|$)")  # in “don’t” the mark is an apostrophe


@dataclass(frozen=True)
class PageSection:
    """A section of a page: its texts, and those of them that can be understood without their context."""

    id: str = ""  # empty for the beginning of a page
    heading: str = ""
    texts: list[str] = field(default_factory=list)
    statements: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)  # of the thing that the section is about, if its fold lists them
    summary: str = ""  # of such a fold, without the heading


@dataclass(frozen=True)
class Block:
    """A block of a page, such as a paragraph, with its text."""

    tag: str
    text: str
    inside: frozenset[str]  # the tags and classes of the block and of the elements that it is in


@dataclass(frozen=True)
class Link:
    """A link of a page, with the text of the heading of the second level above it."""

    href: str
    section: str
    inside: frozenset[str]  # as for a block


class Prose:
    """The text of a page's HTML as lists of blocks, such as paragraphs and list items, in the order of the page."""

    def __init__(self, html: str) -> None:
        tree = LexborHTMLParser(html)
        found = _nodes(tree)
        self.all = [text for _, text in found]
        self.sections = _sections(found)
        self.parts = sum(node.tag == "h2" for node, _ in found)  # sections of the second level
        found, around = _nodes(_remove(tree, FROM_MACROS)), _Surroundings()
        self.authored = [text for _, text in found]  # without what macros insert
        self.blocks = [Block(node.tag or "", text, around(node)) for node, text in found]  # the same, with their tags
        self.links = _links(tree, around)
        found = _nodes(_remove(tree, NO_PROSE))
        self.running = [text for _, text in found]  # the authored text without tables and code
        self.sentences = [text for node, text in found if not around(node) & LABELS]  # the same without labels


class _Surroundings:
    """Returns the tags and classes of an element and of all that it is in. Remembers those of each parent."""

    def __init__(self) -> None:
        self._known: dict[int, frozenset[str]] = {}

    def __call__(self, node: LexborNode | None) -> frozenset[str]:
        if node is None:
            return frozenset()
        if node.mem_id not in self._known:
            own = {node.tag or "", *(node.attributes.get("class") or "").split()}
            self._known[node.mem_id] = self(node.parent) | own
        return self._known[node.mem_id]


@lru_cache(maxsize=1)  # several checks read the same page, one after the other
def prose(html: str) -> Prose:
    """Return the text of a page's HTML."""
    return Prose(html)


def blocks(html: str, without: str) -> list[str]:
    """Extract the blocks of a page's HTML without the elements that this selector matches."""
    return remaining_blocks(LexborHTMLParser(html), without)


def remaining_blocks(tree: LexborHTMLParser, without: str) -> list[str]:
    """Remove the elements that a selector matches from a parsed page, and extract the blocks of the rest."""
    return _blocks(_remove(tree, without))


@lru_cache(maxsize=4096)  # several checks read the sentences of the same page
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


def without(text: str, phrases: Iterable[str]) -> str:
    """Return a text without some phrases, such as the owner's own words, which some checks ignore."""
    return reduce(lambda left, phrase: left.replace(phrase, ""), phrases, text)


def mask_quotations(text: str) -> str:
    """Replace each quotation by dots, keeping its final punctuation so that sentences still end."""
    if "“" not in text and "‘" not in text:
        return text
    return QUOTATION.sub(lambda match: "“…" + "".join(re.findall(r"[.!?](?=[”’]$)", match[0])) + "”", text)


def _remove(tree: LexborHTMLParser, selector: str) -> LexborHTMLParser:
    """Remove the elements that match a selector. Those inside another match are removed with it."""
    for node in tree.css(f":is({selector}):not(:is({selector}) *)"):
        node.decompose()
    return tree


def _blocks(tree: LexborHTMLParser) -> list[str]:
    return [text for _, text in _nodes(tree)]


def _nodes(tree: LexborHTMLParser) -> list[tuple[LexborNode, str]]:
    """Return the elements that are blocks, with their text, in the order of the page."""
    texts = ((node, _own_text(node)) for node in tree.css(", ".join(BLOCKS)))
    return [(node, text) for node, text in texts if text]


def _sections(found: list[tuple[LexborNode, str]]) -> list[PageSection]:
    """Split a page at its headings of the second and third level.

    The first section is the beginning of the page, without id and heading. A heading without an id begins no section,
    and one that is marked as excluded from the search ends with its section.
    """
    sections, label, summary = [PageSection()], "", ""
    for node, text in found:
        attributes = node.attributes if node.tag in HEADINGS else {}
        names = _names(node)
        if EXCLUDED in attributes:
            sections.append(PageSection())
        elif node.tag in SECTION_HEADINGS and attributes.get("id"):
            sections.append(PageSection(attributes["id"] or "", text))
            if names:
                sections[-1] = replace(sections[-1], names=names, summary=summary.removeprefix(text).strip())
        elif names:
            summary = text  # of the fold whose heading comes next
        elif node.tag != "h1":
            sections[-1].texts.append(text)
            if node.tag in ALONE:
                sections[-1].statements.append(f"{label}: {text}" if node.tag == "dd" else text)
        label = text if node.tag == "dt" else label
    return [sections[0], *(section for section in sections[1:] if section.id)]


def _names(node: LexborNode) -> list[str]:
    """Return the names that its fold lists, if this is the summary or the heading of a fold about one thing."""
    listed = node.parent.attributes.get(NAMES) if node.parent and node.tag in FOLD_LABELS else None
    return listed.split("|") if listed else []


def _links(tree: LexborHTMLParser, around: _Surroundings) -> list[Link]:
    """Return the links of a parsed page, in the order of the page."""
    links, section = [], ""
    for node in tree.css("h2, a[href]"):
        if node.tag == "h2":
            section = " ".join(node.text().split())
        else:
            links.append(Link(node.attributes["href"] or "", section, around(node)))
    return links


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
