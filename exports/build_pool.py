"""Makes files on every core, each only once: what was made before of the same is taken from the cache."""

import fcntl
import gc
import os
import traceback
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from hashlib import sha256
from importlib.metadata import version
from multiprocessing import get_context
from pathlib import Path
from queue import SimpleQueue

from core.errors import InputError
from core.facts import Facts
from core.palette import colours
from exports.artifacts import Made, Work
from exports.site_reader import Guide

ROOM = Path(__file__).parent
LIBRARIES = ("weasyprint", "pydyf", "pikepdf", "segno", "tinyhtml5", "fonttools", "babel", "selectolax")
KEPT = 900  # files in the cache; those that were used last stay, so that it never grows for ever
LOCK, FILES = ".lock", "[!.]*"  # in the cache
TRIES = 2  # of the renderer: a second crash is no chance
_known: list[Guide | Facts] = []


def pressed(guide: Guide, facts: Facts, wanted: list[Work], cache: Path) -> tuple[dict[str, Path], int]:
    """Make the wanted files.

    Takes the folder of the cache; gives where each lies there, by its name, with the number of its pages as the ending,
    and how many of them had to be made. Raises InputError with all that is wrong; what was made stays in the cache.
    """
    cache.mkdir(parents=True, exist_ok=True)
    with (cache / LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # a second build at the same time waits, and then finds all made
        return _pressed(guide, facts, wanted, cache)


def _pressed(guide: Guide, facts: Facts, wanted: list[Work], cache: Path) -> tuple[dict[str, Path], int]:
    before = _before(facts)
    keys = {work.file: _key(f"{before}{work.kind}{work.file}{work.made_of!r}") for work in wanted}
    had = {path.stem: path for path in cache.glob(FILES)}
    missing = [work for work in wanted if keys[work.file] not in had]
    faults = []
    for work, made in _made(guide, facts, missing, os.cpu_count() or 1):
        if isinstance(made, InputError):
            faults.append(str(made))
        else:
            had[keys[work.file]] = _kept(cache / f"{keys[work.file]}.{made[1]}", made[0])
    if faults:
        raise InputError("\n".join(dict.fromkeys("\n".join(faults).splitlines())))
    found = {file: had[key] for file, key in keys.items()}
    _tidied(cache, found)
    return found, len(missing)


def _before(facts: Facts) -> str:
    """What every file depends on: our code, styles, fonts and colours, the libraries, and words beside the page's."""
    digest = sha256()
    for path in sorted(path for path in ROOM.rglob("*") if path.is_file() and "__pycache__" not in path.parts):
        digest.update(path.relative_to(ROOM).as_posix().encode() + path.read_bytes())
    libraries = [(name, version(name)) for name in LIBRARIES]
    words = (facts.version, facts.language, facts.strings)
    return f"{digest.hexdigest()}{libraries}{words}{colours()}"


def _key(everything: str) -> str:
    return sha256(everything.encode()).hexdigest()


def _kept(path: Path, content: bytes) -> Path:
    """Put a file into the cache, whole or not at all."""
    fresh = path.with_name(f".{path.name}-{os.getpid()}")
    fresh.write_bytes(content)
    return fresh.replace(path)


def _tidied(cache: Path, used: dict[str, Path]) -> None:
    """Note what was used, and take away what was not used for longest."""
    for path in used.values():
        path.touch()
    kept = set(used.values())  # whatever the clock says: a file may be dated to come
    times = {path: path.stat().st_mtime_ns for path in cache.glob(FILES) if path not in kept}
    for path in sorted(times, key=times.__getitem__, reverse=True)[max(KEPT - len(kept), 0) :]:
        path.unlink(missing_ok=True)


def _made(guide: Guide, facts: Facts, missing: list[Work], cores: int) -> Iterator[tuple[Work, Made | InputError]]:
    """Make files in processes of their own, as many at a time as there are cores."""
    free: SimpleQueue[_Worker] = SimpleQueue()
    workers = [_Worker(guide, facts) for _ in range(min(cores, len(missing)))]
    for worker in workers:
        free.put(worker)

    def make(work: Work) -> Made | InputError:
        worker = free.get()
        try:
            return worker.make(work)
        finally:
            free.put(worker)

    with ThreadPoolExecutor(len(workers) or 1) as threads:
        yield from zip(missing, threads.map(make, missing), strict=True)
    for worker in workers:
        worker.pool.shutdown()


class _Worker:
    """One process that makes files, and is replaced where one crashes.

    Each has a pool of its own: with several processes in one pool Python 3.11 can wait for ever after a crash
    (github.com/python/cpython/issues/94777).
    """

    def __init__(self, guide: Guide, facts: Facts) -> None:
        self.known = (guide, facts)
        self.pool = self._begun()

    def _begun(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(1, get_context("spawn"), _begin, self.known)

    def make(self, work: Work) -> Made | InputError:
        """Make one file; once more if the renderer crashed, since that may be chance."""
        for _ in range(TRIES):
            try:
                return self.pool.submit(_make, work).result()
            except BrokenProcessPool:
                self.pool = self._begun()
        return InputError(f"{work.file}: the renderer crashed twice; build once more, or undo the last change.")


def _begin(guide: Guide, facts: Facts) -> None:
    """Get a process ready. Looking less often for what memory is free saves a fifth of the time."""
    _known[:] = [guide, facts]
    gc.set_threshold(100_000, 50, 50)


def _make(work: Work) -> Made | InputError:
    """Make one file in this process."""
    try:
        return work.make(*_known)
    except InputError as fault:
        return fault
    except Exception as error:
        return InputError(f"{work.file}: {_explained(error)}")
    finally:
        gc.collect()


def _explained(error: Exception) -> str:
    """A crash of our own code in one line, in the words of hooks/report_crash.py."""
    frames = traceback.extract_tb(error.__traceback__)
    last = next(frame for frame in reversed(frames) if Path(frame.filename).is_relative_to(ROOM))
    place = f"exports/{Path(last.filename).name}, line {last.lineno}"
    return f"{place}: {type(error).__name__}: {error}. Undo the last change there, or show this line to an engineer."
