"""Finds the files of Material for MkDocs; without the theme there are none."""

from importlib.util import find_spec
from pathlib import Path


def theme_folders(name: str) -> list[Path]:
    """Return the folders of this name among the theme's templates, such as .icons."""
    spec = find_spec("material")
    places = (spec.submodule_search_locations or ()) if spec else ()
    return [Path(place) / "templates" / name for place in places]
