"""Writes compressed copies beside the files of words, so that a page comes quickly over a slow line."""

import gzip
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import brotli

from core.build_state import build_state

KINDS = {".html", ".css", ".csv", ".js", ".json", ".svg", ".txt", ".xml"}
SMALLEST = 1000  # bytes: what fits into one packet comes no sooner when it is smaller
QUALITY = 5  # all of it in 0.1 s; 10 saves a tenth for 1 s more, and the longest page fits into ten packets anyway


def write(site: Path) -> list[Path]:
    """Write a .br and a .gz beside each larger file of words. Takes the finished site; gives the files written."""
    sizes = {path: path.stat().st_size for path in sorted(site.rglob("*")) if path.suffix in KINDS}
    found = [path for path, size in sizes.items() if size >= SMALLEST]
    found.sort(key=lambda path: -sizes[path])  # the long ones first, so that no core waits for one at the end
    with ThreadPoolExecutor(os.cpu_count()) as cores:  # both libraries let other threads run meanwhile
        return [copy for copies in cores.map(_beside, found) for copy in copies]


def _beside(path: Path) -> list[Path]:
    """Write both copies of one file: the same bytes each time, so without the time of day."""
    words = path.read_bytes()
    copies = {".br": brotli.compress(words, quality=QUALITY), ".gz": gzip.compress(words, 9, mtime=0)}
    for ending, copy in copies.items():
        Path(f"{path}{ending}").write_bytes(copy)
    return [Path(f"{path}{ending}") for ending in copies]


def on_post_build(*, config: Any) -> None:
    """Called by MkDocs when everything else is written; the live preview needs no copies."""
    if build_state(config).publishes:
        write(Path(config.site_dir))
