"""A value of a YAML file is found with its line, and shown as it was typed."""

import pytest
from fact_files import edit, load_errors

from core.yaml_files import Position, position, text_lost_in_comments

TEXT = """# A comment
extra:
  practice:
    name: [NO]  # a list
    length: 12:30
    offer: >-
      One
      two
lines:
  - {a: 1}
  - a: "x"
"""


@pytest.mark.parametrize(
    ("path", "found"),
    [
        (("extra", "practice", "name"), Position(4, "[NO]")),
        (("extra", "practice", "length"), Position(5, "12:30")),
        (("extra", "practice", "offer"), Position(6)),
        (("extra", "practice", "price"), Position(3)),
        (("lines", 1, "a"), Position(11, '"x"')),
        (("lines", 7), Position(9)),
        ((), None),
    ],
)
def test_a_value_is_found(path, found):
    """Its line and its text; of one that is missing, the line of what should hold it."""
    assert position(TEXT, path) == found


def test_what_yaml_takes_for_a_comment_is_found():
    """A # after a space cuts off the rest of a value; quoted texts, texts below and comments of ours are none."""
    text = "a: #ff\nb: Room #4\nc: 'x #y'\nd: |\n  x #y\ne: z # a comment\nf:\n  - q #3\n# g: #1\n"
    assert text_lost_in_comments(text) == [(1, "#ff"), (2, "#4"), (8, "#3")]


def test_a_wrong_fact_is_reported_with_its_line_as_typed(root):
    """Whoever edits a long file finds the place."""
    edit(root, "sources.yml", "year: 2001", "year: NO")
    assert load_errors(root) == [
        "data/sources.yml, line 7: sources › first-2001 › year: “NO” cannot be used; write a year of four digits, such "
        "as 2003."
    ]
