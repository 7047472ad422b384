"""A translation from right to left is as accessible as the original, and its words are found."""

import pytest
from page_helpers import assert_none, open_search
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
    """The first place is the section that has the word."""
    page = visit(f"{translation}/")
    open_search(page)
    page.locator(".guide-search input").first.fill("بھروسا")
    page.locator(".guide-search li a").first.wait_for()
    assert "/other/" in page.locator(".guide-search li a").first.get_attribute("href")
