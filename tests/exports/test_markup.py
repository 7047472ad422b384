"""Ids, links and headings are changed for a download, and no word of the page is changed."""

import pytest
from guide_factory import HANDOUT, guide, page
from hypothesis import given
from hypothesis import strategies as st

from core.errors import InputError
from exports import markup


@pytest.mark.parametrize(
    ("href", "target"),
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
def test_a_link_is_resolved_in_the_guide_or_leads_out_of_it(href, target):
    """It is resolved from its page, as a browser does."""
    assert markup.resolve_link(page(), href) == target


@pytest.mark.parametrize(
    ("href", "text", "address"),
    [
        ("https://www.stones.example/grey?x=1#y", "the stones", "stones.example/grey?x=1"),
        ("https://www.stones.example/", "stones.example", ""),
        ("https://www.stones.example/", "Write to www.Stones.example", ""),
        ("https://stones.example/a/", "stones.example", "stones.example/a"),
        ("tel:112", "112", ""),
        ("mailto:a@stones.example", "mail", ""),
    ],
)
def test_an_address_is_printed_once(href, text, address):
    """It is printed after its link, unless the link's text already contains it."""
    assert markup.printed_address(href, text) == address


def test_links_lead_inside_or_to_the_site():
    """Targets in the file are internal links; others are full addresses, printed unless they are this page’s own."""
    article = markup.parse_article(page().article)
    markup.rewrite_links(article, page(), guide(), lambda address, fragment: {"help/": "#numbers"}.get(address))
    links = [link.attributes for link in article.css("a")]
    found = [(link["href"], link.get("data-address"), link.get("class")) for link in links]
    assert found == [
        ("#numbers", None, "guide-internal-link"),
        ("https://www.stones.example/grey?x=1", "stones.example/grey?x=1", None),
        ("https://guide.example/stone/#how", None, None),
        ("https://guide.example/sessions/", "guide.example/sessions", None),
    ]


def test_icons_and_images_are_as_the_renderer_needs_them():
    """An icon is a background, or an image with its words; the width of an image is a style."""
    svg = '<svg xmlns="http://www.w3.org/2000/svg"><path d="M1 1h1"></path></svg>'
    article = markup.parse_article(
        f'<article><span class="twemoji" aria-hidden="true">{svg}</span>'
        f'<span class="twemoji" role="img" aria-label="Seen">{svg}</span><img alt="A" src="a.png" width="90"></article>'
    )
    markup.prepare_pictures(article, "")
    plain, named, image = article.iter()
    assert (plain.tag, plain.text()) == ("span", "")
    assert plain.attributes["style"].startswith("background-image: url(data:image/svg+xml;base64,")
    assert (named.tag, named.attributes["alt"]) == ("img", "Seen")
    assert image.attributes["style"] == "width: 90px"


def test_ids_and_references_to_them_are_renamed_together():
    """A drawing keeps its accessible name and description."""
    drawing = '<svg aria-labelledby="a b"><title id="a">A</title><desc id="b">B</desc></svg>'
    article = markup.parse_article(f"<article>{drawing}</article>")
    markup.rename_ids(article, lambda id: f"x--{id}")
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
def test_only_the_level_of_headings_changes(text, by, after):
    """Ids, text and other elements stay as they are."""
    assert markup.shift_headings(text, by) == after


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("<p>Read <a>x</a> <b>y</b> z</p>", "<p>Read<span> </span><a>x</a><span> </span><b>y</b> z</p>"),
        ("<p>One\n  <strong>two</strong></p>", "<p>One<span> </span><strong>two</strong></p>"),
        ("<ul> <li><a>x</a></li> <li> <p>y</p></li></ul>", "<ul> <li><a>x</a></li> <li> <p>y</p></li></ul>"),
        ("<p>a <abbr>b</abbr><article>c</article></p>", "<p>a<span> </span><abbr>b</abbr><article>c</article></p>"),
    ],
)
def test_a_space_before_an_inline_element_is_isolated(text, after):
    """That keeps WeasyPrint 70 from breaking a line after its first word."""
    assert markup.isolate_spaces(text) == after


@given(st.lists(st.sampled_from(["word", "<a>link</a>", "<b>bold</b>", "<i>x</i>", "“Ü”", "…"]), max_size=12))
def test_spacing_changes_no_word(pieces):
    """In any combination of elements, the text is the same before and after."""
    text = f"<article><p>{' '.join(pieces)}</p></article>"
    before, after = (markup.parse_article(one).text().split() for one in (text, markup.isolate_spaces(text)))
    assert before == after


def test_the_beginning_and_the_chosen_sections_are_selected():
    """A section includes its subsections; a chosen subsection is raised to the level of a section."""
    beginning, how, first = markup.select_sections(markup.parse_article(page().article), ("how", "first"), page())
    assert beginning.startswith("<h1")
    words = ("Say little.", "Breathe", "Sit.", "hurts")
    assert [word for word in words if word in beginning] == ["Say little."]
    assert [word for word in words if word in how] == ["Breathe", "Sit."]
    assert first == '<h2 id="first">First</h2><p>Sit.</p>'


def test_an_unknown_section_is_refused():
    """The error names the page, the section, and the sections that exist."""
    message = "the handout asks for the section “hwo”, which the page does not have; write one of: how, first, stop"
    with pytest.raises(InputError, match=f"^stone/: {message}"):
        markup.select_sections(markup.parse_article(page().article), (*HANDOUT["sections"], "hwo"), page())


def test_a_page_placeholder_is_as_long_as_its_number():
    """Its digits are estimated from the characters before its target; nothing else changes."""
    near, far = '<b data-page-of="near">{}</b> 000', '<i data-page-of="far" class="x">{}</i>'
    text = f'<p>{near}</p><p id="near">abcdefghij</p>{far}<p id="far">k</p>'
    assert markup.reserve_digits(text.format("000", "000"), 2) == text.format("0", "00")
    assert markup.reserve_digits(text.format("000", "000"), 1000) == text.format("0", "0")
