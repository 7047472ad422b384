"""Writes the word lists of the search: synonyms that readers use, and words that put help first."""

import json
from pathlib import Path
from typing import Any

from core.build_state import build_state


def write(site: Path, facts: Any) -> list[Path]:
    """Write the words next to the search index of a built site; return the files written."""
    path = site / "search" / "words.json"
    path.parent.mkdir(exist_ok=True)
    words = {"crisis": facts.crisis_words, "alsoCalled": facts.also_called}
    path.write_text(json.dumps(words, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
    return [path]


def on_post_build(*, config: Any) -> None:
    """Called by MkDocs when all pages are built."""
    write(Path(config.site_dir), build_state(config).facts)
