"""A front matter that is missing or wrong is refused, with what to write instead."""

from datetime import date
from types import SimpleNamespace

import check_front_matter
import pytest
from check_front_matter import problems
from factories import config, topic

GOOD = {"title": "A page", "summary": "One. Two. Three.", "written": date(2026, 1, 2), "sources": ["first-2001"]}
REVIEW = {"date": date(2026, 1, 2), "name": "Sam Roe", "role": "advocate"}
HANDOUT = {"sections": ["how", "stop"], "try": "Say two dull lines aloud, when you are alone."}
FIELDS = ", ".join(sorted(check_front_matter.REQUIRED + check_front_matter.OPTIONAL))
NEEDS = "docs/a.md: “sources” without ids needs “none:” with a reason below it."
REVIEWED = "docs/a.md: “reviewed” needs date, name and role; leave it out until a review has happened."


def judge(**changes):
    """What is said of a good front matter with these changes; None takes a field out."""
    meta = {key: value for key, value in (GOOD | changes).items() if value is not None}
    return problems("docs/a.md", meta, {"first-2001", "second-2002"})


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"sources": {"none": "It only shows the way."}},
        {"reviewed": REVIEW},
        {"handout": HANDOUT},
        {"handout": HANDOUT | {"try": "Say aloud “I’m going now.”"}},
        {"handout": {"none": "There is nothing to do on it."}},
        {"kind": "questions", "crisis": True, "template": "contents.html", "search": {"exclude": True}},
    ],
)
def test_a_good_header_block_passes(changes):
    """A writer who did it well hears nothing."""
    assert judge(**changes) == []


def test_a_missing_header_block_is_refused():
    """A page without a front matter is answered with a whole example."""
    assert problems("docs/a.md", {}, set()) == [
        "docs/a.md: the front matter is missing; begin the page with a line of three hyphens, then "
        "title: …, summary: …, written: 2026-11-22, sources: [an-id], each on its own line, then three hyphens."
    ]


@pytest.mark.parametrize(
    ("block", "line"), [("title: a: b\nsummary: x", 2), ("title: x\nsummary: a: b", 3), ("\ttitle: x", 2)]
)
def test_a_header_block_that_cannot_be_read_is_refused_with_its_line(block, line):
    """A bare colon or a tab is answered with the line in which it stands."""
    assert problems("docs/a.md", {}, set(), f"---\n{block}\n---\n\n# A\n") == [
        f"docs/a.md: the front matter cannot be read at line {line}; put a text that holds a colon in quotation "
        "marks, leave a space after each “name:”, and use no tabs."
    ]


def test_a_header_block_without_fields_is_refused():
    """Words without a field's name are answered with the form of a field."""
    assert problems("docs/a.md", {}, set(), "---\ntitle:Sleep\n---\n") == [
        "docs/a.md: the front matter cannot be read; write each field as “name: value”, with a space after the colon."
    ]


@pytest.mark.parametrize("key", ["title", "summary", "written", "sources"])
@pytest.mark.parametrize("empty", [None, "", []])
def test_a_missing_field_is_refused(key, empty):
    """Each of the four fields must be there and hold something."""
    assert judge(**{key: empty}) == [f"docs/a.md: the front matter has no “{key}”; add “{key}:”."]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"titel": "x"}, "the front matter has an unknown “titel”; write “title”."),
        ({"xyz": "x"}, f"the front matter has an unknown “xyz”; write one of: {FIELDS}."),
        ({"title": 1984}, "“title” is not a text; put it into quotation marks."),
        ({"summary": ["One."]}, "“summary” is not a text; put it into quotation marks."),
        ({"summary": "A. B. C. D."}, "the summary is longer than three sentences; write three at most."),
        ({"written": "yesterday"}, "“written” is not a date; write it as 2026-11-22."),
        (
            {"sources": "first-2001"},
            "“sources” is not a list; write ids in square brackets, such as [an-id, another-id].",
        ),
        ({"sources": ["frist-2001"]}, "there is no source “frist-2001” in data/sources.yml; write “first-2001”."),
        ({"sources": ["xyz"]}, "there is no source “xyz” in data/sources.yml; add it there first."),
        (
            {"sources": [{"none": "why"}]},
            "there is no source “{'none': 'why'}” in data/sources.yml; add it there first.",
        ),
    ],
    ids=lambda value: "+".join(value) if isinstance(value, dict) else "",
)
def test_a_wrong_value_is_refused(changes, said):
    """A misspelt field and a wrong kind of value are each answered with what to write."""
    assert judge(**changes) == [f"docs/a.md: {said}"]


def test_a_field_that_yaml_reads_as_something_else_is_refused():
    """A field named “no” reaches us as a truth value, and is answered like any other."""
    assert problems("docs/a.md", GOOD | {False: "x"}, {"first-2001"}) == [
        f"docs/a.md: the front matter has an unknown “False”; write one of: {FIELDS}."
    ]


@pytest.mark.parametrize("sources", [{"none": ""}, {"none": None}, {"none": "why", "some": "x"}, {"some": "x"}])
def test_no_sources_need_a_reason(sources):
    """A page without sources says why."""
    assert judge(sources=sources) == [NEEDS]


@pytest.mark.parametrize(
    "handout",
    [
        ["how"],
        "how",
        True,
        {"none": ""},
        {"none": "why", "try": "Rest."},
        {"sections": ["how"]},
        {"try": "Rest."},
        HANDOUT | {"title": "x"},
    ],
)
def test_a_handout_is_whole_or_has_a_reason(handout):
    """A page says what its handout holds and gives to try, or why it has none."""
    assert judge(handout=handout) == [
        "docs/a.md: “handout” needs “sections:” and “try:” below it, or “none:” with a reason, and nothing else."
    ]


@pytest.mark.parametrize("sections", [[], "how", None, [False], ["how", 3], {"how": "stop"}])
def test_a_handout_names_its_sections_in_a_list(sections):
    """An empty list, a bare name and a word that YAML reads as a truth value are answered with an example."""
    assert judge(handout=HANDOUT | {"sections": sections}) == [
        "docs/a.md: “sections” of the handout is not a list of names; write the ids of headings on the page in square "
        "brackets, such as [an-id, another-id]."
    ]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (None, "is not a text; write one sentence, or put it into quotation marks."),
        (["Rest."], "is not a text; write one sentence, or put it into quotation marks."),
        ("", "is not one sentence; write one, with a full stop at its end."),
        ("Rest", "is not one sentence; write one, with a full stop at its end."),
        ("Rest. Then rest again.", "is not one sentence; write one, with a full stop at its end."),
        ("Rest" + " now" * 25 + ".", "has 26 words, and 25 are the most; name one small thing."),
    ],
)
def test_a_handout_gives_one_small_thing_to_try(words, said):
    """A tired reader finds one short sentence at the end of a handout."""
    assert judge(handout=HANDOUT | {"try": words}) == [f"docs/a.md: “try” of the handout {said}"]


def test_twenty_five_words_to_try_are_not_too_many():
    """A sentence of exactly the most words passes."""
    assert judge(handout=HANDOUT | {"try": "Rest" + " now" * 24 + "."}) == []


def test_a_worksheet_has_no_handout():
    """A worksheet is a sheet already: a handout of it would be a second one."""
    assert judge(kind="worksheet", handout=HANDOUT) == [
        "docs/a.md: a worksheet is a sheet of its own; leave “handout” out."
    ]


@pytest.mark.parametrize(
    ("changes", "count"),
    [
        ({}, 1),
        ({"handout": []}, 1),
        ({"handout": HANDOUT}, 0),
        ({"handout": {"none": "why"}}, 0),
        ({"kind": "worksheet"}, 0),
    ],
)
def test_a_page_that_answers_a_topic_has_a_handout_or_a_reason(changes, count):
    """A topic that a practitioner may hand out is forgotten on no page."""
    said = (
        "docs/a.md: the page answers a topic and the front matter has no “handout”; add “handout:” with “sections:” "
        "and “try:” below it, or with “none:” and a reason."
    )
    assert problems("docs/a.md", GOOD | changes, {"first-2001"}, topic=True) == [said] * count


@pytest.mark.parametrize(
    "reviewed", [REVIEW | {"date": "May"}, {"name": "Sam Roe"}, "2026-01-02", False, REVIEW | {"by": "x"}]
)
def test_a_review_is_whole_or_not_there(reviewed):
    """A page claims a review only with its date, a name and a role."""
    assert judge(reviewed=reviewed) == [REVIEWED]


def test_mkdocs_hears_of_each_mistake(caplog):
    """What is found on a page is logged where strict builds count it."""
    page = SimpleNamespace(file=SimpleNamespace(src_uri="a.md"), meta=GOOD | {"titel": "x"}, markdown="# A")
    facts = SimpleNamespace(sources={"first-2001": {}}, topics={"one": topic(page="a.md"), "two": topic()})
    check_front_matter.on_page_content("", page=page, config=config(facts=facts), files=None)
    assert [(name, level, text[:50]) for name, level, text in caplog.record_tuples] == [
        ("mkdocs.hooks.check_front_matter", 30, "docs/a.md: the front matter has an unknown “titel”"),
        ("mkdocs.hooks.check_front_matter", 30, "docs/a.md: the page answers a topic and the front "),
    ]
