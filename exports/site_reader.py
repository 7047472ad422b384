"""Reads a finished site: its pages in the order of the guide, each with the text that files are made of."""

from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

from core.errors import InputError

SESSIONS = "sessions/"  # an offer has no place in a file that is handed on: one line at its end says where it is
NOBODY = "guide-offer--none"  # stands on that page where nobody offers any
PRACTITIONERS = "professionals/"  # nor have the pages for those who hand it on
CONTENTS = "contents/"  # the page that lists all others, in order and part by part
DRAWING = ".guide-hero"
FRAME = "meta, [itemprop=author], [itemprop=publisher], .guide-toc, .guide-hero, .guide-invitation, .guide-downloads"
FRAME += ", .guide-rehearsal, .guide-helpline__index, .guide-country > summary, .guide-helpline__group > p"
FRAME += ", .guide-helpline__before, .guide-country:not(:has(.guide-helpline__lines)) .guide-helpline__elsewhere"
UNSEEN = ".guide-country > .guide-visually-hidden"  # the heading of a fold; unfolded, it is seen


@dataclass(frozen=True)
class Paper:
    """What a page says of its own file: where it is to lie, and for a handout what stands in it."""

    file: str  # from the site's root, such as files/why.pdf
    discreet: str  # the same without a telling name; empty where there is none
    sections: tuple[str, ...]  # the ids of the headings whose text the handout holds, after the page's beginning
    attempt: str  # something to try

    def holds(self, section: str) -> bool:
        """Whether this text is on the handout: a section by its id, or, with none, the page itself."""
        return not section or section in self.sections


@dataclass(frozen=True)
class Page:
    """One page of the guide."""

    address: str  # from the site's root, such as why/ ; empty for the first page
    part: str  # the name of the part of the guide in which it stands; empty for the first page
    title: str  # its name in menus; its heading may be longer
    summary: str
    written: str  # the day of its last change of substance, such as 2026-11-30
    article: str  # the markup of its text, without what belongs to the frame
    worksheet: bool
    paper: Paper | None
    reviewed: str = ""  # the day on which somebody with a name looked at it; empty until then


@dataclass(frozen=True)
class Guide:
    """The whole guide."""

    site: Path = field(repr=False)
    url: str  # with a slash at its end
    name: str
    language: str
    direction: str  # ltr or rtl
    drawing: str  # the markup of the drawing on its first page; empty where there is none
    pages: tuple[Page, ...]

    @property
    def host(self) -> str:
        """The address as people write it: without https and without the last slash."""
        return self.url.split("://", 1)[-1].rstrip("/")

    @property
    def offers(self) -> bool:
        """Whether the site has a page about sessions, and somebody who offers them."""
        return any(page.address == SESSIONS and NOBODY not in page.article for page in self.pages)

    @property
    def chapters(self) -> tuple[Page, ...]:
        """The pages that belong in a book: all but those about the offer, and those for practitioners."""
        return tuple(page for page in self.pages if not page.address.startswith((SESSIONS, PRACTITIONERS)))


def read(site: Path) -> Guide:
    """Read the finished site in this folder. Raises InputError where it is not one."""
    first, contents = _tree(site, ""), _tree(site, CONTENTS)
    listed = contents.css(".guide-contents a[href]")
    pages = [_page(site, link) for link in listed if _address(link) != CONTENTS]
    if not pages:
        raise InputError(f"{CONTENTS}: no page is listed there; build the guide with its own frame first.")
    root, drawing = first.css_first("html").attributes, first.css_first(DRAWING)
    return Guide(
        site=site,
        url=first.css_first("link[rel=canonical]").attributes["href"],
        name=first.css_first("title").text().strip(),
        language=root.get("lang") or "en",
        direction=root.get("dir") or "ltr",
        drawing=(drawing.html or "") if drawing else "",
        pages=tuple(pages),
    )


def _tree(site: Path, address: str) -> LexborHTMLParser:
    path = site / address / "index.html"
    if not path.is_file():
        raise InputError(f"{address or 'index.html'}: there is no such page in {site.name}/; build the guide first.")
    return LexborHTMLParser(path.read_text(encoding="utf-8"))


def _address(link: LexborNode) -> str:
    return urljoin(f"/{CONTENTS}", link.attributes["href"]).lstrip("/")


def _page(site: Path, link: LexborNode) -> Page:
    address = _address(link)
    tree = _tree(site, address)
    article = tree.css_first("main article")
    if article is None:
        raise InputError(
            f"{address}: the page has no text between <main> and <article>; keep both in overrides/main.html."
        )
    paper = tree.css_first(".guide-downloads a")
    summary = tree.css_first("meta[name=description]")
    written = article.css_first("[itemprop=dateModified]")
    reviewed = article.css_first(".guide-sources__meta time:not([itemprop])")
    found = Paper(*_paper(paper, address)) if paper else None
    for node in article.css(FRAME):
        node.decompose()
    _unfold(article)
    return Page(
        address=address,
        part=_part(link),
        title=link.text().strip(),
        summary=(summary.attributes["content"] or "") if summary else "",
        written=(written.attributes["datetime"] or "") if written else "",
        article=(article.html or "").replace("<details", "<section").replace("</details>", "</section>"),
        worksheet=tree.css_first("body.guide-worksheet") is not None,
        paper=found,
        reviewed=(reviewed.attributes["datetime"] or "") if reviewed else "",
    )


def _unfold(article: LexborNode) -> None:
    """Prepare each fold for paper: its heading is seen, and one that stands open on the web is marked as first."""
    for node in article.css(UNSEEN):
        del node.attrs["class"]
    for node in article.css("details[open]"):
        del node.attrs["open"]
        node.attrs["data-first"] = ""


def _part(link: LexborNode) -> str:
    """The name of the part: the words in bold above the list in which a page is listed."""
    above = link.parent.parent.parent
    name = above.css_first("strong") if above is not None and above.tag == "li" else None
    return name.text().strip() if name else ""


def _paper(link: LexborNode, address: str) -> tuple[str, str, tuple[str, ...], str]:
    given = link.attributes
    file, discreet = (urljoin(f"/{address}", given.get(key) or "/").lstrip("/") for key in ("href", "data-discreet"))
    return file, discreet, tuple((given.get("data-sections") or "").split()), given.get("data-try") or ""
