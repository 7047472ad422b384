"""Words that keep a reader safe are required where a rule says so, and a rule that protects nobody is reported."""

from types import SimpleNamespace

import check_required_wording
import pytest
from check_required_wording import PageText, channel_problems, missing_steps, passages, problems, rules_without_a_text
from factories import config
from macro_environment import SAMPLE, settings

from core.build_state import build_state
from core.schema import Channel, RequiredWording
from core.yaml_files import read_yaml

CHANNELS = tuple(Channel(**entry) for entry in read_yaml(SAMPLE / "data" / "channels.yml")["channels"])
ADVICE = "a lawyer: a court may see it; ask a lawyer first."
MISSING = f"does not mention {ADVICE}"
HTML = (
    "<h1>Ice</h1><p>Thin ice.</p>"
    '<h2 id="walk">Walk</h2><ul><li><em>They may notice.</em> Stop and stand.</li><li>Go back.</li></ul>'
    '<h3 id="fast">Fast</h3><p>Run on ice.</p>'
    '<h2 id="swim">Swim</h2><div class="admonition words"><p>A friend</p><p>“I am cold.”</p></div>'
)


def rule(**values):
    """A rule that asks for a lawyer on docs/a.md, with these changes."""
    defaults = {"name": "ice", "why": "a court may see it", "instead": "ask a lawyer first"}
    if "without" not in values:
        defaults["requires"] = {"a lawyer": "lawyer"}
    return RequiredWording(**(defaults | values))


def page_text(html, page="docs/a.md", source="", sections=()):
    """The texts of a page."""
    return PageText(page, html, source, sections)


def check(html, given, **page):
    """The messages about a page that breaks a rule."""
    text = page_text(html, **page)
    return [message for passage in passages(given, text) for message in problems(text.page, passage, given)]


@pytest.mark.parametrize(
    ("values", "subject"),
    [
        ({}, "the page does not mention"),
        ({"pages": ["docs/a.md"]}, "the page does not mention"),
        ({"part": "handout"}, "the handout does not mention"),
        ({"part": "words"}, "the list of words to say does not mention"),
        ({"part": "source"}, "the page does not mention"),
        ({"mentions": "THIN"}, "the page mentions “Thin” (“Ice Thin ice. Walk They may notice. St…”) but not"),
        ({"part": "block", "mentions": "run"}, "the text mentions “Run” (“Run on ice.”) but not"),
        ({"steps": {"docs/a.md": ["Stop"]}}, "the step “Stop …” does not mention"),
    ],
)
def test_missing_words_are_reported(values, subject):
    """The message names the file, the text, the words that are missing, the reason, and what to write instead."""
    assert check(HTML, rule(**values)) == [f"docs/a.md: {subject} {ADVICE}"]


def test_everything_that_is_missing_is_in_one_message():
    """The reason is given once for all words that a rule requires."""
    given = rule(requires={"a lawyer": "lawyer", "a doctor": "doctor", "ice": "ice"})
    assert check(HTML, given)[0].startswith("docs/a.md: the page does not mention a lawyer or a doctor: a court")


@pytest.mark.parametrize(
    ("values", "applies"),
    [
        ({"pages": ["docs/b.md"]}, False),
        ({"mentions": "water"}, False),
        ({"mentions": "ice", "except": [{"page": "docs/a.md", "reason": "it is named elsewhere"}]}, False),
        ({"mentions": "ice", "except": [{"page": "docs/b.md", "reason": "it is named elsewhere"}]}, True),
        ({"steps": {"docs/b.md": ["Stop"]}}, False),
        ({"channels": {"tell": ["drums"]}}, False),
    ],
)
def test_a_rule_applies_only_where_it_says(values, applies):
    """Other pages, pages without the words, and reasoned exceptions are left alone."""
    assert (check(HTML, rule(**values)) != []) is applies


@pytest.mark.parametrize(
    ("part", "found"),
    [
        ("page", "friend"),
        ("handout", "thin ice"),
        ("handout", "run on"),
        ("words", "I am cold"),
        ("block", "run on ice"),
        ("source", "^# Ice$"),
    ],
)
def test_a_part_of_a_page_has_its_text(part, found):
    """A handout has the beginning, its sections and what is below them; the source is as it was written."""
    given = rule(part=part, requires={"it": found}, **({"mentions": "run"} if part == "block" else {}))
    assert check(HTML, given, source="---\n# Ice\n", sections=("walk",)) == []


@pytest.mark.parametrize(("part", "absent"), [("handout", "friend"), ("words", "ice"), ("block", "back")])
def test_a_part_of_a_page_has_no_other_text(part, absent):
    """What is written elsewhere on the page does not count."""
    given = rule(part=part, requires={"it": absent}, **({"mentions": "run"} if part == "block" else {}))
    assert len(check(HTML, given, sections=("walk",))) == 1


def test_words_that_must_not_be_there_are_reported_with_their_context():
    """The message has the words, the text around them, the reason, and what to write instead."""
    assert check(HTML, rule(without=["go back", "water"])) == [
        "docs/a.md: “Go back” in “…y may notice. Stop and stand. Go back. Fast Run on ice. Swim A frie…”: "
        "a court may see it; ask a lawyer first."
    ]


def test_words_in_the_source_are_reported_with_their_line():
    """What an editor sees in the file is found by its line; the text around it stays in one line."""
    given = rule(part="source", without=["elsewhere"])
    assert check("", given, source="# Ice\n\nSee\nelsewhere.\n") == [
        "docs/a.md, line 4: “elsewhere” in “# Ice See elsewhere.”: a court may see it; ask a lawyer first."
    ]


def test_a_step_that_was_reworded_is_reported():
    """A rule that no longer finds its step says where it was, and where the rule is."""
    given = rule(steps={"docs/a.md": ["Stop", "Halt"]})
    assert missing_steps(given, page_text(HTML)) == [
        "docs/a.md: no step begins with “Halt”; put it back, or write how it begins now under “steps:” of “ice” in "
        "data/required_wording.yml, since a court may see it."
    ]
    assert missing_steps(given, page_text(HTML, page="docs/b.md")) == []


def test_the_texts_of_a_channel_are_checked():
    """A text of data/channels.yml that breaks a rule is named by the file, the channel and the field."""
    assert channel_problems(rule(channels={"tell": ["pigeons", "drums"]}), CHANNELS) == [
        f"data/channels.yml: “pigeons”: “tell” {MISSING}",
        f"data/channels.yml: “drums”: “tell” {MISSING}",
    ]
    assert channel_problems(rule(channels={"tell": ["drums"]}, requires={"it": "they cannot"}), CHANNELS) == []


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"pages": ["docs/aa.md"]}, "names docs/aa.md, which is not a page; write “docs/a.md”."),
        ({"steps": {"docs/a.mdd": ["Stop"]}}, "names docs/a.mdd, which is not a page; write “docs/a.md”."),
        (
            {"except": [{"page": "elsewhere", "reason": "so"}]},
            "names elsewhere, which is not a page; take it out of the rule.",
        ),
        (
            {"mentions": "water"},
            "applies to no text, so it protects nobody; correct its pages or its “mentions:”, or delete it.",
        ),
    ],
)
def test_a_rule_that_protects_nobody_is_reported(values, message):
    """A page that was renamed or deleted, or a pattern that matches nothing, does not end a rule silently."""
    assert rules_without_a_text((rule(**values),), {"docs/a.md"}, set()) == [
        f"data/required_wording.yml: “ice” {message}"
    ]


def test_a_rule_that_applied_is_not_reported():
    """Neither is one about channels alone, which core/consistency.py checks."""
    rules = (rule(pages=["docs/a.md"]), rule(name="drums", channels={"tell": ["drums"]}))
    assert rules_without_a_text(rules, {"docs/a.md"}, {"ice"}) == []


def test_each_problem_is_logged(caplog):
    """A build logs what is missing in data/, on its pages, and in the rules; the next one begins anew."""
    rules = (
        rule(name="drums", channels={"tell": ["drums"]}),
        rule(name="handout", part="handout", requires={"the walk": "stop"}),
        rule(name="step", steps={"docs/a.md": ["Stop", "Halt"]}),
        rule(name="water", mentions="water"),
    )
    built = config(facts=SimpleNamespace(required_wording=rules, channels=CHANNELS))
    file = SimpleNamespace(src_uri="a.md", content_string="# Ice")
    for _ in range(2):
        caplog.clear()
        check_required_wording.on_pre_build(config=built)
        for sections in (["walk"], ["swim"]):
            page = SimpleNamespace(file=file, meta={"handout": {"sections": sections}})
            check_required_wording.on_page_content(HTML, page=page, config=built)
        check_required_wording.on_post_build(config=built)
        assert [message[:70] for message in caplog.messages] == [
            "data/channels.yml: “drums”: “tell” does not mention a lawyer: a court ",
            "docs/a.md: the step “Stop …” does not mention a lawyer: a court may se",
            "docs/a.md: no step begins with “Halt”; put it back, or write how it be",
            "docs/a.md: the handout does not mention the walk: a court may see it; ",
            "docs/a.md: the step “Stop …” does not mention a lawyer: a court may se",
            "docs/a.md: no step begins with “Halt”; put it back, or write how it be",
            "data/required_wording.yml: “water” applies to no text, so it protects ",
        ]


def test_a_rule_whose_page_is_broken_is_not_reported(caplog):
    """A page with a mistake may have lost the words of a rule, and nobody should delete the rule for that."""
    built = config(facts=SimpleNamespace(required_wording=(rule(mentions="water"),), channels=()))
    build_state(built).unreadable.add("a.md")
    check_required_wording.on_post_build(config=built)
    assert caplog.messages == []


def test_the_build_has_every_check_of_the_text():
    """The pages of the guide are judged by the build, so no hook that judges them may be missing in mkdocs.yml."""
    listed = set(settings()["hooks"])
    hooks = {f"hooks/{path.name}" for path in (SAMPLE.parent.parent / "hooks").glob("check_*.py")}
    assert hooks - listed == set()
