"""Reports a crash of our own code in one line, with location and error: an editor should not see a traceback."""

import logging
import traceback
from pathlib import Path

from core.errors import BuildStopped, InputError

log = logging.getLogger("mkdocs.hooks.report_crash")

ROOT = Path(__file__).resolve().parent.parent
GENERATOR_MODULES = ("mkdocs", "properdocs", "click")  # their errors are readable messages already


def explain(error: BaseException, root: Path = ROOT) -> str:
    """Return one line that says which of our files stopped the build, and why."""
    error = _cause(error, root)
    frames = traceback.extract_tb(error.__traceback__)
    own_frames = [
        frame for frame in frames if Path(frame.filename).is_relative_to(root) and "site-packages" not in frame.filename
    ]
    location = (
        f"{Path(own_frames[-1].filename).relative_to(root)}, line {own_frames[-1].lineno}"
        if own_frames
        else "the build"
    )
    return (
        f"{location}: {type(error).__name__}: {str(error).rstrip('.')}. The last good site is untouched; undo the last "
        "change there, or show this line to whoever looks after the code."
    )


def _cause(error: BaseException, root: Path) -> BaseException:
    """The error in our own code that made another program raise this one, or the error itself."""
    inner = error.__cause__ or error.__context__
    if inner is None:
        return error
    found = _cause(inner, root)
    files = [Path(frame.filename) for frame in traceback.extract_tb(found.__traceback__)]
    ours = any(file.is_relative_to(root) and "site-packages" not in file.parts for file in files)
    return found if ours else error


def on_build_error(error: Exception) -> None:
    """Called by MkDocs when a build fails. What is a message already is shown as it is."""
    if isinstance(error, BuildStopped):
        return
    if isinstance(error, InputError):
        raise BuildStopped(str(error))
    log.debug("".join(traceback.format_exception(error)))  # shown by mkdocs build -v
    if not type(error).__module__.startswith(GENERATOR_MODULES):
        raise BuildStopped(explain(error))
