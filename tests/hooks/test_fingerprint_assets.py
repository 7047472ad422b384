"""An asset's name holds its content: a browser may keep it for a year, and never keeps one too long."""

import re
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace

import pytest
from fingerprint_assets import named, on_files
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
def test_a_name_keeps_its_folder_and_its_kind(path, published):
    """A host still sees what kind of file it is, and a person which."""
    assert re.fullmatch(published, named(path, b"a"))


def test_a_name_changes_with_the_content_alone():
    """One changed letter gives another name; the same bytes give the same."""
    assert named("assets/a.css", b"a{}") == named("assets/a.css", b"a{}") != named("assets/a.css", b"a{ }")
    assert named("assets/a.css", b"a{}") == f"assets/a.{sha256(b'a{}').hexdigest()[:8]}.css"


@pytest.fixture
def config(tmp_path):
    """The settings of a small house with assets of its own and of its theme."""
    for room in ("docs", "theme"):
        (tmp_path / room / "assets").mkdir(parents=True)
        (tmp_path / room / "assets" / "guide.css").write_text("a{}", encoding="utf-8")
    (tmp_path / "docs" / "picture.svg").write_text("<svg/>", encoding="utf-8")
    return SimpleNamespace(
        docs_dir=str(tmp_path / "docs"), site_dir=str(tmp_path / "site"), extra={}, extra_css=[], extra_javascript=[]
    )


def file(path, folder, config):
    """A file as MkDocs knows it, whose address somebody has asked for already."""
    found = File(path, folder, config.site_dir, use_directory_urls=True)
    assert found.url == path
    assert found.abs_dest_path == f"{config.site_dir}/{path}"
    return found


def test_mkdocs_publishes_our_assets_under_their_new_names(config, tmp_path):
    """Ours are renamed, wherever MkDocs looks; the theme's and the pictures of pages are left; the frame knows."""
    ours = file("assets/guide.css", config.docs_dir, config)
    others = [file("assets/guide.css", str(tmp_path / "theme"), config), file("picture.svg", config.docs_dir, config)]
    on_files([ours, *others], config=config)
    new = named("assets/guide.css", b"a{}")
    assert (ours.dest_uri, ours.url, ours.abs_dest_path) == (new, new, f"{config.site_dir}/{new}")
    assert [other.url for other in others] == ["assets/guide.css", "picture.svg"]
    assert build_state(config).assets == {"guide.css": new}


def test_our_assets_get_their_colours(config):
    """The palette stands in the stylesheet, whose name holds it, and is no file of its own; an icon has it, too."""
    room = Path(config.docs_dir) / "assets"
    texts = {
        "guide.css": f"{palette.IMPORT} a{{color:var(--tint)}}",
        "icon.svg": '<g fill="var(--tint)"/>',
        "a.js": "1",
    }
    for name, text in (texts | {"palette.css": ""}).items():
        (room / name).write_text(text, encoding="utf-8")
    files = [file(f"assets/{name}", config.docs_dir, config) for name in (*texts, "palette.css")]
    on_files(files, config=config)
    written = [palette.bundled(texts["guide.css"]), palette.resolved(texts["icon.svg"]), "1"]
    assert [file.content_string for file in files] == written
    assert [file.dest_uri for file in files] == [
        named(file.src_uri, text.encode()) for file, text in zip(files, written, strict=True)
    ]
    assert list(build_state(config).assets) == list(texts)


def test_an_icon_with_a_wrong_colour_is_refused(config):
    """Where, what, and what to write instead."""
    (Path(config.docs_dir) / "assets" / "icon.svg").write_text('<g fill="var(--tnit)"/>', encoding="utf-8")
    with pytest.raises(InputError) as refused:
        on_files([file("assets/icon.svg", config.docs_dir, config)], config=config)
    told = f"docs/assets/icon.svg: there is no colour “tnit” in {palette.FILE}; write “tint”."
    assert str(refused.value) == told


def test_the_settings_learn_the_new_names(config):
    """What extra_css and extra_javascript name is found at its new name; all else there stays as it is written."""
    module = ExtraScriptValue()
    module.load_dict({"path": "assets/guide.css", "type": "module"})
    config.extra_css = ["assets/guide.css", "styles/more.css"]
    config.extra_javascript = ["assets/guide.css", "more.js", module]
    on_files([file("assets/guide.css", config.docs_dir, config)], config=config)
    new = named("assets/guide.css", b"a{}")
    assert config.extra_css == [new, "styles/more.css"]
    assert [str(script) for script in config.extra_javascript] == [new, "more.js", new]
    assert module.type == "module"
