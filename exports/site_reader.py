"""Reads a built site: the pages of its manifest, each with the HTML that downloads are made of."""

from dataclasses import dataclass, field, fields
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser, LexborNode

from core.addresses import GENERATED
from core.errors import InputError
from core.manifest import Manifest, NumberSheet, PageEntry

SESSIONS = "sessions/"  # not in a book: an offer does not belong in a file that is passed on; its last page links to it
NO_OFFER_CLASS = "guide-offer--none"  # on that page where nobody offers sessions
PRACTITIONERS = "professionals/"  # not in a book either
CONTENTS = "contents/"  # the page that lists all others, part by part
DRAWING = ".guide-hero-drawing"
# What only the web version of a page has.
EXCLUDED = "meta, [itemprop=author], [itemprop=publisher], .guide-toc, .guide-hero-drawing, .guide-hero__by"
EXCLUDED += ", .guide-invitation, .guide-part, .guide-eye, .guide-pager, .guide-downloads"
EXCLUDED += ", .guide-rehearsal, .guide-helpline__index, summary:not([class]), .guide-helpline__group > p"
EXCLUDED += ", .footnote-backref, [src$='#only-dark'], [src$='#gh-dark-mode-only']"
EXCLUDED += ", .guide-helpline__before, .guide-country:not(:has(.guide-helpline__lines)) .guide-helpline__elsewhere"
ENTRY_FIELDS = [field.name for field in fields(PageEntry)]
NOT_COPIED = (".br", ".gz", ".pdf", ".xml")  # suffixes of files that the offline copy never contains
ONLINE_ONLY = (
    *GENERATED,
    "handouts.",
    "changes.",
)  # prefixes of downloads, short links, and files for machines
FOLD_HEADING = "details > .guide-visually-hidden"  # hidden on the web, where the summary has the same text
NOTICE = "summary .guide-noticeable"  # printed below that heading


@dataclass(frozen=True)
class Page(PageEntry):
    """One page of the manifest, with its text."""

    article: str = ""  # the HTML of its <article>, without what belongs to the layout


@dataclass(frozen=True)
class Guide:
    """The whole guide."""

    site: Path = field(repr=False)
    url: str  # with a slash at its end
    name: str
    language: str
    direction: str  # ltr or rtl
    drawing: str  # the SVG of the drawing on its first page; empty where there is none
    pages: tuple[Page, ...]
    number_sheets: tuple[NumberSheet, ...] = ()
    primary: str = ""  # the name of its main colour in docs/assets/palette.css
    published_by: tuple[str, ...] = ()  # the lines that say who publishes it

    @property
    def host(self) -> str:
        """The address as people write it: without https and without the last slash."""
        return self.url.split("://", 1)[-1].rstrip("/")

    @property
    def offers_sessions(self) -> bool:
        """Whether the site has a page about sessions, and somebody who offers them."""
        return any(page.address == SESSIONS and NO_OFFER_CLASS not in page.article for page in self.pages)

    @property
    def chapters(self) -> tuple[Page, ...]:
        """The pages of a book: all but those about sessions and those for practitioners."""
        return tuple(page for page in self.pages if not page.address.startswith((SESSIONS, PRACTITIONERS)))


def read_guide(site: Path, manifest: Manifest) -> Guide:
    """Read the pages of the manifest from the built site in this folder. Raises InputError where one is missing."""
    drawing = _parse_page(site, "").css_first(DRAWING)
    return Guide(
        site=site,
        url=manifest.url,
        name=manifest.name,
        language=manifest.language,
        direction=manifest.direction,
        primary=manifest.primary,
        published_by=manifest.published_by,
        drawing=(drawing.html or "") if drawing else "",
        pages=tuple(_read_page(site, entry) for entry in manifest.pages if entry.address != CONTENTS),
        number_sheets=manifest.number_sheets,
    )


def is_in_offline_copy(name: str) -> bool:
    """Whether the offline copy may contain this file of the site."""
    return not name.endswith(NOT_COPIED) and not name.startswith((*ONLINE_ONLY, "_"))


def _parse_page(site: Path, address: str) -> LexborHTMLParser:
    path = site / address / "index.html"
    if not path.is_file():
        raise InputError(f"{address or 'index.html'}: there is no such page in {site.name}/; build the guide first.")
    return LexborHTMLParser(path.read_text(encoding="utf-8"))


def _read_page(site: Path, entry: PageEntry) -> Page:
    article = _parse_page(site, entry.address).css_first("main article")
    if article is None:
        raise InputError(
            f"{entry.address}: the page has no text between <main> and <article>; keep both in overrides/base.html."
        )
    _unfold(article)
    article.unwrap_tags(["hgroup"])
    for node in article.css(EXCLUDED):
        node.decompose()
    text = (article.html or "").replace("<details", "<section").replace("</details>", "</section>")
    text = text.replace("<summary", "<p").replace("</summary>", "</p>")
    return Page(**{name: getattr(entry, name) for name in ENTRY_FIELDS}, article=text)


def _unfold(article: LexborNode) -> None:
    """Prepare <details> for print: show their hidden headings, with the notice of the summary below them.

    Countries that are open on the web are marked as first. The summary of a block or a tab stays, as its title.
    """
    for node in article.css("details[name]"):
        del node.attrs["name"]
    for node in article.css(FOLD_HEADING):
        del node.attrs["class"]
        if notice := node.parent.css_first(NOTICE):
            node.insert_after(notice)
    for node in article.css("details[open]"):
        del node.attrs["open"]
        node.attrs["data-first"] = ""
