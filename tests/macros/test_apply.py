"""The way to apply is one link to the practice's form: nothing goes along that the reader has not seen."""

from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from macro_environment import tree

from core.settings import ApplyFields
from core.value_checks import https
from macros import bind_macros
from macros.apply import add_query

STEADY = settings(max_examples=30, deadline=None, derandomize=True, database=None)
URLS = st.tuples(
    st.sampled_from(["", ":8443", ".", "/"]),
    st.text("abcXYZ019-._~:/?#[]@!$&()*+,;=%")
    | st.lists(st.sampled_from([*"?&#=/%", "a", "%20", "%26", "entry.1", "usp=pp_url"])).map("".join),
).map(lambda parts: f"https://forms.example.org{parts[0].rstrip('.')}/{parts[1].lstrip('/')}")
FIELDS = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,12}", fullmatch=True)


def page(facts, name="apply", **practice):
    """The HTML tree of a macro, for a practice with these settings."""
    known = replace(facts, practice=facts.practice.model_copy(update=practice))
    return tree(bind_macros(known)[name]())


def outward_link(found):
    """The one link that leaves the guide."""
    (link,) = found.css("a:not([href^='/'], [href^='#'])")
    return link


def split_query(url):
    """Split a URL: its query as (name, value) pairs, and the URL without its query."""
    parts = urlsplit(url)
    return parse_qsl(parts.query, keep_blank_values=True), parts._replace(query="")


@STEADY
@given(url=URLS)
def test_any_address_for_applications_is_one_complete_link(url, facts):
    """An address that the settings accept is linked unchanged, and only from the page about sessions."""
    assert https(url) == url
    found = page(facts, apply_url=url)
    about = {"data-plain": url, "data-lang": "en"}
    attributes = {"class": "guide-button", "href": url, "rel": "noopener noreferrer"} | about
    assert outward_link(found).attributes == attributes
    assert found.css_first(".guide-application strong").text() == urlsplit(url).netloc
    for name in ("invitation", "offer"):
        assert page(facts, name, apply_url=url).css("a:not([href^='/'], [href^='#'])") == []


@settings(STEADY, max_examples=150)
@given(url=URLS, field=FIELDS)
def test_the_language_is_added_to_the_address_and_nothing_else(url, field, facts):
    """The language is appended to the query; every other part of the address is unchanged."""
    before, rest = split_query(url)
    assume(field not in [name for name, _ in before])  # refused by core/consistency.py
    link = outward_link(page(facts, apply_url=url, apply_fields=ApplyFields(language=field)))
    assert link.attributes["data-plain"] == url
    assert split_query(link.attributes["href"]) == ([*before, (field, "en")], rest)


@STEADY
@given(url=URLS, topic=FIELDS, code=FIELDS)
def test_topic_and_code_are_not_sent_without_a_choice(url, topic, code, facts):
    """Until the reader chooses, the link is the form's own address; the field names are only data for the script."""
    found = page(facts, apply_url=url, apply_fields=ApplyFields(topic=topic, code=code, language=""))
    attributes = outward_link(found).attributes
    assert attributes["href"] == attributes["data-plain"] == url
    assert (attributes["data-topic"], attributes["data-code"]) == (topic, code)
    assert "data-language" not in attributes
    assert [node.attributes.get("value") for node in found.css("option[selected], input")] == ["", None]


def test_only_topics_with_a_page_and_apply_can_be_chosen(facts):
    """A topic without a page, or with `apply: false`, is not among the options."""
    one = facts.topics["what-is-it"]
    others = {"b": {"slug": "b", "apply": False}, "c": {"slug": "c", "page": None}}
    topics = {one.slug: one} | {slug: one.model_copy(update=values) for slug, values in others.items()}
    form = {"apply_url": "https://forms.example.org/", "apply_fields": ApplyFields(topic="t")}
    found = page(replace(facts, topics=topics), **form)
    assert [node.attributes["value"] for node in found.css("option")] == ["", "what-is-it"]


def test_mail_and_telephone_are_links_that_show_their_address(facts):
    """A mail has a neutral subject; both show what they dial or write to, and lead to what they leave on a device."""
    found = page(facts, apply_email="office@practice.example.org", apply_phone="+44 20 7946 0000")
    links = {link.attributes["href"]: link.text() for link in found.css(".guide-direct a")}
    assert found.css(".guide-application") == []  # which docs/assets/application.js expects to hold a form
    assert links == {
        "mailto:office@practice.example.org?subject=A%20question": "office@practice.example.org",
        "tel:+442079460000": "+44 20 7946 0000",
        "/safety/reading.md#calls": "what calls and e-mails leave",
    }


def test_without_a_way_to_apply_there_is_a_sheet(facts):
    """A practice without form, mail and telephone offers a sheet to prepare with and free help, and no dead end."""
    found = page(facts, apply_url=None)
    assert found.css("form, select, input, textarea, button, .guide-application") == []
    links = [link.attributes["href"] for link in found.css("a")]
    assert links == ["/sessions.md#fit", "/take/first-message.md", "/help/index.md"]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://a.example", "https://a.example?l=en"),
        ("https://a.example/", "https://a.example/?l=en"),
        ("https://a.example/?", "https://a.example/?l=en"),
        ("https://a.example/?a=b", "https://a.example/?a=b&l=en"),
        ("https://a.example/?a=b&", "https://a.example/?a=b&l=en"),
        ("https://a.example/?a=b#c", "https://a.example/?a=b&l=en#c"),
        ("https://a.example/#c?d", "https://a.example/?l=en#c?d"),
        ("https://a.example/?a=b?", "https://a.example/?a=b?&l=en"),
        ("https://a.example/a&", "https://a.example/a&?l=en"),
    ],
)
def test_parameters_are_appended_to_the_query(address, expected):
    """New parameters follow the existing query and precede the fragment, whatever characters the address contains."""
    assert add_query(address, {"l": "en"}) == expected
    assert add_query(address, {}) == address


def test_appended_parameters_are_escaped():
    """A name or a value with URL characters in it is still one name and one value."""
    values = {"a&b": "c=d&e#f", "ü ?": "%"}
    assert split_query(add_query("https://a.example/?x=", values))[0] == [("x", ""), *values.items()]
