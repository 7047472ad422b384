"""The data files are explained, every text in them is used, and each banned word has an example."""

import re
from pathlib import Path
from typing import get_args

import extend_markdown
import pytest
import yaml
from check_banned_wording import problems
from macro_environment import ROOT, SAMPLE, facts, strings
from mkdocs.utils.yaml import yaml_load
from patterns import alternatives

from core import danger_model, schema, search_model
from core.addresses import BOOKS
from core.facts import FILES
from core.messages import _field_types
from core.publishing_schema import TOPIC_GROUPS
from core.settings import Practice
from core.value_types import Record
from core.yaml_files import read_yaml
from exports.number_sheet import AGES
from macros import channel, menu, offer, pullback

SENTENCES = yaml.safe_load((SAMPLE / "banned_wording_examples.yml").read_text(encoding="utf-8"))
SOURCES = (".py", ".jinja", ".yml")
OVERRIDES = {
    path: path.read_text(encoding="utf-8") for path in sorted((ROOT / "overrides").rglob("*")) if path.is_file()
}
MACRO_FILES = {
    path: path.read_text(encoding="utf-8") for path in sorted((ROOT / "macros").rglob("*.*")) if path.suffix in SOURCES
}
EXPORTS = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "exports").glob("*.[pj]*"))]


def addresses(value):
    """Every URL in a data file, at any depth."""
    if isinstance(value, dict | list):
        return [found for part in (value.values() if isinstance(value, dict) else value) for found in addresses(part)]
    return [value] if isinstance(value, str) and "://" in value else []


# Addresses.


@pytest.mark.parametrize("name", [name for name in FILES if name not in ("helplines.yml", "emergency.yml")])
def test_addresses_are_https(name):
    """No reader is sent to an unencrypted page; for a helpline's site the build checks this, and no other is linked."""
    assert [found for found in addresses(read_yaml(ROOT / "data" / name)) if not found.startswith("https://")] == []


# Banned wording.


@pytest.mark.parametrize("part", [part for rule in facts().banned_wording for part in alternatives(rule.pattern)])
def test_each_alternative_of_banned_wording_has_an_example(part):
    """Each top-level alternative of a pattern matches some sentence in tests/sample/banned_wording_examples.yml."""
    assert [text for text in SENTENCES["refused"] if re.search(part, text, re.IGNORECASE)]


@pytest.mark.parametrize(
    ("text", "refused"), [(text, kind == "refused") for kind in ("refused", "fine") for text in SENTENCES[kind]]
)
def test_a_hurtful_sentence_is_refused(text, refused):
    """A sentence that must not reach a reader is refused by some pattern; one that only resembles it is accepted."""
    assert bool(problems("docs/a.md", [text], facts().banned_wording)) is refused


# Strings.


def used_strings():
    """The names of all strings that the layout, the macros and the exports show."""
    macro_texts = [text for path, text in MACRO_FILES.items() if path.suffix in (".py", ".jinja")]
    markdown = (ROOT / "hooks" / "extend_markdown.py").read_text(encoding="utf-8")
    text = "\n".join([*OVERRIDES.values(), *EXPORTS, *macro_texts, markdown])
    listed = re.search(r"for key in \(([^)]+)\) if line", text)[1]
    built = [f"helpline_{key}" for key in re.findall(r'"(\w+)"', listed)]
    built += [
        f"{name.__name__.split('.')[-1]}_{key}" for name in (channel, menu, pullback) for key in name.SHOWN_FIELDS
    ]
    built += ["book_publisher", *AGES.values()]
    built += [f"helpline_kind_{kind}" for kind in schema.HELPLINE_KINDS]
    built += [f"helpline_{purpose}" for purpose in (*schema.EMERGENCY_PURPOSES, "emergency", "general")]
    built += [f"reply_{key}" for key in ("needs_yes", "needs_no", "needs_advice", *schema.REPLY_STYLES)]
    built += [f"notice_{key}" for key in schema.NOTICEABILITY] + [
        f"offer_{key}" for key in offer.SHOWN_FIELDS + offer.ASKED_FIELDS
    ]
    marks = re.findall(
        r'"(\w+)"', re.search(r"for name in \(([^)]+)\)", OVERRIDES[ROOT / "overrides" / "downloads.html"])[1]
    )
    built += [f"files_{name}" for name in [*marks, *BOOKS, *(f"{name}_more" for name in [*marks, "epub", "zip"])]]
    named = re.findall(r"\bstrings\.(?!yml)(\w+)", text) + re.findall(r'\bstrings\["(\w+)"\]', text)
    built += [f"group_{name}" for name in TOPIC_GROUPS]
    built += [f"block_{name}" for name in (*extend_markdown.BLOCKS, *extend_markdown.OWN_BLOCKS)]
    return set(named + built)


def test_strings_are_those_that_are_used():
    """The layout, the macros and the exports use no string that is missing; no unused one is kept and translated."""
    assert set(strings()) == used_strings()


# Settings and files.


def test_mkdocs_yml_lists_every_setting():
    """The owner sees in mkdocs.yml each setting that exists, filled in or empty."""
    written = yaml_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    assert sorted(written["extra"]["practice"]) == sorted(Practice.model_fields)


@pytest.mark.parametrize("name", FILES)
def test_a_data_file_explains_its_fields(name):
    """Whoever opens a data file reads first what it is for and what each field means."""
    comment = [line for line in (ROOT / "data" / name).read_text(encoding="utf-8").splitlines() if line.startswith("#")]
    assert comment[0].endswith(".")
    inside = [field for kind in FILES[name].model_fields.values() for field in fields(kind.annotation)]
    assert [field for field in inside if not re.search(rf"\b{field}\b", "\n".join(comment))] == []


def fields(kind):
    """The names of all fields of a record type, with those of nested records."""
    if isinstance(kind, type) and issubclass(kind, Record):
        return list(_field_types(kind)) + [name for inner in _field_types(kind).values() for name in fields(inner)]
    return [name for inner in get_args(kind) for name in fields(inner)]


def test_every_data_file_is_loaded():
    """Every file in data/ is read and checked; those with phrases are read by their folder."""
    files = [path.relative_to(ROOT / "data") for path in (ROOT / "data").rglob("*") if path.is_file()]
    phrases = {Path(folder).name for folder in (search_model.FOLDER, danger_model.FOLDER)}
    found = {path.as_posix() for path in files if path.parts[0] not in phrases}
    assert found == {*FILES, "strings/en.yml"}
