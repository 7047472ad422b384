"""The search index holds what a result shows, and finds a section by the words that tell it from others."""

import pytest

from core.search_index import (
    MAX_LEAD,
    MAX_REPEATED,
    MAX_WORDS,
    Section,
    build_index,
    first_sentences,
    postings,
    without_layout,
)
from core.search_model import stem_phrases, to_json, train


def section(id="a", heading="Heading", texts=("Some words stand here for a test.",), page="why/", **values):
    """A section of a page."""
    return Section(page, "Why it helps", id, heading, list(texts), **values)


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["They may notice", "You can stop here. It is enough."], "You can stop here. It is enough."),
        (["Police: 112"], ""),
        (
            [f"A sentence of some length stands here alone. {'word ' * 39}end."],
            "A sentence of some length stands here alone.",
        ),
        ([f"{'word ' * 39}end."], f"{('word ' * (MAX_LEAD // 5)).strip()} …"),
        ([], ""),
    ],
)
def test_a_result_shows_the_first_whole_sentences(texts, expected):
    """Labels are skipped; a text that is too long ends after a sentence, or else after a word."""
    assert first_sentences(texts) == expected


def test_a_heading_of_many_pages_is_no_answer():
    """A section that each page has, such as “What to do next”, is left out; the beginnings of pages stay."""
    repeated = [section("next", "What to do next", page=f"{number}/") for number in range(MAX_REPEATED + 1)]
    start = section("", "Why it helps")
    assert without_layout([start, *repeated, section()]) == [start, section()]


def test_a_section_is_found_by_the_words_that_tell_it_from_others():
    """A word of one section weighs more than one of both, and one in the heading more than one in the text."""
    both = [section("a", "Phone", ["shared rare"]), section("b", "Mail", ["shared phone"])]
    found = postings(both)
    assert found["rare"][0] > found["shar"][0]
    assert found["phon"][0] > found["phon"][1]


def test_a_section_is_found_by_a_limited_number_of_words():
    """A long section does not make the index large: the words that tell most are kept."""
    texts = [" ".join(f"word{number}" for number in range(2 * MAX_WORDS))]
    assert len(postings([section(texts=texts), section("b")])) <= MAX_WORDS + 8


def test_a_section_is_found_by_each_of_its_names():
    """Names weigh as much as a section’s rarest word; the index lists those that its heading does not say."""
    land = section("land", "Land", [" ".join(f"word{number}" for number in range(MAX_WORDS))], names=["land", "Aland"])
    others = [section(name, "Phone", ["land"]) for name in "abc"]
    found = postings([land, *others])
    assert found["land"][0] == found["aland"][0] == max(row[0] for row in found.values() if 0 in row)
    listed = build_index(to_json(train(stem_phrases({"one": ["what is it"] * 3}))), [land, *others], {})["sections"]
    assert [row[4:] for row in listed] == [["Aland"], [], [], []]


def test_a_page_can_count_less():
    """The boost in a page's front matter lowers the weights of its words."""
    pair = [section("a", "Phone", ["rare"]), section("b", "Mail", ["scarce"], boost=0.1)]
    found = postings(pair)
    assert found["rare"][0] > found["scarc"][1]


def test_what_somebody_says_counts_less():
    """A section whose heading is a quotation is found by its words, too, but after others."""
    found = postings([section("a", "“Come back”", ["rare"]), section("b", "Going back", ["scarce"])])
    assert found["rare"][0] < found["scarc"][1]


def test_the_index_names_pages_once_and_topics_by_their_sections():
    """Sections refer to their page; each topic to the section that answers it, or -1 if there is none."""
    phrases = {"one": ["what is it"] * 3, "two": ["is it so"] * 3, "gone": ["is it gone"] * 3}
    model = train(stem_phrases(phrases))
    sections = [section("", "Why it helps"), section("how", "How"), section("", "Start", page="")]
    index = build_index(to_json(model), sections, {"one": "why/", "two": "why/#how"})
    assert index["pages"] == [("why/", "Why it helps"), ("", "Why it helps")]
    assert [found[:3] for found in index["sections"]] == [[0, "", "Why it helps"], [0, "how", "How"], [1, "", "Start"]]
    assert dict(zip(model.topics, index["topics"], strict=True)) == {"gone": -1, "one": 0, "two": 1}
    assert set(index["words"].split()) == model.rarity.keys()
    assert "help" in index["more"].split()
