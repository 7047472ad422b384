"""A site is published whole or not at all, and holds nothing that no page uses."""

import logging
from types import SimpleNamespace

import publish_site
import pytest
from factories import config
from publish_site import publish, wanted, warned

from core.build_state import build_state

WORKER = "assets/javascripts/workers/search.abc123.min.js"


@pytest.fixture(autouse=True)
def state(monkeypatch):
    """A build's memory, empty at the start of each test."""
    monkeypatch.setattr(publish_site, "_state", {})
    return publish_site._state


@pytest.fixture
def folders(tmp_path):
    """A fresh build beside the last good site."""
    fresh, site = tmp_path / ".site-new", tmp_path / "site"
    for folder, text in ((fresh, "new"), (site, "old")):
        folder.mkdir()
        (folder / "index.html").write_text(text, encoding="utf-8")
    (site / "gone.html").write_text("old", encoding="utf-8")
    return fresh, site


def contents(folder):
    """The files of a folder with what they say."""
    return {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        (WORKER, True),
        ("404.html", True),
        ("sitemap.xml", True),
        ("assets/javascripts/bundle.abc.min.js", False),
        ("assets/stylesheets/main.css", False),
        (f"{WORKER}.map", False),
        (f"other/{WORKER}", True),
    ],
)
def test_of_the_theme_only_the_search_worker_is_kept(path, kept):
    """Readers download nothing that no page uses."""
    assert wanted(path) is kept


def test_a_fresh_site_takes_the_place_of_the_last_one(folders):
    """After a good build the new pages are there, the old ones are gone, and nothing lies around."""
    fresh, site = folders
    publish(fresh, site)
    assert contents(site) == {"index.html": "new"}
    assert [path.name for path in site.parent.iterdir()] == ["site"]


def test_the_first_site_needs_no_last_one(tmp_path):
    """The very first build publishes as well, even after one that was cut off."""
    (tmp_path / ".site-new").mkdir()
    (tmp_path / ".site-old").mkdir()
    publish(tmp_path / ".site-new", tmp_path / "site")
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_a_site_that_cannot_be_moved_leaves_the_last_one(folders):
    """If the fresh folder is gone, the last good site is back in its place."""
    fresh, site = folders
    with pytest.raises(FileNotFoundError):
        publish(fresh.with_name("nowhere"), site)
    assert contents(site) == {"index.html": "old", "gone.html": "old"}


class Counter(logging.Handler):
    """What strict mode counts with."""

    def __init__(self, count):
        super().__init__()
        self.count = count

    def get_counts(self):
        """As MkDocs gives them."""
        return [("WARNING", self.count)] if self.count else []

    def emit(self, record):
        """Nothing to write."""


@pytest.fixture(params=["mkdocs", "properdocs"])
def counted(request):
    """A function that sets how many warnings a generator has counted."""
    logger, before = logging.getLogger(request.param), logging.getLogger(request.param).handlers[:]
    yield lambda count: logger.addHandler(Counter(count))
    logger.handlers[:] = before


@pytest.mark.parametrize("count", [0, 1])
def test_a_warning_is_seen_in_both_generators(count, counted):
    """What MkDocs or ProperDocs has counted is known before anything is published."""
    counted(count)
    assert warned() is bool(count)


@pytest.mark.parametrize(
    ("command", "count", "published"), [("build", 0, "new"), ("build", 1, "old"), ("serve", 0, "old")]
)
def test_only_a_good_build_is_published(command, count, published, folders, counted):
    """A build with a warning and the live preview both leave the last good site as it is."""
    _, site = folders
    counted(count)
    settings = config(site)
    publish_site.on_startup(command=command, dirty=False)
    publish_site.on_config(settings)
    publish_site.on_post_build(config=settings)
    assert contents(site)["index.html"] == published


@pytest.mark.parametrize(("command", "place"), [("build", ".site-new"), ("serve", "site")])
def test_a_build_works_beside_the_last_site(command, place, tmp_path):
    """While a build runs, readers still have the last good site."""
    settings = config(tmp_path / "site")
    publish_site.on_startup(command=command, dirty=False)
    publish_site.on_config(settings)
    assert settings.site_dir == str(tmp_path / place)
    assert build_state(settings).publishes is (command == "build")


def test_what_no_page_uses_is_left_out():
    """The theme's files go, ours stay, and the frame is told where the search worker is."""
    names = [("docs", "assets/guide.css"), ("theme", "assets/stylesheets/main.css"), ("theme", WORKER)]
    files = [SimpleNamespace(src_dir=folder, src_uri=name, url=name) for folder, name in names]
    settings = config()
    settings.docs_dir = "docs"
    publish_site.on_files(files, config=settings)
    assert [file.src_uri for file in files] == ["assets/guide.css", WORKER]
    assert build_state(settings).search_worker == WORKER


def test_an_unfinished_site_is_taken_away(folders):
    """After a build that failed only the last good site is left."""
    fresh, site = folders
    publish_site.on_startup(command="build", dirty=False)
    publish_site.on_config(config(site))
    publish_site.on_build_error(ValueError("odd"))
    assert not fresh.exists()
    assert contents(site)["index.html"] == "old"
