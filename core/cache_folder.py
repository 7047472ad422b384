"""Finds the folder in which a build keeps what the next one can reuse: .cache/ in the project, if it is writable."""

import atexit
import os
from contextlib import suppress
from functools import cache
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

NAME = ".cache"


@cache
def cache_folder(root: Path) -> Path:
    """Return the cache folder of the project in `root`; creates it if it is missing.

    If it is not writable, as in a checkout that is mounted read-only, it is a temporary folder, which is deleted when
    this process ends: the build works, and keeps nothing for the next one.
    """
    folder = root / NAME
    with suppress(OSError):
        folder.mkdir(exist_ok=True)
    if os.access(folder, os.W_OK | os.X_OK):
        return folder
    temporary = Path(mkdtemp(prefix="guide-cache-"))
    atexit.register(rmtree, temporary, ignore_errors=True)
    return temporary
