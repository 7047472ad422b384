"""Each setting of MkDocs and Material works, or is refused in one line: where, why, and what to write instead."""

import json
import re
from pathlib import Path

import pytest
import yaml
from mkdocs.config.defaults import MkDocsConfig

from core.theme_settings import SETTINGS, problems, read_theme, without_refused

WORKS = {  # a value for each setting that works; those with fields of their own have theirs in the rows below
    "site_name": "A", "site_url": "https://guide.example/", "site_description": "B", "site_author": "C",
    "copyright": "D", "nav": ["index.md"], "theme": {}, "plugins": [{"other": {}}], "markdown_extensions": ["abbr"],
    "extra": {}, "extra_css": ["a.css"], "extra_javascript": ["a.js", {"path": "a.js", "type": "module"}],
    "extra_templates": ["a.xml"], "hooks": ["a.py"], "strict": True, "validation": {}, "exclude_docs": "*.txt",
    "draft_docs": "a.md", "site_dir": "site", "dev_addr": "127.0.0.1:8000", "watch": ["data"], "remote_branch": "pages",
    "remote_name": "origin", "docs_dir": "docs", "use_directory_urls": True,
    "theme › name": "material", "theme › custom_dir": "overrides", "theme › static_templates": ["robots.txt"],
    "theme › language": "ur", "theme › direction": "rtl", "theme › logo": "a.svg", "theme › favicon": "a.svg",
    "theme › icon": None, "theme › icon › logo": "material/heart", "theme › palette": None,
    "theme › palette › primary": "deep purple", "theme › palette › accent": "deep-orange",
    "theme › palette › media": "(prefers-color-scheme: dark)", "theme › palette › scheme": "slate",
    "theme › font": False, "theme › features": [],
    "extra › release": False, "extra › practice": {"name": "A"}, "extra › homepage": "https://a.example.org/",
    "extra › social": [], "extra › alternate": [], "extra › generator": False, "plugins › macros": {},
}  # fmt: skip
BOTH = [
    {"media": "(prefers-color-scheme: light)", "scheme": "default", "primary": "red", "accent": "pink"},
    {"media": "(prefers-color-scheme: dark)", "scheme": "slate", "primary": "red", "accent": "pink"},
]
IN_LISTS = (("theme", "features"), ("plugins",))
ROWS = {" › ".join(setting.key): setting for setting in SETTINGS}
REFUSED = [name for name, setting in ROWS.items() if setting.refused]


@pytest.fixture
def docs(tmp_path):
    """A folder of pages with a stylesheet, a script and a picture."""
    for name in ("a.css", "a.js", "a.svg"):
        (tmp_path / name).touch()
    return tmp_path


def nested(key, value):
    """Settings that hold this value where these names lead."""
    if key[:-1] in IN_LISTS:
        return nested(key[:-1], [key[-1] if value is None else {key[-1]: value}])
    return {key[0]: nested(key[1:], value) if key[1:] else value}


def found(settings, docs):
    """The messages about settings, with the lines of their text."""
    text = yaml.safe_dump(settings, sort_keys=False, allow_unicode=True)
    return problems(settings, text, "mkdocs.yml", docs)


@pytest.mark.parametrize("name", [name for name, setting in ROWS.items() if setting.works])
def test_a_setting_that_works_is_accepted(name, docs):
    """Nothing is said about a value as Material's or MkDocs's documentation has it."""
    key = ROWS[name].key
    if key[:2] == ("theme", "palette"):
        variants = key[-1] in ("media", "scheme")
        assert found({"theme": {"palette": BOTH}} if variants else nested(key, WORKS[name]), docs) == []
    else:
        assert found(nested(key, WORKS.get(name)), docs) == []


@pytest.mark.parametrize("name", REFUSED)
def test_a_setting_that_cannot_be_kept_safe_is_refused(name, docs):
    """One line says where it is, why it is refused and what to write, and nothing else is said about it."""
    setting = ROWS[name]
    in_list = setting.key[:-1] in IN_LISTS
    settings = nested(setting.key, None if in_list else "x")
    place, typed = (setting.key[:-1], setting.key[-1]) if in_list else (setting.key, "x")
    assert found(settings, docs) == [
        f"mkdocs.yml, line {len(setting.key)}: {' › '.join(place)}: “{typed}” cannot be used ({setting.refused}); "
        f"{setting.instead}."
    ]
    assert found(without_refused(settings), docs) == []


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"copyrigth": "x"}, "line 1: copyrigth is not a setting; write “copyright”."),
        ({"zzz": "x"}, "line 1: zzz is not a setting; compare handbook/settings.md."),
        ({"theme": {"lgo": "x"}}, "line 2, theme: lgo: there is no field “lgo”; write “logo”."),
        ({"theme": {"icon": {"lgo": "x"}}}, "line 3, theme: icon › lgo: there is no field “lgo”; write “logo”."),
        (
            {"theme": {"features": ["navigation.foter"]}},
            "line 3: theme › features: “navigation.foter” is not a feature; write “navigation.footer”.",
        ),
        (
            {"theme": {"palette": {"primry": "x"}}},
            "line 3, theme: palette › primry: there is no field “primry”; write “primary”.",
        ),
        ({"theme": {"logo": "b.svg"}}, "line 2: theme › logo: “b.svg” is not a file in docs/; write “a.svg”."),
        (
            {"theme": {"favicon": "https://a.example.org/a.svg"}},
            "line 2: theme › favicon: “https://a.example.org/a.svg” is not a file in docs/; put the file there, "
            "and write its path from docs/.",
        ),
        ({"extra_css": ["b.css"]}, "line 2: extra_css: “b.css” is not a file in docs/; write “a.css”."),
        (
            {"extra_javascript": ["https://a.example.org/a.js"]},
            "line 2: extra_javascript: “https://a.example.org/a.js” is not a file in docs/; put the file there, "
            "and write its path from docs/.",
        ),
        (
            {"theme": {"icon": {"logo": "material/hart"}}},
            "line 3, theme: icon › logo: “material/hart” cannot be used; write “material/heart”.",
        ),
        ({"theme": {"name": "mkdocs"}}, "line 2, theme: name: “mkdocs” cannot be used; write one of: material."),
        (
            {"theme": {"palette": {"scheme": "slate"}}},
            "line 3, theme: palette › scheme: “slate” cannot be used; delete it, since light or dark is the reader's "
            "own setting.",
        ),
        ({"plugins": ["material/social"]}, "line 2: plugins: “material/social” cannot be used (a build uses no"),
        ({"plugins": [{"material/blog": {}}]}, "line 2: plugins › material/blog cannot be used (pages are kept"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_setting_is_named(settings, message, docs):
    """A misspelt name gets the nearest one, a missing file the nearest file."""
    (text,) = found(settings, docs)
    assert text.startswith(f"mkdocs.yml, {message}")


@pytest.mark.parametrize("change", [{"primary": "blue"}, {"media": "(prefers-color-scheme)"}, {"scheme": "default"}])
def test_two_palettes_have_the_same_colours(change, docs):
    """Light and dark differ by the reader's own setting alone, and each colour has tones for both."""
    (text,) = found({"theme": {"palette": [BOTH[0], BOTH[1] | change]}}, docs)
    assert text.endswith(
        "or two entries with “media” and “scheme” as Material documents them, both with the same “primary”."
    )


def test_a_translation_has_pages_of_its_own(docs):
    """Its folder is not refused, as that of another guide is."""
    read = {"docs_dir": "translations/ur"}
    assert len(problems(read, "", "mkdocs.yml", docs)) == 1
    assert problems(read | {"extra": {"translation_of": "docs"}}, "", "mkdocs.yml", docs) == []


@pytest.mark.parametrize("written", ["theme: material", "theme: [a]", "plugins: {social: {}}", "theme: {features: x}"])
def test_any_kind_of_value_is_answered(written, docs):
    """A text in place of fields, or fields in place of a list, get a message and no traceback."""
    assert all(text.endswith(".") for text in problems(yaml.safe_load(written), written, "mkdocs.yml", docs))


def write(folder, name, text):
    """Write settings into a folder; returns their path."""
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def test_the_theme_is_read_with_its_colours_and_direction(tmp_path):
    """Two palettes count as one, also those of an inherited file; the direction is the language's, unless it is set."""
    write(tmp_path, "mkdocs.yml", json.dumps({"theme": {"palette": BOTH}}))
    theme = read_theme(write(tmp_path, "mkdocs.ur.yml", "INHERIT: mkdocs.yml\ntheme: {language: ur}"))
    assert (theme.primary, theme.accent, theme.text_direction) == ("red", "pink", "rtl")
    set_here = write(tmp_path, "mkdocs.yml", "theme: {language: ur, direction: ltr}")
    assert read_theme(set_here).text_direction == "ltr"
    plain = read_theme(write(tmp_path, "mkdocs.yml", "site_name: A"))
    assert (plain.primary, plain.accent, plain.text_direction) == ("", "", "ltr")


def test_each_setting_of_the_installed_versions_is_decided():
    """What MkDocs accepts, and the features, plugins and fields of `extra` that Material's own templates ask for."""
    internal = {"config_file_path", "mdx_configs", "pages"}  # of the program; deprecated
    assert {name for name, _ in MkDocsConfig._schema} - internal <= {setting.key[0] for setting in SETTINGS}
    material = Path(yaml.__file__).parents[1] / "material"
    templates = "\n".join(path.read_text(encoding="utf-8") for path in (material / "templates").rglob("*.html"))
    features = set(re.findall(r'"([a-z.]+)" in features', templates))
    extra = set(re.findall(r"config\.extra\.(\w+)", templates))
    plugins = {path.name for path in (material / "plugins").iterdir() if (path / "plugin.py").is_file()}
    decided = {setting.key for setting in SETTINGS}
    assert len(features) > 5
    assert {name for name in features if ("theme", "features", name) not in decided} == set()
    assert {name for name in extra if ("extra", name) not in decided} == set()
    assert {name for name in plugins if ("plugins", name) not in decided} == set()
