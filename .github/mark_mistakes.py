"""Marks each mistake that a failed build reports on GitHub, at its file and line.

Takes the file with the build's output, and is run in the folder that was built. Prints a workflow command for each
mistake, and writes all of them into the run's summary: of one step GitHub shows ten marks.
"""

import os
import re
import string
import sys
from collections.abc import Iterator
from pathlib import Path

REPORTED = re.compile(r"(?:WARNING|ERROR) +-  ?(.+)")
BELOW = re.compile(r" {2}(\S.*)")  # a mistake in a list
LIST = "The facts cannot be used:"
PLACE = re.compile(r"(.+?)(?:, line (\d+))?(?:, |$)")  # “docs/one.md, docs/two.md”, “docs/one.md, line 12”
PUNCTUATION = re.compile(f"([{re.escape(string.punctuation)}])")


def mistakes(output: str) -> Iterator[str]:
    """The mistakes in a build's output, in their order."""
    listed = False
    for line in output.splitlines():
        listed = line == LIST or (listed and bool(BELOW.match(line)))
        if found := REPORTED.fullmatch(line) or (listed and BELOW.fullmatch(line)):
            yield found[1]
        elif places(line) or line.startswith("Error: "):  # what stops a build at once is a line of its own
            yield line


def places(mistake: str) -> list[tuple[str, str]]:
    """The files that a mistake begins with, each with its line, or an empty text instead."""
    head, colon, _ = mistake.partition(": ")
    return [(file, line) for file, line in PLACE.findall(head) if Path(file).is_file()] if colon else []


def marks(mistake: str) -> Iterator[str]:
    """The workflow commands that mark a mistake in each of its files, or on the run if it names none."""
    for file, line in places(mistake) or [("", "")]:
        properties = {"file": file, "line": line}
        named = ",".join(f"{name}={_escaped(value, ':,')}" for name, value in properties.items() if value)
        yield f"::error {named}".rstrip() + f"::{_escaped(mistake)}"


def _escaped(text: str, also: str = "") -> str:
    return re.sub(f"[%\r\n{also}]", lambda found: f"%{ord(found[0]):02X}", text)


def summary(found: list[str]) -> str:
    """All mistakes as a list in Markdown."""
    plain = (PUNCTUATION.sub(r"\\\1", mistake) for mistake in found)
    return "## What to correct\n\n" + "".join(f"- {mistake}\n" for mistake in plain)


def main() -> None:
    output = Path(sys.argv[1]).read_text(encoding="utf-8")
    last = (output.strip() or "no output").splitlines()[-1]
    found = list(mistakes(output)) or [f"The build failed and named no file; show the engineer its last line: {last}"]
    sys.stdout.writelines(f"{mark}\n" for mistake in found for mark in marks(mistake))
    if page := os.environ.get("GITHUB_STEP_SUMMARY"):
        Path(page).write_text(summary(found), encoding="utf-8")


if __name__ == "__main__":
    main()
