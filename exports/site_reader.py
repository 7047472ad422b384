"""Reads a built site: the pages of its manifest, each with the text that downloads are made of."""

from dataclasses import dataclass, field, fields
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser, LexborNode

from core.addresses import GENERATED
from core.errors import InputError
from core.manifest import Manifest, NumberSheet, PageEntry

SESSIONS = "sessions/"  # an offer has no place in a file that is handed on: one line at its end says where it is
NOBODY = "guide-offer--none"  # stands on that page where nobody offers any
PRACTITIONERS = "professionals/"  # nor have the pages for those who hand it on
CONTENTS = "contents/"  # the page that lists all others, in order and part by part
DRAWING = ".guide-hero"
FRAME = "meta, [itemprop=author], [itemprop=publisher], .guide-toc, .guide-hero, .guide-invitation, .guide-downloads"
FRAME += ", .guide-rehearsal, .guide-helpline__index, .guide-country > summary, .guide-helpline__group > p"
FRAME += ", .guide-helpline__before, .guide-country:not(:has(.guide-helpline__lines)) .guide-helpline__elsewhere"
NAMES = [field.name for field in fields(PageEntry)]
NOT_COPIED = (".br", ".gz", ".pdf", ".xml")  # what the offline copy never holds
ONLINE_ONLY = (*GENERATED, "handouts.", "changes.")  # nor these: other downloads, short links, what machines ask for
UNSEEN = ".guide-country > .guide-visually-hidden"  # the heading of a fold; unfolded, it is seen


@dataclass(frozen=True)
class Page(PageEntry):
    """One page of the manifest, with its text."""

    article: str = ""  # the HTML of its text, without what belongs to the layout


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
    number_sheets: tuple[NumberSheet, ...] = ()

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


def read(site: Path, manifest: Manifest) -> Guide:
    """Read the pages of the manifest from the built site in this folder. Raises InputError where one is missing."""
    drawing = _tree(site, "").css_first(DRAWING)
    return Guide(
        site=site,
        url=manifest.url,
        name=manifest.name,
        language=manifest.language,
        direction=manifest.direction,
        drawing=(drawing.html or "") if drawing else "",
        pages=tuple(_page(site, entry) for entry in manifest.pages if entry.address != CONTENTS),
        number_sheets=manifest.number_sheets,
    )


def is_in_offline_copy(name: str) -> bool:
    """Whether the offline copy may hold this file of the site."""
    return not name.endswith(NOT_COPIED) and not name.startswith((*ONLINE_ONLY, "_"))


def _tree(site: Path, address: str) -> LexborHTMLParser:
    path = site / address / "index.html"
    if not path.is_file():
        raise InputError(f"{address or 'index.html'}: there is no such page in {site.name}/; build the guide first.")
    return LexborHTMLParser(path.read_text(encoding="utf-8"))


def _page(site: Path, entry: PageEntry) -> Page:
    article = _tree(site, entry.address).css_first("main article")
    if article is None:
        raise InputError(
            f"{entry.address}: the page has no text between <main> and <article>; keep both in overrides/base.html."
        )
    for node in article.css(FRAME):
        node.decompose()
    _unfold(article)
    text = (article.html or "").replace("<details", "<section").replace("</details>", "</section>")
    return Page(**{name: getattr(entry, name) for name in NAMES}, article=text)


def _unfold(article: LexborNode) -> None:
    """Prepare each fold for paper: its heading is seen, and one that stands open on the web is marked as first."""
    for node in article.css(UNSEEN):
        del node.attrs["class"]
    for node in article.css("details[open]"):
        del node.attrs["open"]
        node.attrs["data-first"] = ""
