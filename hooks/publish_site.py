"""Publishes all or nothing: builds next to the last good site, and replaces it only if nothing was wrong."""

import logging
from pathlib import Path
from shutil import rmtree
from typing import Any

from core.build_state import build_state

_state: dict[str, Any] = {}


def is_needed_theme_file(path: str) -> bool:
    """Whether the site needs a file of the theme: our pages use none of its assets."""
    return not path.startswith("assets/")


def replace_site(fresh: Path, site: Path) -> None:
    """Replace the last good site with the new one. Both exist side by side until then."""
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


def has_warnings() -> bool:
    """Whether strict mode of MkDocs or ProperDocs has counted a warning, and so will fail the build."""
    handlers = [handler for name in ("mkdocs", "properdocs") for handler in logging.getLogger(name).handlers]
    return any(handler.get_counts() for handler in handlers if hasattr(handler, "get_counts"))


def on_startup(*, command: str, dirty: bool) -> None:
    """Called by MkDocs first. The live preview builds in a temporary folder and publishes nothing."""
    _state["publishes"] = command == "build"


def on_config(config: Any) -> None:
    """Called by MkDocs: build next to the last good site, and store whether this build publishes for other hooks."""
    site = Path(config.site_dir)
    build_state(config).publishes = _state.get("publishes", False)
    if _state.get("publishes"):
        _state.update(site=site, fresh=site.with_name(f".{site.name}-new"))
        config.site_dir = str(_state["fresh"])


def on_files(files: Any, *, config: Any) -> None:
    """Called by MkDocs: leave out the theme's unused files."""
    for file in [file for file in files if file.src_dir != config.docs_dir and not is_needed_theme_file(file.src_uri)]:
        files.remove(file)


def on_post_build(*, config: Any) -> None:
    """Called by MkDocs last: replace the last good site, unless something was wrong."""
    if _state.get("publishes") and not has_warnings():
        replace_site(_state["fresh"], _state["site"])


def on_build_error(error: Exception) -> None:
    """Called by MkDocs when a build fails: remove the unfinished site."""
    if "fresh" in _state:
        rmtree(_state["fresh"], ignore_errors=True)
