"""What only the owner can supply is a notice in every build, and stops a release."""

from datetime import date
from types import SimpleNamespace

import check_release
import pytest
from check_release import (
    notice,
    problems,
    stale_confirmations,
    stale_exits,
    stale_menus,
    stale_traces,
    without_ambulance,
)
from factories import config

from core.joined_records import Country
from core.publishing_schema import ExitAddress, MeasuredTraces
from core.schema import Menu
from core.settings import Practice

SITE_URL = "https://guide.net/"
READY = Practice(name="Sam Roe", apply_url="https://forms.guide.net/")
WAITING = Practice(name="Sam Roe")
NOTICE = (
    "Notice: no way to apply is set, so the page about sessions offers a sheet to prepare with. "
    "Set apply_url, apply_email or apply_phone under extra › practice in mkdocs.yml when there is one."
)
HOW_TO_CONFIRM = f"{check_release.HOW_TO_CONFIRM}."
EXAMPLE = "mkdocs.yml: site_url is still the example “{}”; write the address that readers will use."
NO_WAY = (
    "mkdocs.yml: readers cannot apply; under extra › practice write apply_url (the https address of a form), "
    "apply_email or apply_phone."
)


def measured(day):
    """Return a table of traces that was measured on this day."""
    return MeasuredTraces.model_construct(measured=day)


def end_build(practice, release=True, site_url=SITE_URL, menus=()):
    """Run the hook at the end of a build in which nothing else can be wrong."""
    facts = SimpleNamespace(
        practice=practice, confirmations=[], quick_exit=[], countries=(), traces=measured(date.today()), menus=menus
    )
    made = config(facts=facts, extra={"release": release})
    made.site_url = site_url
    check_release.on_post_build(config=made)


@pytest.mark.parametrize(("practice", "message"), [(WAITING, NOTICE), (READY, None), (Practice(), None)])
def test_a_build_logs_a_notice_until_readers_can_apply(practice, message):
    """The notice is there until a way to apply is set, unless the guide offers no sessions."""
    assert notice(practice) == message


@pytest.mark.parametrize(
    ("address", "release", "said"),
    [("https://guide.example/", False, True), (SITE_URL, False, False), ("https://guide.example/", True, False)],
)
def test_a_build_with_an_example_address_logs_that_it_is_a_preview(address, release, said, caplog):
    """A release refuses it instead."""
    caplog.set_level("INFO")
    end_build(READY, release=release, site_url=address)
    assert (check_release.PREVIEW in caplog.messages) == said


@pytest.mark.parametrize(
    ("address", "practice", "messages"),
    [
        (SITE_URL, READY, []),
        (SITE_URL, Practice(), []),
        (SITE_URL, Practice(name="Sam Roe", apply_email="sam@guide.net"), []),
        (SITE_URL, Practice(name="Sam Roe", apply_phone="+44 20 7946 0000"), []),
        ("https://goodexample.org/", READY, []),
        ("https://my-test.net/test", READY, []),
        ("https://example.org.uk/", READY, []),
        ("https://guide.example/", READY, [EXAMPLE]),
        ("https://example.org/guide/", READY, [EXAMPLE]),
        ("https://www.example.com", READY, [EXAMPLE]),
        ("http://localhost:8000/", READY, [EXAMPLE]),
        ("https://a.test:443/", READY, [EXAMPLE]),
        ("", READY, [EXAMPLE]),
        ("https://guide.example/", WAITING, [EXAMPLE, NO_WAY]),
    ],
)
def test_a_release_needs_an_address_and_a_way_to_apply(address, practice, messages):
    """An address that is reserved for examples, and no way to apply, stop a release; all are reported at once."""
    assert problems(address, practice) == [message.format(address) for message in messages]


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        (None, "shown but confirmed by nobody"),
        (date(2026, 3, 3), "confirmed on a day in the future"),
        (date(2025, 12, 1), "confirmed over 90 days ago"),
        (date(2025, 12, 2), None),
        (date(2026, 3, 2), None),
    ],
)
def test_an_unconfirmed_number_stops_a_release(day, reason):
    """A number must have been confirmed within 90 days, and not on a future date."""
    assert stale_confirmations([("data/helplines.yml", "Aland: First line", day)], date(2026, 3, 2)) == (
        [f"data/helplines.yml: 1 entry (“Aland: First line”) {reason}; {HOW_TO_CONFIRM}"] if reason else []
    )


def test_numbers_of_one_file_are_one_message():
    """Hundreds of lines would hide all else that is missing: the first three are named."""
    numbers = [("data/emergency.yml", name, None) for name in "ABCDE"]
    assert stale_confirmations([*numbers, ("data/helplines.yml", "F", None)], date(2026, 3, 2)) == [
        f"data/emergency.yml: 5 entries (“A”, “B”, “C”, …) shown but confirmed by nobody; {HOW_TO_CONFIRM}",
        f"data/helplines.yml: 1 entry (“F”) shown but confirmed by nobody; {HOW_TO_CONFIRM}",
    ]


@pytest.mark.parametrize(
    ("day", "page", "message"),
    [
        (date(2026, 3, 3), "https://loft.example/help", "which is in the future"),
        (date(2025, 9, 2), "https://loft.example/help", "over 180 days ago"),
        (date(2025, 9, 2), None, "over 180 days ago"),
        (date(2025, 9, 3), None, None),
        (date(2026, 3, 2), "https://loft.example/help", None),
    ],
)
def test_an_old_way_through_a_menu_stops_a_release(day, page, message):
    """Where an app keeps its block must have been compared with its maker's help within 180 days: apps move menus."""
    found = Menu.model_construct(id="loft", checked=day, page=page, maker="Loft help")
    line = (
        f"data/menus.yml: “loft” was checked on {day}, {message}; compare it with {page or 'Loft help'}, "
        "then write the date after “checked:”."
    )
    assert stale_menus((found,), date(2026, 3, 2)) == ([line] if message else [])


def test_any_build_names_an_old_way_through_a_menu(caplog):
    """Without --release it is a notice, which stops nothing; a release fails."""
    old = Menu.model_construct(id="loft", checked=date(2020, 1, 1), page=None, maker="Loft help")
    for release in (False, True):
        caplog.clear()
        with caplog.at_level("INFO", "mkdocs.hooks.check_release"):
            end_build(READY, release=release, menus=(old,))
        assert [(line.levelname, "“loft”" in line.message) for line in caplog.records] == [
            ("WARNING" if release else "INFO", True)
        ]


@pytest.mark.parametrize(
    ("day", "message"),
    [
        (date(2026, 3, 3), "which is in the future"),
        (date(2025, 3, 1), "which is over a year ago"),
        (date(2025, 3, 2), None),
        (date(2026, 3, 2), None),
    ],
)
def test_an_exit_that_nobody_reviewed_stops_a_release(day, message):
    """The addresses of “Leave now” must have been reviewed within a year: a page may have changed, or be gone."""
    exit = ExitAddress(name="A weather page", url="https://weather.example/", reviewed=day)
    line = (
        f"data/quick_exit.yml: “A weather page” was reviewed on {day}, {message}; open https://weather.example/, check "
        "that it is still a page that anybody might have open, then write the date after “reviewed:”."
    )
    assert stale_exits([exit], date(2026, 3, 2)) == ([line] if message else [])


@pytest.mark.parametrize(
    ("day", "message"),
    [
        (date(2026, 3, 3), "which is in the future"),
        (date(2025, 12, 1), "over 90 days ago"),
        (date(2025, 12, 2), None),
        (date(2026, 3, 2), None),
    ],
)
def test_an_old_table_of_traces_stops_a_release(day, message):
    """The traces must have been measured within 90 days, and not on a future date."""
    line = (
        f"data/traces.yml: the traces were measured on {day}, {message}; "
        "run scripts/traces, then read docs/safety/reading.md again, since it states what the table shows."
    )
    assert stale_traces(measured(day), date(2026, 3, 2)) == ([line] if message else [])


def test_a_country_without_an_ambulance_stops_a_release():
    """A number for the police alone is not enough; one for any emergency is."""
    numbers = [{"police": ["333"]}, {"police": ["444"], "ambulance": ["445"]}, {"general": ["112"]}]
    countries = tuple(Country.model_construct(name=f"Land {n}", **found) for n, found in enumerate(numbers))
    assert without_ambulance(countries) == [
        "data/emergency.yml: “Land 0” has no number that brings an ambulance; add “ambulance:” or “general:”."
    ]


@pytest.mark.parametrize(
    ("release", "logged"),
    [(False, [(20, NOTICE)]), (True, [(20, NOTICE), (30, NO_WAY)])],
)
def test_only_a_release_is_stopped(release, logged, caplog):
    """An ordinary build logs a notice; a release also logs a warning."""
    caplog.set_level("INFO")
    end_build(WAITING, release)
    assert [(level, text) for _, level, text in caplog.record_tuples] == logged


def test_a_missing_address_stops_a_release(caplog):
    """A missing site_url is reported like an example, without a crash."""
    end_build(READY, site_url=None)
    assert caplog.messages == [EXAMPLE.format("")]
