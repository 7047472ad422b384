"""Places, links and headings are turned into what a file needs, and no word of the page is changed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample_guide import HANDOUT, guide, page

from core.errors import InputError
from exports import markup


@pytest.mark.parametrize(
    ("address", "fragment", "id"),
    [("", "", "start"), ("why/", "", "why"), ("modified/grey-rock/", "how", "modified-grey-rock--how")],
)
def test_a_place_has_one_name_in_the_whole_file(address, fragment, id):
    """Two pages may both have a place called “how”."""
    assert markup.place(address, fragment) == id


@pytest.mark.parametrize(
    ("href", "found"),
    [
        ("../help/#numbers", ("help/", "numbers")),
        ("#how", ("stone/", "how")),
        ("..", ("", "")),
        ("../assets/a.txt", ("assets/a.txt", "")),
        ("https://stones.example/", None),
        ("//stones.example/", None),
        ("tel:112", None),
    ],
)
def test_a_link_leads_into_the_guide_or_out_of_it(href, found):
    """From the page on which it stands, as a browser would follow it."""
    assert markup.target(page(), href) == found


@pytest.mark.parametrize(
    ("href", "words", "told"),
    [
        ("https://www.stones.example/grey?x=1#y", "the stones", "stones.example/grey?x=1"),
        ("https://www.stones.example/", "stones.example", ""),
        ("https://www.stones.example/", "Write to www.Stones.example", ""),
        ("https://stones.example/a/", "stones.example", "stones.example/a"),
        ("tel:112", "112", ""),
        ("mailto:a@stones.example", "mail", ""),
    ],
)
def test_an_address_is_printed_once(href, words, told):
    """Beside the words of its link, unless they say it already."""
    assert markup.printed_address(href, words) == told


def test_links_lead_inside_or_to_the_site(tmp_path):
    """What is in the file is reached there; all else has its whole address, printed unless it is this page’s own."""
    article = markup.parsed(page().article)
    markup.linked(article, page(), guide(tmp_path), lambda address, place: f"#{place}" if address == "help/" else None)
    found = [
        (a.attributes["href"], a.attributes.get("data-address"), a.attributes.get("class")) for a in article.css("a")
    ]
    assert found == [
        ("#numbers", None, "guide-internal-link"),
        ("https://www.stones.example/grey?x=1", "stones.example/grey?x=1", None),
        ("https://guide.example/stone/#how", None, None),
        ("https://guide.example/sessions/", "guide.example/sessions", None),
    ]


def test_ids_and_what_points_to_them_are_renamed_together():
    """A drawing keeps its words for those who do not see it."""
    drawing = '<svg aria-labelledby="a b"><title id="a">A</title><desc id="b">B</desc></svg>'
    article = markup.parsed(f"<article>{drawing}</article>")
    markup.named(article, lambda id: f"x--{id}")
    svg = article.css_first("svg")
    assert svg.attributes["aria-labelledby"] == "x--a x--b"
    assert [node.attributes["id"] for node in article.css("[id]")] == ["x--a", "x--b"]


@pytest.mark.parametrize(
    ("text", "by", "after"),
    [
        ('<h1 id="h2">h3</h1><h4>x</h4>', 1, '<h2 id="h2">h3</h2><h5>x</h5>'),
        ("<h3>a</h3>", -1, "<h2>a</h2>"),
        ("<h5>a</h5>", 4, "<h6>a</h6>"),
        ("<p>2/h2 o</p>", 1, "<p>2/h2 o</p>"),
        ("<header><hr></header>", 1, "<header><hr></header>"),
    ],
)
def test_headings_change_their_rank_alone(text, by, after):
    """Ids, words and other elements stay as they are."""
    assert markup.demoted(text, by) == after


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("<p>Read <a>x</a> <b>y</b> z</p>", "<p>Read<span> </span><a>x</a><span> </span><b>y</b> z</p>"),
        ("<p>One\n  <strong>two</strong></p>", "<p>One<span> </span><strong>two</strong></p>"),
        ("<ul> <li><a>x</a></li> <li> <p>y</p></li></ul>", "<ul> <li><a>x</a></li> <li> <p>y</p></li></ul>"),
        ("<p>a <abbr>b</abbr><article>c</article></p>", "<p>a<span> </span><abbr>b</abbr><article>c</article></p>"),
    ],
)
def test_a_space_before_an_inline_element_stands_alone(text, after):
    """That keeps WeasyPrint 70 from breaking a line after its first word."""
    assert markup.spaced(text) == after


@given(st.lists(st.sampled_from(["word", "<a>link</a>", "<b>bold</b>", "<i>x</i>", "“Ü”", "…"]), max_size=12))
def test_spacing_changes_no_word(pieces):
    """Whatever stands beside what, the text reads the same before and after."""
    text = f"<article><p>{' '.join(pieces)}</p></article>"
    before, after = (markup.parsed(one).text().split() for one in (text, markup.spaced(text)))
    assert before == after


def test_a_handout_takes_the_beginning_and_the_chosen_sections():
    """A section with the sections below it; one that stands under another heading is raised to the same rank."""
    beginning, how, first = markup.sections(markup.parsed(page().article), ("how", "first"), page())
    assert beginning.startswith("<h1")
    assert "Say little." in beginning
    assert "Breathe" not in beginning
    assert "Breathe" in how
    assert "Sit." in how
    assert "hurts" not in how
    assert first == '<h2 id="first">First</h2><p>Sit.</p>'


def test_a_section_that_is_not_there_is_refused():
    """The error names the page, the section, and those that there are."""
    with pytest.raises(
        InputError, match=r"^stone/: the handout asks for the section “hwo”.*; write one of: how, first, stop"
    ):
        markup.sections(markup.parsed(page().article), (*HANDOUT["sections"], "hwo"), page())


def test_a_reference_has_room_for_its_number():
    """For as many digits as the letters before its place let one expect; no other letter changes."""
    near, far = '<b data-on="near">{}</b> 000', '<i data-on="far" class="x">{}</i>'
    text = f'<p>{near}</p><p id="near">abcdefghij</p>{far}<p id="far">k</p>'
    assert markup.reckoned(text.format("000", "000"), 2) == text.format("0", "00")
    assert markup.reckoned(text.format("000", "000"), 1000) == text.format("0", "0")
