"""A link to a question is permanent, so its id must be an address."""

import pytest

from core.errors import InputError
from macros import bind_macros


@pytest.mark.parametrize("id", ["", "Come", "come back", "come_back", "come--back", "-come", "come-", "komm-zurück"])
def test_the_id_of_a_question_is_an_address(id, facts):
    """A link to a question survives every way of sharing it, so its id is plain words and hyphens."""
    with pytest.raises(InputError, match="cannot be an address"):
        bind_macros(facts)["question"]("Will they?", id=id, caller=lambda: "Yes.")
