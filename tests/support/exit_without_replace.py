"""Measures what Back shows after an exit that does not replace its page's entry in the session history."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import write_headers
from browser_drivers import BROWSERS

from benchmarks.traces import (
    FIRST,
    PAUSE,
    PREVIOUS_SITE,
    ROOT,
    START,
    Hosts,
    at_exit_site,
    has_text,
    in_each_browser,
    leave,
    serve_all,
)
from core.facts import load

SLOW_RESPONSE = 0.6  # seconds until a slow site answers
RETRY = "setTimeout(() => location.assign("  # the exit's second attempt, which would leave once more by itself


@dataclass
class AfterPush:
    """What Back showed after an exit that left its page in the session history."""

    within: bool  # the page was in the session history
    has_text: bool  # text was painted
    at_exit_site: bool  # the exit site was shown at the end


def without_replace(site: Path, folder: Path) -> Path:
    """A copy of the site whose exit adds an entry to the session history, and tries only one address."""
    copy = Path(shutil.copytree(site, folder / "push"))
    for path in copy.rglob("*.html"):
        before, start, rest = path.read_text(encoding="utf-8").partition("<script>")  # the exit's is the first
        script, end, rest = rest.partition("</script>")
        if start:
            script = script.replace("location.replace(", "location.assign(")
            assert script.count("location.assign(") > script.count(RETRY) > 0, "the exit has changed; adapt this file"
            script = script.replace(RETRY, "void (() => location.assign(")
            path.write_text("".join([before, start, script, end, rest]), encoding="utf-8")
        for compressed in path.parent.glob(f"{path.name}.*"):
            compressed.unlink()  # or nginx would serve it
    write_headers.write(copy, load(ROOT, None))  # it allows the changed script
    return copy


def measure_push(browser: str, hosts: Hosts, folder: Path) -> AfterPush:
    """Open a page, use that exit, go Back, and record until well after the exit site has answered."""
    with BROWSERS[browser](folder / browser / "push" / "profile", hosts.ports, hosts.certificates) as driver:
        driver.open(PREVIOUS_SITE)
        driver.open(START + FIRST[1:])
        leave(driver)
        driver.record(PAUSE)
        _, entries = driver.session_history()
        driver.go(-1)
        seen = any(has_text(picture) for picture in driver.record(2.5 * SLOW_RESPONSE))
        return AfterPush(START + FIRST[1:] in entries, seen, at_exit_site(driver))


def measure_pushes(site: Path, folder: Path) -> dict[str, AfterPush]:
    """The result for each browser. Exit sites answer slowly, so that what Back restores stays visible for a while."""
    with serve_all(without_replace(site, folder), folder / "pushed", SLOW_RESPONSE) as hosts:
        return in_each_browser(lambda browser: measure_push(browser, hosts, folder))
