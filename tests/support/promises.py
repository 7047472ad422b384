"""Lists what the tests promise: each test with the sentence of its docstring. Run by `scripts/test --promises`."""

import ast
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]


def promises(folder: Path) -> list[tuple[str, str]]:
    """Return each test below this folder, as `file::name`, and the first paragraph of its docstring."""
    paths = [path for path in sorted(folder.rglob("test_*.py")) if "node_modules" not in path.parts]
    functions = [
        (path, node)
        for path in paths
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    ]
    return [
        (
            f"{path.relative_to(folder.parent)}::{node.name}",
            " ".join((ast.get_docstring(node) or "").partition("\n\n")[0].split()),
        )
        for path, node in functions
    ]


if __name__ == "__main__":
    for place, promise in promises(TESTS):
        print(f"{promise}  {place}")
