"""Tells whether the code on disk is still the code that this process runs: the live preview keeps what it imported."""

from pathlib import Path

from core.file_digest import digest_files

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("core", "hooks", "macros")
_digest_at_start = digest_files(
    ROOT, FOLDERS
)  # once per process: later builds of the live preview do not import this file again


def has_changed(root: Path = ROOT) -> bool:
    """Whether a file of the code has changed since this process was started."""
    return digest_files(root, FOLDERS) != _digest_at_start
