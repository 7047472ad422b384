"""Loads data/ and the settings once, checks them, and gives them to macros, hooks and exports."""

import re
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from core import consistency, publishing_schema, schema, theme_settings
from core.addresses import is_reserved
from core.errors import InputError, suggest
from core.joined_records import Country, Topic, countries, topic
from core.material_texts import material_texts
from core.messages import problems, validated
from core.nav_entries import nav_problems
from core.settings import PRACTICE_SETTINGS, Practice, SiteSettings
from core.value_types import Record
from core.yaml_files import SettingsLoader, line_of, parse_yaml, position, read_text


class Strings(dict[str, str]):
    """The texts of the templates and macros by their names; a missing one raises InputError."""

    untranslated: tuple[str, ...] = ()  # the names of the texts that are shown in English for lack of a translation

    def __missing__(self, name: str) -> str:
        raise InputError(f"data/strings: there is no text “{name}”; {suggest(name, self)}.")


@dataclass(frozen=True)
class Edition:
    """One version of the guide, as CHANGELOG.md describes it for readers."""

    version: str
    day: str  # such as 2026-11-22; empty until it has one
    changes: tuple[tuple[str, str], ...]  # the heading above each change, and its sentence


@dataclass(frozen=True)
class Facts:
    """All facts of data/ and the settings; the comment at the top of each file in data/ explains its fields."""

    practice: Practice
    directories: tuple[schema.Directory, ...]
    countries: tuple[Country, ...]  # that the guide shows, in the order of their names
    left_out: tuple[Country, ...]  # those that it does not show, since the practice sets only its own
    sources: dict[str, schema.Source]
    evidence_levels: dict[str, schema.EvidenceLevel]
    channels: tuple[schema.Channel, ...]
    menus: tuple[schema.Menu, ...]
    pullbacks: tuple[schema.Pullback, ...]
    exchanges: tuple[schema.Exchange, ...]
    replies: tuple[schema.Reply, ...]
    glossary: tuple[schema.GlossaryEntry, ...]
    safety_check: schema.SafetyCheck
    drawings: dict[str, schema.Drawing]
    topics: dict[str, Topic]
    redirects: dict[str, str]
    url_registry: publishing_schema.UrlRegistry
    quick_exit: tuple[publishing_schema.ExitAddress, ...]
    banned_wording: tuple[schema.BannedWording, ...]
    required_wording: tuple[schema.RequiredWording, ...]
    navigation: schema.Navigation
    language: str
    strings: Strings
    headers: publishing_schema.Headers
    traces: publishing_schema.MeasuredTraces
    crisis_patterns: schema.CrisisPatterns
    editions: tuple[Edition, ...] = ()  # the newest first
    url: str = ""  # of the guide's first page, with a slash at its end; empty where nobody needs it
    site_name: str = ""  # the name of the guide; empty where nobody needs it

    @property
    def is_preview(self) -> bool:
        """Whether the addresses that pages and files show lead nowhere, since nobody has set the guide's own."""
        return is_reserved(self.url)

    def site_address(self, link: str) -> str:
        """The whole address of a link that may begin at the root of the guide's host."""
        return urljoin(self.url, link)

    @property
    def version(self) -> str:
        """The version of the guide: the newest edition's."""
        return self.editions[0].version if self.editions else ""

    @property
    def published_by(self) -> tuple[str, ...]:
        """The lines in a book that say who publishes it: the practice's name and its imprint, if they are set."""
        name = self.practice.name
        by_name = [self.strings["book_publisher"].replace("{name}", name)] if name else []
        return (*by_name, *([self.practice.imprint] if self.practice.imprint else []))

    @property
    def first_countries(self) -> list[Country]:
        """The countries of the setting `helpline_regions`, in its order."""
        known = {country.country: country for country in self.countries}
        return [known[code] for code in self.practice.helpline_regions]

    @property
    def confirmations(self) -> list[tuple[str, str, date | None]]:
        """What a person has to compare with the service's own page, and the day on which somebody last did.

        Each with its file and name: the emergency numbers of each country that has helplines, and each shown line.
        """
        found = []
        for country in self.countries:
            if country.lines:
                found.append(("data/emergency.yml", country.name, country.confirmed))
            found += [
                ("data/helplines.yml", f"{country.name}: {line.name}", line.confirmed)
                for line in country.lines
                if line.confidence == "high"
            ]
        return found


FILES = {f"{field.name}.yml": field.type for field in fields(schema.DataFiles) if field.name != "strings"}
ENGLISH = "en"  # the language of the originals
ORIGINALS_ONLY = {  # files that apply to the originals only: rules on English words, and addresses that they published
    "banned_wording": (),
    "required_wording": (),
    "redirects": {},
    "url_registry": {"pages": {}, "others": [], "short_links": {}},
}
MESSAGE_ABOUT_VALUE = re.compile(r"(?P<file>data/\w+\.yml): [^“;]*“(?P<value>[^”]+)”")
VERSION = re.compile(r"[A-Za-z0-9]+([.+-][A-Za-z0-9]+)*")
MAINTAINER_HEADING = "For maintainers"  # what changed for those who look after the guide


def load(
    root: Path,
    practice: dict[str, Any] | None,
    language: str = "en",
    url: str = "",
    settings_text: str = "",
    site_name: str = "",
) -> Facts:
    """Return the facts: the data files below `root`, the texts of one language, and the practice's settings.

    Takes the guide's address and name as well. With the text of mkdocs.yml, messages give the line of a setting and its
    value as typed. Raises InputError with every mistake that was found, one per line, each with what to write instead.
    """
    wrong: list[str] = []
    given = {} if practice is None else practice
    settings = _collect_errors(
        wrong, partial(validated, given, Practice, PRACTICE_SETTINGS, settings_text, ("extra", "practice"))
    )
    read = {
        field.name: _collect_errors(wrong, partial(_read_record, root, field.name, language, field.type))
        for field in fields(schema.DataFiles)
    }
    wrong += _heading_problems(root / "CHANGELOG.md")
    if wrong:
        raise InputError("\n".join(wrong))
    strings = _strings(root, read["strings"], language)
    files = schema.DataFiles(**read)
    if wrong := consistency.problems(files, settings):
        raise InputError("\n".join(_with_line(text, root) if language == ENGLISH else text for text in wrong))
    facts = _facts(files, settings, language, strings)
    return replace(facts, editions=_editions(root / "CHANGELOG.md"), url=url, site_name=site_name)


def _with_line(message: str, root: Path) -> str:
    """Add the line of the first value that a message about a data file quotes."""
    found = MESSAGE_ABOUT_VALUE.match(message)
    number = line_of(read_text(root / found["file"]), found["value"]) if found else 0
    return f"{found['file']}, line {number}{message[found.end('file') :]}" if found and number else message


def _data_file(name: str, language: str) -> str:
    """The file below data/ of a field of schema.DataFiles, in the language of the originals or in another."""
    if name == "strings":
        return f"strings/{language}.yml"
    return f"{name}.yml" if language == ENGLISH else f"{language}/{name}.yml"


def _read_record(root: Path, name: str, language: str, kind: type[Record]) -> Record:
    """Read one file. Where a translation does not have it, this is the original."""
    file = _data_file(name, language)
    if not (root / "data" / file).is_file() and name != "strings":
        if name in ORIGINALS_ONLY and language != ENGLISH:
            return kind(**{name: ORIGINALS_ONLY[name]})
        file = _data_file(name, ENGLISH)
    text = read_text(root / "data" / file)
    return validated(parse_yaml(text, f"data/{file}"), kind, f"data/{file}", text)


def _strings(root: Path, read: schema.StringsFile, language: str) -> Strings:
    """The texts of a language, completed by those of Material, and then by the originals.

    Raises InputError for a text that the originals do not have.
    """
    if language == ENGLISH:
        return Strings(read.strings)
    originals = _read_record(root, "strings", ENGLISH, schema.StringsFile).strings
    if unknown := [name for name in read.strings if name not in originals]:
        file = f"data/{_data_file('strings', language)}"
        raise InputError(f"{file}: there is no text “{unknown[0]}”; {suggest(unknown[0], originals)}.")
    translated = material_texts(language) | read.strings
    strings = Strings(originals | translated)
    strings.untranslated = tuple(name for name in originals if name not in translated)
    return strings


def _collect_errors(wrong: list[str], read: Callable[[], Any]) -> Any:
    """Return what a function reads. An InputError is added to `wrong`, so that all mistakes are reported at once."""
    try:
        return read()
    except InputError as error:
        wrong.append(str(error))
        return None


def check_settings(settings: Path) -> list[str]:
    """Check mkdocs.yml as it was written: MkDocs would use the last of two fields, and crash on an impossible date.

    Returns one line for each mistake.
    """
    try:
        text = read_text(settings)
        read = parse_yaml(text, settings.name, SettingsLoader)
    except InputError as refusal:
        return str(refusal).splitlines()
    named = {key: read[key] for key in SiteSettings.model_fields if key in read} if isinstance(read, dict) else read
    wrong = problems(named, SiteSettings, settings.name, text)
    if wrong:
        return wrong
    wrong = nav_problems(text, settings.name) + theme_settings.problems(
        read, text, settings.name, settings.parent / "docs"
    )
    wrong += _language_problems(read, text, settings)
    return wrong or (check_settings(settings.parent / read["INHERIT"]) if read.get("INHERIT") else [])


def _language_problems(read: dict[str, Any], text: str, settings: Path) -> list[str]:
    """Return what is wrong with the language of the theme, in which the guide needs its texts."""
    theme = read.get("theme")
    language = theme.get("language", "en") if isinstance(theme, dict) else "en"
    if (settings.parent / "data" / _data_file("strings", language)).is_file():
        return []
    known = [path.stem for path in (settings.parent / "data" / "strings").glob("*.yml")]
    location = position(text, ("theme", "language"))
    typed = location.typed if location else language
    advice = suggest(typed, known, f"write one of: {', '.join(sorted(known))}; or add data/strings/{typed}.yml")
    return [
        f"{settings.name}, line {location.line if location else 1}: theme › language: no texts for “{typed}”; {advice}."
    ]


def _facts(
    files: schema.DataFiles,
    practice: Practice,
    language: str,
    strings: Strings,
) -> Facts:
    """Join the content of the files and the settings into the facts."""
    known = countries(files.emergency.emergency, files.helplines.countries)
    shown = [
        entry for entry in known if not practice.helpline_regions_only or entry.country in practice.helpline_regions
    ]
    return Facts(
        practice=practice,
        directories=files.helplines.directories,
        countries=tuple(shown),
        left_out=tuple(entry for entry in known if entry not in shown),
        sources=files.sources.sources,
        evidence_levels=files.evidence_levels.evidence_levels,
        channels=files.channels.channels,
        menus=files.menus.menus,
        pullbacks=files.pullbacks.pullbacks,
        exchanges=files.exchanges.exchanges,
        replies=files.replies.replies,
        glossary=files.glossary.glossary,
        safety_check=files.safety_check.safety_check,
        drawings=files.drawings.drawings,
        topics={slug: topic(slug, entry) for slug, entry in files.topics.topics.items()},
        redirects=files.redirects.redirects,
        url_registry=files.url_registry.url_registry,
        quick_exit=files.quick_exit.quick_exit,
        banned_wording=files.banned_wording.banned_wording,
        required_wording=files.required_wording.required_wording,
        navigation=files.navigation.navigation,
        headers=files.headers.headers,
        traces=files.traces.traces,
        language=language,
        strings=strings,
        crisis_patterns=files.crisis_patterns.crisis_patterns,
    )


def _heading_problems(changelog: Path) -> list[str]:
    """What is wrong with the headings of the changelog: each page shows the first, and the feed needs their days."""
    return [
        f"{changelog.name}: the heading “{heading}” cannot be used; write the version and its day, such as "
        "“1.2.3 · 2026-11-22”."
        for heading in re.findall("^## (.*)", _read_changelog(changelog), re.MULTILINE)
        if not _is_valid_heading(*(part.strip() for part in heading.partition("·")))
    ]


def _is_valid_heading(version: str, _: str, day: str) -> bool:
    """Whether this is a version and, if there is one, a day of the calendar."""
    try:
        return bool(VERSION.fullmatch(version)) and (not day or date.fromisoformat(day).isoformat() == day)
    except ValueError:
        return False


def _read_changelog(changelog: Path) -> str:
    return changelog.read_text(encoding="utf-8") if changelog.is_file() else ""


def _editions(changelog: Path) -> tuple[Edition, ...]:
    """The editions listed in the changelog, with what readers should know of each."""
    parts = re.split(r"^## ", _read_changelog(changelog), flags=re.MULTILINE)[1:]
    return tuple(_edition(*part.partition("\n")) for part in parts)


def _edition(heading: str, _: str, text: str) -> Edition:
    version, _, day = (part.strip() for part in heading.partition("·"))
    parts = [part.partition("\n") for part in re.split(r"^### ", text, flags=re.MULTILINE)[1:]]
    changes = [(name.strip(), line) for name, _, lines in parts for line in lines.splitlines()]
    return Edition(
        version, day, tuple((n, line[2:]) for n, line in changes if n != MAINTAINER_HEADING and line.startswith("- "))
    )
