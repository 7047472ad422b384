"""What a screen reader, a search engine or a watched reader would trip over is refused on every finished page."""

from types import SimpleNamespace

import check_pages
import pytest
from check_pages import outside_files, problems, same_titles
from factories import config, parsed
from selectolax.lexbor import LexborHTMLParser

from core.build_state import build_state

FRAME = "<title>{title}</title><main{crisis}><article><h1>A</h1>{body}</article></main>"
INVITATION = '<aside class="guide-invitation"><h2>Come</h2></aside>'
ELSEWHERE = "https://cdn.example.net/x"
LEARNS = (
    "would be fetched from another address, which learns who reads this; "
    "put a copy into docs/assets/ and use that, or make it a link."
)


def judge(body, crisis=""):
    """The problems of one page around this text."""
    return problems("docs/a.md", LexborHTMLParser(FRAME.format(title="A", crisis=crisis, body=body)))


@pytest.mark.parametrize(
    "body",
    [
        "<p>Text</p>",
        "<h2>B</h2><h3>C</h3><h2>D</h2>",
        '<img src="a.png" alt="A short link">',
        '<p id="a">x</p><p id="b">y</p>',
        f'<a href="{ELSEWHERE}">out</a>',
        f'<link rel="canonical" href="{ELSEWHERE}">',
        '<img src="../a.png" srcset="a.png 1x, b.png 2x" alt="A short link">',
        "<style>a{background:url(a.png)}</style>",
        '<div class="admonition care">x</div><div class="admonition words">y</div>',
        f"<h2>B</h2>{INVITATION}",
        f'{INVITATION}<aside class="guide-downloads">x</aside><footer class="guide-sources">y</footer>',
    ],
)
def test_a_good_page_passes(body):
    """A page without such faults hears nothing."""
    assert judge(body) == []


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("<h1>B</h1>", "the page has 2 headings of the first rank; begin the text with one line “# …” and no other."),
        ("<h3>C</h3>", "a heading jumps from rank 1 to rank 3; write one “#” more than the heading above it has."),
        (
            "<h2>B</h2><h4>D</h4>",
            "a heading jumps from rank 2 to rank 4; write one “#” more than the heading above it has.",
        ),
        (
            '<img src="a.png">',
            "the picture “a.png” has no words for those who cannot see it; write ![what it shows](…).",
        ),
        (
            '<img src="a.png" alt=" ">',
            "the picture “a.png” has no words for those who cannot see it; write ![what it shows](…).",
        ),
        (
            '<p id="x">1</p><p id="x">2</p><p id="x">3</p>',
            "two places are called “#x”, and a link can only lead to one; "
            "give one heading an id of its own, such as “## … { #another }”.",
        ),
        ('<div class="admonition note">x</div>', "there is no block “!!! note”; write “!!! care” or “!!! words”."),
        (INVITATION + INVITATION, "the page invites 2 times; keep one {{ invitation() }}, at the end."),
        (
            INVITATION + "<h2>B</h2>",
            "the invitation stands before the end of the text; move {{ invitation() }} below everything else.",
        ),
    ],
)
def test_a_fault_is_named_with_what_to_write(body, said):
    """A writer reads the file, the fault and the remedy."""
    assert judge(body) == [f"docs/a.md: {said}"]


def test_two_places_of_one_name_are_enough():
    """A link can lead to one place only, so not even two may share a name."""
    assert judge('<p id="x">1</p><p id="x">2</p><p id="y">3</p>')[0].startswith("docs/a.md: two places are called “#x”")


def test_a_page_without_a_first_heading_is_refused():
    """A page that begins with no heading of the first rank leaves a screen reader without a start."""
    bare = LexborHTMLParser("<title>A</title><main><h3>B</h3></main>")
    assert problems("docs/a.md", bare) == [
        "docs/a.md: the page has 0 headings of the first rank; begin the text with one line “# …” and no other."
    ]


def test_no_one_is_invited_in_a_crisis():
    """A page for readers in danger sells nothing."""
    assert judge(INVITATION, crisis=" data-crisis") == [
        "docs/a.md: a page marked “crisis: true” invites to a session; take {{ invitation() }} out."
    ]
    assert judge("<p>Help</p>", crisis=" data-crisis") == []


@pytest.mark.parametrize(
    "markup",
    [
        '<script src="{}"></script>',
        '<img alt="a" src="{}">',
        '<iframe src="{}"></iframe>',
        '<video poster="{}"></video>',
        '<video><source src="{}"><track src="{}"></video>',
        '<audio src="{}"></audio>',
        '<embed src="{}">',
        '<object data="{}"></object>',
        '<input type="image" src="{}">',
        '<svg><use href="{}"/><image href="{}"/></svg>',
        '<img alt="a" src="a.png" srcset="a.png 1x, {} 2x">',
        '<img alt="a" src="a.png" srcset="{} 2x">',
        '<p style="background:url({})">x</p>',
        "<p style='background:url(\"{}\")'>x</p>",
        "<style>@import '{}';</style>",
        *(f'<link rel="{rel}" href="{{}}">' for rel in check_pages.LINK_LOADS),
        '<link rel="Stylesheet alternate" href="{}">',
    ],
)
@pytest.mark.parametrize("address", [ELSEWHERE, "//cdn.example.net/x", "HTTP://cdn.example.net/x"])
def test_nothing_is_fetched_from_another_address(markup, address):
    """A page that is open tells no one else that it is."""
    found = judge(markup.replace("{}", address))
    assert len(found) == markup.count("{}")
    assert all(line.startswith(f"docs/a.md: “{address}") and line.endswith(LEARNS) for line in found)


def test_two_pages_of_one_title_are_refused():
    """Two pages can be told apart in a row of tabs or of results."""
    pages = [parsed("", f"<title>{title}</title>", f"docs/{name}.md") for name, title in ("aA", "bA", "cC")]
    assert same_titles(pages) == ["docs/a.md, docs/b.md: share the title “A”; give each page a “title:” of its own."]


def test_pages_without_any_title_are_refused():
    """A missing title counts as one that is shared."""
    pages = [parsed("", "<main><h1>A</h1></main>", f"docs/{name}.md") for name in "ab"]
    assert same_titles(pages) == ["docs/a.md, docs/b.md: share the title “”; give each page a “title:” of its own."]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.css", "a{background:url(https://cdn.example.net/x)}"),
        ("a.css", "@import '//cdn.example.net/x';"),
        ("a.svg", "<style>a{fill:url('https://cdn.example.net/x')}</style>"),
        ("a.js", "import('https://cdn.example.net/x')"),
        ("a.js", "import a from 'https://cdn.example.net/x'"),
        ("a.js", 'fetch("https://cdn.example.net/x")'),
        ("a.js", "new Worker('//cdn.example.net/x')"),
        ("a.js", "importScripts('https://cdn.example.net/x')"),
    ],
)
def test_no_style_script_or_drawing_fetches_from_another_address(name, text, tmp_path):
    """What a page loads from us does not load from elsewhere in its turn."""
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / name).write_text(text, encoding="utf-8")
    address = "//cdn.example.net/x" if "'//" in text else ELSEWHERE
    assert outside_files(tmp_path) == [f"docs/assets/{name}: “{address}” {LEARNS}"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.css", "a{background:url(b.png)} /* https://example.org */"),
        ("a.js", "location = 'https://example.org'"),
        ("a.txt", "url(https://example.org)"),
    ],
)
def test_what_fetches_nothing_passes(name, text, tmp_path):
    """An address in a comment, or one that a reader must choose, is no fetch."""
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert outside_files(tmp_path) == []


def test_mkdocs_hears_of_pages_and_files(tmp_path, caplog):
    """A fault is logged under the page's file in docs/, one in a style under that file; the records of pages stay."""
    built = SimpleNamespace(dest_uri="index.html", src_uri="index.md")
    settings = config(tmp_path)
    check_pages.on_files(SimpleNamespace(documentation_pages=lambda: [built]), config=settings)
    (tmp_path / "index.html").write_text("<title>A</title><main><h1>A</h1><h1>B</h1></main>", encoding="utf-8")
    (tmp_path / "a.css").write_text("@import '//cdn.example.net/x';", encoding="utf-8")
    check_pages.on_post_build(config=settings)
    (kept,) = build_state(settings).pages
    assert (kept.address, kept.source, kept.title) == ("", "docs/index.md", "A")
    assert caplog.messages == [
        "docs/index.md: the page has 2 headings of the first rank; begin the text with one line “# …” and no other.",
        f"docs/a.css: “//cdn.example.net/x” {LEARNS}",
    ]
