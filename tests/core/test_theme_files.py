"""The files of the theme are found where it is installed."""

from core import theme_files


def test_the_folders_of_the_theme_are_found(monkeypatch):
    """Without the theme there are none, and nothing breaks."""
    (icons,) = theme_files.theme_folders(".icons")
    assert (icons / "material" / "heart.svg").is_file()
    monkeypatch.setattr(theme_files, "find_spec", lambda name: None)
    assert theme_files.theme_folders(".icons") == []
