"""The time of an edition comes from the environment, from Git or from the changelog, and is never 1970."""

import subprocess
import time

import pytest

from core.edition_time import VARIABLE, edition_time
from core.errors import InputError
from core.facts import Edition

EDITIONS = (Edition("1.1.0", "", ()), Edition("1.0.0", "2026-11-29", ()), Edition("0.9.0", "2026-10-01", ()))
DAY, COMMIT = 1795910400, 1767312000  # 2026-11-29 and 2026-01-02, at midnight UTC
LATER = 70_000  # seconds: in the evening of that day


@pytest.fixture(autouse=True)
def unset(monkeypatch):
    """No time is set from outside, and local time is not UTC."""
    monkeypatch.delenv(VARIABLE, raising=False)
    with monkeypatch.context() as elsewhere:
        elsewhere.setenv("TZ", "Asia/Karachi")
        time.tzset()
        yield
    time.tzset()


@pytest.fixture
def repository(tmp_path, monkeypatch):
    """A Git repository with one commit."""
    author = {f"GIT_{role}_{key}": "a@b.c" for role in ("AUTHOR", "COMMITTER") for key in ("NAME", "EMAIL")}
    for name, value in (author | {"GIT_COMMITTER_DATE": f"{COMMIT + LATER} +0000"}).items():
        monkeypatch.setenv(name, value)
    for command in (["init", "-q"], ["commit", "-q", "--allow-empty", "-m", "One"]):
        subprocess.run(["git", "-C", tmp_path, *command], check=True)
    return tmp_path


def test_the_environment_comes_first(repository, monkeypatch):
    """Builds that are to be repeated set the time themselves; what is no number is refused."""
    monkeypatch.setenv(VARIABLE, "7")
    assert edition_time(repository, EDITIONS) == 7
    monkeypatch.setenv(VARIABLE, "today")
    with pytest.raises(InputError, match=r"^SOURCE_DATE_EPOCH is “today”; write whole seconds since 1970"):
        edition_time(repository, EDITIONS)


def test_then_the_last_commit(repository):
    """The same commit gives the same time on any day, and so do all commits of one day."""
    assert edition_time(repository, EDITIONS) == COMMIT


def test_an_archive_inside_another_repository_has_no_commit(repository):
    """The time of the other project is not taken, but the newest day of the changelog."""
    (repository / "archive").mkdir()
    assert edition_time(repository / "archive", EDITIONS) == DAY


@pytest.mark.parametrize("broken", ["no Git", "no trust", "no commit"])
def test_without_git_the_changelog_gives_the_day(repository, monkeypatch, broken):
    """Git is not installed, does not trust a folder of another user, or knows no commit."""
    if broken == "no Git":
        monkeypatch.setenv("PATH", str(repository))
    elif broken == "no trust":
        monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    else:
        subprocess.run(["git", "-C", repository, "checkout", "-q", "--orphan", "new"], check=True)
    assert edition_time(repository, EDITIONS) == DAY


def test_without_any_day_the_build_says_so(tmp_path):
    """The message says where to write it."""
    with pytest.raises(InputError, match=r"^CHANGELOG\.md: the day of this edition is not known.*“## 1\.0\.0 · 2026"):
        edition_time(tmp_path, (EDITIONS[0],))
