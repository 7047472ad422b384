"""Publishes all or nothing: builds next to the last good site, and replaces it only after a build without mistakes."""

import fcntl
import logging
import os
from pathlib import Path
from shutil import rmtree
from typing import Any

from core.build_state import build_state
from core.errors import InputError
from core.translation import original_docs

PUBLISHING = ("build", "gh-deploy")  # the commands of MkDocs whose site is served by others
SITE_FILES = {"404.html", "sitemap.xml"}  # files of every MkDocs site, whatever its version
FOREIGN_FILES = {".git", ".htaccess"}  # files that belong to somebody else
FOLDER_MODE, FILE_MODE = 0o755, 0o644  # for a web server that runs as another user, whatever the umask
_publication: dict[str, Any] = {}  # of this build: whether it publishes, its folders, and the lock


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


def lock(fresh: Path, site: Path) -> int:
    """Lock the folder of the new site against other builds; returns a file descriptor, which unlocks when closed.

    Takes that folder and the one of the site. Raises InputError if another build has it: both would write into it.
    """
    fresh.mkdir(parents=True, exist_ok=True)
    folder = os.open(fresh, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(folder)
        raise InputError(
            f"{site.name}/: another build is making it; wait until that has ended, and build again."
        ) from None
    return folder


def unlock() -> None:
    """Let other builds begin."""
    if "lock" in _publication:
        os.close(_publication.pop("lock"))


def check_folder(site: Path) -> None:
    """Raise InputError if the site cannot be replaced as a whole.

    It may be a mount, not be writable, or contain other files than those of a built site, which would be lost.
    """
    above = next(folder for folder in site.parents if folder.exists())
    if not os.access(above, os.W_OK | os.X_OK):
        raise InputError(
            f"{site.name}/: the folder {above} cannot be written; build with --site-dir into one that can, such as "
            "--site-dir /tmp/guide/site."
        )
    if site.is_mount():
        raise InputError(
            f"{site.name}/: it is a mount, and a site can only be replaced as a whole; mount the folder above it, or "
            "build with --site-dir into another folder and copy that."
        )
    there = {path.name for path in site.iterdir()} if site.is_dir() else set()
    kept = min(there & FOREIGN_FILES, default="")
    if kept or (there and SITE_FILES - there):
        found = f"“{kept}”" if kept else "files that are not of a built site"
        raise InputError(
            f"{site.name}/: the folder {site} has {found}, which would be deleted; empty it, or build with --site-dir "
            "into another folder and copy that."
        )


def make_readable(site: Path) -> None:
    """Let every user read the site."""
    for path in (site, *site.rglob("*")):
        path.chmod(FOLDER_MODE if path.is_dir() else FILE_MODE)


def has_warnings() -> bool:
    """Whether the strict mode of MkDocs or ProperDocs has counted a warning, which will fail the build."""
    handlers = [handler for name in ("mkdocs", "properdocs") for handler in logging.getLogger(name).handlers]
    return any(handler.get_counts() for handler in handlers if hasattr(handler, "get_counts"))


def on_startup(*, command: str, dirty: bool) -> None:
    """Called by MkDocs first. The live preview builds in a temporary folder and publishes nothing."""
    _publication["publishes"] = command in PUBLISHING


def on_config(config: Any) -> None:
    """Called by MkDocs: build next to the last good site, and tell other hooks whether this build publishes."""
    build_state(config).publishes = _publication.get("publishes", False)
    if _publication.get("publishes"):
        site = Path(config.site_dir).resolve()  # so that of a symbolic link, the target is replaced
        check_folder(site)
        fresh = site.with_name(f".{site.name}-new")
        _publication.update(site=site, lock=lock(fresh, site), fresh=fresh)
        config.site_dir = str(_publication["fresh"])


def on_files(files: Any, *, config: Any) -> None:
    """Called by MkDocs: leave out the theme's unused files."""
    ours = (config.docs_dir, str(original_docs(config)))
    for file in [file for file in files if file.src_dir not in ours and not is_needed_theme_file(file.src_uri)]:
        files.remove(file)


def on_post_build(*, config: Any) -> None:
    """Called by MkDocs last: replace the last good site, unless something was wrong."""
    if _publication.get("publishes") and not has_warnings():
        make_readable(_publication["fresh"])
        replace_site(_publication["fresh"], _publication["site"])
        config.site_dir = str(_publication["site"])  # gh-deploy publishes this folder
    unlock()


def on_build_error(error: Exception) -> None:
    """Called by MkDocs when a build fails: remove the unfinished site."""
    if "fresh" in _publication:
        rmtree(_publication["fresh"], ignore_errors=True)
    unlock()
