"""What harms screen readers, search engines or the reader's privacy is reported on every built page."""

from types import SimpleNamespace

import check_pages
import pytest
from check_pages import (
    duplicate_titles,
    missing_heading,
    problems,
    third_party_problems,
    third_party_requests,
    third_party_urls,
)
from factories import config, parsed_page
from selectolax.lexbor import LexborHTMLParser

from core.build_state import build_state

PAGE = "<title>{title}</title><main{crisis}><article><h1>A</h1>{body}</article></main>"
INVITATION = '<aside class="guide-invitation"><h2>Come</h2></aside>'
OTHER_SITE = "https://cdn.example.net/x"
THIRD_PARTY_MESSAGE = (
    "would be loaded from another site, which learns who reads this; "
    "put a copy into docs/assets/ and use that, or make it a link."
)


def check_page(body, crisis=""):
    """Return the problems of a page with this HTML in its article."""
    return problems("docs/a.md", LexborHTMLParser(PAGE.format(title="A", crisis=crisis, body=body)))


@pytest.mark.parametrize(
    "body",
    [
        "<p>Text</p>",
        "<h2>B</h2><h3>C</h3><h2>D</h2>",
        '<img src="a.png" alt="A short link">',
        '<p id="a">x</p><p id="b">y</p>',
        f'<a href="{OTHER_SITE}">out</a>',
        f'<link rel="canonical" href="{OTHER_SITE}">',
        '<img src="../a.png" srcset="a.png 1x, b.png 2x" alt="A short link">',
        "<style>a{background:url(a.png)}</style>",
        '<div class="admonition care">x</div><div class="admonition words">y</div>',
        f"<h2>B</h2>{INVITATION}",
        f'{INVITATION}<aside class="guide-downloads">x</aside><footer class="guide-sources">y</footer>',
    ],
)
def test_a_page_without_faults_passes(body):
    """A page without faults gives no message, and fetches nothing from another site."""
    assert check_page(body) == third_party_urls(LexborHTMLParser(body)) == []


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (
            "<h3>C</h3>",
            "the heading “C” jumps from level 1 to level 3; write one “#” more than the heading above it has.",
        ),
        (
            "<h2>B</h2><h4>D</h4>",
            "the heading “D” jumps from level 2 to level 4; write one “#” more than the heading above it has.",
        ),
        *(
            (image, "the image “a.png” has no description for those who cannot see it; write ![what it shows](…).")
            for image in ('<img src="a.png">', '<img src="a.png" alt=" ">', '<img src="a.1a2b3c4d.png" alt="">')
        ),
        *(
            (
                '<p id="x">1</p>' * times + '<p id="y">2</p>',
                "the id “#x” is used more than once, and a link can only lead to one of them; "
                'give one another: a heading as “## … { #another }”, a question or another macro as “id="another"”.',
            )
            for times in (2, 3)
        ),
        (INVITATION + INVITATION, "the page has 2 invitations; keep one {{ invitation() }}, at the end."),
        (
            INVITATION + "<h2>B</h2>",
            "the invitation is not at the end of the text; move {{ invitation() }} below everything else.",
        ),
    ],
)
def test_a_fault_is_reported_with_what_to_write(body, message):
    """The message gives the file, the fault and what to write."""
    assert check_page(body) == [f"docs/a.md: {message}"]


@pytest.mark.parametrize(
    ("body", "found"), [("<h3>B</h3>", "0 level-1 headings"), ("<h1>A</h1><h1>B</h1>", "2 level-1 headings (“B”, “A”)")]
)
def test_a_page_has_one_level_1_heading(body, found):
    """A screen reader needs a level-1 heading at the start of a page, and one only."""
    assert missing_heading("docs/a.md", LexborHTMLParser(f"<title>A</title><main>{body}</main>")) == [
        f"docs/a.md: the page has {found}; begin the text with one line “# …” and write no other."
    ]
    assert missing_heading("docs/a.md", LexborHTMLParser("<h1>A</h1>")) == []


def test_something_above_the_level_1_heading_is_reported():
    """A screen reader finds the heading first, below the drawing of the first page."""
    page = "<title>A</title><main><article><svg></svg>{}<h1>B</h1></article></main>"
    assert problems("docs/a.md", LexborHTMLParser(page.format(""))) == []
    assert problems("docs/a.md", LexborHTMLParser(page.format("<p>C</p>"))) == [
        "docs/a.md: something is above the level-1 heading; move the line “# …” to the top, below the front matter."
    ]


def test_a_crisis_page_may_have_no_invitation():
    """An invitation to a session on a page marked “crisis: true” is reported."""
    assert check_page(INVITATION, crisis=" data-crisis") == [
        "docs/a.md: a page marked “crisis: true” has an invitation; remove {{ invitation() }}."
    ]
    assert check_page("<p>Help</p>", crisis=" data-crisis") == []


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
        *(f'<link rel="{rel}" href="{{}}">' for rel in check_pages.FETCHING_LINK_TYPES),
        '<link rel="Stylesheet alternate" href="{}">',
    ],
)
@pytest.mark.parametrize("address", [OTHER_SITE, "//cdn.example.net/x", "HTTP://cdn.example.net/x"])
def test_a_request_to_another_site_is_reported(markup, address):
    """Every element and style that makes a browser contact another site is reported."""
    found = third_party_urls(LexborHTMLParser(markup.replace("{}", address)))
    assert len(found) == markup.count("{}")
    assert all(line.startswith(address) for line in found)


def test_a_request_is_reported_where_it_is_written():
    """One that an asset in all pages makes is reported there once, one of the layout once, others for each page."""
    found = {"//a/x": ["docs/a.md", "docs/b.md"], "//b/x": ["docs/a.md", "docs/b.md"], "//c/x": ["docs/a.md"]}
    assert third_party_problems(found, 2, {"guide.css": "i { background: url(//a/x) }"}) == [
        f"docs/assets/guide.css: “//a/x” {THIRD_PARTY_MESSAGE}",
        f"overrides/: “//b/x” {THIRD_PARTY_MESSAGE}",
        f"docs/a.md: “//c/x” {THIRD_PARTY_MESSAGE}",
    ]


@pytest.mark.parametrize(
    ("html", "kind", "words"),
    [
        ("<title>A</title>", "title", "A"),
        ("<main><h1>A</h1></main>", "title", ""),
        ("<title>{}</title><meta name='description' content='Call.'>", "summary", "Call."),
    ],
)
def test_pages_with_the_same_title_or_summary_are_reported(html, kind, words):
    """Pages with the same title, with none, or with the same summary look the same in tabs and search results."""
    pages = [parsed_page("", html.replace("{}", name), f"docs/{name}.md") for name in "ab"]
    assert duplicate_titles([*pages, parsed_page("", "<title>C</title>", "docs/c.md")]) == [
        f"docs/a.md, docs/b.md: share the {kind} “{words}”; give each page a “{kind}:” of its own."
    ]


@pytest.mark.parametrize(
    ("name", "text", "address"),
    [
        ("a.css", "a{background:url(https://cdn.example.net/x)}", OTHER_SITE),
        ("a.css", "@import '//cdn.example.net/x';", "//cdn.example.net/x"),
        ("a.svg", "<style>a{fill:url('https://cdn.example.net/x')}</style>", OTHER_SITE),
        ("a.js", "import('https://cdn.example.net/x')", OTHER_SITE),
        ("a.js", "import a from 'https://cdn.example.net/x'", OTHER_SITE),
        ("a.js", 'fetch("https://cdn.example.net/x")', OTHER_SITE),
        ("a.js", "new Worker('//cdn.example.net/x')", "//cdn.example.net/x"),
        ("a.js", "importScripts('https://cdn.example.net/x')", OTHER_SITE),
        ("a.css", "a{background:url(b.png)} /* https://example.org */", None),
        ("a.js", "location = 'https://example.org'", None),
        ("a.txt", "url(https://example.org)", None),
    ],
)
def test_a_request_from_an_asset_to_another_site_is_reported(name, text, address, tmp_path):
    """Stylesheets, scripts and drawings may not load anything from another site; comments and links may name one."""
    (tmp_path / name).write_text(text, encoding="utf-8")
    expected = [f"docs/{name}: “{address}” {THIRD_PARTY_MESSAGE}"] if address else []
    assert third_party_requests(tmp_path) == expected


def test_problems_of_pages_and_files_are_logged(tmp_path, caplog):
    """A fault is logged with the file in docs/ of its page or asset; the parsed pages are kept in the build state."""
    built = SimpleNamespace(dest_uri="index.html", src_uri="index.md")
    settings = config(tmp_path)
    check_pages.on_files(SimpleNamespace(documentation_pages=lambda: [built]), config=settings)
    (tmp_path / "index.html").write_text("<title>A</title><main><h1>A</h1><h1>B</h1></main>", encoding="utf-8")
    (tmp_path / "a.css").write_text("@import '//cdn.example.net/x';", encoding="utf-8")
    check_pages.on_post_build(config=settings)
    (page,) = build_state(settings).pages
    assert (page.address, page.source, page.title) == ("", "docs/index.md", "A")
    assert caplog.messages == [
        "docs/index.md: the page has 2 level-1 headings (“B”, “A”); begin the text with one line “# …” and write no "
        "other.",
        f"docs/a.css: “//cdn.example.net/x” {THIRD_PARTY_MESSAGE}",
    ]
