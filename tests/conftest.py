"""What tests of every room share: slow work is done once, for all processes that run them."""

import fcntl
import pickle
from collections.abc import Callable
from typing import Any

import pytest


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Callable[..., Any]:
    """Does slow work once, in whichever of the processes that run the tests comes first; the others read the result."""
    shared = tmp_path_factory.getbasetemp()
    if hasattr(request.config, "workerinput"):
        shared = shared.parent

    def do(work: Callable[..., Any], *given: Any) -> Any:
        result = shared / f"{work.__name__}.pickle"
        with (shared / f"{work.__name__}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not result.exists():
                result.write_bytes(pickle.dumps(work(*given, tmp_path_factory.mktemp(work.__name__))))
        return pickle.loads(result.read_bytes())

    return do
