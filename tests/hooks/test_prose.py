"""The text of a page is extracted in blocks without markup, and split into sentences and quotations."""

import pytest
from prose import blocks, mask_quotations, prose, quotations, sentences


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>One <b>bold</b>  word.</p>", ["One bold word."]),
        ("<p>One<br>two</p>", ["One two"]),
        ("<h1>Title</h1><h2>Part</h2><p>Text</p>", ["Title", "Part", "Text"]),
        ("<p> </p><p>Text</p>", ["Text"]),
        ("<ul><li>Outer <em>words</em><ul><li>Inner</li></ul></li></ul>", ["Outer words", "Inner"]),
        ("<ul><li><p>Loose</p></li></ul>", ["Loose"]),
        ("<blockquote><p>Said</p></blockquote>", ["Said"]),
        ("<li>Before<div>inside</div><table><tr><td>Cell</td></tr></table></li>", ["Before", "Cell"]),
        ("<p><a href='x'>A &amp; b</a></p>", ["A & b"]),
        ("<div>no block</div>", []),
    ],
)
def test_each_block_is_extracted_once(html, expected):
    """A block gives its own text in one line, without that of the blocks inside it."""
    assert prose(html).all == expected


@pytest.mark.parametrize(
    ("html", "authored", "running"),
    [
        ("<div data-lookup><p>Ring 111</p></div>", [], []),
        ('<div data-lookup><table><tr><td data-lookup="">Inside another</td></tr></table></div>', [], []),
        ('<aside class="guide-invitation"><h2>Company</h2><p>Sessions</p></aside>', [], []),
        ('<p class="guide-steps__first">First the safety check</p>', [], []),
        ('<p class="guide-claim__strength">Good evidence</p>', [], []),
        ('<p><span class="guide-noticeable">They may notice</span> Go.</p>', ["Go."], ["Go."]),
        ("<table><tr><th>Choice</th><td>Price</td></tr></table>", ["Choice", "Price"], []),
        ("<pre><p>code</p></pre>", ["code"], []),
        ("<p>Type <code>a.b</code> here.</p>", ["Type a.b here."], ["Type here."]),
    ],
)
def test_text_from_macros_is_not_authored(html, authored, running):
    """What macros insert is no text of the page's own; tables and code count for its length, but not as prose."""
    found = prose(html + "<p>Text</p>")
    assert found.authored == [*authored, "Text"]
    assert found.running == [*running, "Text"]
    assert len(found.all) > 1


@pytest.mark.parametrize(
    "html",
    [
        *(f"<{tag}>Label</{tag}>" for tag in ("h1", "h2", "h3", "h4", "dt", "summary", "figcaption")),
        "<table><tr><th>Label</th></tr></table>",
        '<p class="admonition-title">Label</p>',
    ],
)
def test_labels_are_no_sentences(html):
    """Headings, titles of blocks and captions are running text, but no sentences."""
    assert prose(f"{html}<p>Text</p><ul><li>Item</li></ul>").sentences == ["Text", "Item"]


def test_a_block_and_a_link_know_what_they_are_in():
    """The tags and classes of all elements around a block or a link are known, and the section of a link."""
    html = '<h2>Part</h2><ol class="a b"><li><p class="c">One <a href="x">two</a></p></li></ol><p>Three</p>'
    found = prose(html)
    assert [(block.tag, block.text) for block in found.blocks] == [("h2", "Part"), ("p", "One two"), ("p", "Three")]
    assert [block.inside & {*"abc", "ol", "li", "p"} for block in found.blocks] == [
        set(),
        {*"abc", "ol", "li", "p"},
        {"p"},
    ]
    assert [(link.href, link.section, link.inside & {*"abc", "li"}) for link in found.links] == [
        ("x", "Part", {*"abc", "li"})
    ]


def test_the_section_of_a_fold_about_one_thing_has_its_names_and_its_summary():
    """The summary above a heading, as of a country, belongs to the section of that heading, not to the one before."""
    fold = '<details data-names="beland|be"><summary>Beland 112</summary><h3 id="b">Beland</h3><p>Text</p></details>'
    before, found = prose(f"<p>Before</p>{fold}").sections
    assert (before.texts, found.texts) == (["Before"], ["Text"])
    assert (found.heading, found.names, found.summary) == ("Beland", ["beland", "be"], "112")


def test_a_check_can_exclude_elements():
    """`blocks` returns the text of a page without the selected elements."""
    html = "<h2>Why it helps</h2><p>See <a href='x'>Why it helps</a> today.</p><div><p>Gone</p></div>"
    assert blocks(html, "h2, a, div") == ["See today."]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three? Four", ["One.", "Two!", "Three?", "Four"]),
        ("“Go.” Then rest.", ["“Go.”", "Then rest."]),
        ("(Say “no.”) Then rest.", ["(Say “no.”)", "Then rest."]),
        ("At 4.30 they ring.", ["At 4.30 they ring."]),
    ],
)
def test_a_sentence_ends_at_its_full_stop(text, expected):
    """A sentence keeps its closing quotation marks, and a point inside a number does not end it."""
    assert sentences(text) == expected


@pytest.mark.parametrize(
    ("text", "quoted", "masked"),
    [
        ("Say “no”, then go.", ["“no”"], "Say “…”, then go."),
        ("Say: “I don’t know.” Then go.", ["“I don’t know.”"], "Say: “….” Then go."),
        ("Say ‘I don’t know’ once.", ["‘I don’t know’"], "Say “…” once."),
        ("“Text ‘wobble’ to Jo.” Go.", ["“Text ‘wobble’ to Jo.”"], "“….” Go."),
        ("“It goes on in the next paragraph.", ["“It goes on in the next paragraph."], "“…”"),
        ("Don’t answer; it’s the boys’ room.", [], "Don’t answer; it’s the boys’ room."),
    ],
)
def test_quotations_are_found_and_masked(text, quoted, masked):
    """Text in quotation marks is found and replaced by dots; an apostrophe is no quotation mark."""
    assert quotations(text) == quoted
    assert mask_quotations(text) == masked
