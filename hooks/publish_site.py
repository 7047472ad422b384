"""Publishes all or nothing: builds beside the last good site, and takes its place only if nothing was wrong."""

import logging
import re
from pathlib import Path
from shutil import rmtree
from typing import Any

from core.build_state import build_state

WORKER = re.compile(r"assets/javascripts/workers/search\.\w+\.min\.js")
_state: dict[str, Any] = {}


def wanted(path: str) -> bool:
    """Whether a file of the theme belongs in the site: of all its assets our pages use the search worker only."""
    return bool(WORKER.fullmatch(path)) or not path.startswith("assets/")


def publish(fresh: Path, site: Path) -> None:
    """Put the freshly built folder in the place of the last good one; both stand side by side until then."""
    old = site.with_name(f".{site.name}-old")
    rmtree(old, ignore_errors=True)
    if site.exists():
        site.rename(old)
    try:
        fresh.rename(site)
    except OSError:
        if old.exists():
            old.rename(site)  # the last good site stays
        raise
    rmtree(old, ignore_errors=True)


def warned() -> bool:
    """Whether the generator's strict mode has counted a warning, on which it will stop."""
    handlers = [handler for name in ("mkdocs", "properdocs") for handler in logging.getLogger(name).handlers]
    return any(handler.get_counts() for handler in handlers if hasattr(handler, "get_counts"))


def on_startup(*, command: str, dirty: bool) -> None:
    """Called by MkDocs first; the live preview has a folder of its own and publishes nothing."""
    _state["publishes"] = command == "build"


def on_config(config: Any) -> None:
    """Called by MkDocs: build beside the last good site, and tell the other writers whether it is to be published."""
    site = Path(config.site_dir)
    build_state(config).publishes = _state.get("publishes", False)
    if _state.get("publishes"):
        _state.update(site=site, fresh=site.with_name(f".{site.name}-new"))
        config.site_dir = str(_state["fresh"])


def on_files(files: Any, *, config: Any) -> None:
    """Called by MkDocs: leave out what the theme brings and no page uses; tell the frame where the worker is."""
    for file in [file for file in files if file.src_dir != config.docs_dir and not wanted(file.src_uri)]:
        files.remove(file)
    build_state(config).search_worker = next(file.url for file in files if WORKER.fullmatch(file.src_uri))


def on_post_build(*, config: Any) -> None:
    """Called by MkDocs last: take the place of the last good site, unless something was wrong."""
    if _state.get("publishes") and not warned():
        publish(_state["fresh"], _state["site"])


def on_build_error(error: Exception) -> None:
    """Called by MkDocs when something broke: take the unfinished site away."""
    if "fresh" in _state:
        rmtree(_state["fresh"], ignore_errors=True)
