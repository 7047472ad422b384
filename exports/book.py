"""The whole guide as one HTML document: cover, contents with page numbers, chapters, and a colophon."""

import itertools
import re
from dataclasses import dataclass
from datetime import UTC, datetime

from markupsafe import Markup, escape

from core import manifest
from core.addresses import source_address
from core.errors import InputError
from core.facts import Facts
from core.numbers_and_names import format_day
from core.palette import resolve_colours
from exports import markup
from exports.site_reader import SESSIONS, Guide, Page
from exports.templating import render_template

HELP = source_address(manifest.HELP, None)  # the address of the page of helplines
# Private-use characters, which no text has: they enclose an anchor's id until its reference is inserted as HTML.
ID_START, ID_END = "\ue000", "\ue001"
STROKE = 'fill="none" stroke="var(--main)" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"'


@dataclass(frozen=True)
class Chapter:
    """One page of the guide, ready for the book."""

    id: str
    title: str
    worksheet: bool
    markup: Markup


@dataclass(frozen=True)
class Part:
    """The chapters of one section of the navigation; the guide's first page is a part of its own without a name."""

    id: str
    name: str
    pages: list[Chapter]


def book_html(guide: Guide, facts: Facts, timestamp: int) -> str:
    """The HTML of the book. Takes the guide, the facts and the time of the edition in seconds since 1970.

    Raises InputError that lists every link to an anchor that does not exist.
    """
    pages = guide.chapters
    day = datetime.fromtimestamp(timestamp, UTC)
    return render_template(
        "book.html.jinja",
        guide=guide,
        strings=facts.strings,
        placeholder=markup.PAGE_PLACEHOLDER,
        version=facts.version,
        preview=facts.is_preview,
        created=day.strftime("%Y-%m-%dT%H:%M:%SZ"),
        date=format_day(day, guide.language),
        help=Markup(page_reference("help", facts.strings["book_page"])) if _has_help(pages) else "",
        drawing=cover_drawing(guide),
        parts=book_parts(guide, pages, facts.strings["book_page"]),
        sessions=f"{guide.host}/{SESSIONS}" if guide.offers_sessions else "",
    )


def _has_help(pages: tuple[Page, ...]) -> bool:
    """Whether the page of helplines is in the book; a translation may not have it yet."""
    return any(page.address == HELP for page in pages)


def cover_drawing(guide: Guide) -> str:
    """The drawing of the first page as a data URI for the cover: only its lines, in the main colour."""
    stroke = resolve_colours(STROKE, guide.primary)
    svg = guide.drawing.replace("<svg ", f'<svg xmlns="http://www.w3.org/2000/svg" {stroke} ', 1)
    return markup.data_uri("image/svg+xml", svg.encode())


def book_parts(guide: Guide, pages: list[Page], page_word: str) -> list[Part]:
    """The pages as chapters, grouped by part. Raises InputError that lists every broken link.

    `page_word` is the word before a page number, such as “p.”.
    """
    anchors = {page.address: {page.address, *_ids(page)} for page in pages}
    errors = [error for page in pages for error in broken_links(page, anchors)]
    if errors:
        raise InputError("\n".join(errors))
    return [
        Part(f"part-{number}", name, [make_chapter(guide, page, anchors, page_word) for page in group])
        for number, (name, group) in enumerate(itertools.groupby(pages, key=lambda page: page.part), start=1)
    ]


def _ids(page: Page) -> set[str]:
    return {node.attributes["id"] or "" for node in markup.parse_article(page.article).css("[id]")}


def broken_links(page: Page, anchors: dict[str, set[str]]) -> list[str]:
    """One line for each link of a page to an anchor that its target does not have.

    `anchors` has the ids of each page of the book by its address.
    """
    hrefs = [node.attributes["href"] or "" for node in markup.parse_article(page.article).css("a[href]")]
    targets = [(href, target) for href in hrefs if (target := markup.resolve_link(page, href))]
    return [
        f"{page.address}: the link “{href}” leads to an anchor that is not in the guide; "
        "correct it, or give a heading that id."
        for href, (address, fragment) in targets
        if fragment and address in anchors and fragment not in anchors[address]
    ]


def make_chapter(guide: Guide, page: Page, anchors: dict[str, set[str]], page_word: str) -> Chapter:
    """One page as a chapter: ids made unique in the book, links to other chapters made internal."""
    article = markup.parse_article(page.article)

    def internal_href(address: str, fragment: str) -> str | None:
        return f"#{markup.anchor_id(address, fragment)}" if address in anchors else None

    markup.rewrite_links(article, page, guide, internal_href)
    markup.prepare_pictures(article, guide.primary)
    markup.rename_ids(article, lambda id: markup.anchor_id(page.address, id))
    for link in article.css(".guide-internal-link:not(sup > *)"):  # a footnote is at the end of its chapter
        link.insert_after(f"{ID_START}{(link.attributes['href'] or '')[1:]}{ID_END}")
    html = markup.isolate_spaces(markup.shift_headings(article.inner_html or "", 1 if page.part else 0))
    html = re.sub(f"{ID_START}(.*?){ID_END}", lambda match: page_reference(match[1], page_word), html)
    return Chapter(markup.anchor_id(page.address), page.title, page.worksheet, Markup(html))


def page_reference(id: str, page_word: str) -> str:
    """The HTML after a link: the page of its anchor, as a placeholder that exports/pdf_rendering.py fills in.

    It comes after the link, not inside: PDF/UA gives a link with other elements inside no clear order (7.18.5).
    """
    word = f"({escape(page_word)}\u00a0"
    return (
        f'<span> </span><span class="guide-page-ref">{word}</span>'
        f'<span class="guide-page-ref" data-page-of="{escape(id)}">{markup.PAGE_PLACEHOLDER}</span>'
        '<span class="guide-page-ref">)</span>'
    )
