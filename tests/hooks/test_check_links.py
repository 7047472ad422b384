"""A link that leads nowhere is refused with the nearest place that exists, and so is a page that no menu leads to."""

from types import SimpleNamespace

import check_links
import pytest
from check_links import dead_ends, lost_topics, off_the_menu, problems
from selectolax.lexbor import LexborHTMLParser

from core.parsed_pages import ParsedPage


def page(address, html, source=None):
    """One finished page."""
    return ParsedPage(address, source or f"docs/{address}index.md", LexborHTMLParser(html))


def judge(link, address="why/"):
    """What is said of one link on one page of a small site."""
    pages = {
        "": page("", "<h1 id='start'>Start</h1>"),
        "why/": page("why/", "<h1 id='why'>Why</h1>"),
        "how/it/": page("how/it/", "<h2 id='first-days'>x</h2><h2 id='proof'>y</h2>", "docs/how/it.md"),
        "404.html": page("404.html", "<h1>Gone</h1>", "overrides/404.html"),
        "bare/": page("bare/", "<h1>Bare</h1><p id='x'>y</p>"),
    }
    here = pages[address]
    pages[address] = ParsedPage(here.address, here.source, LexborHTMLParser(f"{here.tree.html}<a href='{link}'>a</a>"))
    return problems(list(pages.values()), {"assets/form.pdf", "index.html", "files/", "files/why.pdf"})


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("../how/it/", "why/"),
        ("../how/it", "why/"),
        ("../how/it/#proof", "why/"),
        ("#why", "why/"),
        ("#", "why/"),
        ("", "why/"),
        ("..", "why/"),
        (".", "why/"),
        (".", ""),
        ("../", "why/"),
        ("how/it/#first-days", ""),
        ("../#start", "why/"),
        ("./#start", ""),
        ("../assets/form.pdf", "why/"),
        ("../files/", "why/"),
        ("../files", "why/"),
        ("files/why.pdf", ""),
        ("../how/%69t/", "why/"),
        ("https://www.example.org/none", "why/"),
        ("//www.example.org/none", "why/"),
        ("mailto:a@example.org", "why/"),
        ("tel:111", "why/"),
        ("/none/", "404.html"),
    ],
)
def test_a_link_that_leads_somewhere_passes(link, address):
    """Pages, places, files, and what is not ours to judge are left in peace."""
    assert judge(link, address) == []


@pytest.mark.parametrize("link", ["../files/how.pdf", "../file/", "files/", "../files/why"])
def test_a_link_to_a_file_that_nobody_promised_is_refused(link):
    """Of the files that are made later only the promised addresses pass, and only from where they lead there."""
    (said,) = judge(link)
    assert said.startswith(f"docs/why/index.md: the link “{link}” leads to no page; ")


@pytest.mark.parametrize("link", ["../how/ti/", "../how/ti.md#x", "../../how/it/"])
def test_a_link_to_no_page_is_answered_with_the_path_to_the_nearest(link):
    """A writer reads which link it is, and the path from this file to the page that was probably meant."""
    assert judge(link) == [f"docs/why/index.md: the link “{link}” leads to no page; write “../how/it.md”."]


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ("../zzz", "the link “../zzz” leads to no page; write the path of a page from this file."),
        (
            "/how/it/",
            "the link “/how/it/” leads to no page; write “../how/it.md”.",
        ),
        (
            "#hwy",
            "a link leads to “#hwy”, which is no place on docs/why/index.md; write “#why”, or give a heading that id.",
        ),
        (
            "../how/it/#frist-days",
            "a link leads to “#frist-days”, which is no place on docs/how/it.md; "
            "write “#first-days”, or give a heading that id.",
        ),
        ("../how/it/#zzz", "a link leads to “#zzz”, which is no place on docs/how/it.md; give a heading that id."),
        ("#source-first-2001", "a claim cites “first-2001”; add that id to “sources:” in the front matter."),
    ],
)
def test_a_link_that_leads_nowhere_is_refused(link, said):
    """A writer reads which link it is, and the nearest place that exists."""
    assert judge(link) == [f"docs/why/index.md: {said}"]


def test_a_link_to_a_place_on_a_page_without_any_is_refused():
    """Where a page has no place to lead to, the advice is to make one."""
    bare = page("", "<a href='#x'>a</a>")
    assert problems([bare], set()) == [
        "docs/index.md: a link leads to “#x”, which is no place on docs/index.md; give a heading that id."
    ]


def test_every_link_of_every_page_is_judged():
    """Two bad links on two pages are all named at once."""
    pages = [page("", "<a href='x/'>a</a><a href='y/'>a</a>"), page("b/", "<a href='../z/'>a</a><a>no link</a>")]
    assert len(problems(pages, set())) == 3


def test_a_page_that_no_menu_leads_to_is_refused():
    """A forgotten page is named, with the line to add and where."""
    assert off_the_menu({"index.md", "why/index.md", "a.md"}, {"index.md"}) == [
        "docs/a.md: the page is in no menu, so nobody would find it; add “- a.md” under “nav:” in mkdocs.yml.",
        "docs/why/index.md: the page is in no menu, so nobody would find it; "
        "add “- why/index.md” under “nav:” in mkdocs.yml.",
    ]
    assert off_the_menu({"index.md"}, {"index.md"}) == []


def topic(page, section=None):
    """Where a topic is answered, as the facts give it."""
    return {"page": page, "section": section}


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (topic(None), None),
        (topic("why/index.md"), None),
        (topic("why/index.md", "why"), None),
        (topic("b.md", "gone"), None),  # its page could not be made, which is said elsewhere
        (topic("whi/index.md"), "page: “whi/index.md” is no page in docs/; write “why/index.md”."),
        (topic("qqq/xx"), "page: “qqq/xx” is no page in docs/; write the path of a page from docs/."),
        (topic("404.html"), "page: “404.html” is no page in docs/; write the path of a page from docs/."),
        (
            topic("why/index.md", "hwy"),
            "section: “hwy” is no place on docs/why/index.md; write “why”, or give a heading that id.",
        ),
        (topic("why/index.md", "zzz"), "section: “zzz” is no place on docs/why/index.md; give a heading that id."),
    ],
)
def test_a_topic_that_leads_nowhere_is_refused(found, said):
    """No card opens nothing: a topic's page and section exist, or the nearest that exists is named."""
    pages = [
        page("why/", "<h1 id='why'>Why</h1>"),
        page("b/", "<p class='guide-unfinished'></p>", "docs/b.md"),
        page("404.html", "<h1>Gone</h1>", "overrides/404.html"),
    ]
    assert lost_topics({"a-topic": found}, pages) == ([f"data/topics.yml: topics › a-topic › {said}"] if said else [])


def test_mkdocs_hears_of_all(tmp_path, caplog, monkeypatch):
    """The menu is judged when it is known, links and topics when all is built, each under the file to mend."""
    monkeypatch.setattr(check_links, "_sources", {})
    file = SimpleNamespace(src_uri="why.md", dest_uri="why/index.html")
    files = SimpleNamespace(documentation_pages=lambda: [file])
    check_links.on_nav(SimpleNamespace(pages=[], items=[]), files=files, config=None)
    (tmp_path / "why").mkdir()
    (tmp_path / "why" / "index.html").write_text("<h1 id='why'>Why</h1><a href='../zz'>a</a>", encoding="utf-8")
    facts = SimpleNamespace(topics={"a-topic": topic("zzz.md")})
    check_links.on_post_build(config=SimpleNamespace(site_dir=str(tmp_path), extra={"facts": facts}))
    assert caplog.messages == [
        "docs/why.md: the page is in no menu, so nobody would find it; add “- why.md” under “nav:” in mkdocs.yml.",
        "docs/why.md: the link “../zz” leads to no page; write the path of a page from this file.",
        "data/topics.yml: topics › a-topic › page: “zzz.md” is no page in docs/; write the path of a page from docs/.",
    ]


def test_mkdocs_hears_what_later_writers_promise(tmp_path, caplog, monkeypatch):
    """A link to an address that a later writer will make is no mistake, and one beside it is."""
    monkeypatch.setattr(check_links, "_sources", {})
    links = "".join(f"<a href='files/{name}'>a</a>" for name in ("", "a.pdf", "b.pdf"))
    (tmp_path / "index.html").write_text(f"<h1>Start</h1>{links}", encoding="utf-8")
    extra = {"facts": SimpleNamespace(topics={}), "promised": {"files/", "files/a.pdf"}}
    check_links.on_post_build(config=SimpleNamespace(site_dir=str(tmp_path), extra=extra))
    assert [message.split("”")[0] for message in caplog.messages] == ["overrides/index.html: the link “files/b.pdf"]


def test_a_line_of_the_menu_that_is_no_page_is_refused():
    """A mistyped file name under nav is named with the nearest page, at any depth of the menu."""
    assert dead_ends({"whi/index.md", "zzz"}, {"why/index.md"}) == [
        "mkdocs.yml: “whi/index.md” under “nav:” is no page in docs/; write “why/index.md”.",
        "mkdocs.yml: “zzz” under “nav:” is no page in docs/; take the line out.",
    ]


def test_a_page_that_could_not_be_made_is_blamed_for_nothing():
    """Where a broken call left a page unfinished, links to its places are not called wrong."""
    pages = [page("", "<a href='b/#gone'>a</a>"), page("b/", "<h1 id='b'>B</h1><p class='guide-unfinished'></p>")]
    assert problems(pages, set()) == []
