"""The whole guide as one text with a cover, contents with page numbers, and a page that says what it is."""

import itertools
import re
from dataclasses import dataclass
from datetime import UTC, datetime

from markupsafe import Markup, escape

from core.errors import InputError
from core.facts import Facts
from core.palette import resolved
from exports import markup
from exports.site_reader import SESSIONS, Guide, Page
from exports.templating import filled, spoken

BEFORE, AFTER = "\ue000", "\ue001"  # letters that no text has: between them the id of a place, until markup is written
LINES = 'fill="none" stroke="var(--main)" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"'


@dataclass(frozen=True)
class Chapter:
    """One page of the guide, ready for the book."""

    id: str
    title: str
    worksheet: bool
    markup: Markup


@dataclass(frozen=True)
class Part:
    """Some chapters under one name; the first page of the guide stands alone and its part has no name."""

    id: str
    name: str
    pages: list[Chapter]


def book(guide: Guide, facts: Facts, moment: int) -> str:
    """The markup of the whole guide. Takes the guide, the facts and the time of the edition in seconds since 1970.

    Raises InputError with every link that leads to no place in the guide.
    """
    pages = guide.chapters
    day = datetime.fromtimestamp(moment, UTC)
    return filled(
        "book.html.jinja",
        guide=guide,
        strings=facts.strings,
        unknown=markup.UNKNOWN,
        version=facts.version,
        created=day.strftime("%Y-%m-%dT%H:%M:%SZ"),
        date=spoken(day, guide.language),
        help=Markup(reference("help", facts.strings["book_page"])),
        drawing=drawn(guide.drawing),
        parts=parts(guide, pages, facts.strings["book_page"]),
        sessions=f"{guide.host}/{SESSIONS}" if guide.offers else "",
    )


def drawn(drawing: str) -> str:
    """The drawing of the first page as a picture for the cover: the lines alone, in our main colour."""
    lines = drawing.replace("<svg ", f'<svg xmlns="http://www.w3.org/2000/svg" {resolved(LINES)} ', 1)
    return markup.data("image/svg+xml", lines.encode())


def parts(guide: Guide, pages: list[Page], page_word: str) -> list[Part]:
    """The pages as chapters of the guide's parts. Raises InputError with every broken link."""
    known = {page.address: {page.address, *_places(page)} for page in pages}
    faults = [fault for page in pages for fault in dead(page, known)]
    if faults:
        raise InputError("\n".join(faults))
    return [
        Part(f"part-{number}", name, [chapter(guide, page, known, page_word) for page in group])
        for number, (name, group) in enumerate(itertools.groupby(pages, key=lambda page: page.part), start=1)
    ]


def _places(page: Page) -> set[str]:
    return {node.attributes["id"] or "" for node in markup.parsed(page.article).css("[id]")}


def dead(page: Page, known: dict[str, set[str]]) -> list[str]:
    """The links of a page that lead to no place on a page of the book, one line each."""
    hrefs = [node.attributes["href"] or "" for node in markup.parsed(page.article).css("a[href]")]
    found = [(href, place) for href in hrefs if (place := markup.target(page, href))]
    return [
        f"{page.address}: the link “{href}” leads to no place in the guide; correct it, or give a heading that id."
        for href, (address, fragment) in found
        if fragment and address in known and fragment not in known[address]
    ]


def chapter(guide: Guide, page: Page, known: dict[str, set[str]], page_word: str) -> Chapter:
    """One page as a chapter: its places renamed, its links turned into places of the book where they are in it."""
    article = markup.parsed(page.article)

    def lead(address: str, fragment: str) -> str | None:
        return f"#{markup.place(address, fragment)}" if address in known else None

    markup.linked(article, page, guide, lead)
    markup.coloured(article)
    markup.named(article, lambda id: markup.place(page.address, id))
    for link in article.css(".guide-internal-link"):
        link.insert_after(f"{BEFORE}{(link.attributes['href'] or '')[1:]}{AFTER}")
    text = markup.spaced(markup.demoted(article.inner_html or "", 1 if page.part else 0))
    said = re.sub(f"{BEFORE}(.*?){AFTER}", lambda match: reference(match[1], page_word), text)
    return Chapter(markup.place(page.address), page.title, page.worksheet, Markup(said))


def reference(id: str, page_word: str) -> str:
    """What stands after a link: the page on which its place is, filled in by exports/pdf_rendering.py.

    It stands outside the link, since a link in which other elements lie has no clear place in the structure (7.18.5).
    """
    word = f"({escape(page_word)}\u00a0"
    return (
        f'<span> </span><span class="guide-page-ref">{word}</span>'
        f'<span class="guide-page-ref" data-on="{escape(id)}">{markup.UNKNOWN}</span>'
        '<span class="guide-page-ref">)</span>'
    )
