"""A line of YAML that cannot be read is answered with the line, with why, and with what to write instead."""

import pytest

from core.errors import InputError
from core.yaml_errors import INDENT_ADVICE
from core.yaml_files import parse_yaml

QUOTE_ADVICE = "put the text into quotation marks"
MISTAKES = {
    "nav:\n  - a.md\n - b.md\n": f"3: “- b.md” {INDENT_ADVICE}",
    "nav:\n  - How:\n      - a.md\n     - b.md\n": f"4: “- b.md” {INDENT_ADVICE}",
    "title: A\n summary: B.\n": f"2: “summary: B.” {INDENT_ADVICE}",
    "title:A\nsummary: B.\n": "1: “title:A” has no space after its colon; write one",
    "a: {b: c\nd: e\n": "1: “a: {b: c” has a { that nothing closes; write } at the end of its list",
    "a: [b, c\nd: e\n": "1: “a: [b, c” has a [ that nothing closes; write ] at the end of its list",
    "a: ['b]\nc: ['d']\n": "1: “a: ['b]” has a quotation mark that nothing closes; write the same mark again at the "
    "end of the text",
    'price: "80 euros\nb: 1\nc: {d: "-"}\n': "1: “price: \"80 euros” has a quotation mark that nothing closes; write "
    "the same mark again at the end of the text",
    'a: "b\n  c"\nd: e: f\n': "3: “d: e: f” has two colons; put the text after the first one into quotation marks",
    "a: [it's, b\nc: d\n": "1: “a: [it's, b” has a [ that nothing closes; write ] at the end of its list",
    "a: [b, c]]\n": "1: “a: [b, c]]” has one ] too many; delete it",
    'a: {b: "c" d}\n': "1: “a: {b: \"c\" d}” has a list that cannot be read; write commas between its parts, and each "
    "text in quotation marks",
    "a:\n\tb: 1\n": "2: “b: 1” is indented with a tab; write spaces instead",
    "a: 1\nb 2\nc: 3\n": "2: “b 2” has no colon after its name, or no space after its hyphen; write “name: value” or "
    "“- value”",
    "a: b: c\n": "1: “a: b: c” has two colons; put the text after the first one into quotation marks",
    "a: `b`\n": f"1: “a: `b`” begins its text with `, which YAML keeps for itself; {QUOTE_ADVICE}",
    "a: *b\n": f"1: “a: *b” begins its text with *, which YAML keeps for itself; {QUOTE_ADVICE}",
    "a: !b c\n": f"1: “a: !b c” begins its text with !, which YAML keeps for itself; {QUOTE_ADVICE}",
    "a: | b\n": f"1: “a: | b” has a text after | or >; {QUOTE_ADVICE}, or write it below, indented",
    "a: - b\n": "1: “a: - b” begins a list on the line of its name; begin each entry on a line of its own below it",
    "a: 'it's b'\n": f"1: “a: 'it's b'” goes on after its last quotation mark; {QUOTE_ADVICE} of the other kind",
    'a: "C:\\d"\n': "1: “a: \"C:\\d\"” has a \\ between double quotation marks; write single ones, ', around the text",
    'a: "b\n': "1: “a: \"b” has a quotation mark that nothing closes; write the same mark again at the end of the text",
    'a: b: c"\n': "1: “a: b: c\"” has a quotation mark only at the end of a text; write the same mark at its "
    "beginning",
    "a: “b: c”\n": '1: “a: “b: c”” has curly quotation marks around a text; write straight ones (") instead',
}  # fmt: skip


@pytest.mark.parametrize("text", MISTAKES)
def test_a_line_that_cannot_be_read_is_explained(text):
    """Each usual mistake has words of its own, none of them the library's."""
    with pytest.raises(InputError) as refusal:
        parse_yaml(text, "a.yml")
    assert str(refusal.value) == f"a.yml, line {MISTAKES[text]}."


def test_any_other_mistake_shows_what_the_library_says():
    """With the line, and advice that fits most."""
    with pytest.raises(InputError, match=r"^a\.yml, line 1: “a: &a \[\*a\]” cannot be read \(found unconstructable"):
        parse_yaml("a: &a [*a]\n", "a.yml")
