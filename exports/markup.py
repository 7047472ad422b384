"""Changes the HTML of built pages for a download: ids, links, headings, sections and colours."""

import re
from base64 import b64encode
from collections.abc import Callable
from urllib.parse import urljoin, urlsplit

from markupsafe import escape
from selectolax.lexbor import LexborHTMLParser, LexborNode

from core.errors import InputError
from core.palette import resolve_colours
from exports.site_reader import Guide, Page

INLINE = "a|abbr|b|cite|code|em|i|q|span|strong|sub|sup|time"
SPACE = re.compile(rf"(?<=[^\s>])\s+(?=<(?:{INLINE})[\s>])|(?<=</a>|</b>|</i>|</q>)\s+(?=<(?:{INLINE})[\s>])")
HEADING = re.compile(r"(</?h)([1-5])(?=[\s>])")
PAGE_PLACEHOLDER = "000"  # in place of a page number until it is known
TAG = re.compile(r'<(?:[^>]*?\sid="([^"]*)")?[^>]*>')
FRONT_PAGES = 4  # at the beginning of a book, with few characters
PAGE_NUMBER = re.compile(rf'(data-page-of="([^"]*)"[^>]*>){PAGE_PLACEHOLDER}')
DRAWING_ATTRIBUTES = {  # as in docs/assets/guide.css; WeasyPrint 70 does not apply the page's stylesheets to SVG
    "svg": {"font-family": "Atkinson Hyperlegible Next", "color": "var(--pdf-ink)"},
    ".guide-drawing__main": {"color": "var(--main)"},
    ".guide-drawing__care": {"color": "var(--care-edge)"},
}
ICON = ".twemoji:has(svg)"
ICON_BACKGROUND = '<span class="twemoji" style="background-image: url({})"></span>'
SECTION_HEADINGS = ("h2", "h3", "h4")
BASE_URL = "https://guide.invalid/"  # in place of the site’s folder, on which no byte may depend


InternalHref = Callable[[str, str], str | None]  # (address, fragment) of a link: its href inside the file, or None


def slug(address: str) -> str:
    """The name of a page inside a file: modified/grey-rock/ gives modified-grey-rock."""
    return address.strip("/").replace("/", "-") or "start"


def anchor_id(address: str, fragment: str = "") -> str:
    """The id of a page, or of an anchor on it, that is unique in a file with several pages."""
    return f"{slug(address)}--{fragment}" if fragment else slug(address)


def parse_article(html: str) -> LexborNode:
    """The parsed <article> of a page, which may be changed. Raises InputError where there is none."""
    article = LexborHTMLParser(html).css_first("article")
    if article is None:
        raise InputError("a page has no <article>; keep it in overrides/base.html.")
    return article


def resolve_link(page: Page, href: str) -> tuple[str, str] | None:
    """The address and the fragment to which a link on this page leads in the guide; None for another site."""
    if urlsplit(href).scheme or href.startswith("//"):
        return None
    parts = urlsplit(urljoin(BASE_URL + page.address, href))
    return parts.path.lstrip("/"), parts.fragment


def rewrite_links(article: LexborNode, page: Page, guide: Guide, internal_href: InternalHref) -> None:
    """Change each link to its href in the file, and the source of each image to its path from the site's root.

    Where `internal_href` returns None, the target is not in the file: the link then leads to the site, and its address
    is shown after it, as for links to other sites.
    """
    for node in article.css("img[src]"):
        if target := resolve_link(page, node.attributes["src"] or ""):
            node.attrs["src"] = target[0]  # without a fragment such as #only-light
    for node in article.css("a[href]"):
        href = node.attributes["href"] or ""
        target = resolve_link(page, href)
        inside = internal_href(*target) if target else None
        if inside:
            node.attrs["href"], node.attrs["class"] = inside, "guide-internal-link"
            continue
        if target:
            href = guide.url + target[0] + (f"#{target[1]}" if target[1] else "")
        node.attrs["href"] = href
        if target and target[0] == page.address:
            continue  # the page's own address is at the foot of the file
        if address := printed_address(href, node.text()):
            node.attrs["data-address"] = address


def printed_address(href: str, link_text: str) -> str:
    """The address to print after a link; empty if the link's text contains it, or if it is not a web address."""
    parts = urlsplit(href)
    if parts.scheme not in ("http", "https"):
        return ""
    host = parts.netloc.removeprefix("www.")
    address = (host + parts.path + (f"?{parts.query}" if parts.query else "")).rstrip("/")
    return "" if address.lower() in link_text.strip().lower().removeprefix("www.") else address


def prepare_pictures(article: LexborNode, primary: str) -> None:
    """Write the styles of each drawing and the width of each image where WeasyPrint 70 sees them; embed each icon.

    An icon is a background, which screen readers do not announce, or an image with its words.
    """
    for node in article.css(ICON):
        drawing = (node.inner_html or "").replace("<svg ", f'<svg fill="{resolve_colours("var(--pdf-ink)")}" ', 1)
        uri, words = data_uri("image/svg+xml", drawing.encode()), escape(node.attributes.get("aria-label") or "")
        icon = f'<img class="twemoji" alt="{words}" src="{uri}">' if words else ICON_BACKGROUND.format(uri)
        node.replace_with(LexborHTMLParser(icon).body.child)
    for node in article.css("img[width]"):
        node.attrs["style"] = f"width: {node.attributes['width']}px"
    for selector, values in DRAWING_ATTRIBUTES.items():
        for node in article.css(f".guide-drawing {selector}"):
            for name, value in values.items():
                node.attrs[name] = resolve_colours(value, primary)


def rename_ids(article: LexborNode, rename: Callable[[str], str]) -> None:
    """Rename every id, and the ARIA attributes that refer to ids."""
    for node in article.css("[id]"):
        node.attrs["id"] = rename(node.attributes["id"] or "")
    for attribute in ("aria-labelledby", "aria-describedby"):
        for node in article.css(f"[{attribute}]"):
            node.attrs[attribute] = " ".join(map(rename, (node.attributes[attribute] or "").split()))


def shift_headings(html: str, by: int) -> str:
    """The HTML with each heading lowered by this number of levels (raised if negative), at most to h6."""
    return HEADING.sub(lambda match: f"{match[1]}{min(int(match[2]) + by, 6)}", html)


def isolate_spaces(html: str) -> str:
    """The HTML with each space before an inline element in a <span> of its own.

    Without it WeasyPrint 70 breaks some lines after their first word, where the words before a link fill a line almost
    exactly (github.com/Kozea/WeasyPrint/issues/1614).
    """
    return SPACE.sub("<span> </span>", html)


def select_sections(article: LexborNode, wanted: tuple[str, ...], page: Page) -> list[str]:
    """The HTML of a page's beginning, up to its first section heading, followed by that of the wanted sections.

    Takes the ids of their headings. A section with a heading below h2 is raised to h2.
    Raises InputError where the page has no such heading.
    """
    sections = _split_sections(article)
    if missing := [name for name in wanted if name not in sections]:
        known = ", ".join(name for name in sections if name)
        raise InputError(
            f"{page.address}: the handout asks for the section “{missing[0]}”, which the page does not have; "
            f"write one of: {known}."
        )
    chosen = [("".join(node.html or "" for node in sections[name]), sections[name][0].tag) for name in wanted]
    beginning = "".join(node.html or "" for node in sections[""])
    return [beginning, *(shift_headings(text, 2 - int(tag[1])) for text, tag in chosen)]


def remove_footnotes(article: LexborNode) -> str:
    """Remove the list of footnotes, which is at the end of a page, and return its HTML; empty where there is none."""
    node = article.css_first(".footnote")
    html = (node.html or "") if node else ""
    if node:
        node.decompose()
    return html


def used_footnotes(footnotes: str, html: str) -> str:
    """The list of footnotes with only those to which this HTML refers, each with its number; empty without any."""
    tree = LexborHTMLParser(footnotes)
    for number, node in enumerate(tree.css("ol > li"), start=1):
        if f'href="#{node.attributes["id"]}"' in html:
            node.attrs["value"] = str(number)
        else:
            node.decompose()
    return (tree.body.inner_html or "") if tree.css_first("li") else ""


def _split_sections(article: LexborNode) -> dict[str, list[LexborNode]]:
    """The nodes of each section by the id of its heading, subsections included; the beginning has the key ""."""
    sections: dict[str, list[LexborNode]] = {"": []}
    current: dict[str, int] = {"": 1}  # the sections that contain a node, and the levels of their headings
    for node in article.iter():
        if node.tag in SECTION_HEADINGS:
            level = int(node.tag[1])
            current = {name: other for name, other in current.items() if name and other < level}
            current[node.attributes.get("id") or ""] = level
        for name in current:
            sections.setdefault(name, []).append(node)
    return sections


def reserve_digits(html: str, characters_per_page: int) -> str:
    """The HTML with each page placeholder as long as its page number will probably be.

    The page is estimated from `characters_per_page`, an average. A low value is safer: a placeholder that is too long
    leaves a wider space, and one that is too short no space at all.
    """
    pages, characters, end = {}, 0, 0
    for tag in TAG.finditer(html):
        characters, end = characters + tag.start() - end, tag.end()
        if tag[1]:
            pages[tag[1]] = FRONT_PAGES + characters // characters_per_page
    return PAGE_NUMBER.sub(lambda match: match[1] + "0" * len(str(pages.get(match[2], 1))), html)


def text_of(node: LexborNode) -> str:
    """The text of a node, with each run of whitespace as one space."""
    return " ".join(node.text().split())


def data_uri(media_type: str, content: bytes) -> str:
    """This content as a data URI."""
    return f"data:{media_type};base64,{b64encode(content).decode('ascii')}"
