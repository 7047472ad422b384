"""Validates every PDF and EPUB with independent tools before a release: broken downloads are not published."""

import logging
import subprocess
import sys
from pathlib import Path
from typing import Any

from publish_site import has_warnings

from core.build_state import build_state

ROOT = Path(__file__).resolve().parent.parent
VALIDATORS = "exports/validators.py"  # a subprocess, since only a release has the packages for tests, which it needs

log = logging.getLogger("mkdocs.hooks.check_exports")


def problems(site: Path) -> list[str]:
    """Return one message for each fault in the downloads below `site`, or if the validators could not run."""
    command = [sys.executable, "-X", "utf8", VALIDATORS, str(site)]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    if result.returncode == 0:
        return []
    return result.stdout.splitlines() or [f"{VALIDATORS}: {_last_line(result.stderr)}; run scripts/setup test."]


def _last_line(output: str) -> str:
    return (output.strip().splitlines() or ["it stopped without a message"])[-1].rstrip(".")


def on_post_build(*, config: Any) -> None:
    """Called by MkDocs when all files are written. A site that will not be published has no downloads."""
    if config.extra["release"] and build_state(config).publishes and not has_warnings():
        for text in problems(Path(config.site_dir)):
            log.warning(text)
