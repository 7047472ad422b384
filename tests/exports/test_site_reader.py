"""The exporter reads from a finished site what its pages say, and refuses a folder that is none."""

from dataclasses import replace

import pytest
from sample_guide import PAGES, built, guide, page

from core.errors import InputError
from exports.site_reader import read


def test_the_guide_is_what_its_manifest_says(tmp_path):
    """Name, address, language, direction and pages come from the manifest, the drawing from the first page."""
    whole = read(*built(tmp_path))
    assert (whole.name, whole.url, whole.host) == ("Small", "https://guide.example/", "guide.example")
    assert (whole.language, whole.direction) == ("en", "ltr")
    assert whole.drawing.startswith("<svg")


def test_pages_come_in_the_order_of_the_manifest(tmp_path):
    """Each page is there once, with what the manifest knows of it; the list of all pages is not a page."""
    pages = read(*built(tmp_path)).pages
    assert [replace(one, article="") for one in pages] == [replace(one, article="") for one in PAGES[:2]]


def test_a_book_has_chapters_for_readers_alone(tmp_path):
    """Neither the offer nor a page for practitioners is one; a page whose name only begins alike stays."""
    alike = page("professional-help/")
    chapters = guide(tmp_path, (*PAGES, alike)).chapters
    assert [one.address for one in chapters] == ["", "stone/", "help/", "professional-help/"]


def test_what_belongs_to_the_frame_is_left_out(tmp_path):
    """Neither the invitation nor the link to a file gets into a file, and the rest stays."""
    first, stone = read(*built(tmp_path)).pages
    assert "Come." not in stone.article
    assert "On paper" not in stone.article
    assert "<svg" not in first.article
    assert "Say little." in stone.article


def test_a_folder_without_a_site_is_refused(tmp_path):
    """The error names the folder and what to do first."""
    _, manifest = built(tmp_path / "site")
    with pytest.raises(InputError, match=r"^index\.html: there is no such page in .*; build the guide first\.$"):
        read(tmp_path / "elsewhere", manifest)


def test_a_site_with_another_layout_is_refused(tmp_path):
    """Where a page has no text in the layout's elements, the error names the page and the elements."""
    site, manifest = built(tmp_path)
    path = site / "stone/index.html"
    path.write_text(path.read_text(encoding="utf-8").replace("article", "section"), encoding="utf-8")
    with pytest.raises(InputError, match="stone/: the page has no text between <main> and <article>"):
        read(site, manifest)
