"""Every macro outputs or refuses exactly what its example file says."""

import re
from inspect import getdoc

import pytest
from macro_environment import PRACTICE, URL, render

import macros
from core.facts import load
from macros.examples import about, examples

EXAMPLES = [example for name in macros.macro_names() for example in examples(name)]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: f"{example.macro}: {example.name}")
def test_an_example_outputs_or_refuses_exactly_what_its_file_says(example, root):
    """What an example file says is what a page gets, to the letter."""
    output, errors = render(
        example.write, load(root, PRACTICE | example.practice, url=URL, site_name="A Guide & *more*")
    )
    expected = ("", [example.refuses]) if example.refuses else (example.gives, [])
    assert (output.strip() if errors else output, errors) == expected


@pytest.mark.parametrize("name", macros.macro_names())
def test_a_macro_has_examples_of_its_own(name):
    """Each macro has an example of what it outputs and one of what it refuses; each calls it and has its own name."""
    found = examples(name)
    assert all((example.gives is None) != (example.refuses is None) for example in found)
    assert {bool(example.refuses) for example in found} == {True, False}
    assert all(f"{name}(" in example.write for example in found)
    assert len({example.name for example in found}) == len(found)


@pytest.mark.parametrize("name", macros.macro_names())
def test_a_macro_is_documented(name, facts):
    """A writer reads in one sentence what a macro is for, and a programmer its arguments and output."""
    function = macros.bind_macros(facts)[name].func
    assert about(name).endswith(".")
    assert re.search(r"\b[Gg]ives\b", getdoc(function))
    assert function.__module__ == f"macros.{name}"
    assert function.__annotations__["return"] is str


def test_every_example_file_and_template_belongs_to_a_macro():
    """No file in the package of macros is left without its macro."""
    files = {path.name.split(".")[0] for path in macros.HERE.iterdir() if path.suffix in (".yml", ".jinja")}
    assert files == set(macros.macro_names())
