"""Files are made once, on every core; what breaks is told in one line, and what was made stays."""

import os
import signal
from functools import partial
from pathlib import Path

import pytest
from sample_guide import FACTS, guide

from core.errors import InputError
from exports import build_pool
from exports.artifacts import Work
from exports.build_pool import pressed


def note(folder, name, guide, facts):
    """Make a file that tells who made it, and leave a mark for each time."""
    with (folder / f"{name}.made").open("a") as marks:
        marks.write(".")
    return f"{name} of {guide.name} {facts.version}".encode(), 3


def refuse(fault, guide, facts):
    """What bad input does."""
    raise InputError(fault)


def break_down(guide, facts):
    """What a mistake in our own code does."""
    return build_pool._key(None)


def crash(folder, times, guide, facts):
    """What the renderer does when it breaks: as often as that it takes its process with it."""
    marks = folder / "crashed"
    marks.write_text(marks.read_text() + "." if marks.exists() else ".")
    if len(marks.read_text()) <= times:
        os.kill(os.getpid(), signal.SIGSEGV)
    return b"whole", 1


def work(name, make, made_of=0):
    """One file that is to be made."""
    return Work(f"files/{name}", "handout", name, "", made_of, make)


@pytest.fixture
def press_all(tmp_path):
    """Makes files of the small guide, with one cache for the whole test."""
    return lambda works, facts=FACTS: pressed(guide(tmp_path), facts, works, tmp_path / "cache")


def test_each_file_comes_with_its_pages(press_all, tmp_path):
    """The facts and the guide reach the process that makes it."""
    found, fresh = press_all([work("a", partial(note, tmp_path, "a")), work("b", partial(note, tmp_path, "b"))])
    assert {file: (path.read_bytes(), path.suffix) for file, path in found.items()} == {
        "files/a": (b"a of Small 1.2.3", ".3"),
        "files/b": (b"b of Small 1.2.3", ".3"),
    }
    assert fresh == 2


def test_only_what_changed_is_made_again(press_all, tmp_path):
    """Another page leaves a file as it is; its own page, another version or another word has it made anew."""
    make = {name: partial(note, tmp_path, name) for name in "ab"}
    press_all([work(name, make[name]) for name in "ab"])
    assert press_all([work(name, make[name]) for name in "ab"])[1] == 0
    assert press_all([work("a", make["a"]), work("b", make["b"], made_of="changed")])[1] == 1
    assert [len((tmp_path / f"{name}.made").read_text()) for name in "ab"] == [1, 2]


def test_all_faults_are_told_at_once_and_what_was_made_stays(press_all, tmp_path):
    """Each in one line, each once; the good file need not be made again."""
    works = [
        work("good", partial(note, tmp_path, "good")),
        work("a", partial(refuse, "why/: a fault")),
        work("b", partial(refuse, "why/: a fault\nhow/: another")),
    ]
    with pytest.raises(InputError) as refused:
        press_all(works)
    assert sorted(str(refused.value).splitlines()) == ["how/: another", "why/: a fault"]
    assert press_all(works[:1])[1] == 0


def test_a_mistake_of_our_own_is_one_line(press_all):
    """With the file of ours and the line, and no traceback."""
    with pytest.raises(InputError, match=r"^files/a: exports/build_pool\.py, line \d+: AttributeError: .*engineer\.$"):
        press_all([work("a", break_down)])


def test_a_crash_is_tried_once_more(press_all, tmp_path):
    """A renderer that broke by chance does not cost the build; the files beside it are made, too."""
    found, _ = press_all([work("a", partial(crash, tmp_path, 1)), work("b", partial(note, tmp_path, "b"))])
    assert {file: path.read_bytes() for file, path in found.items()} == {
        "files/a": b"whole",
        "files/b": b"b of Small 1.2.3",
    }


def test_a_second_crash_is_told(press_all, tmp_path):
    """By the name of the file, and no half of it is kept."""
    with pytest.raises(
        InputError, match=r"^files/a: the renderer crashed twice; build once more, or undo the last change\.$"
    ):
        press_all([work("a", partial(crash, tmp_path, 9))])
    assert [path.name for path in (tmp_path / "cache").iterdir() if not path.name.startswith(".lock")] == []


def test_the_cache_does_not_grow_for_ever(press_all, tmp_path, monkeypatch):
    """What was not used for longest goes, and never what this build needs."""
    monkeypatch.setattr(build_pool, "KEPT", 2)
    make = {name: partial(note, tmp_path, name) for name in "abc"}
    for name in "abc":
        press_all([work(name, make[name])])
    assert press_all([work(name, make[name]) for name in "bc"])[1] == 0
    assert press_all([work(name, make[name]) for name in "abc"])[1] == 1
    assert len(list((tmp_path / "cache").glob("[!.]*"))) == 3


def test_files_from_the_future_push_out_nothing_that_is_needed(press_all, tmp_path, monkeypatch):
    """A clock that was once wrong does not take a build's own files away."""
    monkeypatch.setattr(build_pool, "KEPT", 2)
    for name in ("later.1", "much-later.1"):
        (tmp_path / "cache" / name).parent.mkdir(exist_ok=True)
        (tmp_path / "cache" / name).touch()
        os.utime(tmp_path / "cache" / name, (2**33, 2**33))
    found, _ = press_all([work(name, partial(note, tmp_path, name)) for name in "ab"])
    assert all(path.is_file() for path in found.values())
    assert len(list((tmp_path / "cache").glob("[!.]*"))) == 2


def test_code_and_words_are_part_of_what_a_file_is_made_of(tmp_path, monkeypatch):
    """A changed style or string makes every file anew."""
    before = build_pool._before(FACTS)
    assert build_pool._before(FACTS) == before
    monkeypatch.setattr(build_pool, "ROOM", Path(__file__).parent)
    assert build_pool._before(FACTS) != before
