"""Turns the errors of Pydantic into messages: where, what, and what to write instead."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar, get_args, get_origin

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from core.errors import InputError, suggest
from core.value_types import Record
from core.yaml_errors import MAX_SHOWN
from core.yaml_files import Position, position

LABELS = ("name", "country", "pattern", "id", "word", "setting")  # by which a person looks for a list entry
KEY_ITSELF = "[key]"  # Pydantic's mark of an error in a key itself, not in its value
UNKNOWN_FIELD_ERRORS = ("extra_forbidden", "invalid_key")
ADVICE = {  # by Pydantic's type of error; the errors of our own checks say themselves what to write
    "bool_type": "write true or false",
    "dict_type": "write its fields below it, each as “name: value”",
    "model_type": "write its fields below it, each as “name: value”",
}
R = TypeVar("R", bound=Record)


def validated(value: object, kind: type[R], where: str, text: str = "", parents: tuple[str, ...] = ()) -> R:
    """Return a value as a record.

    Takes the value as parsed from YAML, the type of the record, and the name of its file. With the text of that file,
    and the keys that lead to the value in it, messages give the line and the words as typed. Raises InputError with one
    line for each mistake: where, what, and what to write instead.
    """
    if not isinstance(value, dict):
        raise InputError(f"{where}: there are no fields here; write each as “name: value”, on a line of its own.")
    try:
        return kind.model_validate(value)
    except ValidationError as error:
        messages = _messages(error, value, kind, where, _SourceText(text, parents))
        raise InputError("\n".join(map(_printable, messages))) from None


def problems(value: object, kind: type[Record], where: str, text: str = "", parents: tuple[str, ...] = ()) -> list[str]:
    """Return the messages of validated(), one for each mistake; an empty list if there is none."""
    try:
        validated(value, kind, where, text, parents)
    except InputError as error:
        return str(error).split("\n")
    return []


def _printable(line: str) -> str:
    """A line with a replacement character for each character that cannot be printed."""
    return "".join(character if character.isprintable() else "�" for character in line)


@dataclass(frozen=True)
class _SourceText:
    """The text of a file, if it is known, and the keys that lead to the value that is checked."""

    text: str
    parents: tuple[str, ...]

    def position(self, path: Sequence[Any]) -> Position | None:
        """The position of a part of the value, and how it was typed."""
        return position(self.text, (*self.parents, *path)) if self.text else None


def _messages(
    error: ValidationError, value: dict[Any, Any], kind: type[Record], where: str, source: _SourceText
) -> list[str]:
    """A message for each mistake, those about unknown fields first: a missing field may only be misspelt."""
    found = sorted(error.errors(include_url=False), key=lambda detail: detail["type"] not in UNKNOWN_FIELD_ERRORS)
    file, comma, inside = where.partition(",")
    messages = []
    for detail in found:
        path = _error_path(detail, value)
        location = source.position(path)
        line = f", line {location.line}" if location else ""
        messages.append(f"{file}{line}{comma}{inside}: {_message(detail, value, kind, path, location)}")
    return messages


def _message(
    error: ErrorDetails, value: dict[Any, Any], kind: type[Record], path: list[Any], location: Position | None
) -> str:
    """What is wrong with one value, and what to write instead; shows it as it was typed, if that is known."""
    place = " › ".join(_step_name(value, path[: end + 1]) for end in range(len(path)))
    if error["type"] in UNKNOWN_FIELD_ERRORS:
        return f"{place}: there is no field “{path[-1]}”; {suggest(path[-1], _field_names(kind, path[:-1]))}."
    if error["type"] == "missing":
        return f"{place}: the field is missing; add “{path[-1]}:”."
    named = error["loc"][-1] == KEY_ITSELF or isinstance(error["input"], dict)
    found = path[-1] if named else (location.typed if location else "") or _value_at(value, path)
    if found is None:
        return f"{place}: it is empty; {_advice(error)}."
    return f"{place}: “{str(found)[:MAX_SHOWN]}” cannot be used; {_advice(error)}."


def _error_path(error: ErrorDetails, value: Any) -> list[Any]:
    """The names and positions that lead to a mistake."""
    path: list[Any] = []
    for step in error["loc"]:
        if step != KEY_ITSELF:
            path.append(_original_key(_value_at(value, path), step))
    return path


def _original_key(here: Any, step: str | int) -> Any:
    """A key as it was read: Pydantic reports False as 0, and a date as its repr()."""
    keys = here if isinstance(here, dict) else ()
    return next((key for key in keys if step in (key, str(key), repr(key))), step)


def _advice(error: ErrorDetails) -> str:
    refusal = error.get("ctx", {}).get("error")  # the ValueError of a check of ours
    return str(refusal) if refusal else ADVICE.get(error["type"], error["msg"])


def _value_at(value: Any, path: list[Any]) -> Any:
    for step in path:
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            return ""
    return value


def _step_name(value: Any, path: list[Any]) -> str:
    """The last step of a path as a person would look for it: by an entry's own name rather than its index."""
    here = _value_at(value, path)
    if isinstance(_value_at(value, path[:-1]), list):
        label = next((here[key] for key in LABELS if here.get(key)), None) if isinstance(here, dict) else None
        return f"“{label}”" if label else f"entry {path[-1] + 1}"
    return str(path[-1])


def _field_names(kind: Any, path: list[Any]) -> list[str]:
    """The names of the fields that are allowed there."""
    for step in path:
        kind = _inner_type(kind, step)
    return list(_field_types(_unwrapped_type(kind)))


def _inner_type(kind: Any, step: str | int) -> Any:
    """The type one level further down: of a list's entry, of a key's value, or of a field."""
    unwrapped = _unwrapped_type(kind)
    if get_origin(unwrapped) in (dict, tuple):
        return get_args(unwrapped)[get_origin(unwrapped) is dict]
    return _field_types(unwrapped)[str(step)]


def _field_types(kind: Any) -> dict[str, Any]:
    """The types of the fields of a record, or of a mapping with given names, by their names in the file."""
    if hasattr(kind, "model_fields"):
        return {field.alias or name: field.annotation for name, field in kind.model_fields.items()}
    return kind.__annotations__


def _unwrapped_type(kind: Any) -> Any:
    """A type without Annotated, and without the None of an optional field."""
    while get_origin(kind) is Annotated or type(None) in get_args(kind):
        kind = next(part for part in get_args(kind) if part is not type(None))
    return kind
