"""A page is reused only as long as nothing that decides on its HTML has changed."""

from collections import defaultdict
from types import SimpleNamespace
from unittest.mock import Mock

import pytest
import reuse_pages
from mkdocs.structure.toc import get_toc
from reuse_pages import CACHES, digest_inputs, entry_of, page_key, read_cache, restore, write_cache

from core.cache_folder import cache_folder

TOC = [{"name": "One", "id": "one", "level": 1, "children": [{"name": "Two", "id": "two", "level": 2, "children": []}]}]

NOTES = {"grade": {"docs/a.md": 3.5, "docs/b.md": 4.5}, "rules": {"docs/b.md": []}}


@pytest.fixture
def project(tmp_path):
    """A folder with one of the files that decide on every page."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "words.yml").write_text("a: 1\n", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("name", "text"), [("data/words.yml", "a: 2\n"), ("data/more.yml", ""), ("CHANGELOG.md", "## 1\n")]
)
def test_a_change_of_any_input_changes_the_hash(project, name, text):
    """A changed or an added file, or another value, gives another hash; the same inputs give the same."""
    before = digest_inputs(project, ["a.md a/"])
    assert digest_inputs(project, ["a.md a/"]) == before
    assert digest_inputs(project, ["a.md b/"]) != before
    (project / name).write_text(text, encoding="utf-8")
    assert digest_inputs(project, ["a.md a/"]) != before


@pytest.mark.parametrize("changed", range(4))
def test_each_part_of_a_page_counts_for_its_key(changed):
    """Other inputs, another name, another source or other front matter give another key."""
    parts = ["inputs", "a.md", "A sentence.", {"title": "A"}]
    others = ["other", "b.md", "Another sentence.", {"title": "B"}]
    assert page_key(*parts) == page_key(*parts)
    assert page_key(*parts) != page_key(*[*parts[:changed], others[changed], *parts[changed + 1 :]])


def test_a_restored_page_is_as_it_was_converted(tmp_path):
    """Its HTML, Markdown, table of contents, anchors, links to anchors, and the notes of checks survive the cache."""
    other = Mock(src_uri="b.md")
    anchors, links = {"one", "two"}, {other: {"there": "b.md#there"}}
    page = SimpleNamespace(
        markdown="# One",
        toc=get_toc(TOC),
        present_anchor_ids=anchors,
        links_to_anchors=links,
        file=SimpleNamespace(src_uri="a.md"),
    )
    write_cache(tmp_path / CACHES["build"], {"key": entry_of(page, "<h1>One</h1>", NOTES)})
    fresh, notes = SimpleNamespace(file=page.file), defaultdict(dict)
    files = SimpleNamespace(get_file_from_path={"b.md": other}.get)
    assert restore(fresh, read_cache(tmp_path / CACHES["build"])["key"], files, notes) == "<h1>One</h1>"
    assert notes == {"grade": {"docs/a.md": 3.5}}
    assert (fresh.markdown, fresh.present_anchor_ids, fresh.links_to_anchors) == ("# One", anchors, links)
    assert str(fresh.toc) == str(page.toc)


@pytest.mark.parametrize("content", [None, "{", '["a", {}]\n["b", '])
def test_a_damaged_cache_is_an_empty_one(tmp_path, content):
    """A missing file, or one that an interrupted copy cut off, costs time and nothing else."""
    if content is not None:
        (tmp_path / "pages.jsonl").write_text(content, encoding="utf-8")
    assert read_cache(tmp_path / "pages.jsonl") == {}


def test_old_code_reuses_and_keeps_nothing(tmp_path, monkeypatch, caplog):
    """In a live preview whose code was changed, pages made by the old code are not found as those of the new one."""
    monkeypatch.setattr(reuse_pages, "_cache", {"command": "serve"})
    monkeypatch.setattr(reuse_pages, "has_changed", lambda: True)
    cache = cache_folder(tmp_path) / CACHES["serve"]
    write_cache(cache, {"key": {}})
    reuse_pages.on_config(SimpleNamespace(config_file_path=str(tmp_path / "mkdocs.yml"), extra={}))
    assert reuse_pages._cache["old"] == {}
    assert "stop it and start it again" in caplog.text
    reuse_pages._cache["new"]["other"] = {}
    reuse_pages.on_post_build()
    assert read_cache(cache) == {"key": {}}


@pytest.mark.parametrize(("release", "reused"), [(False, {"key": {}}), (True, {})])
def test_a_release_reuses_nothing(tmp_path, monkeypatch, release, reused):
    """What is published for readers was converted and checked in that very build."""
    monkeypatch.setattr(reuse_pages, "_cache", {"command": "build"})
    write_cache(cache_folder(tmp_path) / CACHES["build"], {"key": {}})
    reuse_pages.on_config(SimpleNamespace(config_file_path=str(tmp_path / "mkdocs.yml"), extra={"release": release}))
    assert reuse_pages._cache["old"] == reused
