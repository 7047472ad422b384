"""What is at an address follows from the address alone."""

import pytest

from core.addresses import kind


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("./", "page"),
        ("why/label/", "page"),
        ("cards/one/", "page"),
        ("card/", "page"),
        ("card/one/two/", "page"),
        ("card/one/", "embed"),
        ("card/one/a.pdf", ".pdf"),
        ("handouts.schema.json", ".json"),
        ("A.JPG", ".jpg"),
        ("CNAME", ""),
    ],
)
def test_the_kind_of_an_address(address, expected):
    """The kind follows from the address alone, since an old address has no file any more."""
    assert kind(address) == expected
