"""The PDFs with each country's numbers: all that the site shows, and nothing telling on a neutral sheet."""

import re

import pikepdf
import pytest
from macro_environment import facts, strings
from page_helpers import assert_none
from pdf_alignment import letters

from core.manifest import number_sheets

LISTED = {country.name: country for country in facts().countries if country.lines}
SHEETS = [sheet for sheet in number_sheets(facts().countries, facts().topics, []) if sheet.name]


def letters_of(printed) -> str:
    """The letters of a PDF."""
    return "".join(letters(word.text) for word in printed.words)


def confirmed_lines(country) -> list:
    """The lines whose number is shown."""
    return [line for line in country.lines if line.confidence == "high" and line.show]


def test_each_country_has_its_sheet(prints):
    """Every country with helplines has an open and a neutral sheet, of two pages at most."""
    assert len(SHEETS) == len(LISTED) > 50
    files = [file for sheet in SHEETS for file in (sheet.file, sheet.neutral_file)]
    assert_none([file for file in files if len(prints[file].pages) > 2])


def test_the_open_sheet_has_every_number_with_its_name(prints):
    """Every name and its whole number can be extracted from the PDF, in every script."""
    found = []
    for sheet in SHEETS:
        text = letters_of(prints[sheet.file])
        for line in confirmed_lines(LISTED[sheet.name]):
            if letters(line.name) not in text:
                found.append(f"{sheet.name}: {line.name}")
            found += [number for number in (line.show, *line.also) if letters(number) not in text]
    assert_none(found)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_the_neutral_sheet_has_every_number_and_no_name(prints, site, sheet):
    """It has numbers, initials and hours: no service, no kind of help, no name of the guide."""
    text = letters_of(prints[sheet.neutral_file])
    lines = confirmed_lines(LISTED[sheet.name])
    assert_none([line.show for line in lines if letters(line.show) not in text])
    assert_none([line.name for line in lines if len(line.name) > 12 and letters(line.name) in text])
    assert not re.search("abus|violen|crisis|suicid|dying|helpline|therapy|NoContact", text, re.IGNORECASE)
    with pikepdf.open(site / sheet.neutral_file) as pdf:
        assert str(pdf.docinfo["/Title"]) == strings()["numbers_neutral"]
