"""Files that a page includes are found, however deep, and nothing outside the project is."""

from snippets import is_inside, snippets, with_snippets


def test_each_file_is_found_once(tmp_path):
    """A page yields itself, what it includes, and what that includes; a circle ends."""
    (tmp_path / "a.md").write_text('A\n\n--8<-- "b.md"\n', encoding="utf-8")
    (tmp_path / "b.md").write_text('B\n\n    --8<-- "a.md:part"\n', encoding="utf-8")
    page = '--8<-- "a.md"\n--8<-- "a.md"\n--8<-- "none.md"\n'
    assert snippets(page) == [(1, "a.md"), (2, "a.md"), (3, "none.md")]
    assert [name for name, _ in with_snippets(tmp_path, "docs/x.md", page)] == ["docs/x.md", "a.md", "b.md"]


def test_only_files_of_the_project_count(tmp_path):
    """A path that leads out of the project, or to a folder, is none."""
    inside = tmp_path / "project"
    inside.mkdir()
    (tmp_path / "secret.md").touch()
    (inside / "a.md").touch()
    assert [is_inside(inside, path) for path in ("a.md", "../secret.md", ".", "b.md")] == [True, False, False, False]
