"""A zip has the same bytes for the same files."""

import stat
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import pytest

from exports.archive import make_zip, zip_datetime

TIMESTAMP = 1_790_000_000
FILES = {"b/a.txt": b"x" * 99, "mimetype": b"application/epub+zip", "a.txt": b"y" * 99}


@pytest.fixture(scope="module")
def entries():
    """The entries of a zip of three files."""
    with ZipFile(BytesIO(make_zip(FILES, zip_datetime(TIMESTAMP)))) as file:
        assert {name: file.read(name) for name in file.namelist()} == FILES
        return file.infolist()


def test_entries_are_sorted_and_compressed(entries):
    """Files are sorted by name and compressed, except that an EPUB's mimetype comes first, uncompressed."""
    assert [(entry.filename, entry.compress_type) for entry in entries] == [
        ("mimetype", ZIP_STORED),
        ("a.txt", ZIP_DEFLATED),
        ("b/a.txt", ZIP_DEFLATED),
    ]


def test_each_file_has_the_same_date_and_permissions(entries):
    """Each file has the date of the edition, and can be read by all."""
    found = {(entry.date_time, stat.filemode(entry.external_attr >> 16)) for entry in entries}
    assert found == {((2026, 9, 21, 14, 13, 20), "-rw-r--r--")}


def test_a_date_before_1980_is_stored_as_1980():
    """A date that a zip cannot store becomes the earliest one instead of an error."""
    assert zip_datetime(0).timetuple()[:6] == (1980, 1, 1, 0, 0, 0)
