"""Writes pages that hooks add to a built site, such as short links, and removes hashes from file names."""

import re
from pathlib import Path

HASH = re.compile(r"\.[0-9a-f]{8}(?=\.\w+$)")  # what hooks/fingerprint_assets.py adds to a name


def without_hash(name: str) -> str:
    """Return the name of a file in docs/. Takes its name in the site."""
    return HASH.sub("", name)


def write_pages(site: Path, pages: dict[str, str]) -> list[Path]:
    """Write pages below `site`. Takes their HTML by their addresses; returns the files written."""
    paths = {site / address / "index.html": text for address, text in pages.items()}
    for path, text in paths.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return list(paths)
