"""A translation from right to left is as accessible as the original, and its words are found."""

import pytest
from page_helpers import assert_none
from page_measures import inaccessible
from translation_site import build_translation


@pytest.fixture(scope="session")
def translation(once, serve_folder) -> str:
    """The address of the translation into Urdu."""
    return serve_folder(once(build_translation).site)


@pytest.mark.parametrize("width", [320, 1280])
def test_a_page_from_right_to_left_is_accessible(visit, translation, width):
    """Axe finds nothing, nothing is too wide, and targets have their size."""
    assert_none(inaccessible(visit(f"{translation}/other/", width=width, bypass_csp=True)))


def test_words_of_the_translation_are_found(visit, translation):
    """The section that has the word is among the first three places; the phrases beside it know English alone."""
    page = visit(f"{translation}/")
    page.locator(".guide-header__nav button").click()
    page.locator(".guide-search input").first.fill("بھروسا")
    links = page.locator(".guide-search li a")
    links.first.wait_for()
    addresses = links.evaluate_all("links => links.slice(0, 3).map((link) => link.href)")
    assert f"{translation}/other/#first" in addresses
