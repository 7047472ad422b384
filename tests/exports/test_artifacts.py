"""The list of downloads is known in advance, with the inputs of each."""

from dataclasses import replace

import pytest
from guide_factory import FACTS, PAGES, TOPICS, facts_with_topic_title, guide, page

from core.errors import InputError
from exports.artifacts import _check_page_count, artifacts
from exports.qr_codes import qr_png

LINK_FILES = ("files/cards.pdf", "files/link-sheet.pdf")
NOT_IN_COPY = ("index.html.gz", "files/a.pdf", "r/vwf5/index.html", "_headers", "card/vwf5/index.html", "changes.xml")
NOT_IN_COPY += ("handouts.json", "handouts.csv", "handouts.schema.json")


def by_file(folder, pages=PAGES, timestamp=7, facts=FACTS):
    """The artifacts of the small guide by file."""
    return {artifact.file: artifact for artifact in artifacts(guide(folder, pages), facts, timestamp)}


def test_every_file_has_a_permanent_address(tmp_path):
    """The guide in five formats, two files for practitioners, handouts, number sheets, two QR codes for each topic."""
    assert {file: artifact.kind for file, artifact in by_file(tmp_path).items()} == {
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


def test_a_qr_code_belongs_to_the_page_of_its_topic(tmp_path):
    """Both codes have the topic’s title and lead to its two addresses, the section included."""
    artifacts_by_file = by_file(tmp_path)
    for file, address in (("files/code-stop.png", "stone/#stop"), ("r/7m3c/code-7m3c.png", "r/7m3c/")):
        artifact = artifacts_by_file[file]
        assert (artifact.title, artifact.address, artifact.inputs) == (
            "Stop",
            "stone/",
            f"https://guide.example/{address}",
        )
        content, pages = artifact.make(guide(tmp_path), FACTS)
        assert (content, pages) == (qr_png(f"https://guide.example/{address}"), 0)


def test_another_title_rebuilds_link_sheet_and_cards(tmp_path):
    """Not the QR codes, which contain only an address, nor any handout; another text of a page changes neither."""
    other = (replace(PAGES[0], article="<article>Changed</article>"), *PAGES[1:])
    before, text = by_file(tmp_path), by_file(tmp_path, other, timestamp=8)
    title = by_file(tmp_path, facts=facts_with_topic_title("Tiny"))
    assert {file for file in before if repr(before[file].inputs) != repr(title[file].inputs)} == set(LINK_FILES)
    assert [file for file in LINK_FILES if repr(before[file].inputs) != repr(text[file].inputs)] == []


def test_a_worksheet_has_one_file(tmp_path):
    """It can be filled in, and has no neutral version."""
    sheet = page("take/log/", worksheet=True, file="files/take-log.pdf")
    found = by_file(tmp_path, (sheet,)).items()
    kinds = {file: artifact.kind for file, artifact in found if artifact.address and artifact.kind != "code"}
    assert kinds == {"files/take-log.pdf": "worksheet"}


def test_a_handout_depends_on_its_own_page_alone(tmp_path):
    """A change of another page, of the day or of the folder does not change it."""
    other = (replace(PAGES[0], article="<article>Changed</article>"), *PAGES[1:])
    one, two = by_file(tmp_path / "a"), by_file(tmp_path / "b", other, timestamp=8)
    assert repr(one["files/stone.pdf"].inputs) == repr(two["files/stone.pdf"].inputs)
    for whole in ("files/guide-a4.pdf", "files/guide.epub"):
        assert repr(one[whole].inputs) != repr(two[whole].inputs)
    changed = by_file(tmp_path / "a", (replace(PAGES[1], article="<article>Changed</article>"),))
    assert repr(one["files/stone.pdf"].inputs) != repr(changed["files/stone.pdf"].inputs)


def test_a_new_short_link_rebuilds_neutral_handouts(tmp_path):
    """The links of a neutral handout are the short links of other pages."""
    topics = TOPICS | {"numbers": TOPICS["numbers"].model_copy(update={"code": "6789"})}
    one, two = by_file(tmp_path), by_file(tmp_path, facts=replace(FACTS, topics=topics))
    assert repr(one["r/vwf5/text-vwf5.pdf"].inputs) != repr(two["r/vwf5/text-vwf5.pdf"].inputs)


def test_the_offline_copy_depends_on_the_sites_own_files(tmp_path):
    """Not on downloads, short links, embeds, machine-readable files or compressed copies."""
    for name in ("index.html", "assets/a.css", *NOT_IN_COPY):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    hashes, _ = by_file(tmp_path)["files/guide-offline.zip"].inputs
    assert list(hashes) == ["assets/a.css", "index.html"]


def test_a_file_with_too_many_pages_is_refused():
    """The error names the page and what to do."""
    assert _check_page_count(2, page(), (b"x", 2), "cut it") == (b"x", 2)
    with pytest.raises(InputError, match=r"^stone/: its file has 3 pages, and 2 at most fit on one sheet; cut it\.$"):
        _check_page_count(2, page(), (b"x", 3), "cut it")


def test_each_file_can_be_made(tmp_path):
    """A handout is made as a PDF, with its number of pages."""
    content, pages = by_file(tmp_path)["files/stone.pdf"].make(guide(tmp_path), FACTS)
    assert (content[:5], pages) == (b"%PDF-", 1)
