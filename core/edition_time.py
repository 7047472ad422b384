"""The time of an edition, written into all its files: the day of the last commit, or the newest in the changelog."""

import os
import subprocess
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from core.errors import InputError
from core.facts import Edition

DAY = 24 * 60 * 60
VARIABLE = "SOURCE_DATE_EPOCH"  # https://reproducible-builds.org/specs/source-date-epoch/


def edition_time(root: Path, editions: Iterable[Edition]) -> int:
    """Return the time of the edition in seconds since 1970.

    Takes the folder of the project and the editions of its changelog, the newest first. The environment variable comes
    first, then the day of the last commit of a Git repository in this very folder, then the newest edition that has a
    day. A day is its midnight in UTC, so that a second commit on a day does not change all files. Raises
    InputError where none of them is known.
    """
    if set_by_hand := os.environ.get(VARIABLE, "").strip():
        if not set_by_hand.isdigit():
            raise InputError(f"{VARIABLE} is “{set_by_hand}”; write whole seconds since 1970, or leave it unset.")
        return int(set_by_hand)
    return _day_of_last_commit(root) or _newest_day(editions)


def _day_of_last_commit(root: Path) -> int | None:
    """The midnight before the last commit; None in an archive, without Git, or where Git does not trust the folder."""
    if not (root / ".git").exists():
        return None  # a repository around an unpacked archive is another project
    try:
        done = subprocess.run(
            ["git", "-C", root, "log", "-1", "--format=%ct"], capture_output=True, text=True, check=False
        )
    except FileNotFoundError:
        return None
    return int(done.stdout) // DAY * DAY if done.returncode == 0 and done.stdout.strip().isdigit() else None


def _newest_day(editions: Iterable[Edition]) -> int:
    for edition in editions:
        try:
            return int(datetime.strptime(edition.day, "%Y-%m-%d").replace(tzinfo=UTC).timestamp())
        except ValueError:
            continue
    raise InputError(
        "CHANGELOG.md: the day of this edition is not known, since there is no Git commit either; write it into the "
        "newest heading, as in “## 1.0.0 · 2026-11-29”."
    )
