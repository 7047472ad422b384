"""The handbook's page about Markdown, made from handbook/markdown.yml, and the same examples for the sampler."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from core.yaml_files import read_yaml

FILE = Path(__file__).parent.parent / "handbook" / "markdown.yml"
PAGE = """# Markdown

What a page can write, for writers who know Markdown or Material for MkDocs.
It is [Material's authoring reference](https://squidfunk.github.io/mkdocs-material/reference/) in the guide's own look.
All of it works without scripts, on the web, in print, in PDFs and in the e-book.
This page is made by `scripts/macro-reference` from `handbook/markdown.yml`; change that, and not this page.
`scripts/sampler` shows all of it.

"""
REFUSED = """## What is refused

The build names the page and the line, and says what to write instead.

| what | for example | the answer |
| --- | --- | --- |
"""


@dataclass(frozen=True)
class MarkdownExample:
    """What a page writes, with the HTML that comes out."""

    name: str
    about: str
    write: str
    gives: str


@dataclass(frozen=True)
class Refusal:
    """What a page writes, with the message of the build."""

    name: str
    write: str
    answer: str


def markdown_examples() -> list[MarkdownExample]:
    """What works, in the order of the file."""
    return [MarkdownExample(**entry) for entry in _file()["works"]]


def refusals() -> list[Refusal]:
    """What is refused, in the order of the file."""
    return [Refusal(**entry) for entry in _file()["refused"]]


@cache
def _file() -> dict[str, Any]:
    return read_yaml(FILE)


def markdown_reference() -> str:
    """The handbook's page, as Markdown."""
    works = "\n".join(_chapter(example) for example in markdown_examples())
    return PAGE + works + "\n" + REFUSED + "".join(_row(refusal) for refusal in refusals())


def _chapter(example: MarkdownExample) -> str:
    return f"## {example.name}\n\n{example.about}\n\n````\n{example.write}\n````\n"


def _row(refusal: Refusal) -> str:
    first = next(line for line in refusal.write.splitlines() if line)
    cells = (refusal.name, f"`` {first} ``", refusal.answer)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |\n"


def markdown_sampler() -> str:
    """The same examples as sections of a page."""
    return "\n".join(f"### {example.name}\n\n{example.write}\n" for example in markdown_examples())
