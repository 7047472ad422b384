"""Inserts the palette into the files of docs/assets/, and a hash into their names, so that browsers may cache them."""

from hashlib import sha256
from pathlib import PurePosixPath
from typing import Any

from core import palette
from core.build_state import build_state
from core.errors import InputError

FOLDER = "assets/"
LENGTH = 8  # hexadecimal digits of the content's SHA-256


def fingerprinted_name(path: str, content: bytes) -> str:
    """Return the published name of an asset: assets/guide.css becomes assets/guide.1a2b3c4d.css."""
    original = PurePosixPath(path)
    return str(original.with_suffix(f".{sha256(content).hexdigest()[:LENGTH]}{original.suffix}"))


def on_files(files: Any, *, config: Any) -> None:
    """Called by MkDocs when the files are known: convert and rename our assets, and store their URLs for templates.

    Names of such files in `extra_css` and `extra_javascript` of mkdocs.yml are replaced, too.
    """
    ours = [file for file in files if file.src_dir == config.docs_dir and file.src_uri.startswith(FOLDER)]
    for file in [file for file in ours if f"docs/{file.src_uri}" == palette.FILE]:
        files.remove(file)  # it is inlined in the stylesheets
        ours.remove(file)
    converters = {".css": palette.inline_palette, ".svg": palette.resolve_colours}
    for file in ours:
        if convert := converters.get(PurePosixPath(file.src_uri).suffix):
            try:
                file.content_string = convert(file.content_string)
            except InputError as error:
                raise InputError(f"docs/{file.src_uri}: {error}") from None
        for key in ("url", "abs_dest_path"):  # cached properties, computed from the old name
            file.__dict__.pop(key, None)
        file.dest_uri = fingerprinted_name(file.src_uri, file.content_bytes)
    build_state(config).assets = {file.src_uri.removeprefix(FOLDER): file.url for file in ours}
    published = {file.src_uri: file.dest_uri for file in ours}
    config.extra_css = [published.get(path, path) for path in config.extra_css]
    for position, script in enumerate(config.extra_javascript):
        if hasattr(script, "path"):  # a script with its type, async or defer
            script.path = published.get(script.path, script.path)
        else:
            config.extra_javascript[position] = published.get(script, script)
