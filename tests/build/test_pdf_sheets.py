"""PDFs of handouts, worksheets and numbers: valid, small, without active content; neutral ones reveal nothing."""

import json
import re
import subprocess
from dataclasses import replace
from io import BytesIO
from urllib.parse import urlsplit

import pytest
import zxingcpp
from macro_environment import facts, strings
from page_helpers import assert_none
from pdf_alignment import OFFER, letters, margins
from pdf_reader import MM, PdfContent, Word, visible_address
from PIL import Image

from core.manifest import number_sheets, read_manifest
from exports import validators
from exports.artifacts import artifacts
from exports.site_reader import read_guide

PAGE_SIZE = (210 * MM, 279 * MM)  # the width of A4 and the height of US Letter: it fits both
HOST = facts().url.split("/")[2]
LONG = "https://www.harbour-practice-counselling.org.uk/no-contact/"  # each link on paper shows it
RESOLUTION = 150  # dots per inch, of a poor printer or camera
ACTIVE = {"/JS", "/JavaScript", "/AA", "/OpenAction", "/Launch", "/SubmitForm", "/ImportData", "/ResetForm", "/GoToR"}
ACTIVE |= {
    "/GoToE",
    "/EmbeddedFile",
    "/EmbeddedFiles",
    "/Filespec",
    "/RichMedia",
    "/Movie",
    "/Sound",
    "/Screen",
    "/XFA",
}
LISTED = {country.name: country for country in facts().countries if country.lines}
SHEETS = [sheet for sheet in number_sheets(facts().countries, facts().topics, []) if sheet.name]
TELLING_NUMBERS = re.compile("abus|violen|crisis|suicid|dying|helpline|therapy|NoContact", re.IGNORECASE)
KINDS = ("handout", "discreet", "worksheet")
TELLING = re.compile(
    r"abus|contact|narciss|violen|stalk|safe|danger|harm|threat|leav|grey|rock|hoover|trauma|victim|surviv|ex\b|court"
    r"|police|helpline|control|escape|hide|secret|private|relationship|partner|family|child",
    re.IGNORECASE,
)


@pytest.fixture(scope="module")
def catalogue(site):
    """The catalogue's entries, by file name."""
    entries = json.loads((site / "handouts.json").read_text(encoding="utf-8"))["files"]
    return {entry["file"]: entry for entry in entries}


@pytest.fixture(scope="module")
def sheets(prints, catalogue):
    """The PDFs of handouts, neutral handouts and worksheets, each with its kind and the address of its page."""
    known = {
        file: (entry["kind"], entry["page"].removeprefix(f"https://{HOST}/"))
        for file, entry in catalogue.items()
        if entry["kind"] in KINDS
    }
    assert {kind for kind, _ in known.values()} == set(KINDS)
    return [(prints[file], *known[file]) for file in known]


def text(printed) -> str:
    """The letters of a PDF."""
    return "".join(letters(word.text) for word in printed.words)


def test_a_sheet_has_one_or_two_pages(sheets):
    """A worksheet has one page, a handout one or two; each fits A4 and US Letter."""
    sizes = {size for printed, *_ in sheets for size in printed.pages}
    most = {"worksheet": 1, "handout": 2, "discreet": 2}
    assert_none([printed.file for printed, kind, _ in sheets if len(printed.pages) > most[kind]])
    assert all(abs(width - PAGE_SIZE[0]) < 1 and abs(height - PAGE_SIZE[1]) < 1 for width, height in sizes)


def test_the_pages_of_a_handout_are_numbered(sheets):
    """The last line of each page says which of how many it is."""
    for printed in [printed for printed, kind, _ in sheets if kind in ("handout", "discreet")]:
        for number, words in enumerate(printed.words_by_page, 1):
            last = max(word.bottom for word in words)
            foot = [word.text for word in words if word.bottom > last - 3]
            assert "".join(foot).replace(" ", "") == f"{number}/{len(printed.pages)}", printed.file


def test_the_files_are_small(site, prints, sheets):
    """A handout has 500 KB at most, a worksheet 60 KB, a book 3 MB, and no file of the site more than 5 MB."""
    limits = {"worksheet": 60_000, "handout": 500_000, "discreet": 500_000}
    assert_none([printed.file for printed, kind, _ in sheets if printed.byte_size > limits[kind]])
    assert_none([file for file, printed in prints.items() if printed.byte_size > 3_000_000])
    assert_none([str(path) for path in site.rglob("*") if path.stat().st_size > 5_000_000])


def test_files_have_no_active_content(prints, sheets):
    """No file has scripts, actions or attachments; only worksheets have form fields; links are plain addresses."""
    assert_none([f"{file}: {printed.names & ACTIVE}" for file, printed in prints.items() if printed.names & ACTIVE])
    forms = {file for file, printed in prints.items() if "/AcroForm" in printed.names}
    assert forms == {printed.file for printed, kind, _ in sheets if kind == "worksheet"}
    links = {link.address for printed in prints.values() for link in printed.links if link.address}
    assert_none([link for link in links if urlsplit(link).scheme not in ("https", "http", "tel", "sms", "mailto")])


def test_text_is_large_enough(prints, sheets):
    """Body text has 11 points or more, on worksheets and cards 10; secondary text has 8 or more."""
    found, small = [], {printed.file for printed, kind, _ in sheets if kind == "worksheet"} | {"files/cards.pdf"}
    for file, printed in prints.items():
        sizes: dict[float, int] = {}
        for piece in printed.texts:
            if printed.roles.get((piece.page, piece.mark)) in ("P", "LBody"):
                sizes[piece.size] = sizes.get(piece.size, 0) + 1
        usual = max(sizes, key=sizes.__getitem__)
        found += [f"{file}: {usual}"] if usual < (9.99 if file in small else 10.99) else []
        found += [f"{file}: {min(sizes)}"] if min(sizes) < 8 else []
    assert_none(found)


def test_every_word_is_within_the_margins(sheets):
    """No word of a handout or worksheet is in a margin or in the area that printers do not print.

    A handout of two pages may have narrower margins: else it would not fit on them.
    """
    found = []
    for printed, kind, _ in sheets:
        outside = beyond_margins(printed, "worksheet.css" if kind == "worksheet" else "sheet.css")
        if outside and kind != "worksheet" and len(printed.pages) == 2:
            outside = beyond_margins(printed, "handout-dense.css")
        found += [f"{printed.file}: {word.text}" for word in outside]
    assert_none(found)


def beyond_margins(printed: PdfContent, style: str) -> list[Word]:
    """The words in the margins of this stylesheet, or in the area that printers do not print."""
    top, right, _, left = margins(style)[""]
    sizes = [(word, *printed.pages[word.page - 1]) for word in printed.words]
    return [
        word
        for word, width, height in sizes
        if word.left < left - 1.5
        or word.right > width - right + 1.5
        or word.middle < top
        or word.bottom > height - 5 * MM
    ]


def test_links_work_and_are_printed(sheets):
    """A link of a sheet leads to an anchor on it, or its address is printed; that of its own page is in the footer."""
    found = []
    for printed, _, address in sheets:
        content = text(printed).lower()
        for link in printed.links:
            expected_text = visible_address(link.address)
            is_printed = expected_text.rstrip("/").lower() in content or expected_text == f"{HOST}/{address}"
            if link.address.startswith("tel:"):
                is_printed = expected_text[-6:] in re.sub(r"\D", "", content)
            if link.anchor not in printed.anchors and not (expected_text and is_printed):
                found.append(f"{printed.file}: {link.anchor or link.address}")
    assert_none(found)


def read_qr_code(site, printed) -> tuple[str, float]:
    """The text of the QR code on the last page of a handout, and the width of the code in millimetres."""
    last = str(len(printed.pages))
    command = ["pdftoppm", "-r", str(RESOLUTION), "-gray", "-f", last, "-l", last, site / printed.file]
    picture = Image.open(BytesIO(subprocess.run(command, check=True, capture_output=True).stdout))
    (found,) = zxingcpp.read_barcodes(picture)
    return found.text, (found.position.top_right.x - found.position.top_left.x) / RESOLUTION * 25.4


def test_the_qr_code_has_the_printed_address(site, sheets):
    """Each handout's QR code has the printed address, is 25 mm wide or more, and has an alternative text."""
    found = []
    for printed, kind, address in sheets:
        if kind == "worksheet":
            continue
        path = printed.file.rsplit("/", 1)[0] + "/" if kind == "discreet" else address
        read, width_mm = read_qr_code(site, printed)
        expected_text = strings()["handout_code"].format(address=f"{HOST}/{path}")
        if read != f"https://{HOST}/{path}" or letters(f"{HOST}/{path}") not in text(printed):
            found.append(f"{printed.file}: {read}")
        if width_mm < 25 or expected_text not in printed.figures:
            found.append(f"{printed.file}: {width_mm:.1f} mm, {printed.figures}")
    assert_none(found)


def test_a_neutral_handout_reveals_nothing(sheets, trees):
    """Its file name, metadata, bookmarks and first line contain no word of the guide's subject."""
    name = trees[""].css_first("title").text().strip()
    titles = " ".join([name, *(link.text() for link in trees["contents/"].css(".guide-contents a"))])
    about = set(re.findall(r"[a-z]{4,}", titles.lower())) - {"text", "read"}
    found, checked = [], 0
    for printed, kind, _ in sheets:
        if kind != "discreet":
            continue
        checked += 1
        sheet = printed.words_by_page[0]
        line = " ".join(word.text for word in sheet if abs(word.middle - sheet[0].middle) < 4)
        outside = " ".join([printed.file, line, *printed.info.values(), *re.findall(r">([^<]*)<", printed.xmp)])
        found += [f"{printed.file}: {word}" for word in re.findall(r"[a-z]{4,}", outside.lower()) if word in about]
        marks = [title for _, title, _ in printed.outline]
        found += [
            f"{printed.file}: {expected_text}" for expected_text in (outside, *marks) if TELLING.search(expected_text)
        ]
        found += [f"{printed.file}: {name}"] if letters(name) in text(printed) else []
    assert_none(found)
    assert checked


def test_no_sheet_mentions_sessions(sheets, trees):
    """A handout or worksheet has no invitation and no link to sessions, so that every practice can use it."""
    offers = {letters(node.text()) for tree in trees.values() for node in tree.css(OFFER)}
    assert offers
    for printed, *_ in sheets:
        content = text(printed)
        assert_none([f"{printed.file}: {offer}" for offer in offers if offer in content])
        assert_none([link.address for link in printed.links if "sessions" in link.address])
        assert f"{HOST}/sessions" not in content


# Sheets with a country's numbers.


def confirmed_lines(country) -> list:
    """The lines whose number is shown."""
    return [line for line in country.lines if line.confidence == "high" and line.show]


def test_each_country_has_its_sheet(prints):
    """Every country with helplines has an open and a neutral sheet, of two pages at most."""
    assert len(SHEETS) == len(LISTED) > 0
    files = [file for sheet in SHEETS for file in (sheet.file, sheet.neutral_file)]
    assert_none([file for file in files if len(prints[file].pages) > 2])


def test_the_open_sheet_has_every_number_with_its_name(prints):
    """Every name and its whole number can be extracted from the PDF, in every script."""
    found = []
    for sheet in SHEETS:
        content = text(prints[sheet.file])
        for line in confirmed_lines(LISTED[sheet.name]):
            wanted = (line.name, line.show, *line.also)
            found += [f"{sheet.name}: {words}" for words in wanted if letters(words) not in content]
    assert_none(found)


def test_the_neutral_sheet_has_every_number_and_no_name(prints):
    """It has numbers, initials and hours: no service, no kind of help, no name of the guide."""
    found = []
    for sheet in SHEETS:
        printed = prints[sheet.neutral_file]
        content, lines = text(printed), confirmed_lines(LISTED[sheet.name])
        found += [f"{sheet.name}: {line.show} is missing" for line in lines if letters(line.show) not in content]
        names = [line.name for line in lines if len(line.name) > 12]
        found += [f"{sheet.name}: {name}" for name in names if letters(name) in content]
        found += [f"{sheet.name}: {word}" for word in TELLING_NUMBERS.findall(content)]
        if printed.info["/Title"] != strings()["numbers_neutral"]:
            found.append(f"{sheet.name}: {printed.info['/Title']}")
    assert_none(found)


# Independent validators.


@pytest.fixture(scope="module")
def by_kind(site, catalogue):
    """The PDFs of the real site by their kind in the catalogue."""
    found: dict[str, list] = {}
    for file, entry in catalogue.items():
        if file.endswith(".pdf"):
            found.setdefault(entry["kind"], []).append(site / file)
    assert set(found) == {*KINDS, "book", "links", "cards", "numbers", "numbers-discreet"}
    return found


def test_every_pdf_is_valid_and_accessible(by_kind):
    """A PDF/UA-1 validator and qpdf find no fault in any PDF; of the books, which differ in style, one is enough."""
    files = [by_kind["book"][0], *(file for kind, files in by_kind.items() if kind != "book" for file in files)]
    faults = {file.name: validators.page_validation(file) + validators.qpdf(file) for file in files}
    assert_none([f"{name}: {fault}" for name, found in faults.items() for fault in found])


def test_a_second_validator_agrees(by_kind):
    """VeraPDF finds no fault in one PDF of each kind but books and cards, which are large; a release checks all."""
    files = [files[0] for kind, files in by_kind.items() if kind not in ("book", "cards")]
    found = validators.verapdf(files)
    assert_none([f"{file.name}: {fault}" for file, faults in found.items() for fault in faults])
    assert len(found) == len(files)


def test_the_epub_is_valid(site):
    """EPUBCheck finds no error and no warning in the EPUB."""
    assert_none(validators.epub(site / "files" / "guide.epub"))


@pytest.mark.parametrize("neutral", [False, True])
def test_the_fullest_handout_fits_with_a_long_address(neutral, site):
    """A guide at a usual address in a folder can be built: the handout of the helplines still has two pages."""
    guide = replace(read_guide(site, read_manifest(site.parent / ".cache" / "manifest.json")), url=LONG)
    (page,) = [page for page in guide.pages if page.source == "help/index.md"]
    file = page.neutral_file if neutral else page.file
    (wanted,) = [artifact for artifact in artifacts(guide, facts(), 0) if artifact.file == file]
    assert wanted.make(guide, replace(facts(), url=LONG))[1] == 2
