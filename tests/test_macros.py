"""Every macro gives or refuses exactly what its example file says, and no text can break out of its place."""

import re
from dataclasses import replace
from inspect import getdoc
from types import SimpleNamespace
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from macro_environment import PRACTICE, URL, cook, environment, html, lay_out
from selectolax.lexbor import LexborHTMLParser

import macros
from core.build_state import build_state
from core.errors import InputError, nearest
from core.facts import load
from core.settings import ApplyFields
from core.validators import https
from macros import examples as book
from macros.apply import joined
from macros.render import plain

EXAMPLES = [example for name in macros.names() for example in book.examples(name)]
STEADY = settings(max_examples=30, deadline=None, derandomize=True, database=None)
SIGNS = (
    "<script>",
    "</p>",
    '"',
    "'",
    "<",
    ">",
    "&",
    "&lt;",
    "{",
    "}",
    "{ onclick=x }",
    "[a](javascript:x)",
    "<!--",
    "-->",
)
MARKS = (
    "*",
    "**",
    "_",
    "`",
    "\\",
    "#",
    "!",
    "!!! x",
    "- ",
    "+ ",
    "12. ",
    "\n",
    "\n\n    ",
    "%}",
    "{{",
    "|",
    ":",
    "=",
    "~",
    "é",
)
NASTY = st.lists(st.sampled_from(SIGNS + MARKS) | st.sampled_from("abc 123"), min_size=1).map("".join)
WORDS = NASTY.filter(str.strip)
ACTS = "script, [onclick], a[href^=javascript]"  # what must never come of a text


@pytest.fixture(scope="session")
def root(tmp_path_factory):
    """A folder with small facts."""
    return lay_out(tmp_path_factory.mktemp("facts"))


@pytest.fixture(scope="session")
def facts(root):
    """Small facts, with the practice of the examples."""
    return load(root, PRACTICE, url=URL)


def one_line(text):
    """A text as a reader sees it: any run of spaces and line breaks is one space."""
    return " ".join(text.split())


def tree(markdown):
    """What Markdown becomes in a browser."""
    return LexborHTMLParser(html(markdown))


# The example files.


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: f"{example.macro}: {example.name}")
def test_the_example_gives_or_refuses_exactly_this(example, root):
    """What an example file says is what a page gets, to the letter."""
    given, refused = cook(example.write, load(root, PRACTICE | example.practice, url=URL))
    expected = ("", [example.refuses]) if example.refuses else (example.gives, [])
    assert (given.strip() if refused else given, refused) == expected


@pytest.mark.parametrize("name", macros.names())
def test_an_ingredient_has_one_example_that_gives_and_one_that_refuses(name):
    """No macro is without proof, neither of what it does nor of what it will not do."""
    kinds = {bool(example.refuses) for example in book.examples(name)}
    assert kinds == {True, False}


@pytest.mark.parametrize("name", macros.names())
def test_an_example_says_either_what_it_gives_or_what_it_refuses(name):
    """An example is never both, and never neither."""
    assert all((example.gives is None) != (example.refuses is None) for example in book.examples(name))


@pytest.mark.parametrize("name", macros.names())
def test_an_example_calls_its_own_ingredient_and_has_a_name_of_its_own(name):
    """Whoever looks for an example finds it in the file of that name, once."""
    found = book.examples(name)
    assert all(f"{name}(" in example.write for example in found)
    assert len({example.name for example in found}) == len(found)


@pytest.mark.parametrize("name", macros.names())
def test_an_ingredient_is_explained(name, facts):
    """A writer reads in one sentence what a macro is for, and a programmer what it takes and gives."""
    function = macros.macros(facts)[name].func
    assert book.about(name).endswith(".")
    assert re.search(r"\b[Gg]ives\b", getdoc(function))
    assert function.__module__ == f"macros.{name}"
    assert function.__annotations__["return"] is str


def test_every_example_file_has_an_ingredient_and_every_template_too():
    """Nothing lies beside the macros that belongs to none."""
    files = {path.name.split(".")[0] for path in macros.HERE.iterdir() if path.suffix in (".yml", ".jinja")}
    assert files == set(macros.names())


# What a page's calls may look like.


MEND = (
    'use plain quotation marks ("), end each {% call … %} with {% endcall %}, and compare it with handbook/macros.md.'
)


@pytest.mark.parametrize(
    ("write", "said"),
    [
        ("{{ helplin() }}", "there is no macro “helplin”; write “helpline”."),
        (
            "{{ xyz() }}",
            f"there is no macro “xyz”; write one of: {', '.join(macros.names())}.",
        ),
        (
            "{{ helpline( }}",
            f"a call is broken in the line “{{{{ helpline( }}}}” (unexpected '}}', expected ')'); {MEND}",
        ),
        (
            "{% call steps() %}\n- no: x",
            "a call is broken in the line “{% call steps() %}” (Unexpected end of template. "
            "Jinja was looking for the following tags: 'endcall'. "
            f"The innermost block that needs to be closed is 'call'); {MEND}",
        ),
        (
            "Good.\n\n{{ 1 | loud }}",
            f"a call is broken in the line “{{{{ 1 | loud }}}}” (No filter named 'loud'); {MEND}",
        ),
        ("{{ helpline }}", "“helpline” stands without its brackets; write “helpline(…)”."),
    ],
)
def test_a_call_that_cannot_work_is_named(write, said, facts):
    """A misspelt name, a broken bracket, a missing end and a forgotten call are each answered with what to write."""
    assert macros.mistakes(write, environment(facts, []), set(macros.names())) == [said]


@pytest.mark.parametrize("write", ["Only words.", "{{ helpline('AA') }}", "{% call steps() %}\n- no: x\n{% endcall %}"])
def test_a_good_call_is_no_mistake(write, facts):
    """What is written well passes without a word."""
    assert macros.mistakes(write, environment(facts, []), set(macros.names())) == []


def test_an_ingredient_that_breaks_is_reported_and_not_raised():
    """A fault in our own code becomes one line for an engineer, and the other mistakes are still found."""
    said = []
    call = macros.guarded("claim", lambda: 1 / 0, said.append)
    assert call() == ""
    assert said == [
        "claim: macros/claim.py broke (ZeroDivisionError: division by zero); show this line to an engineer."
    ]


class Settings(dict):
    """Settings that can be asked for by key and as attributes, as those of MkDocs can."""

    __getattr__ = dict.__getitem__


def page_env(root, markdown="", practice=PRACTICE):
    """What mkdocs-macros hands over, as far as the macros use it."""
    registered = {}
    return SimpleNamespace(
        project_dir=str(root),
        conf=Settings(extra={"practice": practice, "release": False}, theme={"language": "en"}, site_url=URL),
        registered=registered,
        macro=lambda function, name: registered.update({name: function}),
        page=SimpleNamespace(file=SimpleNamespace(src_uri="why/index.md")),
        markdown=markdown,
        env=None,
    )


def test_the_generator_gets_the_facts_and_every_ingredient(root, facts, caplog):
    """A page can call each macro, hooks find the facts, and what is refused is logged with the page's name."""
    env = page_env(root)
    macros.define_env(env)
    assert build_state(env.conf).facts == facts
    assert sorted(env.registered) == macros.names()
    assert env.registered["helpline"]("CC") == ""
    assert caplog.messages == [
        "docs/why/index.md: helpline: no country “CC” in data/emergency.yml; write one of: AA, BB, DD."
    ]


def test_facts_that_cannot_be_used_stop_the_build_in_plain_lines(root):
    """Whoever broke a setting reads where, what and what to write, and no traceback."""
    with pytest.raises(SystemExit) as stopped:
        macros.define_env(page_env(root, practice={"kind": "magic", "price": 50}))
    assert str(stopped.value) == (
        "The facts cannot be used:\n"
        "  mkdocs.yml, extra › practice: kind: “magic” cannot be used; write one of: therapy, coaching, counselling.\n"
        "  mkdocs.yml, extra › practice: price: “50” cannot be used; "
        "write a text, in quotation marks if it is only digits."
    )


UNFINISHED = "{% raw %}{{ offr() }}{% endraw %}\n\n<p class='guide-unfinished'></p>\n"


@pytest.mark.parametrize(
    ("write", "left", "count"), [("{{ offr() }}", UNFINISHED, 1), ("{{ offer() }}", "{{ offer() }}", 0)]
)
def test_a_page_with_a_mistake_is_not_rendered(write, left, count, root, facts, caplog):
    """A call that cannot work is reported before the page is made, and a good page is left as it is."""
    env = page_env(root, write)
    env.env = environment(facts, [])
    macros.on_pre_page_macros(env)
    assert (env.markdown, len(caplog.messages)) == (left, count)


@pytest.mark.parametrize(
    ("word", "advice"),
    [("helplin", "write “helpline”"), ("xyz", "write one of: helpline, steps"), (7, "write one of: helpline, steps")],
)
def test_the_nearest_word_is_named(word, advice):
    """Whoever misspells a word reads the one that was meant, or all that there are."""
    assert nearest(word, ["steps", "helpline"]) == advice


@pytest.mark.parametrize("id", ["", "Come", "come back", "come_back", "come--back", "-come", "come-", "komm-zurück"])
def test_the_id_of_a_question_is_an_address(id, facts):
    """A link to a question survives every way of passing it on, so its id is plain words and hyphens."""
    with pytest.raises(InputError, match="cannot be an address"):
        macros.macros(facts)["question"]("Will they?", id=id, caller=lambda: "Yes.")


# No text can break out of its place.


@STEADY
@given(text=NASTY)
def test_any_question_is_read_as_it_was_written(text, facts):
    """Whatever a question holds, the heading shows exactly that, with one id and no markup of its own."""
    given = macros.macros(facts)["question"](f"{text}?", id="an-id", caller=lambda: "Yes.")
    heading = tree(given).css_first("h3")
    assert (heading.text(), heading.attributes) == (one_line(f"{text}?"), {"id": "an-id", "itemprop": "name"})
    assert heading.css("h3 *") == []


@STEADY
@given(text=WORDS)
def test_any_source_of_a_claim_is_read_as_it_was_written(text, facts):
    """Whatever a source is called, the claim's quiet line shows exactly that as one link."""
    named = replace(facts, sources={"an-id": facts.sources["first-2001"].model_copy(update={"short": text})})
    given = macros.macros(named)["claim"]("good", "an-id", caller=lambda: "It helps.")
    line = tree(given).css_first("p.guide-claim__strength")
    assert line.text() == f"Good evidence · {one_line(text)}"
    assert [node.attributes["href"] for node in line.css("p *")] == ["/about/index.md#strength", "#source-an-id"]


@STEADY
@given(text=WORDS)
def test_any_setting_is_read_as_it_was_written(text, facts):
    """Whatever the practice writes into its settings, readers see exactly that, and no markup of it acts."""
    values = {"offer": text, "price": text, "not_for": [text, "x"], "regions": text}
    page = tree(macros.macros(replace(facts, practice=facts.practice.model_copy(update=values)))["offer"]())
    seen = [one_line(node.text()) for node in page.css(".guide-offer > p, li")]
    shown = one_line(text)
    first = [shown, "Who: Sam Roe", f"Where: {shown}", f"Price: {shown}", one_line(f"Not for: {text}, x")]
    assert seen[:5] == first
    assert page.css(ACTS) == []


@STEADY
@given(name=WORDS)
def test_any_name_is_read_as_it_was_written(name, facts):
    """Whatever the practice is called, the invitation says exactly that."""
    page = tree(
        macros.macros(replace(facts, practice=facts.practice.model_copy(update={"name": name})))["invitation"]()
    )
    offer = one_line(page.css("aside > p")[1].text())
    assert offer.startswith(f"{one_line(name)} offers private one-to-one sessions. This is not")


SIGNS_OF_ADDRESSES = "abcXYZ019-._~:/?#[]@!$&()*+,;=%"
URLS = st.tuples(
    st.sampled_from(["", ":8443", ".", "/"]),
    st.text(SIGNS_OF_ADDRESSES)
    | st.lists(st.sampled_from([*"?&#=/%", "a", "%20", "%26", "entry.1", "usp=pp_url"])).map("".join),
).map(lambda parts: f"https://forms.example.org{parts[0].rstrip('.')}/{parts[1].lstrip('/')}")
FIELDS = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,12}", fullmatch=True)


BY_TOPIC = {"apply_url": "https://forms.example.org/", "apply_fields": ApplyFields(topic="t")}


def applying(facts, **practice):
    """What the macro apply becomes in a browser, for a practice with these settings."""
    return tree(macros.macros(replace(facts, practice=facts.practice.model_copy(update=practice)))["apply"]())


def pairs(url):
    """What a form reads in its address: names and values, and what stands before and behind them."""
    parts = urlsplit(url)
    return parse_qsl(parts.query, keep_blank_values=True), parts._replace(query="")


@STEADY
@given(url=URLS)
def test_any_address_for_applications_is_one_whole_link(url, facts):
    """An address that the settings accept leads where it says, whatever brackets and signs it holds."""
    assert https(url) == url
    page = applying(facts, apply_url=url)
    (link,) = page.css("a:not([href^='/'])")
    about = {"data-plain": url, "data-lang": "en"}
    assert link.attributes == {"class": "guide-button", "href": url, "rel": "noopener noreferrer"} | about
    assert page.css_first("li strong").text() == urlsplit(url).netloc


@STEADY
@given(url=URLS)
def test_one_link_alone_leaves_the_guide(url, facts):
    """Whatever the address of the form, invitation and offer lead to our own page about sessions first."""
    known = macros.macros(replace(facts, practice=facts.practice.model_copy(update={"apply_url": url})))
    for name in ("invitation", "offer"):
        assert [link for link in tree(known[name]()).css("a") if not link.attributes["href"].startswith("/")] == []


@settings(STEADY, max_examples=150)
@given(url=URLS, field=FIELDS)
def test_the_language_goes_along_and_nothing_else(url, field, facts):
    """The form reads all that it read before and the language behind it; the way there and the host stay the same."""
    before, rest = pairs(url)
    assume(field not in [name for name, _ in before])  # refused by core/consistency.py
    (link,) = applying(facts, apply_url=url, apply_fields=ApplyFields(language=field)).css("a:not([href^='/'])")
    assert link.attributes["data-plain"] == url
    after, place = pairs(link.attributes["href"])
    assert after == [*before, (field, "en")]
    assert place == rest


@STEADY
@given(url=URLS, topic=FIELDS, code=FIELDS)
def test_neither_topic_nor_code_goes_along_by_itself(url, topic, code, facts):
    """Without a choice of the reader the link is the form's own address; the fields are named for the script alone."""
    page = applying(facts, apply_url=url, apply_fields=ApplyFields(topic=topic, code=code, language=""))
    (link,) = page.css("a:not([href^='/'])")
    assert link.attributes["href"] == link.attributes["data-plain"] == url
    assert (link.attributes["data-topic"], link.attributes["data-code"]) == (topic, code)
    assert "data-language" not in link.attributes
    assert [node.attributes.get("value") for node in page.css("option[selected], input")] == ["", None]


@STEADY
@given(text=WORDS)
def test_nothing_of_a_practice_acts_where_one_applies(text, facts):
    """Whatever the practice is called, offers and says of its answers, it is read as written and no markup acts."""
    values = {"name": text, "offer": text, "answer_within": text, "apply_url": "https://forms.example.org/"}
    fields = ApplyFields(topic="t", language="l", code="c")
    page = applying(facts, **values, apply_fields=fields)
    assert one_line(page.css("ol > li")[2].text()).endswith(f"Time to an answer: {one_line(text)}.")
    plain = applying(facts, **values | dict.fromkeys(("name", "offer", "answer_within"), "x"), apply_fields=fields)
    assert [node.tag for node in page.css("*")] == [node.tag for node in plain.css("*")]
    assert page.css(ACTS) == []


@STEADY
@given(title=WORDS)
def test_any_title_of_a_topic_is_read_as_it_was_written(title, facts):
    """Whatever a topic is called, its line in the list to choose from shows exactly that, and stays one line."""
    topics = {"what-is-it": facts.topics["what-is-it"].model_copy(update={"title": title})}
    page = applying(replace(facts, topics=topics), **BY_TOPIC)
    assert [one_line(node.text()) for node in page.css("option")] == ["Nothing chosen", one_line(title)]
    assert page.css(ACTS) == []
    assert len(page.css("a")) == 3


def test_only_topics_that_one_can_apply_for_can_be_chosen(facts):
    """A topic without a page, or one that is not meant for it, stands in no list."""
    one = facts.topics["what-is-it"]
    others = {"b": {"slug": "b", "apply": False}, "c": {"slug": "c", "page": None}}
    topics = {one.slug: one} | {slug: one.model_copy(update=values) for slug, values in others.items()}
    page = applying(replace(facts, topics=topics), **BY_TOPIC)
    assert [node.attributes["value"] for node in page.css("option")] == ["", "what-is-it"]


@pytest.mark.parametrize(
    ("address", "whole"),
    [
        ("https://a.example", "https://a.example?l=en"),
        ("https://a.example/", "https://a.example/?l=en"),
        ("https://a.example/?", "https://a.example/?l=en"),
        ("https://a.example/?a=b", "https://a.example/?a=b&l=en"),
        ("https://a.example/?a=b&", "https://a.example/?a=b&l=en"),
        ("https://a.example/?a=b#c", "https://a.example/?a=b&l=en#c"),
        ("https://a.example/#c?d", "https://a.example/?l=en#c?d"),
        ("https://a.example/?a=b?", "https://a.example/?a=b?&l=en"),
        ("https://a.example/a&", "https://a.example/a&?l=en"),
    ],
)
def test_what_goes_along_stands_behind_what_is_there(address, whole):
    """The one place in an address where a form looks for its fields is found, whatever signs stand around it."""
    assert joined(address, {"l": "en"}) == whole
    assert joined(address, {}) == address


def test_what_goes_along_cannot_be_taken_for_more():
    """A name or a value with signs of addresses in it is still one name and one value."""
    values = {"a&b": "c=d&e#f", "ü ?": "%"}
    assert pairs(joined("https://a.example/?x=", values))[0] == [("x", ""), *values.items()]


@STEADY
@given(value=WORDS)
def test_any_fact_of_a_helpline_is_read_as_it_was_written(value, facts):
    """Whatever a helpline is called or says of itself, readers see exactly that."""
    values = {"name": value, "who": value, "hours": value, "kind": "child"}
    line = facts.countries[0].lines[0].model_copy(update=values)
    country = facts.countries[0].model_copy(update={"name": value, "silent": None, "lines": (line,)})
    page = tree(macros.macros(replace(facts, countries=(country,), directories=()))["helpline"]())
    seen = [page.css_first(place).text() for place in ("h3", ".guide-helpline__name", "dd")]
    assert [one_line(text) for text in seen] == [one_line(value)] * 3
    assert page.css(ACTS) == []


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("plain words, (1) of 2. - so", "plain words, (1) of 2. - so"),
        ("a < b & c > d", "a &lt; b &amp; c &gt; d"),
        ("*a* _b_ `c` [d] {e} \\", "\\*a\\* \\_b\\_ \\`c\\` \\[d\\] \\{e\\} \\\\"),
        ("- a", "\\- a"),
        ("# a", "\\# a"),
        ("12. a", "12\\. a"),
        ("one\n  two", "one two"),
        (7, "7"),
    ],
)
def test_only_what_markdown_would_act_on_is_marked(text, written):
    """A text stays readable in its Markdown: only signs that would act are marked."""
    assert plain(text) == written


def test_a_refusal_is_one_kind_of_error():
    """Whoever calls a macro from Python can catch what it refuses."""
    assert issubclass(InputError, ValueError)
