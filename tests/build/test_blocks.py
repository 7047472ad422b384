"""Our layout has the template blocks that Material for MkDocs documents, with the same names and functions."""

import re
from collections.abc import Callable
from pathlib import Path

import material
import pytest
import site_factory

BLOCK = re.compile(r"{%-? block (\w+)")
LEFT_OUT = {  # Material's blocks that our layout leaves out
    "analytics",  # nobody is counted
    "config",  # the settings of Material's own script, which no page loads
    "fonts",  # the reader's own typefaces
    "outdated",  # one version of the guide is published
}
DEFAULTS = {  # part of what each block contains by default
    "htmltitle": ["<title>All pages – The No Contact Guide</title>"],
    "site_meta": ['<meta name="description"', '<link rel="canonical"', '<link rel="icon"'],
    "styles": [
        "<style>",
        'href="../assets/components.',
        'href="../assets/print.',
        'href="../assets/extra.',
        'href="../styles/more.css"',
    ],
    "libs": [],
    "extrahead": [],
    "announce": ["News"],
    "header": ['class="guide-header"'],
    "hero": [],
    "tabs": [],
    "site_nav": ['class="guide-nav"'],
    "container": ["<article", "<h1", 'class="guide-sources"'],
    "content": ["<h1", 'class="guide-summary"', 'class="guide-sources"'],
    "footer": ['class="guide-footer"'],
    "scripts": ['<script src="../assets/extra.', '<script src="../assets/module.'],
}
ORDER = [  # the order of the blocks and of the fixed parts of the layout
    "<head>", '<meta charset="utf-8">', "Content-Security-Policy", "htmltitle", "site_meta", "styles", "<script>",
    "libs", 'type="module" src="../assets/guide.', "extrahead", "</head>", 'class="guide-exit-bar"', "header",
    "announce", 'class="guide-privacy-bar"', "hero", "tabs", "<main", "container", "content", "site_nav", "</main>",
    "footer", "scripts", "</body>",
]  # fmt: skip
ALWAYS_THERE = [  # what is there even if every block is replaced
    '<meta charset="utf-8">',
    '<meta http-equiv="Content-Security-Policy"',
    '<meta name="viewport"',
    '<meta name="referrer" content="no-referrer">',
    'class="guide-quick-exit"',
    'class="guide-privacy-bar"',
]
EXTRA = ("assets/extra.css", "styles/more.css", "assets/extra.js", "assets/module.js")
SETTINGS = """extra_css: [assets/extra.css, styles/more.css]
extra_javascript: [assets/extra.js, {path: assets/module.js, type: module}]
strict: true"""


def extending(contents: dict[str, str]) -> str:
    """A template that overrides these blocks with these contents."""
    blocks = [f"{{% block {name} %}}<!-- {name} -->{text}{{% endblock %}}\n" for name, text in contents.items()]
    return '{% extends "main.html" %}\n' + "".join(blocks)


@pytest.fixture(scope="module")
def built(once: Callable[..., site_factory.BuildResult]) -> site_factory.BuildResult:
    """A small site with a page that extends each block, one that replaces each, and extra CSS and JavaScript files."""
    done = once(build_blocks)
    assert done.code == 0, done.output
    return done


def build_blocks(root: Path) -> site_factory.BuildResult:
    """Build that site."""
    pages = {
        "contents.md": site_factory.page("All pages", template="contents.html"),
        "sessions.md": site_factory.page("Sessions", template="link_sheet.html"),
    }
    edits = {
        "mkdocs.yml": ("strict: true", SETTINGS),
        "overrides/main.html": (' "base.html" %}', ' "base.html" %}{% block announce %}News{% endblock %}'),
    }
    site_factory.make_project(root, pages, edits=edits)
    nested = "  - More:\n      - about/index.md\n      - Deeper:\n          - about/accessibility.md\n"
    site_factory.edit(root, "mkdocs.yml", "  - about/accessibility.md\n", "")
    site_factory.edit(root, "mkdocs.yml", "  - about/index.md\n", nested)
    (root / "docs/styles").mkdir()
    replaced = dict.fromkeys(DEFAULTS, "") | {"content": "<h1>Ours</h1>"}
    del replaced["container"]  # it contains the content
    texts = {f"docs/{name}": "/* Ours. */\n" for name in EXTRA} | {
        "overrides/contents.html": extending({name: f"{{{{ super() }}}}<!-- /{name} -->" for name in DEFAULTS}),
        "overrides/link_sheet.html": extending(replaced),
    }
    for name, text in texts.items():
        (root / name).write_text(text, encoding="utf-8")
    return site_factory.build(root)


def test_all_blocks_of_material_are_known():
    """Each block of the installed theme is in our layout, or in LEFT_OUT with a reason."""
    theirs = set(BLOCK.findall((Path(material.__file__).parent / "templates/base.html").read_text(encoding="utf-8")))
    ours = set(BLOCK.findall((site_factory.ROOT / "overrides/base.html").read_text(encoding="utf-8")))
    assert theirs - LEFT_OUT == set(DEFAULTS)
    assert set(DEFAULTS) <= ours
    assert not ours & LEFT_OUT


@pytest.mark.parametrize("name", DEFAULTS)
def test_a_template_adds_to_a_block(built, name):
    """With super(), a template adds content before and after the block's default."""
    expected = built.read_page("contents").split(f"<!-- {name} -->")[1].split(f"<!-- /{name} -->")[0]
    assert [part for part in DEFAULTS[name] if part not in expected] == []
    assert expected.strip() or not DEFAULTS[name]


def test_blocks_are_in_the_order_of_material(built):
    """Blocks are in the same order as in Material's layout, so that scripts and styles load in the expected order."""
    page = built.read_page("contents")
    places = [page.find(f"<!-- {what} -->" if what in DEFAULTS else what) for what in ORDER]
    assert -1 not in places
    assert places == sorted(places)


@pytest.mark.parametrize("name", [name for name in DEFAULTS if name != "container"])
def test_a_template_replaces_a_block(built, name):
    """Without super() a block's default is gone; overrides/404.html replaces the container in this way."""
    page = built.read_page("sessions")
    assert page.count(f"<!-- {name} -->") == 1
    expected = [part.replace("All pages", "Sessions") for part in DEFAULTS[name] if part != "<h1"]
    assert [part for part in expected if part in page] == []


def test_no_template_replaces_what_keeps_a_reader_safe(built):
    """Policy, exit with its script, and privacy bar are in no block."""
    page = built.read_page("sessions")
    assert [part for part in ALWAYS_THERE if part not in page] == []
    assert ".guide-quick-exit" in page.split("<script>")[1].split("</script>")[0]


def test_extra_css_and_javascript_are_loaded(built):
    """Files of extra_css and extra_javascript are loaded on every page, by their published names."""
    page = built.read_page("other")
    loaded = re.findall(
        r'<(?:link rel="stylesheet"(?: media="print")? href|script src)="\.\./([^"]+)"( type="module")?', page
    )
    assert [re.sub(r"\.[0-9a-f]{8}", "", path) + kind for path, kind in loaded] == [
        "assets/print.css",
        "assets/extra.css",
        "styles/more.css",
        "assets/extra.js",
        'assets/module.js type="module"',
    ]
    assert [path for path, _ in loaded if not (built.site / path).is_file()] == []


def test_announcements_are_not_on_short_links(built):
    """An announcement is on every page except neutral short links."""
    assert "guide-announce" in built.read_page("other")
    assert "guide-announce" not in built.read_page("r/k7wm")


def test_a_part_of_a_part_is_listed(built):
    """A menu may be nested as MkDocs documents it: “All pages” has each page, and a page deeper in tells no place."""
    contents, about, deeper = (built.read_page(name) for name in ("contents", "about", "about/accessibility"))
    assert 'href="../about/accessibility/"' in contents.split("<main")[1]
    assert "More · page 1 of 1" in about
    assert "· page" not in deeper.split("<main")[1]
