"""Measures how long a live preview takes from saving a page until its address shows the edit."""

import os
import re
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from nginx_server import free_ports

from benchmarks.peers import ENVIRONMENT, Project

ROOT = Path(__file__).resolve().parent.parent
ADDRESS = "how/"  # of the page that Project.edit changes
PAUSE_SECONDS = 1.0  # seconds between two edits, so that each is built by itself
TIMEOUT_SECONDS = 300  # seconds


def guide_arguments() -> list[str]:
    """The arguments with which scripts/serve starts MkDocs."""
    found = re.search(r'mkdocs (serve .*) "\$@"$', (ROOT / "scripts" / "serve").read_text(encoding="utf-8"), re.M)
    assert found, "scripts/serve has changed; adapt benchmarks/live_preview.py"
    return found[1].split()


@contextmanager
def serve(project: Project, arguments: list[str]) -> Iterator[int]:
    """Start a preview of the project with these arguments of its generator, and stop it at the end; gives its port."""
    (port,) = free_ports(1)
    command = [*project.generator, *arguments, "--dev-addr", f"127.0.0.1:{port}"]
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, cwd=project.root, env=os.environ | ENVIRONMENT, stdout=quiet, stderr=quiet)
    try:
        _wait_for("<h1", port)
        yield port
    finally:
        process.terminate()
        process.wait()


def measure_delay(project: Project, port: int) -> float:
    """Save an edit of the project's page; returns the seconds until the preview shows it."""
    time.sleep(PAUSE_SECONDS)
    sentence = project.edit()
    start = time.perf_counter()
    _wait_for(sentence, port)
    return time.perf_counter() - start


def _wait_for(text: str, port: int) -> None:
    """Request the page until it contains this text."""
    end = time.monotonic() + TIMEOUT_SECONDS
    while time.monotonic() < end:
        try:
            with urlopen(f"http://127.0.0.1:{port}/{ADDRESS}", timeout=TIMEOUT_SECONDS) as response:
                if text in response.read().decode():
                    return
        except (URLError, ConnectionError):
            pass  # it does not answer yet
        time.sleep(0.02)
    raise SystemExit(f"the live preview did not show “{text}” within {TIMEOUT_SECONDS} seconds")
