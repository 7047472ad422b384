"""Reads docs/assets/palette.css, the one place for colours, and hands them to stylesheets, drawings and PDFs."""

import re
from pathlib import Path

from core.errors import known

FILE = "docs/assets/palette.css"
PATH = Path(__file__).resolve().parent.parent / FILE
IMPORT = '@import "palette.css";'
COMMENT = re.compile(r"/\*.*?\*/", re.S)
DECLARATION = re.compile(r"--([\w-]+):\s*([^;{}]+?)\s*(?:;\s*|(?=\}))")
EMPTY = re.compile(r"[^{}]*\{\s*\}")
USE = re.compile(r"var\(\s*--([\w-]+)")
WHOLE_USE = re.compile(r"var\(--([\w-]+)\)")


def read() -> str:
    """The palette without its comments, read anew each time: in a live preview it may have changed."""
    return COMMENT.sub("", PATH.read_text(encoding="utf-8"))


def colours() -> dict[str, str]:
    """Every colour by its name, as in the palette's first block: by day, in the main colour."""
    return dict(DECLARATION.findall(read().partition("}")[0]))


def bundled(css: str) -> str:
    """A stylesheet with the palette in the place of its @import, in one line: the colours that it uses, no others."""
    if IMPORT not in css:
        return css
    used = set(USE.findall(css))
    text = DECLARATION.sub(lambda found: found[0] if found[1] in used else "", read())
    text = EMPTY.sub("", EMPTY.sub("", text))  # a block in a block leaves another empty one
    return css.replace(IMPORT, " ".join(text.split()))


def resolved(text: str) -> str:
    """A drawing with colours in the place of their names, as no stylesheet reaches it. Refuses an unknown name."""
    found = colours()
    for name in WHOLE_USE.findall(text):
        known(name, found, "colour", FILE)
    return WHOLE_USE.sub(lambda use: found[use[1]], text)


def printed() -> str:
    """The stylesheet that gives PDFs all colours by their names; WeasyPrint refuses the palette's question for dark."""
    return f":root {{ {' '.join(f'--{name}: {value};' for name, value in colours().items())} }}"
