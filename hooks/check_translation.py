"""Reports what a translation lacks, and the pages whose originals were changed later."""

import logging
from pathlib import Path
from typing import Any

from core.build_state import build_state
from core.facts import ENGLISH
from core.translation import missing_pages, older_pages, original_docs

log = logging.getLogger("mkdocs.hooks.check_translation")
MAX_NAMES = 5  # names in one line


def notices(facts: Any, originals: Path | None, translated: Path) -> list[str]:
    """Return a line for each kind of thing that is not translated yet. Takes the facts and the folders of the pages."""
    found = []
    if texts := facts.strings.untranslated:
        found.append(
            f"{_count_and_names(texts, 'text', 'texts')} of data/strings/{facts.language}.yml: shown in English."
        )
    if originals and (pages := missing_pages(originals, translated)):
        found.append(f"{_count_and_names(pages, 'page', 'pages')} of {originals.name}/: not translated yet.")
    return found


def problems(originals: Path | None, translated: Path) -> list[str]:
    """Return one message for each translated page that is older than its original."""
    return [
        f"{translated.name}/{name}: it is of {translation}, and its original was changed on {original}; compare both, "
        "then write today’s date after “written:”."
        for name, original, translation in (older_pages(originals, translated) if originals else [])
    ]


def _count_and_names(names: Any, one: str, more: str) -> str:
    listed = ", ".join(names[:MAX_NAMES]) + (", …" if len(names) > MAX_NAMES else "")
    return f"{len(names)} {one if len(names) == 1 else more} ({listed})"


def on_post_build(*, config: Any) -> None:
    """Called by MkDocs when all pages are built: outdated pages are warnings in a release, else information."""
    facts, originals, translated = build_state(config).facts, original_docs(config), Path(config.docs_dir)
    if facts.language == ENGLISH and not originals:
        return
    for text in notices(facts, originals, translated):
        log.info("Notice: %s", text)
    for text in problems(originals, translated):
        log.log(logging.WARNING if config.extra.get("release") else logging.INFO, text)
