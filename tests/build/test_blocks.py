"""The blocks that Material for MkDocs documents are in our layout under the same names, and do the same."""

import re
from pathlib import Path

import material
import pytest
import site_factory

BLOCK = re.compile(r"{%-? block (\w+)")
NEEDLESS = {  # Material's blocks that our layout leaves out
    "analytics",  # nobody is counted
    "config",  # the settings of Material's own script, which no page loads
    "fonts",  # the reader's own typefaces
    "outdated",  # one version of the guide is published
}
HOLDS = {  # what stands in each block when nobody overrides it, in part
    "htmltitle": ["<title>All pages – The No Contact Guide</title>"],
    "site_meta": ['<meta name="description"', '<link rel="canonical"', '<link rel="icon"'],
    "styles": ['href="../assets/guide.', 'href="../assets/extra.', 'href="../styles/more.css"'],
    "libs": [],
    "extrahead": [],
    "announce": ["News"],
    "header": ['class="guide-header"'],
    "hero": [],
    "tabs": [],
    "site_nav": ['class="guide-breadcrumbs"'],
    "container": ["<article", "<h1", 'class="guide-pager"'],
    "content": ["<h1", 'class="guide-summary"', 'class="guide-sources"'],
    "footer": ['class="guide-footer"'],
    "scripts": ['<script src="../assets/extra.', '<script src="../assets/module.'],
}
ORDER = [  # where each block stands, among what no block holds
    "<head>", '<meta charset="utf-8">', "Content-Security-Policy", "htmltitle", "site_meta", "styles", "/quick_exit.",
    "libs", 'type="module" src="../assets/guide.', "extrahead", "</head>", "guide-exit-bar", "header", "announce",
    "guide-privacy-bar", "hero", "tabs", "<main", "site_nav", "container", "content", "</main>", "footer", "scripts",
    "</body>",
]  # fmt: skip
KEPT = [  # what stays when every block is replaced
    '<meta charset="utf-8">',
    '<meta http-equiv="Content-Security-Policy"',
    '<meta name="viewport"',
    '<meta name="referrer" content="no-referrer">',
    'class="guide-quick-exit"',
    'class="guide-privacy-bar"',
]
SETTINGS = """extra_css: [assets/extra.css, styles/more.css]
extra_javascript: [assets/extra.js, {path: assets/module.js, type: module}]
strict: true"""


def extending(words: str, *, without: tuple[str, ...] = ()) -> str:
    """A template that overrides each block with these words, in which NAME is the block's own name."""
    blocks = [
        f"{{% block {name} %}}{words.replace('NAME', name)}{{% endblock %}}" for name in HOLDS if name not in without
    ]
    return '{% extends "main.html" %}\n' + "\n".join(blocks) + "\n"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> site_factory.Built:
    """A tiny site with one page that adds to each block, one that replaces each, and files of its own."""
    pages = {
        "contents.md": site_factory.page("All pages").replace("written:", "template: contents.html\nwritten:"),
        "sessions.md": site_factory.page("Sessions").replace("written:", "template: link_sheet.html\nwritten:"),
    }
    edits = {
        "mkdocs.yml": ("strict: true", SETTINGS),
        "overrides/main.html": (' "base.html" %}', ' "base.html" %}{% block announce %}News{% endblock %}'),
    }
    root = site_factory.house(tmp_path_factory.mktemp("blocks"), pages, edits=edits)
    for name in ("assets/extra.css", "styles/more.css", "assets/extra.js", "assets/module.js"):
        path = root / "docs" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("/* Ours. */\n", encoding="utf-8")
    frames = root / "overrides"
    (frames / "contents.html").write_text(extending("<!-- NAME -->{{ super() }}<!-- /NAME -->"), encoding="utf-8")
    replaced = extending("<!-- NAME -->", without=("container", "content"))
    (frames / "link_sheet.html").write_text(
        replaced + "{% block content %}<!-- content --><h1>Ours</h1>{% endblock %}\n", encoding="utf-8"
    )
    done = site_factory.build(root)
    assert done.code == 0, done.said
    return done


def test_no_block_of_material_is_forgotten():
    """Each block of the installed theme is one of ours, or left out for a reason."""
    theirs = set(BLOCK.findall((Path(material.__file__).parent / "templates/base.html").read_text(encoding="utf-8")))
    ours = set(BLOCK.findall((site_factory.ROOT / "overrides/base.html").read_text(encoding="utf-8")))
    assert theirs - NEEDLESS == set(HOLDS)
    assert set(HOLDS) <= ours
    assert not ours & NEEDLESS


@pytest.mark.parametrize("name", HOLDS)
def test_a_template_adds_to_a_block(built, name):
    """With super() in it, a template adds before and after what the block holds."""
    held = built.page("contents").split(f"<!-- {name} -->")[1].split(f"<!-- /{name} -->")[0]
    assert [part for part in HOLDS[name] if part not in held] == []
    assert held.strip() or not HOLDS[name]


def test_each_block_stands_where_material_has_it(built):
    """In the head, before the text, around it or at the end: what runs early and what runs late can rely on it."""
    page = built.page("contents")
    places = [page.find(f"<!-- {what} -->" if what in HOLDS else what) for what in ORDER]
    assert -1 not in places
    assert places == sorted(places)


@pytest.mark.parametrize("name", [name for name in HOLDS if name != "container"])
def test_a_template_replaces_a_block(built, name):
    """Without super() nothing is left of what the block held; overrides/404.html does so with the container."""
    page = built.page("sessions")
    assert page.count(f"<!-- {name} -->") == 1
    held = [part.replace("All pages", "Sessions") for part in HOLDS[name] if part != "<h1"]
    assert [part for part in held if part in page] == []


def test_no_template_replaces_what_keeps_a_reader_safe(built):
    """The policy, the exit with its script and reading safely stand in no block."""
    page = built.page("sessions")
    assert [part for part in KEPT if part not in page] == []
    assert re.search(r'<script src="[^"]*/quick_exit\.[0-9a-f]{8}\.js">', page)


def test_the_settings_bring_styles_and_scripts(built):
    """Files of extra_css and extra_javascript are on every page, at the names under which they are published."""
    page = built.page("other")
    loaded = re.findall(r'<(?:link rel="stylesheet" href|script src)="\.\./([^"]+)"( type="module")?', page)
    assert [re.sub(r"\.[0-9a-f]{8}", "", path) + kind for path, kind in loaded] == [
        "assets/guide.css",
        "assets/extra.css",
        "styles/more.css",
        "assets/quick_exit.js",
        "assets/extra.js",
        'assets/module.js type="module"',
    ]
    assert [path for path, _ in loaded if not (built.site / path).is_file()] == []


def test_an_announcement_has_a_bar_but_not_on_a_door(built):
    """The bar stands on each page that announces something; a neutral short link says nothing, and has none."""
    assert "guide-announce" in built.page("other")
    assert "guide-announce" not in built.page("r/k7wm")
