"""Downloads: each is offered where it belongs, after a note on what it leaves on a device, and described correctly."""

from hashlib import sha256
from urllib.parse import unquote, urljoin, urlsplit

import pikepdf
import pytest
from check_readability import grade
from macro_environment import facts, pages, strings
from page_helpers import assert_none
from selectolax.lexbor import LexborHTMLParser

from core.addresses import BOOKS
from core.manifest import number_sheets, page_entry

NUMBER_SHEETS = number_sheets(facts().countries, facts().topics, facts().practice.helpline_regions)


@pytest.fixture(scope="module")
def entries():
    """The manifest entries of the pages with downloads, by address."""
    entries = [page_entry(page.name, "", "", page.meta, facts().topics) for page in pages()]
    return {entry.address: entry for entry in entries if entry.file}


@pytest.fixture(scope="module")
def downloads_page(trees) -> LexborHTMLParser:
    """The page that lists all downloads."""
    return trees["files/"]


def hrefs(node, page) -> list[str]:
    """The targets of the links below a node, relative to the site's root, in document order."""
    found = [urljoin(f"https://here.example/{page}", link.attributes["href"]) for link in node.css("a[href]")]
    return [href.removeprefix("https://here.example/") for href in found]


def files(addresses) -> list[str]:
    """Those of the addresses that are downloads."""
    return [address for address in addresses if address.endswith((".pdf", ".epub", ".zip"))]


def test_each_page_offers_its_own_files(trees, entries):
    """A page with a handout links to both its forms, a worksheet to its own file, and no other page to any file."""
    found = {
        page: hrefs(tree, page) for page, tree in trees.items() if page != "files/" and tree.css(".guide-downloads")
    }
    assert entries
    assert found.keys() == entries.keys()
    for page, entry in entries.items():
        assert files(found[page]) == [file for file in (entry.file, entry.neutral_file) if file], page


def test_the_whole_guide_is_offered_on_one_page_only(trees):
    """Only the page of downloads links to files of the whole guide."""
    offers = {page for page, tree in trees.items() if set(files(hrefs(tree, page))) & set(BOOKS.values())}
    assert offers == {"files/"}


def test_a_warning_comes_before_every_file(trees, downloads_page):
    """Before its first link to a file, a page says what a file leaves on a device."""
    care = strings()["downloads_notice"]
    for page, tree in trees.items():
        for block in tree.css(".guide-downloads"):
            assert block.text().index(care) < block.text().index("PDF"), page
    text = downloads_page.css_first("main").html
    assert 0 < text.index('id="before"') < text.index(strings()["files_stays_more"]) < text.index(".pdf")


def test_every_link_of_the_downloads_page_works(site, trees, downloads_page):
    """Each file, page and anchor that the page links to exists."""
    found = []
    for href in hrefs(downloads_page.css_first("main"), "files/"):
        path, place = unquote(urlsplit(href).path), urlsplit(href).fragment
        exists = (site / path).is_file() if files([path]) else path in trees
        if not exists or (place and not trees[path].css(f'[id="{place}"]')):
            found.append(href)
    assert_none(found)


def test_the_downloads_page_has_every_file(downloads_page, entries):
    """The whole guide, each handout and number sheet in both forms, and each worksheet are listed once."""
    wanted = [file for entry in entries.values() for file in (entry.file, entry.neutral_file) if file]
    wanted += [file for sheet in NUMBER_SHEETS for file in (sheet.file, sheet.neutral_file)]
    assert sorted(files(hrefs(downloads_page, "files/"))) == sorted([*wanted, *BOOKS.values()])


def test_the_downloads_page_describes_each_file_correctly(site, downloads_page):
    """Type, number of pages, size, language and checksum beside each link are those of the file."""
    sums = {node.text() for node in downloads_page.css("details li")}
    found = []
    for node in downloads_page.css(".guide-file-list__about"):
        (link,) = files(hrefs(node.parent, "files/"))
        file = (site / link).read_bytes()
        kind = link.rsplit(".", 1)[1]
        count = len(pikepdf.open(site / link).pages) if kind == "pdf" else 0
        length = {0: "", 1: ", 1 page"}.get(count, f", {count} pages")
        expected = f"{kind.upper()}{length}, {max(1, round(len(file) / 1000)):,} KB, English"
        if " ".join(node.text().split()) != expected:
            found.append(f"{link}: {node.text()} is not {expected}")
        if link + sha256(file).hexdigest() not in sums:
            found.append(f"{link}: another checksum")
    assert len(downloads_page.css(".guide-file-list__about")) > len(BOOKS)
    assert_none(found)


def test_the_downloads_page_is_easy_to_read():
    """The text about downloads has a reading grade of 6 at most."""
    texts = [text for name, text in strings().items() if name.startswith("files_") and text.endswith(".")]
    assert len(texts) > 10
    assert grade(texts) <= 6
