"""Small whole projects for the tests: the real code and templates with a few short pages and the sample data."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from zlib import crc32

from neutral_settings import SITE_URL, neutral_settings

from core.edition_time import VARIABLE, edition_time
from core.facts import load

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "tests" / "sample"

FRONT_MATTER = {
    "written": "2026-01-02",
    "sources": "{none: It is a test.}",
    "handout": "{none: It is a test.}",
}


@dataclass(frozen=True)
class BuildResult:
    """The result of a build: its exit code, its output, and the folder of the site."""

    code: int
    output: str
    site: Path

    def read_page(self, address: str) -> str:
        """Return the HTML of the page at this address, such as `why/`."""
        return (self.site / address / "index.html").read_text(encoding="utf-8")


def page(title: str, body: str = "A sentence.", **fields: str) -> str:
    """Return the Markdown of a page with valid front matter, with these fields besides or instead; "" removes one."""
    own = "".join(chr(ord("a") + int(digit)) for digit in str(crc32(title.encode())))  # whatever is in the title
    meta = {"title": title, "summary": f"A small page for a test, called {own}."} | FRONT_MATTER | fields
    lines = "".join(f"{name}: {value}\n" for name, value in meta.items() if value)
    return f"---\n{lines}---\n\n# {title}\n\n{body}\n"


PAGES = {
    "index.md": page("Start", "[The other page](other.md)"),
    "other.md": page("Other"),
    "help/index.md": page("Help"),
    "sessions.md": page("Sessions", "## Fit\n\n## Form\n\n## Apply\n\n## Ask"),
    "contents.md": page("All pages"),
    "safety/index.md": page("Safety"),
    "safety/reading.md": page("Reading safely", "## Calls"),
    "about/index.md": page("About", "## Strength"),
    "about/accessibility.md": page("Accessibility"),
    "professionals/index.md": page("For professionals"),
}


def make_project(
    root: Path,
    pages: dict[str, str] | None = None,
    *,
    edits: dict[str, tuple[str, str]] | None = None,
    downloads: bool = False,
) -> Path:
    """Write a small project below `root`: our code and templates, the sample data, and `pages` besides PAGES.

    `edits` replaces a text in a file: {"mkdocs.yml": (old, new)}; the file must contain the old text. With `downloads`
    the build also makes the downloads, which is slow.
    """
    for folder in ("core", "macros", "hooks", "overrides"):
        shutil.copytree(ROOT / folder, root / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(SAMPLE / "data", root / "data")
    (root / "data" / "navigation.yml").write_text("navigation: {}\n", encoding="utf-8")  # no page has to lead anywhere
    shutil.copytree(ROOT / "docs" / "assets", root / "docs" / "assets")
    shutil.copytree(ROOT / "data" / "strings", root / "data" / "strings")
    for name, text in (PAGES | (pages or {})).items():
        path = root / "docs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (root / "mkdocs.yml").write_text(_make_settings(sorted(PAGES | (pages or {})), downloads), encoding="utf-8")
    if downloads:
        _add_exports(root)
    for name, (old, new) in (edits or {}).items():
        edit(root, name, old, new)
    return root


def edit(root: Path, name: str, old: str, new: str) -> None:
    """Replace a text in a file of a project; the file must contain it."""
    text = (root / name).read_text(encoding="utf-8")
    assert old in text, f"{name} does not contain {old!r}"
    (root / name).write_text(text.replace(old, new), encoding="utf-8")


def _add_exports(root: Path) -> None:
    """Add exports/, with one cache for all projects: the same page gives the same file."""
    shutil.copytree(ROOT / "exports", root / "exports", ignore=shutil.ignore_patterns("__pycache__"))
    (ROOT / ".cache/exports").mkdir(parents=True, exist_ok=True)
    (root / ".cache").mkdir()
    (root / ".cache/exports").symlink_to(ROOT / ".cache/exports")


def _make_settings(pages: list[str], downloads: bool) -> str:
    """Return our mkdocs.yml with these pages as its menu and the settings of the tests."""
    text = neutral_settings()
    if not downloads:
        text = re.sub(r"^  - hooks/(write_exports|check_exports)\.py\n", "", text, flags=re.M)
    before, after = text.split("nav:\n", 1)
    rest = after[after.index("\nextra:") :]
    return before + "nav:\n" + "".join(f"  - {name}\n" for name in pages) + rest


def copy_guide(root: Path) -> Path:
    """Copy the whole guide to `root`, with the settings of the tests, so that a test can build it there."""
    for folder in ("core", "macros", "hooks", "overrides", "docs", "data"):
        shutil.copytree(ROOT / folder, root / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "CHANGELOG.md", root)
    (root / "mkdocs.yml").write_text(neutral_settings(), encoding="utf-8")
    _add_exports(root)
    return root


def build_guide(root: Path) -> BuildResult:
    """Build a copy of the whole guide in `root`."""
    return build(copy_guide(root))


def add_commands(root: Path) -> Path:
    """Give a project the commands and the installed packages of this one; returns the folder of the commands."""
    for name in ("scripts", "tests", ".venv", "requirements.txt", "constraints.txt"):
        (root / name).symlink_to(ROOT / name)
    return root / "scripts"


def fake_clock(shift: str) -> dict[str, str]:
    """Return environment variables with which a process sees a shifted clock (Debian's libfaketime)."""
    library = next(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"))
    return {"LD_PRELOAD": str(library), "FAKETIME": shift}


def current_day(environment: dict[str, str]) -> int:
    """Return the current day in a process with this environment, as days since 1970."""
    code = "import time; print(int(time.time() // 86400))"
    return int(subprocess.check_output([sys.executable, "-c", code], env=os.environ | environment))


@cache
def edition() -> dict[str, str]:
    """The environment variable with this project's own edition: the books of the last build are found in its cache."""
    return {VARIABLE: str(edition_time(ROOT, load(ROOT, {}, url=SITE_URL).editions))}


def build(root: Path, *arguments: str, tool: str = "mkdocs", **environment: str) -> BuildResult:
    """Build the project in `root` with the command of MkDocs or ProperDocs, in a subprocess."""
    result = subprocess.run(
        [sys.executable, "-m", tool, "build", *arguments],
        cwd=root,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1", "NO_COLOR": "1"} | edition() | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return BuildResult(result.returncode, result.stdout + result.stderr, root / "site")


def preview(root: Path, address: str) -> tuple[str, str]:
    """Start the live preview, fetch one page, and stop it; return the page and the output."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "mkdocs", "serve", "--no-strict", "--dev-addr", f"127.0.0.1:{port}"]
    process = subprocess.Popen(
        command,
        cwd=root,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        page = _fetch(f"http://127.0.0.1:{port}/{address}")
    finally:
        process.terminate()
        output, _ = process.communicate(timeout=20)
    return page, output


def _fetch(url: str) -> str:
    """Fetch a URL as soon as the server answers."""
    for _ in range(150):
        try:
            with urllib.request.urlopen(url) as response:
                return response.read().decode("utf-8")
        except urllib.error.URLError:
            time.sleep(0.1)
    raise TimeoutError(url)


def contents(folder: Path) -> dict[str, bytes]:
    """Return the bytes of every file below a folder, by its path."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def add_previous_site(root: Path) -> dict[str, bytes]:
    """Write a site as an earlier build would have left it; return its contents."""
    (root / "site" / "why").mkdir(parents=True)
    (root / "site" / "index.html").write_text("the last good page", encoding="utf-8")
    (root / "site" / "why" / "index.html").write_text("another good page", encoding="utf-8")
    for name in ("404.html", "sitemap.xml"):  # by which a build knows a site from other folders
        (root / "site" / name).write_text("the last good one", encoding="utf-8")
    return contents(root / "site")
