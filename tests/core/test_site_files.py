"""Pages that a hook adds are written at their addresses."""

from core.site_files import without_hash, write_pages


def test_pages_are_written_at_their_addresses(tmp_path):
    """The HTML is written unchanged, and the files are returned."""
    written = write_pages(tmp_path, {"r/k7wm/": "“A”", "": "B"})
    assert [path.relative_to(tmp_path).as_posix() for path in written] == ["r/k7wm/index.html", "index.html"]
    assert [path.read_text(encoding="utf-8") for path in written] == ["“A”", "B"]


def test_a_file_keeps_the_name_that_it_has_in_docs():
    """The hash before its ending is taken out; what only looks like one stays."""
    assert without_hash("assets/own.e55fd80a.svg") == "assets/own.svg"
    assert without_hash("assets/own.facade.svg") == "assets/own.facade.svg"
