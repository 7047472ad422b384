"""Reports characters that word processors paste into pages: Markdown ignores them, or they are invisible."""

import logging
import re
import unicodedata
from pathlib import Path
from typing import Any

from snippets import with_snippets

from core.build_state import build_state

log = logging.getLogger("mkdocs.hooks.check_characters")

SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"  # all spaces except the ordinary one
LINE_MARK = re.compile(rf"^[ {SPACES}]*(?:#{{1,6}}|[-*+>]|\d+[.)]|!!!|\?\?\?\+?|```|\|)[{SPACES}]|^ *[{SPACES}]+\S")
BULLET = re.compile(r"^\s*[•·‣▪●○◦–—][\s\u00a0]")
NUMBER = re.compile(r"^\s*(?:\d+\)|\(\d+\)|[a-z][.)])\s+\w")
INVISIBLE = re.compile(r"[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffc]")
TAB = re.compile(r"\t")
ADVICE = "delete it, and type that part again"
MISTAKES = (
    (LINE_MARK,
     "a mark at the beginning of the line is followed by a no-break or other unusual space, so it would be shown",
     "type that space again with the space bar"),
    (BULLET, "the line begins with a bullet from a word processor", "write “- ” for an entry of a list"),
    (NUMBER, "the line begins with a number that Markdown does not know", "write “1. ” for a numbered entry"),
    (TAB, "the line contains a tab", "write four spaces for each level"),
)  # fmt: skip


def problems(page: str, text: str) -> list[str]:
    """Return one message for each line with such a character. Takes the page's file name and its whole text."""
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        if mistake := _mistake(line):
            found.append(f"{page}, line {number}: {mistake}.")
    return found


def _mistake(line: str) -> str:
    """What is wrong with a line, and what to write instead; or an empty string."""
    if hidden := INVISIBLE.search(line):
        name = unicodedata.name(hidden[0], f"U+{ord(hidden[0]):04X}").lower()
        return f"it has an invisible character ({name}) after “{line[: hidden.start()].strip()[-30:]}”; {ADVICE}"
    for pattern, what, advice in MISTAKES:
        if pattern.search(line):
            return f"{what}; {advice}"
    return ""


def on_page_markdown(markdown: str, *, page: Any, config: Any, **_: Any) -> None:
    """Called by MkDocs for each page before it is converted: check the files as the editor wrote them."""
    root = Path(config.config_file_path).parent
    for name, text in with_snippets(root, f"docs/{page.file.src_uri}", page.file.content_string):
        for mistake in problems(name, text):
            log.warning(mistake)
            build_state(config).unreadable.add(page.file.src_uri)
