"""A worksheet's PDF has the text of its page, a labelled field wherever one can write, and fills one sheet."""

import pytest
from guide_factory import FACTS, guide, page, text_of
from macro_environment import html, render
from selectolax.lexbor import LexborHTMLParser

from core.errors import InputError
from exports.markup import parse_article
from exports.worksheet import fit_sheet, worksheet_html

MARKDOWN = """# My sheet

Call [the helpline](../../help/#numbers) or **ask**.

**Keep it safe.** At a friend’s.

- [ ] **Stop** & wait
- [ ] Go to [a friend](https://friends.example/)

{{ lines("My “word”", 1) }}

{{ lines("If …", 2) }}
{{ lines("If …", 2) }}
{{ grid(["When", "What"], rows=2) }}

| Channel | Saved? |
|---|---|
| Calls | |
"""
LABELS = ["Stop & wait", "Go to a friend (friends.example)", "My “word”"]
LABELS += ["If …, line 1", "If …, line 2", "If …, line 1 (2)", "If …, line 2 (2)"]
LABELS += ["When, row 1", "What, row 1", "When, row 2", "What, row 2", "Calls: Saved?"]


def make_page(markdown):
    """A worksheet of this Markdown, in the HTML of overrides/base.html."""
    rendered, messages = render(markdown, FACTS)
    assert not messages
    text = html(rendered).replace("</h1>", '</h1><p class="guide-summary">A summary.</p>')
    day = '<time itemprop="dateModified" datetime="2026-01-02">2 January 2026</time>'
    return page("take/sheet/", f'{text}<footer class="guide-sources">{day}</footer>', title="Worksheet: “my” sheet")


def parse_sheet(markdown=MARKDOWN, **changes):
    """The parsed HTML of that worksheet."""
    return LexborHTMLParser(worksheet_html(guide(**changes), make_page(markdown), FACTS))


def size(markdown):
    """The font size in points and the height of a row in millimetres for a worksheet of this Markdown."""
    return fit_sheet(parse_article(make_page(markdown).article))


@pytest.fixture(scope="module")
def sheet():
    """The parsed HTML of the worksheet."""
    return parse_sheet()


def test_each_field_has_a_unique_label(sheet):
    """A screen reader can tell all fields apart: by label, line, row and column; a cell with text gets no field."""
    assert [field.attributes["title"] for field in sheet.css("input")] == LABELS


def test_fields_have_a_neutral_name_and_the_right_type(sheet):
    """The name, which a program may show or store, is a number; what is ticked on paper is a checkbox on a screen."""
    fields = [(field.attributes["name"], field.attributes["type"]) for field in sheet.css("input")]
    assert fields == [(f"f{n}", "checkbox" if n <= 2 else "text") for n in range(1, 13)]


def test_a_link_becomes_text_with_its_address(sheet):
    """Nothing looks like a link on paper, and addresses can be typed."""
    assert sheet.css("a") == []
    assert "Call the helpline (guide.example/help) or ask." in text_of(sheet.css_first("article > p"))


def test_the_safety_warning_is_highlighted(sheet):
    """The paragraph on keeping the sheet safe is highlighted, and no other."""
    assert [text_of(node) for node in sheet.css(".worksheet-safe")] == ["Keep it safe. At a friend’s."]


def test_the_sheet_begins_with_its_title_and_ends_with_its_origin(sheet):
    """Summary and sources are left out; the foot is one line with address, date, licence and disclaimer."""
    assert text_of(sheet.css_first("article")).startswith("My sheet Call")
    assert "A summary." not in text_of(sheet.body)
    notes = f"{FACTS.strings['book_share']} {FACTS.strings['education']}"
    foot = text_of(sheet.css_first(".worksheet-foot"))
    assert foot == f"guide.example/take/sheet/ · Written 2 January 2026. {notes}"


def test_the_files_properties_are_neutral():
    """The head has language, direction, date and a neutral title, but nothing about the subject."""
    tree = parse_sheet(language="ur", direction="rtl")
    assert tree.css_first("html").attributes == {"lang": "ur", "dir": "rtl"}
    assert tree.css_first("title").text() == FACTS.strings["neutral_title"]
    properties = {node.attributes["name"]: node.attributes["content"] for node in tree.css("meta[name]")}
    assert properties == {"dcterms.created": "2026-01-02", "dcterms.modified": "2026-01-02"}


def test_a_worksheet_without_fields_is_refused():
    """The error names the page and what to add."""
    with pytest.raises(InputError, match=r"^take/sheet/: this worksheet has no place to write; give it lines\(\)"):
        parse_sheet("# My sheet\n\nOnly words.")


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [(MARKDOWN, (12, 12)), (MARKDOWN + "\n\nMany words. " * 400, (10, 8))],
    ids=("little text", "much text"),
)
def test_the_font_fits_the_amount_of_text(markdown, expected):
    """Little text gets a larger font and higher rows; however much there is, 10 points and 8 mm are kept."""
    assert size(markdown) == expected


def test_more_rows_are_smaller_rows():
    """Each additional row reduces the height of the others, and the font shrinks before the rows do."""
    grid = "{{ grid(['When', 'What'], rows=%s) }}\n\n"
    sizes = [size("# My sheet\n\n" + grid % 10 + grid % rows) for rows in range(1, 16)]
    assert sizes == sorted(sizes, reverse=True)
    assert len(set(sizes)) > 6
    assert [(font, height) for font, height in sizes if font == 12 and height < 11] == []
    assert {font for font, _ in sizes} == {12, 11, 10}
