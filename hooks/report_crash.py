"""Reports a crash of our own code during a build in one line, with location and error."""

import logging
import traceback

from core.crash import explain
from core.errors import BuildStopped, InputError

log = logging.getLogger("mkdocs.hooks.report_crash")

GENERATOR_MODULES = ("mkdocs", "properdocs", "click")  # their errors are readable messages already


def on_build_error(error: Exception) -> None:
    """Called by MkDocs when a build fails. An error that is already a message is shown unchanged."""
    if isinstance(error, BuildStopped):
        return
    if isinstance(error, InputError):
        raise BuildStopped(str(error))
    log.debug("".join(traceback.format_exception(error)))  # shown by mkdocs build -v
    if not type(error).__module__.startswith(GENERATOR_MODULES):
        raise BuildStopped(explain(error))
