"""A page of the guide as a handout: its idea, something to try, and the way back to the page; open or discreet."""

from datetime import date

from markupsafe import Markup
from selectolax.lexbor import LexborNode

from core.facts import Facts
from core.records import short_links
from exports import markup
from exports.markup import Lead
from exports.number_sheet import HELP, NUMBERS
from exports.qr_codes import code
from exports.site_reader import Guide, Page
from exports.templating import filled, spoken

NEUTRAL = "h1"  # what a discreet handout leaves out
PROMISED = ".guide-summary"  # it tells what is on the whole page
SET = ".guide-helpline--short"  # the numbers of the countries that a practice sets have a sheet of their own
SOURCES = "guide-claim__strength"
WARNING, AGAIN = ".guide-steps__first", "guide-steps__first--again"


def handout(guide: Guide, page: Page, facts: Facts, *, discreet: bool) -> str:
    """The markup of a handout. Raises InputError where it asks for a section that the page does not have."""
    neutral = short_links(facts.topics) if discreet else {}
    address = guide.url + neutral.get(page.address, page.address)
    told = address.split("://", 1)[1]
    return filled(
        "handout.html.jinja",
        guide=guide,
        strings=facts.strings,
        discreet=discreet,
        title=facts.strings["neutral_title"] if discreet else page.title,
        author="" if discreet else guide.name,
        written=page.written,
        text=Markup(_text(guide, page, facts, neutral)),
        exercise=page.exercise,
        code=code(address),
        address=told,
        help=f"{guide.host}/{neutral.get(NUMBERS) or neutral.get(HELP, HELP)}",
        edition=_edition(guide, page, facts, discreet),
    )


def _text(guide: Guide, page: Page, facts: Facts, neutral: dict[str, str]) -> str:
    """The page's beginning and the chosen sections; its links lead to the site, and their addresses are printed.

    Takes the neutral addresses of all places for a discreet handout, else none.
    """
    article = markup.parsed(page.article)
    pieces = markup.parsed("<article>" + "".join(markup.sections(article, page.sections, page)) + "</article>")
    inside = {node.attributes["id"] for node in pieces.css("[id]")}

    def lead(address: str, fragment: str) -> str | None:
        return f"#{fragment}" if address == page.address and fragment in inside else None

    _warned_first(pieces, article)
    _without_the_rest(pieces, page, lead, facts.strings["handout_elsewhere"])
    if neutral:
        _through_short_links(pieces, page, guide, lead, neutral)
    markup.linked(pieces, page, guide, lead)
    markup.coloured(pieces)
    for node in pieces.css(f"{SET}, {PROMISED}" + (f", {NEUTRAL}" if neutral else "")):
        node.decompose()
    return markup.spaced(pieces.inner_html or "")


def _warned_first(pieces: LexborNode, article: LexborNode) -> None:
    """Where the steps begin with “these, too”, the whole warning was in a section before them: it comes along."""
    first, whole = pieces.css_first(WARNING), article.css_first(WARNING)
    if first is not None and AGAIN in (first.attributes["class"] or "") and whole is not None:
        first.replace_with(whole)


def _without_the_rest(pieces: LexborNode, page: Page, lead: Lead, elsewhere: str) -> None:
    """Say of what the sheet leaves out that it is on the web; a list of such places alone is left out itself."""
    for line in pieces.css("p"):
        if SOURCES in (line.attributes.get("class") or ""):
            continue  # the names of works say enough
        missing = [link for link in line.css("a[href]") if _is_missing(link, page, lead)]
        if len(missing) > 1 and len(missing) == len(line.css("a[href]")):
            line.decompose()
            continue
        for link in missing:
            link.attrs["data-address"] = elsewhere


def _is_missing(link: LexborNode, page: Page, lead: Lead) -> bool:
    found = markup.target(page, link.attributes["href"] or "")
    return bool(found and found[0] == page.address and not lead(*found))


def _through_short_links(pieces: LexborNode, page: Page, guide: Guide, lead: Lead, short_links: dict[str, str]) -> None:
    """Let links to other pages lead to their links, whose addresses say nothing; where there is none, words remain.

    A section's own short link counts first, then that of its page.
    """
    for link in pieces.css("a[href]"):
        found = markup.target(page, link.attributes["href"] or "")
        if not found or lead(*found):
            continue
        short_link = short_links.get("#".join(found)) or short_links.get(found[0])
        if short_link and found[0] != page.address:
            link.attrs["href"] = guide.url + short_link
        else:
            del link.attrs["href"]


def _edition(guide: Guide, page: Page, facts: Facts, discreet: bool) -> str:
    """Whose the handout is, which version, and the day of its words; the discreet one has the day alone."""
    day = spoken(date.fromisoformat(page.written), guide.language)
    return f"{day}." if discreet else f"{guide.name}, {facts.strings['version']} {facts.version}, {day}."
