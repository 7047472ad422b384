"""Files to take away: each is offered where it belongs, after a word on what it leaves behind, and is what it says."""

import re
from hashlib import sha256
from urllib.parse import unquote, urljoin, urlsplit

import pikepdf
import pytest
from check_readability import grade
from macro_environment import ROOT, facts, strings
from mkdocs.utils.meta import get_data
from page_helpers import FILES, SHORT_LINK, nothing, open_everything, read_privately, sideways
from selectolax.lexbor import LexborHTMLParser

from core.addresses import BOOKS
from core.manifest import number_sheets, page_entry

DOCS = ROOT / "docs"
DOUBLED = "() => { document.documentElement.style.fontSize = '200%'; }"
NEUTRAL = re.compile(r"r/(\w{4})/text-\1(-[a-z-]+)?\.pdf")
NUMBERS = number_sheets(facts().countries, facts().topics, facts().practice.helpline_regions)


@pytest.fixture(scope="module")
def entries():
    """Which files the pages are to have, by the pages' addresses."""
    paths = sorted(DOCS.rglob("*.md"))
    metas = {path.relative_to(DOCS).as_posix(): get_data(path.read_text(encoding="utf-8"))[1] for path in paths}
    entries = [page_entry(name, "", "", meta, facts().topics) for name, meta in metas.items()]
    return {entry.address: entry for entry in entries if entry.file}


@pytest.fixture(scope="module")
def listed(site) -> LexborHTMLParser:
    """The list of all files."""
    return LexborHTMLParser((site / "files" / "index.html").read_text(encoding="utf-8"))


def hrefs(node, page) -> list[str]:
    """Where the links below a node lead, from the site's root, in the order in which they stand."""
    found = [urljoin(f"https://here.example/{page}", link.attributes["href"]) for link in node.css("a[href]")]
    return [href.removeprefix("https://here.example/") for href in found]


def files(addresses) -> list[str]:
    """Those addresses that are files to take away."""
    return [address for address in addresses if address.endswith((".pdf", ".epub", ".zip"))]


def test_each_page_offers_its_own_files(trees, entries):
    """A page with a handout leads to it in both forms, a worksheet to its own, and no other page to any file."""
    found = {
        page: hrefs(tree, page) for page, tree in trees.items() if page != "files/" and tree.css(".guide-downloads")
    }
    assert len(entries) > 30
    assert found.keys() == entries.keys()
    for page, entry in entries.items():
        assert files(found[page]) == [file for file in (entry.file, entry.neutral_file) if file], page


def test_the_whole_guide_is_offered_on_one_page_only(trees):
    """Every page but the list of files leads to no file but its own."""
    offers = {page for page, tree in trees.items() if set(files(hrefs(tree, page))) & set(BOOKS.values())}
    assert offers == {"files/"}


def test_a_word_of_care_stands_before_every_file(trees, listed):
    """Read from the top, a page says what a file leaves behind before its first link to one."""
    care = strings()["downloads_notice"]
    for page, tree in trees.items():
        for paper in tree.css(".guide-downloads"):
            assert paper.text().index(care) < paper.text().index("PDF"), page
    text = listed.css_first("main").html
    assert 0 < text.index('id="before"') < text.index(strings()["files_stays_more"]) < text.index(".pdf")


def test_every_link_of_the_list_leads_somewhere(site, trees, listed):
    """Each file, page and place to which the list leads is there."""
    found = []
    for href in hrefs(listed.css_first("main"), "files/"):
        path, place = unquote(urlsplit(href).path), urlsplit(href).fragment
        there = (site / path).is_file() if files([path]) else path in trees
        if not there or (place and not trees[path].css(f'[id="{place}"]')):
            found.append(href)
    nothing(found)


def test_the_list_holds_every_file(listed, entries):
    """The whole guide, each handout and each country's numbers in both forms, and each worksheet stand there once."""
    wanted = [file for entry in entries.values() for file in (entry.file, entry.neutral_file) if file]
    wanted += [file for sheet in NUMBERS for file in (sheet.file, sheet.neutral_file)]
    assert sorted(files(hrefs(listed, "files/"))) == sorted([*wanted, *BOOKS.values()])


def test_the_list_tells_each_file_as_it_is(site, listed):
    """Kind, number of pages, size, language and check sum beside each link are those of the real file."""
    sums = {node.text() for node in listed.css("details li")}
    found = []
    for node in listed.css(".guide-file-list__about"):
        (link,) = files(hrefs(node.parent, "files/"))
        file = (site / link).read_bytes()
        kind = link.rsplit(".", 1)[1]
        count = len(pikepdf.open(site / link).pages) if kind == "pdf" else 0
        length = {0: "", 1: ", 1 page"}.get(count, f", {count} pages")
        said = f"{kind.upper()}{length}, {max(1, round(len(file) / 1000)):,} KB, English"
        if " ".join(node.text().split()) != said:
            found.append(f"{link}: {node.text()} is not {said}")
        if link + sha256(file).hexdigest() not in sums:
            found.append(f"{link}: another check sum")
    assert len(listed.css(".guide-file-list__about")) > 60
    nothing(found)


def test_the_words_of_the_list_are_plain():
    """What the list says of files can be read by someone who is tired: school grade 6 at most."""
    said = [text for name, text in strings().items() if name.startswith("files_") and text.endswith(".")]
    assert len(said) > 10
    assert grade(said) <= 6


def test_the_list_fits_the_smallest_phone(visit):
    """With everything open, check sums too, and with text at 200 %, nothing needs sideways scrolling."""
    page = visit(FILES, width=320)
    open_everything(page)
    found = sideways(page)
    page.evaluate(DOUBLED)
    nothing(found + sideways(page))


def seen(page) -> list[str]:
    """The files to which the text of an open page leads by links that can be seen."""
    page.locator("main h1").wait_for()
    links = page.locator("main a[href]").locator("visible=true").evaluate_all("all => all.map((a) => a.pathname)")
    return [link.removeprefix("/") for link in files(links)]


def test_private_reading_offers_the_neutral_form(visit, entries):
    """Who reads privately is offered a page's file under its neutral name, and no other."""
    page = visit("/why/")
    assert seen(page) == [entries["why/"].file, entries["why/"].neutral_file]
    read_privately(page)
    assert seen(page) == [entries["why/"].neutral_file]
    page.get_by_role("link", name=strings()["downloads_about"]).click()
    page.locator(".guide-file-list").wait_for()
    alone = seen(page)
    neutral = [entry.neutral_file for entry in entries.values() if entry.neutral_file]
    neutral += [sheet.neutral_file for sheet in NUMBERS]
    assert sorted(alone) == sorted([*neutral, *BOOKS.values()])
    assert all(NEUTRAL.fullmatch(link) for link in neutral)


def test_private_reading_offers_no_worksheet_as_a_file(visit):
    """A worksheet’s file has a telling name, so nothing is said of it while someone reads privately."""
    page = visit("/take/log/")
    paper = page.locator(".guide-downloads")
    assert paper.is_visible()
    read_privately(page)
    assert paper.is_hidden()


def test_a_short_link_leads_to_the_neutral_form(visit, entries):
    """Who came by a neutral short link is offered what lies behind a short link, too."""
    page = visit(SHORT_LINK)
    page.get_by_role("link", name=strings()["short_link_open"]).click()
    page.locator(".guide-downloads").wait_for()
    assert seen(page) == [entries["why/"].neutral_file]


def test_paper_does_not_offer_paper(visit):
    """A printed page does not speak of files."""
    page = visit("/why/")
    page.emulate_media(media="print")
    assert page.locator(".guide-downloads").is_hidden()
