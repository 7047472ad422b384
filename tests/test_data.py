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
COUNTRIES = {country.country: country for country in facts().countries}
LINES = [(code, line) for code, country in COUNTRIES.items() for line in country.lines]
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


def test_the_facts_load():
    """The real data and settings are accepted as they are."""
    assert len(facts().countries) > 30
    assert facts().version


@pytest.mark.parametrize("name", [name for name in FILES if name not in ("helplines.yml", "emergency.yml")])
def test_addresses_are_https(name):
    """No reader is sent to an unencrypted page, where others could watch."""
    assert [found for found in addresses(read_yaml(ROOT / "data" / name)) if not found.startswith("https://")] == []


def test_addresses_of_helplines_are_https():
    """The site of a helpline is linked, so it must be encrypted; the page where we saw a number is not linked."""
    assert [line.name for _, line in LINES if not line.site.startswith("https://")] == []


def test_a_shown_line_has_a_number_or_leads_to_several():
    """Each sure helpline has a number, except a service that is a list of others."""
    without = [line.name for _, line in LINES if line.confidence == "high" and not line.show]
    assert [name for name in without if not re.search("map|each region", name)] == []


def test_no_number_is_listed_under_two_names_of_one_kind():
    """A number that an editor corrects in one place is not left uncorrected in another."""
    shown = [(code, line.kind, line.show) for code, line in LINES if line.show]
    assert [number for number, times in Counter(shown).items() if times > 1] == []


def test_every_country_has_a_number_for_an_ambulance():
    """Each country has a number for the police, which the file must have, and one that brings an ambulance."""
    missing = [code for code, country in COUNTRIES.items() if not (country.ambulance or country.general)]
    assert missing == []
    assert len(COUNTRIES) > 140


@pytest.mark.parametrize(("kind", "least"), [("crisis", 41), ("child", 50), ("abuse", 50)])
def test_most_listed_countries_have_a_sure_line_of_each_kind(kind, least):
    """An editor who removes a country's only crisis, child or abuse line gets an error."""
    assert len({code for code, line in LINES if line.kind == kind and line.confidence == "high"}) >= least


def test_no_crisis_line_is_one_for_abuse_elsewhere():
    """In Ukraine 116 123 answers about violence, not about suicide, as it does in other countries."""
    kinds = {line.kind for code, line in LINES if code == "UA" and line.show == "116 123"}
    assert kinds == {"abuse"}


def test_ids_of_countries_are_unique():
    """A link to a country leads to that country, and no country has the id of a heading of the page."""
    page = next(page for page in pages() if page.name == "help/index.md")
    ids = Counter(re.findall(r'\bid="([^"]+)"', page.html))
    assert [id for id, times in ids.items() if times > 1] == []
    assert {"united-kingdom", "ireland"} <= set(ids)


# Sources.


def sources_of(page):
    """The sources that a page's front matter names."""
    return page.meta["sources"] if isinstance(page.meta["sources"], list) else []


def test_every_source_is_used():
    """No source is kept that no page cites."""
    used = {id for page in pages() for id in sources_of(page)}
    assert sorted(set(facts().sources) - used) == []


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)
def test_a_page_names_the_sources_that_it_cites(page):
    """Every id of a front matter exists and is listed once, and the page cites no other."""
    named, cited = sources_of(page), re.findall(r'href="#source-([^"]+)"', page.html)
    assert set(cited) <= set(named) <= set(facts().sources)
    assert len(set(named)) == len(named)


def test_the_id_of_a_source_can_be_an_anchor():
    """A link to a source on a page works in any browser."""
    assert [id for id in facts().sources if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", id)] == []


def test_a_work_is_listed_once():
    """The same work is not listed under two ids."""
    titles = Counter((source.title, source.where) for source in facts().sources.values())
    assert max(titles.values()) == 1


def test_descriptions_of_sources_have_no_banned_wording():
    """Studies are described as carefully as everything else."""
    descriptions = {id: source.about for id, source in facts().sources.items()}
    assert [line for id, text in descriptions.items() for line in problems(id, [text], facts().banned_wording)] == []


# Banned wording.


@pytest.mark.parametrize("part", [part for rule in facts().banned_wording for part in alternatives(rule.pattern)])
def test_each_alternative_of_banned_wording_has_an_example(part):
    """Each alternative of a pattern matches some sentence in tests/sample/banned_wording_examples.yml."""
    assert [text for text in SENTENCES["refused"] if re.search(part, text, re.IGNORECASE)]


@pytest.mark.parametrize("text", SENTENCES["refused"])
def test_a_hurtful_sentence_is_refused(text):
    """A sentence that must not reach a reader is refused by some pattern."""
    assert problems("docs/a.md", [text], facts().banned_wording)


@pytest.mark.parametrize("text", SENTENCES["fine"])
def test_a_good_sentence_passes(text):
    """A sentence that only resembles a refused one is accepted."""
    assert problems("docs/a.md", [text], facts().banned_wording) == []


def test_a_rule_reads_as_part_of_a_sentence():
    """The message that a writer gets is one sentence: neither of its parts ends with a full stop."""
    parts = [text for rule in facts().banned_wording for text in (rule.why, rule.instead)]
    assert [part for part in parts if part.endswith(".")] == []


EXCEPTIONS = [(rule, found) for rule in facts().banned_wording for found in rule.excepted]


def test_a_reasoned_exception_is_still_needed():
    """The text of each exception is on its page and would be refused without it."""
    blocks = {f"docs/{page.name}": prose(page.html).all for page in pages()}
    needed = [
        any(found.text in block for block in blocks.get(found.page, []))
        and bool(re.search(rule.pattern, found.text, re.IGNORECASE))
        for rule, found in EXCEPTIONS
    ]
    assert [found for found, wanted in zip(EXCEPTIONS, needed, strict=True) if not wanted] == []


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


def test_every_string_is_used():
    """No unused string is kept and translated."""
    assert sorted(set(strings()) - used_strings()) == []


def test_every_used_string_exists():
    """The layout, the macros and the exports use no string that is missing."""
    assert sorted(used_strings() - set(strings())) == []


def test_strings_have_no_banned_wording():
    """The strings of the layout are worded as carefully as the pages."""
    assert [line for name, text in strings().items() for line in problems(name, [text], facts().banned_wording)] == []


@pytest.mark.parametrize("name", [name for name in strings() if strings()[name].startswith("/")])
def test_a_page_that_the_layout_links_to_exists(name):
    """No string of the layout links to a page that does not exist."""
    assert strings()[name].removeprefix("/") in [page.name for page in pages()]


# The URL registry.


def test_the_url_registry_contains_the_targets_of_its_short_links():
    """The target of each short link is a page or an anchor of the registry, so that neither can be lost alone."""
    registry = facts().url_registry
    for code, short_link in registry.short_links.items():
        page, _, anchor = short_link.target.partition("#")
        assert page in registry.pages, code
        assert not anchor or anchor in registry.pages[page].anchors, code


def test_the_url_registry_contains_each_address_once():
    """Each published page is listed as a page, with its anchors, and not among the other addresses."""
    registry = facts().url_registry
    assert set(registry.pages) & set(registry.others) == set()
    assert list(registry.others) == sorted(set(registry.others))


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
