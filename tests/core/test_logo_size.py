"""A logo is shown at a size that leaves the name of the site readable, in its own proportions."""

import pytest
from PIL import Image

from core.errors import InputError
from core.logo_size import logo_size


@pytest.mark.parametrize(
    ("own", "shown"), [((32, 32), (28, 28)), ((64, 32), (56, 28)), ((800, 100), (112, 14)), ((10, 400), (1, 28))]
)
def test_a_logo_keeps_its_proportions(own, shown, tmp_path):
    """At most 28 pixels high and 112 wide, whatever its own size, as a drawing and as a photograph."""
    Image.new("RGB", own).save(tmp_path / "a.png")
    (tmp_path / "a.svg").write_text(f'<svg xmlns="x"\n viewBox="0 0 {own[0]} {own[1]}"/>', encoding="utf-8")
    assert [logo_size(tmp_path, f"a.{suffix}") for suffix in ("png", "svg")] == [shown, shown]


@pytest.mark.parametrize(
    ("name", "advice"),
    [("a.svg", "write its “viewBox” with four numbers"), ("a.png", "save it as SVG, PNG, JPEG, GIF or WebP")],
)
def test_a_logo_without_a_size_is_refused(name, advice, tmp_path):
    """A page would jump when such a picture is loaded."""
    (tmp_path / name).write_text("<svg/>", encoding="utf-8")
    with pytest.raises(InputError, match=f"^docs/{name}: the size of the logo cannot be read; {advice}.$"):
        logo_size(tmp_path, name)
