"""Parses each page of a built site once, and keeps a small record of what the checks of the whole site need."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

ANCHORS = "main :is(h2, h3)[id]:not(.guide-invitation *, .guide-sources *)"  # those come and go with the front matter
UNFINISHED = ".guide-unfinished"  # macros/__init__.py leaves it where a page could not be rendered
REDIRECT = ".guide-redirect"  # what overrides/redirect.html writes at an old address
SHORT_LINK = "a[data-target]"  # what overrides/short_link.html leads to


@dataclass(frozen=True)
class ParsedPage:
    """What the checks of the whole site need to know of one built page."""

    address: str  # from the site's root; empty for the first page
    source: str  # the file that an editor would open
    title: str = ""  # in the head
    heading: str = ""  # the first one of rank 1
    ids: frozenset[str] = frozenset()  # every anchor that a link can lead to
    anchors: dict[str, str] = field(default_factory=dict)  # the ids of its headings of rank 2 and 3, with their text
    links: tuple[str, ...] = ()  # the href of each link
    unfinished: bool = False  # it could not be rendered, so anchors may be missing
    redirect: bool = False
    target: str = ""  # where a short link leads, as its href says


def record(address: str, source: str, tree: LexborHTMLParser) -> ParsedPage:
    """What is kept of one page."""
    headings = {(node.attributes["id"] or "").strip(): _text(node.text()) for node in tree.css(ANCHORS)}
    target = tree.css_first(SHORT_LINK)
    return ParsedPage(
        address=address,
        source=source,
        title=_first(tree, "title"),
        heading=_first(tree, "h1"),
        ids=frozenset(node.attributes["id"] or "" for node in tree.css("[id]")),
        anchors={id: text for id, text in headings.items() if id and text},
        links=tuple(node.attributes["href"] or "" for node in tree.css("a[href]")),
        unfinished=tree.css_first(UNFINISHED) is not None,
        redirect=tree.css_first(REDIRECT) is not None,
        target=(target.attributes["href"] or "") if target else "",
    )


def _first(tree: LexborHTMLParser, selector: str) -> str:
    node = tree.css_first(selector)
    return _text(node.text()) if node else ""


def _text(text: str) -> str:
    return " ".join(text.split())


def parse_site(site: Path, sources: dict[str, str]) -> Iterator[tuple[ParsedPage, LexborHTMLParser]]:
    """Parse every page below `site`, one after the other; whoever iterates drops each tree before the next.

    Takes the file in docs/ behind each built file. Yields the record and the tree of each page.
    """
    for path in sorted(site.rglob("*.html")):
        name = path.relative_to(site).as_posix()
        tree = LexborHTMLParser(path.read_text(encoding="utf-8"))
        yield record(name.removesuffix("index.html"), sources.get(name, f"overrides/{path.name}"), tree), tree


def write_pages(site: Path, pages: dict[str, str]) -> list[Path]:
    """Write pages below `site`. Takes their HTML by their addresses; gives the files written."""
    paths = {site / address / "index.html": text for address, text in pages.items()}
    for path, text in paths.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return list(paths)
