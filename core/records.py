"""The typed records that data/ becomes: what macros, hooks, exports and templates work with."""

from dataclasses import dataclass

from core import addresses


@dataclass(frozen=True)
class Topic:
    """One topic of data/topics.yml."""

    slug: str
    code: str  # of its short link
    title: str
    group: str
    full: bool  # answered in full
    page: str | None = None  # the file below docs/ that answers it
    section: str | None = None  # the id of the heading, where it is not the whole page
    care: str | None = None  # what a practitioner should know before handing it on
    apply: bool = False  # offered to whoever applies for a session

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


def answered(topics: dict[str, Topic]) -> list[Topic]:
    """The topics that a page answers, in the order of data/topics.yml."""
    return [topic for topic in topics.values() if topic.page]


def short_links(topics: dict[str, Topic]) -> dict[str, str]:
    """The short link of each address that has one, such as why/ or why/#label; of several topics the first counts."""
    return {topic.path: topic.short_link for topic in reversed(answered(topics))}
