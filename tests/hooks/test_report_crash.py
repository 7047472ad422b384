"""A crash of our own code is reported in one line, with location and error."""

import pytest
import report_crash
from publish_site import replace_site
from report_crash import explain

from core.errors import BuildStopped


def test_a_crash_is_one_line_that_names_our_file():
    """The line names the file, the line and the error, and says that the last good site is untouched."""
    with pytest.raises(FileNotFoundError) as crash:
        replace_site(report_crash.ROOT / "nowhere", report_crash.ROOT / "nowhere-else")
    location = next(item for item in crash.traceback if item.path.name == "publish_site.py")
    assert explain(crash.value) == (
        f"hooks/publish_site.py, line {location.lineno + 1}: FileNotFoundError: {crash.value}. The last good site is "
        "untouched; undo the last change there, or show this line to whoever looks after the code."
    )


def test_a_crash_outside_our_code_is_reported_for_the_build(tmp_path):
    """A crash in none of our files names none of them."""
    assert explain(ValueError("odd"), tmp_path).startswith(
        "the build: ValueError: odd. The last good site is untouched"
    )


def test_the_cause_in_our_code_is_named(tmp_path):
    """Where another program hides an error of ours behind its own message, ours is reported."""
    (tmp_path / "broken.py").write_text("import nothing_of_this_name\n", encoding="utf-8")
    with pytest.raises(ImportError) as crash:
        try:
            exec(compile("import nothing_of_this_name", str(tmp_path / "broken.py"), "exec"))
        except ImportError:
            raise ImportError("no module 'macros'..")  # noqa: B904  as the plugin does
    assert explain(crash.value, tmp_path).startswith(
        "broken.py, line 1: ModuleNotFoundError: No module named 'nothing_of_this_name'. The last"
    )


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
