"""An old address goes on answering: with a page that leads on, with a copy, and with a word to hosts."""

from types import SimpleNamespace

import pytest
import write_redirects
from factories import config as settings
from jinja2 import Environment
from write_redirects import write

from core.parsed_pages import write_pages

MADE = "# Made by the build from data/redirects.yml; change that file, not this one.\n"
MOVED = {
    "old/": "why/",
    "old/first/": "./",
    "old/place/": "why/#how",
    "old/top/": "./#start",
    "files/old.pdf": "files/why.pdf",
    "old/deep/why.csv": "handouts.json",
}
REDIRECTS = f"""{MADE}/old/ /why/ 301
/old/first/ / 301
/old/place/ /why/#how 301
/old/top/ /#start 301
/files/old.pdf /files/why.pdf 301
/old/deep/why.csv /handouts.json 301
"""
NGINX = f"""{MADE}location = "/old/" {{ return 301 "/why/"; }}
location = "/old/first/" {{ return 301 "/"; }}
location = "/old/place/" {{ return 301 "/why/#how"; }}
location = "/old/top/" {{ return 301 "/#start"; }}
location = "/files/old.pdf" {{ return 301 "/files/why.pdf"; }}
location = "/old/deep/why.csv" {{ return 301 "/handouts.json"; }}
"""


@pytest.fixture
def site(tmp_path):
    """A finished site with two files."""
    (tmp_path / "files").mkdir()
    (tmp_path / "files/why.pdf").write_bytes(b"%PDF\x00\xff")
    (tmp_path / "handouts.json").write_text("{}", encoding="utf-8")
    return tmp_path


def drawn(site):
    """The pages that stand below `site`, by their addresses."""
    return {
        path.relative_to(site).as_posix().removesuffix("index.html"): path.read_text(encoding="utf-8")
        for path in site.rglob("index.html")
    }


def test_an_old_page_leaves_a_page(site):
    """Each page stands at its old address, with every letter as it was given."""
    pages = {old: f"“{old}”" for old in MOVED if old.endswith("/")}
    write(site, pages, MOVED)
    assert drawn(site) == pages


def test_an_old_file_leaves_a_copy(site):
    """Whoever holds the old address of a file gets the same bytes as at the new one, in whatever folder it lay."""
    write(site, {old: "" for old in MOVED if old.endswith("/")}, MOVED)
    assert (site / "files/old.pdf").read_bytes() == (site / "files/why.pdf").read_bytes()
    assert (site / "old/deep/why.csv").read_bytes() == b"{}"


def test_an_old_card_leaves_a_copy(site):
    """What another site shows inside its page goes on being a card, since a frame that is closed in is never led on."""
    write_pages(site, {"card/why/": "a card"})
    write(site, {}, {"card/old/": "card/why/"})
    assert drawn(site) == {"card/why/": "a card", "card/old/": "a card"}


def test_hosts_are_told(site):
    """Both kinds of host send whoever asks for an old address to the new one; the first page is / there."""
    write(site, {old: "" for old in MOVED if old.endswith("/")}, MOVED)
    assert (site / "_redirects").read_text(encoding="utf-8") == REDIRECTS
    assert (site / "_redirects.conf").read_text(encoding="utf-8") == NGINX


def test_where_nothing_has_moved_hosts_still_find_their_files(site):
    """The settings of a host name these files, so they are there from the first build on."""
    assert write(site, {}, {}) == [site / "_redirects", site / "_redirects.conf"]
    assert (site / "_redirects").read_text(encoding="utf-8") == MADE
    assert (site / "_redirects.conf").read_text(encoding="utf-8") == MADE


def test_what_was_written_is_named(site):
    """The pages, what hosts read, and the copies."""
    written = write(site, {"old/": "a"}, {"old/": "why/", "files/old.pdf": "files/why.pdf"})
    names = ["old/index.html", "_redirects", "_redirects.conf", "files/old.pdf"]
    assert [path.relative_to(site).as_posix() for path in written] == names


def config(site, moved):
    """The generator's settings, with these moves."""
    return settings(site, facts=SimpleNamespace(redirects=moved))


@pytest.fixture
def framed(monkeypatch):
    """The hook, with a frame that says how it was drawn."""
    env = Environment()
    frame = "{{ target }} {{ base_url }} {{ page }} {{ config.site_dir | length > 0 }}"
    monkeypatch.setattr(env, "get_template", lambda name: env.from_string(f"{name} {frame}"))
    monkeypatch.setattr(write_redirects, "_state", {})
    write_redirects.on_env(env, config=None, files=None)


@pytest.mark.usefixtures("framed")
def test_mkdocs_has_them_drawn_with_the_frame(site):
    """Each page that leads on knows its target, and how far it lies from the guide's first page."""
    write_pages(site, {"card/why/": "a card"})
    write_redirects.on_post_build(config=config(site, MOVED | {"old/a/b/": "why/", "card/old/": "card/why/"}))
    assert drawn(site) == {
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


@pytest.mark.usefixtures("framed")
def test_a_file_that_was_not_made_breaks_nothing(site):
    """The preview makes no files: a copy of one that is not there is left out, and no host is told of it."""
    (site / "handouts.json").unlink()
    write_redirects.on_post_build(config=config(site, MOVED))
    assert not (site / "old/deep").exists()
    assert (site / "files/old.pdf").is_file()
    told = (site / "_redirects").read_text(encoding="utf-8")
    assert told == REDIRECTS.replace("/old/deep/why.csv /handouts.json 301\n", "")


@pytest.mark.usefixtures("framed")
@pytest.mark.parametrize("move", [{"card/old/": "card/why/"}, {"handouts.json": "handouts.json"}])
def test_what_a_check_refuses_breaks_nothing(move, site):
    """A card that is not there, and a file that leads to itself, are told of by a check and by no crash."""
    write_redirects.on_post_build(config=config(site, move))
    assert (site / "_redirects").read_text(encoding="utf-8") == MADE
