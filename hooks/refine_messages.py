"""Refines the messages of other hooks: adds the line, and drops those that only follow from another mistake."""

import logging
import re
from os.path import relpath
from pathlib import Path
from typing import Any

from core.addresses import page_address
from core.build_state import BuildState, build_state
from core.joined_records import Topic
from core.translation import original_docs

HOOKS = "mkdocs.hooks."  # the beginning of the names of our loggers
PAGES = re.compile(r"([^\s,:]+\.md(?:, [^\s,:]+\.md)*): ")
QUOTED = re.compile(r"“([^”]+)”")
WORD = re.compile(r"[^\W_]+")
MIN_WORDS, MAX_WORDS = 3, 6  # of a quotation, to find its line


def page_pattern(page: str, topics: tuple[Topic, ...]) -> re.Pattern[str]:
    """Return a pattern for how messages name a page: by its file, its address, its downloads or its short links.

    Takes its file below docs/, and its topics.
    """
    folder, _, name = page.rpartition("/")
    address = page_address(page)
    names = [rf"(?<![\w/-])(?:docs/|/|(?:\.\./)+)?{re.escape(page)}\b"]
    names.append(rf"^docs/{re.escape(folder)}[^:]*: the link “{re.escape(name)}[#”]")
    if address:
        names.append(rf"(?<![\w/-])(?:\.\./)*{re.escape(address)}(?![\w-])")
        names.append(rf"\bfiles/{re.escape(address.strip('/').replace('/', '-'))}\.")
    names += [rf"\br/{topic.code}/" for topic in topics]
    return re.compile("|".join(names))


def with_line(message: str, root: Path) -> str:
    """Add the line to a message that begins with pages and quotes words that occur in only one line.

    For words that a macro inserts, it is the line in mkdocs.yml or data/. Takes the message and the project's folder.
    Returns any other message unchanged.
    """
    begins = PAGES.match(message)
    if not begins:
        return message
    quoted = QUOTED.findall(message.split("; ")[0])  # what to write instead follows
    places = [_with_line_number(root, page, quoted) for page in begins[1].split(", ")]
    return f"{', '.join(places)}: {message[begins.end() :]}"


def _with_line_number(root: Path, page: str, quoted: list[str]) -> str:
    """The file and line of one of these quotations, in the page, mkdocs.yml or data/; or else only the page."""
    if not (root / page).is_file():
        return page
    lines = _lines(root / page)
    if number := _front_matter_line(quoted, lines) or _first_quoted_line(quoted, lines):
        return f"{page}, line {number}"
    phrases = [words for words in quoted if len(WORD.findall(words)) >= MIN_WORDS]
    for file in (root / "mkdocs.yml", *sorted((root / "data").rglob("*.yml"))) if phrases else ():
        if file.is_file() and (number := _first_quoted_line(phrases, _lines(file))):
            return f"{file.relative_to(root).as_posix()}, line {number}"
    return page


def _lines(file: Path) -> list[str]:
    return file.read_text(encoding="utf-8").splitlines()


def _first_quoted_line(quoted: list[str], lines: list[str]) -> int:
    """The line of the first of these quotations that occurs in exactly one line, or 0."""
    return next(filter(None, (_line_of(words, lines) for words in quoted)), 0)


def _front_matter_line(quoted: list[str], lines: list[str]) -> int:
    """The line of the front matter whose field a message begins with, or 0."""
    end = lines.index("---", 1) if lines[0] == "---" and "---" in lines[1:] else 0
    beginnings = [line.strip().partition(":")[0] for line in lines[:end]]
    return beginnings.index(quoted[0]) + 1 if quoted and quoted[0] in beginnings else 0


def _line_of(words: str, lines: list[str]) -> int:
    """The only line with these words, or else with any punctuation between them; 0 if there is not exactly one."""
    exact = [number for number, line in enumerate(lines, 1) if words in line]
    if len(exact) == 1:
        return exact[0]
    found = WORD.findall(words)[:MAX_WORDS]
    if len(found) < MIN_WORDS:
        return 0
    pattern = re.compile(r"(?<!\w)" + r"[\W_]+".join(map(re.escape, found)) + r"(?!\w)")
    similar = [number for number, line in enumerate(lines, 1) if pattern.search(line)]
    return similar[0] if len(similar) == 1 else 0


def with_folder(message: str, folder: str, untranslated: set[str]) -> str:
    """Replace docs/ by the folder of a translation in a message that begins with pages.

    Takes the message, the folder, and the pages that are not translated, which are in docs/.
    """
    pages, colon, what = message.partition(": ")

    def name(found: re.Match[str]) -> str:
        return found[0] if found[1] in untranslated else f"{folder}/{found[1]}"

    return re.sub(r"\bdocs/([^\s,:]+\.md)\b", name, pages) + colon + what


class Refiner(logging.Filter):
    """Lets a message pass unless it follows from a page that cannot be read, and adds the line where it can."""

    def __init__(self, state: BuildState, root: Path, folder: str = "docs") -> None:
        """Take the state of the build, the project's folder, and that of the pages in it."""
        super().__init__()
        self.state, self.root, self.folder = state, root, folder

    def filter(self, record: logging.LogRecord) -> bool:
        """Called by Python's logging for each message of our hooks."""
        message = record.getMessage()
        found = message.split("; ")[0]  # what to write instead may name any page
        for page in self.state.unreadable:
            topics = tuple(topic for topic in self.state.facts.topics.values() if topic.page == page)
            if page_pattern(page, topics).search(found):
                return False
        record.msg, record.args = with_line(with_folder(message, self.folder, self.state.untranslated), self.root), ()
        return True


def on_config(config: Any) -> None:
    """Called by MkDocs: add the filter of this build to the loggers of hooks, and remove that of an earlier one."""
    root = Path(config.config_file_path).resolve().parent
    refiner = Refiner(build_state(config), root, relpath(config.docs_dir, root) if original_docs(config) else "docs")
    for name in [name for name in logging.root.manager.loggerDict if name.startswith(HOOKS)]:
        logger = logging.getLogger(name)
        for old in [old for old in logger.filters if type(old).__name__ == Refiner.__name__]:
            logger.removeFilter(old)  # the live preview loads this file again for each build
        logger.addFilter(refiner)
