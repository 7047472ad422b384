"""Reads YAML: reports each error in one line, and finds where a value is and how it was typed."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from yaml_env_tag import construct_env_tag

from core.errors import InputError
from core.yaml_errors import LOADER, MAX_SHOWN, describe_error

TEXT_AFTER_HASH = re.compile(r"[ \t]+(#[^\s#][^\n]*)")  # our comments have a space after their #
TYPE_NAMES = {
    "str": "", "bool": "yes or no", "int": "a number", "float": "a number", "timestamp": "a day", "null": "nothing",
    "seq": "a list", "map": "fields",
}  # fmt: skip
AS_TEXT_ADVICE = "correct it, or write it as a text: in quotation marks, with nothing before them"
DAY = re.compile(r"\d{4}-\d\d?-\d\d?")


class _StrictLoader(LOADER):
    """Reads plain YAML, in which a key may appear only once in a mapping, and nothing may contain itself."""

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        try:
            value = super().construct_object(node, deep=True)  # deep: so that a value that contains itself is found
            if isinstance(value, int):
                str(value)  # Python cannot convert a number of thousands of digits to text
        except (ValueError, AttributeError, LookupError):  # raised by Python's dates and numbers
            typed = str(node.value)[:MAX_SHOWN]
            problem, note = f"“{typed}” is neither a date nor a number", AS_TEXT_ADVICE
            if DAY.fullmatch(typed):
                problem, note = f"“{typed}” is not a day of the calendar", "write one that is, such as 2026-11-22"
            raise yaml.MarkedYAMLError(problem=problem, problem_mark=node.start_mark, note=note) from None
        return value

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if str(key.value) in seen:
                raise yaml.MarkedYAMLError(
                    problem=f"“{key.value}” is used twice", problem_mark=key.start_mark, note="keep one of them"
                )
            seen.add(str(key.value))
        return super().construct_mapping(node, deep)


class SettingsLoader(_StrictLoader):
    """Reads mkdocs.yml; MkDocs interprets its tags, except for !ENV."""


SettingsLoader.add_constructor("!ENV", construct_env_tag)
SettingsLoader.add_multi_constructor("!", lambda *_: None)
SettingsLoader.add_multi_constructor("tag:yaml.org,2002:python/", lambda *_: None)


def read_yaml(path: Path, loader: type = _StrictLoader) -> Any:
    """Read one YAML file. Takes its path and the kind of loader.

    Raises InputError with a line for each mistake if it is missing or cannot be read.
    """
    return parse_yaml(read_text(path), _display_path(path), loader)


def read_text(path: Path) -> str:
    """Return the text of a file. Raises InputError if it is missing, or not in UTF-8."""
    if not path.is_file():
        raise InputError(f"{_display_path(path)}: the file is missing; put it back, from Git or from a copy.")
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise InputError(f"{_display_path(path)}: the letters cannot be read; save the file as UTF-8.") from None


def _display_path(path: Path) -> str:
    """A path for messages: from data/ on, or the name of a file in the project's folder."""
    _, data, after = path.as_posix().rpartition("/data/")
    return f"data/{after}" if data else path.name


def read_settings(path: Path) -> dict[str, Any]:
    """Return the settings of a file, completed by those of the file that it names under INHERIT, as in MkDocs.

    Raises InputError as parse_yaml() does.
    """
    read: dict[str, Any] = parse_yaml(read_text(path), path.name, SettingsLoader)
    parent = read.pop("INHERIT", None)
    return _merged(read_settings(path.parent / parent), read) if parent else read


def _merged(base: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """The settings of `base`, overridden by those of `own`; dictionaries are merged, lists are not."""
    merged = base | own
    for key in base.keys() & own.keys():
        if isinstance(base[key], dict) and isinstance(own[key], dict):
            merged[key] = _merged(base[key], own[key])
    return merged


def parse_yaml(text: str, name: str, loader: type = _StrictLoader) -> Any:
    """Parse a YAML text. Takes the text, the name of its file for messages, and the class of the loader.

    Raises InputError with a line for each mistake: where, what, and what to write instead.
    """
    try:
        read = yaml.load(text, loader)
        lost = text_lost_in_comments(text)
    except yaml.reader.ReaderError:
        raise InputError(
            f"{name}: it contains an invisible control character; delete it, or type that text again."
        ) from None
    except yaml.MarkedYAMLError as error:
        raise InputError(f"{name}{describe_error(text, error)}.") from None
    except RecursionError:
        raise InputError(f"{name}: it is nested too deeply; use fewer levels.") from None
    if lost:
        raise InputError("\n".join(f"{name}, line {line}: {_lost_text_message(typed)}." for line, typed in lost))
    return read


def _lost_text_message(typed: str) -> str:
    return (
        f"“{typed[:MAX_SHOWN]}” is read as a comment, because of the # after a space; put the whole value into "
        "quotation marks, or leave a space after the # of a comment"
    )


@dataclass(frozen=True)
class Position:
    """A value in a file: its line, counted from 1, and its text as typed, which is empty for a list or a mapping."""

    line: int
    typed: str = ""


def yaml_type_name(node: yaml.Node) -> str:
    """Return what YAML reads a value as, such as “a number”; an empty string if it is a text."""
    return TYPE_NAMES.get(node.tag.rpartition(":")[2], "something else")


def position(text: str, path: Sequence[Any]) -> Position | None:
    """Find a value in the text of a YAML file.

    Takes the keys and indexes that lead to it. If the value does not exist, such as a missing field, returns the
    position of what should contain it. Returns None if the text is not a mapping or a list.
    """
    node = yaml.compose(text, Loader=LOADER)
    if not path or not isinstance(node, yaml.CollectionNode):
        return None
    found = Position(node.start_mark.line + 1)
    for step in path:
        entry = next((inner for inner in _entries(node) if inner[0] == str(step)), None)
        if entry is None:
            return Position(found.line)
        _, line, node = entry
        found = Position(line, _text_as_typed(text, node))
    return found


def _entries(node: yaml.Node) -> Iterator[tuple[str, int, yaml.Node]]:
    """Yield the key, line and node of each value of a mapping or list; the keys of a list are its indexes."""
    if isinstance(node, yaml.MappingNode):
        yield from ((str(key.value), key.start_mark.line + 1, value) for key, value in node.value)
    elif isinstance(node, yaml.SequenceNode):
        yield from ((str(index), value.start_mark.line + 1, value) for index, value in enumerate(node.value))


def _text_as_typed(text: str, node: yaml.Node) -> str:
    """The text of a value that is written in one line."""
    typed = text[node.start_mark.index : node.end_mark.index].strip()
    return "" if "\n" in typed else typed


def line_of(text: str, value: str) -> int:
    """Return the line of the last key or value in a YAML text that equals this one, or 0.

    Of two entries with the same name, the second is probably the new one.
    """
    nodes = _scalars(yaml.compose(text, Loader=LOADER))
    return max((node.start_mark.line + 1 for node in nodes if node.value == value), default=0)


def text_lost_in_comments(text: str) -> list[tuple[int, str]]:
    """Return the line and the lost text of each value that YAML cut off at a #, such as a number (#1)."""
    if not TEXT_AFTER_HASH.search(text):  # avoids parsing the text again
        return []
    found = []
    for node in _scalars(yaml.compose(text, Loader=LOADER)):
        if not node.style and (lost := TEXT_AFTER_HASH.match(text, node.end_mark.index)):
            found.append((node.end_mark.line + 1, lost[1].strip()))
    return found


def _scalars(node: yaml.Node | None) -> Iterator[yaml.ScalarNode]:
    """Yield every key and value that is neither a list nor a mapping; its `style` is empty without quotation marks."""
    if isinstance(node, yaml.ScalarNode):
        yield node
    elif isinstance(node, yaml.CollectionNode):
        for inner in node.value:
            for part in inner if isinstance(inner, tuple) else (inner,):
                yield from _scalars(part)
