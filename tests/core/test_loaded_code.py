"""A change of the code on disk is noticed."""

from core import loaded_code


def test_a_changed_file_is_noticed(tmp_path, monkeypatch):
    """Its text and its name count; what Python compiled does not."""
    (tmp_path / "macros").mkdir()
    (tmp_path / "macros" / "a.py").write_text("a = 1", encoding="utf-8")
    monkeypatch.setattr(loaded_code, "_at_start", loaded_code.code_digest(tmp_path))
    (tmp_path / "macros" / "a.pyc").touch()
    assert not loaded_code.has_changed(tmp_path)
    (tmp_path / "macros" / "a.py").write_text("a = 2", encoding="utf-8")
    assert loaded_code.has_changed(tmp_path)


def test_the_code_of_this_process_is_current():
    """Nothing changes while the tests run."""
    assert not loaded_code.has_changed()
