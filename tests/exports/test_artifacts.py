"""It is known beforehand which files there are, and of what each is made."""

from dataclasses import replace

import pytest
from sample_guide import FACTS, PAGES, TOPICS, guide, page, titled

from core.errors import InputError
from exports.artifacts import _at_most, works
from exports.qr_codes import picture

PAPERS = ("files/cards.pdf", "files/link-sheet.pdf")
UNASKED = ("index.html.gz", "files/a.pdf", "r/vwf5/index.html", "_headers", "card/vwf5/index.html", "changes.xml")
UNASKED += ("handouts.json", "handouts.csv", "handouts.schema.json")


def found(folder, pages=PAGES, moment=7, facts=FACTS):
    """The files of a small guide, by their names."""
    return {work.file: work for work in works(guide(folder, pages), facts, moment)}


def test_every_file_has_a_lasting_address(tmp_path):
    """The guide in five forms, two papers for practitioners, pages’ own files, numbers, and each topic’s two codes."""
    assert {file: work.kind for file, work in found(tmp_path).items()} == {
        "files/guide-a4.pdf": "book",
        "files/guide-letter.pdf": "book",
        "files/guide-large-print.pdf": "book",
        "files/guide.epub": "epub",
        "files/guide-offline.zip": "offline",
        "files/cards.pdf": "cards",
        "files/link-sheet.pdf": "links",
        "files/numbers-aland.pdf": "numbers",
        "r/k7wm/text-k7wm-aland.pdf": "numbers-discreet",
        "files/numbers-beland.pdf": "numbers",
        "r/k7wm/text-k7wm-beland.pdf": "numbers-discreet",
        "files/numbers.pdf": "numbers",
        "r/k7wm/text-k7wm-all.pdf": "numbers-discreet",
        "files/stone.pdf": "handout",
        "r/vwf5/text-vwf5.pdf": "discreet",
        "files/code-small.png": "code",
        "r/2345/code-2345.png": "code",
        "files/code-stone.png": "code",
        "r/vwf5/code-vwf5.png": "code",
        "files/code-stop.png": "code",
        "r/7m3c/code-7m3c.png": "code",
        "files/code-numbers.png": "code",
        "r/k7wm/code-k7wm.png": "code",
    }


def test_a_code_belongs_to_the_page_on_which_its_topic_stands(tmp_path):
    """Both codes bear the topic’s name and lead to its two addresses, the section included."""
    works = found(tmp_path)
    for file, address in (("files/code-stop.png", "stone/#stop"), ("r/7m3c/code-7m3c.png", "r/7m3c/")):
        work = works[file]
        assert (work.title, work.address, work.made_of) == ("Stop", "stone/", f"https://guide.example/{address}")
        content, pages = work.make(guide(tmp_path), FACTS)
        assert (content, pages) == (picture(f"https://guide.example/{address}"), 0)


def test_another_title_makes_the_papers_of_links_anew(tmp_path):
    """Not the codes, which hold an address alone, nor any handout; another page’s words leave both as they are."""
    other = (replace(PAGES[0], article="<article>Changed</article>"), *PAGES[1:])
    before, text = found(tmp_path), found(tmp_path, other, moment=8)
    title = found(tmp_path, facts=titled("Tiny"))
    assert {file for file in before if repr(before[file].made_of) != repr(title[file].made_of)} == set(PAPERS)
    assert [file for file in PAPERS if repr(before[file].made_of) != repr(text[file].made_of)] == []


def test_a_worksheet_has_one_file(tmp_path):
    """It can be filled in, and has no second form."""
    sheet = page("take/log/", worksheet=True, file="files/take-log.pdf")
    works = found(tmp_path, (sheet,)).items()
    kinds = {file: work.kind for file, work in works if work.address and work.kind != "code"}
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


def test_a_new_short_link_makes_sheets_that_may_lead_there_anew(tmp_path):
    """The links of a discreet sheet lead through the short links of other pages."""
    topics = TOPICS | {"numbers": TOPICS["numbers"].model_copy(update={"code": "6789"})}
    one, two = found(tmp_path), found(tmp_path, facts=replace(FACTS, topics=topics))
    assert repr(one["r/vwf5/text-vwf5.pdf"].made_of) != repr(two["r/vwf5/text-vwf5.pdf"].made_of)


def test_the_offline_copy_is_made_of_the_sites_own_files(tmp_path):
    """Not of the files to take away, the short links, what other sites ask for, or compressed copies."""
    for name in ("index.html", "assets/a.css", *UNASKED):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    made_of, _ = found(tmp_path)["files/guide-offline.zip"].made_of
    assert list(made_of) == ["assets/a.css", "index.html"]


def test_what_is_too_long_for_one_sheet_is_refused():
    """The page is named, and what to do."""
    assert _at_most(2, page(), (b"x", 2), "cut it") == (b"x", 2)
    with pytest.raises(InputError, match=r"^stone/: its file has 3 pages, and 2 at most fit on one sheet; cut it\.$"):
        _at_most(2, page(), (b"x", 3), "cut it")


def test_each_file_can_be_made(tmp_path):
    """A handout comes as a PDF with its pages."""
    content, pages = found(tmp_path)["files/stone.pdf"].make(guide(tmp_path), FACTS)
    assert (content[:5], pages) == (b"%PDF-", 1)
