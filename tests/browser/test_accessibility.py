"""Accessibility: each kind of page, in each of its states, can be read and used on any screen."""

from collections.abc import Callable

import pytest
from page_helpers import EMBEDS, EXAMPLES, SHORT_LINK, add_link, assert_none, open_search, read_in_place, search
from page_measures import LOW_CONTRAST, inaccessible, violations
from playwright.sync_api import Page
from sampler_site import build_sampler
from site_factory import ROOT

VIEWS = [(320, "light"), (1280, "dark")]


def read_privately_with_the_cover(page: Page) -> None:
    """Open a page in place, with the cover switched on and Back visible."""
    read_in_place(page)
    page.locator(".guide-private-cover").click()
    page.evaluate("() => scrollTo(0, 900)")


STATES: dict[str, tuple[str, Callable[[Page], object]]] = {  # the page to open, and what to do there
    "search with results": ("/", lambda page: search(page, "block")),
    "search with a crisis word": ("/", lambda page: search(page, "suicide")),
    "search without results": ("/", lambda page: search(page, "zzzz")),
    "empty search": ("/", open_search),
    "private reading": ("/how/", read_privately_with_the_cover),
}


@pytest.fixture(scope="session")
def sampler(once, serve_folder) -> str:
    """The address of the site that scripts/sampler serves: a page with all of Markdown and every macro."""
    return f"{serve_folder(once(build_sampler))}/sampler/"


@pytest.mark.parametrize(("width", "scheme"), VIEWS)
@pytest.mark.parametrize("address", [*EXAMPLES, *EMBEDS, "/professionals/links/"])
def test_each_kind_of_page_is_accessible(visit, address, width, scheme):
    """Axe finds nothing, contrast is 7 to 1, nothing moves or is too wide, and targets have 44 px, light and dark."""
    assert_none(inaccessible(visit(address, width=width, color_scheme=scheme, bypass_csp=True)))


@pytest.mark.parametrize(("width", "scheme"), VIEWS)
@pytest.mark.parametrize("state", STATES)
def test_each_state_of_a_page_is_accessible(visit, state, width, scheme):
    """The same is true of the search with and without results, and of private reading."""
    address, reach = STATES[state]
    page = visit(address, width=width, color_scheme=scheme, bypass_csp=True)
    reach(page)
    assert_none(inaccessible(page))


@pytest.mark.parametrize(("width", "scheme"), VIEWS)
def test_all_markdown_and_each_macro_is_accessible(visit, sampler, width, scheme):
    """The same is true of a page with all of Markdown and the example of every macro, also by axe's own contrast."""
    page = visit(sampler, width=width, color_scheme=scheme, bypass_csp=True)
    names = sorted(path.stem for path in (ROOT / "macros").glob("*.yml"))
    text = page.locator("main").inner_text().lower()
    assert names
    assert_none(violations(page))
    assert [name for name in names if name.replace("_", " ") not in text.replace("_", " ")] == []
    assert_none(inaccessible(page))


def test_faults_are_found(visit):
    """Text without contrast, a wide element, a small target, a moving one and an unnamed button are reported."""
    page = visit(SHORT_LINK, bypass_csp=True)
    assert violations(page) == page.evaluate(LOW_CONTRAST) == []
    add_link(page, "/").evaluate(
        """(link) => {
          Object.assign(link.style, { color: "#999", display: "block", width: "900px", transition: "color 1s" });
          link.className = "guide-button";
          link.before(document.createElement("button"));
          document.querySelector(".guide-quick-exit").style.transform = "scale(0.3)";
        }"""
    )
    faults = " ".join(inaccessible(page))
    for kind in ("button-name", "contrast", "moves: a.guide-button", "scrolls to", "small target: "):
        assert kind in faults, kind
