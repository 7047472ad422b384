"""Files are made once, in parallel; each error is one line, and what was made stays in the cache."""

import os
import re
import signal
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from guide_factory import FACTS, guide

from core.errors import InputError
from exports import build_pool
from exports.artifacts import Artifact
from exports.build_pool import build_all


def record(name, guide, facts):
    """Make a file with the names of its inputs."""
    return f"{name} of {guide.name} {facts.version}".encode(), 3


def refuse(message, guide, facts):
    """Fail as bad input does."""
    raise InputError(message)


def break_down(guide, facts):
    """Fail as a mistake in our own code does."""
    return build_pool._cache_key(None)


def crash(folder, times, guide, facts):
    """Kill the process, as a crash of the renderer does, in the first so many calls."""
    calls = folder / "crashed"
    calls.write_text(calls.read_text() + "." if calls.exists() else ".")
    if len(calls.read_text()) <= times:
        os.kill(os.getpid(), signal.SIGSEGV)
    return b"whole", 1


def artifact(name, make=None, inputs=0):
    """One file to be made."""
    return Artifact(f"files/{name}", "handout", name, "", inputs, make or partial(record, name))


@pytest.fixture
def build(tmp_path):
    """Returns a function that makes files of the small guide, with one cache for the whole test."""
    return lambda *wanted: build_all(guide(), FACTS, wanted, tmp_path / "cache")


@pytest.fixture
def without_processes(monkeypatch):
    """Make files in this process, which is faster, for tests of the cache alone."""

    def build_here(guide, facts, missing, cores):
        return [(artifact, artifact.make(guide, facts)) for artifact in missing]

    monkeypatch.setattr(build_pool, "_build_in_parallel", build_here)


@pytest.fixture
def small_cache(monkeypatch, without_processes):
    """Limit the cache to two files."""
    monkeypatch.setattr(build_pool, "MAX_CACHED_FILES", 2)


def cached(folder):
    """The files in the cache."""
    return list((folder / "cache").glob("[!.]*"))


def test_a_crash_is_retried_once(build, tmp_path):
    """A renderer that crashes by chance does not stop the build; facts and guide are passed to each process."""
    found, fresh = build(artifact("a", partial(crash, tmp_path, 1)), artifact("b"))
    assert {file: (path.read_bytes(), path.suffix) for file, path in found.items()} == {
        "files/a": (b"whole", ".1"),
        "files/b": (b"b of Small 1.2.3", ".3"),
    }
    assert fresh == 2


ERRORS = r"""how/: another
why/: a fault
files/crashed: the renderer crashed twice; build once more, or undo the last change\.
files/broken and 1 more: exports/build_pool\.py, line \d+: AttributeError: .* engineer\."""


def test_all_errors_are_reported_and_finished_files_are_kept(build, tmp_path):
    """Each error is one line without a traceback, what is the same is told once, and only the good file is cached."""
    good = artifact("good")
    with pytest.raises(InputError) as refused:
        build(
            good,
            artifact("a", partial(refuse, "how/: another\nwhy/: a fault")),
            artifact("b", partial(refuse, "why/: a fault")),
            artifact("broken", break_down),
            artifact("broken-too", break_down),
            artifact("crashed", partial(crash, tmp_path, 9)),
        )
    assert re.fullmatch(ERRORS, str(refused.value))
    assert [path.read_bytes() for path in cached(tmp_path)] == [b"good of Small 1.2.3"]
    assert build(good)[1] == 0


def test_only_what_changed_is_made_again(build, without_processes):
    """A file is made again only if its own inputs changed."""
    a, b, changed = artifact("a"), artifact("b"), artifact("b", inputs="changed")
    assert [build(*wanted)[1] for wanted in ([a, b], [a, b], [a, changed])] == [2, 0, 1]


def test_the_cache_is_limited(build, tmp_path, small_cache):
    """The least recently used files are deleted, but never those that this build needs."""
    a, b, c = map(artifact, "abc")
    made = []
    for wanted in ([a], [b], [a], [c], [a], [a, b, c]):
        made.append(build(*wanted)[1])
        make_older(tmp_path / "cache")
    assert made == [1, 1, 0, 1, 0, 1]
    assert len(cached(tmp_path)) == 3


def make_older(folder):
    """Make each file a second older: two builds may be so quick that the system gives both the same time."""
    for path in filter(Path.is_file, folder.iterdir()):
        time = path.stat().st_mtime_ns - 10**9
        os.utime(path, ns=(time, time))


def test_files_dated_in_the_future_displace_none_that_is_used(build, tmp_path, small_cache):
    """A clock that was once wrong does not delete files of the current build, nor of the last one."""
    (tmp_path / "cache").mkdir()
    for name in ("later.1", "much-later.1"):
        (tmp_path / "cache" / name).touch()
        os.utime(tmp_path / "cache" / name, (2**33, 2**33))
    found = [path for name in ("a", "b") for path in build(artifact(name))[0].values()]
    assert sorted(cached(tmp_path)) == sorted(found)


def test_every_file_depends_on_code_and_strings(monkeypatch):
    """A changed style or string rebuilds every file."""
    before = build_pool.shared_inputs(FACTS)
    assert build_pool.shared_inputs(FACTS) == before
    assert build_pool.shared_inputs(replace(FACTS, strings={})) != before
    monkeypatch.setattr(build_pool, "FOLDER", Path(__file__).parent)
    assert build_pool.shared_inputs(FACTS) != before
