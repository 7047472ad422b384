"""The page of helplines: two clicks and two screens to the numbers of any country, with and without scripts."""

from io import BytesIO

import pikepdf
import pytest
from macro_environment import facts, strings
from page_helpers import assert_none, start_private_reading, stored
from playwright.sync_api import expect

HELP = "/help/"
PHONE = 844  # height of the screen in pixels; the exit bar takes BAR of it
BAR = 70
POSITIONS = """() => [...document.querySelectorAll("nav#countries a")].map((link) => {
  const group = document.querySelector(link.hash);
  const distance = ({ bottom }) => Math.round(bottom - group.getBoundingClientRect().top);
  const names = [...group.querySelectorAll("summary")];
  return [link.textContent, Math.round(link.getBoundingClientRect().bottom + scrollY),
    ...names.map((name) => [name.textContent, distance(name.getBoundingClientRect())])];
})"""


def visible_countries(page) -> list[str]:
    """The names of the visible countries."""
    return page.locator(".guide-country__name:visible").all_inner_texts()


def test_any_country_is_two_clicks_and_two_screens_away(visit):
    """Without scripts: “Get help”, then a letter; the index is on the first screen, and the country on the next."""
    page = visit("/why/", java_script_enabled=False)
    page.locator(".guide-exit-bar__help").click()
    page.wait_for_url(f"**{HELP}")
    found, countries = [], 0
    for label, index, *names in page.evaluate(POSITIONS):
        countries += len(names)
        found += [f"{label}: {index}"] if index > PHONE - BAR else []
        found += [f"{name}: {distance}" for name, distance in names if distance > PHONE - BAR]
    assert countries == len(facts().countries)
    assert_none(found)
    *_, link, _if_it_is_not_here = page.locator("nav#countries a").all()
    link.click()
    expect(page.locator(link.get_attribute("href")).locator("summary").first).to_be_in_viewport()


def test_only_the_emergency_line_comes_before_the_countries(visit):
    """After the heading come the emergency numbers, then the choice of a country."""
    page = visit(HELP, java_script_enabled=False)
    letters = page.locator("nav#countries a").first.inner_text()
    before = page.locator("article").inner_text().split(letters)[0]
    assert len(before.split()) < 40
    kinds = page.locator("article > *").evaluate_all("all => all.map((node) => node.localName).slice(0, 8)")
    assert [kind for kind in kinds if kind not in ("meta", "span")][:4] == ["hgroup", "div", "h2", "div"]


def test_enter_opens_the_first_country_that_fits(visit):
    """Enter closes the keyboard of a phone, so it leads to the numbers; without a fitting country it does nothing."""
    page = visit(HELP)
    field = page.get_by_label(strings()["helpline_filter"])
    field.fill("zzz")
    field.press("Enter")
    expect(field).to_be_focused()
    field.fill("germ")
    field.press("Enter")
    country = page.locator("details", has=page.locator("#germany"))
    expect(country).to_have_attribute("open", "")
    expect(country.locator("summary")).to_be_focused()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_link_to_a_country_opens_it(visit, scripts):
    """An old link to a country still works: its <details> is open, and its first number is visible."""
    page = visit(f"{HELP}#germany", java_script_enabled=scripts)
    country = page.locator("details", has=page.locator("#germany"))
    expect(country).to_have_attribute("open", "")
    expect(country.locator("a[href^='tel:']").first).to_be_in_viewport()
    expect(country.locator("summary")).to_be_in_viewport()


def test_a_country_is_found_by_any_of_its_names(visit):
    """Typing filters the countries by all their names; when the field is empty, all are back."""
    page = visit(HELP)
    field, all_countries = page.get_by_label(strings()["helpline_filter"]), len(visible_countries(page))
    status = page.locator("#countries [role=status]")
    for typed, names in (
        ("deutsch", ["Germany"]),
        ("Holl", ["Netherlands"]),
        ("日本", ["Japan"]),
        ("osterr", ["Austria"]),
    ):
        field.fill(typed)
        assert visible_countries(page) == names
        expect(status).to_have_text("Countries that fit: 1")
    for typed, names in (("uk", ["United Kingdom"]), ("U.K.", ["United Kingdom"]), ("nigeria", ["Nigeria"])):
        field.fill(typed)
        assert visible_countries(page) == names
    field.fill("niger")
    assert visible_countries(page) == []
    expect(status).to_have_text(strings()["helpline_filter_missing"])
    field.fill("atlantis")
    assert visible_countries(page) == []
    expect(status).to_have_text(strings()["helpline_filter_none"])
    expect(page.get_by_text(strings()["helpline_other_name"])).to_be_in_viewport()
    field.fill("")
    assert len(visible_countries(page)) == all_countries
    expect(status).to_be_empty()


def test_what_is_typed_is_not_stored(visit):
    """The field makes no request, stores nothing, and is empty after a reload."""
    page, asked = visit(HELP), []
    page.wait_for_load_state("networkidle")
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_label(strings()["helpline_filter"]).fill("Germany")
    page.wait_for_timeout(200)
    assert asked == []
    assert stored(page) == {}
    assert "ermany" not in page.url
    page.reload()
    expect(page.get_by_label(strings()["helpline_filter"])).to_have_value("")


def test_private_reading_has_the_filter(visit):
    """The page of helplines opened by private reading has its filter."""
    page = visit("/why/")
    start_private_reading(page)
    page.locator(".guide-exit-bar__help").click()
    page.get_by_label(strings()["helpline_filter"]).fill("Norw")
    assert visible_countries(page) == ["Norway"]


def test_details_are_open_in_print(visit):
    """Printed, the page has every country; if the reader has opened some, only those."""
    page = visit(HELP)

    def page_count() -> int:
        with pikepdf.open(BytesIO(page.pdf(format="A4"))) as printed:
            return len(printed.pages)

    page.emulate_media(media="print")
    first, *_, last = page.locator("details:has(.guide-country__name) .guide-helpline__lines").all()
    expect(first).to_be_visible()
    expect(last).to_be_visible()
    all_countries = page_count()
    page.emulate_media(media="screen")
    page.locator("details:has(.guide-helpline__lines) summary").first.click()
    page.emulate_media(media="print")
    expect(first).to_be_visible()
    expect(last).to_be_hidden()
    assert page_count() < all_countries / 3
