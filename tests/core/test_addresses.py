"""What is at an address follows from the address alone."""

import pytest

from core.addresses import kind, link_target, site_folder


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


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        ("", "why/", "why"),
        ("", "./", ""),
        ("why/", "", "why"),
        ("why/", "../", ""),
        ("why/label/", "../../how/first%20days/", "how/first days"),
        ("why/", "../files/guide.zip", "files/guide.zip"),
        ("404.html", "why/", "why"),
    ],
)
def test_the_target_of_a_relative_link(address, path, expected):
    """A relative link is resolved against the folder of its page, as a browser does."""
    assert link_target(address, path) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [("https://a.example/", "/"), ("https://a.example:8443/b/guide/", "/b/guide/"), ("", "/")],
)
def test_the_folder_of_a_site(url, expected):
    """The folder begins and ends with a slash, also where no URL is set."""
    assert site_folder(url) == expected
