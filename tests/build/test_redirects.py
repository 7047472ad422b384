"""Redirects and the URL registry: addresses that moved still work, and a release records what it publishes."""

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
import site_factory
import yaml
from selectolax.lexbor import LexborHTMLParser

URL = "https://guide.example/"
REGISTRY = """  pages:
    gone/: {title: A page, anchors: {how: How it goes}}
    about/: {title: About, anchors: {strength: Strength}}
  others: [card/what-is-it/, map.xml, r/k7wm/]
  short_links: {k7wm: {topic: what-is-it, target: ./}}
"""
OLD_PAGES = {
    "gone/": "other/",
    "gone/deep/": "about/#strength",
    "gone/first/": "./",
    "gone/top/": "./#start",
    "gone/list/": "r/k7wm/",
}
MOVES = OLD_PAGES | {"card/old/": "card/what-is-it/", "map.xml": "sitemap.xml"}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "worker-src 'self'; base-uri 'none'; form-action 'none'"
)


def read_registry(root: Path) -> dict[str, Any]:
    """The URL registry of a project."""
    return yaml.safe_load((root / "data" / "url_registry.yml").read_text(encoding="utf-8"))["url_registry"]


@pytest.fixture(scope="module")
def built(once: Callable[..., site_factory.BuildResult]) -> site_factory.BuildResult:
    """A small site with redirects, and published addresses that moved."""
    site = once(build_redirects)
    assert site.code == 0, site.output
    return site


def build_redirects(folder: Path) -> site_factory.BuildResult:
    """Build that site."""
    pages = {
        "index.md": site_factory.page("Start", "[The other page](other.md)\n\n## Start { #start }"),
        "other.md": site_factory.page("Other", "## How it goes { #how }"),
    }
    edits = {
        "data/redirects.yml": ("{}", "\n" + "".join(f"  {old}: {new}\n" for old, new in MOVES.items())),
        "data/url_registry.yml": ("  pages: {}\n  others: []\n  short_links: {}\n", REGISTRY),
    }
    return site_factory.build(site_factory.make_project(folder, pages, edits=edits))


def test_a_build_does_not_change_the_registry(built: site_factory.BuildResult):
    """Only a release adds to the registry, since nothing else is published."""
    assert read_registry(built.site.parent) == yaml.safe_load(REGISTRY)


@pytest.mark.parametrize("old", OLD_PAGES)
def test_an_old_page_redirects(old: str, built: site_factory.BuildResult):
    """The page at an old address redirects at once, without a script, and has one plain link."""
    tree = LexborHTMLParser(built.read_page(old))
    seconds, _, url = tree.css_first('meta[http-equiv="refresh"]').attributes["content"].partition("; url=")
    (link,) = tree.css("main article a")
    targets = {urljoin(URL + old, address) for address in (url, link.attributes["href"])}
    assert (seconds, targets) == ("0", {urljoin(URL, MOVES[old])})
    assert [script for script in tree.css("script:not([src])") if ".guide-quick-exit" not in script.text()] == []
    assert tree.css_first('meta[name="robots"]').attributes["content"] == "noindex"


@pytest.mark.parametrize("old", OLD_PAGES)
def test_an_old_page_has_the_layout(old: str, built: site_factory.BuildResult):
    """The page at an old address has the strict policy, and its links to styles and scripts work at any depth."""
    page = built.read_page(old)
    first = LexborHTMLParser(page).css("head > *")[1].attributes
    assert (first["http-equiv"], re.sub(r" 'sha256-[^']+'", "", first["content"])) == (
        "Content-Security-Policy",
        POLICY,
    )
    for address in re.findall(r'(?:href|src)="([^"#]+)', page):
        path = urljoin(URL + old, address).removeprefix(URL)
        assert address.startswith(("https://", "data:")) or (built.site / path).exists(), address


def test_an_old_embed_is_a_copy(built: site_factory.BuildResult):
    """The file at an embed's old address is a copy of the new embed, since frames must not redirect."""
    assert built.read_page("card/old") == built.read_page("card/what-is-it")
    assert 'http-equiv="refresh"' not in built.read_page("card/old")


def test_an_old_file_is_a_copy(built: site_factory.BuildResult):
    """The old address of a file has a copy of the file."""
    assert (built.site / "map.xml").read_bytes() == (built.site / "sitemap.xml").read_bytes()


def test_no_old_address_is_listed(built: site_factory.BuildResult):
    """Neither the sitemap nor the search index has an old address."""
    for name in ("sitemap.xml", "search/index.json"):
        assert "gone/" not in (built.site / name).read_text(encoding="utf-8")


def release(root: Path) -> dict[str, Any]:
    """Build the project and update its registry, as a release does; returns the registry."""
    done = site_factory.build(root)
    assert done.code == 0, done.output
    subprocess.run([sys.executable, "-m", "core.url_registry", "site"], cwd=root, check=True, capture_output=True)
    return read_registry(root)


def test_a_release_can_be_followed_by_a_build(tmp_path: Path):
    """The next build reads and keeps what a release has registered: redirects, short links, a host's own file."""
    edits = {
        "data/redirects.yml": ("{}", "{old/: other/, card/old/: card/what-is-it/}"),
        "data/topics.yml": ("page: index.md", "page: about/index.md\n    section: strength"),
    }
    root = site_factory.make_project(tmp_path, edits=edits)
    (root / "docs/CNAME").write_text("guide.example\n", encoding="utf-8")
    published = release(root)
    assert {"old/", "card/old/", "CNAME"} <= {*published["others"]}
    assert published["short_links"] == {"k7wm": {"topic": "what-is-it", "target": "about/#strength"}}
    assert release(root) == published
