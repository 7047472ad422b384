"""Defines every address scheme of the site once: pages, anchors, short links, embeds and downloads.

An address is relative to the site's root, without a leading slash: why/, help/#numbers, files/why.pdf.
The first page is ./ in data/ and in the URL registry, and empty where an address is joined to the site's URL.
"""

import posixpath
import re
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

SHORT_LINKS = "r/"
EMBEDS = "card/"
DOWNLOADS = "files/"
GENERATED = (SHORT_LINKS, EMBEDS, DOWNLOADS)  # the build writes these folders; docs/ may have no page in them
HOME = "./"
ADDRESS = re.compile(r"(\./|([\w-]+/)*([\w-]+/|[\w-]+(\.[\w-]+)+)|[A-Z]+)(#[\w-]+)?", re.ASCII)  # [A-Z]+: CNAME
EMBED = re.compile(rf"{EMBEDS}[^/]+/")
CODE = re.compile(r"[2-9b-df-hj-np-tv-xz]{4}")  # of a short link; has no vowels, so that no code is a word

RESERVED_DOMAINS = ("example", "test", "invalid", "localhost", "example.org", "example.com", "example.net")
BOOKS = {  # every form of the whole guide, by its key in data/strings/
    "a4": f"{DOWNLOADS}guide-a4.pdf",
    "letter": f"{DOWNLOADS}guide-letter.pdf",
    "large": f"{DOWNLOADS}guide-large-print.pdf",
    "epub": f"{DOWNLOADS}guide.epub",
    "zip": f"{DOWNLOADS}guide-offline.zip",
}
LINK_SHEET, CUT_OUT_CARDS = f"{DOWNLOADS}link-sheet.pdf", f"{DOWNLOADS}cards.pdf"
CATALOGUE, CATALOGUE_TABLE, CATALOGUE_SCHEMA = "handouts.json", "handouts.csv", "handouts.schema.json"
FEED = "changes.xml"


def is_reserved(url: str) -> bool:
    """Whether a URL is one of those that are reserved for examples, and that nobody can ever open (RFC 2606)."""
    host = urlsplit(url).hostname or "example"
    return f".{host}".endswith(tuple(f".{example}" for example in RESERVED_DOMAINS))


def page_address(source: str) -> str:
    """Return the address of a page, empty for the first page. Takes its file below docs/, such as why/index.md."""
    path = PurePosixPath(source)
    folder = path.parent if path.name == "index.md" else path.with_suffix("")
    return f"{folder}/".removeprefix(HOME)


def link_target(address: str, path: str) -> str:
    """Return the address to which a relative link leads, without a slash at its end; empty for the first page.

    Takes the address of the page with the link, and the link's path, which is empty for a link within the page.
    """
    target = posixpath.normpath(posixpath.join(posixpath.dirname(address), unquote(path)))
    return "" if target == "." else target


def source_address(page: str, section: str | None) -> str:
    """Return the address of a page, or of a section of it, as data/ writes it: ./ for the first page."""
    return f"{page_address(page) or HOME}{f'#{section}' if section else ''}"


def site_folder(url: str) -> str:
    """Return the folder of its host that the site is in: / or, for instance, /guide/. Takes the site's URL."""
    return urlsplit(url).path or "/"


def join(address: str) -> str:
    """Return an address in the form that is joined to the site's URL: empty for the first page."""
    return address.removeprefix(HOME)


def short_link(code: str) -> str:
    """Return the address of the short link with this code."""
    return f"{SHORT_LINKS}{code}/"


def embed(name: str) -> str:
    """Return the address of an embed. Takes the topic's slug, or its code for the neutral one."""
    return f"{EMBEDS}{name}/"


def page_download(page: str) -> str:
    """Return the address of a page's handout or worksheet. Takes the page's file below docs/."""
    return f"{DOWNLOADS}{page_address(page).strip('/').replace('/', '-') or 'start'}.pdf"


def neutral_download(code: str) -> str:
    """Return the address of a page's handout under a neutral name. Takes the code of its topic."""
    return f"{short_link(code)}text-{code}.pdf"


def number_sheet(country: str) -> str:
    """Return the address of a country's number sheet. Takes its id, empty for the countries that the practice sets."""
    return f"{DOWNLOADS}numbers{f'-{country}' if country else ''}.pdf"


def neutral_number_sheet(country: str, code: str) -> str:
    """Return the address of a number sheet under a neutral name. Also takes the code of the numbers' topic."""
    return f"{short_link(code)}text-{code}-{country or 'all'}.pdf"


def qr_code(slug: str) -> str:
    """Return the address of the image with the QR code of a topic's address."""
    return f"{DOWNLOADS}code-{slug}.png"


def neutral_qr_code(code: str) -> str:
    """Return the address of the image with the QR code of a topic's short link."""
    return f"{short_link(code)}code-{code}.png"


def kind(address: str) -> str:
    """Return what is at an address: “page”, “embed”, or the suffix of a file. A redirect must keep it."""
    if address.endswith("/"):
        return "embed" if EMBED.fullmatch(address) else "page"
    return PurePosixPath(address).suffix.lower()


def built_file(address: str) -> str:
    """Return the file of the built site that is served at an address."""
    return f"{join(address)}index.html" if address.endswith("/") or not address else address
