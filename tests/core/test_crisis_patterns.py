"""The patterns that notice danger are checked, and prepared for the search as stems."""

import pytest

from core.crisis_patterns import hidden_phrases, prepare, problems
from core.schema import CrisisPatterns

VALUES = {
    "fillers": ["just"],
    "groups": {"me": ["me", "myself"]},
    "topics": ["danger"],
    "answers": {"self": ["calm", "danger"]},
    "quiet": ["dying to"],
    "kinds": {"self": ["kill|killing|kills .. @me", "suicid*", "end_it|ends_it all", "< bridge >"]},
}


def patterns(**values):
    """Patterns for a test."""
    return CrisisPatterns(**(VALUES | values))


def test_patterns_are_prepared_as_stems():
    """Forms with the same stem are written once; groups, gaps, edges and phrases of two words keep their marks."""
    assert prepare(patterns(), ("calm", "danger")) == {
        "fillers": ["just"],
        "groups": {"me": ["me", "myself"]},
        "quiet": ["dying to"],
        "kinds": [{"answers": [0, 1], "patterns": ["kill .. @me", "suicid*", "end_it all", "< bridg >"]}],
        "topics": [1],
    }


@pytest.mark.parametrize(
    ("quiet", "phrase", "is_hidden"),
    [
        ("killing me", "He is killing me!", True),
        ("killing|kills .. @me", "he just kills time and me", True),
        ("killing time", "he is killing time, and he is killing me", False),
        ("killing time", "killing time", False),
        ("killing time", "killing me", False),
    ],
)
def test_an_everyday_phrase_must_not_hide_danger(quiet, phrase, is_hidden):
    """A phrase of danger that is noticed only without the everyday phrases is reported with the one that hides it."""
    message = f"data/crisis_patterns.yml, quiet: “{quiet}” hides the danger in “{phrase}”; narrow it, or delete it."
    assert hidden_phrases(patterns(quiet=[quiet]), [phrase]) == [message] * is_hidden


@pytest.mark.parametrize(("word", "expected"), [("bruise*", "bruis*"), ("rape*", "rape*"), ("grop*", "grop*")])
def test_a_beginning_fits_the_stem(word, expected):
    """A long beginning loses the e that no stem ends in."""
    assert prepare(patterns(quiet=[word]), ())["quiet"] == [expected]


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({}, None),
        ({"quiet": ["@mee so"]}, "quiet: “@mee” in “@mee so” is not a group; write one of: me."),
        (
            {"kinds": {"self": ["can’t go"]}},
            "self: “can’t” in “can’t go” is not a word; write lower-case letters without accents or apostrophes.",
        ),
        (
            {"kinds": {"self": ["a||b"]}},
            "self: “” in “a||b” is not a word; write lower-case letters without accents or apostrophes.",
        ),
        ({"topics": ["dangr"]}, "topics: there is no topic “dangr”; write “danger”."),
        ({"answers": {"self": ["clm"]}}, "answers: there is no topic “clm”; write “calm”."),
        ({"answers": {"sel": ["calm"]}}, "answers: there is no kind “sel”; write “self”."),
    ],
)
def test_a_pattern_that_could_never_be_found_is_refused(values, message):
    """An unknown group or topic, and what is no word as the search compares it, are reported."""
    found = problems(patterns(**values), {"danger", "calm"})
    assert found == ([f"data/crisis_patterns.yml, {message}"] if message else [])
