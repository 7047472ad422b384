"""What only the owner can still supply is said in every build, and refuses a release."""

from datetime import date
from types import SimpleNamespace

import check_release
import pytest
from check_release import ahead, notice, outdated, problems, stale, unseen
from factories import config

from core.settings import Practice
from core.site_schema import MeasuredTraces, QuickExit

SITE = "https://guide.net/"
READY = Practice(name="Sam Roe", apply_url="https://forms.guide.net/")
WAITING = Practice(name="Sam Roe")
NOTICE = (
    "Notice: no address for applications is set, so the invitation leads to the page about sessions. "
    "Set extra › practice › apply_url in mkdocs.yml when there is one."
)
COMPARE = "compare it with the service's own page, then write the day after “confirmed:”."
NO_FORM = "mkdocs.yml: extra › practice › apply_url is empty; write the https address of the application form."


def settings(facts, release, site_url):
    """The settings of MkDocs with these facts."""
    found = config(facts=facts, extra={"release": release})
    found.site_url = site_url
    return found


def measured(day):
    """A table of traces of this day."""
    return MeasuredTraces.model_construct(measured=day)


def known(practice):
    """The facts of a house that has nothing else to judge than its settings."""
    return SimpleNamespace(practice=practice, confirmations=[], quick_exit=[], traces=measured(date.today()))


@pytest.mark.parametrize(("practice", "said"), [(WAITING, NOTICE), (READY, None), (Practice(), None)])
def test_a_build_says_that_no_applications_can_be_taken(practice, said):
    """The owner reads in each build that the form is missing, unless it is there or nothing is offered."""
    assert notice(practice) == said


def test_a_complete_copy_may_be_released():
    """A site with its own address, a form and confirmed numbers is refused nothing."""
    assert problems(SITE, READY) == []
    assert problems(SITE, Practice()) == []


@pytest.mark.parametrize(
    "address",
    [
        "https://guide.example/",
        "https://example.org/guide/",
        "https://www.example.com",
        "http://localhost:8000/",
        "https://a.test:443/",
        "",
    ],
)
def test_an_example_address_is_not_released(address):
    """A site never goes out under an address that is reserved for examples, or under none."""
    assert problems(address, READY) == [
        f"mkdocs.yml: site_url is still the example “{address}”; write the address that readers will use."
    ]


@pytest.mark.parametrize("address", ["https://goodexample.org/", "https://my-test.net/test", "https://example.org.uk/"])
def test_an_address_that_only_resembles_an_example_is_released(address):
    """A real address may hold the word example."""
    assert problems(address, READY) == []


def test_everything_that_is_missing_is_said_at_once():
    """The owner gets the whole list: the address and the form."""
    assert problems("https://guide.example/", WAITING) == [
        "mkdocs.yml: site_url is still the example “https://guide.example/”; write the address that readers will use.",
        NO_FORM,
    ]


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (None, "is shown but no person has confirmed it"),
        (date(2026, 3, 3), "was confirmed on 2026-03-03, which is still to come"),
        (date(2025, 12, 1), "was confirmed on 2025-12-01, over 90 days ago"),
        (date(2025, 12, 2), None),
        (date(2026, 3, 2), None),
    ],
)
def test_a_stale_number_is_not_released(day, said):
    """A number goes out only if somebody compared it within ninety days; a day to come is not believed."""
    place = "data/helplines.yml: “Aland: First line”"
    assert stale([(place, day)], date(2026, 3, 2)) == ([f"{place} {said}; {COMPARE}"] if said else [])


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 3, 3), "2026-03-03, which is still to come"),
        (date(2025, 3, 1), "2025-03-01, which is over a year ago"),
        (date(2025, 3, 2), None),
        (date(2026, 3, 2), None),
    ],
)
def test_an_exit_that_nobody_looked_at_is_not_released(day, said):
    """Where “Leave now” leads was looked at within a year: a page may have become a shop, or gone."""
    exit = QuickExit(name="A weather page", url="https://weather.example/", reviewed=day, role="author")
    expected = [
        f"data/quick_exit.yml: “A weather page” was looked at on {said}; open https://weather.example/, look "
        "whether it is still a page that anybody might have open, then write the day after “reviewed:”."
    ]
    assert unseen([exit], date(2026, 3, 2)) == (expected if said else [])


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 3, 3), "which is still to come"),
        (date(2025, 12, 1), "over 90 days ago"),
        (date(2025, 12, 2), None),
        (date(2026, 3, 2), None),
    ],
)
def test_an_old_table_of_traces_is_not_released(day, said):
    """What readers are told of traces was measured within ninety days, and not on a day to come."""
    then = "run scripts/traces, then read docs/safety/reading.md again, since it promises what the table says."
    expected = [f"data/traces.yml: the traces were measured on {day}, {said}; {then}"] if said else []
    assert outdated(measured(day), date(2026, 3, 2)) == expected


def test_a_page_from_the_future_is_not_released():
    """Readers are told the true day on which a page was written."""
    written = {"docs/a.md": date(2026, 3, 2), "docs/b.md": date(2026, 3, 3)}
    assert ahead(written, date(2026, 3, 2)) == [
        "docs/b.md: “written” is 2026-03-03, which is still to come; write the day of the last change of substance."
    ]


def test_the_days_of_all_pages_are_judged(caplog, monkeypatch):
    """What MkDocs hands over, page by page, is judged at the end of a release."""
    monkeypatch.setattr(check_release, "_written", {})
    for name, meta in (("a.md", {"written": date(9999, 1, 1)}), ("b.md", {"written": "soon"}), ("c.md", {})):
        page = SimpleNamespace(meta=meta, file=SimpleNamespace(src_uri=name))
        check_release.on_page_content("<p>…</p>", page=page)
    facts = known(READY)
    check_release.on_post_build(config=settings(facts, True, SITE))
    assert [text.split(";")[0] for text in caplog.messages] == [
        "docs/a.md: “written” is 9999-01-01, which is still to come"
    ]


@pytest.mark.parametrize(
    ("release", "heard"),
    [(False, [(20, NOTICE)]), (True, [(20, NOTICE), (30, NO_FORM)])],
)
def test_mkdocs_refuses_only_a_release(release, heard, caplog):
    """An ordinary build gets a notice; only a release is stopped."""
    caplog.set_level("INFO")
    facts = known(WAITING)
    check_release.on_post_build(config=settings(facts, release, SITE))
    assert [(level, text) for _, level, text in caplog.record_tuples] == heard


def test_a_site_without_an_address_is_not_released(caplog):
    """A site_url that was taken out is answered like an example, not with a breakdown."""
    facts = known(READY)
    check_release.on_post_build(config=settings(facts, True, None))
    assert caplog.messages[0].startswith("mkdocs.yml: site_url is still the example “”")
