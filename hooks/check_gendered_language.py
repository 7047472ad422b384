"""Reports gendered language: whoever harmed the reader may be of any gender, and so may people in the examples."""

import logging
import re
from typing import Any

from prose import mask_quotations, prose, quotations, sentences, without

from core.build_state import build_state
from core.handouts import exercise_of

log = logging.getLogger("mkdocs.hooks.check_gendered_language")

PRONOUN = re.compile(r"\b(?:he|she|him|her|his|hers|himself|herself)\b", re.IGNORECASE)
GENDERED_WORDS = {  # words that show the gender of a person in an example
    "men": re.compile(
        r"\b(?:he|him|his|himself|fathers?|dads?|brothers?|sons?|husbands?|boyfriends?|uncles?)\b", re.IGNORECASE
    ),
    "women": re.compile(
        r"\b(?:she|her|hers|herself|mothers?|mums?|sisters?|daughters?|wife|wives|girlfriends?|aunts?)\b",
        re.IGNORECASE,
    ),
}
MIN_WORDS = 20  # gendered words; fewer may be unbalanced by chance
MAX_SHARE = 2 / 3  # of those words, for either gender


def problems(page: str, texts: list[str]) -> list[str]:
    """Return one message for each gendered pronoun outside quotation marks, with its sentence and what to write.

    Takes the page's file name and its blocks of text.
    """
    return [
        f"{page}: “{word}” in “{sentence}” assumes a gender; write “they”, or the relation (“your brother”), "
        "or put an example into quotation marks."
        for text in texts
        if PRONOUN.search(text)
        for sentence in sentences(mask_quotations(text))
        for word in PRONOUN.findall(sentence)
    ]


def balance_problems(pages: dict[str, list[str]]) -> list[str]:
    """Return a message if more than two thirds of the gendered words in all examples are of one gender.

    Takes the examples of each page by its file name: the quotations in its text. The message gives the
    counts, and the page with most words of that gender.
    """
    counts = {kind: {page: _count(kind, texts) for page, texts in pages.items()} for kind in GENDERED_WORDS}
    total = {kind: sum(found.values()) for kind, found in counts.items()}
    both = sum(total.values())
    return [
        f"docs/: of {both} gendered words in the examples, {total['men']} are of men (he, dad, brother …) and "
        f"{total['women']} of women (she, mum, sister …), and the limit for either is two thirds; write “they” or the "
        f"other gender in some of them, starting in {max(found, key=lambda page: found[page])}."
        for kind, found in counts.items()
        if both >= MIN_WORDS and total[kind] > MAX_SHARE * both
    ]


def _count(kind: str, texts: list[str]) -> int:
    """Count the words of one gender in these texts."""
    return sum(len(GENDERED_WORDS[kind].findall(text)) for text in texts)


def on_page_content(html: str, *, page: Any, config: Any, **_: Any) -> None:
    """Called by MkDocs for each page."""
    state, name = build_state(config), f"docs/{page.file.src_uri}"
    if not state.checks_english(page):
        return
    own = [text for text in state.facts.practice.texts if PRONOUN.search(text)]  # about people of the practice
    texts = [without(text, own) for text in prose(html).all]
    state.notes["quotations"][name] = [quotation for text in texts for quotation in quotations(text)]
    texts = [*(str(page.meta.get(key, "")) for key in ("title", "summary")), exercise_of(page.meta), *texts]
    for text in problems(name, texts):
        log.warning(text)


def on_post_build(*, config: Any) -> None:
    """Called by MkDocs when all pages are built."""
    for text in balance_problems(build_state(config).notes["quotations"]):
        log.warning(text)
