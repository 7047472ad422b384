"""Colours are defined only in docs/assets/palette.css, so that a change there changes them everywhere."""

import base64
import re
import zipfile
from io import BytesIO
from pathlib import Path, PurePosixPath

import material
import pikepdf
import pytest
from guide_factory import page
from macro_environment import ROOT, facts
from selectolax.lexbor import LexborHTMLParser
from tinycss2.color5 import parse_color

from core import palette
from core.errors import InputError
from exports import build_pool, markup, pdf_rendering
from exports.book import cover_drawing
from exports.epub import make_epub
from exports.site_reader import Guide

OLD, NEW = "#0b5356", "#336699"  # the main colour, and another one
IN_A_PDF = b"0.2 0.4 0.6"  # the other one as a PDF writes it
FOLDERS = ("core", "docs/assets", "exports", "hooks", "macros", "overrides")
KINDS = (".css", ".html", ".jinja", ".js", ".py", ".svg", ".xml")
FILES = [
    path.relative_to(ROOT).as_posix()
    for folder in FOLDERS
    for path in sorted((ROOT / folder).rglob("*"))
    if path.suffix in KINDS and path.relative_to(ROOT).as_posix() != palette.FILE
]
TEXTS = {name: (ROOT / name).read_text(encoding="utf-8") for name in FILES}
COLOUR = re.compile(
    r"(?<![&\w])#(?:[0-9a-f]{8}|[0-9a-f]{6}|[0-9a-f]{3,4})(?![\w-])"
    r"|(?<![\w.-])(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|color|color-mix|device-cmyk|light-dark)\([\d.%\s,/a-z#-]+\)",
    re.I,
)
WORD = re.compile(r"(?<![\w.#$@&-])[a-z]{3,}(?![\w(-])", re.I)
VALUE = {  # where a word may be the name of a colour
    ".css": re.compile(r":([^;{}]*)(?=[;}])"),
    "": re.compile(r"(?:fill|stroke|color|background|bgcolor)[\"']?\s*[=:]\s*[\"']?([a-z]+)", re.I),
}
IGNORED = {  # comments, names of fonts, anchors
    ".css": re.compile(r"/\*.*?\*/|\"[\w .-]*\"(?=[^;{}]*[;}])", re.S),
    "": re.compile(r"href=\"#[^\"]*\""),
}
SYSTEM_COLOURS = {"transparent", "currentcolor"}  # fixed by no palette, like system colours: LinkText, Canvas
PROPERTY = re.compile(r"--([\w-]+):")
PAPER_PREFIXES = ("pdf-", "print-", "worksheet-")  # on paper, which has no dark mode


def literal_colours(name: str, text: str) -> list[str]:
    """Return the line and the text of each literal colour in a file."""
    kind = ".css" if name.endswith(".css") else ""
    text = IGNORED[kind].sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)
    found = [(match.start(), match[0]) for match in COLOUR.finditer(text)]
    for value in VALUE[kind].finditer(text):
        words = [(value.start(1) + word.start(), word[0]) for word in WORD.finditer(value[1])]
        found += [(position, word) for position, word in words if is_colour(word)]
    lines = [(text.count("\n", 0, position) + 1, colour) for position, colour in sorted(found)]
    return [f"{name}, line {line}: {colour}" for line, colour in lines]


def is_colour(word: str) -> bool:
    """Whether a word is the name of a colour in CSS."""
    return word.lower() not in SYSTEM_COLOURS and not isinstance(parse_color(word), str | None)


def test_no_other_file_contains_a_colour():
    """No file but the palette contains a literal colour; the palette is where to give it a name."""
    assert [found for name, text in TEXTS.items() for found in literal_colours(name, text)] == []


def test_every_colour_is_known_and_used():
    """A misspelt name in var() would silently remove a colour, and an unused one would only mislead."""
    used = {name for text in TEXTS.values() for name in palette.VAR_REFERENCE.findall(text)}
    defined_elsewhere = {name for text in TEXTS.values() for name in PROPERTY.findall(text)}
    assert used - defined_elsewhere - palette.colours().keys() == set()
    assert palette.colours().keys() - used == set()


def test_every_colour_on_screens_has_a_dark_mode():
    """Light and dark mode define the same names."""
    dark = re.search(r"@media \(prefers-color-scheme: dark\) \{\s*:root \{(.*?)\}", palette.read_palette(), re.S)
    light = [name for name in palette.colours() if not name.startswith(PAPER_PREFIXES)]
    assert PROPERTY.findall(dark[1]) == light


def test_a_stylesheet_with_colours_imports_the_palette():
    """A stylesheet of the site that uses var() needs the palette's @import, or the colours that guide.css defines."""
    styles = {Path(name).name: text for name, text in TEXTS.items() if re.match(r"docs/assets/.*\.css$", name)}
    shared = set(palette.VAR_REFERENCE.findall(styles["guide.css"]))
    pages = {"home.css", "components.css", "markdown.css"}
    assert {*pages, "guide.css", "print.css", "embed.css", "accent.css"} == set(styles)
    for name in pages:
        assert set(palette.VAR_REFERENCE.findall(styles.pop(name))) <= shared
    del styles["accent.css"]  # the build adds it to guide.css
    assert [name for name, text in styles.items() if text.count(palette.IMPORT) != 1] == []


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("a.css", "a { margin: 0;\n  color: #0B5356; }", ["a.css, line 2: #0B5356"]),
        ("a.css", "a { border: 1px solid Olive }", ["a.css, line 1: Olive"]),
        ("a.css", "a { background: rgb(0 0 0 / .5); }", ["a.css, line 1: rgb(0 0 0 / .5)"]),
        ("a.css", "a { --own: hsl(200, 50%, 50%); }", ["a.css, line 1: hsl(200, 50%, 50%)"]),
        ("a.svg", '<path\nfill="red"/>', ["a.svg, line 2: red"]),
        ("a.html.jinja", '<p style="color: #424d50">', ["a.html.jinja, line 1: #424d50"]),
        ("a.py", "LINES = 'stroke=\"#7d7566\"'", ["a.py, line 1: #7d7566"]),
        ("a.js", 'node.style.background = "plum";', ["a.js, line 1: plum"]),
        ("a.css", "/* red, #fff */ .red, a:hover { color: var(--ink); white-space: nowrap; }", []),
        ("a.css", 'a { font-family: "Black"; background: transparent; border: 1px solid currentColor; }', []),
        ("a.css", "a { color: LinkText; fill: none; }", []),
        ("a.html", '<a href="#add">&#124;</a> <svg fill="none" stroke="currentColor"></svg>', []),
        ("a.py", "def show(color: str, fill: bool) -> None: ...", []),
    ],
)
def test_literal_colours_are_found(name, text, found):
    """Each is found with its line; comments, selectors, fonts, anchors and system colours may contain such words."""
    assert literal_colours(name, text) == found


def test_a_drawing_gets_its_colours():
    """No stylesheet reaches a drawing, so its names are replaced; an unknown one is refused with the nearest."""
    assert palette.resolve_colours('<path fill="var(--edge)"/>', "purple") == '<path fill="#7d7566"/>'
    assert palette.resolve_colours("var(--main)", "purple") == "#5b2a54" != palette.resolve_colours("var(--main)")
    with pytest.raises(InputError) as error:
        palette.resolve_colours('<path fill="var(--mian)"/>')
    assert str(error.value) == f"there is no colour “mian” in {palette.FILE}; write “main”."


def test_a_stylesheet_gets_the_colours_that_it_uses():
    """The @import is replaced by one line with the used colours, those that the practice chose, in light and dark."""
    css = f"/* A */\n{palette.IMPORT}\n\na {{ color: var(--edge); }}"
    assert palette.inline_palette(css) == (
        "/* A */\n:root { color-scheme: light dark; --edge: #7d7566; } "
        "@media (prefers-color-scheme: dark) { :root { --edge: #8b8f88; } }\n\na { color: var(--edge); }"
    )
    css = '@import "palette.css"; a { color: var(--main); outline-color: var(--accent); }'
    assert palette.inline_palette(css, "purple", "green").partition(" a {")[0] == (
        ":root { color-scheme: light dark; --main: #5b2a54; --accent: #2f5128; } "
        "@media (prefers-color-scheme: dark) { :root { --main: #e6b9dc; --accent: #b4d39a; } }"
    )
    assert palette.inline_palette(css, "teal") == palette.inline_palette(css)
    assert palette.inline_palette("a { color: var(--edge); }") == "a { color: var(--edge); }"


def luminance(colour: str) -> float:
    """How light a colour such as #0b5356 is, by the Web Content Accessibility Guidelines (WCAG) 2."""
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[start : start + 2], 16) / 255 for start in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, by WCAG 2."""
    dark, light = sorted(map(luminance, (one, other)))
    return (light + 0.05) / (dark + 0.05)


TEXT_ON = [  # text, and what it may stand on
    *((text, ground) for text in ("ink", "quiet", "main", "accent") for ground in ("paper", "sheet", "tint")),
    *(("on-main", ground) for ground in ("main", "accent")),
    ("care-ink", "care"),
]
PRINTED_ON = [("pdf-ink", "pdf-paper"), ("pdf-quiet", "pdf-paper"), ("pdf-care-ink", "pdf-care")]
EDGES_ON = [("edge", "paper"), ("edge", "sheet"), ("care-edge", "paper"), ("care-edge", "care")]


@pytest.mark.parametrize("accent", ["", "red", "yellow"])
@pytest.mark.parametrize("name", palette.colour_names())
def test_every_colour_of_a_practice_can_be_read(name, accent):
    """With each named colour, text has a contrast of 4.5 and an edge one of 3, in light and in dark mode."""
    light, _, dark = palette.with_chosen_colours(name, accent or name).partition(palette.DARK_MODE)
    for mode in (light, dark):
        values = dict(palette.DECLARATION.findall(mode))
        low = [(text, ground) for text, ground in TEXT_ON if contrast(values[text], values[ground]) < 4.5]
        low += [(edge, ground) for edge, ground in EDGES_ON if contrast(values[edge], values[ground]) < 3]
        assert low == []
    paper = palette.colours(name)
    assert min(contrast(paper["main"], paper[ground]) for ground in ("pdf-paper", "pdf-care", "tint")) >= 4.5
    assert min(contrast(paper[text], paper[ground]) for text, ground in PRINTED_ON) >= 4.5


def test_the_names_of_material_are_the_names_of_the_palette():
    """Each colour that Material documents as primary has tones here, except those that cannot be told from the page."""
    style = next((Path(material.__file__).parent / "templates/assets/stylesheets").glob("palette.*.min.css"))
    theirs = set(re.findall(r"\[data-md-color-primary=([\w-]+)\]", style.read_text(encoding="utf-8")))
    assert theirs - set(palette.colour_names()) == {"white"}
    assert set(palette.colour_names()) <= theirs


@pytest.fixture
def changed_palette(tmp_path, monkeypatch):
    """Let this process read a palette with another main colour."""
    path = tmp_path / "palette.css"
    path.write_text(palette.PATH.read_text(encoding="utf-8").replace(OLD, NEW), encoding="utf-8")
    monkeypatch.setattr(palette, "PATH", path)
    pdf_rendering._palette.cache_clear()
    yield
    pdf_rendering._palette.cache_clear()


def test_a_changed_colour_reaches_pdfs(changed_palette, tmp_path):
    """The headings of a PDF have the new colour: every kind of PDF gets the palette."""
    painted = pdf_operators('<html lang="en"><title>A</title><h1>A</h1></html>', ("base.css", "handout.css"), tmp_path)
    assert IN_A_PDF in painted
    assert b"0.04" not in painted  # the red of the old one


def test_a_changed_colour_reaches_drawings(changed_palette, tmp_path):
    """A drawing in the text of a PDF has the new colour."""
    svg = '<svg viewBox="0 0 9 9"><path class="guide-drawing__main" fill="currentColor" d="M1 1H8V8"/></svg>'
    article = LexborHTMLParser(f'<article><figure class="guide-drawing">{svg}</figure></article>').css_first("article")
    markup.prepare_pictures(article, "")
    assert IN_A_PDF in pdf_operators(f'<html lang="en"><title>A</title>{article.html}</html>', ("base.css",), tmp_path)


def pdf_operators(text: str, styles: tuple[str, ...], site: Path) -> bytes:
    """Return the drawing operators of a PDF that is rendered from this HTML."""
    pdf, _ = pdf_rendering.render_pdf(pdf_rendering.HtmlDocument(text, styles), site, "a test")
    with pikepdf.open(BytesIO(pdf)) as opened:
        streams = [found.read_bytes() for found in opened.objects if isinstance(found, pikepdf.Stream)]
    return b"\n".join(stream for stream in streams if b" re" in stream or b" Tf" in stream or b" RG" in stream)


def test_a_changed_colour_reaches_the_covers(changed_palette, tmp_path):
    """The drawings on the covers of the book and the EPUB have the new colour; the EPUB's text has none."""
    first = page("", "<h1>A</h1>", title="A")
    guide = Guide(tmp_path, "https://guide.example/", "A", "en", "ltr", "<svg><path d='M0 0'/></svg>", (first,))
    cover = base64.b64decode(
        cover_drawing(
            Guide(tmp_path, "", "", "", "", '<svg class="guide-hero-drawing"><path d="M0 0"/></svg>', ())
        ).partition("base64,")[2]
    ).decode()
    assert (NEW in cover, OLD in cover) == (True, False)
    with zipfile.ZipFile(BytesIO(make_epub(guide, facts(), 0))) as book:
        texts = {name: book.read(name).decode() for name in book.namelist() if not name.endswith((".ttf", ".png"))}
    coloured = [name for name, text in texts.items() if literal_colours(name, text)]
    assert [PurePosixPath(name).suffix for name in coloured] == [".svg"]
    assert (NEW in texts[coloured[0]], OLD in texts[coloured[0]]) == (True, False)


def test_a_changed_colour_invalidates_the_cache(tmp_path, monkeypatch):
    """Downloads with the old colours are not taken from the cache."""
    before = build_pool.shared_inputs(facts())
    (tmp_path / "palette.css").write_text(palette.read_palette().replace(OLD, NEW), encoding="utf-8")
    monkeypatch.setattr(palette, "PATH", tmp_path / "palette.css")
    assert build_pool.shared_inputs(facts()) != before
