"""A build keeps its caches in the project, or in a temporary folder where that cannot be."""

import subprocess
import sys
from pathlib import Path

import pytest

from core.cache_folder import cache_folder

ROOT = Path(__file__).parents[2]


def test_the_caches_are_in_the_project(tmp_path):
    """The folder is made, and is the same at each call."""
    assert cache_folder(tmp_path) == cache_folder(tmp_path) == tmp_path / ".cache"
    assert (tmp_path / ".cache").is_dir()


@pytest.mark.parametrize("lay_out", [Path.touch, lambda path: path.symlink_to("/proc/nowhere")])
def test_a_checkout_that_cannot_be_written_has_a_temporary_one(lay_out, tmp_path):
    """All that a process asks for the same project have one folder, and it is gone when the process has ended."""
    lay_out(tmp_path / ".cache")
    code = f"from pathlib import Path; from core.cache_folder import cache_folder; root = Path({str(tmp_path)!r}); "
    code += "(cache_folder(root) / 'search').mkdir(); print(cache_folder(root)); assert cache_folder(root).is_dir()"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert not Path(done.stdout.strip()).exists()
    assert not Path(done.stdout.strip()).is_relative_to(tmp_path)
    assert done.stderr == ""
