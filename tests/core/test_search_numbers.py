"""Numbers are written as letters, and can be read again."""

import pytest

from core.search_numbers import DIGITS, MORE, encode, encode_rows


def decode(text):
    """What encode() has written."""
    numbers, number, factor = [], 0, 1
    for digit in map(DIGITS.index, text):
        number, factor = number + digit % MORE * factor, factor * MORE
        if digit < MORE:
            numbers, number, factor = [*numbers, number], 0, 1
    return numbers


@pytest.mark.parametrize("numbers", [[], [0], [31, 32, 33], [1023, 1024, 5], [40_000]])
def test_numbers_can_be_read_again(numbers):
    """Whole numbers of any size are written as text without separators."""
    assert decode(encode(numbers)) == numbers


def test_rows_are_distances_and_values():
    """Each row gives the distances between its keys, from -1 on; the values of all rows follow each other."""
    assert encode_rows([{2: 5, 0: 1}, {}, {7: 3}]) == {"keys": f"{encode([1, 2])}  {encode([8])}", "values": "153"}
