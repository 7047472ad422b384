"""The name of an asset contains a hash of its content, so that browsers may cache it for a year."""

import re
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace

import pytest
from fingerprint_assets import fingerprinted_name, on_files
from mkdocs.config.config_options import ExtraScriptValue
from mkdocs.structure.files import File

from core import palette
from core.build_state import build_state
from core.errors import InputError


@pytest.mark.parametrize(
    ("path", "published"),
    [
        ("assets/guide.css", r"assets/guide\.[0-9a-f]{8}\.css"),
        ("assets/parts/guide.min.js", r"assets/parts/guide\.min\.[0-9a-f]{8}\.js"),
        ("assets/licence", r"assets/licence\.[0-9a-f]{8}"),
    ],
)
def test_a_name_keeps_its_folder_and_suffix(path, published):
    """The published name still shows the type of file, and its original name."""
    assert re.fullmatch(published, fingerprinted_name(path, b"a"))


def test_a_name_depends_only_on_the_content():
    """A changed byte gives another name; the same bytes give the same name."""
    assert (
        fingerprinted_name("assets/a.css", b"a{}")
        == fingerprinted_name("assets/a.css", b"a{}")
        != fingerprinted_name("assets/a.css", b"a{ }")
    )
    assert fingerprinted_name("assets/a.css", b"a{}") == f"assets/a.{sha256(b'a{}').hexdigest()[:8]}.css"


@pytest.fixture
def config(tmp_path):
    """Return the config of a small project with assets of its own and of its theme."""
    for folder in ("docs", "theme"):
        (tmp_path / folder / "assets").mkdir(parents=True)
        (tmp_path / folder / "assets" / "guide.css").write_text("a{}", encoding="utf-8")
    (tmp_path / "docs" / "picture.svg").write_text("<svg/>", encoding="utf-8")
    return SimpleNamespace(
        docs_dir=str(tmp_path / "docs"), site_dir=str(tmp_path / "site"), extra={}, extra_css=[], extra_javascript=[]
    )


def file(path, folder, config):
    """Return a file of MkDocs whose cached properties have been read already."""
    found = File(path, folder, config.site_dir, use_directory_urls=True)
    assert found.url == path
    assert found.abs_dest_path == f"{config.site_dir}/{path}"
    return found


def test_our_assets_are_published_under_their_new_names(config, tmp_path):
    """Our assets are renamed in every property, other files are not; templates get the new URLs."""
    ours = file("assets/guide.css", config.docs_dir, config)
    others = [file("assets/guide.css", str(tmp_path / "theme"), config), file("picture.svg", config.docs_dir, config)]
    on_files([ours, *others], config=config)
    new = fingerprinted_name("assets/guide.css", b"a{}")
    assert (ours.dest_uri, ours.url, ours.abs_dest_path) == (new, new, f"{config.site_dir}/{new}")
    assert [other.url for other in others] == ["assets/guide.css", "picture.svg"]
    assert build_state(config).assets == {"guide.css": new}


def test_the_palette_is_inlined_in_our_assets(config):
    """Stylesheets and icons get their colours before they are hashed, and palette.css is not published."""
    folder = Path(config.docs_dir) / "assets"
    texts = {
        "guide.css": f"{palette.IMPORT} a{{color:var(--tint)}}",
        "icon.svg": '<g fill="var(--tint)"/>',
        "a.js": "1",
    }
    for name, text in (texts | {"palette.css": ""}).items():
        (folder / name).write_text(text, encoding="utf-8")
    files = [file(f"assets/{name}", config.docs_dir, config) for name in (*texts, "palette.css")]
    on_files(files, config=config)
    written = [palette.inline_palette(texts["guide.css"]), palette.resolve_colours(texts["icon.svg"]), "1"]
    assert [file.content_string for file in files] == written
    assert [file.dest_uri for file in files] == [
        fingerprinted_name(file.src_uri, text.encode()) for file, text in zip(files, written, strict=True)
    ]
    assert list(build_state(config).assets) == list(texts)


def test_an_icon_with_an_unknown_colour_is_reported(config):
    """The message gives the file, the unknown name, and the nearest one."""
    (Path(config.docs_dir) / "assets" / "icon.svg").write_text('<g fill="var(--tnit)"/>', encoding="utf-8")
    with pytest.raises(InputError) as error:
        on_files([file("assets/icon.svg", config.docs_dir, config)], config=config)
    message = f"docs/assets/icon.svg: there is no colour “tnit” in {palette.FILE}; write “tint”."
    assert str(error.value) == message


def test_names_in_the_settings_are_replaced(config):
    """Our assets in extra_css and extra_javascript get their new names; other entries stay."""
    module = ExtraScriptValue()
    module.load_dict({"path": "assets/guide.css", "type": "module"})
    config.extra_css = ["assets/guide.css", "styles/more.css"]
    config.extra_javascript = ["assets/guide.css", "more.js", module]
    on_files([file("assets/guide.css", config.docs_dir, config)], config=config)
    new = fingerprinted_name("assets/guide.css", b"a{}")
    assert config.extra_css == [new, "styles/more.css"]
    assert [str(script) for script in config.extra_javascript] == [new, "more.js", new]
    assert module.type == "module"
