"""Phone numbers belong in data/; one in the text of a page is reported."""

import pytest
from check_phone_numbers import on_page_content, problems
from factories import config, page


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Call 999 now.", "999"),
        ("Ring 15 or go there.", "15"),
        ("Dial 116 123.", "116 123"),
        ("Their line is 0808 2000 247.", "0808 2000 247"),
        ("It is +44 808 2000 247.", "+44 808 2000 247"),
        ("Lifeline: 13\u00a011\u00a014", "13\u00a011\u00a014"),
        ("Samaritans: 116\u202f123", "116\u202f123"),
        ("Phone (02) 555-1234.", "(02) 555-1234"),
        ("The emergency number there is 112.", "112"),
    ],
)
def test_a_phone_number_in_a_page_is_reported(text, number):
    """Numbers are found with any length and any separators between their digits."""
    (message,) = problems("docs/a.md", [text], [])
    assert message == (
        f"docs/a.md: the phone number “{number}” is in the text of the page; remove it, add it to "
        "data/helplines.yml or data/emergency.yml, and let {{ helpline() }} or {{ country_index() }} show it."
    )


@pytest.mark.parametrize(
    "text",
    [
        "Written on 2026-11-22, from pages of 2012 to 2015.",
        "A study of 1,340 women; 464 of them, or 35 per cent.",
        "Call 3 friends, at 14:30 or later.",
        "Firefox 153.7.0 and Chromium 156",
        "A text of 160 letters, a call of 20 minutes.",
        "Step 12 of 100",
    ],
)
def test_other_numbers_are_allowed(text):
    """Dates, years, times, versions and counted things are no phone numbers."""
    assert problems("docs/a.md", [text], []) == []


def test_only_phone_links_from_data_are_allowed(caplog):
    """A phone link in the page's own text is reported; one that a macro inserts is not."""
    from_data = '<div data-lookup><p>Call 999: <a href="tel:999">999</a></p></div>'
    on_page_content(from_data, page=page(), config=config())
    assert caplog.messages == []
    on_page_content(f'{from_data}<p><a href="TEL:0123">here</a></p>', page=page(), config=config())
    assert [line.partition(";")[0] for line in caplog.messages] == [
        "docs/a.md: the phone number “TEL:0123” is in the text of the page"
    ]
