"""Fixtures for all tests: slow work is done once for all worker processes."""

import fcntl
import pickle
from collections.abc import Callable
from typing import Any

import pytest


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Callable[..., Any]:
    """Return a function that calls another one only once over all workers of pytest-xdist, and shares its result."""
    shared = tmp_path_factory.getbasetemp()
    if hasattr(request.config, "workerinput"):
        shared = shared.parent

    def call_once(function: Callable[..., Any], *arguments: Any) -> Any:
        result = shared / f"{function.__name__}.pickle"
        with (shared / f"{function.__name__}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not result.exists():
                result.write_bytes(pickle.dumps(function(*arguments, tmp_path_factory.mktemp(function.__name__))))
        return pickle.loads(result.read_bytes())

    return call_once
