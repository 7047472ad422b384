"""Reports sentences that are on two pages: a fact that is stated twice goes out of date in one of the two places."""

import logging
from collections import defaultdict
from typing import Any

from prose import FROM_MACROS, blocks, sentences

from core.build_state import build_state
from core.handouts import exercise_of

log = logging.getLogger("mkdocs.hooks.check_repeated_sentences")

MIN_WORDS = 8  # in a sentence; a shorter one may be repeated
SKIPPED = f"{FROM_MACROS}, .guide-drawing, a"  # what macros insert, and the texts of links


def problems(pages: dict[str, list[str]], allowed: set[str]) -> list[str]:
    """Return one message for each sentence that is on more than one page.

    Takes the blocks of text of each page by its file name, and the sentences that are allowed.
    """
    found: dict[str, dict[str, None]] = defaultdict(dict)  # the pages of each sentence, in their order
    for page, texts in pages.items():
        for text in texts:
            for sentence in sentences(text):
                if len(sentence.split()) >= MIN_WORDS:
                    found[sentence.strip()][page] = None
    return [
        f"{', '.join(names)}: share the sentence “{sentence}”; keep it on one of them, and link to it from the others."
        for sentence, names in found.items()
        if len(names) > 1 and sentence not in allowed
    ]


def repeated_exercises(exercises: dict[str, str]) -> list[str]:
    """Return one message for each exercise that two handouts have, however short. Takes them by their pages' files."""
    pages = defaultdict(list)
    for page, exercise in exercises.items():
        pages[exercise].append(page)
    return [
        f"{', '.join(names)}: their handouts have the same exercise “{exercise}”; write another “try:” on one of them, "
        "since somebody may get both."
        for exercise, names in pages.items()
        if exercise and len(names) > 1
    ]


def on_page_content(html: str, *, page: Any, config: Any, **_: Any) -> None:
    """Called by MkDocs for each page. Worksheets repeat what pages say, and templates fill pages of their own."""
    state, name = build_state(config), f"docs/{page.file.src_uri}"
    if state.is_reused(page):
        return
    state.notes["exercise"][name] = exercise_of(page.meta)
    if page.meta.get("kind") != "worksheet" and not page.meta.get("template"):
        state.notes["texts"][name] = blocks(html, SKIPPED)


def on_post_build(*, config: Any) -> None:
    """Called by MkDocs when all pages are built."""
    state = build_state(config)
    name = (state.facts.practice.name or "").removesuffix(".")
    strings = [text.replace("{name}", name) for text in state.facts.strings.values()]
    allowed = {sentence.strip() for text in strings for sentence in sentences(text)}  # each is kept in one place
    for message in problems(state.notes["texts"], allowed) + repeated_exercises(state.notes["exercise"]):
        log.warning(message)
