"""The sampler, a page with the example of every macro, passes the checks of real pages."""

import pytest
from page_helpers import assert_none, overflow
from sampler_site import write_project
from site_factory import ROOT, build
from test_accessibility import EVERYTHING, violations


@pytest.fixture(scope="session")
def sampler(tmp_path_factory, serve_folder) -> str:
    """The address of the site that scripts/sampler serves."""
    built = build(write_project(tmp_path_factory.mktemp("sampler")))
    assert built.code == 0, built.output
    return f"{serve_folder(built.site)}/sampler/"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_sampler(visit, sampler, scheme):
    """Axe finds nothing on a page with every macro, in light and in dark."""
    assert_none(violations(visit(sampler, color_scheme=scheme, bypass_csp=True), EVERYTHING))


def test_the_sampler_fits_the_smallest_phone(visit, sampler):
    """No macro needs sideways scrolling at 320 px."""
    assert_none(overflow(visit(sampler, width=320)))


def test_the_sampler_has_every_macro(visit, sampler):
    """Each macro that has an example is on the sampler, under its name."""
    names = sorted(path.stem for path in (ROOT / "macros").glob("*.yml"))
    text = visit(sampler).locator("main").inner_text().lower()
    assert names
    assert [name for name in names if name.replace("_", " ") not in text.replace("_", " ")] == []
