"""Makes files in parallel, one process per core, and takes unchanged ones from the cache."""

import fcntl
import gc
import os
import re
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from hashlib import sha256
from importlib.metadata import version
from multiprocessing import get_context
from pathlib import Path
from queue import SimpleQueue

from core.crash import explain
from core.errors import InputError
from core.facts import Facts
from core.file_digest import digest_files
from core.palette import read_palette
from exports.artifacts import Artifact, Result
from exports.site_reader import Guide

FOLDER = Path(__file__).parent
CRASH = re.compile(r"(?P<file>\S+): (?P<fault>(?:core|exports)/\S+, line \d+: .*)")  # a file, and what explain() gives
LIBRARIES = ("weasyprint", "pydyf", "pikepdf", "segno", "tinyhtml5", "fonttools", "babel", "selectolax")
MAX_CACHED_FILES = 900  # the least recently used ones are deleted
LOCK, FILES = ".lock", "[!.]*"  # names in the cache
ATTEMPTS = 2  # a crash of the renderer may be chance; a second one is not
_worker_arguments: list[Guide | Facts] = []  # in a worker process: the arguments of Artifact.make


def build_all(guide: Guide, facts: Facts, wanted: list[Artifact], cache: Path) -> tuple[dict[str, Path], int]:
    """Make the wanted files.

    Takes the folder of the cache. Returns the path in the cache of each file by its name, whose suffix is its number of
    pages, and how many files had to be made. Raises InputError with all errors; what was made stays in the cache.
    """
    cache.mkdir(parents=True, exist_ok=True)
    with (cache / LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # a second build at the same time waits, and then finds all files made
        return _build_all_locked(guide, facts, wanted, cache)


def _build_all_locked(guide: Guide, facts: Facts, wanted: list[Artifact], cache: Path) -> tuple[dict[str, Path], int]:
    common = shared_inputs(facts)
    keys = {
        artifact.file: _cache_key(f"{common}{artifact.kind}{artifact.file}{artifact.inputs!r}") for artifact in wanted
    }
    cached = {path.stem: path for path in cache.glob(FILES)}
    missing = [artifact for artifact in wanted if keys[artifact.file] not in cached]
    errors = []
    for artifact, result in _build_in_parallel(guide, facts, missing, os.cpu_count() or 1):
        if isinstance(result, InputError):
            errors.append(str(result))
        else:
            cached[keys[artifact.file]] = _store(cache / f"{keys[artifact.file]}.{result[1]}", result[0])
    if errors:
        raise InputError("\n".join(_deduplicate(errors)))
    found = {file: cached[key] for file, key in keys.items()}
    _prune(cache, found)
    return found, len(missing)


def shared_inputs(facts: Facts) -> str:
    """What every file depends on: this package's code, styles and fonts, the colours, the libraries, the strings."""
    libraries = [(name, version(name)) for name in LIBRARIES]
    texts = (facts.version, facts.language, facts.strings)
    return f"{digest_files(FOLDER.parent, [FOLDER.name])}{libraries}{texts}{read_palette()}"


def _deduplicate(errors: list[str]) -> list[str]:
    """Each line once. A crash that several files share is one line, with the first of these files."""
    lines, faults = [], dict[str, list[str]]()
    for line in dict.fromkeys("\n".join(errors).splitlines()):
        if crash := CRASH.fullmatch(line):
            faults.setdefault(crash["fault"], []).append(crash["file"])
        else:
            lines.append(line)
    for fault, files in faults.items():
        more = f" and {len(files) - 1} more" if len(files) > 1 else ""
        lines.append(f"{files[0]}{more}: {fault}")
    return lines


def _cache_key(inputs: str) -> str:
    return sha256(inputs.encode()).hexdigest()


def _store(path: Path, content: bytes) -> Path:
    """Write a file into the cache, completely or not at all."""
    temporary = path.with_name(f".{path.name}-{os.getpid()}")
    temporary.write_bytes(content)
    return temporary.replace(path)


def _prune(cache: Path, used: dict[str, Path]) -> None:
    """Update the times of the used files; delete the least recently used others, those dated in the future first."""
    for path in used.values():
        path.touch()
    now, kept = time.time_ns(), set(used.values())
    times = {path: path.stat().st_mtime_ns for path in cache.glob(FILES) if path not in kept}
    latest = sorted(times, key=lambda path: (times[path] <= now, times[path]), reverse=True)
    for path in latest[max(MAX_CACHED_FILES - len(kept), 0) :]:
        path.unlink(missing_ok=True)


def _build_in_parallel(
    guide: Guide, facts: Facts, missing: list[Artifact], cores: int
) -> Iterator[tuple[Artifact, Result | InputError]]:
    """Make files in worker processes, as many at a time as there are cores."""
    free: SimpleQueue[_Worker] = SimpleQueue()
    workers = [_Worker(guide, facts) for _ in range(min(cores, len(missing)))]
    for worker in workers:
        free.put(worker)

    def build(artifact: Artifact) -> Result | InputError:
        worker = free.get()
        try:
            return worker.build(artifact)
        finally:
            free.put(worker)

    with ThreadPoolExecutor(len(workers) or 1) as threads:
        yield from zip(missing, threads.map(build, missing), strict=True)
    for worker in workers:
        worker.pool.shutdown()


class _Worker:
    """One process that makes files; it is replaced when it crashes.

    Each has a pool of its own: with several processes in one pool Python 3.11 can hang after a crash
    (github.com/python/cpython/issues/94777).
    """

    def __init__(self, guide: Guide, facts: Facts) -> None:
        self.context = (guide, facts)
        self.pool = self._start_pool()

    def _start_pool(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(1, get_context("spawn"), initialise_worker, self.context)

    def build(self, artifact: Artifact) -> Result | InputError:
        """Make one file; try once more if the renderer crashed, since that may be chance."""
        for _ in range(ATTEMPTS):
            try:
                return self.pool.submit(_build, artifact).result()
            except BrokenProcessPool:
                self.pool = self._start_pool()
        return InputError(f"{artifact.file}: the renderer crashed twice; build once more, or undo the last change.")


def initialise_worker(guide: Guide, facts: Facts) -> None:
    """Prepare a process for making files. Collecting garbage less often saves a fifth of the time."""
    _worker_arguments[:] = [guide, facts]
    gc.set_threshold(100_000, 50, 50)


def _build(artifact: Artifact) -> Result | InputError:
    """Make one file in this process."""
    try:
        return artifact.make(*_worker_arguments)
    except InputError as error:
        return error
    except Exception as error:
        return InputError(f"{artifact.file}: {explain(error)}")
    finally:
        gc.collect()
