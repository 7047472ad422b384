"""The example files beside the ingredients, read in one place: for the tests, the handbook and the sampler."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from core.facts import read_yaml

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Example:
    """One call of an ingredient, with what it gives or how it is refused, exactly."""

    ingredient: str
    name: str
    write: str
    gives: str | None
    refuses: str | None
    practice: dict[str, Any]


def about(ingredient: str) -> str:
    """What an ingredient is for, in one sentence for writers."""
    return _file(ingredient)["about"]


def examples(ingredient: str) -> list[Example]:
    """The examples of one ingredient, in the order of its file."""
    empty = {"gives": None, "refuses": None, "practice": {}}
    return [Example(ingredient, **(empty | entry)) for entry in _file(ingredient)["examples"]]


@cache
def _file(ingredient: str) -> dict[str, Any]:
    return read_yaml(HERE / f"{ingredient}.yml")
