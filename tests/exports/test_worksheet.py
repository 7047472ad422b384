"""A worksheet's file says what the page says, has a named field at each place to write, and fills one sheet."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from macro_environment import cook, facts, html
from selectolax.lexbor import LexborHTMLParser

from core.errors import InputError
from exports.markup import parsed
from exports.site_reader import Guide, Page
from exports.worksheet import fitted, worksheet

WORDS = """# My sheet

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


def made(words: str, **changed: str) -> tuple[Guide, Page]:
    """A guide with one worksheet of these words, framed as overrides/base.html frames it."""
    cooked, said = cook(words, facts())
    assert not said
    text = html(cooked).replace("</h1>", '</h1><p class="guide-summary">A summary.</p>')
    day = '<time itemprop="dateModified" datetime="2026-11-22">22 November 2026</time>'
    article = f'<article class="guide-text">{text}<footer class="guide-sources">{day}</footer></article>'
    page = SimpleNamespace(address="take/sheet/", title="Worksheet: “my” sheet", summary="A sheet.")
    page.written, page.article = "2026-11-22", article
    guide = {"url": "https://guide.example/", "host": "guide.example", "name": "A guide", "language": "en"}
    return SimpleNamespace(**({"site": Path(), "direction": "ltr"} | guide | changed)), page


def sheet(words: str = WORDS, **changed: str) -> LexborHTMLParser:
    """The markup of that worksheet's file."""
    return LexborHTMLParser(worksheet(*made(words, **changed), facts()))


def text(node) -> str:
    """The words of a node, one space between them."""
    return " ".join(node.text().split())


def test_each_place_to_write_has_a_field_with_words_of_its_own():
    """Who hears the sheet knows each field from all others: by its label, its line, its row, its column."""
    assert [field.attributes["title"] for field in sheet().css("input")] == LABELS


def test_the_names_of_the_fields_tell_nothing():
    """A name that a program shows or keeps is a number."""
    assert [field.attributes["name"] for field in sheet().css("input")] == [f"f{n}" for n in range(1, 13)]


def test_a_tick_is_a_box_and_all_else_is_a_line():
    """What is ticked on paper is ticked on a screen."""
    kinds = [field.attributes["type"] for field in sheet().css("input")]
    assert kinds == ["checkbox"] * 2 + ["text"] * 10


def test_a_cell_with_words_stays_as_it_is():
    """The words that begin a row cannot be written over."""
    assert [text(cell) for cell in sheet().css("td") if not cell.css_first("input")] == ["Calls"]


def test_on_paper_a_link_is_its_words_and_its_address():
    """Nothing looks as if it could be pressed, and what a reader could look up can be typed."""
    tree = sheet()
    assert tree.css("a") == []
    assert "Call the helpline (guide.example/help) or ask." in text(tree.css_first("article > p"))


def test_how_to_keep_it_safe_stands_out():
    """The warning is marked, and no other paragraph."""
    assert [text(node) for node in sheet().css(".worksheet-safe")] == ["Keep it safe. At a friend’s."]


def test_the_sheet_begins_with_its_name_and_ends_with_whose_it_is():
    """No summary and no sources take room; one line tells the address, the day, and what may be done with it."""
    tree = sheet()
    assert text(tree.css_first("article")).startswith("My sheet Call")
    assert "A summary." not in text(tree.body)
    strings = facts().strings
    foot = "guide.example/take/sheet/ · Written 22 November 2026. "
    assert text(tree.css_first(".worksheet-foot")) == foot + strings["book_share"] + " " + strings["education"]


def test_the_file_says_nothing_of_what_it_is_about():
    """Its language, direction and day are in the head, and a neutral title: a filled-in sheet tells enough."""
    tree = sheet(language="ur", direction="rtl")
    assert tree.css_first("html").attributes == {"lang": "ur", "dir": "rtl"}
    assert tree.css_first("title").text() == facts().strings["neutral_title"]
    said = {node.attributes["name"]: node.attributes["content"] for node in tree.css("meta[name]")}
    day = "2026-11-22"
    assert said == {"dcterms.created": day, "dcterms.modified": day}


def test_a_worksheet_without_a_place_to_write_is_refused():
    """An editor hears which page it is and what to add."""
    with pytest.raises(InputError, match=r"^take/sheet/: this worksheet has no place to write; give it lines\(\)"):
        sheet("# My sheet\n\nOnly words.")


def test_little_text_is_set_larger_with_more_room():
    """A sheet with few words is easier to read and to write on."""
    assert fitted(parsed(made(WORDS)[1].article)) == (12, 12)


def test_much_text_keeps_letters_of_ten_points_and_rows_of_eight_millimetres():
    """However much stands on a sheet, eyes and hands keep the least they need."""
    assert fitted(parsed(made(WORDS + "\n\nMany words. " * 400)[1].article)) == (10, 8)


def test_the_room_is_shared_out():
    """Between the two, each further row leaves less room to the others, and the letters give way before the rows do."""
    grid = "{{ grid(['When', 'What'], rows=%s) }}\n\n"
    grids = ["# My sheet\n\n" + grid % 10 + grid % rows for rows in range(1, 16)]
    found = [fitted(parsed(made(words)[1].article)) for words in grids]
    assert found == sorted(found, reverse=True)
    assert len(set(found)) > 6
