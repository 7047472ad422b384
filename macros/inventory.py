"""Makes the handbook's list of files, each with the purpose that its first lines state."""

import ast
import re
from pathlib import Path

INTRODUCTION = """# Every file

What each file is for, as its own first sentence says.
This page is made by `scripts/file-list` from those sentences; change them, and not this page.

A macro is files of one name in `macros/`: a function (`.py`), its examples (`.yml`), mostly a template (`.md.jinja`).
[Macros](macros.md) describes each.
"""
FOLDERS = (
    "core/*.py", "macros/*.py", "hooks/*.py", "data/**/*.yml", "overrides/*", "overrides/partials/*", "docs/assets/*",
    "exports/*", "exports/style/*", "scripts/*", ".github/*", ".github/workflows/*",
    "handbook/*.conf", "handbook/*.yml", "benchmarks/*.py",
)  # fmt: skip
COMMENT_MARKS = {  # how the first comment of a file begins and ends, by its ending
    ".html": (r"\{#-?", r"-?#\}"),
    ".jinja": (r"\{#-?", r"-?#\}"),
    ".xml": (r"\{#-?", r"-?#\}"),
    ".css": (r"/\*", r"\*/"),
    ".java": (r"/\*\*?", r"\*/"),
}
WITHOUT_COMMENT = (".svg", ".txt", ".json", ".md", ".ttf", ".woff2")  # of files without such a sentence
SENTENCE = re.compile(r".+?(?=\.(?:\s|$)|$)")


def inventory(root: Path) -> str:
    """Return the page as Markdown. Raises ValueError for a file whose first lines do not state its purpose."""
    return "\n".join([INTRODUCTION, "| file | what it is for |", "| --- | --- |", *_rows(root), ""])


def _rows(root: Path) -> list[str]:
    return [f"| `{path.relative_to(root).as_posix()}` | {purpose(path)} |" for path in files(root)]


def files(root: Path) -> list[Path]:
    """Return the files that the page lists, folder by folder, without macros, which have a page of their own."""
    found = [path for pattern in FOLDERS for path in sorted(root.glob(pattern)) if path.is_file()]
    return [path for path in found if path.suffix not in WITHOUT_COMMENT and not _is_macro(path)]


def _is_macro(path: Path) -> bool:
    return path.parent.name == "macros" and (path.suffix != ".py" or path.with_suffix(".yml").is_file())


def purpose(path: Path) -> str:
    """The first sentence of a file, without a full stop. Raises ValueError where there is none."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        first = (ast.get_docstring(ast.parse(text)) or "").split("\n\n")[0]
    elif path.suffix in COMMENT_MARKS:
        begin, end = COMMENT_MARKS[path.suffix]
        found = re.search(rf"{begin}\s*(.*?)\s*{end}", text, re.DOTALL)
        first = found[1] if found else ""
    else:  # a script, a data file or a configuration: its first comment
        first = " ".join(_first_comment(text, "//" if path.suffix == ".js" else "#"))
    sentence = SENTENCE.match(" ".join(re.sub(r"^\s*\*", "", first, flags=re.MULTILINE).split()))
    if not sentence:
        raise ValueError(f"{path}: its first lines do not say what it is for; begin it with a comment of one sentence.")
    return sentence[0].replace("|", "\\|")


def _first_comment(text: str, mark: str) -> list[str]:
    """The lines of the first comment that begins with this mark, without the line that names the shell."""
    lines = text.splitlines()[text.startswith("#!") :]
    end = next((number for number, line in enumerate(lines) if not line.startswith(f"{mark} ")), len(lines))
    return [line.removeprefix(f"{mark} ") for line in lines[:end]]
