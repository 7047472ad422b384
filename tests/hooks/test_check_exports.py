"""Before a release the finished files go to independent judges, and what they say stops it."""

import logging
from pathlib import Path
from types import SimpleNamespace

import check_exports
import pytest
from factories import config

from exports.pdf_rendering import Sheet, printed

GOOD = """<!doctype html><html lang="en"><head><title>Good</title></head><body><h1>Good</h1></body></html>"""


def test_a_good_file_passes(tmp_path):
    """Where the judges find nothing, the release goes on."""
    (tmp_path / "good.pdf").write_bytes(printed(Sheet(GOOD, ()), tmp_path, "good.pdf")[0])
    assert check_exports.problems(tmp_path) == []


def published(site: Path, release: bool = True, publishes: bool = True) -> SimpleNamespace:
    """What MkDocs hands over at the end of a build."""
    return config(site, publishes=publishes, extra={"release": release})


def test_each_fault_is_one_line_of_the_release(tmp_path, caplog):
    """What the judges say stops a release as any other mistake does: as a warning, which strict counts."""
    (tmp_path / "broken.epub").write_bytes(b"")
    check_exports.on_post_build(config=published(tmp_path))
    assert caplog.records
    assert {(record.name, record.levelno) for record in caplog.records} == {(check_exports.log.name, logging.WARNING)}
    assert all(text.startswith("broken.epub: ") for text in caplog.messages)


@pytest.mark.parametrize(
    ("release", "publishes", "warned"), [(False, True, False), (True, False, False), (True, True, True)]
)
def test_only_a_release_asks_the_judges(release, publishes, warned, tmp_path, caplog, monkeypatch):
    """A therapist who builds the guide needs no judges; nor does what will not be published, which has no files."""
    monkeypatch.setattr(check_exports, "warned", lambda: warned)
    check_exports.on_post_build(config=published(tmp_path, release, publishes))
    assert caplog.messages == []


def test_judges_that_cannot_be_started_stop_the_release(tmp_path, monkeypatch):
    """Silence is no praise: a release without its judges says so, and what to do."""
    monkeypatch.setattr(check_exports, "ROOT", tmp_path)
    (said,) = check_exports.problems(tmp_path)
    assert said.startswith("exports/validators.py: ")
    assert said.endswith("No such file or directory; run scripts/setup test.")
