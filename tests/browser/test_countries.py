"""Help, for somebody who needs a number now: two presses, two screens, in every country, with or without scripts."""

from io import BytesIO

import pikepdf
import pytest
from macro_environment import facts, strings
from page_helpers import nothing, read_privately, stored
from playwright.sync_api import expect

HELP = "/help/"
PHONE = 844  # pixels of a screen, of which the bar at its foot takes
BAR = 70
PLACES = """() => [...document.querySelectorAll("nav#countries a")].map((link) => {
  const group = document.querySelector(link.hash);
  const far = ({ bottom }) => Math.round(bottom - group.getBoundingClientRect().top);
  const names = [...group.querySelectorAll("summary")];
  return [link.textContent, Math.round(link.getBoundingClientRect().bottom + scrollY),
    ...names.map((name) => [name.textContent, far(name.getBoundingClientRect())])];
})"""


def shown(page) -> list[str]:
    """The names of the countries that can be seen."""
    return page.locator(".guide-country__name:visible").all_inner_texts()


def test_any_country_is_two_presses_and_two_screens_away(visit):
    """Without scripts: Get help, then a letter; the index is on the first screen, and the country on the next."""
    page = visit("/why/", java_script_enabled=False)
    page.locator(".guide-exit-bar__help").click()
    page.wait_for_url(f"**{HELP}")
    found, countries = [], 0
    for label, index, *names in page.evaluate(PLACES):
        countries += len(names)
        found += [f"{label}: {index}"] if index > PHONE - BAR else []
        found += [f"{name}: {far}" for name, far in names if far > PHONE - BAR]
    assert countries == len(facts().countries)
    nothing(found)
    page.get_by_role("link", name="So–Sw").first.click()
    expect(page.get_by_text("Ambulance 144 · Any emergency 112 · Crisis line 143")).to_be_in_viewport()


def test_nothing_but_a_line_for_danger_stands_before_the_countries(visit):
    """Read aloud from the heading on: the line for danger, then the choice of a country."""
    page = visit(HELP, java_script_enabled=False)
    before = page.locator("article").evaluate(
        "(article) => article.innerText.slice(0, article.innerText.indexOf('Ba–Bh')).split(/\\s+/).length"
    )
    assert before < 40
    kinds = page.locator("article > *").evaluate_all("all => all.map((node) => node.localName).slice(0, 8)")
    assert [kind for kind in kinds if kind not in ("meta", "span")][:4] == ["h1", "p", "h2", "div"]


@pytest.mark.parametrize("scripts", [True, False])
def test_a_link_to_a_country_opens_it(visit, scripts):
    """Codes and links that are out there go on working: the country is open, and its first number in sight."""
    page = visit(f"{HELP}#germany", java_script_enabled=scripts)
    country = page.locator("details", has=page.locator("#germany"))
    expect(country).to_have_attribute("open", "")
    expect(country.get_by_role("link", name="110", exact=True)).to_be_in_viewport()
    expect(country.locator("summary")).to_be_in_viewport()


def test_a_country_is_found_by_any_of_its_names(visit):
    """Typing leaves the countries that fit, by their own names too; emptied, all are there again."""
    page = visit(HELP)
    field, every = page.get_by_label(strings()["helpline_filter"]), len(shown(page))
    status = page.locator("#countries [role=status]")
    for typed, names in (
        ("deutsch", ["Germany"]),
        ("Holl", ["Netherlands"]),
        ("日本", ["Japan"]),
        ("osterr", ["Austria"]),
    ):
        field.fill(typed)
        assert shown(page) == names
        expect(status).to_have_text("Countries that fit: 1")
    for typed, names in (("uk", ["United Kingdom"]), ("U.K.", ["United Kingdom"]), ("nigeria", ["Nigeria"])):
        field.fill(typed)
        assert shown(page) == names
    field.fill("niger")
    assert shown(page) == []
    expect(status).to_have_text(strings()["helpline_filter_missing"])
    field.fill("atlantis")
    assert shown(page) == []
    expect(status).to_have_text(strings()["helpline_filter_none"])
    expect(page.get_by_text(strings()["helpline_other_name"])).to_be_in_viewport()
    field.fill("")
    assert len(shown(page)) == every
    expect(status).to_be_empty()


def test_what_is_typed_stays_nowhere(visit):
    """The field asks no server, stores nothing, and is empty when the page is loaded again."""
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


def test_private_reading_has_the_field_too(visit):
    """Opened in place, Help has its field, and a link to a country opens that."""
    page = visit("/why/")
    read_privately(page)
    page.locator(".guide-exit-bar__help").click()
    page.get_by_label(strings()["helpline_filter"]).fill("Norw")
    assert shown(page) == ["Norway"]


def test_folds_are_open_on_paper(visit):
    """A printed Help holds every country; where the reader has opened some, those alone, and not a stack of paper."""
    page = visit(HELP)

    def sheets() -> int:
        with pikepdf.open(BytesIO(page.pdf(format="A4"))) as printed:
            return len(printed.pages)

    page.emulate_media(media="print")
    for name in ("VO-linjen", "Samaritans"):
        expect(page.get_by_text(name, exact=True).first).to_be_visible()
    every = sheets()
    page.emulate_media(media="screen")
    page.locator("summary", has_text="Norway").click()
    page.emulate_media(media="print")
    expect(page.get_by_text("VO-linjen", exact=True)).to_be_visible()
    expect(page.get_by_text("Samaritans", exact=True).first).to_be_hidden()
    assert sheets() < every / 3
