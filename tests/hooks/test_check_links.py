"""Broken links and topics without a page are reported."""

from types import SimpleNamespace

import check_links
import pytest
from check_links import broken_handbook_links, broken_topics, problems, unused_files
from factories import config, parsed_page, topic, topics_by_slug

from core.build_state import build_state
from core.settings import Theme


def check_link(link, address="why/"):
    """Return the problems of a small site with this link on one page."""
    pages = {
        "": ("<h1 id='start'>Start</h1>", None),
        "why/": ("<h1 id='why'>Why</h1>", None),
        "how/it/": ("<h2 id='first-days'>x</h2><h2 id='proof'>y</h2>", "docs/how/it.md"),
        "404.html": ("<h1>Gone</h1>", "overrides/404.html"),
        "bare/": ("<h1>Bare</h1>", None),
    }
    pages[address] = (f"{pages[address][0]}<a href='{link}'>a</a>", pages[address][1])
    built = [parsed_page(address, html, source) for address, (html, source) in pages.items()]
    return problems(built, {"assets/form.pdf", "index.html", "files/", "files/why.pdf"})


@pytest.mark.parametrize(
    ("address", "links"),
    [
        ("", [".", "how/it/#first-days", "./#start", "files/why.pdf"]),
        ("why/", ["../how/it/", "../how/it", "../how/it/#proof", "../how/%69t/", "#why", "#", "", "..", ".", "../"]),
        ("why/", ["../#start", "../assets/form.pdf", "../files/", "../files"]),
        ("why/", ["https://www.example.org/none", "//www.example.org/none", "mailto:a@example.org", "tel:111"]),
        ("404.html", ["/none/"]),
    ],
)
def test_a_link_to_an_existing_target_passes(address, links):
    """Pages, anchors, files, and links to other sites are not reported."""
    assert [link for link in links if check_link(link, address)] == []


@pytest.mark.parametrize(
    ("link", "message"),
    [
        *(
            (link, f"the link “{link}” leads to no page; write “../how/it.md”.")
            for link in ("../how/ti/", "../how/ti", "../../how/it/", "/how/it/")
        ),
        ("../how/ti.md#x", "the link “../how/ti.md#x” leads to no page; write “../how/it.md#x”."),
        ("it.md", "the link “it.md” leads to no page; write “../how/it.md”."),
        (
            "../how/lies.md",
            "the link “../how/lies.md” leads to no page; write the path of a page from this file; if that",
        ),
        ("../zzz", "the link “../zzz” leads to no page; write the path of a page from this file; if that page was"),
        *(
            (link, f"the link “{link}” leads to no page; ")  # other files than those that later hooks write
            for link in ("../files/how.pdf", "../file/", "files/", "../files/why")
        ),
        ("#hwy", "a link leads to “#hwy”, but docs/why/index.md has no such heading; write “#why”, or give a heading"),
        (
            "../how/it/#frist-days",
            "a link leads to “#frist-days”, but docs/how/it.md has no such heading; "
            "write “#first-days”, or give a heading that id.",
        ),
        ("../how/it/#zzz", "a link leads to “#zzz”, but docs/how/it.md has no such heading; give a heading that id."),
        ("../bare/#x", "a link leads to “#x”, but docs/bare/index.md has no such heading; give a heading that id."),
        ("#source-first-2001", "a claim cites “first-2001”; add that id to “sources:” in the front matter."),
    ],
)
def test_a_broken_link_is_reported(link, message):
    """The message gives the link, and the nearest page or anchor that exists, as a path from the file."""
    (found,) = check_link(link)
    assert found.startswith(f"docs/why/index.md: {message}")


def test_every_link_of_every_page_is_checked():
    """Broken links on two pages are all reported at once."""
    pages = [
        parsed_page("", "<a href='x/'>a</a><a href='y/'>a</a>"),
        parsed_page("b/", "<a href='../z/'>a</a><a>no link</a>"),
    ]
    assert len(problems(pages, set())) == 3


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ((None,), None),
        (("why/index.md",), None),
        (("why/index.md", "why"), None),
        (("whi/index.md",), "page: “whi/index.md” is not a page in docs/; write “why/index.md”."),
        (
            ("qqq/xx",),
            "page: “qqq/xx” is not a page in docs/; write the path of the page from docs/ that answers it now.",
        ),
        (("why/idex2.md",), "page: “why/idex2.md” is not a page in docs/; write “why/index.md”."),
        (
            ("why/ideas.md",),
            "page: “why/ideas.md” is not a page in docs/; write the path of the page from docs/ that answers it now.",
        ),
        (
            ("404.html",),
            "page: “404.html” is not a page in docs/; write the path of the page from docs/ that answers it now.",
        ),
        (
            ("why/index.md", "hwy"),
            "section: docs/why/index.md has no heading with the id “hwy”; write “why”, or give a heading that id.",
        ),
        (
            ("why/index.md", "zzz"),
            "section: docs/why/index.md has no heading with the id “zzz”; give a heading that id.",
        ),
    ],
)
def test_a_topic_without_its_page_or_section_is_reported(target, message):
    """If the page or section of a topic does not exist, the message gives the nearest one that does."""
    pages = [
        parsed_page("why/", "<h1 id='why'>Why</h1>"),
        parsed_page("404.html", "<h1>Gone</h1>", "overrides/404.html"),
    ]
    expected = [f"data/topics.yml: topics › a-topic › {message}"] if message else []
    assert broken_topics(topics_by_slug(topic("k7wm", *target)), pages) == expected


def test_a_link_to_a_page_that_moved_gets_its_new_place():
    """The redirect says where the text is now."""
    built = [parsed_page("b/", "<h1>B</h1><a href='../old/a.md#x'>a</a>"), parsed_page("law/c/", "", "docs/law/c.md")]
    assert problems(built, set(), {"old/a/": "law/c/"}) == [
        "docs/b/index.md: the link “../old/a.md#x” leads to no page; write “../law/c.md#x”."
    ]


def test_problems_are_logged(caplog, tmp_path):
    """Problems of links, of topics and of the handbook are logged, each with the file to correct."""
    (tmp_path / "handbook").mkdir()
    (tmp_path / "handbook" / "advice.md").write_text("[Why](../docs/wy.md)\n", encoding="utf-8")
    pages = [parsed_page("why/", "<h1 id='why'>Why</h1><a href='../zz'>a</a>", "docs/why.md")]
    facts = SimpleNamespace(topics=topics_by_slug(topic("k7wm", "zzz.md")), redirects={})
    check_links.on_post_build(config=config(tmp_path, facts=facts, pages=pages))
    assert caplog.messages == [
        "docs/why.md: the link “../zz” leads to no page; write the path of a page from this file; if that page was "
        "deleted, take the link out.",
        "data/topics.yml: topics › a-topic › page: “zzz.md” is not a page in docs/; "
        "write the path of the page from docs/ that answers it now.",
        "handbook/advice.md, line 1: the link leads to docs/wy.md, which is not a page; write “why.md”.",
    ]


def test_links_from_the_handbook_are_checked(tmp_path):
    """A page or a section that is renamed is renamed in the handbook, too; links to other files are left alone."""
    links = ("../docs/how.md", "../docs/how.md#stop", "../docs/how.md#stpo", "../docs/zzz.md#a", "hosting.md#x")
    (tmp_path / "decisions").mkdir()
    text = "\n".join(f"| 1 | [A]({link}), [B](https://example.org/docs/zzz.md) |" for link in links)
    (tmp_path / "decisions" / "a.md").write_text(text, encoding="utf-8")
    pages = [parsed_page("how/", "<h2 id='stop'>Stop</h2>", "docs/how.md")]
    assert broken_handbook_links(tmp_path, pages) == [
        "handbook/decisions/a.md, line 3: a link leads to “#stpo”, but docs/how.md has no such heading; "
        "write “#stop”, or give a heading that id.",
        "handbook/decisions/a.md, line 4: the link leads to docs/zzz.md, which is not a page; delete the link.",
    ]
    assert broken_handbook_links(tmp_path / "missing", pages) == []


def test_files_of_later_hooks_count_as_existing(caplog):
    """A link to a file that a later hook will write is no mistake; one to any other file is."""
    links = "".join(f"<a href='files/{name}'>a</a>" for name in ("", "a.pdf", "b.pdf"))
    pages, expected = [parsed_page("", f"<h1>Start</h1>{links}")], {"files/", "files/a.pdf"}
    check_links.on_post_build(
        config=config(facts=SimpleNamespace(topics={}, redirects={}), pages=pages, expected=expected)
    )
    assert [message.split("”")[0] for message in caplog.messages] == ["docs/index.md: the link “files/b.pdf"]


def test_a_file_that_nothing_uses_is_refused():
    """Notes and copies that lie between the pages would be published, though no page leads to them."""
    pages = [parsed_page("how/", "<a href='plan.pdf'>a</a><img src='../pictures/a%20b.png' alt=''>")]
    files = {"how/plan.pdf", "pictures/a b.png", "how/notes.txt", "how/people.md.orig"}
    assert unused_files(pages, files) == [
        f"docs/how/{name}: no page uses this file, and it would be published; link to it from a page, or remove it."
        for name in ("notes.txt", "people.md.orig")
    ]


def test_our_assets_and_what_a_setting_names_are_used(monkeypatch):
    """Templates use styles, scripts and drawings in assets/, a setting may name others, and hosts look for some."""
    monkeypatch.setattr(check_links, "_docs_files", set())
    kept = (
        "assets/guide.css",
        "styles/more.css",
        "pictures/logo.png",
        "CNAME",
        ".well-known/security.txt",
        "how/index.md",
    )
    files = [
        SimpleNamespace(src_dir="docs", src_uri=name, is_documentation_page=lambda name=name: name.endswith(".md"))
        for name in (*kept, "assets/notes.txt")
    ]
    settings = SimpleNamespace(docs_dir="docs", extra={}, extra_css=["styles/more.css"], extra_javascript=[])
    build_state(settings).theme = Theme(logo="pictures/logo.png")
    check_links.on_files(files, config=settings)
    assert check_links._docs_files == {"assets/notes.txt"}


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("../../assets/hill.1a2b3c4d.svg", ""),
        ("https://www.example.org/a.png", ""),
        ("data:image/gif;base64,R0", ""),
        ("../../assets/hil.svg", "; write “../assets/hill.svg”, or take it out."),
        ("cliff.svg", "; put the file into docs/how/, or take it out."),
    ],
)
def test_a_picture_that_is_missing_is_reported(source, message):
    """A reader would see a gap; a picture of a similar name is what was probably meant."""
    pages = [parsed_page("how/it/", f"<img src='{source}' alt='A hill'>", "docs/how/it.md")]
    expected = [f"docs/how/it.md: the picture “{source}” does not exist{message}"] if message else []
    found = problems(pages, {"assets/hill.1a2b3c4d.svg", "files/hil.svg", "assets/a.css"})
    assert found == expected


def test_the_missing_page_may_begin_its_pictures_at_the_root():
    """It is served at any depth, so its logo is."""
    pictures = "<img src='/assets/own.svg' alt=''><img src='assets/gone.svg' alt=''>"
    assert problems([parsed_page("404.html", pictures, "overrides/404.html")], set()) == [
        "overrides/404.html: the picture “assets/gone.svg” does not exist; put the file into overrides/, "
        "or take it out."
    ]


def test_a_link_that_data_made_is_reported_there_alone():
    """Whoever moved a page is sent to data/, and to the links that somebody wrote, but to no page that shows data/."""
    links = ("/how/things.md", "../how/things/", "../how/things.md")
    pages = [parsed_page("why/", "".join(f"<a href='{link}'>a</a>" for link in links), "docs/why.md")]
    (found,) = problems(pages, set(), missing_pages=frozenset({"how/things.md"}))
    assert found.startswith("docs/why.md: the link “../how/things.md” leads to no page; ")
