"""A change of any file gives another hash."""

import pytest

from core.file_digest import digest_files


@pytest.mark.parametrize(
    ("name", "differs"),
    [("a/b.yml", True), ("a/new.yml", True), ("c.md", True), ("a/__pycache__/b.pyc", False), ("d.md", False)],
)
def test_names_and_contents_count(tmp_path, name, differs):
    """A changed, a new or an added file differs; what Python compiled, and what was not asked for, does not."""
    for folder in ("a", "a/__pycache__"):
        (tmp_path / folder).mkdir()
    (tmp_path / "a" / "b.yml").write_text("b", encoding="utf-8")
    before = digest_files(tmp_path, ("a", "c.md"))
    assert digest_files(tmp_path, ("a", "c.md")) == before
    (tmp_path / name).write_text("changed", encoding="utf-8")
    assert (digest_files(tmp_path, ("a", "c.md")) != before) is differs
