"""Turns the markup of finished pages into that of a file: places, links and headings as they are needed on paper."""

import re
from base64 import b64encode
from collections.abc import Callable
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from core.errors import InputError
from core.palette import resolved
from exports.site_reader import Guide, Page

INLINE = "a|abbr|b|cite|code|em|i|q|span|strong|sub|sup|time"
SPACE = re.compile(rf"(?<=[^\s>])\s+(?=<(?:{INLINE})[\s>])|(?<=</a>|</b>|</i>|</q>)\s+(?=<(?:{INLINE})[\s>])")
HEADING = re.compile(r"(</?h)([1-5])(?=[\s>])")
UNKNOWN = "000"  # stands in a reference until its page is known
TAG = re.compile(r'<(?:[^>]*?\sid="([^"]*)")?[^>]*>')
FRONT = 4  # pages with few letters, at the beginning
ROOM = re.compile(rf'(data-on="([^"]*)"[^>]*>){UNKNOWN}')
DRAWN = {  # as in docs/assets/guide.css; WeasyPrint 70 styles no drawing by the page's own style
    "svg": {"font-family": "Atkinson Hyperlegible Next", "color": "var(--pdf-ink)"},
    ".guide-drawing__main": {"color": "var(--main)"},
    ".guide-drawing__care": {"color": "var(--care-edge)"},
}
RANKS = ("h2", "h3", "h4")
ROOT = "https://guide.invalid/"  # stands for the site while addresses are worked out


Lead = Callable[[str, str], str | None]  # address and fragment of a place in the guide; the link inside the file


def key(address: str) -> str:
    """The name of a page inside a file: modified/grey-rock/ gives modified-grey-rock."""
    return address.strip("/").replace("/", "-") or "start"


def place(address: str, fragment: str = "") -> str:
    """The id of a page, or of a place on it, inside a file that holds several pages."""
    return f"{key(address)}--{fragment}" if fragment else key(address)


def parsed(markup: str) -> LexborNode:
    """The article of a page, to be changed."""
    article = LexborHTMLParser(markup).css_first("article")
    if article is None:
        raise InputError("a page has no <article>; keep it in overrides/base.html.")
    return article


def target(page: Page, href: str) -> tuple[str, str] | None:
    """Where in the guide a link leads: the address of a page or file and the fragment; None for another site."""
    if urlsplit(href).scheme or href.startswith("//"):
        return None
    parts = urlsplit(urljoin(ROOT + page.address, href))
    return parts.path.lstrip("/"), parts.fragment


def linked(article: LexborNode, page: Page, guide: Guide, lead: Lead) -> None:
    """Give each link the address that is right in the file, and each picture that from the site's root.

    Where `lead` gives None, the place is not in the file: the link then leads to the site, and its address is printed
    as to any other site.
    """
    for node in article.css("img[src]"):
        if found := target(page, node.attributes["src"] or ""):
            node.attrs["src"] = found[0]
    for node in article.css("a[href]"):
        href = node.attributes["href"] or ""
        found = target(page, href)
        inside = lead(*found) if found else None
        if inside:
            node.attrs["href"], node.attrs["class"] = inside, "guide-internal-link"
            continue
        if found:
            href = guide.url + found[0] + (f"#{found[1]}" if found[1] else "")
        node.attrs["href"] = href
        if found and found[0] == page.address:
            continue  # its own address stands at the foot
        if told := printed_address(href, node.text()):
            node.attrs["data-address"] = told


def printed_address(href: str, words: str) -> str:
    """An address as it is printed after the words of its link; empty where the words say it already."""
    parts = urlsplit(href)
    if parts.scheme not in ("http", "https"):
        return ""
    told = (parts.netloc.removeprefix("www.") + parts.path + (f"?{parts.query}" if parts.query else "")).rstrip("/")
    return "" if told.lower() in words.strip().lower().removeprefix("www.") else told


def coloured(article: LexborNode) -> None:
    """Write into each drawing what its style says on the web: on paper only its own attributes count."""
    for selector, values in DRAWN.items():
        for node in article.css(f".guide-drawing {selector}"):
            for name, value in values.items():
                node.attrs[name] = resolved(value)


def named(article: LexborNode, name: Callable[[str], str]) -> None:
    """Rename every id, and what points to one."""
    for node in article.css("[id]"):
        node.attrs["id"] = name(node.attributes["id"] or "")
    for attribute in ("aria-labelledby", "aria-describedby"):
        for node in article.css(f"[{attribute}]"):
            node.attrs[attribute] = " ".join(map(name, (node.attributes[attribute] or "").split()))


def demoted(markup: str, by: int) -> str:
    """The same markup with each heading so many ranks lower, six at most."""
    return HEADING.sub(lambda match: f"{match[1]}{min(int(match[2]) + by, 6)}", markup)


def spaced(markup: str) -> str:
    """The same markup with each space before an inline element in an element of its own.

    Without it WeasyPrint 70 breaks some lines after their first word, where the words before a link fill a line almost
    exactly (github.com/Kozea/WeasyPrint/issues/1614).
    """
    return SPACE.sub("<span> </span>", markup)


def sections(article: LexborNode, wanted: tuple[str, ...], page: Page) -> list[str]:
    """The markup of a page's beginning, up to its first heading of the second rank, and then of the wanted sections.

    A section whose heading is of a lower rank is raised, as it stands by itself.
    Raises InputError where the page has no such heading.
    """
    pieces = _pieces(article)
    if missing := [name for name in wanted if name not in pieces]:
        known = ", ".join(name for name in pieces if name)
        raise InputError(
            f"{page.address}: the handout asks for the section “{missing[0]}”, which the page does not have; "
            f"write one of: {known}."
        )
    chosen = [("".join(node.html or "" for node in pieces[name]), pieces[name][0].tag) for name in wanted]
    beginning = "".join(node.html or "" for node in pieces[""])
    return [beginning, *(demoted(text, 2 - int(tag[1])) for text, tag in chosen)]


def _pieces(article: LexborNode) -> dict[str, list[LexborNode]]:
    """The parts of a text by the ids of their headings, each with what lies under it; its beginning has no name."""
    pieces: dict[str, list[LexborNode]] = {"": []}
    above: dict[str, int] = {"": 1}  # the headings under which a line stands, and their ranks
    for node in article.iter():
        if node.tag in RANKS:
            rank = int(node.tag[1])
            above = {name: other for name, other in above.items() if name and other < rank}
            above[node.attributes.get("id") or ""] = rank
        for name in above:
            pieces.setdefault(name, []).append(node)
    return pieces


def reckoned(markup: str, pace: int) -> str:
    """The same markup with room in each reference for as many digits as its page will probably have.

    `pace`: letters on a page, on average; rather fewer, since too much room is a wider space, and too little none.
    """
    pages, letters, end = {}, 0, 0
    for tag in TAG.finditer(markup):
        letters, end = letters + tag.start() - end, tag.end()
        if tag[1]:
            pages[tag[1]] = FRONT + letters // pace
    return ROOM.sub(lambda match: match[1] + "0" * len(str(pages.get(match[2], 1))), markup)


def data(kind: str, content: bytes) -> str:
    """A picture as part of the markup itself."""
    return f"data:{kind};base64,{b64encode(content).decode('ascii')}"
