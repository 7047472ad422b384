"""The handout of a page is read from its front matter in one way."""

import pytest

from core.handouts import Handout, exercise_of, handout_of


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"sections": ["how"], "try": "Rest."}, Handout(("how",), "Rest.")),
        ({"sections": "how"}, Handout((), "")),
        ({"none": "why"}, None),
        ({"try": "Rest."}, None),
        ("Rest.", None),
        (None, None),
    ],
)
def test_the_handout_is_read(value, expected):
    """Sections and exercise are read where they can be; a page without sections has no handout."""
    assert handout_of({"handout": value}) == expected
    assert exercise_of({"handout": value}) == (expected.exercise if expected else "")
    assert handout_of({}) is None
