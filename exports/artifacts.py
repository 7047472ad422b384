"""The list of all downloads of a guide: their files, the inputs that each depends on, and how each is made."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from hashlib import sha256

from core import addresses
from core.errors import InputError
from core.facts import Facts
from core.joined_records import Topic, answered_topics, short_links
from exports.number_sheet import HELP, NUMBERS, Country, read_countries
from exports.site_reader import Guide, Page, is_in_offline_copy

CHARACTERS_PER_PAGE = {"a4": 1650, "letter": 1600, "large": 910}  # of each printed book
STYLES = {"a4": "a4.css", "letter": "letter.css", "large": "large-print.css"}
MAX_HANDOUT_PAGES = 2  # at most: one sheet
Result = tuple[bytes, int]  # the content of a file and its number of pages; 0 where it has none


@dataclass(frozen=True)
class Artifact:
    """One file to be made."""

    file: str  # from the site's root
    kind: str  # book, epub, offline, links, cards, handout, discreet, worksheet, numbers, numbers-discreet or code
    title: str
    address: str  # of the page that it is made from; empty for the whole guide
    inputs: object  # all that it depends on, except the code of this package and the facts
    make: Callable[[Guide, Facts], Result]


def artifacts(guide: Guide, facts: Facts, timestamp: int) -> list[Artifact]:
    """Every download of this guide, those that take longest first.

    Takes the guide, the facts and the time of the edition in seconds since 1970.
    """
    topics = tuple(answered_topics(facts.topics))
    site_inputs = (*_appearance(guide), topics)
    whole = partial(Artifact, title=guide.name, address="")
    books, neutral = addresses.BOOKS, short_links(facts.topics)
    return [
        *(
            whole(books[name], "book", inputs=(guide, timestamp), make=partial(_book, STYLES[name], length, timestamp))
            for name, length in CHARACTERS_PER_PAGE.items()
        ),
        whole(books["epub"], "epub", inputs=(guide, timestamp), make=partial(_epub, timestamp)),
        whole(books["zip"], "offline", inputs=(_file_hashes(guide), timestamp), make=partial(_offline, timestamp)),
        whole(addresses.CUT_OUT_CARDS, "cards", inputs=site_inputs, make=_cards),
        whole(addresses.LINK_SHEET, "links", inputs=site_inputs, make=_link_sheet),
        *(artifact for page in guide.pages if page.file for artifact in _page_artifacts(guide, page, neutral)),
        *_number_sheet_artifacts(guide, neutral.get(NUMBERS, "")),
        *(artifact for topic in topics for artifact in _qr_code_artifacts(guide, topic)),
    ]


def _appearance(guide: Guide) -> tuple[str, ...]:
    """The inputs of every file that shows the guide's name."""
    return guide.name, guide.url, guide.language, guide.direction, guide.primary


def _page_artifacts(guide: Guide, page: Page, neutral: dict[str, str]) -> list[Artifact]:
    """The files of one page: its worksheet, or its handout and the neutral handout. Also takes the short links."""
    inputs = (*_appearance(guide), neutral, page)
    artifact = partial(Artifact, title=page.title, address=page.address, inputs=inputs)
    if page.worksheet:
        return [artifact(page.file, "worksheet", make=partial(_worksheet, page))]
    kinds = {page.file: "handout", page.neutral_file: "discreet"}
    return [
        artifact(file, kind, make=partial(_handout, page, kind == "discreet")) for file, kind in kinds.items() if file
    ]


def _number_sheet_artifacts(guide: Guide, short_link: str) -> list[Artifact]:
    """The number sheets, named and neutral. Takes the short link of the numbers, empty where there is none."""
    page = next((page for page in guide.pages if page.address == HELP), None)
    known = {country.id: country for country in read_countries(guide)}
    found = []
    for sheet in guide.number_sheets:
        chosen = [known[sheet.country]] if sheet.country else [country for country in known.values() if country.first]
        inputs = (*_appearance(guide), short_link, page and page.written, chosen)
        title = ", ".join(country.name for country in chosen)
        artifact = partial(Artifact, title=title, address=HELP, inputs=inputs)
        found += [
            artifact(file, kind, make=partial(_number_sheet, page, chosen, kind == "numbers-discreet"))
            for file, kind in ((sheet.file, "numbers"), (sheet.neutral_file, "numbers-discreet"))
            if file
        ]
    return found


def _qr_code_artifacts(guide: Guide, topic: Topic) -> list[Artifact]:
    """The two QR codes of a topic."""
    targets = {topic.qr_code: guide.url + topic.path, topic.neutral_qr_code: guide.url + topic.short_link}
    return [
        Artifact(file, "code", topic.title, topic.page_address, inputs=address, make=partial(_qr_code, address))
        for file, address in targets.items()
    ]


def _file_hashes(guide: Guide) -> dict[str, str]:
    """The SHA-256 of each file of the site that the offline copy may contain."""
    paths = {path.relative_to(guide.site).as_posix(): path for path in sorted(guide.site.rglob("*")) if path.is_file()}
    return {name: sha256(path.read_bytes()).hexdigest() for name, path in paths.items() if is_in_offline_copy(name)}


# The modules that make a file are imported only when one has to be made: a build without changes needs none of them.


def _book(style: str, characters_per_page: int, timestamp: int, guide: Guide, facts: Facts) -> Result:
    from exports.book import book_html
    from exports.pdf_rendering import SHARED_STYLES, HtmlDocument, render_pdf

    document = HtmlDocument(
        book_html(guide, facts, timestamp),
        (*SHARED_STYLES, "book.css", style),
        facts.strings["book_go_to"],
        characters_per_page,
    )
    return render_pdf(document, guide.site, "the whole guide")


def _handout(page: Page, neutral: bool, guide: Guide, facts: Facts) -> Result:
    from exports.handout import DRAWING, FIRST_NUMBERS, handout_html
    from exports.pdf_rendering import SHARED_STYLES, HtmlDocument, render_pdf

    dense = ("handout-dense.css",)
    # Each attempt leaves out these selectors and adds these styles; the next is tried if there are too many pages.
    for without, more_styles in (((), ()), ((DRAWING,), ()), ((DRAWING,), dense), ((DRAWING, FIRST_NUMBERS), dense)):
        html = handout_html(guide, page, facts, neutral=neutral, without=without)
        styles = (*SHARED_STYLES, "sheet.css", "handout.css", *more_styles)
        document = HtmlDocument(html, styles, facts.strings["book_go_to"])
        result = render_pdf(document, guide.site, page.address)
        if result[1] <= MAX_HANDOUT_PAGES:
            break
    return _check_page_count(MAX_HANDOUT_PAGES, page, result, "take a section out of “handout:” in its header")


def _worksheet(page: Page, guide: Guide, facts: Facts) -> Result:
    from exports.pdf_rendering import HtmlDocument, render_pdf
    from exports.worksheet import worksheet_html

    html = worksheet_html(guide, page, facts)
    document = HtmlDocument(html, ("fonts.css", "worksheet.css"), facts.strings["book_go_to"])
    result = render_pdf(document, guide.site, page.address)
    return _check_page_count(1, page, result, "take out some of its words or lines")


def _check_page_count(limit: int, page: Page, result: Result, remedy: str) -> Result:
    """Return the result unchanged. Raises InputError, which ends with the remedy, if it has more pages than `limit`."""
    if result[1] > limit:
        raise InputError(
            f"{page.address}: its file has {result[1]} pages, and {limit} at most fit on one sheet; {remedy}."
        )
    return result


def _number_sheet(page: Page, chosen: list[Country], neutral: bool, guide: Guide, facts: Facts) -> Result:
    from exports.number_sheet import number_sheet_html
    from exports.pdf_rendering import SHARED_STYLES, HtmlDocument, render_pdf

    html = number_sheet_html(guide, page, chosen, facts, neutral=neutral)
    styles = (*SHARED_STYLES, "sheet.css", "handout.css", "number-sheet.css")
    return render_pdf(HtmlDocument(html, styles, facts.strings["book_go_to"]), guide.site, page.address)


def _link_sheet(guide: Guide, facts: Facts) -> Result:
    from exports.link_sheet import link_sheet_html

    return _render_links(link_sheet_html(guide, facts), guide, "the link sheet")


def _cards(guide: Guide, facts: Facts) -> Result:
    from exports.link_sheet import cards_html

    return _render_links(cards_html(guide, facts), guide, "the cards")


def _render_links(html: str, guide: Guide, name: str) -> Result:
    from exports.pdf_rendering import SHARED_STYLES, HtmlDocument, render_pdf

    return render_pdf(HtmlDocument(html, (*SHARED_STYLES, "sheet.css", "link-sheet.css")), guide.site, name)


def _qr_code(address: str, _guide: Guide, _facts: Facts) -> Result:
    from exports.qr_codes import qr_png

    return qr_png(address), 0


def _epub(timestamp: int, guide: Guide, facts: Facts) -> Result:
    from exports.epub import make_epub

    return make_epub(guide, facts, timestamp), 0


def _offline(timestamp: int, guide: Guide, facts: Facts) -> Result:
    from exports.offline import make_offline_copy

    return make_offline_copy(guide, facts, timestamp), 0
