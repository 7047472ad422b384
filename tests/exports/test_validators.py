"""Each validator passes a good file, and reports every seeded fault."""

import os
import subprocess
import sys
import zipfile

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


FAULTS = {  # the deleted key: the type of its object, and the broken rule in veraPDF and in page-validation
    "/Alt": ("/Figure", "7.3-1", "PDFUA1-FIGURE-ALTERNATIVE-TEXT-001"),
    "/Lang": ("/Catalog", "7.2-34", "PDFUA1-TEXT-LANGUAGE-001"),
    "/ViewerPreferences": ("/Catalog", "7.1-10", "PDFUA1-VIEWER-PREFERENCES-001"),
    "/Contents": ("/Link", "7.18.5-2", "PDFUA1-LINK-CONTENTS-001"),
    "/TU": ("/Widget", "7.18.1-3", "PDFUA1-FORM-FIELD-TU-ALT-001"),
    "/StructTreeRoot": ("/Catalog", "7.1-11", "PDFUA1-STRUCT-TREE-ROOT-001"),
}


def write_files(folder):
    """Write a good file, rendered as ours are, a copy with each seeded fault, a truncated PDF and a broken EPUB."""
    good, _ = render_pdf(HtmlDocument(SAMPLE, ()), folder, "good.pdf")
    (folder / "good.pdf").write_bytes(good)
    for key, (kind, *_) in FAULTS.items():
        with pikepdf.open(folder / "good.pdf") as pdf:
            objects = [message for message in pdf.objects if isinstance(message, pikepdf.Dictionary) and key in message]
            del next(message for message in objects if kind in map(message.get, ("/Type", "/Subtype", "/S")))[key]
            pdf.save(folder / f"{key[1:]}.pdf")
    (folder / "cut.pdf").write_bytes(good[: len(good) // 2])
    with zipfile.ZipFile(folder / "broken.epub", "w") as book:
        book.writestr("mimetype", "application/epub+zip")


def run(folder, **environment):
    """Run the validators on a folder, as a release does; returns its exit code, its output and its error output."""
    call = [sys.executable, validators.__file__, folder]
    done = subprocess.run(call, env=os.environ | environment, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


def test_every_seeded_fault_is_reported(tmp_path):
    """Both PDF/UA validators name the rule that each copy breaks, a truncated PDF and a broken EPUB are rejected, and
    the good file passes."""
    write_files(tmp_path)
    code, output, errors = run(tmp_path)
    lines = output.splitlines()
    expected = [f"{key[1:]}.pdf: {rule}: " for key, (_, *rules) in FAULTS.items() for rule in rules]
    expected += ["cut.pdf: WARNING: file is damaged", "broken.epub: RSC-002: "]
    assert [start for start in expected if not any(line.startswith(start) for line in lines)] == []
    assert [line for line in lines if line.startswith("good.pdf")] == []
    assert (code, errors) == (1, f"Checked 9 files: {len(lines)} faults.\n")


def test_a_missing_validator_is_a_fault(tmp_path):
    """Without Java no file passes: one line says what to do."""
    (tmp_path / "a.pdf").touch()
    code, output, _ = run(tmp_path, PATH=str(tmp_path))
    assert (code, output) == (1, "exports/validators.py: “java” is not installed; run scripts/setup test.\n")


def test_a_validator_that_stops_is_a_fault(tmp_path):
    """A validator that stops without a result does not count as a pass."""
    (tmp_path / "a.pdf").touch()
    (tmp_path / "java").write_text("#!/bin/sh\nexit 0\n", encoding="utf-8")
    (tmp_path / "java").chmod(0o755)
    code, output, _ = run(tmp_path, PATH=f"{tmp_path}:{os.environ['PATH']}")
    assert (code, output) == (1, f"exports/validators.py: veraPDF gave no result for {tmp_path}/a.pdf.\n")


def test_a_folder_without_files_is_a_fault(tmp_path):
    """A site whose downloads were never made does not pass."""
    code, output, _ = run(tmp_path)
    message = f"{tmp_path}: contains no PDF and no EPUB to check; run python -m exports {tmp_path}.\n"
    assert (code, output) == (1, message)
