"""Reads docs/assets/palette.css, which defines all colours, for stylesheets, drawings and PDFs."""

import re
from pathlib import Path

from core.errors import require_known

FILE = "docs/assets/palette.css"
PATH = Path(__file__).resolve().parent.parent / FILE
IMPORT = '@import "palette.css";'
COMMENT = re.compile(r"/\*.*?\*/", re.S)
DECLARATION = re.compile(r"--([\w-]+):\s*([^;{}]+?)\s*(?:;\s*|(?=\}))")
EMPTY_BLOCK = re.compile(r"[^{}]*\{\s*\}")
DARK_MODE = "@media"  # what follows is for dark mode
NAMED_COLOURS = re.compile(r'\[data-primary="([\w-]+)"\]\s*\{([^{}]*)\}')  # a colour that a practice can choose
DEFAULT_COLOUR = "teal"  # the name of the main colour
VAR_REFERENCE = re.compile(r"var\(\s*--([\w-]+)")
PLAIN_VAR_REFERENCE = re.compile(r"var\(--([\w-]+)\)")


def read_palette() -> str:
    """Return the palette without its comments. Not cached: in a live preview it may have changed."""
    return COMMENT.sub("", PATH.read_text(encoding="utf-8"))


def colour_names() -> list[str]:
    """Return the names of the colours that a practice can choose, such as deep-purple."""
    return sorted({DEFAULT_COLOUR, *(name for name, _ in NAMED_COLOURS.findall(read_palette()))})


def _mode_with_colours(mode: str, primary: str, accent: str = "") -> str:
    """The CSS of light or dark mode with these named colours as main colour and accent, without the named colours."""
    named = {name: dict(DECLARATION.findall(block)) for name, block in NAMED_COLOURS.findall(mode)}
    rest = NAMED_COLOURS.sub("", mode)
    values = named.get(primary, {})
    if accent:
        values = values | {"accent": named.get(accent, dict(DECLARATION.findall(rest)))["main"]}
    return DECLARATION.sub(lambda match: f"--{match[1]}: {values.get(match[1], match[2])}; ", rest)


def with_chosen_colours(primary: str = "", accent: str = "") -> str:
    """Return the palette with the named colours that the practice chose; without a name, the main colour stays."""
    light, dark, after = read_palette().partition(DARK_MODE)
    return _mode_with_colours(light, primary, accent) + dark + _mode_with_colours(after, primary, accent)


def colours(primary: str = "") -> dict[str, str]:
    """Return every colour by its name, in light mode, with this main colour."""
    return dict(DECLARATION.findall(with_chosen_colours(primary).partition(DARK_MODE)[0]))


def inline_palette(css: str, primary: str = "", accent: str = "") -> str:
    """Replace the @import of the palette in a stylesheet by one line with the colours that the stylesheet uses."""
    if IMPORT not in css:
        return css
    used = set(VAR_REFERENCE.findall(css))
    text = DECLARATION.sub(lambda match: match[0] if match[1] in used else "", with_chosen_colours(primary, accent))
    text = EMPTY_BLOCK.sub("", EMPTY_BLOCK.sub("", text))  # removing a nested block leaves its parent empty
    return css.replace(IMPORT, " ".join(text.split()))


def resolve_colours(text: str, primary: str = "") -> str:
    """Replace each var() in a drawing, which no stylesheet reaches. Raises InputError for an unknown colour."""
    values = colours(primary)
    for name in PLAIN_VAR_REFERENCE.findall(text):
        require_known(name, values, "colour", FILE)
    return PLAIN_VAR_REFERENCE.sub(lambda match: values[match[1]], text)


def pdf_stylesheet() -> str:
    """Return the stylesheet with all colours for PDFs: WeasyPrint rejects the palette's media query for dark mode."""
    return read_palette().partition(DARK_MODE)[0]
