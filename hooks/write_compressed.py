"""Writes compressed copies of text files, so that pages load quickly over a slow connection."""

import gzip
import os
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import brotli

from core.build_state import build_state

SUFFIXES = {".html", ".css", ".csv", ".js", ".json", ".svg", ".txt", ".xml"}
MIN_SIZE = 1000  # bytes; a file that fits into one packet loads no faster when it is smaller
QUALITY = 5  # takes 0.2 s for the whole site
LARGE_SIZE, LARGE_QUALITY = 100_000, 10  # of bytes; takes 0.4 s more, and saves an eighth of their bytes
RELEASE_QUALITY = 11  # takes 4 s, and saves a tenth of the bytes


def write(site: Path, quality: int = QUALITY) -> list[Path]:
    """Write a .br and a .gz copy of each larger text file below `site`; return the files written.

    Takes the quality of brotli, from 0 to 11. Files of LARGE_SIZE bytes get LARGE_QUALITY at least.
    """
    sizes = {path: path.stat().st_size for path in sorted(site.rglob("*")) if path.suffix in SUFFIXES}
    found = [path for path, size in sizes.items() if size >= MIN_SIZE]
    found.sort(key=lambda path: -sizes[path])  # the largest first, so that all cores finish at about the same time
    with ThreadPoolExecutor(os.cpu_count()) as pool:  # both libraries release the GIL
        return [copy for copies in pool.map(partial(_compress, quality), found) for copy in copies]


def _compress(quality: int, path: Path) -> list[Path]:
    """Write both copies of one file, without a timestamp, so that they are reproducible."""
    content = path.read_bytes()
    quality = max(quality, LARGE_QUALITY) if len(content) >= LARGE_SIZE else quality
    copies = {".br": brotli.compress(content, quality=quality), ".gz": gzip.compress(content, 9, mtime=0)}
    for suffix, copy in copies.items():
        Path(f"{path}{suffix}").write_bytes(copy)
    return [Path(f"{path}{suffix}") for suffix in copies]


def on_post_build(*, config: Any) -> None:
    """Called by MkDocs when everything else is written. The live preview needs no copies."""
    if build_state(config).publishes:
        write(Path(config.site_dir), RELEASE_QUALITY if config.extra.get("release") else QUALITY)
