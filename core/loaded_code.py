"""Tells whether the code on disk is still the code that this process runs: the live preview keeps what it imported."""

from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("core", "hooks", "macros")


def code_digest(root: Path = ROOT) -> str:
    """Return a hash of all files of the code below `root`."""
    digest = sha256()
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


_at_start = code_digest()  # once a process: a later build of the live preview imports this file no more


def has_changed(root: Path = ROOT) -> bool:
    """Whether a file of the code has changed since this process was started."""
    return code_digest(root) != _at_start
