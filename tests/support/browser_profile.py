"""Reads what a browser left in its profile: the rows of its history, and any words, also inside compressed copies."""

import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import brotli

Row = tuple[str, str]  # an address, and the title that is kept with it
HISTORIES = {  # where each browser keeps its history, and how it is asked for
    "Default/History": "SELECT url, title FROM urls",
    "places.sqlite": "SELECT url, coalesce(title, '') FROM moz_places WHERE visit_count > 0",
}
CHROMIUM = bytes.fromhex("305c72a71b6dfbfc")  # how a copy begins in Chromium's cache (its “simple” backend, version 5)
CHROMIUM_END = bytes.fromhex("d8410d97456ffaf4")  # what follows the copy's body
FIREFOX = b"mozLz40\0"  # how Firefox marks its own compressed files


def rows(profile: Path, start: str) -> list[Row]:
    """The rows of a closed browser's history whose address begins so."""
    name = next(name for name in HISTORIES if (profile / name).is_file())
    with closing(sqlite3.connect(profile / name)) as history:
        return sorted(row for row in history.execute(HISTORIES[name]) if row[0].startswith(start))


def found(profile: Path, words: list[str]) -> dict[str, list[str]]:
    """Which of the words stand in which files of a profile, in either of the two ways in which browsers write text."""
    written = {word: (word.encode(), word.encode("utf-16-le")) for word in words}
    where: dict[str, set[str]] = {}
    for path in filter(Path.is_file, profile.rglob("*")):
        for content in layers(path.read_bytes().replace(bytes(4096), b"")):  # databases set empty room aside
            for word in (word for word, forms in written.items() if any(form in content for form in forms)):
                where.setdefault(word, set()).add(path.relative_to(profile).as_posix())
    return {word: sorted(files) for word, files in where.items()}


def layers(content: bytes) -> Iterator[bytes]:
    """A file as it lies on the disk, and what comes out where it or a part of it is compressed."""
    yield content
    if content.startswith(FIREFOX):
        yield unpacked(content[len(FIREFOX) + 4 :])
    for body in bodies(content):
        with suppress(brotli.error):
            yield brotli.decompress(body)
    at = -1
    while (at := content.find(b"\x1f\x8b\x08", at + 1)) >= 0:  # gzip says where it begins
        with suppress(zlib.error):
            yield zlib.decompressobj(wbits=31).decompress(content[at:])


def bodies(content: bytes) -> Iterator[bytes]:
    """The copied answer itself, if this file is an entry of a browser's cache; its end says nothing of its kind."""
    if content.startswith(CHROMIUM):
        start = 24 + int.from_bytes(content[12:16], "little")  # after the header and the address
        yield content[start : content.find(CHROMIUM_END, start)]
    elif (
        0 < (end := int.from_bytes(content[-4:], "big")) < len(content)
    ):  # Firefox: what is said of it stands at the end
        yield content[:end]


def unpacked(block: bytes) -> bytes:
    """Undo Firefox's compression (one LZ4 block: runs of bytes, and references to bytes before)."""
    given, at = bytearray(), 0

    def length(start: int) -> int:
        nonlocal at
        while start >= 15:
            at += 1
            start += block[at - 1]
            if block[at - 1] < 255:
                break
        return start

    while at < len(block):
        token = block[at]
        at += 1
        run = length(token >> 4)
        given += block[at : at + run]
        at += run
        if at >= len(block):
            break
        back = int.from_bytes(block[at : at + 2], "little")
        at += 2
        for _ in range(length(token & 15) + 4):
            given.append(given[-back])
    return bytes(given)
