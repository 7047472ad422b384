"""Printed in private reading, a page has only its text: no address, title, date or links."""

import re
import subprocess
from base64 import b64decode
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pikepdf
import pytest
from browser_drivers import ARGUMENTS
from macro_environment import settings
from page_helpers import NEUTRAL_TITLE, SHORT_LINK, WORKSHEETS, assert_none, start_private_reading
from pdf_reader import MM, read_words
from playwright.sync_api import expect

MARGIN = 8 * MM  # which printers leave blank
SIZES = {"A4": (8.27, 11.69), "Letter": (8.5, 11)}
DATE = re.compile(r"\d{1,2}[/.]\d{1,2}[/.]\d{2,4},?")
LONG_PAGE = "/how/channels/"  # over twenty pages, with tables, boxes and lists across page breaks


@dataclass
class PrintedPdf:
    """A printed PDF: its number of pages, its title, its links, its words, and those in its margins."""

    pages: int
    title: str
    links: list[str]
    words: list[str]
    in_margins: list[str]


def read(path: Path) -> PrintedPdf:
    """Read a printed PDF."""
    sizes, words = read_words(path)
    in_margins = []
    for word in words:
        right, bottom = (size - MARGIN for size in sizes[word.page - 1])
        if min(word.left, word.top) < MARGIN or word.right > right or word.bottom > bottom:
            in_margins.append(f"page {word.page}: {word.text}")
    with pikepdf.open(path) as file:
        links = [str(note["/A"]["/URI"]) for page in file.pages for note in page.get("/Annots", []) if "/A" in note]
        title = str(file.docinfo.get("/Title", ""))
    return PrintedPdf(len(sizes), title, links, [word.text for word in words], in_margins)


@pytest.fixture
def print_page(tmp_path):
    """A function that prints a page with a browser's default headers and footers: address, title and date."""

    def print_with_headers(page, size: str = "A4", **options) -> PrintedPdf:
        width, height = SIZES[size]
        wishes = {"displayHeaderFooter": True, "paperWidth": width, "paperHeight": height, **options}
        printed = page.context.new_cdp_session(page).send("Page.printToPDF", wishes)
        (tmp_path / "printed.pdf").write_bytes(b64decode(printed["data"]))
        return read(tmp_path / "printed.pdf")

    return print_with_headers


def revealing_text(printed: PrintedPdf, address: str) -> list[str]:
    """What the PDF reveals besides its text: addresses, the guide's name, dates, a title, links, text in margins."""
    name = settings()["site_name"].split()
    words = [
        word for word in printed.words if DATE.fullmatch(word) or "://" in word or urlsplit(address).netloc in word
    ]
    named = [" ".join(name)] if " ".join(name) in " ".join(printed.words) else []
    titled = [] if printed.title == NEUTRAL_TITLE else [printed.title]
    return words + named + titled + printed.links + printed.in_margins


def test_an_ordinary_print_reveals_its_origin(visit, print_page):
    """An ordinary print has address, date, title and links, so that these tests would find them."""
    page = visit("/why/")
    printed = print_page(page)
    assert [word for word in printed.words if DATE.fullmatch(word)]
    assert [word for word in printed.words if page.url in word]
    assert printed.title not in ("", NEUTRAL_TITLE)
    assert printed.links
    assert printed.in_margins


@pytest.mark.parametrize(("size", "options"), [("A4", {}), ("Letter", {"preferCSSPageSize": True})])
def test_a_private_print_reveals_nothing(visit, size, options, print_page):
    """A page opened in place prints only its text, with margins, under a neutral title."""
    page = visit("/how/")
    start_private_reading(page)
    page.locator('main a[href$="channels/"]').first.click()
    expect(page.locator("h1")).to_be_focused()
    printed = print_page(page, size, **options)
    assert printed.pages > 10
    assert_none(revealing_text(printed, page.url))
    assert page.locator("main a[href]").count() > 10, "the links are back when it is printed"


def test_no_word_is_lost_at_page_breaks(visit, print_page):
    """Every word of a long page is printed whole."""
    page = visit(LONG_PAGE)
    start_private_reading(page)
    page.emulate_media(media="print")
    hidden = "main .guide-visually-hidden"  # headings whose text is in the summary above them, too
    page.locator(hidden).evaluate_all("all => all.forEach((node) => node.remove())")
    shown = Counter(re.findall(r"[\w’]+", page.locator("main").inner_text().lower()))
    page.emulate_media(media="null")
    found = Counter(re.findall(r"[\w’]+", " ".join(print_page(page).words).lower()))
    assert sum(shown.values()) > 1000
    assert shown - found == Counter()


@pytest.mark.parametrize("sheet", WORKSHEETS)
def test_a_private_worksheet_is_one_sheet(visit, sheet, print_page):
    """A worksheet printed in private reading still has one page, and reveals nothing."""
    page = visit(sheet)
    start_private_reading(page)
    printed = print_page(page, "Letter")  # the lower of the two
    assert printed.pages == 1
    assert_none(revealing_text(printed, page.url))


def test_a_printed_short_link_reveals_nothing(visit, print_page):
    """A short link prints only its few words, and not the note about scripts."""
    page = visit(SHORT_LINK)
    printed = print_page(page)
    assert_none(revealing_text(printed, page.url))
    assert "Scripts are off" not in " ".join(printed.words)


def test_a_printed_short_link_without_scripts_reveals_nothing(browser, site_url, print_page):
    """In a browser without scripts the short link prints the note about scripts, and reveals nothing else."""
    without_scripts = "--blink-settings=scriptEnabled=false"  # Playwright's own option does not render <noscript>
    arguments = [*ARGUMENTS, without_scripts]
    browser_without_scripts = browser.browser_type.launch(executable_path="/usr/bin/chromium", args=arguments)
    page = browser_without_scripts.new_page()
    page.goto(site_url + SHORT_LINK)
    printed = print_page(page)
    assert_none(revealing_text(printed, page.url))
    assert "Scripts are off" in " ".join(printed.words)
    browser_without_scripts.close()


def test_chromiums_command_line_reveals_nothing_of_a_short_link(site_url, tmp_path):
    """Printed by Chromium's --print-to-pdf with default settings, a short link reveals nothing."""
    file = tmp_path / "short link.pdf"
    arguments = [*ARGUMENTS, f"--user-data-dir={tmp_path / 'profile'}", "--headless", f"--print-to-pdf={file}"]
    subprocess.run(
        ["/usr/bin/chromium", *arguments, site_url + SHORT_LINK], capture_output=True, check=True, timeout=60
    )
    printed = read(file)
    assert printed.pages == 1
    assert "A text to read" in " ".join(printed.words)
    assert_none(revealing_text(printed, site_url))


def test_printing_twice_keeps_the_links(visit):
    """Two prints in a row, also after a cancelled one, restore every link."""
    page = visit("/why/")
    start_private_reading(page)
    links = page.locator("main a").evaluate_all("all => all.map((link) => link.getAttribute('href'))")
    page.evaluate("() => ['beforeprint', 'beforeprint'].forEach((name) => dispatchEvent(new Event(name)))")
    assert page.locator("main a[href]").count() == 0
    page.evaluate("() => ['afterprint', 'afterprint'].forEach((name) => dispatchEvent(new Event(name)))")
    assert page.locator("main a").evaluate_all("all => all.map((link) => link.getAttribute('href'))") == links
