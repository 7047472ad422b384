"""The handbook lists every file with its purpose."""

import pytest
from macro_environment import ROOT

from macros.inventory import inventory, purpose


def test_the_list_of_files_is_up_to_date():
    """The page lists the first sentence of every file, which says its purpose; scripts/file-list regenerates it."""
    assert (ROOT / "handbook" / "files.md").read_text(encoding="utf-8") == inventory(ROOT)


def test_a_file_without_a_purpose_is_refused(tmp_path):
    """The error names the file and what to write."""
    (tmp_path / "silent.py").write_text("A = 1\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"silent\.py: its first lines do not say what it is for; begin it with"):
        purpose(tmp_path / "silent.py")
