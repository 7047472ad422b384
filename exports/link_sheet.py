"""The links that practitioners hand on, for each topic one with its name and one without, and their look on paper."""

from dataclasses import dataclass
from itertools import groupby

from core.facts import Facts
from exports.qr_codes import quick
from exports.site_reader import Guide
from exports.templating import filled

ROOM = "files/"
EACH = 4  # cards of a kind on a sheet


@dataclass(frozen=True)
class Link:
    """One topic as it is handed on."""

    slug: str
    code: str
    title: str
    group: str  # the name of the group in which it stands on the link sheet
    full: bool
    care: str  # what to know before it is handed on; mostly empty
    address: str  # from the site's root, such as how/channels/#phone
    sheet: int  # the page of the file of cards that holds its own

    @property
    def page(self) -> str:
        """The address of the page on which it stands."""
        return self.address.partition("#")[0].removeprefix("./")

    @property
    def section(self) -> str:
        """The id of the section that it is; empty where it is the whole page."""
        return self.address.partition("#")[2]

    @property
    def short_link(self) -> str:
        """Its address without a name."""
        return f"r/{self.code}/"

    @property
    def picture(self) -> str:
        """The file with the code of its address."""
        return f"{ROOM}code-{self.slug}.png"

    @property
    def neutral_picture(self) -> str:
        """The file with the code of its address without a name."""
        return f"{self.short_link}code-{self.code}.png"

    @property
    def leads(self) -> str:
        """Its address as it is printed: that of the first page is empty."""
        return self.address.removeprefix("./")


def links(facts: Facts) -> tuple[Link, ...]:
    """Every topic that has a page, in the order of the link sheet."""
    there = {slug: topic for slug, topic in facts.topics.items() if topic["page"]}
    return tuple(
        Link(
            slug,
            topic["code"],
            topic["title"],
            facts.strings[f"group_{topic['group']}"],
            topic["full"],
            topic["care"] or "",
            topic["address"],
            number,
        )
        for number, (slug, topic) in enumerate(there.items(), 1)
    )


def short_links(facts: Facts) -> dict[str, str]:
    """The neutral address of each page and section that has one; of two the first. Both from the site's root."""
    return {link.leads: link.short_link for link in reversed(links(facts))}


def link_sheet(guide: Guide, facts: Facts) -> str:
    """The markup of the link sheet: every topic by its group, with both addresses and their codes."""
    groups = [(name, list(found)) for name, found in groupby(links(facts), key=lambda link: link.group)]
    return filled("link-sheet.html.jinja", groups=groups, **_known(guide, facts))


def cards(guide: Guide, facts: Facts) -> str:
    """The markup of the cards: a sheet for each topic, to be cut; on the left with its name, on the right without."""
    return filled("cards.html.jinja", links=links(facts), each=EACH, **_known(guide, facts))


def _known(guide: Guide, facts: Facts) -> dict[str, object]:
    return {"guide": guide, "strings": facts.strings, "version": facts.version, "code": quick}
