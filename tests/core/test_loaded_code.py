"""A change of the code on disk is noticed."""

from core import loaded_code
from core.file_digest import digest_files


def test_a_changed_file_is_noticed(tmp_path, monkeypatch):
    """The digest of the start is compared with that of the files as they are."""
    (tmp_path / "macros").mkdir()
    (tmp_path / "macros" / "a.py").write_text("a = 1", encoding="utf-8")
    monkeypatch.setattr(loaded_code, "_digest_at_start", digest_files(tmp_path, loaded_code.FOLDERS))
    assert not loaded_code.has_changed(tmp_path)
    (tmp_path / "macros" / "a.py").write_text("a = 2", encoding="utf-8")
    assert loaded_code.has_changed(tmp_path)


def test_the_code_of_this_process_is_current():
    """Nothing changes while the tests run."""
    assert not loaded_code.has_changed()
