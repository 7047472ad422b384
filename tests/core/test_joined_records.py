"""Topics know their addresses, and countries their helplines."""

import pytest
from factories import topic, topics_by_slug

from core.facts import load
from core.joined_records import answered_topics, short_links


def test_topics_and_countries_have_every_field(root):
    """Macros and hooks can read any field, whether the file contains it or not; countries are sorted by name."""
    facts = load(root, None)
    first, second = facts.countries[0].lines
    assert (first.region, second.region, second.hours) == ("North", None, None)
    assert [country.id for country in facts.countries] == ["aland", "beland", "deland"]
    assert [len(country.lines) for country in facts.countries] == [2, 1, 0]
    assert [country.ambulance for country in facts.countries] == [("112",), (), ("444",)]
    assert facts.countries[1].silent is None
    assert (facts.topics["what-is-it"].slug, facts.topics["what-is-it"].apply) == ("what-is-it", True)
    unanswered = facts.topics["not-yet"]
    assert (unanswered.address, unanswered.page, unanswered.section, unanswered.apply) == ("", None, None, False)


@pytest.mark.parametrize(
    ("page", "section", "address"),
    [
        ("index.md", None, "./"),
        ("index.md", "start", "./#start"),
        ("why/index.md", None, "why/"),
        ("why/index.md", "helps", "why/#helps"),
        ("why/evidence.md", "limits", "why/evidence/#limits"),
        ("sessions.md", None, "sessions/"),
        ("how/myindex.md", None, "how/myindex/"),
        ("how/a.mdx.md", None, "how/a.mdx/"),
    ],
)
def test_the_address_of_a_topic_is_that_of_the_built_page(page, section, address):
    """Short links, embeds and QR codes lead to the page as MkDocs builds it, with the section as fragment."""
    assert topic(page=page, section=section).address == address


def test_an_address_has_one_short_link():
    """Of several topics that one section answers, the first one's short link is used; others have none."""
    found = topics_by_slug(
        topic("2345", "index.md", slug="a"), topic("6789", "index.md", slug="b"), topic("k7wm", slug="c")
    )
    assert [topic.slug for topic in answered_topics(found)] == ["a", "b"]
    assert short_links(found) == {"": "r/2345/"}
