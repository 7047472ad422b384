"""A sheet with the helpline numbers of one country, or of the practice's own, for keeping away from a phone."""

import re
from dataclasses import dataclass, replace

from markupsafe import Markup
from selectolax.lexbor import LexborNode

from core import addresses, manifest
from core.facts import Facts
from core.joined_records import short_links
from exports import markup
from exports.qr_codes import qr_svg_uri
from exports.site_reader import Guide, Page
from exports.templating import edition_line, render_template

HELP, NUMBERS = addresses.source_address(manifest.HELP, None), addresses.source_address(manifest.HELP, manifest.NUMBERS)
FIRST_ATTRIBUTE = "data-first"  # of the countries that the practice sets, see exports/site_reader.py
LINES = ".guide-helpline__lines"
CONFIRMED = f"{LINES} .guide-helpline__confirmed"  # left out of each line: it is printed once, at the end of the sheet
INITIAL = re.compile(r"\w")
MAX_INITIALS = 3
FIRST_TRY, READ_FIRST = "*", "!"
AGES = {"child": "numbers_young", "older": "numbers_older"}  # all that a neutral sheet says about whom a line serves


@dataclass(frozen=True)
class Country:
    """One country of the page of helplines."""

    id: str
    name: str
    first: bool  # one of those that the practice sets
    markup: str  # its numbers, below an h3


@dataclass(frozen=True)
class Row:
    """One line of the neutral sheet."""

    numbers: tuple[str, ...]
    label: str  # the purpose of emergency numbers; of a service its initials, and its region or age group
    hours: str
    mark: str = ""  # FIRST_TRY, READ_FIRST or both
    hint: str = ""  # what else to dial


def read_countries(guide: Guide) -> list[Country]:
    """Every country that has helplines, in the order of the page; none where the guide has no such page."""
    page = next((page for page in guide.pages if page.address == HELP), None)
    found = markup.parse_article(page.article).css("section.guide-country") if page else []
    return [_country(node) for node in found if node.css_first(LINES)]


def _country(node: LexborNode) -> Country:
    heading = node.css_first("h3")
    first = FIRST_ATTRIBUTE in node.attributes
    return Country(heading.attributes["id"] or "", heading.text().strip(), first, node.html or "")


def number_sheet_html(guide: Guide, page: Page, chosen: list[Country], facts: Facts, *, neutral: bool) -> str:
    """The HTML of a sheet with the numbers of these countries.

    A neutral one has a neutral title, and only the initials of each service.
    """
    links = short_links(facts.topics)
    named_path = f"{HELP}#{chosen[0].id}" if len(chosen) == 1 else NUMBERS
    path = links.get(NUMBERS, NUMBERS) if neutral else named_path
    strings = facts.strings
    names = ", ".join(country.name for country in chosen)
    return render_template(
        "number-sheet.html.jinja",
        guide=guide,
        strings=strings,
        neutral=neutral,
        title=strings["numbers_neutral"] if neutral else strings["numbers_title"].replace("{country}", names),
        author="" if neutral else guide.name,
        written=page.written,
        countries=[(country, Markup("" if neutral else _country_html(country, page, guide)),
                    neutral_rows(country, strings)) for country in chosen],
        qr_code=qr_svg_uri(guide.url + path),
        address=f"{guide.host}/{path}",
        edition=edition_line(guide, page, facts, neutral=neutral),
    )  # fmt: skip


def _country_html(country: Country, page: Page, guide: Guide) -> str:
    """The numbers of a country as on the page, without its own heading, with the other headings moved up."""
    article = markup.parse_article(f"<article>{country.markup}</article>")
    for node in article.css(f"h3, {CONFIRMED}"):
        node.decompose()
    markup.rewrite_links(article, page, guide, lambda address, fragment: None)
    return markup.isolate_spaces(markup.shift_headings(article.inner_html or "", -2))


def neutral_rows(country: Country, strings: dict[str, str]) -> list[Row]:
    """The numbers of a country without the names of services: with their initials and their hours.

    Crisis lines are marked as the ones to try first, or the ambulance where there is none; lines with a caution are
    marked as ones to read about first.
    """
    article = markup.parse_article(f"<article>{country.markup}</article>")
    emergency = [
        Row(_numbers(span), markup.text_of(span.css_first("strong")).rstrip(":"), "")
        for span in article.css(".guide-helpline__emergency > span")
    ]
    lists = article.css(LINES)
    found = [(entries.attributes.get("data-kind") or "", line) for entries in lists for line in entries.css("li")]
    lines = [_row(kind, line, strings) for kind, line in found if line.css_first(".guide-helpline__call")]
    if not any(FIRST_TRY in row.mark for row in lines):
        ambulance = _ambulance(emergency, strings)
        emergency = [replace(row, mark=FIRST_TRY) if row is ambulance else row for row in emergency]
    return emergency + lines


def _ambulance(emergency: list[Row], strings: dict[str, str]) -> Row | None:
    """The row of the ambulance's number, or the first row where no label names the ambulance."""
    word = strings["helpline_ambulance"].lower()
    return next((row for row in emergency if word in row.label.lower()), emergency[0] if emergency else None)


def _row(kind: str, line: LexborNode, strings: dict[str, str]) -> Row:
    """The row of one service of this kind."""
    name = markup.text_of(line.css_first(".guide-helpline__name")).partition("(")[0]
    initials = [INITIAL.search(word)[0].upper() for word in name.split() if INITIAL.search(word)]
    region = re.search(r"\(([^)]*)\)$", markup.text_of(line.css_first(".guide-helpline__who")))
    label = ["".join(f"{letter}." for letter in initials[:MAX_INITIALS])]
    label += [region[1]] if region else []
    label += [strings[AGES[kind]]] if kind in AGES else []
    hours = line.css_first("[data-when] dd")
    marks = [FIRST_TRY] * (kind == "crisis") + [READ_FIRST] * bool(line.css_first(".guide-helpline__caution"))
    hint = line.css_first(".guide-helpline__hint")
    return Row(
        numbers=_numbers(line.css_first(".guide-helpline__call")),
        label=", ".join(label),
        hours=markup.text_of(hours) if hours else "",
        mark=" ".join(marks),
        hint=markup.text_of(hint).lstrip(", ") if hint else "",
    )


def _numbers(node: LexborNode) -> tuple[str, ...]:
    return tuple(markup.text_of(link) for link in node.css("a"))
