"""The judges of the finished files are awake: what is good passes, and each thing taken away is noticed by name."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pikepdf

from exports import validators
from exports.pdf_rendering import Sheet, printed

SAMPLE = """<!doctype html><html lang="en"><head><title>A sample</title><style>
li::marker {font-variant-numeric: normal} input {display: inline-block}
</style></head><body><h1>A sample</h1>
<p>One link <a href="#there">to a place in it</a>, and one <a href="https://example.org/">out of it</a>.</p>
<p><img alt="A grey square" src="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='9' height='9'%3E
%3Crect width='9' height='9'/%3E%3C/svg%3E"></p>
<h2 id="there">The place</h2><ol><li><p>A step.</p></li><li><p>Another.</p></li></ol>
<form><label><input type="checkbox" name="done"> I did both</label></form></body></html>"""


def elements(element: pikepdf.Object, kind: str) -> list[pikepdf.Object]:
    """Every element of one kind in a structure."""
    kids = element.get("/K", [])
    inner = [
        kid for kid in (kids if isinstance(kids, pikepdf.Array) else [kids]) if isinstance(kid, pikepdf.Dictionary)
    ]
    own = [element] if element.get("/S") == f"/{kind}" else []
    return own + [found for kid in inner for found in elements(kid, kind)]


def notes(pdf: pikepdf.Pdf, kind: str) -> list[pikepdf.Object]:
    """Every link, or every field, of the first sheet."""
    return [note for note in pdf.pages[0].Annots if note.Subtype == f"/{kind}"]


def untagged(pdf: pikepdf.Pdf) -> None:
    """Take away what tells a screen reader the order and the kind of each piece."""
    del pdf.Root.StructTreeRoot, pdf.Root.MarkInfo


def no_alt(pdf: pikepdf.Pdf) -> None:
    """Take away the words of the picture."""
    (figure,) = elements(pdf.Root.StructTreeRoot, "Figure")
    del figure.Alt


def no_language(pdf: pikepdf.Pdf) -> None:
    """Take away the language."""
    del pdf.Root.Lang


def no_title(pdf: pikepdf.Pdf) -> None:
    """Take away that the title is shown instead of the file's name."""
    del pdf.Root.ViewerPreferences.DisplayDocTitle


def no_contents(pdf: pikepdf.Pdf) -> None:
    """Take away the words of one link of two."""
    del notes(pdf, "Link")[0].Contents


def no_label(pdf: pikepdf.Pdf) -> None:
    """Take away the words of the field."""
    (field,) = notes(pdf, "Widget")
    del field.TU


TAMPERED = {  # what is taken away: the rule as veraPDF numbers it, and as page-validation names it
    no_alt: ("7.3-1", "PDFUA1-FIGURE-ALTERNATIVE-TEXT-001"),
    no_language: ("7.2-34", "PDFUA1-TEXT-LANGUAGE-001"),
    no_title: ("7.1-10", "PDFUA1-VIEWER-PREFERENCES-001"),
    no_contents: ("7.18.5-2", "PDFUA1-LINK-CONTENTS-001"),
    no_label: ("7.18.1-3", "PDFUA1-FORM-FIELD-TU-ALT-001"),
    untagged: ("7.1-11", "PDFUA1-STRUCT-TREE-ROOT-001"),
}


def shelf(folder: Path) -> None:
    """Put into a folder a small good file, printed as ours are, a copy for each thing taken away, and broken ones."""
    good, _ = printed(Sheet(SAMPLE, ()), folder, "good.pdf")
    (folder / "good.pdf").write_bytes(good)
    for change in TAMPERED:
        with pikepdf.open(folder / "good.pdf") as pdf:
            change(pdf)
            pdf.save(folder / f"{change.__name__}.pdf")
    (folder / "cut.pdf").write_bytes(good[: len(good) // 2])
    with zipfile.ZipFile(folder / "broken.epub", "w") as book:
        book.writestr("mimetype", "application/epub+zip")


def command(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the judges over a folder, as a release does."""
    call = [sys.executable, validators.__file__, folder]
    return subprocess.run(call, env=os.environ | environment, capture_output=True, text=True, check=False)


def test_each_thing_taken_away_is_noticed_by_name(tmp_path):
    """Nobody learns that a file is for everyone from a judge that is asleep: both judges of PDFs name what each copy
    lacks, a file cut short and a broken EPUB are refused, and the good file passes."""
    shelf(tmp_path)
    done = command(tmp_path)
    said = done.stdout.splitlines()
    for change, rules in TAMPERED.items():
        for rule in rules:
            assert any(line.startswith(f"{change.__name__}.pdf: {rule}: ") for line in said), (change, rule, said)
    assert "cut.pdf: WARNING: file is damaged" in said
    assert any(line.startswith("broken.epub: RSC-002: ") for line in said)
    assert [line for line in said if line.startswith("good.pdf")] == []
    assert (done.returncode, done.stderr) == (1, f"Judged 9 files: {len(said)} faults.\n")


def test_a_missing_judge_is_a_fault(tmp_path):
    """Where Java is missing nothing passes in silence: one line says what to do."""
    (tmp_path / "a.pdf").touch()
    done = command(tmp_path, PATH=str(tmp_path))
    said = "exports/validators.py: “java” is not on this machine; run scripts/setup test.\n"
    assert (done.returncode, done.stdout) == (1, said)


def test_a_judge_that_breaks_off_is_a_fault(tmp_path):
    """A judge that stops without a verdict has not praised the file."""
    (tmp_path / "a.pdf").touch()
    (tmp_path / "java").write_text("#!/bin/sh\nexit 0\n", encoding="utf-8")
    (tmp_path / "java").chmod(0o755)
    done = command(tmp_path, PATH=f"{tmp_path}:{os.environ['PATH']}")
    assert (done.returncode, done.stdout) == (
        1,
        f"exports/validators.py: veraPDF gave no verdict on {tmp_path}/a.pdf.\n",
    )


def test_a_folder_without_files_is_a_fault(tmp_path):
    """A site whose files were never made is not a good one."""
    done = command(tmp_path)
    assert (done.returncode, done.stdout) == (
        1,
        f"{tmp_path}: holds no PDF and no EPUB to judge; run python -m exports {tmp_path}.\n",
    )
