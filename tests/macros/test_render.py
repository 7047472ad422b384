"""No text can break out of its element: readers see exactly what was written, and none of its markup takes effect."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from macro_environment import one_line, tree

from core.settings import ApplyFields
from macros import bind_macros
from macros.render import plain

MARKUP = [
    "<script>", "</p>", '"', "'", "<", ">", "&", "&lt;", "{", "}", "{ onclick=x }", "[a](javascript:x)", "<!--", "-->",
    "*", "**", "_", "`", "\\", "#", "!", "!!! x", "- ", "+ ", "12. ", "\n", "\n\n    ", "%}", "{{", "|", ":", "=", "~",
    "é", *"abc 123",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(MARKUP), min_size=1).map("".join).filter(str.strip)
FORM = {"apply_url": "https://forms.example.org/", "apply_fields": ApplyFields(topic="t", language="l", code="c")}


def call(facts, name, *arguments, practice=None, **named):
    """The HTML tree of a macro call, with these settings of the practice."""
    known = replace(facts, practice=facts.practice.model_copy(update=practice or {}))
    return tree(bind_macros(known)[name](*arguments, **named))


# Places where a text is shown: each returns the HTML tree, the texts in it, and what they should be.


def question(facts, text):
    """A question: the heading."""
    page = call(facts, "question", f"{text}?", id="an-id", caller=lambda: "Yes.")
    return page, page.css("h3"), [f"{text}?"]


def source(facts, text):
    """A claim: the line with its source."""
    named = facts.sources["first-2001"].model_copy(update={"short": text})
    page = call(replace(facts, sources={"an-id": named}), "claim", "good", "an-id", caller=lambda: "It helps.")
    return page, page.css("p.guide-claim__sources"), [text]


def offer(facts, text):
    """The offer: the settings of the practice."""
    page = call(facts, "offer", practice={"offer": text, "price": text, "not_for": [text, "x"], "regions": text})
    shown = [text, "Who: Sam Roe", f"Where: {text}", f"Price: {text}", f"Not for: {text}, x"]
    return page, page.css(".guide-offer > p:first-child, li"), shown


def invitation(facts, text):
    """The invitation: the name of the practice."""
    page = call(facts, "invitation", practice={"name": text})
    rest = call(facts, "invitation", practice={"name": "x"}).css("aside > p")[1].text().removeprefix("x")
    return page, page.css("aside > p")[1:2], [text + rest]


def application(facts, text):
    """The application: the time to an answer, and the name and offer, which it does not show."""
    values = dict.fromkeys(("name", "offer", "answer_within"), text)
    page = call(facts, "apply", practice=FORM | values)
    return page, page.css("ol > li")[2:3], [facts.strings["apply_answer"].format(time=one_line(text).removesuffix("."))]


def topic(facts, text):
    """The application: the topics to choose from."""
    topics = {"what-is-it": facts.topics["what-is-it"].model_copy(update={"title": text})}
    page = call(replace(facts, topics=topics), "apply", practice=FORM)
    return page, page.css("option"), ["Nothing chosen", text]


def helpline(facts, text):
    """A helpline: its country, its name and whom it serves."""
    line = facts.countries[0].lines[0].model_copy(update={"name": text, "who": text, "hours": text, "kind": "child"})
    country = facts.countries[0].model_copy(update={"name": text, "silent": None, "lines": (line,)})
    page = call(replace(facts, countries=(country,), directories=()), "helpline")
    return page, [page.css_first(selector) for selector in ("h3", ".guide-helpline__name", "dd")], [text] * 3


def elements(page):
    """The elements of a page with the names of their attributes."""
    return [(node.tag, sorted(node.attributes)) for node in page.css("*")]


@pytest.mark.parametrize("place", [question, source, offer, invitation, application, topic, helpline])
@settings(max_examples=30, deadline=None, derandomize=True, database=None)
@given(text=TEXTS)
def test_any_text_is_shown_as_it_was_written(place, text, facts):
    """Whatever a text contains, each place shows exactly that, and gets no element or attribute from it."""
    page, nodes, expected = place(facts, text)
    assert [one_line(node.text()) for node in nodes] == [one_line(shown) for shown in expected]
    assert elements(page) == elements(place(facts, "x")[0])
    assert page.css("a[href^=javascript]") == []


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("plain words, (1) of 2. - so", "plain words, (1) of 2. - so"),
        ("a < b & c > d", "a &lt; b &amp; c &gt; d"),
        ("*a* _b_ `c` [d] {e} \\", "\\*a\\* \\_b\\_ \\`c\\` \\[d\\] \\{e\\} \\\\"),
        ("- a", "\\- a"),
        ("# a", "\\# a"),
        ("12. a", "12\\. a"),
        ("one\n  two", "one two"),
        (7, "7"),
    ],
)
def test_only_characters_that_are_markdown_are_escaped(text, written):
    """A text stays readable in its Markdown: only characters that Markdown would interpret are escaped."""
    assert plain(text) == written
