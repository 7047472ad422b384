"""HTML: the W3C's Nu checker reports no error on any page."""

import json
import subprocess

from page_helpers import assert_none
from site_factory import ROOT

CHECKER = ROOT / "tests/node_modules/vnu-jar/build/dist/vnu.jar"


def errors(folder) -> list[str]:
    """The errors that the Nu HTML checker reports for the pages below a folder."""
    command = ["java", "-jar", CHECKER, "--errors-only", "--format", "json", "--skip-non-html", folder]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    messages = json.loads(done.stderr)["messages"]
    return [
        f"{one.get('url', '').removeprefix(f'file:{folder}')}:{one.get('lastLine')}: {one['message']}"
        for one in messages
    ]


def test_no_page_has_an_error(site):
    """No page of the built site has an HTML error."""
    assert_none(errors(site))


def test_the_checker_reports_errors(tmp_path):
    """The checker does report a broken page."""
    (tmp_path / "index.html").write_text("<!doctype html><title>x</title><p id=a><b id=a>", encoding="utf-8")
    assert errors(tmp_path)
