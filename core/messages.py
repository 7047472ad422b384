"""Turns what the library finds wrong with a value into messages: where, what, and what to write instead."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar, get_args, get_origin

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from core.errors import InputError, suggest
from core.value_types import Record
from core.yaml_errors import LONGEST
from core.yaml_files import Position, position

LABELS = ("name", "country", "pattern", "id", "word", "setting")  # by what a person would look for an entry of a list
NAME = "[key]"  # how the library says that the name itself cannot be used, and not its value
UNKNOWN = ("extra_forbidden", "invalid_key")
ADVICE = {  # by the library's kind of error; where a check of ours refused a value, its own text says what to write
    "bool_type": "write true or false",
    "dict_type": "write its fields below it, each as “name: value”",
    "model_type": "write its fields below it, each as “name: value”",
}
R = TypeVar("R", bound=Record)


def validated(value: object, kind: type[R], where: str, text: str = "", above: tuple[str, ...] = ()) -> R:
    """The record that a value becomes.

    Takes the value as YAML gave it, the kind of record, and the name of its file; for messages that give the line and
    the words as typed also the text of that file, and the names that lead to the value in it. Raises InputError with
    one line for each mistake: where, what, and what to write instead.
    """
    if not isinstance(value, dict):
        raise InputError(f"{where}: there are no fields here; write each as “name: value”, on a line of its own.")
    try:
        return kind.model_validate(value)
    except ValidationError as error:
        messages = _messages(error, value, kind, where, _Source(text, above))
        raise InputError("\n".join(map(_printable, messages))) from None


def problems(value: object, kind: type[Record], where: str, text: str = "", above: tuple[str, ...] = ()) -> list[str]:
    """The messages alone, one for each mistake; an empty list means that all is well."""
    try:
        validated(value, kind, where, text, above)
    except InputError as error:
        return str(error).split("\n")
    return []


def _printable(line: str) -> str:
    """A line with a mark in place of each invisible character."""
    return "".join(character if character.isprintable() else "�" for character in line)


@dataclass(frozen=True)
class _Source:
    """The text of a file, if it is known, and the names that lead to the value that is checked."""

    text: str
    above: tuple[str, ...]

    def position(self, path: Sequence[Any]) -> Position | None:
        """Where a part of the value stands, and how it was typed."""
        return position(self.text, (*self.above, *path)) if self.text else None


def _messages(
    error: ValidationError, value: dict[Any, Any], kind: type[Record], where: str, source: _Source
) -> list[str]:
    """A message for each mistake, those about unknown fields first: a missing field may only be misspelt."""
    found = sorted(error.errors(include_url=False), key=lambda one: one["type"] not in UNKNOWN)
    file, comma, inside = where.partition(",")
    messages = []
    for one in found:
        path = _path(one, value)
        there = source.position(path)
        line = f", line {there.line}" if there else ""
        messages.append(f"{file}{line}{comma}{inside}: {_message(one, value, kind, path, there)}")
    return messages


def _message(
    error: ErrorDetails, value: dict[Any, Any], kind: type[Record], path: list[Any], there: Position | None
) -> str:
    """What is wrong with one value, and what to write instead; shows it as it was typed, if that is known."""
    place = " › ".join(_label(value, path[: end + 1]) for end in range(len(path)))
    if error["type"] in UNKNOWN:
        return f"{place}: there is no field “{path[-1]}”; {suggest(path[-1], _field_names(kind, path[:-1]))}."
    if error["type"] == "missing":
        return f"{place}: the field is missing; add “{path[-1]}:”."
    named = error["loc"][-1] == NAME or isinstance(error["input"], dict)
    found = path[-1] if named else (there.typed if there else "") or _at(value, path)
    if found is None:
        return f"{place}: it is empty; {_advice(error)}."
    return f"{place}: “{str(found)[:LONGEST]}” cannot be used; {_advice(error)}."


def _path(error: ErrorDetails, value: Any) -> list[Any]:
    """The names and positions that lead to a mistake."""
    path: list[Any] = []
    for step in error["loc"]:
        if step != NAME:
            path.append(_key(_at(value, path), step))
    return path


def _key(here: Any, step: str | int) -> Any:
    """A name as it was read: the library calls False 0, and a date by its repr()."""
    keys = here if isinstance(here, dict) else ()
    return next((key for key in keys if step in (key, str(key), repr(key))), step)


def _advice(error: ErrorDetails) -> str:
    refusal = error.get("ctx", {}).get("error")  # the ValueError of a check of ours
    return str(refusal) if refusal else ADVICE.get(error["type"], error["msg"])


def _at(value: Any, path: list[Any]) -> Any:
    for step in path:
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            return ""
    return value


def _label(value: Any, path: list[Any]) -> str:
    """A step as a person would look for it: by the entry's own name rather than its position."""
    here = _at(value, path)
    if isinstance(_at(value, path[:-1]), list):
        label = next((here[key] for key in LABELS if here.get(key)), None) if isinstance(here, dict) else None
        return f"“{label}”" if label else f"entry {path[-1] + 1}"
    return str(path[-1])


def _field_names(kind: Any, path: list[Any]) -> list[str]:
    """The names of the fields that are allowed there."""
    for step in path:
        kind = _held(kind, step)
    return list(_fields(_bare(kind)))


def _held(kind: Any, step: str | int) -> Any:
    """The type of what is one level further in: an entry of a list, the value of a key, or a field."""
    bare = _bare(kind)
    if get_origin(bare) in (dict, tuple):
        return get_args(bare)[get_origin(bare) is dict]
    return _fields(bare)[str(step)]


def _fields(kind: Any) -> dict[str, Any]:
    """The types of the fields of a record, or of a mapping with given names, by their names in the file."""
    if hasattr(kind, "model_fields"):
        return {field.alias or name: field.annotation for name, field in kind.model_fields.items()}
    return kind.__annotations__


def _bare(kind: Any) -> Any:
    """A type without its checks, and without the None of what may be left out."""
    while get_origin(kind) is Annotated or type(None) in get_args(kind):
        kind = next(part for part in get_args(kind) if part is not type(None))
    return kind
