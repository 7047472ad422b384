"""A translation has the pages, pictures and assets of the originals, unless it has its own."""

from types import SimpleNamespace

from add_originals import on_files
from mkdocs.structure.files import File, Files

from core.build_state import build_state


def test_what_is_not_translated_is_added(tmp_path):
    """A file of the same name in the translation stays; a page of the originals is known as one that is in English."""
    for name in ("docs/assets/a.css", "docs/assets/b.css", "docs/a.md", "docs/b.md", "docs/.notes.md", "ur/a.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    settings = SimpleNamespace(
        config_file_path=str(tmp_path / "mkdocs.ur.yml"),
        docs_dir=str(tmp_path / "ur"),
        extra={"translation_of": "docs"},
        site_dir="site",
        use_directory_urls=True,
    )
    own = [File(name, settings.docs_dir, "site", use_directory_urls=True) for name in ("assets/a.css", "a.md")]
    files = Files(own)
    on_files(files, config=settings)
    assert [(file.src_uri, file.src_dir) for file in files][2:] == [
        ("assets/b.css", str(tmp_path / "docs")),
        ("b.md", str(tmp_path / "docs")),
    ]
    assert build_state(settings).untranslated == {"b.md"}
    settings.extra = {}
    files = Files([])
    on_files(files, config=settings)
    assert list(files) == []
