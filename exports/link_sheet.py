"""The links that practitioners hand on, for each topic one with its name and one without, and their look on paper."""

from itertools import groupby

from core.facts import Facts
from core.records import answered
from exports.qr_codes import quick
from exports.site_reader import Guide
from exports.templating import filled

EACH = 4  # cards of a kind on a sheet


def link_sheet(guide: Guide, facts: Facts) -> str:
    """The markup of the link sheet: every topic by its group, with both addresses and their codes."""
    by_group = groupby(answered(facts.topics), key=lambda topic: topic.group)
    groups = [(facts.strings[f"group_{group}"], list(topics)) for group, topics in by_group]
    sheets = {topic.slug: number for number, topic in enumerate(answered(facts.topics), 1)}  # of the file of cards
    return filled("link-sheet.html.jinja", groups=groups, sheets=sheets, **_known(guide, facts))


def cards(guide: Guide, facts: Facts) -> str:
    """The markup of the cards: a sheet for each topic, to be cut; on the left with its name, on the right without."""
    return filled("cards.html.jinja", topics=answered(facts.topics), each=EACH, **_known(guide, facts))


def _known(guide: Guide, facts: Facts) -> dict[str, object]:
    return {"guide": guide, "strings": facts.strings, "version": facts.version, "code": quick}
