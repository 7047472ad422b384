"""The name of an asset contains a hash of its content, so that browsers may cache it for a year."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from fingerprint_assets import fingerprinted_name, minified, on_files
from mkdocs.config.config_options import ExtraScriptValue
from mkdocs.structure.files import File

from core import palette
from core.build_state import build_state
from core.errors import InputError
from core.settings import Theme


@pytest.mark.parametrize(
    ("path", "published"),
    [
        ("assets/more.css", "assets/more.ca978112.css"),
        ("assets/parts/guide.min.js", "assets/parts/guide.min.ca978112.js"),
        ("assets/licence", "assets/licence.ca978112"),
    ],
)
def test_a_name_keeps_its_folder_and_suffix(path, published):
    """The published name has the beginning of the content's SHA-256, and still shows its type and original name."""
    assert fingerprinted_name(path, b"a") == published
    assert fingerprinted_name(path, b"b") != published


@pytest.fixture
def config(tmp_path):
    """Return the config of a small project with assets of its own and of its theme."""
    folders = {f"{name}_dir": str(tmp_path / name) for name in ("docs", "site")}
    found = SimpleNamespace(**folders, extra={}, extra_css=[], extra_javascript=[])
    return found


def file(path, config, text="a{}", folder=""):
    """Write a file, and return it as a file of MkDocs whose cached properties have been read already."""
    written = Path(folder or config.docs_dir, path)
    written.parent.mkdir(parents=True, exist_ok=True)
    written.write_text(text, encoding="utf-8")
    found = File(path, folder or config.docs_dir, config.site_dir, use_directory_urls=True)
    assert (found.url, found.abs_dest_path) == (path, f"{config.site_dir}/{path}")
    return found


def test_our_assets_are_published_under_their_new_names(config, tmp_path):
    """Our assets are renamed in every property, other files are not; templates get the new URLs."""
    own_files = file("assets/more.css", config)
    others = [file("assets/more.css", config, folder=str(tmp_path / "theme")), file("picture.svg", config)]
    on_files([own_files, *others], config=config)
    new = fingerprinted_name("assets/more.css", b"a{}")
    assert (own_files.dest_uri, own_files.url, own_files.abs_dest_path) == (new, new, f"{config.site_dir}/{new}")
    assert [other.url for other in others] == ["assets/more.css", "picture.svg"]
    assert build_state(config).assets == {"more.css": new}


def test_the_palette_is_inlined_in_our_assets(config):
    """Stylesheets and icons get their colours before they are hashed, and palette.css is not published."""
    css, icon = f"{palette.IMPORT} a{{color:var(--tint)}}", '<g fill="var(--tint)"/>'
    texts = {"more.css": css, "more.svg": icon, "a.js": "1"}
    files = [file(f"assets/{name}", config, text) for name, text in (texts | {"palette.css": ""}).items()]
    on_files(files, config=config)
    written = [minified("a.css", palette.inline_palette(css)), palette.resolve_colours(icon), "1"]
    assert [file.content_string for file in files] == written
    assert [file.dest_uri for file in files] == [
        fingerprinted_name(f"assets/{name}", text.encode()) for name, text in zip(texts, written, strict=True)
    ]
    assert list(build_state(config).assets) == list(texts)


def test_an_icon_with_an_unknown_colour_is_reported(config):
    """The message gives the file, the unknown name, and the nearest one."""
    with pytest.raises(InputError) as error:
        on_files([file("assets/icon.svg", config, '<g fill="var(--tnit)"/>')], config=config)
    message = f"docs/assets/icon.svg: there is no colour “tnit” in {palette.FILE}; write “tint”."
    assert str(error.value) == message


def test_names_in_the_settings_are_replaced(config):
    """Our assets in extra_css and extra_javascript get their new names; other entries stay."""
    module = ExtraScriptValue()
    module.load_dict({"path": "assets/more.css", "type": "module"})
    config.extra_css = ["assets/more.css", "styles/more.css"]
    config.extra_javascript = ["assets/more.css", "more.js", module]
    on_files([file("assets/more.css", config)], config=config)
    new = fingerprinted_name("assets/more.css", b"a{}")
    assert config.extra_css == [new, "styles/more.css"]
    assert [str(script) for script in config.extra_javascript] == [new, "more.js", new]
    assert module.type == "module"


def test_what_each_page_needs_is_put_into_it(config):
    """The style, the exit's script and the icon are not published; templates get what has an effect of them."""
    texts = {
        "guide.css": "/* A\n   b */\na { color: red; }\n\n  b, c { }\n",
        "quick_exit.js": "// A.\n  b(); // c\n",
        "icon.svg": "<svg/>",
    }
    files = [file(f"assets/{name}", config, text) for name, text in texts.items()]
    on_files(files, config=config)
    assert files == []
    assert build_state(config).inlined == {
        "guide.css": "a{color:red}b,c{}",
        "quick_exit.js": "b(); // c",
        "icon.svg": "<svg/>",
    }


def test_the_colours_of_the_practice_are_in_style_and_icon(config):
    """The main colour takes the place of the guide's own, and the style of an accent is there only with an accent."""

    def styled(**chosen):
        build_state(config).theme = Theme(palette=chosen)
        texts = {"guide.css": f"{palette.IMPORT} a{{color:var(--main)}}", "accent.css": "b{color:var(--accent)}"}
        files = [file(f"assets/{name}", config, text) for name, text in texts.items()]
        icon = file("assets/icon.svg", config, '<g fill="var(--main)"/>')
        on_files([*files, icon], config=config)
        return build_state(config).inlined

    plain, chosen = dict(styled()), styled(primary="purple", accent="green")
    assert (chosen["icon.svg"], "--main:#5b2a54" in chosen["guide.css"]) == ('<g fill="#5b2a54"/>', True)
    assert chosen["guide.css"].endswith("a{color:var(--main)}b{color:var(--accent)}")
    assert ("accent" in plain["guide.css"], "--main:#0b5356" in plain["guide.css"]) == (False, True)


@pytest.mark.parametrize("path", ["assets/own.svg", "pictures/own.svg"])
def test_a_logo_has_its_published_address(path, config):
    """Logo and favicon may be in docs/assets/, where names get a hash, or anywhere else in docs/."""
    build_state(config).theme = Theme(logo=path, favicon=path)
    own_files = file(path, config, '<svg viewBox="0 0 2 1"/>')
    on_files([own_files], config=config)
    assert build_state(config).pictures == {path: own_files.url}
    assert (path != own_files.url, build_state(config).logo_size) == (path.startswith("assets/"), (56, 28))


def test_the_style_of_the_first_page_is_a_file_as_well(config):
    """It is put into that page, and private reading, which opens the page in another one, loads it."""
    files = [file("assets/home.css", config, "a { }")]
    on_files(files, config=config)
    assert build_state(config).inlined == {"home.css": "a{}"}
    assert build_state(config).assets == {"home.css": fingerprinted_name("assets/home.css", b"a{}")}


def test_a_page_loads_what_its_classes_and_elements_need(config):
    """A class that a stylesheet shares with guide.css does not count: each page has its style already."""
    files = [
        file("assets/guide.css", config, ".guide-a { }"),
        file("assets/components.css", config, ".guide-a .guide-b { margin: .5rem }"),
        file("assets/markdown.css", config, ".guide-b, .note { }"),
    ]
    on_files(files, config=config)
    needed = build_state(config).styles_for
    assert needed('<p class="guide-a">A note of rem</p>') == []
    assert needed('<p class="guide-a guide-b">') == []  # two files have it: none is its own
    assert needed('<p class="a note">') == ["markdown.css"]
    assert needed('<pre><img src="a">') == ["components.css", "markdown.css"]
