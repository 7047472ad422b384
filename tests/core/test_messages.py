"""A message about a mistake in a data file says where it is, as a person would look for it, and what to write."""

from datetime import date

import pytest
from advice import FIELDS_BELOW, NO_LIST, QUOTED, SLUG, TEXT
from pydantic import Field, StrictBool

from core.messages import problems
from core.value_types import ListOf, Record, Slug, Text


class Entry(Record):
    """An entry of a list, which people know by its name."""

    name: Text
    hours: Text = ""
    open: StrictBool = False


class File(Record):
    """A data file with a list and a mapping."""

    lines: ListOf[Entry] = ()
    titles: dict[Slug, Text] = Field(default={})


@pytest.mark.parametrize(
    ("content", "messages"),
    [
        ({"lines": [{"name": "A"}], "titles": {"an-id": "B"}}, []),
        ({"liens": []}, ["liens: there is no field “liens”; write “lines”."]),
        ({False: []}, ["False: there is no field “False”; write one of: lines, titles."]),
        ({"lines": [{"name": "A", "huors": "1"}]}, ["lines › “A” › huors: there is no field “huors”; write “hours”."]),
        ({"lines": [{"name": "A", "hours": 24}]}, [f"lines › “A” › hours: “24” cannot be used; {QUOTED}."]),
        ({"lines": [{"name": "A", "hours": None}]}, [f"lines › “A” › hours: it is empty; {TEXT}."]),
        ({"lines": [{"name": "A", "open": "no"}]}, ["lines › “A” › open: “no” cannot be used; write true or false."]),
        ({"lines": [{"hours": "1"}]}, ["lines › entry 1 › name: the field is missing; add “name:”."]),
        ({"lines": ["A"]}, [f"lines › entry 1: “A” cannot be used; {FIELDS_BELOW}."]),
        ({"titles": ["A"]}, [f"titles: “['A']” cannot be used; {FIELDS_BELOW}."]),
        ({"titles": {"an-id": 7}}, [f"titles › an-id: “7” cannot be used; {QUOTED}."]),
        ({"titles": {"An id": "A"}}, [f"titles › An id: “An id” cannot be used; {SLUG}."]),
        ({"titles": {False: "A"}}, [f"titles › False: “False” cannot be used; {SLUG}, in quotation marks."]),
        ({"titles": {date(2026, 1, 2): "A"}}, [f"titles › 2026-01-02: “2026-01-02” cannot be used; {SLUG}."]),
        ({"titles": {"x": ["A" * 90]}}, [f"titles › x: “['{'A' * 78}” cannot be used; {NO_LIST}."]),
        ({"titles": {"x": ["\x1b\u202e"]}}, [f"titles › x: “['\\x1b\\u202e']” cannot be used; {NO_LIST}."]),
        ({"titles": {"\x1b[31m\u202e": "A"}}, [f"titles › �[31m�: “�[31m�” cannot be used; {SLUG}."]),
        (
            {"lines": [{"name": "A", "open": 1}, {"nam": "B"}]},
            [
                "lines › entry 2 › nam: there is no field “nam”; write “name”.",
                "lines › “A” › open: “1” cannot be used; write true or false.",
                "lines › entry 2 › name: the field is missing; add “name:”.",
            ],
        ),
        (None, ["there are no fields here; write each as “name: value”, on a line of its own."]),
    ],
    ids=lambda value: ascii(value) if not isinstance(value, list) else "",
)
def test_each_mistake_has_a_message(content, messages):
    """Every mistake is named at once with its place, those about unknown fields first; no message can be garbled."""
    assert problems(content, File, "here") == [f"here: {text}" for text in messages]
