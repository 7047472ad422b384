"""The manifest decides which downloads are made from which page, before any is made."""

from datetime import date

import pytest
from factories import topic, topics_by_slug

from core.addresses import BOOKS
from core.errors import InputError
from core.joined_records import Country
from core.manifest import Manifest, NumberSheet, number_sheets, page_entry, read_manifest
from core.schema import Helpline

HANDOUT = {"sections": ["what"], "try": "Do it."}


def entry(source, front_matter, *found):
    """Return the entry of one page."""
    return page_entry(source, "A title", "A part", front_matter, topics_by_slug(*found))


@pytest.mark.parametrize(
    ("source", "file"),
    [
        ("why/index.md", "files/why.pdf"),
        ("modified/grey-rock.md", "files/modified-grey-rock.pdf"),
        ("sessions.md", "files/sessions.pdf"),
        ("how/myindex.md", "files/how-myindex.pdf"),
        ("index.md", "files/start.pdf"),
    ],
)
def test_a_file_is_named_after_its_page(source, file):
    """The address of a page's handout follows from the address of the page, and is as permanent."""
    assert (entry(source, {"handout": HANDOUT}).file, entry(source, {"handout": HANDOUT}).neutral_file) == (file, "")


@pytest.mark.parametrize(
    "front_matter",
    [
        {},
        {"handout": {"none": "It is a list."}},
        {"kind": "questions"},
        {"handout": None},
        {"handout": True},
        {"handout": "x"},
    ],
)
def test_a_page_without_a_handout_has_no_file(front_matter):
    """Only a page whose front matter describes its handout gets one."""
    found = entry("why.md", front_matter, topic("k7wm", "why.md"))
    assert (found.file, found.neutral_file, found.sections, found.exercise) == ("", "", (), "")


def test_a_worksheet_is_a_file_under_its_own_name():
    """A worksheet needs no “handout” in its front matter, and has no neutral file."""
    found = entry("take/log.md", {"kind": "worksheet"}, topic("k7wm", "take/log.md"))
    assert (found.worksheet, found.file, found.neutral_file) == (True, "files/take-log.pdf", "")


@pytest.mark.parametrize(
    ("found", "file"),
    [
        ([("2345", "why.md", "a"), ("k7wm", "why.md"), ("6789", "why.md")], "r/k7wm/text-k7wm.pdf"),
        ([("2222", "how.md"), ("2345", "why.md", "b"), ("k7wm", "why.md", "a")], ""),
    ],
)
def test_the_neutral_file_is_below_the_short_link_of_its_page(found, file):
    """It uses the short link of the first topic that is the whole page, and none of a section."""
    known = [topic(*given, slug=f"topic-{number}") for number, given in enumerate(found)]
    assert entry("why.md", {"handout": HANDOUT}, *known).neutral_file == file


def test_a_page_has_its_dates():
    """The dates of the last change and review are in ISO format, or empty."""
    reviewed = {"date": date(2026, 3, 4), "name": "A", "role": "B"}
    found = entry("why.md", {"written": date(2026, 1, 2), "reviewed": reviewed, "summary": "Short."})
    assert (found.written, found.reviewed, found.summary) == ("2026-01-02", "2026-03-04", "Short.")
    assert (entry("why.md", {}).written, entry("why.md", {}).reviewed) == ("", "")


def test_the_handout_of_a_topic_contains_it():
    """A topic that is a whole page has its handout; one that is a section only if the handout contains it."""
    why = entry("why.md", {"handout": {"sections": ["a"], "try": "Sit."}})
    manifest = Manifest(pages=(why, entry("how.md", {"handout": {"none": "Long."}})))
    assert manifest.handout(topic(page="why.md")) == manifest.handout(topic(page="why.md", section="a")) == why
    for other in (topic(page="why.md", section="b"), topic(page="how.md"), topic()):
        assert manifest.handout(other) is None


def test_each_country_with_helplines_has_a_number_sheet():
    """The practice's countries share a sheet of their own; with a short link, sheets have neutral names."""
    line = Helpline.model_construct()
    countries = tuple(
        Country.model_construct(id=id, country=code, name=id.title(), lines=lines)
        for id, code, lines in (("aland", "AA", (line,)), ("beland", "BB", (line,)), ("deland", "DD", ()))
    )
    assert number_sheets(countries, {}, ()) == (
        NumberSheet("aland", "Aland", "files/numbers-aland.pdf", ""),
        NumberSheet("beland", "Beland", "files/numbers-beland.pdf", ""),
    )
    first, second, _ = number_sheets(countries, topics_by_slug(topic("k7wm", "help/index.md", "numbers")), ("BB",))
    assert first == NumberSheet("", "", "files/numbers.pdf", "r/k7wm/text-k7wm-all.pdf")
    assert second.neutral_file == "r/k7wm/text-k7wm-aland.pdf"


def test_all_downloads_have_addresses():
    """Books, sheets, QR codes, catalogue files and feed, and the files of each page are listed."""
    page = entry("why.md", {"handout": HANDOUT}, topic("k7wm", "why.md"))
    manifest = Manifest(pages=(page,), number_sheets=(NumberSheet("a", "A", "files/numbers-a.pdf", ""),))
    known = topics_by_slug(topic("k7wm", "why.md", slug="why"), topic("2345", slug="not-yet"))
    assert manifest.addresses(known) == {
        *BOOKS.values(),
        "files/",
        "files/link-sheet.pdf",
        "files/cards.pdf",
        "handouts.json",
        "handouts.csv",
        "handouts.schema.json",
        "changes.xml",
        "files/why.pdf",
        "r/k7wm/text-k7wm.pdf",
        "files/numbers-a.pdf",
        "files/code-why.png",
        "r/k7wm/code-k7wm.png",
    }


def test_exports_read_what_the_build_planned(tmp_path):
    """The JSON file is read back as it was written; without one, the error says what to do."""
    page = entry("why.md", {"handout": HANDOUT, "summary": "“ü”"})
    manifest = Manifest(
        "A", "https://guide.example/", "ur", "rtl", (page,), (NumberSheet("a", "A", "x", ""),), published_by=("B",)
    )
    manifest.write(tmp_path / "cache" / "manifest.json")
    assert read_manifest(tmp_path / "cache" / "manifest.json") == manifest
    with pytest.raises(InputError, match=r"the build has planned no downloads yet; run scripts/build first\.$"):
        read_manifest(tmp_path / "none.json")
