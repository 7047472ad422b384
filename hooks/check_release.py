"""Reports what only the owner can supply or confirm, and what is outdated: notices in a build, errors in a release."""

import logging
from datetime import date
from typing import Any

from core.addresses import is_reserved
from core.build_state import build_state
from core.joined_records import Country
from core.publishing_schema import ExitAddress, MeasuredTraces
from core.schema import Menu
from core.settings import Practice

log = logging.getLogger("mkdocs.hooks.check_release")

MAX_DAYS = 90  # since a number was confirmed, or the traces were measured
MAX_MENU_DAYS = 180  # since the help page of an app was read: apps move their menus
MAX_NAMES = 3  # names of numbers in a message; there may be hundreds
MAX_EXIT_DAYS = 365  # since an address of the quick exit was reviewed
PREVIEW = (
    "Notice: site_url in mkdocs.yml is an example, so every page says that it is a preview; scripts/build --release "
    "lists all that is missing."
)
HOW_TO_CONFIRM = (
    "handbook/confirmations.md lists them with the page to compare with (made by scripts/confirmations); compare, "
    "then write the day after “confirmed:”"
)


def notice(practice: Practice) -> str | None:
    """Return the notice that every build logs until readers have a way to apply."""
    if practice.name and not practice.takes_applications:
        return (
            "Notice: no way to apply is set, so the page about sessions offers a sheet to prepare with. "
            "Set apply_url, apply_email or apply_phone under extra › practice in mkdocs.yml when there is one."
        )
    return None


def problems(site_url: str, practice: Practice) -> list[str]:
    """Return one message for each setting that a release needs and that is missing.

    Takes the site's address and the practice's settings.
    """
    wrong = []
    if is_reserved(site_url):
        wrong.append(
            f"mkdocs.yml: site_url is still the example “{site_url}”; write the address that readers will use."
        )
    if practice.name and not practice.takes_applications:
        wrong.append(
            "mkdocs.yml: readers cannot apply; under extra › practice write apply_url (the https address of a form), "
            "apply_email or apply_phone."
        )
    return wrong


def stale_confirmations(confirmations: list[tuple[str, str, date | None]], today: date) -> list[str]:
    """Return a message for each file with shown numbers that nobody confirmed, or not recently, or on a future date.

    Takes the file and the name of each number with the day on which a person last compared it with its service's own
    page, and today.
    """
    found: dict[tuple[str, str], list[str]] = {}
    for file, name, day in confirmations:
        if reason := _stale_reason(day, today):
            found.setdefault((file, reason), []).append(f"“{name}”")
    return [f"{file}: {_count_and_names(names)} {reason}; {HOW_TO_CONFIRM}." for (file, reason), names in found.items()]


def _stale_reason(day: date | None, today: date) -> str:
    """Why a number that is shown has to be compared; empty if it was compared recently."""
    if day is None:
        return "shown but confirmed by nobody"
    if day > today:
        return "confirmed on a day in the future"
    return f"confirmed over {MAX_DAYS} days ago" if (today - day).days > MAX_DAYS else ""


def _count_and_names(names: list[str]) -> str:
    """The number of entries, and the first three names."""
    more = ["…"] if len(names) > MAX_NAMES else []
    return f"{len(names)} {'entry' if len(names) == 1 else 'entries'} ({', '.join(names[:MAX_NAMES] + more)})"


def without_ambulance(countries: tuple[Country, ...]) -> list[str]:
    """Return one message for each country that shows no number that brings an ambulance."""
    return [
        f"data/emergency.yml: “{country.name}” has no number that brings an ambulance; add “ambulance:” or “general:”."
        for country in countries
        if not (country.ambulance or country.general)
    ]


def stale_exits(exits: tuple[ExitAddress, ...], today: date) -> list[str]:
    """Return one message for each address of “Leave now” that nobody reviewed within a year."""
    return [
        f"data/quick_exit.yml: “{exit.name}” was reviewed on {exit.reviewed}, which is "
        f"{'in the future' if exit.reviewed > today else 'over a year ago'}; open {exit.url}, check that it "
        "is still a page that anybody might have open, then write the date after “reviewed:”."
        for exit in exits
        if not 0 <= (today - exit.reviewed).days <= MAX_EXIT_DAYS
    ]


def stale_menus(menus: tuple[Menu, ...], today: date) -> list[str]:
    """Return one message for each path through a menu that nobody compared with its maker's help recently."""
    return [
        f"data/menus.yml: “{menu.id}” was checked on {menu.checked}, "
        f"{'which is in the future' if menu.checked > today else f'over {MAX_MENU_DAYS} days ago'}; compare it with "
        f"{menu.page or menu.maker}, then write the date after “checked:”."
        for menu in menus
        if not 0 <= (today - menu.checked).days <= MAX_MENU_DAYS
    ]


def stale_traces(traces: MeasuredTraces, today: date) -> list[str]:
    """Return a message if the table of traces, which readers at risk rely on, was not measured recently."""
    day = traces.measured
    if 0 <= (today - day).days <= MAX_DAYS:
        return []
    when = "which is in the future" if day > today else f"over {MAX_DAYS} days ago"
    return [
        f"data/traces.yml: the traces were measured on {day}, {when}; "
        "run scripts/traces, then read docs/safety/reading.md again, since it states what the table shows."
    ]


def on_post_build(*, config: Any) -> None:
    """Called by MkDocs when all pages are built."""
    facts = build_state(config).facts
    if text := notice(facts.practice):
        log.info(text)
    if is_reserved(config.site_url or "") and not config.extra["release"]:
        log.info(PREVIEW)
    today = date.today()
    menus = stale_menus(facts.menus, today)
    if not config.extra["release"]:
        for text in menus:
            log.info("Notice: %s", text)
    else:
        settings = problems(config.site_url or "", facts.practice)
        dated = stale_confirmations(facts.confirmations, today) + stale_exits(facts.quick_exit, today) + menus
        dated += stale_traces(facts.traces, today) + without_ambulance(facts.countries)
        for text in settings + dated:
            log.warning(text)
