"""A finding or a promised effect must be inside a claim, which shows readers how strong its evidence is."""

from types import SimpleNamespace

import check_unsourced_claims
import pytest
from check_unsourced_claims import PATTERNS, problems
from factories import config, page

from core.settings import Practice

UNSUPPORTED = {
    "Studies show that silence is good for you.": "finding",
    "Research on couples suggests less talk.": "finding",
    "Scientists have found it in the brain.": "finding",
    "A survey of mothers linked the two.": "finding",
    "In one small study, people slept more.": "finding",
    "According to recent research, the bond fades.": "finding",
    "The evidence is clear.": "finding",
    "Four weeks later, 27 % slept more.": "number",
    "About ten per cent go back.": "number",
    "It happens to 1 in 4 women.": "number",
    "One in three is followed.": "number",
    "Most people heal with a third of women going back.": "number",
    "No contact helps.": "effect",
    "Grey rock with a boss works.": "effect",
    "Blocking every channel protects you.": "effect",
    "Therapy eases grief.": "effect",
    "Silence will soon calm you.": "effect",
    "Whether you stay or leave, studies show that it heals.": "finding",
    "It is not just talk when studies show it works.": "finding",
    "We think that studies show it works.": "finding",
    "In our view, one in three people goes back.": "number",
    "People who know no contact helps agree: we think so.": "effect",
}
ALLOWED = (
    "We know of no trial that found it.",
    "Few studies found anything, and none showed more.",
    "Some say that grey rock works; it has not been studied.",
    "Some say that grey rock works; nobody has tested it.",
    "There is little evidence that no contact helps.",
    "Nobody knows that silence helps.",
    "It is not known that therapy heals this.",
    "We cannot say whether no contact helps.",
    "It is an untested idea that silence calms you.",
    "These studies cannot show that one brings the other.",
    "If blocking helps, keep it.",
    "A mark tells you about the research, not about you.",
    "Keep evidence that shows the date.",
    "Study for your exam; the trial is in May.",
    "A therapist can help you with that.",
    "A block works on one number.",
    "No contact means that you stop calls.",
    "They say “studies show that no contact works”, and you say nothing.",
    "Ask one of three people.",
    "Keep the papers in your study.",
    "In a custody trial, keep your notes.",
    "It may help to write it down.",
    "We think that no contact helps.",
    "In our view, silence protects you.",
    "Our advice is simple, since blocking works.",
)


@pytest.mark.parametrize(("text", "statement"), UNSUPPORTED.items())
def test_a_sentence_that_needs_a_source_is_reported(text, statement):
    """The message gives the sentence, the macro that it belongs in, and what to remove instead."""
    assert problems("docs/a.md", [f"Nobody knows why. {text} Then rest."]) == [
        f"docs/a.md: “{text}” needs a source; put the sentence into "
        f'{{% call claim("some", "a-source-id") %}} … {{% endcall %}}, or remove the {statement} '
        "(a summary or a list in data/ cannot contain a claim)."
    ]


@pytest.mark.parametrize("pattern", PATTERNS)
def test_each_pattern_is_needed(pattern, monkeypatch):
    """Without any one of the patterns, some sentence would not be reported."""
    monkeypatch.setattr(check_unsourced_claims, "PATTERNS", tuple(other for other in PATTERNS if other != pattern))
    assert [text for text in UNSUPPORTED if not problems("docs/a.md", [text])] != []


@pytest.mark.parametrize("text", ALLOWED)
def test_a_sentence_that_needs_no_source_is_allowed(text):
    """What nobody knows, what somebody says in a quotation, and plain advice need no source."""
    assert problems("docs/a.md", [text]) == []


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("With no contact most studies found less pain.", 1),  # “no” is no negation there
        ("Studies found that no contact helps 9 in 10.", 1),
        ("Therapy helps. Rest. Silence heals.", 2),
    ],
)
def test_each_sentence_is_reported_once(text, count):
    """Each sentence is reported, and one with a finding and a number only once."""
    assert len(problems("docs/a.md", [text])) == count


SENTENCE = "Studies show that no contact helps."


def check_page(html, **meta):
    """Run the hook on one page."""
    check_unsourced_claims.on_page_content(
        html, page=page(**meta), config=config(facts=SimpleNamespace(practice=Practice())), files=None
    )


def test_a_number_in_the_terms_of_the_practice_needs_no_source(caplog):
    """The owner's own rules, such as a share of fees, rest on no study."""
    facts = SimpleNamespace(practice=Practice(commission="We earn 10% of what you pay there."))
    check_unsourced_claims.on_page_content(
        "<p>We earn 10% of what you pay there.</p>", page=page(), config=config(facts=facts), files=None
    )
    assert caplog.records == []


@pytest.mark.parametrize(
    ("text", "count"),
    [("No contact helps.", 0), (SENTENCE, 1), ("No contact helps one in three.", 1)],
)
def test_our_view_may_promise_an_effect(text, count, caplog):
    """A block of our view may say that something helps, and needs a source for a finding or a number."""
    check_page(f'<div class="admonition view"><p class="admonition-title">Our view</p><p>{text}</p></div>')
    assert len(caplog.records) == count


@pytest.mark.parametrize(
    "html",
    [
        f'<div class="guide-claim"><p>{SENTENCE}</p><p class="guide-claim__strength">Some evidence</p></div>',
        f"<h2>{SENTENCE}</h2>",
        f'<p>See <a href="x">{SENTENCE}</a></p>',
        f"<p>They say: “{SENTENCE}”</p>",
    ],
)
def test_claims_headings_links_and_quotations_are_allowed(html, caplog):
    """A claim shows its evidence; a heading, a link and a quotation promise nothing themselves."""
    check_page(html)
    assert caplog.records == []


@pytest.mark.parametrize(
    ("html", "meta"),
    [
        (f"<p>{SENTENCE}</p>", {}),
        (f"<div data-lookup><p>{SENTENCE}</p></div>", {}),
        ("", {"summary": SENTENCE}),
        ("", {"handout": {"sections": [], "try": SENTENCE}}),
    ],
)
def test_everything_else_is_checked(html, meta, caplog):
    """The text, what macros insert from data/, the summary and the exercise are checked, and problems are logged."""
    check_page(html, **meta)
    assert [(name, level, text[:20]) for name, level, text in caplog.record_tuples] == [
        ("mkdocs.hooks.check_unsourced_claims", 30, "docs/a.md: “Studies ")
    ]
