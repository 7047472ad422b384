"""Says of each file what one should know before taking it: its size, its pages, its language, and how to check it."""

import json
from hashlib import sha256
from pathlib import Path

from exports.reading import Guide
from exports.works import Work

LIST = "files/files.json"


def listing(guide: Guide, works: list[Work], made: dict[str, Path]) -> str:
    """The list as JSON. Takes the files that were made, by their names, each with its number of pages as its ending."""
    entries = [
        {
            "file": work.file,
            "kind": work.kind,
            "title": work.title,
            "address": work.address,
            "language": guide.language,
            "pages": int(made[work.file].suffix[1:]),
            "bytes": made[work.file].stat().st_size,
            "sha256": sha256(made[work.file].read_bytes()).hexdigest(),
        }
        for work in works
    ]
    return json.dumps(entries, ensure_ascii=False, indent=1) + "\n"
