"""Tiny whole sites for the tests: the real house around a few small pages and small facts."""

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
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "tests" / "sample"

HEADER = """---
title: {title}
summary: A small page for a test.
written: 2026-01-02
sources:
  none: It is a test.
handout:
  none: It is a test.
---

# {title}

"""


@dataclass(frozen=True)
class Built:
    """What came of a build: its exit code, everything that it said, and where the site would be."""

    code: int
    said: str
    site: Path

    def page(self, address: str) -> str:
        """The finished markup of one page, such as `why/`."""
        return (self.site / address / "index.html").read_text(encoding="utf-8")


def page(title: str, body: str = "A sentence.") -> str:
    """A page with a good front matter."""
    return HEADER.format(title=title) + body + "\n"


PAGES = {
    "index.md": page("Start", "[The other page](other.md)"),
    "other.md": page("Other"),
    "help/index.md": page("Help"),
    "sessions.md": page("Sessions"),
    "contents.md": page("All pages"),
    "safety/index.md": page("Safety"),
    "safety/reading.md": page("Reading safely"),
    "about/index.md": page("About", "## Strength"),
    "about/accessibility.md": page("Accessibility"),
    "professionals/index.md": page("For professionals"),
}


def house(
    root: Path,
    pages: dict[str, str] | None = None,
    *,
    edits: dict[str, tuple[str | None, str | None]] | None = None,
    files: bool = False,
) -> Path:
    """Lay out a tiny site below `root`: our rooms as they are, small facts, and these pages over the usual ones.

    `edits` replaces a text in a file: {"mkdocs.yml": (old, new)}; the old text must be there. (None, None) removes it.
    With `files` the build also makes the files to take away, which takes long.
    """
    for room in ("core", "macros", "hooks", "overrides"):
        shutil.copytree(ROOT / room, root / room, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(SAMPLE / "data", root / "data")
    shutil.copytree(ROOT / "docs" / "assets", root / "docs" / "assets")
    shutil.copytree(ROOT / "data" / "strings", root / "data" / "strings")
    for name, text in (PAGES | (pages or {})).items():
        path = root / "docs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (root / "mkdocs.yml").write_text(_settings(sorted(PAGES | (pages or {})), files), encoding="utf-8")
    if files:
        _exporting(root)
    for name, (old, new) in (edits or {}).items():
        if old is None:
            (root / name).unlink()
            continue
        text = (root / name).read_text(encoding="utf-8")
        assert old in text, f"{name} holds no {old!r}"
        (root / name).write_text(text.replace(old, new), encoding="utf-8")
    return root


def _exporting(root: Path) -> None:
    """Lay out what makes the files to take away, with one cache for all: the same page gives the same file."""
    shutil.copytree(ROOT / "exports", root / "exports", ignore=shutil.ignore_patterns("__pycache__"))
    (ROOT / ".cache").mkdir(exist_ok=True)
    (root / ".cache").symlink_to(ROOT / ".cache")


def _settings(pages: list[str], files: bool) -> str:
    """Our own mkdocs.yml with a menu of the tiny site's pages, at the example address, without a form."""
    text = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    text = re.sub(r"^site_url: \S+", "site_url: https://guide.example/", text, flags=re.M)
    text = re.sub(r"^    apply_url:.*", "    apply_url:", text, flags=re.M)
    if not files:
        text = re.sub(r"^  - hooks/(write_exports|check_exports)\.py\n", "", text, flags=re.M)
    before, after = text.split("nav:\n", 1)
    rest = after[after.index("\nextra:") :]
    return before + "nav:\n" + "".join(f"  - {name}\n" for name in pages) + rest


def real(root: Path) -> Path:
    """Copy the real guide below `root`, so that a test may build it without touching the work tree."""
    for room in ("core", "macros", "hooks", "overrides", "docs", "data"):
        shutil.copytree(ROOT / room, root / room, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("mkdocs.yml", "CHANGELOG.md"):
        shutil.copy(ROOT / name, root / name)
    _exporting(root)
    return root


def clock(shift: str) -> dict[str, str]:
    """What to put into the environment so that a process sees another day (Debian's libfaketime)."""
    library = next(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"))
    return {"LD_PRELOAD": str(library), "FAKETIME": shift}


def today(environment: dict[str, str]) -> int:
    """The day that a process sees in this environment, as days since 1970."""
    code = "import time; print(int(time.time() // 86400))"
    return int(subprocess.check_output([sys.executable, "-c", code], env=os.environ | environment))


def build(root: Path, *arguments: str, tool: str = "mkdocs", **environment: str) -> Built:
    """Build the site below `root` as a person would, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", tool, "build", *arguments],
        cwd=root,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "1767312000", "NO_COLOR": "1"} | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return Built(done.returncode, done.stdout + done.stderr, root / "site")


def preview(root: Path, address: str) -> tuple[str, str]:
    """Start the live preview, read one page of it, and stop it; give the page and everything that was said."""
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
        said, _ = process.communicate(timeout=20)
    return page, said


def _fetch(url: str) -> str:
    """Read an address as soon as it answers."""
    for _ in range(150):
        try:
            with urllib.request.urlopen(url) as response:
                return response.read().decode("utf-8")
        except urllib.error.URLError:
            time.sleep(0.1)
    raise TimeoutError(url)


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its bytes: equal folders give equal answers."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def keep_a_good_site(root: Path) -> dict[str, bytes]:
    """Put a last good site into place, as an earlier build would have left it; give its contents."""
    (root / "site" / "why").mkdir(parents=True)
    (root / "site" / "index.html").write_text("the last good page", encoding="utf-8")
    (root / "site" / "why" / "index.html").write_text("another good page", encoding="utf-8")
    return contents(root / "site")
