"""Edits the sample data as an editor would, and collects the error messages."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from macro_environment import PRACTICE, ROOT, SAMPLE

from core.errors import InputError
from core.facts import FILES, load
from core.messages import problems
from core.schema import StringsFile


def mistake_cases(mistakes: dict[str, list[tuple[str, str, str]]]) -> list[Any]:
    """Return the parameters (file, old text, new text, message) of a table of mistakes by file."""
    return [
        pytest.param(file, *case, id=f"{file}: {case[1][:30]}") for file, found in mistakes.items() for case in found
    ]


def edit(root: Path, name: str, old: str, new: str) -> None:
    """Replace a text once in a data file below `root`; the file must contain it."""
    path = root / "data" / name
    path.write_text(_replaced(path, old, new), encoding="utf-8")


def load_errors(root: Path, practice: Any = PRACTICE) -> list[str]:
    """Load the facts below `root`, which must fail; returns the error messages."""
    with pytest.raises(InputError) as found:
        load(root, practice)
    return str(found.value).splitlines()


def file_errors(name: str, old: str, new: str) -> list[str]:
    """Check one file of the sample data after a text was replaced in it; returns the error messages."""
    folder, kind = (ROOT, StringsFile) if name == "strings/en.yml" else (SAMPLE, FILES[name])
    return problems(yaml.load(_replaced(folder / "data" / name, old, new), yaml.CSafeLoader), kind, f"data/{name}")


def _replaced(path: Path, old: str, new: str) -> str:
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{path.name} does not contain {old!r}"
    return text.replace(old, new, 1)
