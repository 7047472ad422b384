"""The error that an editor reads names the nearest valid word."""

import subprocess
import sys

import pytest
from site_factory import ROOT

from core.errors import BuildStopped, InputError, require_known, require_whole_number, suggest


@pytest.mark.parametrize(
    ("word", "advice"),
    [("helplin", "write “helpline”"), ("xyz", "write one of: helpline, steps"), (7, "write one of: helpline, steps")],
)
def test_the_nearest_name_is_suggested(word, advice):
    """Whoever misspells a name reads the one that was meant, or all that exist."""
    assert suggest(word, ["steps", "helpline"]) == advice
    with pytest.raises(InputError, match=f"^there is no macro “{word}” in a file; {advice}.$"):
        require_known(word, ["steps", "helpline"], "macro", "a file")


@pytest.mark.parametrize("number", [1, 4, "3", True, 2.5, None])
def test_a_number_out_of_bounds_is_refused(number):
    """What is no whole number between the two is refused with both; code may catch it as a ValueError."""
    with pytest.raises(ValueError, match=f"^“{number}” lines cannot be set; write a number from 2 to 3.$"):
        require_whole_number(number, 2, 3, "lines")


def test_a_stopped_build_is_one_message():
    """The command prints it and fails; the live preview catches it as an ordinary exception, and goes on."""
    code = "from core.errors import BuildStopped; raise BuildStopped('docs/a.md: one mistake.')"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, "docs/a.md: one mistake.\n")
    assert issubclass(BuildStopped, Exception)
