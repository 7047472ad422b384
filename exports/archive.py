"""Makes reproducible zip archives: the same files give the same bytes, in any folder and on any day."""

from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

MIN_TIMESTAMP = 315532800  # 1 January 1980, the earliest date that a zip can store
MIMETYPE = "mimetype"  # of an EPUB: its first entry, which must not be compressed
FILE_MODE = 0o100644 << 16


def zip_datetime(timestamp: int) -> datetime:
    """The time of an edition, in seconds since 1970, as a date that a zip can store."""
    return datetime.fromtimestamp(max(timestamp, MIN_TIMESTAMP), UTC)


def make_zip(files: dict[str, bytes], when: datetime) -> bytes:
    """A zip of these files, sorted by name; all entries have this date and the same permissions."""
    output = BytesIO()
    with ZipFile(output, "w") as archive:
        for name in sorted(files, key=lambda name: (name != MIMETYPE, name)):
            entry = ZipInfo(name, when.timetuple()[:6])
            entry.create_system, entry.external_attr = 3, FILE_MODE
            entry.compress_type = ZIP_STORED if name == MIMETYPE else ZIP_DEFLATED
            archive.writestr(entry, files[name], compresslevel=9)
    return output.getvalue()
