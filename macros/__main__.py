"""Prints handbook/macros.md for writers, or with --sampler a page that calls every macro, for trying out.

Both are made from the example files and the functions, so that they are always correct. With --confirmations it
prints handbook/confirmations.md, made from data/, with --settings handbook/settings.md, with --files
handbook/files.md, and with --markdown handbook/markdown.md.
"""

import re
import sys
from inspect import getdoc
from pathlib import Path

from core.facts import load
from core.yaml_files import read_settings
from macros import bind_macros, macro_names
from macros.confirmations import confirmations
from macros.examples import Example, about, examples
from macros.inventory import inventory
from macros.markdown_reference import markdown_reference, markdown_sampler
from macros.settings_reference import settings_reference
from macros.usage import usage

ID = r'(?:\{ #|\bid=")([\w-]+)'  # of a heading, in Markdown or in HTML
INTRODUCTION = """# Macros

What a page can call, for writers to copy from.
This page is made by `scripts/macro-reference` from the example files in `macros/`; change those, and not this page.

A macro without a text is one line between two pairs of braces.
One with a text is written around it: a line with `call`, the text, a line with `endcall`.
Leave a free line above and below.
Words in quotation marks keep them; use the plain ones, `"`, and never “these”.

The examples use invented sources, countries and a practice called Sam Roe.
For real ones, take ids from `data/sources.yml` and countries from `data/emergency.yml`.
The practice's settings are in `mkdocs.yml`.
"""

HEADER = """---
title: Sampler
summary: All of Markdown and every macro on one page, for trying them out.
written: 2026-01-02
sources: [{sources}]
---

# Sampler

Made by `python -m macros --sampler` from the example files.
"""


def handbook() -> str:
    """The handbook's page about the macros, as Markdown."""
    listed = "".join(f"- [{name}](#{name}): {about(name)}\n" for name in macro_names())
    return "\n".join([INTRODUCTION, listed, *map(_chapter, macro_names())])


def _chapter(name: str) -> str:
    """The chapter about one macro."""
    function = bind_macros(None)[name]
    head = [
        f"## {name}\n",
        f"{about(name)}\n",
        f"    {usage(name, function)}\n",
        f"{_docstring_details(getdoc(function.func))}\n",
    ]
    gives = [_worked_example(example) for example in examples(name) if example.gives is not None]
    refuses = [_refused_example(example) for example in examples(name) if example.refuses is not None]
    return "\n".join([*head, *gives, "### What it refuses\n", *refuses])


def _docstring_details(text: str | None) -> str:
    """A docstring without its first paragraph, one sentence per line."""
    paragraphs = (" ".join(part.split()) for part in (text or "").split("\n\n")[1:])
    return "\n\n".join(re.sub(r"(?<=[a-z)]\.) (?=[A-Z])", "\n", paragraph) for paragraph in paragraphs)


def _fenced(text: str, language: str = "") -> str:
    return f"```{language}\n{text.strip()}\n```\n"


def _worked_example(example: Example) -> str:
    """An example with a result: what to write, and the result in <details>."""
    parts = [f"### {example.name}\n"]
    if example.practice:
        settings = "\n".join(f"- `{key}`: {_value(value)}" for key, value in example.practice.items())
        parts.append(f"With these settings of the practice in `mkdocs.yml`:\n\n{settings}\n")
    comes = [
        "<details>",
        "<summary>What comes of it</summary>\n",
        _fenced(example.gives or "", "markdown"),
        "</details>\n",
    ]
    return "\n".join([*parts, "Write:\n", _fenced(example.write), *comes])


def _value(value: object) -> str:
    shown = ", ".join(value) if isinstance(value, list) else str(value or "")
    return f"`{shown}`" if shown else "left empty"


def _refused_example(example: Example) -> str:
    """An example that is refused: what was written, and what the build answers."""
    return "\n".join([f"{example.name}:\n", _fenced(example.write), f"The build answers: `{example.refuses}`\n"])


def sampler() -> str:
    """Return a page with all of Markdown and all examples of macros, the invitation last, as Markdown.

    An example is left out if its call is already on the page, or if it would add an id twice.
    """
    found = sampler_examples()
    cited = sorted({id for example in found for id in re.findall(r'"#source-([^"]+)"', example.gives or "")})
    parts = [HEADER.format(sources=", ".join(cited)), "## Markdown\n", markdown_sampler()]
    for name in sorted(macro_names(), key=lambda name: name == "invitation"):
        own = [example for example in found if example.macro == name]
        parts += [f"## The macro “{name}”\n", *(f"### {example.name}\n\n{example.write}\n" for example in own)]
        parts += [f"### An anchor to link to {{ #{id} }}\n" for id in _missing_anchors(own)]
    return "\n".join(parts)


def _missing_anchors(found: list[Example]) -> list[str]:
    """The anchors on its own page to which a macro links without defining them."""
    text = "".join(example.gives or "" for example in found)
    targets = re.findall(r'(?:\]\(|href=")#(?!source-)([\w-]+)', text)  # the base template adds the sources
    return sorted(set(targets) - set(re.findall(ID, text)))


def sampler_examples() -> list[Example]:
    """Return the examples that can be on one page together."""
    found: list[Example] = []
    ids: set[str] = set()
    for example in (example for name in macro_names() for example in examples(name) if example.gives is not None):
        own = set(re.findall(ID, example.gives or ""))
        if example.write not in [other.write for other in found] and not own & ids:
            found.append(example)
            ids |= own
    return found


if __name__ == "__main__":
    if "--confirmations" in sys.argv:
        root = Path(__file__).parent.parent
        practice = read_settings(root / "mkdocs.yml").get("extra", {}).get("practice")
        sys.stdout.write(confirmations(load(root, practice)))
    elif "--markdown" in sys.argv:
        sys.stdout.write(markdown_reference())
    elif "--settings" in sys.argv:
        sys.stdout.write(settings_reference())
    elif "--files" in sys.argv:
        sys.stdout.write(inventory(Path(__file__).parent.parent))
    else:
        sys.stdout.write(sampler() if "--sampler" in sys.argv else handbook())
