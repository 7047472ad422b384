"""Finds the icons of Material for MkDocs, and those in overrides/.icons/, by their names such as material/heart."""

from pathlib import Path

from core.errors import closest
from core.theme_files import theme_folders

OWN_FOLDER = Path(__file__).resolve().parent.parent / "overrides" / ".icons"


def icon_folders() -> list[Path]:
    """Return the folders of icons: ours, and the theme's."""
    return [OWN_FOLDER, *theme_folders(".icons")]


def find_icon(name: str) -> Path | None:
    """Return the file of an icon by its name, or None."""
    for folder in icon_folders():
        if (path := folder / f"{name}.svg").is_file() and path.resolve().is_relative_to(folder.resolve()):
            return path
    return None


def icon_name(value: object) -> str:
    """Accept the name of an icon: the path of its file below the folder of icons, without the suffix."""
    name = str(value)
    if find_icon(name):
        return name
    known = {path.relative_to(folder).as_posix()[:-4] for folder in icon_folders() for path in folder.rglob("*.svg")}
    close = closest(name, known, cutoff=0.7)
    raise ValueError(f"write “{close}”" if close else "write the name of an icon, such as material/hand-heart")
