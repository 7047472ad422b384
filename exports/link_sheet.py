"""The link sheet and the cut-out cards: for each topic a named and a neutral link with QR codes, for practitioners."""

from itertools import groupby

from core.facts import Facts
from core.joined_records import answered_topics
from exports.qr_codes import qr_png_uri
from exports.site_reader import Guide
from exports.templating import render_template

CARDS_PER_KIND = 4  # on a sheet, both of named and of neutral cards


def link_sheet_html(guide: Guide, facts: Facts) -> str:
    """The HTML of the link sheet: the topics by group, each with both addresses and their QR codes."""
    by_group = groupby(answered_topics(facts.topics), key=lambda topic: topic.group)
    groups = [(facts.strings[f"group_{group}"], list(topics)) for group, topics in by_group]
    card_pages = {topic.slug: number for number, topic in enumerate(answered_topics(facts.topics), 1)}
    return render_template("link-sheet.html.jinja", groups=groups, card_pages=card_pages, **_context(guide, facts))


def cards_html(guide: Guide, facts: Facts) -> str:
    """The HTML of the cut-out cards: a sheet for each topic, named cards on the left and neutral ones on the right."""
    topics = answered_topics(facts.topics)
    return render_template("cards.html.jinja", topics=topics, cards_per_kind=CARDS_PER_KIND, **_context(guide, facts))


def _context(guide: Guide, facts: Facts) -> dict[str, object]:
    return {"guide": guide, "strings": facts.strings, "version": facts.version, "qr_code": qr_png_uri}
