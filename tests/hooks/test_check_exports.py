"""Before a release, independent validators check the downloads, and any fault stops it."""

import logging
from pathlib import Path
from types import SimpleNamespace

import check_exports
import pytest
from factories import config

from exports.pdf_rendering import HtmlDocument, render_pdf

GOOD = """<!doctype html><html lang="en"><head><title>Good</title></head><body><h1>Good</h1></body></html>"""


def test_a_valid_file_passes(tmp_path):
    """A file without faults gives no message."""
    (tmp_path / "good.pdf").write_bytes(render_pdf(HtmlDocument(GOOD, ()), tmp_path, "good.pdf")[0])
    assert check_exports.problems(tmp_path) == []


def release_config(site: Path, release: bool = True, publishes: bool = True) -> SimpleNamespace:
    """Return MkDocs's config at the end of a build."""
    return config(site, publishes=publishes, extra={"release": release})


def test_each_fault_is_one_warning(tmp_path, caplog):
    """A fault is logged as a warning, on which strict mode stops the release."""
    (tmp_path / "broken.epub").write_bytes(b"")
    check_exports.on_post_build(config=release_config(tmp_path))
    assert caplog.records
    assert {(record.name, record.levelno) for record in caplog.records} == {(check_exports.log.name, logging.WARNING)}
    assert all(text.startswith("broken.epub: ") for text in caplog.messages)


@pytest.mark.parametrize(
    ("release", "publishes", "has_warnings"), [(False, True, False), (True, False, False), (True, True, True)]
)
def test_only_a_release_runs_the_validators(release, publishes, has_warnings, tmp_path, caplog, monkeypatch):
    """Other builds need no validators, and a site that will not be published has no downloads."""
    monkeypatch.setattr(check_exports, "has_warnings", lambda: has_warnings)
    check_exports.on_post_build(config=release_config(tmp_path, release, publishes))
    assert caplog.messages == []


def test_validators_that_cannot_start_stop_the_release(tmp_path, monkeypatch):
    """A release without its validators fails with a message that says what to do."""
    monkeypatch.setattr(check_exports, "ROOT", tmp_path)
    (message,) = check_exports.problems(tmp_path)
    assert message.startswith("exports/validators.py: ")
    assert message.endswith("No such file or directory; run scripts/setup test.")
