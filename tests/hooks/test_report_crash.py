"""A crash of our own code becomes one line that says where and what."""

import pytest
import report_crash
from publish_site import publish
from report_crash import explain


def test_a_crash_is_one_line_that_names_our_file():
    """An engineer reads which file broke and why, and everyone that the last good site is safe."""
    with pytest.raises(FileNotFoundError) as broke:
        publish(report_crash.ROOT / "nowhere", report_crash.ROOT / "nowhere-else")
    place = next(entry for entry in broke.traceback if entry.path.name == "publish_site.py")
    assert explain(broke.value) == (
        f"hooks/publish_site.py, line {place.lineno + 1}: FileNotFoundError: {broke.value}. The last good site is "
        "untouched; undo the last change there, or show this line to whoever looks after the code."
    )


def test_a_crash_elsewhere_is_laid_to_the_build(tmp_path):
    """A fault in none of our files is not blamed on one of them."""
    assert explain(ValueError("odd"), tmp_path).startswith(
        "the build: ValueError: odd. The last good site is untouched"
    )


def test_a_crash_stops_the_build_in_one_line():
    """MkDocs ends with our line instead of a traceback."""
    with pytest.raises(SystemExit, match=r"^the build: ValueError: odd"):
        report_crash.on_build_error(ValueError("odd"))


def test_the_generators_own_messages_are_left_alone():
    """What MkDocs says by itself is already a message."""
    own = type("Abort", (Exception,), {"__module__": "mkdocs.exceptions"})
    assert report_crash.on_build_error(own("said")) is None
