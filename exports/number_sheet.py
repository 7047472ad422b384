"""A sheet with the numbers of one country, or of the practice's own countries: to keep where no telephone is read."""

import re
from dataclasses import dataclass, replace
from datetime import date

from markupsafe import Markup
from selectolax.lexbor import LexborNode

from core import addresses, manifest
from core.facts import Facts
from core.records import short_links
from exports import markup
from exports.qr_codes import code
from exports.site_reader import Guide, Page
from exports.templating import filled, spoken

HELP, NUMBERS = addresses.source_address(manifest.HELP, None), addresses.source_address(manifest.HELP, manifest.NUMBERS)
FIRST = "data-first"  # on the countries that the practice sets, see exports/site_reader.py
LINES = ".guide-helpline__lines"
SMALL = f"{LINES} .guide-helpline__confirmed"  # said once, at the end of the sheet
INITIAL = re.compile(r"\w")
INITIALS = 3
FIRST_TRY, READ_FIRST = "*", "!"
AGES = {"child": "numbers_young", "older": "numbers_older"}  # all that a discreet sheet says of whom a line serves


@dataclass(frozen=True)
class Country:
    """One country of the page of helplines."""

    id: str
    name: str
    first: bool  # one of those that the practice sets
    markup: str  # its numbers, below a heading of the third rank


@dataclass(frozen=True)
class Row:
    """One line of the discreet sheet."""

    numbers: tuple[str, ...]
    what: str  # the purpose of emergency numbers; of a service three initials, and where or for which age it is
    when: str
    mark: str = ""  # FIRST_TRY, READ_FIRST or both
    hint: str = ""  # what else to dial


def countries(guide: Guide) -> list[Country]:
    """Every country that has helplines, in the order of the page; none where the guide has no such page."""
    page = next((page for page in guide.pages if page.address == HELP), None)
    found = markup.parsed(page.article).css("section.guide-country") if page else []
    return [_country(node) for node in found if node.css_first(LINES)]


def _country(node: LexborNode) -> Country:
    heading = node.css_first("h3")
    return Country(heading.attributes["id"] or "", heading.text().strip(), FIRST in node.attributes, node.html or "")


def numbers(guide: Guide, page: Page, chosen: list[Country], facts: Facts, *, discreet: bool) -> str:
    """The markup of a sheet with the numbers of these countries, open or discreet.

    The discreet one has no telling title, and of each service only its initials.
    """
    neutral = short_links(facts.topics)
    way = neutral.get(NUMBERS, NUMBERS) if discreet else (f"{HELP}#{chosen[0].id}" if len(chosen) == 1 else NUMBERS)
    strings = facts.strings
    names = ", ".join(country.name for country in chosen)
    day = spoken(date.fromisoformat(page.written), guide.language)
    return filled(
        "number-sheet.html.jinja",
        guide=guide,
        strings=strings,
        discreet=discreet,
        title=strings["numbers_neutral"] if discreet else strings["numbers_title"].replace("{country}", names),
        author="" if discreet else guide.name,
        written=page.written,
        countries=[(country, Markup("" if discreet else _text(country, page, guide)), rows(country, strings))
                   for country in chosen],
        code=code(guide.url + way),
        address=f"{guide.host}/{way}",
        edition=f"{day}." if discreet else f"{guide.name}, {strings['version']} {facts.version}, {day}.",
    )  # fmt: skip


def _text(country: Country, page: Page, guide: Guide) -> str:
    """A country's numbers as they stand on the page, with headings one rank higher, and its heading left out."""
    article = markup.parsed(f"<article>{country.markup}</article>")
    for node in article.css(f"h3, {SMALL}"):
        node.decompose()
    markup.linked(article, page, guide, lambda address, fragment: None)
    return markup.spaced(markup.demoted(article.inner_html or "", -2))


def rows(country: Country, strings: dict[str, str]) -> list[Row]:
    """The numbers of a country without the names of services: their initials, and when they answer.

    A crisis line is marked as the one to try first, or the ambulance where there is none; a line with a caution as one
    to read of before.
    """
    article = markup.parsed(f"<article>{country.markup}</article>")
    emergency = [
        Row(_numbers(span), _words(span.css_first("strong")).rstrip(":"), "")
        for span in article.css(".guide-helpline__emergency > span")
    ]
    lists = article.css(LINES)
    found = [(entries.attributes.get("data-kind") or "", line) for entries in lists for line in entries.css("li")]
    lines = [_row(kind, line, strings) for kind, line in found if line.css_first(".guide-helpline__call")]
    if not any(FIRST_TRY in row.mark for row in lines):
        emergency = [replace(row, mark=FIRST_TRY) if row is _nearest(emergency, strings) else row for row in emergency]
    return emergency + lines


def _nearest(emergency: list[Row], strings: dict[str, str]) -> Row:
    """The emergency number that brings an ambulance; the first where no purpose says so."""
    word = strings["helpline_ambulance"].lower()
    return next((row for row in emergency if word in row.what.lower()), emergency[0])


def _row(kind: str, line: LexborNode, strings: dict[str, str]) -> Row:
    """One service of this kind."""
    name = _words(line.css_first(".guide-helpline__name")).partition("(")[0]
    letters = [INITIAL.search(word)[0].upper() for word in name.split() if INITIAL.search(word)]
    region = re.search(r"\(([^)]*)\)$", _words(line.css_first(".guide-helpline__who")))
    what = ["".join(f"{letter}." for letter in letters[:INITIALS])]
    what += [region[1]] if region else []
    what += [strings[AGES[kind]]] if kind in AGES else []
    when = line.css_first("[data-when] dd")
    marks = [FIRST_TRY] * (kind == "crisis") + [READ_FIRST] * bool(line.css_first(".guide-helpline__caution"))
    hint = line.css_first(".guide-helpline__hint")
    return Row(
        numbers=_numbers(line.css_first(".guide-helpline__call")),
        what=", ".join(what),
        when=_words(when) if when else "",
        mark=" ".join(marks),
        hint=_words(hint).lstrip(", ") if hint else "",
    )


def _numbers(node: LexborNode) -> tuple[str, ...]:
    return tuple(_words(link) for link in node.css("a"))


def _words(node: LexborNode) -> str:
    return " ".join(node.text().split())
