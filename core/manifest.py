"""The manifest of the downloads: which files are made from which page. A hook writes it, exports/ read it."""

import json
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from core import addresses
from core.errors import InputError
from core.handouts import handout_of
from core.joined_records import Country, Topic, answered_topics

HELP, NUMBERS = "help/index.md", "numbers"  # the page and the section with the telephone numbers
WORKSHEET = "worksheet"


@dataclass(frozen=True)
class PageEntry:
    """One page of the guide, and the files made from it."""

    source: str  # its file below docs/
    address: str  # from the site's root; empty for the first page
    title: str
    part: str  # the section of the navigation that contains it; empty for the first page
    summary: str
    written: str  # the date of its last change of substance, such as 2026-11-30; empty if it has none
    reviewed: str  # the date of its last review; empty until then
    worksheet: bool
    file: str  # its handout or worksheet, such as files/why.pdf; empty if it has none
    neutral_file: str  # the handout under a neutral name; empty if there is none
    sections: tuple[str, ...]  # the ids of the headings that the handout contains, after the start of the page
    exercise: str  # the exercise at the end of the handout

    def handout_contains(self, section: str | None) -> bool:
        """Whether the page has a handout or worksheet that contains this section (without one: the page's start)."""
        return bool(self.file) and (not section or section in self.sections)


@dataclass(frozen=True)
class NumberSheet:
    """The sheet with the telephone numbers of one country, or of the countries that the practice sets."""

    country: str  # its id; empty for those that the practice sets
    name: str  # empty for those as well
    file: str
    neutral_file: str  # empty if the numbers have no short link


@dataclass(frozen=True)
class Manifest:
    """The site's name and languages, its pages in the order of the navigation, and every download."""

    name: str = ""
    url: str = ""  # with a trailing slash
    language: str = "en"
    direction: str = "ltr"  # or rtl
    pages: tuple[PageEntry, ...] = ()
    number_sheets: tuple[NumberSheet, ...] = ()
    primary: str = ""  # the name of its main colour in docs/assets/palette.css
    published_by: tuple[str, ...] = ()  # the lines in a book that say who publishes it
    by_source: dict[str, PageEntry] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.by_source.update({page.source: page for page in self.pages})

    def page(self, source: str | None) -> PageEntry | None:
        """Return the page with this file below docs/."""
        return self.by_source.get(source or "")

    def handout(self, topic: Topic) -> PageEntry | None:
        """Return the page whose handout or worksheet contains a topic, or None."""
        page = self.page(topic.page)
        return page if page and page.handout_contains(topic.section) else None

    def addresses(self, topics: dict[str, Topic]) -> set[str]:
        """Return the addresses of all downloads."""
        files = {file for page in self.pages for file in (page.file, page.neutral_file)}
        files |= {file for sheet in self.number_sheets for file in (sheet.file, sheet.neutral_file)}
        files |= {file for topic in answered_topics(topics) for file in (topic.qr_code, topic.neutral_qr_code)}
        files |= {*addresses.BOOKS.values(), addresses.LINK_SHEET, addresses.CUT_OUT_CARDS, addresses.DOWNLOADS}
        files |= {addresses.CATALOGUE, addresses.CATALOGUE_TABLE, addresses.CATALOGUE_SCHEMA, addresses.FEED}
        return files - {""}

    def write(self, path: Path) -> None:
        """Write the manifest as JSON."""
        path.parent.mkdir(parents=True, exist_ok=True)
        content = {key: value for key, value in asdict(self).items() if key != "by_source"}
        path.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")


def read_manifest(path: Path) -> Manifest:
    """Read a manifest that a build wrote. Raises InputError where there is none."""
    if not path.is_file():
        raise InputError(f"{path}: the build has planned no downloads yet; run scripts/build first.")
    content = json.loads(path.read_text(encoding="utf-8"))
    pages = tuple(PageEntry(**page | {"sections": tuple(page["sections"])}) for page in content.pop("pages"))
    sheets = tuple(NumberSheet(**sheet) for sheet in content.pop("number_sheets"))
    published_by = tuple(content.pop("published_by"))
    return Manifest(**content, pages=pages, number_sheets=sheets, published_by=published_by)


def page_entry(source: str, title: str, part: str, front_matter: dict[str, Any], topics: dict[str, Topic]) -> PageEntry:
    """Return the entry of one page.

    Takes its file below docs/, its title, its section of the navigation, its front matter, which
    hooks/check_front_matter.py checks, and the topics.
    """
    worksheet = front_matter.get("kind") == WORKSHEET
    handout = None if worksheet else handout_of(front_matter)
    reviewed = front_matter.get("reviewed")
    return PageEntry(
        source=source,
        address=addresses.page_address(source),
        title=title,
        part=part,
        summary=str(front_matter.get("summary") or ""),
        written=_iso_day(front_matter.get("written")),
        reviewed=_iso_day(reviewed.get("date")) if isinstance(reviewed, dict) else "",
        worksheet=worksheet,
        file=addresses.page_download(source) if worksheet or handout else "",
        neutral_file=_neutral_file(source, topics) if handout else "",
        sections=handout.sections if handout else (),
        exercise=handout.exercise if handout else "",
    )


def _iso_day(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else ""


def _neutral_file(source: str, topics: dict[str, Topic]) -> str:
    """Return the neutral address of a handout: below the short link of the first topic that is the whole page."""
    codes = [topic.code for topic in topics.values() if topic.page == source and not topic.section]
    return addresses.neutral_download(codes[0]) if codes else ""


def number_sheets(
    countries: tuple[Country, ...], topics: dict[str, Topic], first: tuple[str, ...]
) -> tuple[NumberSheet, ...]:
    """Return the number sheets: of the countries that the practice sets, then of each country that has helplines.

    Takes the countries, the topics, and the setting helpline_regions.
    """
    names = {country.id: country.name for country in countries if country.lines}
    has_own_sheet = any(country.country in first for country in countries if country.lines)
    codes = [topic.code for topic in topics.values() if topic.page == HELP and topic.section == NUMBERS]
    return tuple(
        NumberSheet(
            country=id,
            name=names.get(id, ""),
            file=addresses.number_sheet(id),
            neutral_file=addresses.neutral_number_sheet(id, codes[0]) if codes else "",
        )
        for id in [*[""] * has_own_sheet, *names]
    )
