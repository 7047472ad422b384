"""Reports a crash of our own code in one line, with location and error: an editor should not see a traceback."""

import traceback
from pathlib import Path

from core.errors import BuildStopped, InputError

ROOT = Path(__file__).resolve().parent.parent
GENERATOR_MODULES = ("mkdocs", "properdocs", "click")  # their errors are readable messages already


def explain(error: BaseException, root: Path = ROOT) -> str:
    """Return one line that says which of our files stopped the build, and why."""
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
        f"{location}: {type(error).__name__}: {error}. The last good site is untouched; undo the last change there, "
        "or show this line to whoever looks after the code."
    )


def on_build_error(error: Exception) -> None:
    """Called by MkDocs when a build fails. What is a message already is shown as it is."""
    if isinstance(error, BuildStopped):
        return
    if isinstance(error, InputError):
        raise BuildStopped(str(error))
    if not type(error).__module__.startswith(GENERATOR_MODULES):
        raise BuildStopped(explain(error))
