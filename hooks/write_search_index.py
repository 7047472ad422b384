"""Writes what the search loads: its panel, and an index of sections with a model that predicts a topic from words.

The model is trained on data/search_phrases/ in a separate process, while MkDocs converts the pages; it is kept in
.cache/ until those files change.
"""

import json
import logging
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from fingerprint_assets import FOLDER, fingerprinted_name
from prose import prose

from core import crisis_patterns, danger_model, search_model
from core.build_state import build_state
from core.cache_folder import cache_folder
from core.errors import suggest
from core.facts import ENGLISH
from core.joined_records import answered_topics
from core.search_index import Section, build_index, first_sentences

log = logging.getLogger("mkdocs.hooks.write_search_index")

CACHE = "search"
CODE = tuple(
    f"core/{name}.py" for name in ("crisis_patterns", "danger_model", "search_model", "search_numbers", "search_text")
)
INDEX = "search/index.json"
PANEL = "search_panel.js"
TEMPLATE = "search_panel.html"
RENAME = "name the file like a topic in data/topics.yml"
_search_build: dict[str, Any] = {}  # the file and the process of the model, the panel, and the entries of the menu


def phrase_folders(root: Path, language: str) -> tuple[str, str]:
    """Return the folders of the phrases of topics, which may be missing, and of those of danger, of a language.

    A translation without phrases of topics has none. Without phrases of danger it uses the English ones.
    """
    if language == ENGLISH:
        return search_model.FOLDER, danger_model.FOLDER
    own = [folder.replace("data/", f"data/{language}/", 1) for folder in (search_model.FOLDER, danger_model.FOLDER)]
    return own[0], own[1] if (root / own[1]).is_dir() else danger_model.FOLDER


def model_file(root: Path, folders: Iterable[str], patterns: str) -> Path:
    """Return the file of the model that is trained on the current phrases.

    Takes the project's folder, those of the phrases, and the patterns of danger as JSON.
    """
    digest = sha256(patterns.encode())
    phrases = [path for folder in folders for path in sorted((root / folder).glob("*.txt"))]
    for path in [*(root / name for name in CODE), *phrases]:
        digest.update(f"{path.name}\0".encode() + path.read_bytes() + b"\0")
    return cache_folder(root) / CACHE / f"{digest.hexdigest()[:32]}.json"


def sections_of(page: Any, html: str) -> list[Section]:
    """Return the sections of a page of MkDocs: its beginning, and each heading of the second or third level.

    The summary of the page is the first text of its beginning. “search” in its front matter counts as Material for
    MkDocs documents it: exclude and boost.
    """
    settings = page.meta.get("search") or {}
    if settings.get("exclude"):
        return []
    boost = float(settings.get("boost", 1))
    beginning, *headed = prose(html).sections
    summary = [str(page.meta.get("summary") or "")]
    first = replace(beginning, texts=summary + beginning.texts, statements=summary + beginning.statements)
    address = page.file.url.removesuffix("./")
    return [
        Section(
            page=address,
            page_title=page.title,
            id=it.id,
            heading=it.heading or page.title,
            texts=it.texts,
            lead=it.summary or first_sentences(it.statements),
            names=it.names,
            boost=boost,
        )
        for it in (first, *headed)
    ]


def unknown_topics(root: Path, folder: str, topics: Iterable[str]) -> list[str]:
    """Return one message for each file of phrases whose name is not a topic.

    Takes the project's folder, that of the phrases, and the topics that exist.
    """
    known = set(topics)
    return [
        f"{folder}/{path.name}: there is no topic “{path.stem}”; {suggest(path.stem, known, RENAME)}."
        for path in sorted((root / folder).glob("*.txt"))
        if path.stem not in known
    ]


def on_config(config: Any) -> None:
    """Called by MkDocs: start training the model, unless it is cached."""
    root = Path(config.config_file_path).parent
    facts = build_state(config).facts
    patterns, folders = facts.crisis_patterns.model_dump_json(), phrase_folders(root, facts.language)
    file = _search_build["file"] = model_file(root, folders, patterns)
    _search_build["process"] = None
    if not file.is_file():
        command = [sys.executable, "-m", "core.search_model", ".", str(file), *folders]
        pipes = {"stdin": subprocess.PIPE, "stderr": subprocess.PIPE}
        process = _search_build["process"] = subprocess.Popen(command, cwd=root, text=True, encoding="utf-8", **pipes)
        process.stdin.write(patterns)
        process.stdin.close()


def on_pre_build(*, config: Any) -> None:
    """Called by MkDocs before it reads a page: check the names of the files of phrases."""
    root, facts = Path(config.config_file_path).parent, build_state(config).facts
    for text in unknown_topics(root, phrase_folders(root, facts.language)[0], facts.topics):
        log.warning(text)


def on_env(env: Any, *, config: Any, **_: Any) -> None:
    """Called by MkDocs when the templates are ready: render the panel, and announce both files."""
    state = build_state(config)
    panel = env.get_template(TEMPLATE).render(config=config)
    _search_build["panel"] = f"globalThis.guide.searchPanel = {json.dumps(panel, ensure_ascii=False)};\n"
    state.assets[PANEL] = fingerprinted_name(f"{FOLDER}{PANEL}", _search_build["panel"].encode())
    state.expected |= {INDEX, state.assets[PANEL]}


def on_nav(nav: Any, **_: Any) -> None:
    """Called by MkDocs when the navigation is known: keep the first page of each of its parts."""
    parts = [(part.title, _first_page(part)) for part in nav.items if part.is_section]
    _search_build["entries"] = [(title, page.file) for title, page in parts if page]


def _first_page(item: Any) -> Any:
    """Return the first page of a part of the navigation, or None: it may have links only."""
    if item.is_page:
        return item
    return next((page for child in item.children or () if (page := _first_page(child))), None)


def on_page_content(html: str, *, page: Any, config: Any, **_: Any) -> None:
    """Called by MkDocs for each page: keep its sections."""
    state = build_state(config)
    if not state.is_reused(page):
        state.notes["sections"][f"docs/{page.file.src_uri}"] = [vars(section) for section in sections_of(page, html)]


def on_post_build(*, config: Any) -> None:
    """Called by MkDocs when all pages are built."""
    state = build_state(config)
    site = Path(config.site_dir)
    (site / state.assets[PANEL]).write_text(_search_build["panel"], encoding="utf-8")
    process = _search_build["process"]
    if process:
        errors = process.stderr.read().strip().splitlines()
        process.wait()
        for line in errors:
            log.warning(line)
        if process.returncode:
            return
    model = json.loads(_search_build["file"].read_text(encoding="utf-8"))
    sections = [Section(**values) for found in state.notes["sections"].values() for values in found]
    targets = {topic.slug: topic.path for topic in answered_topics(state.facts.topics)}
    index = build_index(model, sections, targets)
    index["entries"] = [(title, file.url) for title, file in _search_build["entries"]]
    index["crisis"] = crisis_patterns.prepare(state.facts.crisis_patterns, model["topics"])
    path = site / INDEX
    path.parent.mkdir(exist_ok=True)
    text = json.dumps(index, ensure_ascii=False, separators=(",", ":"))
    path.write_text(text, encoding="utf-8")
