"""The palette: a colour is changed in one place, docs/assets/palette.css, and stands in no other."""

import base64
import re
import zipfile
from io import BytesIO
from pathlib import Path, PurePosixPath

import pikepdf
import pytest
import site_factory
from fingerprint_assets import named
from macro_environment import ROOT, facts
from sample_guide import page
from selectolax.lexbor import LexborHTMLParser
from tinycss2.color5 import parse_color

from core import palette
from core.errors import InputError, nearest
from exports import build_pool, markup, pdf_rendering
from exports.book import drawn
from exports.epub import epub
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
VALUE = {  # where a word can be the name of a colour
    ".css": re.compile(r":([^;{}]*)(?=[;}])"),
    "": re.compile(r"(?:fill|stroke|color|background|bgcolor)[\"']?\s*[=:]\s*[\"']?([a-z]+)", re.I),
}
HARMLESS = {  # comments, names of typefaces, places of a page
    ".css": re.compile(r"/\*.*?\*/|\"[\w .-]*\"(?=[^;{}]*[;}])", re.S),
    "": re.compile(r"href=\"#[^\"]*\""),
}
THEIRS = {"transparent", "currentcolor"}  # no colours of their own, as the reader's system colours: LinkText, Canvas
NAME_IT = "give it a name there, and write that here, such as “var(--ink)”"
OWN = re.compile(r"--([\w-]+):")
GROUPS = ("pdf-", "print-", "worksheet-")  # on paper, where there is no night


def literals(name: str, text: str) -> list[str]:
    """Name the colours that stand in a file instead of their names: where, which, and what to write."""
    kind = ".css" if name.endswith(".css") else ""
    text = HARMLESS[kind].sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)
    found = [(match.start(), match[0]) for match in COLOUR.finditer(text)]
    for value in VALUE[kind].finditer(text):
        words = [(value.start(1) + word.start(), word[0]) for word in WORD.finditer(value[1])]
        found += [(place, word) for place, word in words if is_colour(word)]
    lines = [(text.count("\n", 0, place) + 1, colour) for place, colour in sorted(found)]
    told = "{}, line {}: “{}” is a colour outside {}; {}."
    return [told.format(name, line, colour, palette.FILE, cure(colour)) for line, colour in lines]


def is_colour(word: str) -> bool:
    """Whether a word is the name of a colour in CSS."""
    return word.lower() not in THEIRS and not isinstance(parse_color(word), str | None)


def cure(colour: str) -> str:
    """What to write in the place of a colour."""
    parts = list(parse_color(colour) or ())
    same = [name for name, value in palette.colours().items() if list(parse_color(value)) == parts]
    write = " or ".join(f"“var(--{name})”" for name in same)
    return f"write {write}" if same else NAME_IT


def unknown(name: str, text: str, own: set[str]) -> list[str]:
    """Name what a file asks of the palette that is not there. Takes the other properties that our files set, too."""
    there = {*palette.colours(), *own}
    asked = [found for found in dict.fromkeys(palette.USE.findall(text)) if found not in there]
    return [f"{name}: there is no colour “{word}” in {palette.FILE}; {nearest(word, there)}." for word in asked]


def test_no_colour_stands_outside_the_palette():
    """Whoever changes a colour has changed it everywhere: no other file holds one."""
    assert [fault for name, text in TEXTS.items() for fault in literals(name, text)] == []


def test_every_name_of_a_colour_is_known():
    """A name that is written wrong would leave a colour out, and no browser says so."""
    own = {name for text in TEXTS.values() for name in OWN.findall(text)}
    assert [fault for name, text in TEXTS.items() for fault in unknown(name, text, own)] == []


def test_every_colour_is_used():
    """No colour is kept that nothing shows."""
    used = {name for text in TEXTS.values() for name in palette.USE.findall(text)}
    unused = [name for name in palette.colours() if name not in used]
    assert unused == [], f"{palette.FILE}: take out what nothing uses: {', '.join(unused)}"


def test_every_colour_of_a_screen_has_one_for_the_night():
    """No colour of the day stays when the rest is dark, and none is dark alone."""
    night = re.search(r"@media \(prefers-color-scheme: dark\) \{\s*:root \{(.*?)\}", palette.read(), re.S)
    day = [name for name in palette.colours() if not name.startswith(GROUPS)]
    assert OWN.findall(night[1]) == day


def test_a_stylesheet_with_colours_asks_for_the_palette():
    """A stylesheet of the web that names a colour and forgets the palette would have none."""
    styles = {name: text for name, text in TEXTS.items() if name.startswith("docs/assets/") and name.endswith(".css")}
    assert len(styles) == 2
    assert [name for name, text in styles.items() if "var(--" in text and text.count(palette.IMPORT) != 1] == []


@pytest.mark.parametrize(
    ("name", "text", "line", "colour", "write"),
    [
        ("a.css", "a { margin: 0;\n  color: #0B5356; }", 2, "#0B5356", "write “var(--main)”"),
        ("a.css", "a { border: 1px solid Olive }", 1, "Olive", NAME_IT),
        ("a.css", "a { background: rgb(0 0 0 / .5); }", 1, "rgb(0 0 0 / .5)", NAME_IT),
        ("a.css", "a { --own: hsl(200, 50%, 50%); }", 1, "hsl(200, 50%, 50%)", NAME_IT),
        ("a.svg", '<path\nfill="red"/>', 2, "red", NAME_IT),
        ("a.html.jinja", '<p style="color: #424d50">', 1, "#424d50", "write “var(--quiet)”"),
        ("a.py", "LINES = 'stroke=\"#7d7566\"'", 1, "#7d7566", "write “var(--edge)”"),
        ("a.js", 'node.style.background = "plum";', 1, "plum", NAME_IT),
    ],
)
def test_a_colour_elsewhere_is_refused(name, text, line, colour, write):
    """The message says where it stands, and what to write."""
    assert literals(name, text) == [f"{name}, line {line}: “{colour}” is a colour outside {palette.FILE}; {write}."]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.css", '/* red, #fff */ .red, a:hover { color: var(--ink); white-space: nowrap; font-family: "Black"; }'),
        ("a.css", "a { color: LinkText; background: transparent; border: 1px solid currentColor; fill: none; }"),
        ("a.html", '<a href="#add">&#124;</a> <svg fill="none" stroke="currentColor"></svg>'),
        ("a.py", "def show(color: str, fill: bool) -> None: ..."),
    ],
)  # fmt: skip
def test_what_is_no_colour_is_left_alone(name, text):
    """Comments, selectors, typefaces, places and the system's own colours may have such words."""
    assert literals(name, text) == []


def test_a_wrong_name_is_refused():
    """In a stylesheet by this test, in a drawing by the build: each says which name was meant."""
    told = f"there is no colour “mian” in {palette.FILE}; write “main”."
    assert unknown("a.css", "a { color: var(--mian); font: var(--sans); }", {"sans"}) == [f"a.css: {told}"]
    with pytest.raises(InputError) as refused:
        palette.resolved('<path fill="var(--mian)"/>')
    assert str(refused.value) == told


def test_a_stylesheet_gets_the_colours_that_it_uses():
    """In the place of its @import stands one line: by day, by night and with each accent, and nothing unused."""
    css = f"/* A */\n{palette.IMPORT}\n\na {{ color: var(--edge); }}"
    assert palette.bundled(css) == (
        "/* A */\n:root { color-scheme: light dark; --edge: #7d7566; } "
        "@media (prefers-color-scheme: dark) { :root { --edge: #8b8f88; } }\n\na { color: var(--edge); }"
    )
    accents = palette.bundled(css.replace("edge", "main"))
    assert re.findall(r'\[data-accent="(\w+)"\]', accents) == ["moss", "plum", "moss", "plum"]
    assert palette.bundled("a { color: var(--edge); }") == "a { color: var(--edge); }"


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """A tiny site in whose palette one colour was changed, in one place."""
    return site_factory.house(tmp_path_factory.mktemp("house"), edits={palette.FILE: (OLD, NEW)})


@pytest.fixture
def changed(house, monkeypatch):
    """Let this process read the changed palette, as one that runs in that house would."""
    monkeypatch.setattr(palette, "PATH", house / palette.FILE)
    pdf_rendering._palette.cache_clear()
    yield
    pdf_rendering._palette.cache_clear()


@pytest.fixture(scope="module")
def site(house):
    """That site, built."""
    built = site_factory.build(house)
    assert built.code == 0, built.said
    return built.site


@pytest.mark.parametrize("name", ["guide.*.css", "embed.*.css", "icon.*.svg"])
def test_a_changed_colour_arrives_on_the_web(site, name):
    """Pages, the cards that other sites show, and the icon: with the new colour, without the old one."""
    (path,) = (site / "assets").glob(name)
    text = path.read_text(encoding="utf-8")
    assert NEW in text
    assert OLD not in text
    assert named(f"assets/{name.replace('.*', '')}", text.encode()) == f"assets/{path.name}"


def test_the_palette_is_no_file_of_the_site(site):
    """Its colours stand in the stylesheets: a page loads no more files than without it."""
    assert list(site.rglob("palette*")) == []
    assert "@import" not in "".join(path.read_text(encoding="utf-8") for path in site.rglob("*.css"))


def test_a_changed_colour_arrives_in_the_preview(house, changed):
    """The live preview shows it, too."""
    text = palette.bundled((house / "docs/assets/guide.css").read_text(encoding="utf-8"))
    css, _ = site_factory.preview(house, named("assets/guide.css", text.encode()))
    assert css == text
    assert NEW in css


@pytest.mark.parametrize("style", ["handout.css", "book.css", "link-sheet.css", "number-sheet.css"])
def test_a_changed_colour_arrives_in_pdfs(changed, tmp_path, style):
    """A heading in every kind of PDF that has colours."""
    text = '<html lang="en"><title>A</title><h1>A</h1><h2>B</h2><div class="guide-helpline"><h2>C</h2></div></html>'
    painted = inked(text, (*pdf_rendering.SHARED, style), tmp_path)
    assert IN_A_PDF in painted
    assert b"0.04" not in painted  # the red of the old one


def test_a_changed_colour_arrives_in_drawings(changed, tmp_path):
    """A drawing inside a text that is printed."""
    svg = '<svg viewBox="0 0 9 9"><path class="guide-drawing__main" fill="currentColor" d="M1 1H8V8"/></svg>'
    article = LexborHTMLParser(f'<article><figure class="guide-drawing">{svg}</figure></article>').css_first("article")
    markup.coloured(article)
    assert IN_A_PDF in inked(f'<html lang="en"><title>A</title>{article.html}</html>', ("base.css",), tmp_path)


def inked(text: str, styles: tuple[str, ...], site: Path) -> bytes:
    """What a PDF of this markup draws, as the operators of its pages."""
    pdf, _ = pdf_rendering.printed(pdf_rendering.Sheet(text, styles), site, "a test")
    with pikepdf.open(BytesIO(pdf)) as opened:
        streams = [found.read_bytes() for found in opened.objects if isinstance(found, pikepdf.Stream)]
    return b"\n".join(stream for stream in streams if b" re" in stream or b" Tf" in stream or b" RG" in stream)


def test_a_changed_colour_arrives_on_the_covers(changed, tmp_path):
    """The drawing on the book's cover, and the e-book's picture; the e-book's text has no colour to change."""
    cover = base64.b64decode(drawn('<svg class="guide-hero"><path d="M0 0"/></svg>').partition("base64,")[2]).decode()
    assert (NEW in cover, OLD in cover) == (True, False)
    first = page("", "<h1>A</h1>", title="A")
    guide = Guide(tmp_path, "https://guide.example/", "A", "en", "ltr", "<svg><path d='M0 0'/></svg>", (first,))
    with zipfile.ZipFile(BytesIO(epub(guide, facts(), 0))) as book:
        texts = {name: book.read(name).decode() for name in book.namelist() if not name.endswith((".ttf", ".png"))}
    coloured = [name for name, text in texts.items() if literals(name, text)]
    assert [PurePosixPath(name).suffix for name in coloured] == [".svg"]
    assert (NEW in texts[coloured[0]], OLD in texts[coloured[0]]) == (True, False)


def test_a_changed_colour_makes_the_files_anew(monkeypatch, house):
    """A file to take away that was made with the old colours is not taken from the cache."""
    before = build_pool._before(facts())
    monkeypatch.setattr(palette, "PATH", house / palette.FILE)
    assert build_pool._before(facts()) != before
