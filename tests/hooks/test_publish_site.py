"""A site is published completely or not at all, and contains no file of the theme that no page uses."""

import logging
import re
from types import SimpleNamespace

import publish_site
import pytest
from factories import config
from publish_site import has_warnings, is_needed_theme_file, replace_site
from site_factory import contents

from core.build_state import build_state
from core.errors import InputError


@pytest.fixture(autouse=True)
def publication(monkeypatch):
    """Return what the hook stores of a build, empty at the start of each test."""
    monkeypatch.setattr(publish_site, "_publication", {})
    return publish_site._publication


def files(folder):
    """Return the paths of the files in a folder, without those that each site has."""
    return sorted(contents(folder).keys() - publish_site.SITE_FILES)


@pytest.fixture
def folders(tmp_path):
    """Return the folders of a new build and of the last good site."""
    fresh, site = tmp_path / ".site-new", tmp_path / "site"
    for folder, text in ((fresh, "new"), (site, "old")):
        folder.mkdir()
        (folder / f"{text}.html").touch()
    for name in publish_site.SITE_FILES:
        (site / name).touch()
    return fresh, site


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("404.html", True),
        ("sitemap.xml", True),
        ("assets/javascripts/bundle.abc.min.js", False),
        ("assets/javascripts/workers/search.abc.min.js", False),
        ("assets/stylesheets/main.css", False),
        ("other/assets/main.css", True),
    ],
)
def test_no_asset_of_the_theme_is_kept(path, kept):
    """The theme's styles and scripts are left out; its other files are not assets."""
    assert is_needed_theme_file(path) is kept


def test_a_new_site_replaces_the_last_one(folders):
    """After a good build only the new site is there, without temporary folders."""
    replace_site(*folders)
    assert files(folders[1].parent) == ["site/new.html"]


def test_the_first_build_publishes_too(tmp_path):
    """A build without an earlier site publishes as well, even after one that was interrupted."""
    (tmp_path / ".site-new").mkdir()
    (tmp_path / ".site-old").mkdir()
    replace_site(tmp_path / ".site-new", tmp_path / "site")
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_the_last_site_stays_if_publishing_fails(folders):
    """If the new folder cannot be moved, the last good site is restored."""
    fresh, site = folders
    with pytest.raises(FileNotFoundError):
        replace_site(fresh.with_name("nowhere"), site)
    assert files(site) == ["old.html"]


@pytest.fixture(params=["mkdocs", "properdocs"])
def count_warnings(request):
    """Return a function that sets how many warnings MkDocs or ProperDocs has counted in strict mode."""
    handler = logging.NullHandler()
    logging.getLogger(request.param).addHandler(handler)
    yield lambda count: setattr(handler, "get_counts", lambda: [("WARNING", count)] if count else [])
    logging.getLogger(request.param).removeHandler(handler)


@pytest.mark.parametrize("count", [0, 1])
def test_warnings_of_both_generators_are_seen(count, count_warnings):
    """Warnings that MkDocs or ProperDocs has counted are known before a site is published."""
    count_warnings(count)
    assert has_warnings() is bool(count)


@pytest.mark.parametrize(
    ("command", "count", "published"),
    [("build", 0, "new.html"), ("build", 1, "old.html"), ("gh-deploy", 0, "new.html"), ("serve", 0, "old.html")],
)
def test_only_a_good_build_is_published(command, count, published, folders, count_warnings):
    """A build with a warning and the live preview both leave the last good site as it is."""
    _, site = folders
    count_warnings(count)
    settings = config(site)
    publish_site.on_startup(command=command, dirty=False)
    publish_site.on_config(settings)
    publish_site.on_post_build(config=settings)
    assert files(site) == [published]


@pytest.mark.parametrize(("command", "folder"), [("build", ".site-new"), ("serve", "site")])
def test_a_build_uses_a_folder_of_its_own(command, folder, tmp_path):
    """A build does not touch the last good site while it runs."""
    settings = config(tmp_path / "site")
    publish_site.on_startup(command=command, dirty=False)
    publish_site.on_config(settings)
    assert settings.site_dir == str(tmp_path / folder)
    assert build_state(settings).publishes is (command == "build")


def test_unused_files_of_the_theme_are_left_out():
    """The theme's assets are removed, and ours stay."""
    names = [("docs", "assets/guide.css"), ("theme", "assets/stylesheets/main.css")]
    files = [SimpleNamespace(src_dir=folder, src_uri=name, url=name) for folder, name in names]
    settings = config()
    settings.docs_dir = "docs"
    publish_site.on_files(files, config=settings)
    assert [file.src_uri for file in files] == ["assets/guide.css"]


def test_an_unfinished_site_is_removed(folders):
    """After a failed build only the last good site is left."""
    fresh, site = folders
    publish_site.on_startup(command="build", dirty=False)
    publish_site.on_config(config(site))
    publish_site.on_build_error(ValueError("odd"))
    assert not fresh.exists()
    assert files(site) == ["old.html"]


def test_a_second_build_is_refused_while_the_first_one_runs(folders):
    """Both would write into the same folder; the refused one leaves it alone, and after the first another may begin."""
    fresh, site = folders
    publish_site.on_startup(command="build", dirty=False)
    publish_site.on_config(first := config(site))
    with pytest.raises(InputError, match=r"^site/: another build is making it; wait until that has ended"):
        publish_site.lock(fresh, site)
    assert files(fresh) == ["new.html"]
    publish_site.on_post_build(config=first)
    publish_site.lock(fresh, site)


def test_the_site_can_be_read_by_a_web_server(folders):
    """Whatever the umask of the builder was, folders have 755 and files 644."""
    fresh, site = folders
    for path, mode in ((fresh / "why", 0o700), (fresh / "why" / "a.html", 0o600)):
        path.mkdir() if path.name == "why" else path.touch()
        path.chmod(mode)
    publish_site.on_startup(command="build", dirty=False)
    publish_site.on_config(settings := config(site))
    publish_site.on_post_build(config=settings)
    modes = {path.name: path.stat().st_mode & 0o777 for path in (site, *site.rglob("*"))}
    assert modes == {"site": 0o755, "why": 0o755, "a.html": 0o644, "new.html": 0o644}
    assert settings.site_dir == str(site)


def test_a_link_to_a_folder_stays_a_link(folders, tmp_path):
    """What it leads to is replaced, again and again."""
    _, site = folders
    link = tmp_path / "link"
    link.symlink_to(site)
    publish_site.on_startup(command="build", dirty=False)
    publish_site.on_config(settings := config(link))
    publish_site.on_post_build(config=settings)
    assert link.readlink() == site
    assert files(link) == ["new.html"]


def test_a_mount_is_refused_before_the_build(tmp_path, monkeypatch):
    """It cannot be replaced as a whole, so the message says what to do instead."""
    monkeypatch.setattr(type(tmp_path), "is_mount", lambda path: True)
    publish_site.on_startup(command="build", dirty=False)
    with pytest.raises(InputError, match=r"^site/: it is a mount, .*; mount the folder above it, or build with"):
        publish_site.on_config(config(tmp_path / "site"))


def test_a_folder_that_cannot_be_written_is_refused_before_the_build(tmp_path, monkeypatch):
    """The message names the nearest folder that exists, and says how to build into another one."""
    monkeypatch.setattr(publish_site.os, "access", lambda folder, mode: folder != tmp_path)
    publish_site.on_startup(command="build", dirty=False)
    message = rf"^site/: the folder {tmp_path} cannot be written; build with --site-dir into one that can, such as"
    with pytest.raises(InputError, match=message):
        publish_site.on_config(config(tmp_path / "a" / "site"))
    assert not (tmp_path / "a").exists()


@pytest.mark.parametrize(
    ("there", "found"),
    [
        (["404.html", "sitemap.xml", "old.html"], None),
        ([], None),
        (["precious.txt"], "files that are not of a built site"),
        (["404.html", "sitemap.xml", ".DS_Store"], None),
        (["404.html", "sitemap.xml", ".git"], "“.git”"),
    ],
)
def test_a_folder_with_other_files_is_not_replaced(there, found, tmp_path):
    """A site replaces its folder as a whole, so one that holds anything else is refused."""
    site = tmp_path / "site"
    site.mkdir()
    for name in there:
        (site / name).touch()
    if not found:
        publish_site.check_folder(site)
        return
    message = f"site/: the folder {site} has {found}, which would be deleted; empty it, or build with --site-dir into"
    with pytest.raises(InputError, match=f"^{re.escape(message)}"):
        publish_site.check_folder(site)
