"""A finding or a promised effect stands in a claim, where a reader sees how sure we are; all other words are free."""

from types import SimpleNamespace

import check_claims
import pytest
from check_claims import ELSEWHERE, PATTERNS, problems
from macro_environment import pages
from prose import blocks, tried

LEANS = {
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
}
FREE = (
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
)


@pytest.mark.parametrize(("text", "out"), LEANS.items())
def test_a_sentence_that_needs_a_source_is_refused(text, out):
    """A writer reads the sentence, the macro that it belongs in, and what to take out instead."""
    assert problems("docs/a.md", [f"Stay calm. {text} Then rest."]) == [
        f"docs/a.md: “{text}” says more than the guide can by itself; put the sentence into "
        f'{{% call claim("some", "a-source-id") %}} … {{% endcall %}}, or take the {out} out '
        "(a summary and a list of data/ can hold no claim)."
    ]


@pytest.mark.parametrize("pattern", PATTERNS)
def test_each_pattern_is_needed(pattern, monkeypatch):
    """No pattern stands in the list that refuses nothing of its own."""
    monkeypatch.setattr(check_claims, "PATTERNS", tuple(other for other in PATTERNS if other != pattern))
    assert [text for text in LEANS if not problems("docs/a.md", [text])] != []


@pytest.mark.parametrize("text", FREE)
def test_a_sentence_that_leans_on_nothing_passes(text):
    """What nobody knows, what is said in a quotation, and plain advice need no source."""
    assert problems("docs/a.md", [text]) == []


def test_no_contact_is_not_a_no():
    """The guide's own subject begins with “no”; that does not make a sentence one that says what is unknown."""
    assert len(problems("docs/a.md", ["With no contact most studies found less pain."])) == 1


def test_every_such_sentence_is_named_once():
    """Two sentences are named at once, and one that leans on two things is named once."""
    assert len(problems("docs/a.md", ["Studies found that no contact helps 9 in 10.", "Rest. Therapy helps."])) == 2


SENTENCE = "Studies show that no contact helps."


@pytest.mark.parametrize(
    "html",
    [
        f'<div class="guide-claim"><p>{SENTENCE}</p><p class="guide-claim__strength">Some evidence</p></div>',
        f"<h2>{SENTENCE}</h2>",
        f'<p>See <a href="x">{SENTENCE}</a></p>',
        f"<p>They say: “{SENTENCE}”</p>",
    ],
)
def test_mkdocs_hears_nothing_where_it_may_stand(html, caplog):
    """A claim shows how sure we are; a heading, a link and a quotation promise nothing of their own."""
    judge(html)
    assert caplog.records == []


@pytest.mark.parametrize(
    ("html", "meta"),
    [
        (f"<p>{SENTENCE}</p>", {}),
        (f"<div data-lookup><p>{SENTENCE}</p></div>", {}),
        ("", {"summary": SENTENCE}),
        ("", {"handout": {"try": SENTENCE}}),
    ],
)
def test_mkdocs_hears_of_it_anywhere_else(html, meta, caplog):
    """The text, what is brought from data/, the summary and what to try are judged, and what is found is logged."""
    judge(html, **meta)
    assert [(name, level, text[:20]) for name, level, text in caplog.record_tuples] == [
        ("mkdocs.hooks.check_claims", 30, "docs/a.md: “Studies ")
    ]


def judge(html, **meta):
    """Judge one page, as MkDocs has it done."""
    page = SimpleNamespace(file=SimpleNamespace(src_uri="a.md"), meta={"summary": "A page."} | meta)
    check_claims.on_page_content(html, page=page, config=None, files=None)


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)
def test_no_page_claims_without_a_claim(page):
    """On the real pages each finding and each effect shows how sure we are of it."""
    texts = [page.meta["summary"], tried(page.meta), *blocks(page.html, ELSEWHERE)]
    assert problems(f"docs/{page.name}", texts) == []
