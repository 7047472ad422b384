"""Front matter that is missing or wrong is reported, with what to write instead."""

from datetime import date
from types import SimpleNamespace

import check_front_matter
import pytest
import yaml
from check_front_matter import mend_texts, problems, read_problems, section_problems
from factories import config, page, topic

GOOD = {"title": "A page", "summary": "One. Two. Three.", "written": date(2026, 1, 2), "sources": ["first-2001"]}
REVIEW = {"date": date(2026, 1, 2), "name": "Sam Roe", "role": "advocate"}
HANDOUT = {"sections": ["how", "stop"], "try": "Say two dull lines aloud, when you are alone."}
NONE = {"none": "There is nothing to do on it."}
FIELDS = ", ".join(sorted(check_front_matter.REQUIRED + check_front_matter.OPTIONAL))
NO_REASON = "“sources” without ids needs “none:” with a reason below it."
INCOMPLETE_HANDOUT = "“handout” needs “sections:” and “try:” below it, or “none:” with a reason, and nothing else."
NO_LIST = (
    "“sections” of the handout is not a list of ids; write the ids of headings on the page in square brackets, such as "
    "[an-id, another-id]."
)
NO_TEXT = "“try” of the handout is not a text; write one sentence, or put it into quotation marks."
NO_SENTENCE = "“try” of the handout is not one sentence; write one that ends with a full stop."
INCOMPLETE_REVIEW = (
    "“reviewed” needs date, name and role, such as {date: 2026-11-22, name: Runa Holmqvist, role: advocate}; leave it "
    "out until a review has happened."
)


REVIEWS = [
    ({"by": "x"}, INCOMPLETE_REVIEW),
    ({"date": "May"}, "“date” is not a date; write it as 2026-11-22."),
    (
        {"date": date(2026, 1, 1)},
        "“reviewed” is of 2026-01-01, and the text was changed on 2026-01-02; delete it until somebody has read the "
        "page again.",
    ),
]


def check_fields(**changes):
    """Return the problems of valid front matter with these changes; None removes a field."""
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
        {"handout": HANDOUT | {"try": "Rest" + " now" * 24 + "."}},
        {"handout": NONE},
        {"kind": "questions", "crisis": True, "template": "contents.html", "search": {"exclude": True}},
    ],
)
def test_valid_front_matter_passes(changes):
    """Valid front matter gives no message."""
    assert check_fields(**changes) == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "# A",
            ": the front matter is missing; begin the page with a line of three hyphens, then title: …, summary: …, "
            "written: 2026-11-22, sources: [an-id], each on its own line, then three hyphens.",
        ),
        ("---\ntitle: A\n\n# A", ": the front matter has no end; add a line of three hyphens below it."),
        (
            "---\ntitle: “a: b”\n---\n",
            ", line 2: “title: “a: b”” has curly quotation marks around a text; write straight ones",
        ),
        (
            '---\ntitle: a: b"\n---\n',
            ', line 2: “title: a: b"” has a quotation mark only at the end of a text; write the same mark at its',
        ),
        ("---\ntitle: a: b\n---\n", ", line 2: “title: a: b” has two colons; put the text after the first one into"),
        (
            "---\ntitle: x\nsummary: @b\n---\n",
            ", line 3: “summary: @b” begins its text with @, which YAML keeps for itself",
        ),
        ("---\ntitle: x\ntitle: b\n---\n", ", line 3: “title” is used twice; keep one of them."),
        ("---\ntitle: x\nwritten: 2026-02-30\n---\n", ", line 3: “2026-02-30” is not a day of the calendar; "),
        ("---\ntitle: Room #4\n---\n", ", line 2: “#4” is read as a comment, because of the # after a space; put the"),
        (
            "---\ntitle:Sleep\n---\n",
            ": the front matter cannot be read; write each field as “name: value”, with a space after the colon.",
        ),
        ("---\ntitle: A\n---\n\n# A", ""),
    ],
)
def test_front_matter_that_cannot_be_read_is_reported(text, message):
    """The message shows the line and what to write; what comes after it is not looked at."""
    found = read_problems("docs/a.md", text)
    assert len(found) == bool(message)
    assert "".join(found).startswith(f"docs/a.md{message}" if message else "")


@pytest.mark.parametrize("key", ["title", "summary", "written", "sources"])
@pytest.mark.parametrize("empty", [None, "", []])
def test_a_missing_field_is_reported(key, empty):
    """Each of the four required fields must be present and not empty."""
    assert check_fields(**{key: empty}) == [f"docs/a.md: the front matter has no “{key}”; add “{key}:”."]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"titel": "x"}, "the front matter has an unknown “titel”; write “title”."),
        (
            {"hide": ["toc"]},
            "“hide” in the front matter does nothing here; delete it, since each page has the same parts.",
        ),
        ({"xyz": "x"}, f"the front matter has an unknown “xyz”; write one of: {FIELDS}."),
        ({"summary": "A. B! C? D."}, "the summary is longer than three sentences; write three at most."),
        ({"summary": "A. B"}, "the summary does not end with a full stop; write whole sentences."),
        *(
            (
                {key: "“A page.”"},
                f'“{key}” is in curly quotation marks, which would be printed; write straight ones ("), or none.',
            )
            for key in ("title", "summary")
        ),
        ({"written": "yesterday"}, "“written” is not a date; write it as 2026-11-22."),
        (
            {"written": "2026-01-02"},
            "“written” is a text, not a date; write it without quotation marks: 2026-01-02.",
        ),
        (
            {"written": date(2126, 1, 2)},
            "“written” is 2126-01-02, which is in the future; write the day of the change.",
        ),
        (
            {"kind": "qestions"},
            "“kind” can only be “questions”, “worksheet” or “list”; leave it out on any other page.",
        ),
        ({"crisis": "yes"}, "“crisis” can only be true; leave it out on a page that may have an invitation."),
        (
            {"template": "nope.html"},
            "“template” can only be “contents.html” or “link_sheet.html”; leave it out on any other page.",
        ),
        (
            {"sources": "first-2001"},
            "“sources” is not a list; write ids in square brackets, such as [an-id, another-id].",
        ),
        (
            {"sources": ["frist-2001"]},
            "there is no source “frist-2001” in data/sources.yml; write “first-2001”, or add it there first.",
        ),
        ({"sources": ["firth-2010"]}, "there is no source “firth-2010” in data/sources.yml; add it there first."),
        ({"sources": ["xyz"]}, "there is no source “xyz” in data/sources.yml; add it there first."),
        (
            {"sources": [{"none": "why"}]},
            "there is no source “{'none': 'why'}” in data/sources.yml; add it there first.",
        ),
        *(({"sources": {"none": none}}, NO_REASON) for none in ("", None)),
        *(({"sources": more | {"some": "x"}}, NO_REASON) for more in ({}, {"none": "why"})),
        *(({"handout": value}, INCOMPLETE_HANDOUT) for value in (["how"], "how", True, {"none": ""})),
        *(({"handout": value}, INCOMPLETE_HANDOUT) for value in ({"sections": ["how"]}, {"none": "why", "try": "x"})),
        *(({"handout": value}, INCOMPLETE_HANDOUT) for value in ({"try": "Rest."}, HANDOUT | {"title": "x"})),
        *(
            ({"handout": HANDOUT | {"sections": value}}, NO_LIST)
            for value in ([], "how", None, [False, "how"], {"how": "x"})
        ),
        *(({"handout": HANDOUT | {"try": value}}, NO_TEXT) for value in (None, ["Rest."])),
        *(({"handout": HANDOUT | {"try": value}}, NO_SENTENCE) for value in ("", "Rest", "Rest. Then rest again.")),
        (
            {"handout": HANDOUT | {"try": "Rest" + " now" * 25 + "."}},
            "“try” of the handout has 26 words, and the limit is 25; name one small thing.",
        ),
        (
            {"kind": "worksheet", "handout": HANDOUT},
            "a worksheet is printed as it is and has no handout; remove “handout”.",
        ),
        *(({"reviewed": REVIEW | more}, message) for more, message in REVIEWS),
        *(({"reviewed": value}, INCOMPLETE_REVIEW) for value in ({"name": "Sam Roe"}, "2026-01-02", False)),
    ],
    ids=lambda value: "+".join(value) if isinstance(value, dict) else "",
)
def test_a_wrong_value_is_reported(changes, message):
    """The message for a misspelt field or a wrong value says what to write."""
    assert check_fields(**changes) == [f"docs/a.md: {message}"]


def test_a_field_name_that_yaml_reads_as_a_boolean_is_reported():
    """A field named “no”, which YAML reads as False, is reported as an unknown field."""
    assert problems("docs/a.md", GOOD | {False: "x"}, {"first-2001"}) == [
        f"docs/a.md: the front matter has an unknown “False”; write one of: {FIELDS}."
    ]


@pytest.mark.parametrize(
    ("handout", "expected"),
    [
        (HANDOUT, []),
        (NONE, []),
        (HANDOUT | {"sections": ["stop", "how"]}, [" are not in the order of the page; write [how, stop]."]),
        (HANDOUT | {"sections": ["stpo", "how"]}, [" has “stpo”, which is not a heading of the page; write “stop”."]),
    ],
)
def test_the_sections_of_a_handout_are_those_of_the_page(handout, expected):
    """A handout reads as the page does, and a section that the page does not have is refused."""
    html = '<h2 id="why">A</h2><h2 class="x" id="how">B</h2><p>C</p><h3 id="stop">D</h3>'
    messages = [f"docs/a.md: “sections” of the handout{text}" for text in expected]
    assert section_problems("docs/a.md", {"handout": handout}, html) == messages


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
    """A page that answers a topic cannot lack a handout by mistake."""
    message = (
        "docs/a.md: the page answers a topic and the front matter has no “handout”; add “handout:” with “sections:” "
        "and “try:” below it, or with “none:” and a reason."
    )
    assert problems("docs/a.md", GOOD | changes, {"first-2001"}, topics=(topic(),)) == [message] * count


@pytest.mark.parametrize(("section", "handout", "count"), [("how", HANDOUT, 1), (None, HANDOUT, 0), ("how", NONE, 0)])
def test_a_handout_has_a_neutral_form(section, handout, count):
    """A handout of a page that answers topics needs one that opens the page at its beginning, for its neutral form."""
    topics = (topic(section="stop"), topic(section=section))
    message = (
        "docs/a.md: its handout has no neutral form, since no topic opens the page at its beginning; add a topic with "
        "this “page:” and no “section:” to data/topics.yml."
    )
    assert problems("docs/a.md", GOOD | {"handout": handout}, {"first-2001"}, topics=topics) == [message] * count


@pytest.mark.parametrize(
    ("typed", "kind"),
    [("No", "yes or no"), ("911", "a number"), ("1.5", "a number"), ("2026-11-29", "a day"), ("[NO]", "a list"),
     ("{a: b}", "fields"), ("22:30", "a number")],
)  # fmt: skip
@pytest.mark.parametrize("key", ["title", "summary"])
def test_a_text_that_yaml_reads_as_something_else_is_mended_and_reported(key, typed, kind):
    """The message shows the value as it was typed; the page goes on with it, so that other mistakes are seen."""
    text = f"---\n{key}: {typed}\n---\n"
    meta = yaml.safe_load(text.split("---")[1])
    message = f"docs/a.md: “{key}: {typed}” is read as {kind}; put it into quotation marks."
    assert mend_texts("docs/a.md", meta, text) == [message]
    assert meta == {key: typed}
    assert mend_texts("docs/a.md", meta, text) == []


def test_a_list_below_the_name_is_reported_too():
    """Its words are on other lines than the name, so that the message shows none."""
    meta = {"title": ["a"]}
    message = "docs/a.md: “title: ” is read as a list; put it into quotation marks."
    assert mend_texts("docs/a.md", meta, "---\ntitle:\n- a\n---\n") == [message]


def test_an_empty_text_is_left_to_the_other_checks():
    """They report that it is missing."""
    meta = {"title": None, "summary": "A text."}
    assert mend_texts("docs/a.md", meta, "---\ntitle:\n---\n") == []
    assert meta == {"title": "", "summary": "A text."}


def test_each_mistake_is_logged(caplog):
    """Problems of a page are logged as warnings, on which strict mode fails the build."""
    wrong = page(**(GOOD | {"titel": "x", "handout": HANDOUT | {"sections": ["stop", "how"]}}))
    facts = SimpleNamespace(sources={"first-2001"}, topics={"one": topic(page="a.md", section="how"), "two": topic()})
    html = '<h2 id="how">B</h2><h2 id="stop">C</h2>'
    check_front_matter.on_page_content(html, page=wrong, config=config(facts=facts), files=None)
    assert [(name, level, text[:50]) for name, level, text in caplog.record_tuples] == [
        ("mkdocs.hooks.check_front_matter", 30, "docs/a.md: the front matter has an unknown “titel”"),
        ("mkdocs.hooks.check_front_matter", 30, "docs/a.md: its handout has no neutral form, since "),
        ("mkdocs.hooks.check_front_matter", 30, "docs/a.md: “sections” of the handout are not in th"),
    ]
