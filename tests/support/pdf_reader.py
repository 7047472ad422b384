"""Reads a PDF as people, printers and screen readers use it: words with their positions, links, structure."""

import html
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import pikepdf
from pikepdf import Array, Dictionary, Stream

MM = 72 / 25.4  # points in a millimetre
BOX = r'[xy]Min="([\d.-]+)" [xy]Min="([\d.-]+)" [xy]Max="([\d.-]+)" [xy]Max="([\d.-]+)"'
WORD = re.compile(rf'<page width="([\d.]+)" height="([\d.]+)">|<word {BOX}>(.*?)</word>')
NAME = re.compile(rb"/[A-Za-z]+")
SIX_NUMBERS = r"([-\d.]+) " * 6
OPERATOR = re.compile(
    rf"(?P<save>(?<=\s)q\s)|(?P<restore>(?<=\s)Q\s)|{SIX_NUMBERS}(?P<matrix>cm|Tm)"
    r"|/(?P<font>\w+) (?P<size>[\d.]+) Tf|/MCID (?P<mark>\d+)\s*>>\s*BDC|(?P<other>BDC|BMC)\s|(?P<end>EMC)\s"
    r"|/(?P<form>\w+) Do\s|(?P<show>T[jJ])\s"
)
INLINE = {"/Span", "/Link", "/Strong", "/Em", "/Code", "/Quote", "/Reference", "/NonStruct"}


class Word(NamedTuple):
    """A word and its box, in points from the top left corner of its page; pages count from 1."""

    page: int
    left: float
    top: float
    right: float
    bottom: float
    text: str

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


class Link(NamedTuple):
    """A link: its box, the anchor in the file or the address to which it leads, and its description."""

    page: int
    left: float
    top: float
    right: float
    bottom: float
    anchor: str
    address: str
    description: str


class Text(NamedTuple):
    """A piece of text as it is drawn: position, font, size on the page, and marked-content id."""

    page: int
    left: float
    line: float
    font: str
    size: float
    mark: int | None  # None: not part of the structure


@dataclass
class PdfContent:
    """What a PDF contains."""

    path: Path
    file: str  # from the site's root
    byte_size: int
    pages: list[tuple[float, float]]  # width and height
    words: list[Word]  # in drawing order, which is that of the text
    info: dict[str, str]
    xmp: str
    language: str
    shows_title: bool  # in the title bar, instead of the file's name
    fonts: dict[str, bool]  # by name, whether it is embedded
    names: set[str]  # every key and name of any object
    outline: list[tuple[int, str, int]]  # level, text, page
    anchors: dict[str, tuple[int, float]]  # page, and distance from its top
    links: list[Link]
    roles: dict[tuple[int, int], str]  # the structure type by page and mark: P, H2, TD ...
    figures: list[str]  # the alternative text of each image
    missing_glyphs: int  # characters that no font has, drawn as empty boxes

    @cached_property
    def words_by_page(self) -> list[list[Word]]:
        """The words of each page."""
        found: list[list[Word]] = [[] for _ in self.pages]
        for word in self.words:
            found[word.page - 1].append(word)
        return found

    @cached_property
    def texts(self) -> list[Text]:
        """The pieces of text, which take as long to read as all the rest."""
        with pikepdf.open(self.path) as pdf:
            return [text for number, page in enumerate(pdf.pages, start=1) for text in texts(page, number)]


def visible_address(address: str) -> str:
    """An address as it is printed: without what a browser adds by itself."""
    parts = urlsplit(address)
    return parts.netloc.removeprefix("www.") + parts.path + (f"?{parts.query}" if parts.query else "")


def read_words(path: Path) -> tuple[list[tuple[float, float]], list[Word]]:
    """The sizes of all pages, and their words as Poppler finds them; text outside a page is not found."""
    command = ["pdftotext", "-raw", "-bbox", path, "-"]
    output = subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout
    pages, found = [], []
    for width, height, *box, text in WORD.findall(output):
        if width:
            pages.append((float(width), float(height)))
        else:
            found.append(Word(len(pages), *map(float, box), html.unescape(text)))
    return pages, found


def read_pdf(path: Path, file: str) -> PdfContent:
    """Read one PDF. `file` is its address from the site's root."""
    pages, found = read_words(path)
    with pikepdf.open(path) as pdf:
        numbers = {page.objgen: number for number, page in enumerate(pdf.pages, start=1)}
        roles, figures = structure(pdf, numbers)
        return PdfContent(
            path=path,
            file=file,
            byte_size=path.stat().st_size,
            pages=pages,
            words=found,
            info={key: str(value) for key, value in pdf.docinfo.items()},
            xmp=pdf.Root.Metadata.read_bytes().decode(),
            language=str(pdf.Root.get("/Lang", "")),
            shows_title=bool(pdf.Root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False)),
            fonts=fonts(pdf),
            names={name.decode() for value in pdf.objects for name in names(value)},
            outline=list(outline(pdf, numbers)),
            anchors=anchors(pdf, numbers),
            links=[link for number, page in enumerate(pdf.pages, start=1) for link in links(page, number)],
            roles=roles,
            figures=figures,
            missing_glyphs=sum(page.obj.Contents.read_bytes().count(b"<0000>") for page in pdf.pages),
        )


def fonts(pdf: pikepdf.Pdf) -> dict[str, bool]:
    """Whether each font is embedded, by its name without the prefix of a subset."""
    known = [value for value in pdf.objects if isinstance(value, Dictionary) and value.get("/Type") == "/Font"]
    with_descriptor = [value for value in known if "/DescendantFonts" not in value]
    embedded = {str(value.BaseFont): "/FontFile2" in value.get("/FontDescriptor", {}) for value in with_descriptor}
    return {name.lstrip("/").split("+")[-1]: there for name, there in embedded.items()}


def names(value: Any) -> list[bytes]:
    """Every key and name of one object, and anything else that looks like one."""
    inner = value.stream_dict if isinstance(value, Stream) else value
    return NAME.findall(inner.unparse(resolved=True))


def outline(pdf: pikepdf.Pdf, numbers: dict[tuple[int, int], int]) -> Iterator[tuple[int, str, int]]:
    """The bookmarks in order: level, text, page."""

    def below(parent: Any, level: int) -> Iterator[tuple[int, str, int]]:
        entry = parent.get("/First")
        while entry is not None:
            yield level, str(entry.Title), numbers[entry.Dest[0].objgen]
            yield from below(entry, level + 1)
            entry = entry.get("/Next")

    return below(pdf.Root.get("/Outlines", Dictionary()), 1)


def anchors(pdf: pikepdf.Pdf, numbers: dict[tuple[int, int], int]) -> dict[str, tuple[int, float]]:
    """The page of each named destination, and its distance from the top."""
    flat = list(pdf.Root.get("/Names", {}).get("/Dests", {}).get("/Names", []))
    heights = {number: float(page.mediabox[3]) for number, page in enumerate(pdf.pages, start=1)}
    found = {str(name): (numbers[to[0].objgen], float(to[3])) for name, to in zip(flat[::2], flat[1::2], strict=True)}
    return {name: (page, heights[page] - height) for name, (page, height) in found.items()}


def links(page: pikepdf.Page, number: int) -> Iterator[Link]:
    """The links of one page."""
    height = float(page.mediabox[3])
    for annotation in page.obj.get("/Annots", []):
        if annotation.Subtype != "/Link":
            continue
        left, one, right, other = map(float, annotation.Rect)
        address = str(annotation.A.get("/URI", annotation.A.S)) if "/A" in annotation else ""
        box = (min(left, right), height - max(one, other), max(left, right), height - min(one, other))
        yield Link(number, *box, str(annotation.get("/Dest", "")), address, str(annotation.get("/Contents", "")))


def texts(page: pikepdf.Page, number: int) -> Iterator[Text]:
    """The pieces of text on one page, in drawing order. Our pages only move and scale: nothing is rotated or skewed."""
    height = float(page.mediabox[3])
    for text in _texts(page.obj.Contents, page.resources, (1.0, 0.0, 0.0), None):
        yield text._replace(page=number, line=text.line - height)


def _texts(
    stream: Stream, resources: Dictionary, matrix: tuple[float, float, float], mark: int | None
) -> Iterator[Text]:
    """The pieces of text in a page or in a form drawn on it, such as the centred text of a drawing."""
    families = {name: str(font.BaseFont).split("+")[-1] for name, font in resources.get("/Font", {}).items()}
    stack, marks = [], [mark]
    font, size, at = "", 0.0, (0.0, 0.0)
    for found in OPERATOR.finditer(stream.read_bytes().decode("latin-1")):
        if found["save"]:
            stack.append(matrix)
        elif found["restore"]:
            matrix = stack.pop()
        elif found["matrix"]:
            scale, offset = float(found[3]), (float(found[7]), float(found[8]))
            moved = (matrix[1] + offset[0] * abs(matrix[0]), matrix[2] + offset[1] * matrix[0])
            matrix, at = ((matrix[0] * scale, *moved), at) if found["matrix"] == "cm" else (matrix, moved)
        elif found["font"]:
            font, size = families["/" + found["font"]], float(found["size"])
        elif found["mark"] or found["other"]:
            marks.append(int(found["mark"]) if found["mark"] else None)
        elif found["end"]:
            marks.pop()
        elif found["form"]:
            form = resources.XObject["/" + found["form"]]
            if form.Subtype == "/Form":
                yield from _texts(form, form.get("/Resources", resources), matrix, marks[-1])
        else:
            yield Text(0, at[0], at[1], font, round(size * abs(matrix[0]), 2), marks[-1])


def structure(pdf: pikepdf.Pdf, numbers: dict[tuple[int, int], int]) -> tuple[dict[tuple[int, int], str], list[str]]:
    """The structure type of each piece of text by its page and mark, and the alternative text of each image."""
    roles: dict[tuple[int, int], str] = {}
    figures: list[str] = []

    def walk(element: Any, role: str) -> None:
        kind = str(element.get("/S", ""))
        role = role if kind in INLINE else kind[1:]
        if kind == "/Figure":
            figures.append(str(element.get("/Alt", "")))
        kids = element.get("/K", Array())
        for kid in kids if isinstance(kids, Array) else [kids]:
            if isinstance(kid, int):
                roles[numbers[element.Pg.objgen], kid] = role
            elif "/S" in kid:
                walk(kid, role)

    walk(pdf.Root.StructTreeRoot, "")
    return roles, figures


def read_all_pdfs(site: Path, _: Path) -> dict[str, PdfContent]:
    """Read every PDF of a built site, by its address."""
    files = {path.relative_to(site).as_posix(): path for path in sorted(site.rglob("*.pdf"))}
    return {file: read_pdf(path, file) for file, path in files.items()}
