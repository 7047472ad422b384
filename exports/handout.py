"""A page of the guide as a handout: its idea, an exercise, and where to find the page; also under a neutral name."""

from markupsafe import Markup
from selectolax.lexbor import LexborNode

from core.facts import Facts
from core.joined_records import short_links
from exports import markup
from exports.markup import InternalHref
from exports.number_sheet import HELP, NUMBERS
from exports.qr_codes import qr_svg_uri
from exports.site_reader import Guide, Page
from exports.templating import edition_line, render_template

TITLE = "h1"  # a neutral handout leaves it out
SUMMARY = ".guide-summary"  # left out: it announces the content of the whole page
# Left out where the handout would be too long; of a practice with many countries, the numbers are on a number sheet.
DRAWING, FIRST_NUMBERS = ".guide-drawing", ".guide-helpline--short"
CITED_CLASS = "guide-claim__sources"
WARNING, REPEATED_WARNING_CLASS = ".guide-steps__first", "guide-steps__first--again"


def handout_html(guide: Guide, page: Page, facts: Facts, *, neutral: bool, without: tuple[str, ...] = ()) -> str:
    """The HTML of a handout, without what these CSS selectors match: DRAWING and FIRST_NUMBERS can be left out.

    Raises InputError for a section that the page does not have.
    """
    links = short_links(facts.topics) if neutral else {}
    url = guide.url + links.get(page.address, page.address)
    return render_template(
        "handout.html.jinja",
        guide=guide,
        strings=facts.strings,
        neutral=neutral,
        title=facts.strings["neutral_title"] if neutral else page.title,
        author="" if neutral else guide.name,
        written=page.written,
        text=Markup(_content(guide, page, facts, links, without)),
        exercise=page.exercise,
        qr_code=qr_svg_uri(url),
        address=url.split("://", 1)[1],
        help=f"{guide.host}/{links.get(NUMBERS) or links.get(HELP, HELP)}",
        edition=edition_line(guide, page, facts, neutral=neutral),
    )


def _content(guide: Guide, page: Page, facts: Facts, neutral_links: dict[str, str], without: tuple[str, ...]) -> str:
    """The HTML of the page's beginning and the chosen sections; links lead to the site, and their addresses are shown.

    `neutral_links` has the short link of each address for a neutral handout, and is empty for a named one.
    """
    article = markup.parse_article(page.article)
    footnotes = markup.remove_footnotes(article)
    sections = "".join(markup.select_sections(article, page.sections, page))
    content = markup.parse_article(f"<article>{sections}{markup.used_footnotes(footnotes, sections)}</article>")
    ids = {node.attributes["id"] for node in content.css("[id]")}

    def internal_href(address: str, fragment: str) -> str | None:
        return f"#{fragment}" if address == page.address and fragment in ids else None

    _restore_warning(content, article)
    _mark_missing_sections(content, page, internal_href, facts.strings["handout_elsewhere"])
    if neutral_links:
        _use_short_links(content, page, guide, internal_href, neutral_links)
    markup.rewrite_links(content, page, guide, internal_href)
    markup.prepare_pictures(content, guide.primary)
    for node in content.css(", ".join([SUMMARY, *[TITLE] * bool(neutral_links), *without])):
        node.decompose()
    return markup.isolate_spaces(content.inner_html or "")


def _restore_warning(content: LexborNode, article: LexborNode) -> None:
    """Replace a short reminder of the warning before steps by the full one, if that was in a section left out."""
    first, full = content.css_first(WARNING), article.css_first(WARNING)
    if first is not None and REPEATED_WARNING_CLASS in (first.attributes["class"] or "") and full is not None:
        first.replace_with(full)


def _mark_missing_sections(content: LexborNode, page: Page, internal_href: InternalHref, elsewhere: str) -> None:
    """Add a note to links to sections that are not on the handout; remove paragraphs that only list such links.

    `elsewhere` is the text of the note.
    """
    for paragraph in content.css("p"):
        if CITED_CLASS in (paragraph.attributes.get("class") or ""):
            continue  # it names its sources, which is enough
        links = paragraph.css("a[href]")
        missing = [link for link in links if _is_missing(link, page, internal_href)]
        if len(missing) > 1 and len(missing) == len(links):
            paragraph.decompose()
            continue
        for link in missing:
            link.attrs["data-address"] = elsewhere


def _is_missing(link: LexborNode, page: Page, internal_href: InternalHref) -> bool:
    target = markup.resolve_link(page, link.attributes["href"] or "")
    return bool(target and target[0] == page.address and not internal_href(*target))


def _use_short_links(
    content: LexborNode, page: Page, guide: Guide, internal_href: InternalHref, short_links: dict[str, str]
) -> None:
    """Replace links to other pages by their short links, whose addresses are neutral; without one only text remains.

    The short link of a section comes before that of its page.
    """
    for link in content.css("a[href]"):
        target = markup.resolve_link(page, link.attributes["href"] or "")
        if not target or internal_href(*target):
            continue
        short_link = short_links.get("#".join(target)) or short_links.get(target[0])
        if short_link and target[0] != page.address:
            link.attrs["href"] = guide.url + short_link
        else:
            del link.attrs["href"]
