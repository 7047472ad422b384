"""Gives each file of docs/assets/ a name that holds its content, so that a browser may keep it for a year."""

from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Any

ROOM = "assets/"
LENGTH = 8  # letters of the content's SHA-256


def named(path: str, content: bytes) -> str:
    """The published name of an asset: assets/guide.css becomes assets/guide.1a2b3c4d.css."""
    whole = PurePosixPath(path)
    return str(whole.with_suffix(f".{sha256(content).hexdigest()[:LENGTH]}{whole.suffix}"))


def on_files(files: Any, *, config: Any) -> None:
    """Called by MkDocs when the files are known: rename ours, and tell the frame what each is called."""
    ours = [file for file in files if file.src_dir == config.docs_dir and file.src_uri.startswith(ROOM)]
    for file in ours:
        for known in ("url", "abs_dest_path"):  # worked out from the old name, if anyone asked before
            file.__dict__.pop(known, None)
        file.dest_uri = named(file.src_uri, Path(file.abs_src_path).read_bytes())
    config.extra["assets"] = {file.src_uri.removeprefix(ROOM): file.url for file in ours}
