"""Pages of a translation are compared with their originals."""

from types import SimpleNamespace

from core.translation import missing_pages, older_pages, original_docs


def write(folder, **days):
    """Write pages with these days into a folder."""
    folder.mkdir()
    for name, day in days.items():
        (folder / f"{name}.md").write_text(f"---\nwritten: {day}\n---\n\n# A\n\n---\n", encoding="utf-8")
    return folder


def test_pages_are_missing_or_older(tmp_path):
    """A page of the same day or a later one is current, and one without an original is no mistake."""
    originals = write(tmp_path / "docs", a="2026-01-02", b="2026-01-02", c="2026-01-02", d="2026-01-02")
    translated = write(tmp_path / "ur", a="2026-01-01", b="2026-01-02", c="2026-02-01", e="2026-01-01")
    assert missing_pages(originals, translated) == ["d.md"]
    assert older_pages(originals, translated) == [("a.md", "2026-01-02", "2026-01-01")]


def test_the_originals_are_a_setting(tmp_path):
    """Without it a guide is no translation."""
    settings = SimpleNamespace(extra={}, config_file_path=str(tmp_path / "mkdocs.ur.yml"))
    assert original_docs(settings) is None
    settings.extra["translation_of"] = "docs"
    assert original_docs(settings) == tmp_path / "docs"
