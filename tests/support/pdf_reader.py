"""Reads a printed PDF as people, printers and screen readers meet it: words and where they stand, links, structure."""

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
NUMBERS = r"([-\d.]+) " * 6
MARK = re.compile(
    rf"(?P<save>(?<=\s)q\s)|(?P<back>(?<=\s)Q\s)|{NUMBERS}(?P<to>cm|Tm)"
    r"|/(?P<font>\w+) (?P<size>[\d.]+) Tf|/MCID (?P<mark>\d+)\s*>>\s*BDC|(?P<other>BDC|BMC)\s|(?P<end>EMC)\s"
    r"|(?P<shown>T[jJ])\s"
)
INLINE = {"/Span", "/Link", "/Strong", "/Em", "/Code", "/Quote", "/Reference", "/NonStruct"}


class Word(NamedTuple):
    """A word and where it stands, in points from the top left corner of its page; pages count from 1."""

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
    """A link: where it stands, the place in the file or the address to which it leads, and what it is called."""

    page: int
    left: float
    top: float
    right: float
    bottom: float
    place: str
    address: str
    told: str


class Text(NamedTuple):
    """A piece of text as it is drawn: its font, its size on paper, where, and its mark in the structure."""

    page: int
    left: float
    line: float
    font: str
    size: float
    mark: int | None  # None: it is no part of the structure


@dataclass
class Print:
    """A printed PDF."""

    file: str  # from the site's root
    weight: int  # bytes
    pages: list[tuple[float, float]]  # width and height
    words: list[Word]  # in the order in which they are drawn, which is that of the text
    info: dict[str, str]
    xmp: str
    language: str
    titled: bool  # the window shows the title
    fonts: dict[str, bool]  # the name of each, and whether the file brings it along
    names: set[str]  # every key and name that any object of the file has
    outline: list[tuple[int, str, int]]  # rank, words, page
    places: dict[str, tuple[int, float]]  # page, and height from the top
    links: list[Link]
    texts: list[Text]
    roles: dict[tuple[int, int], str]  # what each mark of a page is: P, H2, TD ...
    figures: list[str]  # what is told of each picture
    missing: int  # letters that no font has, drawn as empty boxes

    @cached_property
    def leaves(self) -> list[list[Word]]:
        """The words of each page."""
        found: list[list[Word]] = [[] for _ in self.pages]
        for word in self.words:
            found[word.page - 1].append(word)
        return found


def typed(address: str) -> str:
    """An address as it is printed: without what a browser adds by itself."""
    parts = urlsplit(address)
    return parts.netloc.removeprefix("www.") + parts.path + (f"?{parts.query}" if parts.query else "")


def words(path: Path) -> tuple[list[tuple[float, float]], list[Word]]:
    """The sizes of all pages, and their words as Poppler finds them; what lies outside a page is not found."""
    command = ["pdftotext", "-raw", "-bbox", path, "-"]
    said = subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout
    pages, found = [], []
    for width, height, *box, text in WORD.findall(said):
        if width:
            pages.append((float(width), float(height)))
        else:
            found.append(Word(len(pages), *map(float, box), html.unescape(text)))
    return pages, found


def paper(path: Path, file: str) -> Print:
    """Read one PDF."""
    pages, found = words(path)
    with pikepdf.open(path) as pdf:
        numbers = {page.objgen: number for number, page in enumerate(pdf.pages, start=1)}
        roles, figures = structure(pdf, numbers)
        return Print(
            file=file,
            weight=path.stat().st_size,
            pages=pages,
            words=found,
            info={key: str(value) for key, value in pdf.docinfo.items()},
            xmp=pdf.Root.Metadata.read_bytes().decode(),
            language=str(pdf.Root.get("/Lang", "")),
            titled=bool(pdf.Root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False)),
            fonts=fonts(pdf),
            names={name.decode() for value in pdf.objects for name in names(value)},
            outline=list(outline(pdf, numbers)),
            places=places(pdf, numbers),
            links=[link for number, page in enumerate(pdf.pages, start=1) for link in links(page, number)],
            texts=[text for number, page in enumerate(pdf.pages, start=1) for text in texts(page, number)],
            roles=roles,
            figures=figures,
            missing=sum(page.obj.Contents.read_bytes().count(b"<0000>") for page in pdf.pages),
        )


def fonts(pdf: pikepdf.Pdf) -> dict[str, bool]:
    """Each font without the letters before its name, and whether it lies in the file."""
    known = [value for value in pdf.objects if isinstance(value, Dictionary) and value.get("/Type") == "/Font"]
    described = [value for value in known if "/DescendantFonts" not in value]
    kept = {str(value.BaseFont): "/FontFile2" in value.get("/FontDescriptor", {}) for value in described}
    return {name.lstrip("/").split("+")[-1]: there for name, there in kept.items()}


def names(value: Any) -> list[bytes]:
    """Every key and name of one object, and what is written like one."""
    inner = value.stream_dict if isinstance(value, Stream) else value
    return NAME.findall(inner.unparse(resolved=True))


def outline(pdf: pikepdf.Pdf, numbers: dict[tuple[int, int], int]) -> Iterator[tuple[int, str, int]]:
    """The bookmarks from the top: rank, words, page."""

    def below(above: Any, rank: int) -> Iterator[tuple[int, str, int]]:
        entry = above.get("/First")
        while entry is not None:
            yield rank, str(entry.Title), numbers[entry.Dest[0].objgen]
            yield from below(entry, rank + 1)
            entry = entry.get("/Next")

    return below(pdf.Root.get("/Outlines", Dictionary()), 1)


def places(pdf: pikepdf.Pdf, numbers: dict[tuple[int, int], int]) -> dict[str, tuple[int, float]]:
    """Where each named place lies."""
    flat = list(pdf.Root.get("/Names", {}).get("/Dests", {}).get("/Names", []))
    heights = {number: float(page.mediabox[3]) for number, page in enumerate(pdf.pages, start=1)}
    found = {str(name): (numbers[to[0].objgen], float(to[3])) for name, to in zip(flat[::2], flat[1::2], strict=True)}
    return {name: (page, heights[page] - height) for name, (page, height) in found.items()}


def links(page: pikepdf.Page, number: int) -> Iterator[Link]:
    """The links of one page."""
    height = float(page.mediabox[3])
    for note in page.obj.get("/Annots", []):
        if note.Subtype != "/Link":
            continue
        left, one, right, other = map(float, note.Rect)
        address = str(note.A.get("/URI", note.A.S)) if "/A" in note else ""
        box = (min(left, right), height - max(one, other), max(left, right), height - min(one, other))
        yield Link(number, *box, str(note.get("/Dest", "")), address, str(note.get("/Contents", "")))


def texts(page: pikepdf.Page, number: int) -> Iterator[Text]:
    """What one page draws, piece by piece. Our pages only move and scale: nothing on them stands askew."""
    families = {name: str(font.BaseFont).split("+")[-1] for name, font in page.resources.get("/Font", {}).items()}
    now, kept, marks = (1.0, 0.0, 0.0), [], []
    font, size, at = "", 0.0, (0.0, 0.0)
    for found in MARK.finditer(page.obj.Contents.read_bytes().decode("latin-1")):
        if found["save"]:
            kept.append(now)
        elif found["back"]:
            now = kept.pop()
        elif found["to"]:
            scale, move = float(found[3]), (float(found[7]), float(found[8]))
            moved = (now[1] + move[0] * abs(now[0]), now[2] + move[1] * now[0])
            now, at = ((now[0] * scale, *moved), at) if found["to"] == "cm" else (now, moved)
        elif found["font"]:
            font, size = families["/" + found["font"]], float(found["size"])
        elif found["mark"] or found["other"]:
            marks.append(int(found["mark"]) if found["mark"] else None)
        elif found["end"]:
            marks.pop()
        else:
            line = at[1] - float(page.mediabox[3])
            yield Text(number, at[0], line, font, round(size * abs(now[0]), 2), marks[-1] if marks else None)


def structure(pdf: pikepdf.Pdf, numbers: dict[tuple[int, int], int]) -> tuple[dict[tuple[int, int], str], list[str]]:
    """What each marked piece of the text is, by its page and mark; and what is told of each picture."""
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


def every_print(site: Path, _: Path) -> dict[str, Print]:
    """Read every PDF of a finished site, each once."""
    files = {path.relative_to(site).as_posix(): path for path in sorted(site.rglob("*.pdf"))}
    return {file: paper(path, file) for file, path in files.items()}
