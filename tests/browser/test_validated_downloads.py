"""Independent validators find no fault in the downloads: PDF/UA for screen readers, PDF structure, and EPUB."""

import json

import pytest
from page_helpers import assert_none

from exports import validators


@pytest.fixture(scope="module")
def pdfs(site):
    """The PDFs of the real site by their kind in the catalogue."""
    entries = json.loads((site / "handouts.json").read_text(encoding="utf-8"))["files"]
    found: dict[str, list] = {}
    for entry in entries:
        if entry["file"].endswith(".pdf"):
            found.setdefault(entry["kind"], []).append(site / entry["file"])
    return found


def test_every_pdf_is_valid_and_accessible(pdfs):
    """A PDF/UA-1 validator and qpdf find no fault in any PDF."""
    files = [file for some in pdfs.values() for file in some]
    assert len(files) > 60
    assert_none(
        [
            f"{file.name}: {fault}"
            for file in files
            for fault in validators.page_validation(file) + validators.qpdf(file)
        ]
    )


def test_a_second_validator_agrees(pdfs):
    """VeraPDF finds no fault in one PDF of each kind; cards are like the link sheet, and a release checks all."""
    assert set(pdfs) == {"book", "links", "cards", "handout", "discreet", "worksheet", "numbers", "numbers-discreet"}
    files = [some[0] for kind, some in pdfs.items() if kind != "cards"]
    found = validators.verapdf(files)
    assert_none([f"{file.name}: {fault}" for file, faults in found.items() for fault in faults])
    assert len(found) == len(files) == 7


def test_the_epub_is_valid(site):
    """EPUBCheck finds no error and no warning in the EPUB."""
    assert_none(validators.epub(site / "files" / "guide.epub"))
