"""Printed while reading privately, the guide says nothing on paper or in a file but its own text."""

import re
import subprocess
from base64 import b64decode
from collections import Counter
from dataclasses import dataclass
from io import BytesIO
from urllib.parse import urlsplit

import pikepdf
import pytest
from conftest import ARGUMENTS
from macro_environment import settings
from page_helpers import SHORT_LINK, TITLE, nothing, read_privately
from test_print import SHEETS

MARGIN = 8 * 72 / 25.4  # 8 mm in points: what printers leave white
SIZES = {"A4": (8.27, 11.69), "Letter": (8.5, 11)}
SHEET = re.compile(r'<page width="([\d.]+)" height="([\d.]+)">(.*?)</page>', re.DOTALL)
WORD = re.compile(r'<word xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(.*?)</word>')
DAY = re.compile(r"\d{1,2}[/.]\d{1,2}[/.]\d{2,4},?")
LONG = "/how/channels/"  # over twenty sheets, with tables, boxes and lists across their edges


@dataclass
class Printed:
    """What came out of the printer: the file's own words about itself, its links, and each sheet's words."""

    title: str
    links: list[str]
    sheets: list[list[str]]
    outside: list[str]

    @property
    def words(self) -> list[str]:
        """Every word on every sheet."""
        return [word for sheet in self.sheets for word in sheet]


def read(content: bytes) -> Printed:
    """Read a printed file: which words stand where."""
    file = pikepdf.open(BytesIO(content))
    command = ["pdftotext", "-bbox", "-", "-"]
    markup = subprocess.run(command, input=content, capture_output=True, check=True).stdout.decode()
    sheets, outside = [], []
    for number, (width, height, inside) in enumerate(SHEET.findall(markup), start=1):
        words = WORD.findall(inside)
        right, bottom = float(width) - MARGIN, float(height) - MARGIN
        sheets.append([word for *_, word in words])
        outside += [
            f"sheet {number}: {word}"
            for left, top, end, foot, word in words
            if min(float(left), float(top)) < MARGIN or float(end) > right or float(foot) > bottom
        ]
    links = [str(note["/A"]["/URI"]) for sheet in file.pages for note in sheet.get("/Annots", []) if "/A" in note]
    return Printed(str(file.docinfo.get("/Title", "")), links, sheets, outside)


def to_paper(page, size: str = "A4", **options) -> Printed:
    """Print a page as a browser's own window does at first: with its lines of address, name and day."""
    width, height = SIZES[size]
    wishes = {"displayHeaderFooter": True, "paperWidth": width, "paperHeight": height, **options}
    return read(b64decode(page.context.new_cdp_session(page).send("Page.printToPDF", wishes)["data"]))


def told(printed: Printed, address: str) -> list[str]:
    """What the printed sheets tell beside the text: an address, the guide's name, a day, another title."""
    name = settings()["site_name"].split()
    words = [word for word in printed.words if DAY.fullmatch(word) or "://" in word or urlsplit(address).netloc in word]
    named = [" ".join(name)] if " ".join(name) in " ".join(printed.words) else []
    titled = [] if printed.title == TITLE else [printed.title]
    return words + named + titled + printed.links + printed.outside


def test_an_ordinary_print_tells_where_it_is_from(visit):
    """These tests would see the address, the day, the name and the links: an ordinary print has them."""
    page = visit("/why/")
    printed = to_paper(page)
    assert [word for word in printed.words if DAY.fullmatch(word)]
    assert [word for word in printed.words if page.url in word]
    assert printed.title.startswith("What no contact is")
    assert printed.links
    assert printed.outside


@pytest.mark.parametrize(("size", "options"), [("A4", {}), ("Letter", {"preferCSSPageSize": True})])
def test_a_private_print_tells_nothing(visit, size, options):
    """A page opened in place prints its text alone, on sheets that each keep a margin, under a neutral name."""
    page = visit("/how/")
    read_privately(page)
    page.locator('main a[href$="channels/"]').first.click()
    page.locator("h1", has_text="Closing the channels").wait_for()
    printed = to_paper(page, size, **options)
    assert len(printed.sheets) > 10
    nothing(told(printed, page.url))
    assert page.locator("main a[href]").count() > 10, "the links are back when it is printed"


def test_no_word_is_lost_between_two_sheets(visit):
    """Every word of a long page stands on some sheet, whole."""
    page = visit(LONG)
    read_privately(page)
    page.emulate_media(media="print")
    shown = Counter(re.findall(r"[\w’]+", page.locator("main").inner_text().lower()))
    page.emulate_media(media="null")
    found = Counter(re.findall(r"[\w’]+", " ".join(to_paper(page).words).lower()))
    assert sum(shown.values()) > 1000
    assert shown - found == Counter()


@pytest.mark.parametrize("sheet", SHEETS)
def test_a_private_worksheet_is_one_sheet(visit, sheet):
    """A worksheet printed while reading privately is one sheet still, and tells nothing."""
    page = visit(f"/{sheet}/")
    read_privately(page)
    printed = to_paper(page, "Letter")  # the lower of the two
    assert len(printed.sheets) == 1
    nothing(told(printed, page.url))


def test_a_short_link_tells_nothing_on_paper(visit):
    """The first screen of a short link prints its few words alone, and nothing of scripts."""
    page = visit(SHORT_LINK)
    printed = to_paper(page)
    nothing(told(printed, page.url))
    assert "Scripts are off" not in " ".join(printed.words)


def test_a_short_link_without_scripts_says_so_and_tells_nothing(browser, served):
    """In a browser that runs no scripts at all the short link says what that means, and is as silent on paper."""
    arguments = [*ARGUMENTS, "--blink-settings=scriptEnabled=false"]  # Playwright's own switch leaves noscript out
    plain = browser.browser_type.launch(executable_path="/usr/bin/chromium", args=arguments)
    page = plain.new_page()
    page.goto(served + SHORT_LINK)
    printed = to_paper(page)
    nothing(told(printed, page.url))
    assert "Scripts are off" in " ".join(printed.words)
    plain.close()


def test_the_command_of_chromium_tells_nothing_of_a_short_link(served, tmp_path):
    """Printed by Chromium itself, with all its settings as they come, a short link is as silent."""
    file = tmp_path / "short link.pdf"
    arguments = [*ARGUMENTS, f"--user-data-dir={tmp_path / 'profile'}", "--headless", f"--print-to-pdf={file}"]
    subprocess.run(["/usr/bin/chromium", *arguments, served + SHORT_LINK], capture_output=True, check=True, timeout=60)
    printed = read(file.read_bytes())
    assert len(printed.sheets) == 1
    assert "A text to read" in " ".join(printed.words)
    nothing(told(printed, served))


def test_printing_twice_keeps_the_links(visit):
    """Two prints in a row, the first of which was called off, leave every link as it was."""
    page = visit("/why/")
    read_privately(page)
    links = page.locator("main a").evaluate_all("all => all.map((link) => link.getAttribute('href'))")
    page.evaluate("() => ['beforeprint', 'beforeprint'].forEach((name) => dispatchEvent(new Event(name)))")
    assert page.locator("main a[href]").count() == 0
    page.evaluate("() => ['afterprint', 'afterprint'].forEach((name) => dispatchEvent(new Event(name)))")
    assert page.locator("main a").evaluate_all("all => all.map((link) => link.getAttribute('href'))") == links
