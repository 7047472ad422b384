"""The generated pages of the handbook are up to date, and the sampler calls every macro."""

import re
import subprocess
import sys

import check_front_matter
import pytest
from check_pages import problems
from macro_environment import ROOT, html, render
from mkdocs.utils.meta import get_data
from selectolax.lexbor import LexborHTMLParser

import macros
from core.facts import load
from core.yaml_files import read_settings
from macros.__main__ import handbook, sampler, sampler_examples
from macros.confirmations import confirmations
from macros.examples import about, examples
from macros.inventory import inventory
from macros.markdown_reference import markdown_examples, markdown_reference, refusals
from macros.settings_reference import settings_reference

EXAMPLES = [example for name in macros.macro_names() for example in examples(name)]


@pytest.mark.parametrize(
    ("arguments", "page"),
    [
        ([], handbook),
        (["--sampler"], sampler),
        (["--markdown"], markdown_reference),
        (["--files"], lambda: inventory(ROOT)),
        (["--settings"], settings_reference),
        (
            ["--confirmations"],
            lambda: confirmations(load(ROOT, read_settings(ROOT / "mkdocs.yml")["extra"]["practice"])),
        ),
    ],
)
def test_the_command_prints_each_page(arguments, page):
    """The command line prints the same pages as the functions return."""
    command = [sys.executable, "-m", "macros", *arguments]
    assert subprocess.check_output(command, cwd=ROOT, text=True, encoding="utf-8") == page()


def test_the_macro_reference_is_complete():
    """The page is up to date; it has every example with its output or error, its settings, and every docstring."""
    page = handbook()
    assert (ROOT / "handbook" / "macros.md").read_text(encoding="utf-8") == page
    for example in EXAMPLES:
        comes = f"`{example.refuses}`" if example.refuses else f"```markdown\n{example.gives.strip()}\n```"
        assert all(text in page for text in (example.name, f"```\n{example.write.strip()}\n```", comes))
    assert "\nGives the claim between two quiet lines.\n" in page
    assert "- `name`: left empty\n" in page
    assert "- `not_for`: `emergencies, legal advice`\n" in page


def test_the_markdown_reference_is_complete():
    """The page is up to date; it has everything that works and everything that is refused, and so has the sampler."""
    page = markdown_reference()
    assert (ROOT / "handbook" / "markdown.md").read_text(encoding="utf-8").rstrip() == page.rstrip()
    assert all(f"````\n{example.write}\n````" in page and example.write in sampler() for example in markdown_examples())
    assert all(f"| {refusal.answer} |" in page for refusal in refusals())


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("claim", "{% call claim(strength, source, …) %} … {% endcall %}"),
        ("helpline", "{{ helpline(country, …) }}"),
        ("invitation", "{{ invitation(opening) }}"),
        ("question", "{% call question(text, id=…) %} … {% endcall %}"),
    ],
)
def test_the_macro_reference_shows_how_a_call_is_written(name, form):
    """A writer sees the form of each call with the names of its arguments."""
    assert f"## {name}\n\n{about(name)}\n\n    {form}\n" in handbook()


def heading_ids(example):
    """The ids that an example gives to its headings."""
    return set(re.findall(r'(?:\{ #|\bid=")([\w-]+)', example.gives))


def test_the_sampler_calls_every_example_that_fits():
    """The sampler leaves out only a call that it already contains, or one that would repeat an id."""
    found, page = sampler_examples(), sampler()
    ids = {id for example in found for id in heading_ids(example)}
    left_out = [example for example in EXAMPLES if example.gives is not None and example not in found]
    assert all(example.write in page for example in found)
    assert all(example.write in page or heading_ids(example) & ids for example in left_out)
    assert {example.macro for example in found} == set(macros.macro_names())


def test_the_sampler_passes_the_checks_of_a_page(facts):
    """The sampler meets the same requirements as every page of the guide."""
    text, meta = get_data(sampler())
    markdown, errors = render(text, facts)
    tree = LexborHTMLParser(f"<title>Sampler</title><main><article>{html(markdown)}</article></main>")
    assert errors == []
    assert check_front_matter.problems("sampler.md", meta, set(facts.sources)) == []
    assert problems("sampler.md", tree) == []
