"""An old address keeps working: with a redirect page, with a copy, and with redirects for hosts."""

from types import SimpleNamespace

import pytest
import write_redirects
from factories import config, templates
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


def test_an_old_address_has_a_page_or_a_copy(site):
    """An old page gets its redirect page; an old file and an old embed, which must not redirect, get a copy."""
    write_pages(site, {"card/why/": "a card"})
    pages = {old: f"“{old}”" for old in OLD_ADDRESSES if old.endswith("/")}
    written = write(site, pages, OLD_ADDRESSES | {"card/old/": "card/why/"})
    assert written_pages(site) == pages | {"card/why/": "a card", "card/old/": "a card"}
    assert (site / "files/old.pdf").read_bytes() == (site / "files/why.pdf").read_bytes()
    assert (site / "old/deep/why.csv").read_bytes() == b"{}"
    files = ["_redirects", "_redirects.conf", "files/old.pdf", "old/deep/why.csv", "card/old/index.html"]
    assert written == [*(site / old / "index.html" for old in pages), *(site / name for name in files)]


@pytest.mark.parametrize(
    ("addresses", "redirects", "nginx"), [(OLD_ADDRESSES, REDIRECTS, NGINX), ({}, COMMENT, COMMENT)]
)
def test_redirects_for_hosts_are_written(addresses, redirects, nginx, site):
    """Both formats list each old address with its new one; without any they exist, too, since hosts include them."""
    write(site, {old: "" for old in addresses if old.endswith("/")}, addresses)
    assert (site / "_redirects").read_text(encoding="utf-8") == redirects
    assert (site / "_redirects.conf").read_text(encoding="utf-8") == nginx


@pytest.fixture
def build(site, monkeypatch):
    """Return a function that runs the hook with these redirects, and a template that shows its variables."""
    monkeypatch.setattr(write_redirects, "_templates", {})
    env = templates("{{ target }} {{ base_url }} {{ page }} {{ config.site_dir | length > 0 }}")
    write_redirects.on_env(env, config=None, files=None)
    return lambda redirects, url="https://guide.example/": write_redirects.on_post_build(
        config=config(site, facts=SimpleNamespace(redirects=redirects, url=url))
    )


def test_redirect_pages_are_rendered_with_their_template(site, build):
    """Each redirect page gets its target, and the relative path to the first page."""
    write_pages(site, {"card/why/": "a card"})
    build(OLD_ADDRESSES | {"old/a/b/": "why/", "card/old/": "card/why/"})
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


def test_redirects_stay_in_the_folder_of_the_site(site, build):
    """Where site_url has a folder, hosts redirect from it and into it; the links of the pages are relative."""
    build({"old/": "./#start", "files/old.pdf": "files/why.pdf"}, "https://practice.example/guide/")
    assert (site / "_redirects").read_text(encoding="utf-8") == (
        f"{COMMENT}/guide/old/ /guide/#start 301\n/guide/files/old.pdf /guide/files/why.pdf 301\n"
    )
    assert 'location = "/guide/old/" { return 301 "/guide/#start"; }' in (site / "_redirects.conf").read_text()
    assert written_pages(site)["old/"] == "redirect.html ./#start .. None True"


def test_a_missing_file_is_skipped(site, build):
    """The preview makes no downloads: missing files get no copy and no redirect."""
    (site / "handouts.json").unlink()
    build(OLD_ADDRESSES)
    assert not (site / "old/deep").exists()
    assert (site / "files/old.pdf").is_file()
    sent = (site / "_redirects").read_text(encoding="utf-8")
    assert sent == REDIRECTS.replace("/old/deep/why.csv /handouts.json 301\n", "")


@pytest.mark.parametrize("move", [{"card/old/": "card/why/"}, {"handouts.json": "handouts.json"}])
def test_an_invalid_redirect_does_not_crash(move, site, build):
    """A missing embed, and a file that leads to itself, are skipped here, since a check reports them."""
    build(move)
    assert (site / "_redirects").read_text(encoding="utf-8") == COMMENT
