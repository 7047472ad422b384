"""Handouts and worksheets fit one sheet, are light and hold nothing that acts; the discreet ones tell on nobody."""

import json
import re
import subprocess
from datetime import date
from io import BytesIO
from urllib.parse import urlsplit

import pytest
import zxingcpp
from babel.dates import format_date
from macro_environment import facts, strings
from page_helpers import nothing
from pdf_alignment import OFFER, letters, margins
from pdf_reader import MM, typed
from PIL import Image

SHEET = (210 * MM, 279 * MM)  # as wide as A4, as high as US Letter: printers of either kind take it whole
HOST = "guide.example"  # of the site that the tests build
DOTS = 150  # to an inch, as a poor printer or camera has them
ACTS = {"/JS", "/JavaScript", "/AA", "/OpenAction", "/Launch", "/SubmitForm", "/ImportData", "/ResetForm", "/GoToR"}
ACTS |= {"/GoToE", "/EmbeddedFile", "/EmbeddedFiles", "/Filespec", "/RichMedia", "/Movie", "/Sound", "/Screen", "/XFA"}
KINDS = ("handout", "discreet", "worksheet")
TELLING = re.compile(
    r"abus|contact|narciss|violen|stalk|safe|danger|harm|threat|leav|grey|rock|hoover|trauma|victim|surviv|ex\b|court"
    r"|police|helpline|control|escape|hide|secret|private|relationship|partner|family|child",
    re.IGNORECASE,
)


@pytest.fixture(scope="module")
def listed(site):
    """What the list of files says of each, by its name."""
    entries = json.loads((site / "handouts.json").read_text(encoding="utf-8"))["files"]
    return {entry["file"]: entry for entry in entries}


@pytest.fixture(scope="module")
def sheets(prints, listed):
    """The prints of handouts, discreet handouts and worksheets, each with its kind and its page's address."""
    known = {
        file: (entry["kind"], entry["page"].removeprefix(f"https://{HOST}/"))
        for file, entry in listed.items()
        if entry["kind"] in KINDS
    }
    assert len(known) > 60
    return [(prints[file], *known[file]) for file in known]


def text(printed) -> str:
    """The letters of a print."""
    return "".join(letters(word.text) for word in printed.words)


def day(trees, address) -> date:
    """The day on which a page was written, as the page itself says it."""
    return date.fromisoformat(trees[address].css_first("article [itemprop=dateModified]").attributes["datetime"])


def test_a_sheet_is_one_sheet(sheets):
    """A worksheet has one page, a handout one or two; each fits the paper of every printer."""
    sizes = {size for printed, *_ in sheets for size in printed.pages}
    most = {"worksheet": 1, "handout": 2, "discreet": 2}
    nothing([printed.file for printed, kind, _ in sheets if len(printed.pages) > most[kind]])
    assert all(abs(width - SHEET[0]) < 1 and abs(height - SHEET[1]) < 1 for width, height in sizes)


def test_the_files_are_light(site, prints, sheets):
    """A handout weighs 500 KB at most, a book 3 MB, and no file of the site more than 5 MB."""
    nothing([printed.file for printed, *_ in sheets if printed.weight > 500_000])
    nothing([file for file, printed in prints.items() if printed.weight > 3_000_000])
    nothing([str(path) for path in site.rglob("*") if path.stat().st_size > 5_000_000])


def test_nothing_in_a_file_acts(prints, sheets):
    """No file runs, sends, fetches or holds another file; fields are on worksheets alone; links are plain addresses."""
    nothing([f"{file}: {printed.names & ACTS}" for file, printed in prints.items() if printed.names & ACTS])
    forms = {file for file, printed in prints.items() if "/AcroForm" in printed.names}
    assert forms == {printed.file for printed, kind, _ in sheets if kind == "worksheet"}
    links = {link.address for printed in prints.values() for link in printed.links if link.address}
    nothing([link for link in links if urlsplit(link).scheme not in ("https", "http", "tel", "sms", "mailto")])


def test_text_can_be_read(prints, sheets):
    """Text has 11 points or more, 10 on a worksheet or a card, which is to fit; what stands beside it, 8 at least."""
    found, small = [], {printed.file for printed, kind, _ in sheets if kind == "worksheet"} | {"files/cards.pdf"}
    for file, printed in prints.items():
        sizes: dict[float, int] = {}
        for piece in printed.texts:
            if printed.roles.get((piece.page, piece.mark)) in ("P", "LBody"):
                sizes[piece.size] = sizes.get(piece.size, 0) + 1
        usual = max(sizes, key=sizes.__getitem__)
        found += [f"{file}: {usual}"] if usual < (9.99 if file in small else 10.99) else []
        found += [f"{file}: {min(sizes)}"] if min(sizes) < 8 else []
    nothing(found)


def test_every_word_is_within_the_margins(sheets):
    """No word of a handout or worksheet stands where a printer does not print, or in a margin beside the text."""
    found = []
    for printed, kind, _ in sheets:
        top, right, _, left = margins("worksheet.css" if kind == "worksheet" else "sheet.css")[""]
        for word in printed.words:
            width, height = printed.pages[word.page - 1]
            beside = word.left < left - 1.5 or word.right > width - right + 1.5
            if beside or word.middle < top or word.bottom > height - 5 * MM:
                found.append(f"{printed.file}: {word.text}")
    nothing(found)


def test_links_lead_somewhere_and_can_be_typed(sheets):
    """A link of a sheet leads to a place on it, or its address is printed; its own page's stands at the foot."""
    found = []
    for printed, _, address in sheets:
        there = text(printed).lower()
        for link in printed.links:
            told = typed(link.address)
            said = told.rstrip("/").lower() in there or told == f"{HOST}/{address}"
            if link.address.startswith("tel:"):
                said = told[-6:] in re.sub(r"\D", "", there)
            if link.place not in printed.places and not (told and said):
                found.append(f"{printed.file}: {link.place or link.address}")
    nothing(found)


def code(site, printed) -> tuple[str, float]:
    """What a camera reads from the code on the last page of a handout, and how wide the code is in millimetres."""
    last = str(len(printed.pages))
    command = ["pdftoppm", "-r", str(DOTS), "-gray", "-f", last, "-l", last, site / printed.file]
    picture = Image.open(BytesIO(subprocess.run(command, check=True, capture_output=True).stdout))
    (found,) = zxingcpp.read_barcodes(picture)
    return found.text, (found.position.top_right.x - found.position.top_left.x) / DOTS * 25.4


def test_a_camera_reads_the_printed_address(site, sheets):
    """The code of each handout is that of the address printed beside it, 25 mm wide or more, and is told in words."""
    found = []
    for printed, kind, address in sheets:
        if kind == "worksheet":
            continue
        way = printed.file.rsplit("/", 1)[0] + "/" if kind == "discreet" else address
        read, wide = code(site, printed)
        told = strings()["handout_code"].format(address=f"{HOST}/{way}")
        if read != f"https://{HOST}/{way}" or letters(f"{HOST}/{way}") not in text(printed):
            found.append(f"{printed.file}: {read}")
        if wide < 25 or told not in printed.figures:
            found.append(f"{printed.file}: {wide:.1f} mm, {printed.figures}")
    nothing(found)


def test_each_sheet_says_what_it_is(sheets, trees):
    """Each file has its language, title, author and day; all but open handouts have a neutral title and no author."""
    name = trees[""].css_first("title").text().strip()
    titles = {
        link.attributes["href"].removeprefix("../"): link.text().strip()
        for link in trees["contents/"].css(".guide-contents a")
    }
    found = []
    for printed, kind, address in sheets:
        title = strings()["neutral_title"] if kind != "handout" else titles[address]
        when = f"D:{day(trees, address):%Y%m%d}"
        wanted = {"/Title": title, "/CreationDate": when, "/ModDate": when}
        wanted["/Author"] = name if kind == "handout" else ""
        had = {key: printed.info.get(key, "").removesuffix("000000Z") for key in wanted}
        if had != wanted or (printed.language, printed.titled) != ("en", True) or f">{title}<" not in printed.xmp:
            found.append(f"{printed.file}: {had}")
    nothing(found)


def test_each_sheet_says_its_day_and_what_one_may_do(sheets, trees):
    """Every sheet has the day of its words, the licence and what it is not; an open handout has the version, too."""
    found = []
    for printed, kind, address in sheets:
        there = text(printed)
        wanted = [format_date(day(trees, address), "d MMMM y", "en"), strings()["book_share"], strings()["education"]]
        version = letters(f"{strings()['version']} {facts().version}")
        wanted += [version] if kind == "handout" else []
        found += [f"{printed.file}: {told}" for told in wanted if letters(told) not in there]
        found += [f"{printed.file}: version"] if kind == "discreet" and version in there else []
    nothing(found)


def test_a_discreet_handout_tells_on_nobody(sheets, trees):
    """Its name, title, author, subject, bookmarks and first line hold no word of what the guide is about."""
    name = trees[""].css_first("title").text().strip()
    titles = " ".join([name, *(link.text() for link in trees["contents/"].css(".guide-contents a"))])
    about = set(re.findall(r"[a-z]{4,}", titles.lower())) - {"text", "read"}
    found, looked = [], 0
    for printed, kind, _ in sheets:
        if kind != "discreet":
            continue
        looked += 1
        sheet = printed.leaves[0]
        line = " ".join(word.text for word in sheet if abs(word.middle - sheet[0].middle) < 4)
        outside = " ".join([printed.file, line, *printed.info.values(), *re.findall(r">([^<]*)<", printed.xmp)])
        found += [f"{printed.file}: {word}" for word in re.findall(r"[a-z]{4,}", outside.lower()) if word in about]
        marks = [title for _, title, _ in printed.outline]
        found += [f"{printed.file}: {told}" for told in (outside, *marks) if TELLING.search(told)]
        found += [f"{printed.file}: {name}"] if letters(name) in text(printed) else []
    nothing(found)
    assert looked > 20


def test_no_sheet_speaks_of_sessions(sheets, trees):
    """A handout or worksheet is for every practice: it invites to nothing, and leads to no sessions."""
    offers = {letters(node.text()) for tree in trees.values() for node in tree.css(OFFER)}
    assert offers
    assert len(sheets) > 60
    for printed, *_ in sheets:
        there = text(printed)
        nothing([f"{printed.file}: {offer}" for offer in offers if offer in there])
        nothing([link.address for link in printed.links if "sessions" in link.address])
        assert f"{HOST}/sessions" not in there
