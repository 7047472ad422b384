"""A translation has the stylesheets, scripts and drawings of the originals, unless it has its own."""

from types import SimpleNamespace

from add_shared_assets import on_files
from mkdocs.structure.files import File, Files


def test_assets_of_the_originals_are_added(tmp_path):
    """A file of the same name in the translation stays, and pages are not added."""
    for name in ("docs/assets/a.css", "docs/assets/b.css", "docs/a.md", "ur/assets/a.css"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    settings = SimpleNamespace(
        config_file_path=str(tmp_path / "mkdocs.ur.yml"),
        docs_dir=str(tmp_path / "ur"),
        extra={"translation_of": "docs"},
        site_dir="site",
        use_directory_urls=True,
    )
    files = Files([File("assets/a.css", settings.docs_dir, "site", use_directory_urls=True)])
    on_files(files, config=settings)
    assert [(file.src_uri, file.src_dir) for file in files] == [
        ("assets/a.css", settings.docs_dir),
        ("assets/b.css", str(tmp_path / "docs")),
    ]
    settings.extra = {}
    files = Files([])
    on_files(files, config=settings)
    assert list(files) == []
