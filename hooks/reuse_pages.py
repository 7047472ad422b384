"""Reuses the HTML of pages that did not change since the last build, if no check reported anything on them.

MkDocs converts and checks every page in every build. An editor changes one page at a time, and waits for the preview.
A release build reuses nothing; a page that includes other files is never reused.
"""

import json
import logging
import os
import platform
from collections.abc import Iterable
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

from mkdocs.plugins import CombinedEvent, event_priority
from mkdocs.structure.toc import AnchorLink, get_toc
from snippets import snippets

from core.build_state import build_state
from core.cache_folder import cache_folder
from core.file_digest import digest_files
from core.loaded_code import has_changed

log = logging.getLogger("mkdocs.hooks.reuse_pages")

CACHES = {"build": "pages.jsonl", "serve": "preview_pages.jsonl"}  # their addresses differ
# The files that determine the HTML of every page, besides mkdocs.yml.
INPUTS = ("CHANGELOG.md", "core", "data", "hooks", "macros")
PACKAGES = ("jinja2", "markdown", "mkdocs", "mkdocs-macros-plugin", "pymdown-extensions")
GENERATORS = ("mkdocs", "properdocs")  # their loggers
FIRST, LAST = 100, -100  # priorities: before and after everything else that handles the event
_cache: dict[str, Any] = {}  # its path, the pages of the last build and of this one, and the key of the current page


class _WarningCounter(logging.Handler):
    """Counts warnings, which MkDocs does only in strict builds, not in the live preview."""

    count = 0

    def emit(self, record: logging.LogRecord) -> None:
        self.count += 1


_warnings = _WarningCounter(logging.WARNING)


def digest_inputs(root: Path, values: Iterable[str]) -> str:
    """Return a hash of all that determines the HTML of every page: these values, and the files of INPUTS."""
    return sha256("\0".join([*values, digest_files(root, INPUTS)]).encode()).hexdigest()


def page_key(inputs: str, name: str, source: str, meta: dict[str, Any]) -> str:
    """Return the key of a page in the cache: a hash of its inputs, its name, its source and its front matter."""
    return sha256("\0".join((inputs, name, source, repr(meta))).encode()).hexdigest()


def read_cache(path: Path) -> dict[str, Any]:
    """Return the cached pages by their keys; a missing or damaged file is an empty cache."""
    try:
        with path.open(encoding="utf-8") as lines:
            return dict(map(json.loads, lines))
    except (FileNotFoundError, ValueError):
        return {}


def write_cache(path: Path, pages: dict[str, Any]) -> None:
    """Write the cached pages, a line each; a build that runs at the same time reads the old file or the new one."""
    path.parent.mkdir(exist_ok=True)
    fresh = path.with_suffix(f".{os.getpid()}")
    with fresh.open("w", encoding="utf-8") as file:
        file.writelines(f"{json.dumps(pair, ensure_ascii=False)}\n" for pair in pages.items())
    fresh.replace(path)


def entry_of(page: Any, html: str, notes: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Return the cache entry of a converted page: what later steps of a build need, with the notes on this page."""
    name = f"docs/{page.file.src_uri}"
    return {
        "notes": {kind: found[name] for kind, found in notes.items() if name in found},
        "html": html,
        "markdown": page.markdown,
        "toc": [_toc_token(item) for item in page.toc],
        "anchors": sorted(page.present_anchor_ids or ()),
        "links": {file.src_uri: anchors for file, anchors in (page.links_to_anchors or {}).items()},
    }


def restore(page: Any, entry: dict[str, Any], files: Any, notes: dict[str, dict[str, Any]]) -> str:
    """Restore a page and its notes as conversion and checks would have set them; return its HTML."""
    for kind, note in entry["notes"].items():
        notes[kind][f"docs/{page.file.src_uri}"] = note
    page.markdown = entry["markdown"]
    page.toc = get_toc(entry["toc"])
    page.present_anchor_ids = set(entry["anchors"])
    page.links_to_anchors = {files.get_file_from_path(name): anchors for name, anchors in entry["links"].items()}
    return entry["html"]


def _toc_token(item: AnchorLink) -> dict[str, Any]:
    children = [_toc_token(child) for child in item.children]
    return {"name": item.title, "id": item.id, "level": item.level, "children": children}


def on_startup(*, command: str, **_: Any) -> None:
    """Called by MkDocs first. A later build of the live preview loads this file again, and does not call this."""
    _cache["command"] = command


def on_config(config: Any) -> None:
    """Called by MkDocs: read the cache, unless this is a release."""
    for name in GENERATORS:
        logging.getLogger(name).addHandler(_warnings)
    folder = cache_folder(Path(config.config_file_path).parent)
    path = folder / CACHES.get(_cache.get("command", "serve"), CACHES["build"])
    changed = has_changed()
    if changed:
        log.warning("The code has changed since the live preview was started; stop it and start it again to see that.")
    _cache.update(path=path, old={} if changed or config.extra.get("release") else read_cache(path), new={})
    _cache["may_write"] = not changed  # pages that old code made must not be found under the name of the new one


def on_files(files: Any, *, config: Any) -> None:
    """Called by MkDocs when the files are known: hash what determines every page, with the addresses of all files."""
    values = [f"{file.src_uri} {file.url}" for file in files]
    values += [f"{name} {version(name)}" for name in PACKAGES]
    values += [platform.python_version(), config.site_url or "", str(config.theme["language"])]
    settings = Path(config.config_file_path)
    values.append(settings.read_text(encoding="utf-8"))
    _cache["inputs"] = digest_inputs(settings.parent, values)


@event_priority(FIRST)
def on_page_markdown(markdown: str, *, page: Any, config: Any, **_: Any) -> str | None:
    """Called by MkDocs before macros are rendered: leave nothing to convert in a page that can be reused."""
    name = page.file.src_uri
    key = page_key(_cache["inputs"], name, markdown, page.meta)
    _cache.update(key=key, warnings=_warnings.count)
    if key not in _cache["old"] or snippets(markdown):
        return None
    build_state(config).reused.add(name)
    return ""


@event_priority(FIRST)
def _restore_page(html: str, *, page: Any, config: Any, files: Any) -> str | None:
    state = build_state(config)
    if not state.is_reused(page):
        return None
    entry = _cache["new"][_cache["key"]] = _cache["old"][_cache["key"]]
    return restore(page, entry, files, state.notes)


@event_priority(LAST)
def _keep_page(html: str, *, page: Any, config: Any, **_: Any) -> None:
    state = build_state(config)
    if not state.is_reused(page) and _warnings.count == _cache["warnings"]:
        _cache["new"][_cache["key"]] = entry_of(page, html, state.notes)


on_page_content = CombinedEvent(_restore_page, _keep_page)


def on_post_build(**_: Any) -> None:
    """Called by MkDocs when all pages are built: keep those of this build."""
    for name in GENERATORS:
        logging.getLogger(name).removeHandler(_warnings)
    if _cache["may_write"] and _cache["new"].keys() != _cache["old"].keys():
        write_cache(_cache["path"], _cache["new"])
