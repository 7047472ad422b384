"""A wrong setting in mkdocs.yml is answered with what to write; every setting may be missing or empty."""

import pytest
from advice import FIELDS_BELOW, FORM_FIELD, HTTPS, ICON, LANGUAGE, LIST, NO_FIELDS, NO_LIST, ONCE, QUOTED

from core.messages import problems, validated
from core.settings import ApplyFields, Extra, Practice

ALL = ", ".join(sorted(Practice.model_fields))


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"pricee": "50"}, "pricee: there is no field “pricee”; write “price”."),
        ({"xyz": 1}, f"xyz: there is no field “xyz”; write one of: {ALL}."),
        ({"qualification": 50}, f"qualification: “50” cannot be used; {QUOTED}."),
        ({"price": 50}, "price: “50” cannot be used; write it as a reader says it, such as “60 euros a session”."),
        (
            {"apply_phone": "“+44 20 7946 0000”"},
            'apply_phone: ““+44 20 7946 0000”” cannot be used; write straight quotation marks, ", in place of '
            "the curly ones.",
        ),
        ({"price": ["50"]}, f"price: “['50']” cannot be used; {NO_LIST}."),
        ({"kind": "magic"}, "kind: “magic” cannot be used; write one of: therapy, coaching, counselling."),
        ({"offer": "A. B. C. D."}, "offer: “A. B. C. D.” cannot be used; write three sentences at most."),
        (
            {"apply_url": "http://forms.example.org/"},
            f"apply_url: “http://forms.example.org/” cannot be used; {HTTPS}.",
        ),
        ({"not_for": ["a", 5]}, f"not_for › entry 2: “5” cannot be used; {QUOTED}."),
        ({"not_for": ["a", "a"]}, f"not_for › entry 2: “a” cannot be used; {ONCE}."),
        ({"helpline_regions": ["AA", "BB", "aa "]}, f"helpline_regions › entry 3: “aa ” cannot be used; {ONCE}."),
        ({"languages": ["en", "ur", "EN", "en"]}, f"languages › entry 3: “EN” cannot be used; {ONCE}."),
        ({"languages": "English"}, f"languages: “English” cannot be used; {LIST}."),
        ({"languages": ["xx", "en"]}, f"languages › entry 1: “xx” cannot be used; {LANGUAGE}."),
        ({"apply_fields": {"topics": "t"}}, "apply_fields › topics: there is no field “topics”; write “topic”."),
        ({"apply_fields": {"code": "a&b=1"}}, f"apply_fields › code: “a&b=1” cannot be used; {FORM_FIELD}."),
        ({"apply_fields": "topic"}, f"apply_fields: “topic” cannot be used; {FIELDS_BELOW}."),
    ],
    ids=lambda value: "+".join(value) if isinstance(value, dict) else "",
)
def test_a_wrong_setting_is_refused(settings, message):
    """A misspelt setting, a wrong kind of value and an unknown choice are each answered with what to write."""
    assert problems(settings, Practice, "here") == [f"here: {message}"]


EXTRA = {"release": False, "practice": {}}


@pytest.mark.parametrize(
    ("extra", "message"),
    [
        ({"socal": []}, "socal: there is no field “socal”; write “social”."),
        ({"homepage": "http://a.example/"}, f"homepage: “http://a.example/” cannot be used; {HTTPS}."),
        (
            {"social": [{"icon": "x", "link": "tel:+44 20 7946 0000"}]},
            f"social › entry 1 › icon: “x” cannot be used; {ICON}.",
        ),
        ({"social": [{"icon": "material/email"}]}, "social › entry 1 › link: the field is missing; add “link:”."),
        (
            {"alternate": [{"name": "A", "link": "/a/", "lang": "deutsch"}]},
            f"alternate › “A” › lang: “deutsch” cannot be used; {LANGUAGE}.",
        ),
        ({"alternate": {"name": "A"}}, f"alternate: “alternate” cannot be used; {LIST}."),
    ],
    ids=lambda value: "+".join(value) if isinstance(value, dict) else "",
)
def test_a_wrong_link_of_header_or_footer_is_refused(extra, message):
    """What is missing or misspelt in a list is named by its entry."""
    assert problems(EXTRA | extra, Extra, "here") == [f"here: {message}"]


@pytest.mark.parametrize(
    ("social", "shown"),
    [
        ({"link": "https://www.example.org/@a/", "name": "A there"}, "A there"),
        ({"link": "https://www.example.org/@a/"}, "example.org/@a"),
        ({"link": "mailto:a@practice.org"}, "a@practice.org"),
    ],
)
def test_a_link_to_a_network_has_words(social, shown):
    """Its name, or the address without what a reader does not need: an icon alone is not understood by all."""
    extra = validated(EXTRA | {"social": [{"icon": "material/email"} | social]}, Extra, "here")
    assert [place.shown for place in extra.social] == [shown]


@pytest.mark.parametrize("settings", ["Sam Roe", "", False, True, 0, 7, [], ["name"], None])
def test_settings_without_fields_are_refused(settings):
    """A text, a list, a number or a boolean in their place gets a message that says how settings are written."""
    assert problems(settings, Practice, "here") == [f"here: {NO_FIELDS}"]


@pytest.mark.parametrize("settings", [{}, dict.fromkeys(Practice.model_fields), {"name": "", "languages": []}])
def test_a_setting_without_a_value_is_empty(settings):
    """Settings may be missing or empty, and macros can read all of them."""
    lists = dict.fromkeys(("languages", "helpline_regions", "not_for"), ())
    empty = dict.fromkeys(Practice.model_fields) | lists | {"apply_fields": ApplyFields()}
    assert dict(validated(settings, Practice, "here")) == empty


def test_a_valid_setting_is_accepted():
    """Valid values are accepted unchanged, those of a list in their order."""
    given = {"name": "Sam Roe", "languages": ["ur", "en-GB"], "apply_fields": {"topic": "entry.1", "code": ""}}
    practice = validated(given, Practice, "here")
    assert (practice.name, practice.languages) == ("Sam Roe", ("ur", "en-GB"))
    assert practice.apply_fields == ApplyFields(topic="entry.1")
