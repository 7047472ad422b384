"""Fixtures for all tests: slow work, such as building the real site, is done once for all worker processes."""

import fcntl
import pickle
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from nginx_server import NginxServer, serve
from selectolax.lexbor import LexborHTMLParser
from site_factory import BuildResult, build_guide
from static_host import StaticHosts


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


@pytest.fixture(scope="session")
def built_guide(once: Callable[..., BuildResult]) -> BuildResult:
    """The result of building the real guide, in a copy of the project, so that the work tree does not change."""
    return once(build_guide)


@pytest.fixture(scope="session")
def site(built_guide: BuildResult) -> Path:
    """The real site."""
    assert built_guide.code == 0, built_guide.output
    return built_guide.site


@pytest.fixture(scope="session")
def trees(site: Path) -> dict[str, LexborHTMLParser]:
    """The parsed HTML of every page, including short links and 404.html, by address; not of what only redirects."""
    files = {path.relative_to(site).as_posix(): path.read_text(encoding="utf-8") for path in site.rglob("*.html")}
    parsed = {name.removesuffix("index.html"): LexborHTMLParser(text) for name, text in files.items()}
    return {address: tree for address, tree in parsed.items() if not tree.css_first(".guide-redirect")}


@pytest.fixture(scope="session")
def serve_folder() -> Iterator[Callable[[Path], str]]:
    """A function that serves a folder on 127.0.0.1 and returns its address."""
    with StaticHosts() as hosts:
        yield hosts.serve


@pytest.fixture(scope="session")
def site_url(site: Path, serve_folder: Callable[[Path], str]) -> str:
    """The address of the real site on the test server."""
    return serve_folder(site)


@pytest.fixture(scope="session")
def nginx(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[NginxServer]:
    """The real site, served by nginx."""
    with serve(site, tmp_path_factory.mktemp("nginx")) as server:
        yield server
