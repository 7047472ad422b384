"""Files are made once, in parallel; each error is one line, and what was made stays in the cache."""

import os
import signal
from functools import partial
from pathlib import Path

import pytest
from guide_factory import FACTS, guide

from core.errors import InputError
from exports import build_pool
from exports.artifacts import Artifact
from exports.build_pool import build_all


def record(folder, name, guide, facts):
    """Make a file with the names of its inputs, and count the calls in a second file."""
    with (folder / f"{name}.made").open("a") as calls:
        calls.write(".")
    return f"{name} of {guide.name} {facts.version}".encode(), 3


def refuse(message, guide, facts):
    """Fail as bad input does."""
    raise InputError(message)


def break_down(guide, facts):
    """Fail as a mistake in our own code does."""
    return build_pool._key(None)


def crash(folder, times, guide, facts):
    """Kill the process, as a crash of the renderer does, in the first so many calls."""
    calls = folder / "crashed"
    calls.write_text(calls.read_text() + "." if calls.exists() else ".")
    if len(calls.read_text()) <= times:
        os.kill(os.getpid(), signal.SIGSEGV)
    return b"whole", 1


def artifact(name, make, inputs=0):
    """One file to be made."""
    return Artifact(f"files/{name}", "handout", name, "", inputs, make)


@pytest.fixture
def build(tmp_path):
    """Returns a function that makes files of the small guide, with one cache for the whole test."""
    return lambda artifacts, facts=FACTS: build_all(guide(tmp_path), facts, artifacts, tmp_path / "cache")


def test_each_file_has_its_number_of_pages(build, tmp_path):
    """The facts and the guide are passed to the process that makes it."""
    found, fresh = build([artifact("a", partial(record, tmp_path, "a")), artifact("b", partial(record, tmp_path, "b"))])
    assert {file: (path.read_bytes(), path.suffix) for file, path in found.items()} == {
        "files/a": (b"a of Small 1.2.3", ".3"),
        "files/b": (b"b of Small 1.2.3", ".3"),
    }
    assert fresh == 2


def test_only_what_changed_is_made_again(build, tmp_path):
    """A file is made again only if its own inputs changed."""
    make = {name: partial(record, tmp_path, name) for name in "ab"}
    build([artifact(name, make[name]) for name in "ab"])
    assert build([artifact(name, make[name]) for name in "ab"])[1] == 0
    assert build([artifact("a", make["a"]), artifact("b", make["b"], inputs="changed")])[1] == 1
    assert [len((tmp_path / f"{name}.made").read_text()) for name in "ab"] == [1, 2]


def test_all_errors_are_reported_and_finished_files_are_kept(build, tmp_path):
    """Each error is one line, without duplicates; the good file is not made again."""
    artifacts = [
        artifact("good", partial(record, tmp_path, "good")),
        artifact("a", partial(refuse, "why/: a fault")),
        artifact("b", partial(refuse, "why/: a fault\nhow/: another")),
    ]
    with pytest.raises(InputError) as refused:
        build(artifacts)
    assert sorted(str(refused.value).splitlines()) == ["how/: another", "why/: a fault"]
    assert build(artifacts[:1])[1] == 0


def test_an_error_in_our_code_is_one_line(build):
    """It names our file and line, without a traceback."""
    with pytest.raises(InputError, match=r"^files/a: exports/build_pool\.py, line \d+: AttributeError: .*engineer\.$"):
        build([artifact("a", break_down)])


def test_a_crash_is_retried_once(build, tmp_path):
    """A renderer that crashes by chance does not stop the build; the other files are made, too."""
    found, _ = build([artifact("a", partial(crash, tmp_path, 1)), artifact("b", partial(record, tmp_path, "b"))])
    assert {file: path.read_bytes() for file, path in found.items()} == {
        "files/a": b"whole",
        "files/b": b"b of Small 1.2.3",
    }


def test_a_second_crash_is_reported(build, tmp_path):
    """The error names the file, and no part of it stays in the cache."""
    with pytest.raises(
        InputError, match=r"^files/a: the renderer crashed twice; build once more, or undo the last change\.$"
    ):
        build([artifact("a", partial(crash, tmp_path, 9))])
    assert [path.name for path in (tmp_path / "cache").iterdir() if not path.name.startswith(".lock")] == []


def test_the_cache_is_limited(build, tmp_path, monkeypatch):
    """The least recently used files are deleted, but never those that this build needs."""
    monkeypatch.setattr(build_pool, "MAX_CACHED_FILES", 2)
    make = {name: partial(record, tmp_path, name) for name in "abc"}
    for name in "abc":
        build([artifact(name, make[name])])
    assert build([artifact(name, make[name]) for name in "bc"])[1] == 0
    assert build([artifact(name, make[name]) for name in "abc"])[1] == 1
    assert len(list((tmp_path / "cache").glob("[!.]*"))) == 3


def test_files_dated_in_the_future_displace_none_that_is_needed(build, tmp_path, monkeypatch):
    """A clock that was once wrong does not delete files of the current build."""
    monkeypatch.setattr(build_pool, "MAX_CACHED_FILES", 2)
    for name in ("later.1", "much-later.1"):
        (tmp_path / "cache" / name).parent.mkdir(exist_ok=True)
        (tmp_path / "cache" / name).touch()
        os.utime(tmp_path / "cache" / name, (2**33, 2**33))
    found, _ = build([artifact(name, partial(record, tmp_path, name)) for name in "ab"])
    assert all(path.is_file() for path in found.values())
    assert len(list((tmp_path / "cache").glob("[!.]*"))) == 2


def test_every_file_depends_on_code_and_strings(tmp_path, monkeypatch):
    """A changed style or string rebuilds every file."""
    before = build_pool.shared_inputs(FACTS)
    assert build_pool.shared_inputs(FACTS) == before
    monkeypatch.setattr(build_pool, "FOLDER", Path(__file__).parent)
    assert build_pool.shared_inputs(FACTS) != before
