"""A worksheet's PDF has the text of its page, a labelled field wherever one can write, and fills one sheet."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from macro_environment import facts, html, render
from selectolax.lexbor import LexborHTMLParser

from core.errors import InputError
from exports.markup import parse_article
from exports.site_reader import Guide, Page
from exports.worksheet import fit_sheet, worksheet_html

MARKDOWN = """# My sheet

Call [the helpline](../../help/#numbers) or **ask**.

**Keep it safe.** At a friend’s.

{% call ticks() %}
- **Stop** & wait
- Go to [a friend](https://friends.example/)
{% endcall %}

{{ lines("My “word”", 1) }}

{{ lines("If …", 2) }}

{{ lines("If …", 2) }}

{{ grid(["When", "What"], rows=2) }}

| Channel | Saved? |
|---|---|
| Calls | |
"""
LABELS = [
    "Stop & wait",
    "Go to a friend (friends.example)",
    "My “word”",
    "If …, line 1",
    "If …, line 2",
    "If …, line 1 (2)",
    "If …, line 2 (2)",
    "When, row 1",
    "What, row 1",
    "When, row 2",
    "What, row 2",
    "Calls: Saved?",
]


def make_page(markdown: str, **changed: str) -> tuple[Guide, Page]:
    """A guide with one worksheet of this Markdown, in the HTML of overrides/base.html."""
    rendered, messages = render(markdown, facts())
    assert not messages
    text = html(rendered).replace("</h1>", '</h1><p class="guide-summary">A summary.</p>')
    day = '<time itemprop="dateModified" datetime="2026-11-22">22 November 2026</time>'
    article = f'<article class="guide-text">{text}<footer class="guide-sources">{day}</footer></article>'
    page = SimpleNamespace(address="take/sheet/", title="Worksheet: “my” sheet", summary="A sheet.")
    page.written, page.article = "2026-11-22", article
    guide = {"url": "https://guide.example/", "host": "guide.example", "name": "A guide", "language": "en"}
    return SimpleNamespace(**({"site": Path(), "direction": "ltr"} | guide | changed)), page


def sheet(markdown: str = MARKDOWN, **changed: str) -> LexborHTMLParser:
    """The parsed HTML of that worksheet."""
    return LexborHTMLParser(worksheet_html(*make_page(markdown, **changed), facts()))


def text(node) -> str:
    """The text of a node with its whitespace collapsed."""
    return " ".join(node.text().split())


def test_each_field_has_a_unique_label():
    """A screen reader can tell all fields apart: by label, line, row and column."""
    assert [field.attributes["title"] for field in sheet().css("input")] == LABELS


def test_field_names_are_neutral():
    """A field's name, which a program may show or store, is a number."""
    assert [field.attributes["name"] for field in sheet().css("input")] == [f"f{n}" for n in range(1, 13)]


def test_tick_boxes_are_checkboxes_and_all_else_is_text():
    """What is ticked on paper is a checkbox on a screen."""
    kinds = [field.attributes["type"] for field in sheet().css("input")]
    assert kinds == ["checkbox"] * 2 + ["text"] * 10


def test_a_cell_with_text_gets_no_field():
    """The text at the beginning of a row cannot be overwritten."""
    assert [text(cell) for cell in sheet().css("td") if not cell.css_first("input")] == ["Calls"]


def test_a_link_becomes_text_with_its_address():
    """Nothing looks like a link on paper, and addresses can be typed."""
    tree = sheet()
    assert tree.css("a") == []
    assert "Call the helpline (guide.example/help) or ask." in text(tree.css_first("article > p"))


def test_the_safety_warning_is_highlighted():
    """The paragraph on keeping the sheet safe is highlighted, and no other."""
    assert [text(node) for node in sheet().css(".worksheet-safe")] == ["Keep it safe. At a friend’s."]


def test_the_sheet_begins_with_its_title_and_ends_with_its_origin():
    """Summary and sources are left out; the foot is one line with address, date, licence and disclaimer."""
    tree = sheet()
    assert text(tree.css_first("article")).startswith("My sheet Call")
    assert "A summary." not in text(tree.body)
    strings = facts().strings
    foot = "guide.example/take/sheet/ · Written 22 November 2026. "
    assert text(tree.css_first(".worksheet-foot")) == foot + strings["book_share"] + " " + strings["education"]


def test_the_files_properties_are_neutral():
    """The head has language, direction, date and a neutral title, but nothing about the subject."""
    tree = sheet(language="ur", direction="rtl")
    assert tree.css_first("html").attributes == {"lang": "ur", "dir": "rtl"}
    assert tree.css_first("title").text() == facts().strings["neutral_title"]
    properties = {node.attributes["name"]: node.attributes["content"] for node in tree.css("meta[name]")}
    day = "2026-11-22"
    assert properties == {"dcterms.created": day, "dcterms.modified": day}


def test_a_worksheet_without_fields_is_refused():
    """The error names the page and what to add."""
    with pytest.raises(InputError, match=r"^take/sheet/: this worksheet has no place to write; give it lines\(\)"):
        sheet("# My sheet\n\nOnly words.")


def test_little_text_gets_a_larger_font_and_higher_rows():
    """A sheet with little text is easier to read and to write on."""
    assert fit_sheet(parse_article(make_page(MARKDOWN)[1].article)) == (12, 12)


def test_much_text_keeps_the_minimum_sizes():
    """However much text a sheet has, the font is at least 10 points and a row 8 mm high."""
    assert fit_sheet(parse_article(make_page(MARKDOWN + "\n\nMany words. " * 400)[1].article)) == (10, 8)


def test_more_rows_are_smaller_rows():
    """Each additional row reduces the height of the others, and the font shrinks before the rows do."""
    grid = "{{ grid(['When', 'What'], rows=%s) }}\n\n"
    grids = ["# My sheet\n\n" + grid % 10 + grid % rows for rows in range(1, 16)]
    sizes = [fit_sheet(parse_article(make_page(markdown)[1].article)) for markdown in grids]
    assert sizes == sorted(sizes, reverse=True)
    assert len(set(sizes)) > 6
