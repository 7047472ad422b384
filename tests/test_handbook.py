"""The handbook says what is so: the macros as they are, every file by its name, and no file that is not there."""

import re
import subprocess
import sys
from functools import cache

import check_front_matter
import pytest
from check_pages import problems
from macro_environment import PRACTICE, ROOT, cook, html, lay_out
from mkdocs.utils.meta import get_data
from selectolax.lexbor import LexborHTMLParser

import macros
from core.facts import load
from macros import __main__ as made
from macros import examples as book
from macros.__main__ import on_sampler, sampler
from macros.inventory import inventory, purpose

MADE = ("site/", ".sampler/", ".venv/", ".cache/")  # what a build or a person's machine makes
ALL = [example for name in macros.names() for example in book.examples(name)]


@cache
def handbook():
    """The page of macros as the command makes it."""
    return made.handbook()


def named(text):
    """Every file or folder that a page of the handbook names between backticks, with a slash in it."""
    return [name for name in re.findall(r"`([\w./*-]+/[\w./*-]*)`", text) if not name.startswith(MADE)]


def test_the_page_of_ingredients_is_what_the_command_prints():
    """A writer never reads of a macro what is no longer so; scripts/macro-reference writes the page anew."""
    assert (ROOT / "handbook" / "macros.md").read_text(encoding="utf-8") == handbook()


@pytest.mark.parametrize("example", ALL, ids=lambda example: f"{example.macro}: {example.name}")
def test_the_page_of_ingredients_shows_every_example(example):
    """A writer can copy each example, and finds what comes of it or what the build answers."""
    page = handbook()
    assert example.name in page
    assert f"```\n{example.write.strip()}\n```" in page
    assert (f"`{example.refuses}`" if example.refuses else f"```markdown\n{example.gives.strip()}\n```") in page


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("claim", "{% call claim(strength, source, …) %} … {% endcall %}"),
        ("helpline", "{{ helpline(country, …) }}"),
        ("invitation", "{{ invitation() }}"),
        ("question", "{% call question(text, id=…) %} … {% endcall %}"),
    ],
)
def test_the_page_of_ingredients_shows_how_a_call_is_written(name, form):
    """A writer sees the form of each call with the names of what it takes."""
    assert f"## {name}\n\n{book.about(name)}\n\n    {form}\n" in handbook()


def test_the_page_of_ingredients_explains_what_they_take():
    """What a function takes and gives stands in the handbook, and the settings stand with the examples."""
    assert "\nGives the claim and one quiet line below it.\n" in handbook()
    assert "- `name`: left empty\n" in handbook()
    assert "- `not_for`: `emergencies, legal advice`\n" in handbook()


def test_the_sampler_calls_every_example_that_can_stand_there():
    """The sampler leaves out only a call that is there already, or one that would bring an id twice."""
    found, page = on_sampler(), sampler()
    ids = {id for example in found for id in places(example)}
    left_out = [example for example in ALL if example.gives is not None and example not in found]
    assert all(example.write in page for example in found)
    assert all(example.write in page or places(example) & ids for example in left_out)
    assert {example.macro for example in found} == set(macros.names())


def places(example):
    """The ids that an example gives to its headings."""
    return set(re.findall(r'(?:\{ #|\bid=")([\w-]+)', example.gives))


def test_the_sampler_is_a_good_page(tmp_path):
    """The sampler passes the checks that every page must pass."""
    text, meta = get_data(sampler())
    cooked, said = cook(text, load(lay_out(tmp_path), PRACTICE))
    tree = LexborHTMLParser(f"<title>Sampler</title><main><article>{html(cooked)}</article></main>")
    assert said == []
    assert check_front_matter.problems("sampler.md", meta, {"first-2001", "second-2002"}) == []
    assert problems("sampler.md", tree) == []


@pytest.mark.parametrize(
    ("arguments", "page"), [([], made.handbook), (["--sampler"], sampler), (["--files"], lambda: inventory(ROOT))]
)
def test_the_command_prints_each_page(arguments, page):
    """What a person types gives the same pages that the tests know."""
    command = [sys.executable, "-m", "macros", *arguments]
    assert subprocess.check_output(command, cwd=ROOT, text=True, encoding="utf-8") == page()


def test_the_list_of_files_is_what_the_command_prints():
    """Each file says in its first sentence what it is for, and the page has them all; scripts/file-list writes it."""
    assert (ROOT / "handbook" / "files.md").read_text(encoding="utf-8") == inventory(ROOT)


def test_a_file_that_does_not_say_what_it_is_for_is_refused(tmp_path):
    """The error names the file and what to write."""
    (tmp_path / "silent.py").write_text("A = 1\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"silent\.py: its first lines do not say what it is for; begin it with"):
        purpose(tmp_path / "silent.py")


def test_the_architecture_fits_one_screen():
    """An engineer reads the whole plan before the first change."""
    assert len((ROOT / "handbook" / "architecture.md").read_text(encoding="utf-8").splitlines()) <= 60


@pytest.mark.parametrize("page", sorted((ROOT / "handbook").rglob("*.md")), ids=lambda page: page.name)
def test_a_file_that_the_handbook_names_exists(page):
    """No page of the handbook sends anyone to a file that is gone."""
    missing = [name for name in named(page.read_text(encoding="utf-8")) if not list(ROOT.glob(name.strip("/")))]
    assert missing == []


def test_the_commands_are_short():
    """A command holds no logic of its own: under thirty lines, with a sentence on what it is for."""
    texts = {path.name: path.read_text(encoding="utf-8").splitlines() for path in (ROOT / "scripts").iterdir()}
    lines = {name: [line for line in text if line.strip() and not line.startswith("#")] for name, text in texts.items()}
    assert [name for name, own in lines.items() if len(own) >= 30] == []
    assert [name for name, text in texts.items() if not text[1].startswith("# ")] == []


def test_no_folder_of_tests_is_passed_over(request):
    """Pytest by itself skips every folder called build: a promise in there would be proved by nobody."""
    assert set(request.config.getini("norecursedirs")) == {".*", "node_modules", "sample"}
