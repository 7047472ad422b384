"""The exporter reads from a finished site what its pages say, and refuses a folder that is none."""

import pytest
from sample_guide import PAGES, PAPER, built, guide, page

from core.errors import InputError
from exports.site_reader import read


def test_the_guide_is_read_as_its_frame_tells_it(tmp_path):
    """Name, address, language, direction and drawing come from the first page."""
    whole = read(built(tmp_path))
    assert (whole.name, whole.url, whole.host) == ("Small", "https://guide.example/", "guide.example")
    assert (whole.language, whole.direction) == ("en", "ltr")
    assert whole.drawing.startswith("<svg")


def test_pages_come_in_the_order_of_the_contents(tmp_path):
    """Each page stands once, under its part, and the list of all pages is none of them."""
    pages = read(built(tmp_path)).pages
    assert [(one.address, one.part, one.title) for one in pages] == [
        ("", "", "Small"),
        ("stone/", "Being dull", "Stone"),
    ]


def test_a_page_says_what_its_own_file_holds(tmp_path):
    """Addresses, sections and the thing to try are those of the link, from the site's root."""
    first, stone = read(built(tmp_path)).pages
    assert (first.paper, stone.paper) == (None, PAPER)
    assert (first.worksheet, stone.worksheet) == (False, True)
    assert (stone.written, stone.summary) == ("2026-01-02", "Dull.")


def test_a_page_says_when_somebody_reviewed_it(tmp_path):
    """The day of the review is none of the day on which it was written; it is empty where nobody did."""
    first, stone = read(built(tmp_path)).pages
    assert (first.reviewed, stone.reviewed) == ("", "2026-03-04")
    assert (first.written, stone.written) == ("2026-01-02", "2026-01-02")


def test_a_book_has_chapters_for_readers_alone(tmp_path):
    """Neither the offer nor a page for practitioners is one; a page whose name only begins alike stays."""
    alike = page("professional-help/")
    chapters = guide(tmp_path, (*PAGES, alike)).chapters
    assert [one.address for one in chapters] == ["", "stone/", "help/", "professional-help/"]


def test_what_belongs_to_the_frame_is_left_out(tmp_path):
    """Neither the invitation nor the link to a file gets into a file, and the rest stays."""
    first, stone = read(built(tmp_path)).pages
    assert "Come." not in stone.article
    assert "On paper" not in stone.article
    assert "<svg" not in first.article
    assert "Say little." in stone.article


def test_a_folder_without_a_site_is_refused(tmp_path):
    """The error names the folder and what to do first."""
    with pytest.raises(InputError, match=r"^index\.html: there is no such page in .*; build the guide first\.$"):
        read(tmp_path)


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("contents/index.html", "guide-contents", "other", "contents/: no page is listed there"),
        ("stone/index.html", "article", "section", "stone/: the page has no text between <main> and <article>"),
    ],
)
def test_a_site_with_another_frame_is_refused(tmp_path, name, old, new, said):
    """Where the marks of our frame are missing, the error names the page and the mark."""
    path = built(tmp_path) / name
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(InputError, match=said):
        read(tmp_path)
