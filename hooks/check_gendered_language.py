"""Refuses a default he or she: whoever harmed the reader may be anyone, and so may the people in the examples."""

import logging
import re
from typing import Any

from prose import prose, quotations, sentences, tried, unquoted

log = logging.getLogger("mkdocs.hooks.check_gendered_language")

DEFAULT = re.compile(r"\b(?:he|she|him|her|his|hers|himself|herself)\b", re.IGNORECASE)
KINDS = {  # what tells a reader of which gender the people in an example are
    "men": re.compile(
        r"\b(?:he|him|his|himself|fathers?|dads?|brothers?|sons?|husbands?|boyfriends?|uncles?)\b", re.IGNORECASE
    ),
    "women": re.compile(
        r"\b(?:she|her|hers|herself|mothers?|mums?|sisters?|daughters?|wife|wives|girlfriends?|aunts?)\b",
        re.IGNORECASE,
    ),
}
ENOUGH = 20  # gendered words; fewer may lean to one side by chance
MOST = 2 / 3  # of them, for either kind


def problems(page: str, texts: list[str]) -> list[str]:
    """Judge the guide's own voice on one page.

    Takes the page's file name and its texts; gives one line for each he or she that stands in no quotation, with its
    sentence and what to write.
    """
    return [
        f"{page}: “{word}” in “{sentence}” makes one gender the rule; write “they”, or the relation (“your brother”), "
        "or put an example into quotation marks."
        for text in texts
        for sentence in sentences(unquoted(text))
        for word in DEFAULT.findall(sentence)
    ]


def balance(pages: dict[str, list[str]]) -> list[str]:
    """Judge the examples of the whole guide together.

    Takes the texts of each page by its file name; gives a line if more than two thirds of the gendered words in their
    quotations are of one kind, with the counts and the page where most of that kind stand.
    """
    counts = {kind: {page: _count(kind, texts) for page, texts in pages.items()} for kind in KINDS}
    total = {kind: sum(found.values()) for kind, found in counts.items()}
    both = sum(total.values())
    return [
        f"docs/: of {both} gendered words in the examples, {total['men']} are of men (he, dad, brother …) and "
        f"{total['women']} of women (she, mum, sister …), and two thirds are the most for either; write “they” or the "
        f"other gender in some of them, and begin in {max(found, key=lambda page: found[page])}."
        for kind, found in counts.items()
        if both >= ENOUGH and total[kind] > MOST * both
    ]


def _count(kind: str, texts: list[str]) -> int:
    """How many words of one kind the quotations of some texts hold."""
    return sum(len(KINDS[kind].findall(said)) for text in texts for said in quotations(text))


_pages: dict[str, list[str]] = {}


def on_pre_build(**_: Any) -> None:
    """Called by MkDocs before it reads a page: a live preview builds again and again."""
    _pages.clear()


def on_page_content(html: str, *, page: Any, **_: Any) -> None:
    """Called by MkDocs for each page."""
    name = f"docs/{page.file.src_uri}"
    _pages[name] = prose(html).all
    texts = [*(str(page.meta.get(key, "")) for key in ("title", "summary")), tried(page.meta), *_pages[name]]
    for text in problems(name, texts):
        log.warning(text)


def on_post_build(**_: Any) -> None:
    """Called by MkDocs when all pages are built."""
    for text in balance(_pages):
        log.warning(text)
