"""A crash of our own code is explained in one line, with location and error."""

import subprocess
import sys

import pytest
from publish_site import replace_site

from core.crash import ROOT, explain

BROKEN = "import core.crash as crash; crash.install_excepthook(); exec(compile({!r}, {!r}, 'exec'))"


def test_a_crash_is_one_line_that_names_our_file():
    """The line names the file, the line and the error, and says that the last good site is untouched."""
    with pytest.raises(FileNotFoundError) as crash:
        replace_site(ROOT / "nowhere", ROOT / "nowhere-else")
    location = next(item for item in crash.traceback if item.path.name == "publish_site.py")
    assert explain(crash.value) == (
        f"hooks/publish_site.py, line {location.lineno + 1}: FileNotFoundError: {crash.value}. The last good site is "
        "untouched; undo the last change there, or show this line to an engineer."
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


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("a = 1\ndef (", "line 2: SyntaxError: invalid syntax. The last good site is untouched; undo the"),
        (
            "\nimport nothing_of_this_name",
            "line 2: ModuleNotFoundError: No module named 'nothing_of_this_name'. The last",
        ),
    ],
)
def test_a_file_that_cannot_be_loaded_is_one_line(code, message):
    """An engineer's most usual mistakes stop the build before MkDocs can report them."""
    file = ROOT / "hooks" / "check_links.py"
    command = [sys.executable, "-c", BROKEN.format(code, str(file))]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith(f"hooks/check_links.py, {message}")
    assert done.stderr.count("\n") == 1
