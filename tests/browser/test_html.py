"""The markup: the checker of the W3C has nothing to object to on any page."""

import json
import subprocess

from page_helpers import nothing
from site_factory import ROOT

CHECKER = ROOT / "tests/node_modules/vnu-jar/build/dist/vnu.jar"


def objections(folder) -> list[str]:
    """What the Nu HTML checker calls an error in any page below the folder."""
    command = ["java", "-jar", CHECKER, "--errors-only", "--format", "json", "--skip-non-html", folder]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    messages = json.loads(done.stderr)["messages"]
    return [
        f"{one.get('url', '').removeprefix(f'file:{folder}')}:{one.get('lastLine')}: {one['message']}"
        for one in messages
    ]


def test_no_page_has_an_error(site):
    """No page of the built site holds an error of HTML."""
    nothing(objections(site))


def test_the_checker_sees_errors(tmp_path):
    """The checker does object to a page that is broken."""
    (tmp_path / "index.html").write_text("<!doctype html><title>x</title><p id=a><b id=a>", encoding="utf-8")
    assert objections(tmp_path)
