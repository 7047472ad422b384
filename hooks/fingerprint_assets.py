"""Puts the palette into the files of docs/assets/, inlines some of them, and adds a hash to the names of the others."""

import re
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Any

from core import palette
from core.build_state import OptionalStyle, build_state
from core.errors import InputError
from core.logo_size import logo_size
from core.settings import Theme
from core.translation import original_docs

FOLDER = "assets/"
INLINED = ("guide.css", "quick_exit.js", "icon.svg")  # what a page needs before it is shown: no extra request
HOME = "home.css"  # inlined in few pages; also a file, since private reading opens these in other pages
PALETTE = PurePosixPath(palette.FILE).name
ACCENT = "accent.css"  # added to guide.css if the practice chose an accent
OPTIONAL = {  # stylesheets for some pages only, each with the elements that need it besides its classes
    "components.css": ("<pre",),
    "markdown.css": ("<img ", "<figure>", "<abbr "),
}
STYLESHEETS = ("guide.css", HOME, *OPTIONAL)
CLASS = re.compile(r"\.([a-z][\w-]+)(?=[^{}]*\{)")
COMMENT = re.compile(r"/\*.*?\*/|^\s*//[^\n]*$", re.S | re.M)
NEEDLESS_SPACE = re.compile(r"\s*([{};])\s*|([:,])\s+")  # no string in our stylesheets has these before a space
CONVERTED = (".css", ".svg", ".js")  # suffixes
LENGTH = 8  # hexadecimal digits of the content's SHA-256


def fingerprinted_name(path: str, content: bytes) -> str:
    """Return the published name of an asset: assets/guide.css becomes assets/guide.1a2b3c4d.css."""
    original = PurePosixPath(path)
    return str(original.with_suffix(f".{sha256(content).hexdigest()[:LENGTH]}{original.suffix}"))


def without_comments(text: str) -> str:
    """Return a stylesheet, script or drawing without its comments and line breaks that mean nothing.

    A comment of a script must have its line to itself.
    """
    return "\n".join(line.strip() for line in COMMENT.sub("", text).splitlines() if line.strip())


def with_colours(name: str, text: str, primary: str, accent: str) -> str:
    """Return a stylesheet or drawing with the colours of the palette, by the suffix of its name; a script as it is.

    Takes the names of the colours that the practice chose.
    """
    if name.endswith(".css"):
        return palette.inline_palette(text, primary, accent)
    return palette.resolve_colours(text, primary) if name.endswith(".svg") else text


def minified(name: str, text: str) -> str:
    """Return a stylesheet, script or drawing as it is published, by the suffix of its name."""
    text = without_comments(text)
    return NEEDLESS_SPACE.sub(r"\1\2", text).replace(";}", "}") if name.endswith(".css") else text


def optional_styles(styles: dict[str, str]) -> dict[str, OptionalStyle]:
    """Return what needs each stylesheet of OPTIONAL: the classes that no other one has, and its elements.

    Takes the stylesheets by name.
    """
    classes = {name: set(CLASS.findall(text)) for name, text in styles.items()}
    return {
        name: OptionalStyle(
            frozenset(classes[name].difference(*(found for other, found in classes.items() if other != name))), elements
        )
        for name, elements in OPTIONAL.items()
        if name in classes
    }


def on_files(files: Any, *, config: Any) -> None:
    """Called by MkDocs when the files are known: convert and rename our assets, and store their URLs or texts.

    Their names in `extra_css` and `extra_javascript` of mkdocs.yml are also replaced.
    """
    state = build_state(config)
    own_files = {
        file.src_uri.removeprefix(FOLDER): file
        for file in files
        if file.src_dir in (config.docs_dir, str(original_docs(config))) and file.src_uri.startswith(FOLDER)
    }
    theme = state.theme
    _convert(own_files, files, theme)
    state.optional_styles = optional_styles(
        {name: file.content_string for name, file in own_files.items() if name in STYLESHEETS}
    )
    for name in [name for name in INLINED if name in own_files]:
        state.inlined[name] = own_files[name].content_string
        files.remove(own_files.pop(name))
    if HOME in own_files:
        state.inlined[HOME] = own_files[HOME].content_string
    published = _rename(own_files)
    state.assets = {name: file.url for name, file in own_files.items()}
    if theme.logo:
        folder = next((file.src_dir for file in files if file.src_uri == theme.logo), config.docs_dir)
        state.logo_size = logo_size(Path(folder), theme.logo)
    state.pictures = {path: published.get(path, path) for path in (theme.logo, theme.favicon) if path}
    config.extra_css = [published.get(path, path) for path in config.extra_css]
    for position, script in enumerate(config.extra_javascript):
        if hasattr(script, "path"):  # a script with its type, async or defer
            script.path = published.get(script.path, script.path)
        else:
            config.extra_javascript[position] = published.get(script, script)


def _convert(own_files: dict[str, Any], files: Any, theme: Theme) -> None:
    """Write the colours into stylesheets and drawings, minify them, and remove files that are only parts of others."""
    if PALETTE in own_files:
        files.remove(own_files.pop(PALETTE))  # it is inlined in the stylesheets
    if ACCENT in own_files:
        style = own_files.pop(ACCENT)
        files.remove(style)
        if theme.accent:
            own_files["guide.css"].content_string += style.content_string
    for name, file in own_files.items():
        if PurePosixPath(name).suffix in CONVERTED:
            try:
                file.content_string = minified(
                    name, with_colours(name, file.content_string, theme.primary, theme.accent)
                )
            except InputError as error:
                raise InputError(f"docs/{file.src_uri}: {error}") from None


def _rename(own_files: dict[str, Any]) -> dict[str, str]:
    """Give each file a name with its hash; return the published names by the old ones."""
    for file in own_files.values():
        for key in ("url", "abs_dest_path"):  # cached properties, computed from the old name
            file.__dict__.pop(key, None)
        file.dest_uri = fingerprinted_name(file.src_uri, file.content_bytes)
    return {file.src_uri: file.dest_uri for file in own_files.values()}


def on_env(env: Any, **_: Any) -> Any:
    """Called by MkDocs when the templates are ready: a line with only a template tag produces no empty line."""
    env.trim_blocks = env.lstrip_blocks = True
    return env
