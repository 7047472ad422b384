"""Menus and files call a page what its first heading says."""

from types import SimpleNamespace

import name_pages
import pytest


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({}, "“Mine” & yours"),
        ({"is_homepage": True}, None),
        ({"title": "From the menu"}, "From the menu"),
        ({"toc": []}, None),
        ({"toc": [SimpleNamespace(level=2, title="Later")]}, None),
    ],
)
def test_a_page_is_named_by_its_first_heading(fields, name):
    """But for the first page, one that the menu in mkdocs.yml names, and one without such a heading."""
    page = SimpleNamespace(toc=[SimpleNamespace(level=1, title="“Mine” &amp; yours")], is_homepage=False)
    vars(page).update(fields)
    name_pages.on_page_content("", page=page)
    assert getattr(page, "title", None) == name
