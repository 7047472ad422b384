"""Turns a crash of our own code into one line that says where and what: a therapist should never meet a traceback."""

import traceback
from pathlib import Path

from core.errors import InputError

ROOT = Path(__file__).resolve().parent.parent
OWN_WORDS = ("mkdocs", "properdocs", "click")  # whose errors are messages already


def explain(error: BaseException, root: Path = ROOT) -> str:
    """Say in one line which of our files stopped the build and why, without a traceback."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [
        frame for frame in frames if Path(frame.filename).is_relative_to(root) and "site-packages" not in frame.filename
    ]
    place = f"{Path(ours[-1].filename).relative_to(root)}, line {ours[-1].lineno}" if ours else "the build"
    return (
        f"{place}: {type(error).__name__}: {error}. The last good site is untouched; undo the last change there, "
        "or show this line to whoever looks after the code."
    )


def on_build_error(error: Exception) -> None:
    """Called by MkDocs when something broke: what refuses in words of its own keeps them."""
    if isinstance(error, InputError):
        raise SystemExit(str(error))
    if not type(error).__module__.startswith(OWN_WORDS):
        raise SystemExit(explain(error))
