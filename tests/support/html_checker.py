"""Runs the W3C's Nu HTML checker."""

import json
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CHECKER = ROOT / "tests/node_modules/vnu-jar/build/dist/vnu.jar"
NEW_IN_CSS = "container|scroll-target-group|target-current|details-content|“mask”"  # the checker does not know them


def html_errors(folder) -> list[str]:
    """The errors that the W3C's Nu HTML checker reports for the pages below a folder."""
    options = ["--errors-only", "--format", "json", "--skip-non-html", "--filterpattern", f".*({NEW_IN_CSS}).*"]
    command = ["java", "-jar", CHECKER, *options, folder]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    messages = json.loads(done.stderr)["messages"]
    return [
        f"{one.get('url', '').removeprefix(f'file:{folder}')}:{one.get('lastLine')}: {one['message']}"
        for one in messages
    ]
