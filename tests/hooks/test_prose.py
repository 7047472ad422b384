"""The checks read what a reader reads: blocks of words without markup, whose words they are, and where they end."""

import pytest
from prose import blocks, prose, quotations, sentences, tried, unquoted


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
        "<div data-lookup><p>Ring 111</p></div>",
        '<div data-lookup><table><tr><td data-lookup="">Inside another</td></tr></table></div>',
        '<aside class="guide-invitation"><h2>Company</h2><p>Sessions</p></aside>',
        '<p class="guide-steps__first">First the safety check</p>',
        '<p class="guide-claim__strength">Good evidence</p>',
    ],
)
def test_what_an_ingredient_brings_is_not_the_writers_own(html):
    """Lists from data/, and lines that look the same on every page, count neither for length nor for the grade."""
    found = prose(html + "<p>Text</p>")
    assert found.own == found.running == ["Text"]
    assert len(found.all) > 1


@pytest.mark.parametrize("html", ["<table><tr><th>Choice</th><td>Price</td></tr></table>", "<pre><p>code</p></pre>"])
def test_a_table_is_the_writers_own_and_no_running_prose(html):
    """What a writer puts into a table counts for the length of the page, but not for how its sentences read."""
    found = prose(html + "<p>Text</p>")
    assert found.running == ["Text"]
    assert found.all == found.own != ["Text"]


def test_a_mark_on_a_step_is_no_running_prose():
    """A step is judged without the mark that stands on every step."""
    html = '<ol><li><span class="guide-notice">They may notice</span> Save proof.</li></ol>'
    assert prose(html).all == ["They may notice Save proof."]
    assert prose(html).own == prose(html).running == ["Save proof."]


def test_a_check_may_leave_out_more():
    """A check names what it does not judge, and reads the rest of the page."""
    html = "<h2>Why it helps</h2><p>See <a href='x'>Why it helps</a> today.</p><div><p>Gone</p></div>"
    assert blocks(html, "h2, a, div") == ["See today."]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("One. Two! Three? Four", ["One.", "Two!", "Three?", "Four"]),
        ("“Go.” Then rest.", ["“Go.”", "Then rest."]),
        ("(Say “no.”) Then rest.", ["(Say “no.”)", "Then rest."]),
        ("At 4.30 they ring.", ["At 4.30 they ring."]),
    ],
)
def test_a_sentence_ends_at_its_full_stop(text, found):
    """A sentence keeps its closing marks, and a point inside a number ends none."""
    assert sentences(text) == found


@pytest.mark.parametrize(
    ("text", "said", "voice"),
    [
        ("Say “no”, then go.", ["“no”"], "Say “…”, then go."),
        ("Say: “I don’t know.” Then go.", ["“I don’t know.”"], "Say: “….” Then go."),
        ("Say ‘I don’t know’ once.", ["‘I don’t know’"], "Say “…” once."),
        ("“Text ‘wobble’ to Jo.” Go.", ["“Text ‘wobble’ to Jo.”"], "“….” Go."),
        ("“It goes on in the next paragraph.", ["“It goes on in the next paragraph."], "“…”"),
        ("Don’t answer; it’s the boys’ room.", [], "Don’t answer; it’s the boys’ room."),
    ],
)
def test_quotations_are_told_from_the_guides_own_voice(text, said, voice):
    """What somebody says stands between quotation marks, and an apostrophe is none."""
    assert quotations(text) == said
    assert unquoted(text) == voice


@pytest.mark.parametrize(
    ("meta", "found"),
    [
        ({"handout": {"sections": ["how"], "try": "Rest."}}, "Rest."),
        ({"handout": {"none": "why"}}, ""),
        ({"handout": {"try": None}}, ""),
        ({"handout": "Rest."}, ""),
        ({}, ""),
    ],
)
def test_what_a_handout_gives_to_try_is_read_too(meta, found):
    """The sentence that stands only on paper is found for the checks, and a page without one stops none of them."""
    assert tried(meta) == found
