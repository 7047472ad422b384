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
DARK = "@media"  # what follows is for dark mode
VAR_REFERENCE = re.compile(r"var\(\s*--([\w-]+)")
PLAIN_VAR_REFERENCE = re.compile(r"var\(--([\w-]+)\)")


def read_palette() -> str:
    """Return the palette without its comments. Not cached: in a live preview it may have changed."""
    return COMMENT.sub("", PATH.read_text(encoding="utf-8"))


def colours(accent: str = "") -> dict[str, str]:
    """Return every colour by its name, in light mode. Takes the practice's accent; without one it is the main one."""
    light = read_palette().partition(DARK)[0]
    chosen = light.partition(f'[data-accent="{accent}"]')[2] if accent else ""
    return dict(DECLARATION.findall(light.partition("}")[0]) + DECLARATION.findall(chosen.partition("}")[0]))


def inline_palette(css: str) -> str:
    """Replace the @import of the palette in a stylesheet by one line with the colours that the stylesheet uses."""
    if IMPORT not in css:
        return css
    used = set(VAR_REFERENCE.findall(css))
    text = DECLARATION.sub(lambda match: match[0] if match[1] in used else "", read_palette())
    text = EMPTY_BLOCK.sub("", EMPTY_BLOCK.sub("", text))  # removing a nested block leaves its parent empty
    return css.replace(IMPORT, " ".join(text.split()))


def resolve_colours(text: str, accent: str = "") -> str:
    """Replace each var() in a drawing, which no stylesheet reaches. Raises InputError for an unknown colour."""
    values = colours(accent)
    for name in PLAIN_VAR_REFERENCE.findall(text):
        require_known(name, values, "colour", FILE)
    return PLAIN_VAR_REFERENCE.sub(lambda match: values[match[1]], text)


def pdf_stylesheet() -> str:
    """Return the stylesheet with all colours for PDFs: WeasyPrint rejects the palette's media query for dark mode."""
    return read_palette().partition(DARK)[0]
