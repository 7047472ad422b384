"""Imports run in one direction, so that each package can be read, tested and replaced by itself."""

import ast
from graphlib import TopologicalSorter

import pytest
from macro_environment import ROOT

ALLOWED = {"core": {"core"}, "macros": {"core", "macros"}, "hooks": {"core"}, "exports": {"core", "exports"}}
OURS = {*ALLOWED, "tests", "benchmarks"}
GENERATORS = {"mkdocs", "properdocs", "material"}
MODULES = [path for folder in ALLOWED for path in sorted((ROOT / folder).glob("*.py"))]


def imported_modules(path):
    """The modules that a file imports anywhere, by their full names; `from a import b` counts as a and a.b."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def module_name(path):
    """The full name of a module; hooks import each other by file name."""
    return path.stem if path.parent.name == "hooks" else f"{path.parent.name}.{path.stem}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_package_imports_only_what_is_below_it(path):
    """core imports nothing of ours; macros, hooks and exports import core; nothing imports tests."""
    found = {module.split(".")[0] for module in imported_modules(path)}
    assert found & OURS <= ALLOWED[path.parent.name]
    if path.parent.name in ("core", "exports"):
        assert not found & GENERATORS


def test_there_are_no_circular_imports():
    """A module can be read without knowing the modules that import it."""
    known = {module_name(path): path for path in MODULES}
    TopologicalSorter(
        {one: {other for other in imported_modules(path) if other in known} for one, path in known.items()}
    ).prepare()
