"""Each built page is parsed once, and the data for the checks of the whole site is kept."""

from core.parsed_pages import parse_site
from core.site_files import write_pages


def test_a_page_has_its_address_and_source(tmp_path):
    """The source is the page's file in docs/, or the template of a page without one."""
    for name in ("index.html", "why/index.html", "404.html"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("<h1 id='top'>Title</h1>", encoding="utf-8")
    pages = [page for page, _ in parse_site(tmp_path, {"index.html": "docs/index.md", "why/index.html": "docs/why.md"})]
    assert [(page.address, page.source) for page in pages] == [
        ("404.html", "overrides/404.html"),
        ("", "docs/index.md"),
        ("why/", "docs/why.md"),
    ]


def test_the_data_of_a_page(tmp_path):
    """Titles, ids, anchors and links are kept, and whether a page is a redirect or a short link."""
    html = """<title>The page</title><main><h1 id="top"> The
    page</h1><h2 id="a">A</h2><p id>y</p><a href="../b/#c">b</a><a>none</a></main>"""
    write_pages(tmp_path, {"why/": html, "r/k7wm/": "<a data-target href='../../why/'>Open</a>"})
    write_pages(tmp_path, {"y/": "<p class='guide-redirect'></p>"})
    pages = {page.address: page for page, _ in parse_site(tmp_path, {})}
    why = pages["why/"]
    assert (why.title, why.heading, why.ids) == ("The page", "The page", {"top", "a", ""})
    assert (why.anchors, why.links, why.target) == ({"a": "A"}, ("../b/#c",), "")
    assert pages["r/k7wm/"].target == "../../why/"
    assert [page.address for page in pages.values() if page.redirect] == ["y/"]
