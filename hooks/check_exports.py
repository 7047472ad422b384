"""Lets independent judges read every PDF and EPUB before a release: what a reader cannot use is not published."""

import logging
import subprocess
import sys
from pathlib import Path
from typing import Any

from publish_site import warned

from core.build_state import build_state

ROOT = Path(__file__).resolve().parent.parent
JUDGES = (
    "exports/validators.py"  # in a process of its own: only a release needs the judges, and the packages of the tests
)

log = logging.getLogger("mkdocs.hooks.check_exports")


def problems(site: Path) -> list[str]:
    """Judge the finished files below `site`; gives one line for each fault, or for judges that could not judge."""
    command = [sys.executable, "-X", "utf8", JUDGES, str(site)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    if done.returncode == 0:
        return []
    return done.stdout.splitlines() or [f"{JUDGES}: {_last(done.stderr)}; run scripts/setup test."]


def _last(said: str) -> str:
    return (said.strip().splitlines() or ["it stopped without a word"])[-1].rstrip(".")


def on_post_build(*, config: Any) -> None:
    """Called by MkDocs when all files are written; a site that will not be published has none."""
    if config.extra["release"] and build_state(config).publishes and not warned():
        for text in problems(Path(config.site_dir)):
            log.warning(text)
