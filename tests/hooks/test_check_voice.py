"""Pages that read like telegrams, help too late, or repeat their warnings and links are reported."""

import check_voice
import pytest
from check_voice import first_action, needs_action, problems, runs
from factories import config, page
from prose import prose

from core.schema import Navigation

LONG = "This one is long enough."
LINK = '<p>Do the <a href="../safety/#check">check</a> before you go.</p>'


def check_page(html, name="docs/a.md", **options):
    """Return the problems of a page with this HTML, without its name."""
    return [line.removeprefix(f"{name}: ") for line in problems(name, prose(html), **options)]


def words(count):
    """Return this many words, as one sentence."""
    return " ".join(["cat"] * count) + "."


def box(count, kind="care"):
    """Return the HTML of a block with so many words below its title."""
    return f'<div class="admonition {kind}"><p class="admonition-title">A title</p><p>{words(count)}</p></div>'


@pytest.mark.parametrize(
    "html",
    [
        "<p>It may not be.</p><p>No answer. <em>Nothing.</em></p>",
        f'<div class="admonition view"><p>{LONG} It may not be. No answer. Nothing.</p></div>',
        '<div class="guide-claim"><p>It may not be. No answer. Nothing.</p></div>',
    ],
)
def test_a_chain_of_short_sentences_is_reported(html):
    """Three sentences of four words in a row are a telegram, also in three paragraphs."""
    assert check_page(html) == [
        "“It may not be. No answer. Nothing.”: 3 sentences in a row have 4 words or fewer, and the limit is 2; join "
        "them with “because”, “so”, “but” or “when”."
    ]


@pytest.mark.parametrize(
    "html",
    [
        "<p>It may be. No answer.</p>",
        "<p>It may be. No answer. This one has five words. Nothing.</p>",
        "<p>It may be. No answer.</p><h2>Heading</h2><p>Nothing.</p>",
        "<p>It may be. No answer.</p><ul><li>Item</li></ul><p>Nothing.</p>",
        "<p>“It may be.” “No answer.” “Nothing.”</p>",
        "<p>Then you write: “No. Not today. Nothing. Bye.”</p>",
        "<p>It may be. No answer. One of these:</p>",
        *(
            html.format("It may be. No answer. Nothing.")
            for html in (
                "<ul><li><p>{}</p></li></ul>",
                '<ol class="guide-steps"><li><p>{}</p></li></ol>',
                "<blockquote><p>{}</p></blockquote>",
                "<table><tr><td>{}</td></tr></table>",
                "<div data-lookup><p>{}</p></div>",
                "<dl><dd>{}</dd></dl>",
                "<h2>{}</h2>",
                '<div class="admonition care"><p>{}</p></div>',
                '<div class="admonition words"><p>{}</p></div>',
                '<div class="guide-safety-check"><p>{}</p></div>',
                '<aside class="guide-invitation"><p>{}</p></aside>',
            )
        ),
    ],
)
def test_short_sentences_apart_are_no_chain(html):
    """Two in a row are allowed, and so are lists, tables, quotations, words to say, safety boxes and headings."""
    assert check_page(html) == []


def test_quotations_are_shown_as_they_are():
    """A sentence with a quotation of several sentences is one sentence, and a message shows it unchanged."""
    assert runs(prose("<p>Say “Yes. I am.” It is over.</p>").blocks) == [["Say “Yes. I am.”", "It is over."]]


@pytest.mark.parametrize(("short", "long", "count"), [(3, 22, 0), (4, 21, 1), (2, 17, 0), (3, 16, 0), (3, 17, 1)])
def test_a_page_with_many_short_sentences_is_reported(short, long, count):
    """At most 12 % of the sentences are short; of fewer than twenty sentences a share means nothing."""
    texts = [f"<p>No answer {number}. {LONG}</p>" for number in range(short)] + [f"<p>{LONG}</p>"] * (long - short)
    expected = (
        f"{short} of {short + long} sentences have 4 words or fewer, such as “No answer 0.”, and the limit is 12 %; "
        "join them to the sentence before or after."
    )
    assert check_page("".join(texts)) == [expected] * count


@pytest.mark.parametrize(("kind", "count"), [("worksheet", 0), ("list", 0), ("questions", 2), (None, 2)])
def test_pages_of_lists_have_no_running_text(kind, count):
    """A worksheet and a reading list may consist of short sentences."""
    assert len(check_page(f"<p>{'No answer. ' * 20}</p>", kind=kind)) == count


@pytest.mark.parametrize(
    "text",
    [
        "Put it away.",
        "put it away.",
        "Don’t answer it.",
        "Then put it away.",
        "First, put it away.",
        "If you can, put it away.",
        "If you can, or if they can, first put it away.",
        "Before anything else, put it away.",
        "In danger now, call somebody.",
    ],
)
def test_an_imperative_sentence_is_something_to_do(text):
    """It begins with its verb, perhaps after a word such as “then”, or after a condition."""
    assert first_action(prose(f"<h1>Title</h1><p>One two. {text}</p>").blocks) == (2, text)
    assert first_action(prose(f"<p>Three words here: {text}</p>").blocks) == (3, text)


@pytest.mark.parametrize(
    "text",
    [
        "You can put it away.",
        "Do they control you?",
        "If you can, do they let you?",
        "Sleep may come late.",
        "If you sleep badly you are not alone.",
        "Puts it away.",
        "“Put it away.”",
    ],
)
def test_other_sentences_are_nothing_to_do(text):
    """A statement, a question and a quotation tell nobody what to do."""
    assert first_action(prose(f"<p>{text}</p>").blocks)[1] == ""


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<ol><li>Cat</li></ol>", (2, "Cat")),
        ('<ol class="guide-steps"><li><p class="guide-noticeable">No</p><p>Cat.</p></li></ol>', (2, "Cat.")),
        (box(1, "words"), (2, "A title")),
        ('<div class="guide-safety-check"><p>Cat?</p></div>', (2, "Cat?")),
        ("<ul><li>Cat</li><li>Go home.</li></ul>", (3, "Go home.")),
        ("<h2>Put it away</h2><p>Go home.</p>", (5, "Go home.")),
        ("<table><tr><td>Cat</td></tr></table><p>Go home.</p>", (3, "Go home.")),
        ("<div data-lookup><p>Go there.</p></div><p>Go home.</p>", (2, "Go home.")),
        ('<div class="admonition care"><p>Go there.</p></div><p>Go home.</p>', (2, "Go home.")),
    ],
)
def test_the_words_before_the_first_action_are_counted(html, expected):
    """Numbered lists, steps, words to say and the safety check count as actions, and safety boxes do not.

    The title, safety boxes and what macros insert are left out of the count.
    """
    assert first_action(prose(f"<h1>The title</h1><p>One two</p>{html}").blocks) == expected


@pytest.mark.parametrize(
    ("count", "rest", "found"),
    [
        (150, "<p>Put it away.</p>", None),
        (151, "<p>Put it away.</p>", "comes after 151 words (“Put it away.…”)"),
        (151, "", "is missing"),
        (149, "", None),
    ],
)
def test_a_late_action_is_reported(count, rest, found):
    """The message says where the first thing to do stands, and what to write."""
    html = "<ul>" + "<li>Cat</li>" * count + f"</ul>{rest}"
    expected = (
        f"the first thing to do or say {found}, and the limit is 150; move a step or words to say further up, or write "
        "a sentence such as “Put the phone in another room.” there."
    )
    assert check_page(html, must_act=True) == ([expected] if found else [])
    assert check_page(html) == []


@pytest.mark.parametrize(
    ("meta", "expected"),
    [
        ({"handout": {"sections": ["how"], "try": "Rest."}}, True),
        ({"handout": {"sections": ["how"], "try": "Rest."}, "kind": "questions"}, False),
        ({"handout": {"none": "It tells of the guide."}}, False),
        ({"handout": "Rest."}, False),
        ({}, False),
    ],
)
def test_a_page_to_act_on_has_a_handout(meta, expected):
    """A page whose subject a practitioner can hand out is for somebody who needs something to do."""
    assert needs_action(meta) is expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (box(40) + box(60) + box(60), []),
        (
            box(41) + "<p>One.</p>" + box(61),
            [("A title", 41, "40 for the first one"), ("A title", 61, "60")],
        ),
        (box(70, "view"), []),
        (f'<div class="admonition care"><p class="admonition-title">A</p><div data-lookup>{box(50)}</div></div>', []),
    ],
)
def test_a_long_safety_box_is_reported(html, expected):
    """The first one may have 40 words and each later one 60, without titles and without what macros insert."""
    assert check_page(html) == [
        f"the safety box “{title}” has {count} words, and the limit is {limit}; keep the danger and what to do about "
        "it, and move the rest below the steps."
        for title, count, limit in expected
    ]


@pytest.mark.parametrize(
    ("name", "href", "address"),
    [
        ("docs/why/index.md", "../safety/#check", "/safety/#check"),
        ("docs/why/index.md", "#check", "/why/#check"),
        ("docs/why/index.md", "../", "/"),
        ("docs/index.md", "safety/", "/safety/"),
        ("docs/index.md", "./", "/"),
        ("docs/why/index.md", "../files/guide.zip", "/files/guide.zip"),
        ("docs/index.md", "https://example.org/a", "https://example.org/a"),
    ],
)
def test_a_link_that_is_repeated_is_reported(name, href, address):
    """A third link to the same address is one too many; the message gives the address from the site's root."""
    link = f'One <a href="{href}">it</a> among other words.'
    assert check_page(f"<p>{link} {link}</p>", name) == []
    assert check_page(f"<p>{link} {link}</p><ul><li>{link}</li></ul>", name) == [
        f"the text links to {address} 3 times, and the limit is 2; keep the link where a reader needs it most, and "
        "write the other sentences without one."
    ]


@pytest.mark.parametrize(
    "html",
    [
        LINK.replace("#check", "#plan"),
        f"<h2>What to do next</h2>{LINK}",
        f"<table><tr><td>{LINK}</td></tr></table>",
        f"<div data-lookup>{LINK}</div>",
        f"<nav>{LINK}</nav>",
        f'<aside class="guide-invitation">{LINK}</aside>',
        LINK.replace("<p>", '<p class="guide-steps__first">'),
        LINK.replace("<p>", '<p class="guide-claim__strength">'),
        LINK.replace("<p>", "<h2>").replace("</p>", "</h2>"),
        f'<div class="guide-safety-check">{LINK}</div>',
        f'<div class="guide-offer">{LINK}</div>',
        LINK.replace("<a ", '<a class="guide-button" '),
    ],
)
def test_a_link_outside_the_running_text_may_be_repeated(html):
    """A link in a table, a heading, the last section or from a macro does not count, nor one to another section."""
    assert check_page(LINK + LINK + html, ending="What to do next") == []


def test_each_answer_may_have_its_own_links():
    """Of the questions a reader opens one, so a link may stand in many answers."""
    assert check_page(LINK * 3, kind="questions") == []


def test_problems_of_a_page_are_logged(caplog):
    """The front matter and the rules of navigation decide what is checked, and a page reused is not checked again."""
    late = f"<p>{words(151)}</p><h2>The end</h2>{LINK * 3}"
    build = config(facts=type("Facts", (), {"navigation": Navigation(start="start.md", ends_with="The end")}))
    for given in (page("a.md"), page("start.md"), page("b.md", handout={"sections": ["x"], "try": "Rest."})):
        check_voice.on_page_content(late, page=given, config=build)
    build.extra["build"].reused.add("a.md")
    check_voice.on_page_content(LINK * 3, page=page("a.md"), config=build)
    assert [(name, text[:28]) for name, _, text in caplog.record_tuples] == [
        ("mkdocs.hooks.check_voice", "docs/start.md: the first thi"),
        ("mkdocs.hooks.check_voice", "docs/b.md: the first thing t"),
    ]
