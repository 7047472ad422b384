"""An old address keeps working: with a redirect page, with a copy, and with redirects for hosts."""

from types import SimpleNamespace

import pytest
import write_redirects
from factories import config as settings
from jinja2 import Environment
from write_redirects import write

from core.site_files import write_pages

COMMENT = "# Made by the build from data/redirects.yml; change that file, not this one.\n"
OLD_ADDRESSES = {
    "old/": "why/",
    "old/first/": "./",
    "old/place/": "why/#how",
    "old/top/": "./#start",
    "files/old.pdf": "files/why.pdf",
    "old/deep/why.csv": "handouts.json",
}
REDIRECTS = f"""{COMMENT}/old/ /why/ 301
/old/first/ / 301
/old/place/ /why/#how 301
/old/top/ /#start 301
/files/old.pdf /files/why.pdf 301
/old/deep/why.csv /handouts.json 301
"""
NGINX = f"""{COMMENT}location = "/old/" {{ return 301 "/why/"; }}
location = "/old/first/" {{ return 301 "/"; }}
location = "/old/place/" {{ return 301 "/why/#how"; }}
location = "/old/top/" {{ return 301 "/#start"; }}
location = "/files/old.pdf" {{ return 301 "/files/why.pdf"; }}
location = "/old/deep/why.csv" {{ return 301 "/handouts.json"; }}
"""


@pytest.fixture
def site(tmp_path):
    """Return a built site with two files."""
    (tmp_path / "files").mkdir()
    (tmp_path / "files/why.pdf").write_bytes(b"%PDF\x00\xff")
    (tmp_path / "handouts.json").write_text("{}", encoding="utf-8")
    return tmp_path


def written_pages(site):
    """Return the pages below `site` by their addresses."""
    return {
        path.relative_to(site).as_posix().removesuffix("index.html"): path.read_text(encoding="utf-8")
        for path in site.rglob("index.html")
    }


def test_an_old_page_gets_a_redirect_page(site):
    """Each redirect page is written unchanged at its old address."""
    pages = {old: f"“{old}”" for old in OLD_ADDRESSES if old.endswith("/")}
    write(site, pages, OLD_ADDRESSES)
    assert written_pages(site) == pages


def test_an_old_file_gets_a_copy(site):
    """The old address of a file, in any folder, has the same bytes as the new one."""
    write(site, {old: "" for old in OLD_ADDRESSES if old.endswith("/")}, OLD_ADDRESSES)
    assert (site / "files/old.pdf").read_bytes() == (site / "files/why.pdf").read_bytes()
    assert (site / "old/deep/why.csv").read_bytes() == b"{}"


def test_an_old_embed_gets_a_copy(site):
    """An old embed is a copy and no redirect page, which other sites may not show in an iframe."""
    write_pages(site, {"card/why/": "a card"})
    write(site, {}, {"card/old/": "card/why/"})
    assert written_pages(site) == {"card/why/": "a card", "card/old/": "a card"}


def test_redirects_for_hosts_are_written(site):
    """Both formats list each old address with its new one; the first page is / there."""
    write(site, {old: "" for old in OLD_ADDRESSES if old.endswith("/")}, OLD_ADDRESSES)
    assert (site / "_redirects").read_text(encoding="utf-8") == REDIRECTS
    assert (site / "_redirects.conf").read_text(encoding="utf-8") == NGINX


def test_files_for_hosts_are_written_without_redirects(site):
    """The configuration of a host includes these files, so they must always exist."""
    assert write(site, {}, {}) == [site / "_redirects", site / "_redirects.conf"]
    assert (site / "_redirects").read_text(encoding="utf-8") == COMMENT
    assert (site / "_redirects.conf").read_text(encoding="utf-8") == COMMENT


def test_written_files_are_returned(site):
    """The redirect pages, the files for hosts, and the copies are returned."""
    written = write(site, {"old/": "a"}, {"old/": "why/", "files/old.pdf": "files/why.pdf"})
    names = ["old/index.html", "_redirects", "_redirects.conf", "files/old.pdf"]
    assert [path.relative_to(site).as_posix() for path in written] == names


def config(site, redirects):
    """Return MkDocs's config with these redirects."""
    return settings(site, facts=SimpleNamespace(redirects=redirects))


@pytest.fixture
def hook(monkeypatch):
    """Prepare the hook with a template that shows its variables."""
    env = Environment()
    template = "{{ target }} {{ base_url }} {{ page }} {{ config.site_dir | length > 0 }}"
    monkeypatch.setattr(env, "get_template", lambda name: env.from_string(f"{name} {template}"))
    monkeypatch.setattr(write_redirects, "_state", {})
    write_redirects.on_env(env, config=None, files=None)


@pytest.mark.usefixtures("hook")
def test_redirect_pages_are_rendered_with_their_template(site):
    """Each redirect page gets its target, and the relative path to the first page."""
    write_pages(site, {"card/why/": "a card"})
    write_redirects.on_post_build(config=config(site, OLD_ADDRESSES | {"old/a/b/": "why/", "card/old/": "card/why/"}))
    assert written_pages(site) == {
        "card/why/": "a card",
        "card/old/": "a card",
        "old/": "redirect.html why/ .. None True",
        "old/first/": "redirect.html ./ ../.. None True",
        "old/place/": "redirect.html why/#how ../.. None True",
        "old/top/": "redirect.html ./#start ../.. None True",
        "old/a/b/": "redirect.html why/ ../../.. None True",
    }
    assert (site / "files/old.pdf").is_file()
    assert "/card/old/ /card/why/ 301\n" in (site / "_redirects").read_text(encoding="utf-8")
    assert "/old/a/b/ /why/ 301\n" in (site / "_redirects").read_text(encoding="utf-8")


@pytest.mark.usefixtures("hook")
def test_a_missing_file_is_skipped(site):
    """The preview makes no downloads: missing files get no copy and no redirect."""
    (site / "handouts.json").unlink()
    write_redirects.on_post_build(config=config(site, OLD_ADDRESSES))
    assert not (site / "old/deep").exists()
    assert (site / "files/old.pdf").is_file()
    sent = (site / "_redirects").read_text(encoding="utf-8")
    assert sent == REDIRECTS.replace("/old/deep/why.csv /handouts.json 301\n", "")


@pytest.mark.usefixtures("hook")
@pytest.mark.parametrize("move", [{"card/old/": "card/why/"}, {"handouts.json": "handouts.json"}])
def test_an_invalid_redirect_does_not_crash(move, site):
    """A missing embed, and a file that leads to itself, are skipped here, since a check reports them."""
    write_redirects.on_post_build(config=config(site, move))
    assert (site / "_redirects").read_text(encoding="utf-8") == COMMENT
