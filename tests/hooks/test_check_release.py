"""What only the owner can still supply is said in every build, and refuses a release."""

from types import SimpleNamespace

import check_release
import pytest
from check_release import notice, problems

SITE = "https://guide.net/"
READY = {"name": "Sam Roe", "apply_url": "https://forms.guide.net/"}
WAITING = {"name": "Sam Roe", "apply_url": None}
NOTICE = (
    "Notice: no address for applications is set, so the invitation leads to the page about sessions. "
    "Set extra › practice › apply_url in mkdocs.yml when there is one."
)
COMPARE = (
    "is shown but no person has confirmed it; compare it with the service's own page, "
    "then write the date after “confirmed:”."
)
NO_FORM = "mkdocs.yml: extra › practice › apply_url is empty; write the https address of the application form."


@pytest.mark.parametrize(
    ("practice", "said"), [(WAITING, NOTICE), (READY, None), ({"name": None, "apply_url": None}, None)]
)
def test_a_build_says_that_no_applications_can_be_taken(practice, said):
    """The owner reads in each build that the form is missing, unless it is there or nothing is offered."""
    assert notice(practice) == said


def test_a_complete_copy_may_be_released():
    """A site with its own address, a form and confirmed numbers is refused nothing."""
    assert problems(SITE, READY, []) == []
    assert problems(SITE, {"name": None, "apply_url": None}, []) == []


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
    assert problems(address, READY, []) == [
        f"mkdocs.yml: site_url is still the example “{address}”; write the address that readers will use."
    ]


@pytest.mark.parametrize("address", ["https://goodexample.org/", "https://my-test.net/test", "https://example.org.uk/"])
def test_an_address_that_only_resembles_an_example_is_released(address):
    """A real address may hold the word example."""
    assert problems(address, READY, []) == []


def test_everything_that_is_missing_is_said_at_once():
    """The owner gets the whole list: the address, the form, and each number that nobody has confirmed."""
    assert problems("https://guide.example/", WAITING, ["Aland: First line", "Aland: Second line"]) == [
        "mkdocs.yml: site_url is still the example “https://guide.example/”; write the address that readers will use.",
        NO_FORM,
        f"data/helplines.yml: “Aland: First line” {COMPARE}",
        f"data/helplines.yml: “Aland: Second line” {COMPARE}",
    ]


@pytest.mark.parametrize(
    ("release", "heard"),
    [(False, [(20, NOTICE)]), (True, [(20, NOTICE), (30, NO_FORM)])],
)
def test_mkdocs_refuses_only_a_release(release, heard, caplog):
    """An ordinary build gets a notice; only a release is stopped."""
    caplog.set_level("INFO")
    facts = SimpleNamespace(practice=WAITING, unconfirmed=[])
    check_release.on_post_build(config=SimpleNamespace(extra={"facts": facts, "release": release}, site_url=SITE))
    assert [(level, text) for _, level, text in caplog.record_tuples] == heard


def test_a_site_without_an_address_is_not_released(caplog):
    """A site_url that was taken out is answered like an example, not with a breakdown."""
    facts = SimpleNamespace(practice=READY, unconfirmed=[])
    check_release.on_post_build(config=SimpleNamespace(extra={"facts": facts, "release": True}, site_url=None))
    assert caplog.messages[0].startswith("mkdocs.yml: site_url is still the example “”")
