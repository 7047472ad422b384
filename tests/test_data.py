"""The real facts are consistent: each is used, each can be found, and none contradicts another."""

import re
from collections import Counter
from typing import get_args

import pytest
import yaml
from check_banned_wording import problems
from macro_environment import ROOT, SAMPLE, facts, pages, settings, strings
from prose import prose

from core import schema
from core.addresses import BOOKS
from core.facts import FILES, read_yaml
from core.messages import _fields
from core.publishing_schema import TOPIC_GROUPS
from core.settings import Practice
from core.value_types import Record
from exports.number_sheet import AGES
from macros import channel, offer, pullback

SENTENCES = yaml.safe_load((SAMPLE / "banned_wording_examples.yml").read_text(encoding="utf-8"))
LINES = [(country.country, line) for country in facts().countries for line in country.lines]
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


def repeated(values):
    """The values that occur more than once."""
    return [value for value, times in Counter(values).items() if times > 1]


def alternatives(pattern):
    """The top-level alternatives of a regular expression, split at `|`."""
    depth, parts = 0, [""]
    for character in pattern:
        depth += (character == "(") - (character == ")")
        if character == "|" and depth == 0:
            parts.append("")
        else:
            parts[-1] += character
    return parts


# Helplines.


@pytest.mark.parametrize("name", [name for name in FILES if name not in ("helplines.yml", "emergency.yml")])
def test_addresses_are_https(name):
    """No reader is sent to an unencrypted page; for a helpline's site the build checks this, and no other is linked."""
    assert [found for found in addresses(read_yaml(ROOT / "data" / name)) if not found.startswith("https://")] == []


def test_a_shown_line_has_a_number_or_leads_to_several():
    """Each sure helpline has a number, except a service that is a list of others."""
    without = [line.name for _, line in LINES if line.confidence == "high" and not line.show]
    assert [name for name in without if not re.search("map|each region", name)] == []


def test_no_number_is_listed_under_two_names_of_one_kind():
    """A number that an editor corrects in one place is not left uncorrected in another."""
    assert repeated((code, line.kind, line.show) for code, line in LINES if line.show) == []


def test_every_country_has_a_number_for_an_ambulance():
    """Each country has a number for the police, which the file must have, and one that brings an ambulance."""
    assert [country.name for country in facts().countries if not (country.ambulance or country.general)] == []


@pytest.mark.parametrize(("kind", "share"), [("crisis", 0.8), ("child", 0.98), ("abuse", 0.98)])
def test_most_listed_countries_have_a_sure_line_of_each_kind(kind, share):
    """An editor who removes a country's only crisis, child or abuse line gets an error."""
    sure = {code for code, line in LINES if line.kind == kind and line.confidence == "high"}
    assert len(sure) >= share * len({code for code, _ in LINES})


def test_no_crisis_line_is_one_for_abuse_elsewhere():
    """In Ukraine 116 123 answers about violence, not about suicide, as it does in other countries."""
    assert {line.kind for code, line in LINES if code == "UA" and line.show == "116 123"} <= {"abuse"}


# Sources.


def test_every_source_is_used():
    """No source is kept that no page cites."""
    used = {id for page in pages() if isinstance(page.meta["sources"], list) for id in page.meta["sources"]}
    assert sorted(set(facts().sources) - used) == []


def test_a_source_can_be_linked_and_is_listed_once():
    """The id of each source works as an anchor in any browser, and no work is listed under two ids."""
    assert [id for id in facts().sources if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", id)] == []
    assert repeated((source.title, source.where) for source in facts().sources.values()) == []


# Banned wording.


@pytest.mark.parametrize("part", [part for rule in facts().banned_wording for part in alternatives(rule.pattern)])
def test_each_alternative_of_banned_wording_has_an_example(part):
    """Each alternative of a pattern matches some sentence in tests/sample/banned_wording_examples.yml."""
    assert [text for text in SENTENCES["refused"] if re.search(part, text, re.IGNORECASE)]


@pytest.mark.parametrize(
    ("text", "refused"), [(text, kind == "refused") for kind in ("refused", "fine") for text in SENTENCES[kind]]
)
def test_a_hurtful_sentence_is_refused(text, refused):
    """A sentence that must not reach a reader is refused by some pattern; one that only resembles it is accepted."""
    assert bool(problems("docs/a.md", [text], facts().banned_wording)) is refused


def test_texts_outside_pages_have_no_banned_wording():
    """The strings of the layout and the descriptions of sources are worded as carefully as the pages."""
    texts = strings() | {id: source.about for id, source in facts().sources.items()}
    assert [line for name, text in texts.items() for line in problems(name, [text], facts().banned_wording)] == []


def test_a_rule_reads_as_part_of_a_sentence():
    """The message that a writer gets is one sentence: neither of its parts ends with a full stop."""
    parts = [text for rule in facts().banned_wording for text in (rule.why, rule.instead)]
    assert [part for part in parts if part.endswith(".")] == []


def test_a_reasoned_exception_is_still_needed():
    """The text of each exception is on its page and would be refused without it."""
    texts = {f"docs/{page.name}": prose(page.html).all for page in pages()}
    needless = [
        found
        for rule in facts().banned_wording
        for found in rule.excepted
        if not any(found.text in text for text in texts.get(found.page, []))
        or not re.search(rule.pattern, found.text, re.IGNORECASE)
    ]
    assert needless == []


# Strings.


def used_strings():
    """The names of all strings that the layout, the macros and the exports show."""
    macro_texts = [text for path, text in MACRO_FILES.items() if path.suffix in (".py", ".jinja")]
    text = "\n".join([*OVERRIDES.values(), *EXPORTS, *macro_texts])
    listed = re.search(r"for key in \(([^)]+)\) if line", text)[1]
    built = [f"helpline_{key}" for key in re.findall(r'"(\w+)"', listed)]
    built += [f"{name.__name__.split('.')[-1]}_{key}" for name in (channel, pullback) for key in name.SHOWN]
    built += AGES.values()
    built += [f"helpline_kind_{kind}" for kind in schema.HELPLINE_KINDS]
    built += [f"helpline_{purpose}" for purpose in (*schema.EMERGENCY_PURPOSES, "emergency", "general")]
    built += [f"reply_{key}" for key in ("needs_yes", "needs_no", "needs_advice", *schema.REPLY_STYLES)]
    built += [f"notice_{key}" for key in schema.NOTICEABILITY] + [f"offer_{key}" for key in offer.SHOWN + offer.ASK]
    marks = re.findall(
        r'"(\w+)"', re.search(r"for name in \(([^)]+)\)", OVERRIDES[ROOT / "overrides" / "downloads.html"])[1]
    )
    built += [f"files_{name}" for name in [*marks, *BOOKS, *(f"{name}_more" for name in [*marks, "epub", "zip"])]]
    named = re.findall(r"\bstrings\.(?!yml)(\w+)", text) + re.findall(r'\bstrings\["(\w+)"\]', text)
    built += [f"group_{name}" for name in TOPIC_GROUPS]
    return set(named + built)


def test_strings_are_those_that_are_used():
    """The layout, the macros and the exports use no string that is missing; no unused one is kept and translated."""
    assert set(strings()) == used_strings()


# The URL registry.


def test_the_url_registry_contains_the_targets_of_its_short_links():
    """The target of each short link is a page or an anchor of the registry, so that neither can be lost alone."""
    registry = facts().url_registry
    for code, short_link in registry.short_links.items():
        page, _, anchor = short_link.target.partition("#")
        assert page in registry.pages, code
        assert not anchor or anchor in registry.pages[page].anchors, code


# Settings and files.


def test_mkdocs_yml_lists_every_setting():
    """The owner sees in mkdocs.yml each setting that exists, filled in or empty."""
    assert sorted(settings()["extra"]["practice"]) == sorted(Practice.model_fields)


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
        return list(_fields(kind)) + [name for inner in _fields(kind).values() for name in fields(inner)]
    return [name for inner in get_args(kind) for name in fields(inner)]


def test_every_data_file_is_loaded():
    """Every file in data/ is read and checked."""
    found = {path.relative_to(ROOT / "data").as_posix() for path in (ROOT / "data").rglob("*") if path.is_file()}
    assert found == {*FILES, "strings/en.yml"}
