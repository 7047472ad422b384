"""The checks read what a reader reads: blocks of words without markup, and running prose without what is looked up."""

import pytest
from prose import prose


@pytest.mark.parametrize(
    ("html", "blocks"),
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
def test_each_block_of_words_is_read_once(html, blocks):
    """A block gives its own words in one line, and not those of the blocks inside it again."""
    assert prose(html).all == blocks


@pytest.mark.parametrize(
    "html",
    [
        '<div class="guide-helpline"><p>Ring 111</p></div>',
        '<p class="guide-claim__strength">Good evidence</p>',
        "<table><tr><th>Choice</th><td>Price</td></tr></table>",
        "<pre><p>code</p></pre>",
    ],
)
def test_what_is_looked_up_is_no_running_prose(html):
    """Numbers, tables and the quiet line of a claim are judged for their words, but not for how they read."""
    found = prose(html + "<p>Text</p>")
    assert found.running == ["Text"]
    assert len(found.all) > 1


def test_a_mark_on_a_step_is_no_running_prose():
    """A step is judged without the mark that stands on every step."""
    html = '<ol><li><span class="guide-notice">They may notice</span> Save proof.</li></ol>'
    assert prose(html).all == ["They may notice Save proof."]
    assert prose(html).running == ["Save proof."]
