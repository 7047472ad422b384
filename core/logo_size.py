"""Computes the size at which a logo is shown, so that a page reserves its space before it is loaded."""

import re
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from core.errors import InputError

HEIGHT, WIDTH = 28, 112  # pixels, at most
VIEW_BOX = re.compile(r'<svg\b[^>]*?\bviewBox="\s*[\d.-]+[\s,]+[\d.-]+[\s,]+([\d.]+)[\s,]+([\d.]+)\s*"', re.DOTALL)


def logo_size(docs: Path, logo: str) -> tuple[int, int]:
    """Return width and height in pixels.

    Takes the folder of the pages and the path of a logo in it. Raises InputError if its size cannot be read.
    """
    width, height = _own_size(docs / logo, logo)
    scale = min(HEIGHT / height, WIDTH / width)
    return max(1, round(width * scale)), max(1, round(height * scale))


def _own_size(path: Path, logo: str) -> tuple[float, float]:
    if path.suffix == ".svg":
        box = VIEW_BOX.search(path.read_text(encoding="utf-8"))
        width, height = map(float, box.groups()) if box else (0.0, 0.0)
        advice = "write its “viewBox” with four numbers"
    else:
        try:
            with Image.open(path) as picture:
                width, height = picture.size
        except UnidentifiedImageError:
            width = height = 0
        advice = "save it as SVG, PNG, JPEG, GIF or WebP"
    if width and height:
        return width, height
    raise InputError(f"docs/{logo}: the size of the logo cannot be read; {advice}.")
