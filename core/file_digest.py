"""Hashes files, so that whatever was made from them is made again after a change."""

from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

COMPILED = "__pycache__"  # folders that Python writes


def digest_files(root: Path, names: Iterable[str]) -> str:
    """Return a hash of these files below `root`, and of all files in these folders, by their names and contents.

    One that does not exist counts as an empty folder.
    """
    digest = sha256()
    for name in names:
        path = root / name
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file() and COMPILED not in file.parts:
                content = sha256(file.read_bytes()).digest()
                digest.update(file.relative_to(root).as_posix().encode() + b"\0" + content)
    return digest.hexdigest()
