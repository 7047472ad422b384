"""The numbers of each country on paper: all that are shown on the web, and nothing that tells on a discreet sheet."""

import re

import pikepdf
import pytest
from macro_environment import facts, strings
from page_helpers import nothing
from pdf_alignment import letters

from core.manifest import number_sheets

LISTED = {country.name: country for country in facts().countries if country.lines}
SHEETS = [sheet for sheet in number_sheets(facts().countries, facts().topics, []) if sheet.name]


def told(printed) -> str:
    """The letters of a print."""
    return "".join(letters(word.text) for word in printed.words)


def sure(country) -> list:
    """The lines whose number is shown."""
    return [line for line in country.lines if line.confidence == "high" and line.show]


def test_each_country_has_its_sheet(prints):
    """Every country with helplines can be taken along in both forms, each on one sheet of paper."""
    assert len(SHEETS) == len(LISTED) > 50
    files = [file for sheet in SHEETS for file in (sheet.file, sheet.neutral_file)]
    nothing([file for file in files if len(prints[file].pages) > 2])


def test_the_open_sheet_holds_every_number_with_its_name(prints):
    """In every script a name is printed so that it can be read and searched for, beside its whole number."""
    found = []
    for sheet in SHEETS:
        there = told(prints[sheet.file])
        for line in sure(LISTED[sheet.name]):
            if letters(line.name) not in there:
                found.append(f"{sheet.name}: {line.name}")
            found += [number for number in (line.show, *line.also) if letters(number) not in there]
    nothing(found)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_the_discreet_sheet_holds_every_number_and_no_name(prints, site, sheet):
    """Whoever finds it reads numbers, initials and hours: no service, no kind of help, no name of the guide."""
    there = told(prints[sheet.neutral_file])
    lines = sure(LISTED[sheet.name])
    nothing([line.show for line in lines if letters(line.show) not in there])
    nothing([line.name for line in lines if len(line.name) > 12 and letters(line.name) in there])
    assert not re.search("abus|violen|crisis|suicid|dying|helpline|therapy|NoContact", there, re.IGNORECASE)
    with pikepdf.open(site / sheet.neutral_file) as pdf:
        assert str(pdf.docinfo["/Title"]) == strings()["numbers_neutral"]
