"""Explains a crash of our own code in one line, with location and error: an editor should not see a traceback."""

import sys
import traceback
from pathlib import Path
from types import TracebackType

ROOT = Path(__file__).resolve().parent.parent
VERBOSE = {"-v", "--verbose"}  # options of MkDocs with which the traceback is also shown


def explain(error: BaseException, root: Path = ROOT) -> str:
    """Return one line that says which of our files stopped the build, why, and what to do."""
    error = _cause(error, root)
    places = [(frame.filename, frame.lineno) for frame in traceback.extract_tb(error.__traceback__)]
    message = str(error)
    if isinstance(error, SyntaxError):
        places.append((error.filename or "", error.lineno))
        message = error.msg
    ours = [(Path(file), line) for file, line in places if _is_ours(Path(file), root)]
    location = f"{ours[-1][0].relative_to(root)}, line {ours[-1][1]}" if ours else "the build"
    return (
        f"{location}: {type(error).__name__}: {message.rstrip('.')}. The last good site is untouched; undo the last "
        "change there, or show this line to an engineer."
    )


def _cause(error: BaseException, root: Path) -> BaseException:
    """The error in our own code that made another program raise this one, or the error itself."""
    inner = error.__cause__ or error.__context__
    if inner is None:
        return error
    found = _cause(inner, root)
    files = [Path(frame.filename) for frame in traceback.extract_tb(found.__traceback__)]
    return found if any(_is_ours(file, root) for file in files) else error


def _is_ours(file: Path, root: Path) -> bool:
    return file.is_relative_to(root) and "site-packages" not in file.parts


def install_excepthook() -> None:
    """Print every uncaught exception in one line from now on, such as a syntax error in a hook, as MkDocs cannot."""
    sys.excepthook = _print_crash


def _print_crash(_: type[BaseException], error: BaseException, __: TracebackType | None) -> None:
    if VERBOSE & set(sys.argv):
        traceback.print_exception(error)
    sys.stderr.write(f"{explain(error)}\n")
