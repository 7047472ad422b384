"""What Markdown extensions write is fit for the guide, and Material's reference works as handbook/markdown.md says."""

import re

import pytest
from check_markup import problems, snippet_problems, unsafe_html
from extend_markdown import BLOCKS
from macro_environment import SAMPLE, html, strings, tree

from macros.markdown_reference import markdown_examples, refusals

DRAWN = re.compile(r"<svg.*?</svg>", re.S)
BETWEEN = re.compile(r">\s+<")


@pytest.mark.parametrize("example", markdown_examples(), ids=lambda example: example.name)
def test_an_example_gives_what_its_file_says(example):
    """Each row of the reference: it passes the checks, and gives this HTML."""
    given = html(example.write)
    assert BETWEEN.sub(">\n<", DRAWN.sub("<svg/>", given).strip()) == example.gives
    assert problems("docs/a.md", example.write) + unsafe_html("docs/a.md", given) == []


@pytest.mark.parametrize("refusal", refusals(), ids=lambda refusal: refusal.name)
def test_what_is_refused_is_answered_as_its_file_says(refusal):
    """Each row of what does not fit: one message, with these words."""
    found = problems("docs/a.md", refusal.write) + snippet_problems(SAMPLE, "docs/a.md", refusal.write)
    found = found or unsafe_html("docs/a.md", html(refusal.write))
    assert [re.sub(r"^docs/a\.md(?:, line \d+)?: ", "", text) for text in found] == [refusal.answer]


def test_the_reference_shows_every_type_of_block():
    """The twelve types of Material have an example, and so have ours."""
    written = "\n".join(example.write for example in markdown_examples())
    assert [name for name in [*BLOCKS, "care", "view", "words"] if f"!!! {name}" not in written] == []


def test_one_tab_is_open_and_sets_are_independent():
    """The first tab, or the chosen one; browsers keep one open of those that have the same name."""
    page = tree('=== "A"\n\n    a\n\n===+ "B"\n\n    b\n\n===! "C"\n\n    c\n')
    found = [(node.attributes["name"], "open" in node.attributes) for node in page.css("details")]
    assert found == [("tabs-1", False), ("tabs-1", True), ("tabs-2", True)]


def test_a_typed_title_stays():
    """Only a title that nobody wrote is replaced by the text of data/strings/."""
    page = tree('!!! abstract\n\n    a\n\n!!! tip "Abstract"\n\n    b\n')
    assert [node.text() for node in page.css(".admonition-title")] == [strings()["block_abstract"], "Abstract"]


def test_an_abbreviation_in_a_link_or_heading_is_plain():
    """It could not be reached there by itself; it is explained where the text uses it first."""
    page = tree("# The ISO\n\n[An ISO](a.md) is an ISO.\n\n*[ISO]: An order\n")
    assert [node.parent.tag for node in page.css("abbr")] == ["p"]
    assert page.css_first("h1").text() == "The ISO"


def test_footnotes_are_above_an_invitation():
    """An invitation ends a page."""
    page = tree('A.[^1]\n\n<aside class="guide-invitation" markdown>\n\nB\n\n</aside>\n\n[^1]: C\n')
    order = [node.attributes.get("class") for node in page.body.iter()]
    assert order == [None, "footnote", "guide-invitation"]
