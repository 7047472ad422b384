"""Each validator passes a good file, and reports every seeded fault."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pikepdf

from exports import validators
from exports.pdf_rendering import HtmlDocument, render_pdf

SAMPLE = """<!doctype html><html lang="en"><head><title>A sample</title><style>
li::marker {font-variant-numeric: normal} input {display: inline-block}
</style></head><body><h1>A sample</h1>
<p>One link <a href="#there">to an anchor in it</a>, and one <a href="https://example.org/">out of it</a>.</p>
<p><img alt="A grey square" src="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='9' height='9'%3E
%3Crect width='9' height='9'/%3E%3C/svg%3E"></p>
<h2 id="there">The anchor</h2><ol><li><p>A step.</p></li><li><p>Another.</p></li></ol>
<form><label><input type="checkbox" name="done"> I did both</label></form></body></html>"""


def elements(element: pikepdf.Object, kind: str) -> list[pikepdf.Object]:
    """Every structure element of one type."""
    kids = element.get("/K", [])
    inner = [
        kid for kid in (kids if isinstance(kids, pikepdf.Array) else [kids]) if isinstance(kid, pikepdf.Dictionary)
    ]
    own = [element] if element.get("/S") == f"/{kind}" else []
    return own + [found for kid in inner for found in elements(kid, kind)]


def annotations(pdf: pikepdf.Pdf, kind: str) -> list[pikepdf.Object]:
    """Every annotation of one type on the first page."""
    return [annotation for annotation in pdf.pages[0].Annots if annotation.Subtype == f"/{kind}"]


def untagged(pdf: pikepdf.Pdf) -> None:
    """Remove the structure."""
    del pdf.Root.StructTreeRoot, pdf.Root.MarkInfo


def no_alt(pdf: pikepdf.Pdf) -> None:
    """Remove the alternative text of the image."""
    (figure,) = elements(pdf.Root.StructTreeRoot, "Figure")
    del figure.Alt


def no_language(pdf: pikepdf.Pdf) -> None:
    """Remove the language."""
    del pdf.Root.Lang


def no_title(pdf: pikepdf.Pdf) -> None:
    """Remove the setting that the title is shown instead of the file's name."""
    del pdf.Root.ViewerPreferences.DisplayDocTitle


def no_contents(pdf: pikepdf.Pdf) -> None:
    """Remove the description of one link of two."""
    del annotations(pdf, "Link")[0].Contents


def no_label(pdf: pikepdf.Pdf) -> None:
    """Remove the label of the field."""
    (field,) = annotations(pdf, "Widget")
    del field.TU


FAULTS = {  # the seeded fault: the broken rule in veraPDF and in page-validation
    no_alt: ("7.3-1", "PDFUA1-FIGURE-ALTERNATIVE-TEXT-001"),
    no_language: ("7.2-34", "PDFUA1-TEXT-LANGUAGE-001"),
    no_title: ("7.1-10", "PDFUA1-VIEWER-PREFERENCES-001"),
    no_contents: ("7.18.5-2", "PDFUA1-LINK-CONTENTS-001"),
    no_label: ("7.18.1-3", "PDFUA1-FORM-FIELD-TU-ALT-001"),
    untagged: ("7.1-11", "PDFUA1-STRUCT-TREE-ROOT-001"),
}


def write_files(folder: Path) -> None:
    """Write a good file, rendered as ours are, a copy with each seeded fault, a truncated PDF and a broken EPUB."""
    good, _ = render_pdf(HtmlDocument(SAMPLE, ()), folder, "good.pdf")
    (folder / "good.pdf").write_bytes(good)
    for change in FAULTS:
        with pikepdf.open(folder / "good.pdf") as pdf:
            change(pdf)
            pdf.save(folder / f"{change.__name__}.pdf")
    (folder / "cut.pdf").write_bytes(good[: len(good) // 2])
    with zipfile.ZipFile(folder / "broken.epub", "w") as book:
        book.writestr("mimetype", "application/epub+zip")


def run(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the validators on a folder, as a release does."""
    call = [sys.executable, validators.__file__, folder]
    return subprocess.run(call, env=os.environ | environment, capture_output=True, text=True, check=False)


def test_every_seeded_fault_is_reported(tmp_path):
    """Both PDF/UA validators name the rule that each copy breaks, a truncated PDF and a broken EPUB are rejected, and
    the good file passes."""
    write_files(tmp_path)
    done = run(tmp_path)
    lines = done.stdout.splitlines()
    for change, rules in FAULTS.items():
        for rule in rules:
            assert any(line.startswith(f"{change.__name__}.pdf: {rule}: ") for line in lines), (change, rule, lines)
    assert "cut.pdf: WARNING: file is damaged" in lines
    assert any(line.startswith("broken.epub: RSC-002: ") for line in lines)
    assert [line for line in lines if line.startswith("good.pdf")] == []
    assert (done.returncode, done.stderr) == (1, f"Checked 9 files: {len(lines)} faults.\n")


def test_a_missing_validator_is_a_fault(tmp_path):
    """Without Java no file passes: one line says what to do."""
    (tmp_path / "a.pdf").touch()
    done = run(tmp_path, PATH=str(tmp_path))
    message = "exports/validators.py: “java” is not installed; run scripts/setup test.\n"
    assert (done.returncode, done.stdout) == (1, message)


def test_a_validator_that_stops_is_a_fault(tmp_path):
    """A validator that stops without a result does not count as a pass."""
    (tmp_path / "a.pdf").touch()
    (tmp_path / "java").write_text("#!/bin/sh\nexit 0\n", encoding="utf-8")
    (tmp_path / "java").chmod(0o755)
    done = run(tmp_path, PATH=f"{tmp_path}:{os.environ['PATH']}")
    assert (done.returncode, done.stdout) == (
        1,
        f"exports/validators.py: veraPDF gave no result for {tmp_path}/a.pdf.\n",
    )


def test_a_folder_without_files_is_a_fault(tmp_path):
    """A site whose downloads were never made does not pass."""
    done = run(tmp_path)
    assert (done.returncode, done.stdout) == (
        1,
        f"{tmp_path}: contains no PDF and no EPUB to check; run python -m exports {tmp_path}.\n",
    )
