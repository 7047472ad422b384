"""Gives each file of docs/assets/ its colours, and a name that holds its content, so that a browser may keep it."""

from hashlib import sha256
from pathlib import PurePosixPath
from typing import Any

from core import palette
from core.build_state import build_state
from core.errors import InputError

ROOM = "assets/"
LENGTH = 8  # letters of the content's SHA-256


def named(path: str, content: bytes) -> str:
    """The published name of an asset: assets/guide.css becomes assets/guide.1a2b3c4d.css."""
    whole = PurePosixPath(path)
    return str(whole.with_suffix(f".{sha256(content).hexdigest()[:LENGTH]}{whole.suffix}"))


def on_files(files: Any, *, config: Any) -> None:
    """Called by MkDocs when the files are known: colour and rename ours, and tell the templates their URLs.

    `extra_css` and `extra_javascript` of mkdocs.yml may name such a file; they follow.
    """
    ours = [file for file in files if file.src_dir == config.docs_dir and file.src_uri.startswith(ROOM)]
    for file in [file for file in ours if f"docs/{file.src_uri}" == palette.FILE]:
        files.remove(file)  # its colours stand in the stylesheets
        ours.remove(file)
    painted = {".css": palette.bundled, ".svg": palette.resolved}
    for file in ours:
        if paint := painted.get(PurePosixPath(file.src_uri).suffix):
            try:
                file.content_string = paint(file.content_string)
            except InputError as error:
                raise InputError(f"docs/{file.src_uri}: {error}") from None
        for known in ("url", "abs_dest_path"):  # worked out from the old name, if anyone asked before
            file.__dict__.pop(known, None)
        file.dest_uri = named(file.src_uri, file.content_bytes)
    build_state(config).assets = {file.src_uri.removeprefix(ROOM): file.url for file in ours}
    published = {file.src_uri: file.dest_uri for file in ours}
    config.extra_css = [published.get(path, path) for path in config.extra_css]
    for position, script in enumerate(config.extra_javascript):
        if hasattr(script, "path"):  # a script with its type, async or defer
            script.path = published.get(script.path, script.path)
        else:
            config.extra_javascript[position] = published.get(script, script)
