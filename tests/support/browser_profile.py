"""Reads what a browser left in its profile: the rows of its history, and text, also inside compressed files."""

import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import brotli

Row = tuple[str, str]  # address and title
HISTORIES = {  # the database of each browser's history, and the query
    "Default/History": "SELECT url, title FROM urls",
    "places.sqlite": "SELECT url, coalesce(title, '') FROM moz_places WHERE visit_count > 0",
}
CHROMIUM_START = bytes.fromhex("305c72a71b6dfbfc")  # magic number of an entry of Chromium's “simple” cache, version 5
CHROMIUM_END = bytes.fromhex("d8410d97456ffaf4")  # magic number after the body of such an entry
FIREFOX = b"mozLz40\0"  # magic number of Firefox's own compressed files


def rows(profile: Path, start: str) -> list[Row]:
    """The rows of a closed browser's history whose address begins with `start`."""
    name = next(name for name in HISTORIES if (profile / name).is_file())
    with closing(sqlite3.connect(profile / name)) as history:
        return sorted(row for row in history.execute(HISTORIES[name]) if row[0].startswith(start))


def find_text(profile: Path, words: list[str]) -> dict[str, list[str]]:
    """Which of these texts are in which files of a profile, as UTF-8 or UTF-16, the two encodings that browsers use."""
    written = {word: (word.encode(), word.encode("utf-16-le")) for word in words}
    where: dict[str, set[str]] = {}
    for path in filter(Path.is_file, profile.rglob("*")):
        for content in layers(path.read_bytes().replace(bytes(4096), b"")):  # databases reserve empty pages
            for word in (word for word, forms in written.items() if any(form in content for form in forms)):
                where.setdefault(word, set()).add(path.relative_to(profile).as_posix())
    return {word: sorted(files) for word, files in where.items()}


def layers(content: bytes) -> Iterator[bytes]:
    """A file's bytes, and the decompressed bytes of it or of its compressed parts (LZ4, Brotli, gzip)."""
    yield content
    if content.startswith(FIREFOX):
        yield decompress_lz4(content[len(FIREFOX) + 4 :])
    for body in cached_bodies(content):
        with suppress(brotli.error):
            yield brotli.decompress(body)
    position = -1
    while (position := content.find(b"\x1f\x8b\x08", position + 1)) >= 0:  # gzip has a magic number
        with suppress(zlib.error):
            yield zlib.decompressobj(wbits=31).decompress(content[position:])


def cached_bodies(content: bytes) -> Iterator[bytes]:
    """The body of the response, if this file may be an entry of a browser's cache."""
    if content.startswith(CHROMIUM_START):
        start = 24 + int.from_bytes(content[12:16], "little")  # after header and address
        yield content[start : content.find(CHROMIUM_END, start)]
    elif 0 < (end := int.from_bytes(content[-4:], "big")) < len(content):  # Firefox: metadata follow the body
        yield content[:end]


def decompress_lz4(block: bytes) -> bytes:
    """Decompress one LZ4 block, as Firefox writes it (literal runs, and references to earlier bytes)."""
    output, position = bytearray(), 0

    def length(start: int) -> int:
        nonlocal position
        while start >= 15:
            position += 1
            start += block[position - 1]
            if block[position - 1] < 255:
                break
        return start

    while position < len(block):
        token = block[position]
        position += 1
        run = length(token >> 4)
        output += block[position : position + run]
        position += run
        if position >= len(block):
            break
        offset = int.from_bytes(block[position : position + 2], "little")
        position += 2
        for _ in range(length(token & 15) + 4):
            output.append(output[-offset])
    return bytes(output)
