"""Independent judges find no fault in the files that readers take: with PDF/UA a screen reader can be relied on."""

import json

import pytest
from page_helpers import nothing

from exports import validators


@pytest.fixture(scope="module")
def kinds(site):
    """The PDFs of the real site by their kind: book, link sheet, cards, handout, worksheet, numbers, discreet ones."""
    entries = json.loads((site / "handouts.json").read_text(encoding="utf-8"))["files"]
    found: dict[str, list] = {}
    for entry in entries:
        if entry["file"].endswith(".pdf"):
            found.setdefault(entry["kind"], []).append(site / entry["file"])
    return found


def test_every_pdf_is_whole_and_accessible(kinds):
    """One judge of PDF/UA-1 and a judge of the file’s structure read each of them."""
    files = [file for some in kinds.values() for file in some]
    assert len(files) > 60
    nothing(
        [
            f"{file.name}: {fault}"
            for file in files
            for fault in validators.page_validation(file) + validators.qpdf(file)
        ]
    )


def test_a_second_judge_agrees(kinds):
    """VeraPDF reads one of each kind but the cards, which are made like the link sheet; a release has it read all."""
    assert set(kinds) == {"book", "links", "cards", "handout", "discreet", "worksheet", "numbers", "numbers-discreet"}
    files = [some[0] for kind, some in kinds.items() if kind != "cards"]
    found = validators.verapdf(files)
    nothing([f"{file.name}: {fault}" for file, faults in found.items() for fault in faults])
    assert len(found) == len(files) == 7


def test_the_book_for_reading_apps_has_no_fault(site):
    """EPUB’s own checker finds no error and no warning in the book of the real guide."""
    nothing(validators.epub(site / "files" / "guide.epub"))
