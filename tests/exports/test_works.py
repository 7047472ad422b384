"""It is known beforehand which files there are, and of what each is made."""

from dataclasses import replace

import pytest
from samples import FACTS, PAGES, PAPER, guide, page

from exports.reading import Unfit
from exports.works import _at_most, works


def found(folder, pages=PAGES, moment=7):
    """The files of a small guide, by their names."""
    return {work.file: work for work in works(guide(folder, pages), moment)}


def test_every_file_has_a_lasting_address(tmp_path):
    """The whole guide in five forms, and each page’s own file, where its frame says."""
    assert {file: work.kind for file, work in found(tmp_path).items()} == {
        "files/guide-a4.pdf": "book",
        "files/guide-letter.pdf": "book",
        "files/guide-large-print.pdf": "book",
        "files/guide.epub": "epub",
        "files/guide-offline.zip": "offline",
        "files/stone.pdf": "handout",
        "r/vwf5/text-vwf5.pdf": "discreet",
    }


def test_a_worksheet_has_one_file(tmp_path):
    """It can be filled in, and has no second form."""
    sheet = page("take/log/", worksheet=True, paper=replace(PAPER, file="files/take-log.pdf", discreet=""))
    kinds = {file: work.kind for file, work in found(tmp_path, (sheet,)).items() if work.address}
    assert kinds == {"files/take-log.pdf": "worksheet"}


def test_a_handout_is_made_of_its_own_page_alone(tmp_path):
    """Another page, another day or another folder leaves it as it is."""
    other = (replace(PAGES[0], article="<article>Changed</article>"), *PAGES[1:])
    one, two = found(tmp_path / "a"), found(tmp_path / "b", other, moment=8)
    assert repr(one["files/stone.pdf"].made_of) == repr(two["files/stone.pdf"].made_of)
    for whole in ("files/guide-a4.pdf", "files/guide.epub"):
        assert repr(one[whole].made_of) != repr(two[whole].made_of)
    changed = found(tmp_path / "a", (replace(PAGES[1], article="<article>Changed</article>"),))
    assert repr(one["files/stone.pdf"].made_of) != repr(changed["files/stone.pdf"].made_of)


def test_a_new_door_makes_sheets_that_may_lead_there_anew(tmp_path):
    """The links of a discreet sheet lead through the doors of other pages."""
    door = replace(PAGES[2], paper=replace(PAPER, file="files/help.pdf", discreet="r/2345/text-2345.pdf"))
    one, two = found(tmp_path), found(tmp_path, (*PAGES[:2], door, PAGES[3]))
    assert repr(one["r/vwf5/text-vwf5.pdf"].made_of) != repr(two["r/vwf5/text-vwf5.pdf"].made_of)


def test_the_offline_copy_is_made_of_the_sites_own_files(tmp_path):
    """Not of the files to take away, the doors, or compressed copies."""
    for name in ("index.html", "index.html.gz", "files/a.pdf", "r/vwf5/index.html", "_headers", "assets/a.css"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    made_of, _ = found(tmp_path)["files/guide-offline.zip"].made_of
    assert list(made_of) == ["assets/a.css", "index.html"]


def test_what_is_too_long_for_one_sheet_is_refused():
    """The page is named, and what to do."""
    assert _at_most(2, page(), (b"x", 2), "cut it") == (b"x", 2)
    with pytest.raises(Unfit, match=r"^stone/: its file has 3 pages, and 2 at most fit on one sheet; cut it\.$"):
        _at_most(2, page(), (b"x", 3), "cut it")


def test_each_file_can_be_made(tmp_path):
    """A handout comes as a PDF with its pages."""
    content, pages = found(tmp_path)["files/stone.pdf"].make(guide(tmp_path), FACTS)
    assert (content[:5], pages) == (b"%PDF-", 1)
