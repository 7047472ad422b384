"""An icon is named as in Material's documentation, by its file."""

import pytest

from core import icons


def test_an_icon_of_the_theme_or_of_ours_is_accepted(tmp_path, monkeypatch):
    """Material's set is there without a setting, and files in overrides/.icons/ add to it."""
    monkeypatch.setattr(icons, "OWN_FOLDER", tmp_path)
    (tmp_path / "ours").mkdir()
    (tmp_path / "ours/leaf.svg").touch()
    assert [icons.icon_name(name) for name in ("material/heart", "ours/leaf")] == ["material/heart", "ours/leaf"]


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        ("material/hart", "write “material/heart”"),
        ("../../base", "write the name of an icon, such as material/hand-heart"),
        (None, "write the name of an icon, such as material/hand-heart"),
    ],
)
def test_an_unknown_icon_is_refused(name, advice):
    """The nearest name is proposed; a path out of the folder is no icon."""
    with pytest.raises(ValueError, match=f"^{advice}$"):
        icons.icon_name(name)
