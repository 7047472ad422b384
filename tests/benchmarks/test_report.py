"""The tables of the benchmarks: their ratios, and the markers between which they are written."""

import shutil

import pytest
from macro_environment import ROOT

from benchmarks.report import comparison, write


def test_a_page_without_markers_is_refused(tmp_path):
    """The message shows the markers to write, and the page stays as it is."""
    shutil.copy(ROOT / "CHANGELOG.md", tmp_path)
    with pytest.raises(SystemExit, match=r"CHANGELOG\.md: the markers of words are missing; write <!-- words: written"):
        write(tmp_path / "CHANGELOG.md", "words", "figures")
    assert (tmp_path / "CHANGELOG.md").read_bytes() == (ROOT / "CHANGELOG.md").read_bytes()


def test_a_ratio_is_the_median_of_the_ratios_of_the_rounds():
    """A round in which the machine was busy changes neither the medians nor the ratio."""
    assert comparison([(2, 1, 4), (20, 10, 40), (2, 1, 5)], 1) == ["2.0", "1.0", "2.00", "5.0", "0.50"]
