"""Packs files into a zip that is the same for the same files, in any folder and on any day."""

from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

EARLIEST = 315532800  # 1 January 1980: a zip knows no day before it
FIRST = "mimetype"  # of an e-book: it comes first, as it is
RIGHTS = 0o100644 << 16


def earliest(moment: int) -> datetime:
    """The time of an edition, in seconds since 1970, as a zip can hold it."""
    return datetime.fromtimestamp(max(moment, EARLIEST), UTC)


def packed(files: dict[str, bytes], when: datetime) -> bytes:
    """The files as one: sorted by name, all with this one date and the same rights."""
    held = BytesIO()
    with ZipFile(held, "w") as archive:
        for name in sorted(files, key=lambda name: (name != FIRST, name)):
            entry = ZipInfo(name, when.timetuple()[:6])
            entry.create_system, entry.external_attr = 3, RIGHTS
            entry.compress_type = ZIP_STORED if name == FIRST else ZIP_DEFLATED
            archive.writestr(entry, files[name], compresslevel=9)
    return held.getvalue()
