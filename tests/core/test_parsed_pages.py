"""The finished pages are read once, each with the file that an editor would open."""

from types import SimpleNamespace

from core.parsed_pages import promise, read


def test_a_page_knows_its_address_and_its_source(tmp_path):
    """A check can name the file in docs/ behind a page, or the frame where no file stands behind it."""
    for name in ("index.html", "why/index.html", "404.html"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("<h1 id='top'>Title</h1><p id>Text</p>", encoding="utf-8")
    pages = read(tmp_path, {"index.html": "docs/index.md", "why/index.html": "docs/why/index.md"})
    assert [(page.address, page.source) for page in pages] == [
        ("404.html", "overrides/404.html"),
        ("", "docs/index.md"),
        ("why/", "docs/why/index.md"),
    ]


def test_a_page_knows_its_places(tmp_path):
    """A link can lead to every place that has an id."""
    (tmp_path / "index.html").write_text("<h1 id='top'>T</h1><p id='other'>x</p><p id>y</p>", encoding="utf-8")
    assert read(tmp_path, {})[0].ids == {"top", "other", ""}


def test_what_is_promised_adds_up():
    """Each writer adds the addresses that it will make; none takes back what another has promised."""
    first = {"a/"}
    config = SimpleNamespace(extra={})
    promise(config, first)
    promise(config, {"b/", "c.pdf"})
    promise(config, set())
    assert config.extra == {"promised": {"a/", "b/", "c.pdf"}}
    assert first == {"a/"}
