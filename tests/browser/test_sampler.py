"""The sampler: a page with every macro, as its example writes it, is as good as the real pages."""

import pytest
from page_helpers import nothing, sideways
from sampler_site import lay_out
from site_factory import ROOT, build
from test_accessibility import EVERYTHING, objections


@pytest.fixture(scope="session")
def sampler(tmp_path_factory, host) -> str:
    """The address of the tiny site with the sampler, as scripts/sampler shows it."""
    built = build(lay_out(tmp_path_factory.mktemp("sampler")))
    assert built.code == 0, built.said
    return f"{host(built.site)}/sampler/"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_sampler(visit, sampler, scheme):
    """Axe finds nothing on a page with every macro, in light and in dark."""
    nothing(objections(visit(sampler, color_scheme=scheme, bypass_csp=True), EVERYTHING))


def test_the_sampler_fits_the_smallest_phone(visit, sampler):
    """No macro needs sideways scrolling at 320 px."""
    nothing(sideways(visit(sampler, width=320)))


def test_the_sampler_holds_every_ingredient(visit, sampler):
    """Each macro that has an example stands on the sampler under its own name."""
    names = sorted(path.stem for path in (ROOT / "macros").glob("*.yml"))
    text = visit(sampler).locator("main").inner_text().lower()
    assert names
    assert [name for name in names if name.replace("_", " ") not in text.replace("_", " ")] == []
