"""The pages of a built site are read, and a folder without a site is refused."""

from dataclasses import replace

import pytest
from guide_factory import PAGES, guide, page, write_site

from core.errors import InputError
from exports.site_reader import read_guide


def test_the_guide_has_the_values_of_its_manifest(tmp_path):
    """Pages come in its order, without the page that lists all others; the drawing comes from the first page."""
    whole = read_guide(*write_site(tmp_path))
    assert (whole.name, whole.url, whole.host) == ("Small", "https://guide.example/", "guide.example")
    assert (whole.language, whole.direction) == ("en", "ltr")
    assert whole.drawing.startswith("<svg")
    assert [replace(one, article="") for one in whole.pages] == [replace(one, article="") for one in PAGES[:2]]


def test_chapters_are_pages_for_readers(tmp_path):
    """Sessions and pages for practitioners are no chapters; a page whose address only begins like theirs is one."""
    similar = page("professional-help/")
    chapters = guide(tmp_path, (*PAGES, similar)).chapters
    assert [one.address for one in chapters] == ["", "stone/", "help/", "professional-help/"]


def test_elements_of_the_layout_are_left_out(tmp_path):
    """The invitation, the downloads and the first page’s drawing are removed, and the text stays."""
    text = "".join(page.article for page in read_guide(*write_site(tmp_path)).pages)
    assert [part for part in ("Come.", "On paper", "<svg", "Say little.") if part in text] == ["Say little."]


def test_a_folder_without_a_site_is_refused(tmp_path):
    """The error names the folder and what to do first."""
    _, manifest = write_site(tmp_path / "site")
    with pytest.raises(InputError, match=r"^index\.html: there is no such page in .*; build the guide first\.$"):
        read_guide(tmp_path / "elsewhere", manifest)


def test_a_site_with_another_layout_is_refused(tmp_path):
    """Where a page has no text in the layout's elements, the error names the page and the elements."""
    site, manifest = write_site(tmp_path)
    path = site / "stone/index.html"
    path.write_text(path.read_text(encoding="utf-8").replace("article", "section"), encoding="utf-8")
    with pytest.raises(InputError, match="stone/: the page has no text between <main> and <article>"):
        read_guide(site, manifest)
