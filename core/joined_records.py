"""Records joined from several sources: topics with their addresses, countries with their helplines.

The records of core/schema.py have the content of one file; these complete them.
"""

import re

from core import addresses
from core.numbers_and_names import dialled, sort_key
from core.publishing_schema import TopicEntry
from core.schema import CountryHelplines, EmergencyNumbers, Helpline
from core.value_types import Slug


class Topic(TopicEntry):
    """One topic of data/topics.yml, with its slug and its addresses."""

    slug: Slug
    page: str | None = None  # TopicEntry checks both; here None is allowed as well
    section: str | None = None

    @property
    def address(self) -> str:
        """Its permanent address, ./ for the first page; empty where no page answers it yet."""
        return addresses.source_address(self.page, self.section) if self.page else ""

    @property
    def path(self) -> str:
        """Its address as it follows the site's own: that of the first page is empty."""
        return addresses.join(self.address)

    @property
    def page_address(self) -> str:
        """The address of the page that answers it, without the section."""
        return self.path.partition("#")[0]

    @property
    def short_link(self) -> str:
        """Its neutral address."""
        return addresses.short_link(self.code)

    @property
    def embed(self) -> str:
        """The address of the embed with its title."""
        return addresses.embed(self.slug)

    @property
    def neutral_embed(self) -> str:
        """The address of the embed without its title."""
        return addresses.embed(self.code)

    @property
    def qr_code(self) -> str:
        """The picture of the QR code of its address."""
        return addresses.qr_code(self.slug)

    @property
    def neutral_qr_code(self) -> str:
        """The picture of the QR code of its short link."""
        return addresses.neutral_qr_code(self.code)


def topic(slug: str, entry: TopicEntry) -> Topic:
    """Return the topic of an entry of data/topics.yml. Takes its slug and the entry."""
    return Topic.model_construct(slug=slug, **dict(entry))  # checked already


def answered_topics(topics: dict[str, Topic]) -> list[Topic]:
    """The topics that a page answers, in the order of data/topics.yml."""
    return [topic for topic in topics.values() if topic.page]


def short_links(topics: dict[str, Topic]) -> dict[str, str]:
    """The short link of each address that has one, such as why/ or why/#label; of several topics the first counts."""
    return {topic.path: topic.short_link for topic in reversed(answered_topics(topics))}


class Country(EmergencyNumbers):
    """One country: its emergency numbers, and its helplines where we know any."""

    id: str  # of its section on the page of helplines, and in the names of its files
    lines: tuple[Helpline, ...] = ()

    @property
    def in_danger(self) -> tuple[str, ...]:
        """The numbers to call in danger: those for any emergency, or else the first of police and ambulance."""
        return self.general or tuple(dict.fromkeys([*self.police[:1], *self.ambulance[:1]]))

    @property
    def crisis(self) -> list[Helpline]:
        """The first crisis line for the whole country, or else the first one of each region."""
        sure = [line for line in self.lines if line.kind == "crisis" and line.confidence == "high" and line.show]
        by_region = {line.region or "": line for line in reversed(sure)}
        return [by_region[""]] if "" in by_region else [by_region[region] for region in sorted(by_region)]


def tel_url(number: str, dial: str | None = None) -> str:
    """Return the href of a link that dials a number (RFC 3966): all of its digits, without separators.

    Takes the number as shown and, if there is one, its form with + and the country code, which is then dialled.
    """
    return "tel:" + (dial or dialled(number)).replace("#", "%23")


def countries(emergency: tuple[EmergencyNumbers, ...], helplines: tuple[CountryHelplines, ...]) -> tuple[Country, ...]:
    """Every country in the order of the names. Takes data/emergency.yml and the countries of data/helplines.yml."""
    lines = {country.country: country.lines for country in helplines}
    return tuple(_country(entry, lines.get(entry.country, ())) for entry in sorted(emergency, key=_name_sort_key))


def _name_sort_key(entry: EmergencyNumbers) -> str:
    return sort_key(entry.name)


def _country(entry: EmergencyNumbers, lines: tuple[Helpline, ...]) -> Country:
    return Country.model_construct(**dict(entry), id=_section_id(entry), lines=lines)  # its parts are checked already


def _section_id(entry: EmergencyNumbers) -> str:
    return re.sub(r"[^a-z0-9]+", "-", sort_key(entry.name)).strip("-") or entry.country.lower()
