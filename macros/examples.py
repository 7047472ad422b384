"""Reads the example files of the macros, for the tests, the handbook and the sampler."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from core.yaml_files import read_yaml

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Example:
    """One call of a macro, with its exact result or error message."""

    macro: str
    name: str
    write: str
    gives: str | None
    refuses: str | None
    practice: dict[str, Any]


def about(macro: str) -> str:
    """What a macro is for, in one sentence for writers."""
    return _file(macro)["about"]


def examples(macro: str) -> list[Example]:
    """The examples of one macro, in the order of its file."""
    empty = {"gives": None, "refuses": None, "practice": {}}
    return [Example(macro, **(empty | entry)) for entry in _file(macro)["examples"]]


@cache
def _file(macro: str) -> dict[str, Any]:
    return read_yaml(HERE / f"{macro}.yml")
