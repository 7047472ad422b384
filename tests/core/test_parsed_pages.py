"""Each built page is parsed once, and what is kept of it is what the checks of the whole site need."""

from core.parsed_pages import parse_site, write_pages


def test_a_page_knows_its_address_and_its_source(tmp_path):
    """A check can name the file in docs/ behind a page, or the template where no file is behind it."""
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


def test_what_is_kept_of_a_page(tmp_path):
    """Its titles, every anchor, its links, and whether it is unfinished, a redirect or a short link."""
    html = """<title>The page</title><main><h1 id="top"> The
    page</h1><h2 id="a">A</h2><p id>y</p><a href="../b/#c">b</a><a>none</a></main>"""
    write_pages(tmp_path, {"why/": html, "r/k7wm/": "<a data-target href='../../why/'>Open</a>"})
    write_pages(tmp_path, {"x/": "<p class='guide-unfinished'></p>", "y/": "<p class='guide-redirect'></p>"})
    pages = {page.address: page for page, _ in parse_site(tmp_path, {})}
    why = pages["why/"]
    assert (why.title, why.heading, why.ids) == ("The page", "The page", {"top", "a", ""})
    assert (why.anchors, why.links, why.target) == ({"a": "A"}, ("../b/#c",), "")
    assert pages["r/k7wm/"].target == "../../why/"
    assert [page.address for page in pages.values() if page.unfinished] == ["x/"]
    assert [page.address for page in pages.values() if page.redirect] == ["y/"]


def test_pages_are_written_at_their_addresses(tmp_path):
    """Each with every letter as it was given; the files are named."""
    written = write_pages(tmp_path, {"r/k7wm/": "“A”", "": "B"})
    assert [path.relative_to(tmp_path).as_posix() for path in written] == ["r/k7wm/index.html", "index.html"]
    assert [path.read_text(encoding="utf-8") for path in written] == ["“A”", "B"]
