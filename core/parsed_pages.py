"""Parses each page of a built site once, and keeps the data that the checks of the whole site need."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

ANCHORS = "main :is(h2, h3)[id]:not(.guide-invitation *, .guide-sources *)"  # front matter adds and removes those
REDIRECT = ".guide-redirect"  # what overrides/redirect.html writes at an old address
SHORT_LINK = "a[data-target]"  # the link of overrides/short_link.html to its target


@dataclass(frozen=True)
class ParsedPage:
    """The data of one built page that the checks of the whole site need."""

    address: str  # from the site's root; empty for the first page
    source: str  # the file that an editor would open
    title: str = ""  # from the head
    summary: str = ""  # the description in the head
    heading: str = ""  # the text of the first h1
    ids: frozenset[str] = frozenset()  # of all elements
    anchors: dict[str, str] = field(default_factory=dict)  # the ids of its h2 and h3 headings, with their text
    links: tuple[str, ...] = ()  # the href of each link
    images: tuple[str, ...] = ()  # the src of each image
    redirect: bool = False
    target: str = ""  # the href of a short link


def parse_page(address: str, source: str, tree: LexborHTMLParser) -> ParsedPage:
    """Return the data of one page. Takes its address, its file in docs/, and its parsed HTML."""
    headings = {(node.attributes["id"] or "").strip(): _normalise(node.text()) for node in tree.css(ANCHORS)}
    target = tree.css_first(SHORT_LINK)
    return ParsedPage(
        address=address,
        source=source,
        title=_first_text(tree, "title"),
        summary=_description(tree),
        heading=_first_text(tree, "h1"),
        ids=frozenset(node.attributes["id"] or "" for node in tree.css("[id]")),
        anchors={id: text for id, text in headings.items() if id and text},
        links=tuple(node.attributes["href"] or "" for node in tree.css("a[href]")),
        images=tuple(node.attributes["src"] or "" for node in tree.css("img[src]")),
        redirect=tree.css_first(REDIRECT) is not None,
        target=(target.attributes["href"] or "") if target else "",
    )


def _first_text(tree: LexborHTMLParser, selector: str) -> str:
    node = tree.css_first(selector)
    return _normalise(node.text()) if node else ""


def _description(tree: LexborHTMLParser) -> str:
    node = tree.css_first('meta[name="description"]')
    return _normalise(node.attributes["content"] or "") if node else ""


def _normalise(text: str) -> str:
    return " ".join(text.split())


def parse_site(site: Path, sources: dict[str, str]) -> Iterator[tuple[ParsedPage, LexborHTMLParser]]:
    """Parse the pages below `site` one after the other, so that only one tree is in memory.

    Takes the file in docs/ of each built file. Yields the data and the tree of each page.
    """
    for path in sorted(site.rglob("*.html")):
        name = path.relative_to(site).as_posix()
        tree = LexborHTMLParser(path.read_text(encoding="utf-8"))
        yield parse_page(name.removesuffix("index.html"), sources.get(name, f"overrides/{path.name}"), tree), tree
