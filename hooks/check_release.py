"""Says what only the owner can still supply: a notice in every build, a refusal in a release."""

import logging
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from core.build_state import build_state
from core.settings import Practice
from core.site_schema import MeasuredTraces, QuickExit

log = logging.getLogger("mkdocs.hooks.check_release")

EXAMPLES = ("example", "test", "invalid", "localhost", "example.org", "example.com", "example.net")  # RFC 2606
OLDEST = 90  # days since a number was compared, or the traces were measured
YEAR = 365  # days since an exit was looked at
COMPARE = "compare it with the service's own page, then write the day after “confirmed:”"


def notice(practice: Practice) -> str | None:
    """The one line that every build says while no applications can be taken; nothing once they can."""
    if practice.name and not practice.apply_url:
        return (
            "Notice: no address for applications is set, so the invitation leads to the page about sessions. "
            "Set extra › practice › apply_url in mkdocs.yml when there is one."
        )
    return None


def problems(site_url: str, practice: Practice) -> list[str]:
    """Judge whether the settings are good enough for a release.

    Takes the site's address and the practice's settings; gives one line for each thing that is missing.
    """
    wrong = []
    host = urlsplit(site_url).hostname or "example"
    if f".{host}".endswith(tuple(f".{example}" for example in EXAMPLES)):
        wrong.append(
            f"mkdocs.yml: site_url is still the example “{site_url}”; write the address that readers will use."
        )
    if practice.name and not practice.apply_url:
        wrong.append(
            "mkdocs.yml: extra › practice › apply_url is empty; write the https address of the application form."
        )
    return wrong


def stale(confirmations: list[tuple[str, date | None]], today: date) -> list[str]:
    """Judge whether the shown numbers are fresh enough for a release.

    Takes where each stands, the day on which it was last compared with its service's own page, and today; gives one
    line for each that nobody compared, that was compared too long ago, or that holds a day to come.
    """
    wrong = []
    for name, day in confirmations:
        if day is None:
            wrong.append(f"{name} is shown but no person has confirmed it; {COMPARE}.")
        elif day > today:
            wrong.append(f"{name} was confirmed on {day}, which is still to come; {COMPARE}.")
        elif (today - day).days > OLDEST:
            wrong.append(f"{name} was confirmed on {day}, over {OLDEST} days ago; {COMPARE}.")
    return wrong


def unseen(exits: tuple[QuickExit, ...], today: date) -> list[str]:
    """Judge the addresses to which “Leave now” leads; one that nobody looked at for a year is refused."""
    return [
        f"data/quick_exit.yml: “{exit.name}” was looked at on {exit.reviewed}, which is "
        f"{'still to come' if exit.reviewed > today else 'over a year ago'}; open {exit.url}, look whether it is "
        "still a page that anybody might have open, then write the day after “reviewed:”."
        for exit in exits
        if not 0 <= (today - exit.reviewed).days <= YEAR
    ]


def outdated(traces: MeasuredTraces, today: date) -> list[str]:
    """Judge the day on which the table of traces was measured, which readers at risk rely on."""
    day = traces.measured
    if 0 <= (today - day).days <= OLDEST:
        return []
    when = "which is still to come" if day > today else f"over {OLDEST} days ago"
    return [
        f"data/traces.yml: the traces were measured on {day}, {when}; "
        "run scripts/traces, then read docs/safety/reading.md again, since it promises what the table says."
    ]


def ahead(written: dict[str, date], today: date) -> list[str]:
    """Judge the days on which the pages were written, by their file names; a day to come is refused."""
    return [
        f"{page}: “written” is {day}, which is still to come; write the day of the last change of substance."
        for page, day in written.items()
        if day > today
    ]


_written: dict[str, date] = {}


def on_pre_build(**_: Any) -> None:
    """Called by MkDocs before it reads the pages."""
    _written.clear()


def on_page_content(html: str, *, page: Any, **_: Any) -> None:
    """Called by MkDocs for each page."""
    if isinstance(page.meta.get("written"), date):
        _written[f"docs/{page.file.src_uri}"] = page.meta["written"]


def on_post_build(*, config: Any) -> None:
    """Called by MkDocs when all pages are built."""
    facts = build_state(config).facts
    if text := notice(facts.practice):
        log.info(text)
    if config.extra["release"]:
        today = date.today()
        settings = problems(config.site_url or "", facts.practice)
        dated = stale(facts.confirmations, today) + unseen(facts.quick_exit, today) + ahead(_written, today)
        dated += outdated(facts.traces, today)
        for text in settings + dated:
            log.warning(text)
