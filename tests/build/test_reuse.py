"""A second build reuses what did not change, and gives the same site and the same mistakes as a first one."""

import re

import pytest
from reuse_pages import CACHES, read_cache, write_cache
from site_factory import build, contents, make_project, page

from core.cache_folder import cache_folder

EDITS = {
    "the page itself": ("docs/other.md", "A sentence.", "A new sentence."),
    "a name in data/": ("data/strings/en.yml", "\nstrings:", "\n# changed\nstrings:"),
    "a macro": ("macros/claim.py", '"""', '"""Changed. '),
}


def cached(root):
    """The cached pages of a project, by their keys."""
    return read_cache(cache_folder(root) / CACHES["build"])


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A small project that was built once, and the site of that build."""
    root = make_project(tmp_path_factory.mktemp("reuse"))
    return root, contents(build(root).site)


def test_a_second_build_gives_the_same_site_from_the_cache(project):
    """The text of a reused page is the cached one; without the cache the same bytes are built."""
    root, first = project
    pages = cached(root)
    key = next(key for key, entry in pages.items() if ">Other<" in entry["html"])
    marked = pages | {key: pages[key] | {"html": pages[key]["html"] + "<p>From the cache.</p>"}}
    write_cache(cache_folder(root) / CACHES["build"], marked)
    assert "From the cache." in build(root).read_page("other")
    (cache_folder(root) / CACHES["build"]).unlink()
    assert contents(build(root).site) == first


@pytest.mark.parametrize("name", EDITS)
def test_a_change_is_published(tmp_path, name):
    """A changed page is converted again alone; after a change of data or code every page is."""
    root = make_project(tmp_path)
    build(root)
    before = cached(root)
    path, old, new = EDITS[name]
    text = (root / path).read_text(encoding="utf-8")
    (root / path).write_text(text.replace(old, new, 1), encoding="utf-8")
    result = build(root)
    after = cached(root)
    assert result.code == 0, result.output
    assert len(after) == len(before)
    assert len(set(after) & set(before)) == (len(before) - 1 if name == "the page itself" else 0)


def test_a_mistake_is_reported_in_every_build(tmp_path):
    """A page on which a check reported anything is checked again, until the mistake is gone."""
    root = make_project(tmp_path, {"wrong.md": page("Wrong", "This is forbidden.")})
    first, second = build(root), build(root)
    reported = re.compile(r"docs/wrong\.md, line \d+: “forbidden”")
    assert reported.search(first.output)
    assert len(reported.findall(second.output)) == 1
    assert len(cached(root)) > 0
