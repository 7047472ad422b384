"""Finds the files that a page includes with --8<--, so that the checks also read these."""

import re
from collections.abc import Iterator
from pathlib import Path

SNIPPET = re.compile(r'^[ \t]*-+8<-+[ \t]+"(?P<path>[^":]+)(?P<part>:[^"]*)?"\s*$')
MARK = re.compile(r"^[ \t]*-+8<-+")


def snippets(text: str) -> list[tuple[int, str]]:
    """Return the line and the path of each file that a text includes, as it is written there."""
    found = ((number, SNIPPET.match(line)) for number, line in enumerate(text.splitlines(), 1))
    return [(number, match["path"]) for number, match in found if match]


def with_snippets(root: Path, name: str, text: str) -> Iterator[tuple[str, str]]:
    """Yield a page and every file that it includes, directly or not, each with its path below `root` and its text."""
    known, waiting = {name}, [(name, text)]
    while waiting:
        name, text = waiting.pop()
        yield name, text
        for path in dict.fromkeys(path for _, path in snippets(text)):
            if path not in known and is_inside(root, path):
                known.add(path)
                waiting.append((path, (root / path).read_text(encoding="utf-8")))


def is_inside(root: Path, path: str) -> bool:
    """Whether a path, as written in a page, is that of a file below `root`."""
    found = (root / path).resolve()
    return found.is_file() and found.is_relative_to(root.resolve())
