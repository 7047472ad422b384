"""Writes pages of HTML into a built site, for the hooks that add some: short links, embeds and redirects."""

from pathlib import Path


def write_pages(site: Path, pages: dict[str, str]) -> list[Path]:
    """Write pages below `site`. Takes their HTML by their addresses; returns the files written."""
    paths = {site / address / "index.html": text for address, text in pages.items()}
    for path, text in paths.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return list(paths)
