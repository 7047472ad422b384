"""What files there are to make of a guide, and how each is made."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from hashlib import sha256

from core.errors import InputError
from core.facts import Facts
from exports.link_sheet import Link, links, short_links
from exports.number_sheet import HELP, NUMBERS, Country, countries
from exports.site_reader import Guide, Page, Paper

BOOKS = {"a4": 1650, "letter": 1600, "large-print": 910}  # the forms, and how many letters stand on a page of each
ROOM = "files/"
UNREAD = (".br", ".gz", ".pdf", ".xml")  # what the offline copy never holds
# Nor these: other files for a reader, the links, which are nothing without their address, and what other sites ask for.
LEFT_OUT = (ROOM, "r/", "card/", "handouts.", "changes.")
Made = tuple[bytes, int]  # a file and the number of its pages; 0 where it has none


@dataclass(frozen=True)
class Work:
    """One file that is to be made."""

    file: str  # from the site's root
    kind: str  # book, epub, offline, links, cards, handout, discreet, worksheet, numbers, numbers-discreet or code
    title: str
    address: str  # the page of which it is made; empty for the whole guide
    made_of: object  # all that it depends on, beside the code of this room and the facts
    make: Callable[[Guide, Facts], Made]


def works(guide: Guide, facts: Facts, moment: int) -> list[Work]:
    """Every file of this guide, the long ones first. Takes the time of the edition too, in seconds since 1970."""
    known = links(facts)
    around = (guide.name, guide.url, guide.language, guide.direction, known)
    whole = partial(Work, title=guide.name, address="")
    return [
        *(
            whole(f"{ROOM}guide-{name}.pdf", "book", made_of=(guide, moment), make=partial(_book, name, pace, moment))
            for name, pace in BOOKS.items()
        ),
        whole(f"{ROOM}guide.epub", "epub", made_of=(guide, moment), make=partial(_epub, moment)),
        whole(f"{ROOM}guide-offline.zip", "offline", made_of=(_files(guide), moment), make=partial(_offline, moment)),
        whole(f"{ROOM}cards.pdf", "cards", made_of=around, make=_cards),
        whole(f"{ROOM}link-sheet.pdf", "links", made_of=around, make=_link_sheet),
        *(work for page in guide.pages if page.paper for work in _of(guide, page, page.paper, short_links(facts))),
        *_numbers(guide, short_links(facts)),
        *(work for link in known for work in _codes(guide, link)),
    ]


def _of(guide: Guide, page: Page, paper: Paper, short_links: dict[str, str]) -> list[Work]:
    """The files of one page: its worksheet, or its handout in both forms."""
    about = (guide.name, guide.url, guide.language, guide.direction, short_links, page)
    own = partial(Work, title=page.title, address=page.address, made_of=about)
    if page.worksheet:
        return [own(paper.file, "worksheet", make=partial(_worksheet, page))]
    forms = {paper.file: "handout", paper.discreet: "discreet"}
    return [own(file, kind, make=partial(_handout, page, kind == "discreet")) for file, kind in forms.items() if file]


def _numbers(guide: Guide, short_links: dict[str, str]) -> list[Work]:
    """The sheets with numbers: one for each country that has helplines, and one for those that the practice sets.

    Each in both forms; without a short link to the numbers there is no neutral name.
    """
    page, known = next((page for page in guide.pages if page.address == HELP), None), countries(guide)
    sheets = {country.id: [country] for country in known}
    if first := [country for country in known if country.first]:
        sheets[""] = first
    short_link = short_links.get(NUMBERS, "")
    found = []
    for name, chosen in sheets.items():
        about = (guide.name, guide.url, guide.language, guide.direction, short_link, page and page.written, chosen)
        own = partial(Work, title=", ".join(country.name for country in chosen), address=HELP, made_of=about)
        forms = number_files(name, short_link)
        found += [
            own(file, kind, make=partial(_number_sheet, page, chosen, kind == "numbers-discreet"))
            for file, kind in zip(forms, ("numbers", "numbers-discreet"), strict=True)
            if file
        ]
    return found


def number_files(country: str, short_link: str) -> tuple[str, str]:
    """Where the sheets of a country lie: open, and with a neutral name, which is empty where there is no short link.

    Takes the country's id, empty for those that the practice sets; hooks/write_exports.py promises the same addresses.
    """
    end = f"-{country}" if country else ""
    code = short_link.strip("/").rpartition("/")[2]
    return f"{ROOM}numbers{end}.pdf", f"{short_link}text-{code}{end or '-all'}.pdf" if short_link else ""


def _codes(guide: Guide, link: Link) -> list[Work]:
    """The two codes of a topic."""
    leads = {link.picture: guide.url + link.leads, link.neutral_picture: guide.url + link.short_link}
    return [
        Work(file, "code", link.title, link.page, made_of=address, make=partial(_code, address))
        for file, address in leads.items()
    ]


def _files(guide: Guide) -> dict[str, str]:
    """The files of the site that the offline copy may hold, each with what tells its content."""
    paths = {path.relative_to(guide.site).as_posix(): path for path in sorted(guide.site.rglob("*")) if path.is_file()}
    return {
        name: sha256(path.read_bytes()).hexdigest()
        for name, path in paths.items()
        if path.suffix not in UNREAD and not name.startswith((*LEFT_OUT, "_"))
    }


# What makes a file is loaded only when there is one to make: a build in which nothing changed needs none of it.


def _book(name: str, pace: int, moment: int, guide: Guide, facts: Facts) -> Made:
    from exports.book import book
    from exports.pdf_rendering import SHARED, Sheet, printed

    sheet = Sheet(book(guide, facts, moment), (*SHARED, "book.css", f"{name}.css"), facts.strings["book_go_to"], pace)
    return printed(sheet, guide.site, "the whole guide")


def _handout(page: Page, discreet: bool, guide: Guide, facts: Facts) -> Made:
    from exports.handout import handout
    from exports.pdf_rendering import SHARED, Sheet, printed

    text = handout(guide, page, facts, discreet=discreet)
    sheet = Sheet(text, (*SHARED, "sheet.css", "handout.css"), facts.strings["book_go_to"])
    return _at_most(2, page, printed(sheet, guide.site, page.address), "take a section out of “handout:” in its header")


def _worksheet(page: Page, guide: Guide, facts: Facts) -> Made:
    from exports.pdf_rendering import Sheet, printed
    from exports.worksheet import worksheet

    sheet = Sheet(worksheet(guide, page, facts), ("fonts.css", "worksheet.css"), facts.strings["book_go_to"])
    return _at_most(1, page, printed(sheet, guide.site, page.address), "take out some of its words or lines")


def _at_most(most: int, page: Page, made: Made, cure: str) -> Made:
    if made[1] > most:
        raise InputError(f"{page.address}: its file has {made[1]} pages, and {most} at most fit on one sheet; {cure}.")
    return made


def _number_sheet(page: Page, chosen: list[Country], discreet: bool, guide: Guide, facts: Facts) -> Made:
    from exports.number_sheet import numbers
    from exports.pdf_rendering import SHARED, Sheet, printed

    text = numbers(guide, page, chosen, facts, discreet=discreet)
    sheet = Sheet(text, (*SHARED, "sheet.css", "handout.css", "number-sheet.css"), facts.strings["book_go_to"])
    return printed(sheet, guide.site, page.address)


def _link_sheet(guide: Guide, facts: Facts) -> Made:
    from exports.link_sheet import link_sheet

    return _of_links(link_sheet(guide, facts), guide, "the link sheet")


def _cards(guide: Guide, facts: Facts) -> Made:
    from exports.link_sheet import cards

    return _of_links(cards(guide, facts), guide, "the cards")


def _of_links(text: str, guide: Guide, name: str) -> Made:
    from exports.pdf_rendering import SHARED, Sheet, printed

    return printed(Sheet(text, (*SHARED, "sheet.css", "link-sheet.css")), guide.site, name)


def _code(address: str, _guide: Guide, _facts: Facts) -> Made:
    from exports.qr_codes import picture

    return picture(address), 0


def _epub(moment: int, guide: Guide, facts: Facts) -> Made:
    from exports.epub import epub

    return epub(guide, facts, moment), 0


def _offline(moment: int, guide: Guide, facts: Facts) -> Made:
    from exports.offline import offline

    return offline(guide, facts, moment), 0
