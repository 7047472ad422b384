"""A crash of our own code during a build is reported in one line."""

import pytest
import report_crash

from core.errors import BuildStopped


def test_a_crash_stops_the_build_in_one_line():
    """MkDocs exits with our line instead of a traceback."""
    with pytest.raises(SystemExit, match=r"^the build: ValueError: odd"):
        report_crash.on_build_error(ValueError("odd"))


def test_errors_of_the_generator_are_not_changed():
    """MkDocs's own errors are readable messages already."""
    own = type("Abort", (Exception,), {"__module__": "mkdocs.exceptions"})
    assert report_crash.on_build_error(own("a message")) is None


def test_a_stopped_build_keeps_its_message():
    """The macros stop the build with all mistakes of the facts, which is no crash of our code."""
    assert report_crash.on_build_error(BuildStopped("data/a.yml: one mistake.")) is None
