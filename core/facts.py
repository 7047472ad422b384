"""Loads data/ and the settings once, checks them, and hands them to macros, hooks and exports."""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from yaml_env_tag import construct_env_tag

from core import consistency, schema
from core.errors import InputError, nearest
from core.records import Topic


class Strings(dict[str, str]):
    """The texts of the frame and of the macros by their names; a missing one is refused, never left empty."""

    def __missing__(self, name: str) -> str:
        raise InputError(f"data/strings: there is no text “{name}”; {nearest(name, self)}.")


@dataclass(frozen=True)
class Edition:
    """One version of the guide, as CHANGELOG.md tells it to readers."""

    version: str
    day: str  # such as 2026-11-22; empty until it has one
    changes: tuple[tuple[str, str], ...]  # the heading below which each stands, and its sentence


@dataclass(frozen=True)
class Facts:
    """Everything that is true in more than one place: see the comment at the top of each file in data/."""

    practice: dict[str, Any]
    directories: list[dict[str, Any]]
    countries: list[dict[str, Any]]
    sources: dict[str, dict[str, Any]]
    evidence_levels: dict[str, dict[str, str]]
    channels: list[dict[str, str]]
    pullbacks: list[dict[str, Any]]
    exchanges: list[dict[str, Any]]
    replies: list[dict[str, str]]
    glossary: list[dict[str, Any]]
    safety_check: dict[str, Any]
    drawings: dict[str, dict[str, Any]]
    topics: dict[str, Topic]
    redirects: dict[str, str]
    url_registry: dict[str, Any]
    quick_exit: list[dict[str, Any]]
    banned_wording: list[dict[str, Any]]
    language: str
    strings: dict[str, str]
    headers: dict[str, dict[str, Any]]
    traces: dict[str, Any]
    crisis_words: list[str]
    also_called: dict[str, str]
    editions: tuple[Edition, ...]  # the newest first
    url: str  # of the guide's first page, with a slash at its end; empty where nobody needs it

    @property
    def version(self) -> str:
        """The version of the guide: the newest edition's."""
        return self.editions[0].version if self.editions else ""

    @property
    def confirmations(self) -> list[tuple[str, date | None]]:
        """What a person has to compare with the service's own page, and the day on which somebody last did.

        Each as “file: country: name”: the emergency numbers of each country that has helplines, and each shown line.
        """
        found = []
        for country in self.countries:
            if country["lines"]:
                found.append((f"data/emergency.yml: “{country['name']}”", country["confirmed"]))
            found += [
                (f"data/helplines.yml: “{country['name']}: {line['name']}”", line["confirmed"])
                for line in country["lines"]
                if line["confidence"] == "high"
            ]
        return found


FILES = {
    "helplines.yml": schema.HELPLINES,
    "emergency.yml": schema.EMERGENCY,
    "sources.yml": schema.SOURCES,
    "evidence_levels.yml": schema.EVIDENCE_LEVELS,
    "channels.yml": schema.CHANNELS,
    "pullbacks.yml": schema.PULLBACKS,
    "exchanges.yml": schema.EXCHANGES,
    "replies.yml": schema.REPLIES,
    "glossary.yml": schema.GLOSSARY,
    "safety_check.yml": schema.SAFETY_CHECK,
    "drawings.yml": schema.DRAWINGS,
    "topics.yml": schema.TOPICS,
    "redirects.yml": schema.REDIRECTS,
    "url_registry.yml": schema.URL_REGISTRY,
    "quick_exit.yml": schema.QUICK_EXIT,
    "banned_wording.yml": schema.BANNED_WORDING,
    "headers.yml": schema.HEADERS,
    "traces.yml": schema.TRACES,
}

VERSION = re.compile(r"[A-Za-z0-9]+([.+-][A-Za-z0-9]+)*")
INSIDE = "For maintainers"  # what changed for those who look after the guide
QUOTE = "put the text into quotation marks if it holds a colon or begins with a sign, and indent with spaces"


def load(root: Path, practice: dict[str, Any] | None, language: str = "en", url: str = "") -> Facts:
    """Read the data files below `root`, the texts of one language, the practice's settings and the guide's address.

    Raises Refused with every mistake that was found, one a line, each with what to write instead.
    """
    given = {} if practice is None else practice
    read, wrong = {}, schema.problems(given, schema.PRACTICE, "mkdocs.yml, extra › practice")
    for name, shape in (FILES | {f"strings/{language}.yml": schema.STRINGS}).items():
        try:
            content = read_yaml(root / "data" / name)
        except InputError as refusal:
            wrong.append(str(refusal))
            continue
        wrong += schema.problems(content, shape, f"data/{name}")
        read |= content if isinstance(content, dict) else {}
    wrong += _headings(root / "CHANGELOG.md")
    if not wrong:
        wrong = consistency.problems(read, given)
    if wrong:
        raise InputError("\n".join(wrong))
    return _facts(read, given, language, _editions(root / "CHANGELOG.md"), url)


def examine(settings: Path) -> list[str]:
    """Judge mkdocs.yml as it stands, before the generator takes the last of two fields, or breaks on a date.

    Gives one line for each mistake.
    """
    try:
        read = read_yaml(settings, _Settings)
    except InputError as refusal:
        return [str(refusal)]
    named = {key: read[key] for key in map(str, schema.SITE) if key in read} if isinstance(read, dict) else read
    return schema.problems(named, schema.SITE, settings.name)


def read_yaml(path: Path, loader: type | None = None) -> Any:
    """Read one YAML file; a missing or unreadable one is refused in a sentence, not with a traceback."""
    if not path.is_file():
        raise InputError(f"{_short(path)}: the file is missing; put it back, from Git or from a copy.")
    try:
        return yaml.load(path.read_text(encoding="utf-8"), loader or _Once)
    except UnicodeDecodeError:
        raise InputError(f"{_short(path)}: the letters cannot be read; save the file as UTF-8.") from None
    except yaml.reader.ReaderError:
        raise InputError(f"{_short(path)}: it holds a sign that nobody sees; take it out, or write it anew.") from None
    except yaml.MarkedYAMLError as error:
        line = f", line {error.problem_mark.line + 1}" if error.problem_mark else ""
        raise InputError(f"{_short(path)}{line}: {error.problem}; {error.note or QUOTE}.") from None
    except RecursionError:
        raise InputError(f"{_short(path)}: too much stands inside of each other; write it flatter.") from None


class _Once(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # the one in C is ten times as fast
    """Reads plain YAML, in which a name may stand only once in one place, and nothing within itself."""

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        try:
            value = super().construct_object(node, deep=True)  # at once: what holds itself is found
            if isinstance(value, int):
                str(value)  # Python shows no number of thousands of digits: a message about it would break
        except (ValueError, AttributeError, LookupError):  # whatever Python's dates and numbers break with
            raise yaml.MarkedYAMLError(
                problem=f"“{str(node.value)[: schema.LONGEST]}” is no real day and no number",
                problem_mark=node.start_mark,
                note="correct it, or write it as a text: in quotation marks, with nothing before them",
            ) from None
        return value

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if str(key.value) in seen:
                raise yaml.MarkedYAMLError(
                    problem=f"“{key.value}” stands here twice", problem_mark=key.start_mark, note="keep one of them"
                )
            seen.add(str(key.value))
        return super().construct_mapping(node, deep)


class _Settings(_Once):
    """Reads mkdocs.yml; what its own signs stand for is left to the generator, except for the environment."""


_Settings.add_constructor("!ENV", construct_env_tag)
_Settings.add_multi_constructor("!", lambda *_: None)
_Settings.add_multi_constructor("tag:yaml.org,2002:python/", lambda *_: None)


def _facts(
    read: dict[str, Any], practice: dict[str, Any], language: str, editions: tuple[Edition, ...], url: str
) -> Facts:
    """Fill in what the files and the settings leave out, so that everything may be asked for."""
    return Facts(
        practice={str(key): None for key in schema.PRACTICE} | {k: v or None for k, v in practice.items()},
        directories=read["directories"],
        countries=_countries(read["emergency"], read["countries"]),
        sources=read["sources"],
        evidence_levels=read["evidence_levels"],
        channels=read["channels"],
        pullbacks=[{"help": False} | pullback for pullback in read["pullbacks"]],
        exchanges=read["exchanges"],
        replies=read["replies"],
        glossary=[{"also": [], "see": None} | word for word in read["glossary"]],
        safety_check=_asked(read["safety_check"]),
        drawings=read["drawings"],
        topics={slug: Topic(slug=slug, **topic) for slug, topic in read["topics"].items()},
        redirects=read["redirects"],
        url_registry=read["url_registry"],
        quick_exit=read["quick_exit"],
        banned_wording=read["banned_wording"],
        headers=read["headers"],
        traces=read["traces"],
        language=language,
        strings=Strings(read["strings"]),
        crisis_words=read["crisis_words"],
        also_called=read["also_called"],
        editions=editions,
        url=url,
    )


def _countries(emergency: list[dict[str, Any]], helplines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Every country by its name: its emergency numbers, and its helplines where we know any.

    Optional fields are all there, empty where the files leave them out.
    """
    lines = {country["country"]: [_line(line) for line in country["lines"]] for country in helplines}
    left_out = {"also": [], "ambulance": [], "fire": [], "general": [], "hint": None, "silent": None}
    filled = [left_out | entry | {"id": _id(entry), "lines": lines.get(entry["country"], [])} for entry in emergency]
    return sorted(filled, key=lambda country: schema.sort_key(country["name"]))


def _id(entry: dict[str, Any]) -> str:
    """The id of a country on the page of helplines, and in the names of its files."""
    return re.sub(r"[^a-z0-9]+", "-", schema.sort_key(entry["name"])).strip("-") or entry["country"].lower()


def _line(given: dict[str, Any]) -> dict[str, Any]:
    """A helpline with all its fields."""
    line = dict.fromkeys(str(key) for key in schema.LINE) | given
    return line | {"also": line["also"] or []}


def _short(path: Path) -> str:
    """A path as the editor knows it: from the room downwards."""
    _, data, after = path.as_posix().rpartition("/data/")
    return f"data/{after}" if data else path.name


def _asked(check: dict[str, Any]) -> dict[str, Any]:
    """The safety check with its outcomes by their ids, and each group's optional words there, empty where left out."""
    return {
        "none": check["none"],
        "groups": [{"after": None} | group for group in check["groups"]],
        "outcomes": {outcome["id"]: outcome for outcome in check["outcomes"]},
    }


def _headings(changelog: Path) -> list[str]:
    """What is wrong with the headings of the changelog: each page shows the first, and the feed needs their days."""
    return [
        f"{changelog.name}: the heading “{heading}” cannot be used; write the version and its day, such as "
        "“1.2.3 · 2026-11-22”."
        for heading in re.findall("^## (.*)", _told(changelog), re.MULTILINE)
        if not _dated(*(part.strip() for part in heading.partition("·")))
    ]


def _dated(version: str, _: str, day: str) -> bool:
    """Whether this is a version and, if there is one, a day of the calendar."""
    try:
        return bool(VERSION.fullmatch(version)) and (not day or date.fromisoformat(day).isoformat() == day)
    except ValueError:
        return False


def _told(changelog: Path) -> str:
    return changelog.read_text(encoding="utf-8") if changelog.is_file() else ""


def _editions(changelog: Path) -> tuple[Edition, ...]:
    """The editions that the changelog tells of, with what readers should know of each."""
    parts = re.split(r"^## ", _told(changelog), flags=re.MULTILINE)[1:]
    return tuple(_edition(*part.partition("\n")) for part in parts)


def _edition(heading: str, _: str, text: str) -> Edition:
    version, _, day = (part.strip() for part in heading.partition("·"))
    parts = [part.partition("\n") for part in re.split(r"^### ", text, flags=re.MULTILINE)[1:]]
    told = [(name.strip(), line) for name, _, lines in parts for line in lines.splitlines()]
    return Edition(version, day, tuple((n, line[2:]) for n, line in told if n != INSIDE and line.startswith("- ")))
