"""What files there are to make of a guide, and how each is made."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from hashlib import sha256

from core import addresses
from core.errors import InputError
from core.facts import Facts
from core.records import Topic, answered, short_links
from exports.number_sheet import HELP, NUMBERS, Country, countries
from exports.site_reader import Guide, Page, is_in_offline_copy

PACES = {"a4": 1650, "letter": 1600, "large": 910}  # the printed forms, and how many characters a page of each holds
STYLES = {"a4": "a4.css", "letter": "letter.css", "large": "large-print.css"}
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
    topics = tuple(answered(facts.topics))
    around = (guide.name, guide.url, guide.language, guide.direction, topics)
    whole = partial(Work, title=guide.name, address="")
    books, neutral = addresses.BOOKS, short_links(facts.topics)
    return [
        *(
            whole(books[name], "book", made_of=(guide, moment), make=partial(_book, STYLES[name], pace, moment))
            for name, pace in PACES.items()
        ),
        whole(books["epub"], "epub", made_of=(guide, moment), make=partial(_epub, moment)),
        whole(books["zip"], "offline", made_of=(_files(guide), moment), make=partial(_offline, moment)),
        whole(addresses.CUT_OUT_CARDS, "cards", made_of=around, make=_cards),
        whole(addresses.LINK_SHEET, "links", made_of=around, make=_link_sheet),
        *(work for page in guide.pages if page.file for work in _of(guide, page, neutral)),
        *_numbers(guide, neutral.get(NUMBERS, "")),
        *(work for topic in topics for work in _codes(guide, topic)),
    ]


def _of(guide: Guide, page: Page, neutral: dict[str, str]) -> list[Work]:
    """The files of one page: its worksheet, or its handout in both forms."""
    about = (guide.name, guide.url, guide.language, guide.direction, neutral, page)
    own = partial(Work, title=page.title, address=page.address, made_of=about)
    if page.worksheet:
        return [own(page.file, "worksheet", make=partial(_worksheet, page))]
    forms = {page.file: "handout", page.neutral_file: "discreet"}
    return [own(file, kind, make=partial(_handout, page, kind == "discreet")) for file, kind in forms.items() if file]


def _numbers(guide: Guide, short_link: str) -> list[Work]:
    """The sheets with numbers in both forms. Takes the short link of the numbers, empty where there is none."""
    page = next((page for page in guide.pages if page.address == HELP), None)
    known = {country.id: country for country in countries(guide)}
    found = []
    for sheet in guide.number_sheets:
        chosen = [known[sheet.country]] if sheet.country else [one for one in known.values() if one.first]
        about = (guide.name, guide.url, guide.language, guide.direction, short_link, page and page.written, chosen)
        own = partial(Work, title=", ".join(country.name for country in chosen), address=HELP, made_of=about)
        found += [
            own(file, kind, make=partial(_number_sheet, page, chosen, kind == "numbers-discreet"))
            for file, kind in ((sheet.file, "numbers"), (sheet.neutral_file, "numbers-discreet"))
            if file
        ]
    return found


def _codes(guide: Guide, topic: Topic) -> list[Work]:
    """The two QR codes of a topic."""
    leads = {topic.qr_code: guide.url + topic.path, topic.neutral_qr_code: guide.url + topic.short_link}
    return [
        Work(file, "code", topic.title, topic.page_address, made_of=address, make=partial(_code, address))
        for file, address in leads.items()
    ]


def _files(guide: Guide) -> dict[str, str]:
    """The files of the site that the offline copy may hold, each with what tells its content."""
    paths = {path.relative_to(guide.site).as_posix(): path for path in sorted(guide.site.rglob("*")) if path.is_file()}
    return {name: sha256(path.read_bytes()).hexdigest() for name, path in paths.items() if is_in_offline_copy(name)}


# What makes a file is loaded only when there is one to make: a build in which nothing changed needs none of it.


def _book(style: str, pace: int, moment: int, guide: Guide, facts: Facts) -> Made:
    from exports.book import book
    from exports.pdf_rendering import SHARED, Sheet, printed

    sheet = Sheet(book(guide, facts, moment), (*SHARED, "book.css", style), facts.strings["book_go_to"], pace)
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
