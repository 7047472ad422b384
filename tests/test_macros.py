"""Every macro outputs or refuses exactly what its example file says, and no text can break out of its element."""

import re
from dataclasses import replace
from inspect import getdoc
from types import SimpleNamespace
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from macro_environment import PRACTICE, URL, copy_sample_data, environment, html, render
from selectolax.lexbor import LexborHTMLParser

import macros
from core.build_state import build_state
from core.errors import InputError, suggest
from core.facts import load
from core.settings import ApplyFields
from core.value_checks import https
from macros import examples as example_files
from macros.apply import joined
from macros.render import plain

EXAMPLES = [example for name in macros.names() for example in example_files.examples(name)]
STEADY = settings(max_examples=30, deadline=None, derandomize=True, database=None)
HTML_MARKUP = (
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
MARKDOWN_MARKUP = (
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
NASTY = st.lists(st.sampled_from(HTML_MARKUP + MARKDOWN_MARKUP) | st.sampled_from("abc 123"), min_size=1).map("".join)
WORDS = NASTY.filter(str.strip)
ACTIVE_ELEMENTS = "script, [onclick], a[href^=javascript]"  # what no text may ever produce


@pytest.fixture(scope="session")
def root(tmp_path_factory):
    """A folder with small facts."""
    return copy_sample_data(tmp_path_factory.mktemp("facts"))


@pytest.fixture(scope="session")
def facts(root):
    """Small facts, with the practice of the examples."""
    return load(root, PRACTICE, url=URL)


def one_line(text):
    """A text as a reader sees it: any run of spaces and line breaks is one space."""
    return " ".join(text.split())


def tree(markdown):
    """The HTML tree of a Markdown text."""
    return LexborHTMLParser(html(markdown))


# Example files.


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: f"{example.macro}: {example.name}")
def test_an_example_outputs_or_refuses_exactly_what_its_file_says(example, root):
    """What an example file says is what a page gets, to the letter."""
    output, errors = render(example.write, load(root, PRACTICE | example.practice, url=URL))
    expected = ("", [example.refuses]) if example.refuses else (example.gives, [])
    assert (output.strip() if errors else output, errors) == expected


@pytest.mark.parametrize("name", macros.names())
def test_a_macro_has_an_example_of_output_and_one_of_an_error(name):
    """Each macro is tested for what it outputs and for what it refuses."""
    kinds = {bool(example.refuses) for example in example_files.examples(name)}
    assert kinds == {True, False}


@pytest.mark.parametrize("name", macros.names())
def test_an_example_has_either_an_output_or_an_error(name):
    """No example has both, and none has neither."""
    assert all((example.gives is None) != (example.refuses is None) for example in example_files.examples(name))


@pytest.mark.parametrize("name", macros.names())
def test_an_example_calls_its_own_macro_and_has_a_unique_name(name):
    """Whoever looks for an example finds it in the file of that name, once."""
    found = example_files.examples(name)
    assert all(f"{name}(" in example.write for example in found)
    assert len({example.name for example in found}) == len(found)


@pytest.mark.parametrize("name", macros.names())
def test_a_macro_is_documented(name, facts):
    """A writer reads in one sentence what a macro is for, and a programmer its arguments and output."""
    function = macros.bind_macros(facts)[name].func
    assert example_files.about(name).endswith(".")
    assert re.search(r"\b[Gg]ives\b", getdoc(function))
    assert function.__module__ == f"macros.{name}"
    assert function.__annotations__["return"] is str


def test_every_example_file_and_template_belongs_to_a_macro():
    """No file in the package of macros is left without its macro."""
    files = {path.name.split(".")[0] for path in macros.HERE.iterdir() if path.suffix in (".yml", ".jinja")}
    assert files == set(macros.names())


# Calls in a page.


SYNTAX_ADVICE = (
    'use plain quotation marks ("), end each {% call … %} with {% endcall %}, and compare it with handbook/macros.md.'
)


@pytest.mark.parametrize(
    ("write", "message"),
    [
        ("{{ helplin() }}", "there is no macro “helplin”; write “helpline”."),
        (
            "{{ xyz() }}",
            f"there is no macro “xyz”; write one of: {', '.join(macros.names())}.",
        ),
        (
            "{{ helpline( }}",
            f"a call is broken in the line “{{{{ helpline( }}}}” (unexpected '}}', expected ')'); {SYNTAX_ADVICE}",
        ),
        (
            "{% call steps() %}\n- no: x",
            "a call is broken in the line “{% call steps() %}” (Unexpected end of template. "
            "Jinja was looking for the following tags: 'endcall'. "
            f"The innermost block that needs to be closed is 'call'); {SYNTAX_ADVICE}",
        ),
        (
            "Good.\n\n{{ 1 | loud }}",
            f"a call is broken in the line “{{{{ 1 | loud }}}}” (No filter named 'loud'); {SYNTAX_ADVICE}",
        ),
        ("{{ helpline }}", "“helpline” is written without its parentheses; write “helpline(…)”."),
    ],
)
def test_a_broken_call_is_reported(write, message, facts):
    """A misspelt name, a broken bracket, a missing end and a forgotten call are each answered with what to write."""
    assert macros.mistakes(write, environment(facts, []), set(macros.names())) == [message]


@pytest.mark.parametrize("write", ["Only words.", "{{ helpline('AA') }}", "{% call steps() %}\n- no: x\n{% endcall %}"])
def test_a_correct_call_gets_no_message(write, facts):
    """A correct call gets no message."""
    assert macros.mistakes(write, environment(facts, []), set(macros.names())) == []


def test_an_exception_in_a_macro_is_reported_and_not_raised():
    """A fault in our own code becomes one line for an engineer, and the other mistakes are still found."""
    messages = []
    call = macros.guarded("claim", lambda: 1 / 0, messages.append)
    assert call() == ""
    assert messages == [
        "claim: macros/claim.py broke (ZeroDivisionError: division by zero); show this line to an engineer."
    ]


class Settings(dict):
    """Settings that can be read by key and as attributes, as those of MkDocs can."""

    __getattr__ = dict.__getitem__


def page_env(root, markdown="", practice=PRACTICE):
    """The `env` of mkdocs-macros, with the parts that the macros use."""
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


def test_the_generator_gets_the_facts_and_every_macro(root, facts, caplog):
    """A page can call each macro, hooks find the facts, and errors are logged with the page's name."""
    env = page_env(root)
    macros.define_env(env)
    assert build_state(env.conf).facts == facts
    assert sorted(env.registered) == macros.names()
    assert env.registered["helpline"]("CC") == ""
    assert caplog.messages == [
        "docs/why/index.md: helpline: no country “CC” in data/emergency.yml; write one of: AA, BB, DD."
    ]


def test_invalid_facts_stop_the_build_with_plain_messages(root):
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
    ("write", "expected", "count"), [("{{ offr() }}", UNFINISHED, 1), ("{{ offer() }}", "{{ offer() }}", 0)]
)
def test_a_page_with_a_mistake_is_not_rendered(write, expected, count, root, facts, caplog):
    """A broken call is reported before the page is rendered, and a correct page is unchanged."""
    env = page_env(root, write)
    env.env = environment(facts, [])
    macros.on_pre_page_macros(env)
    assert (env.markdown, len(caplog.messages)) == (expected, count)


@pytest.mark.parametrize(
    ("word", "advice"),
    [("helplin", "write “helpline”"), ("xyz", "write one of: helpline, steps"), (7, "write one of: helpline, steps")],
)
def test_the_nearest_name_is_suggested(word, advice):
    """Whoever misspells a name reads the one that was meant, or all that exist."""
    assert suggest(word, ["steps", "helpline"]) == advice


@pytest.mark.parametrize("id", ["", "Come", "come back", "come_back", "come--back", "-come", "come-", "komm-zurück"])
def test_the_id_of_a_question_is_an_address(id, facts):
    """A link to a question survives every way of sharing it, so its id is plain words and hyphens."""
    with pytest.raises(InputError, match="cannot be an address"):
        macros.bind_macros(facts)["question"]("Will they?", id=id, caller=lambda: "Yes.")


# No text can break out of its element.


@STEADY
@given(text=NASTY)
def test_any_question_is_shown_as_it_was_written(text, facts):
    """Whatever a question contains, the heading shows exactly that, with one id and no markup of its own."""
    output = macros.bind_macros(facts)["question"](f"{text}?", id="an-id", caller=lambda: "Yes.")
    heading = tree(output).css_first("h3")
    assert (heading.text(), heading.attributes) == (one_line(f"{text}?"), {"id": "an-id", "itemprop": "name"})
    assert heading.css("h3 *") == []


@STEADY
@given(text=WORDS)
def test_any_source_of_a_claim_is_shown_as_it_was_written(text, facts):
    """Whatever a source is called, the line below the claim shows exactly that as one link."""
    renamed = replace(facts, sources={"an-id": facts.sources["first-2001"].model_copy(update={"short": text})})
    output = macros.bind_macros(renamed)["claim"]("good", "an-id", caller=lambda: "It helps.")
    line = tree(output).css_first("p.guide-claim__strength")
    assert line.text() == f"Good evidence · {one_line(text)}"
    assert [node.attributes["href"] for node in line.css("p *")] == ["/about/index.md#strength", "#source-an-id"]


@STEADY
@given(text=WORDS)
def test_any_setting_is_shown_as_it_was_written(text, facts):
    """Whatever the practice writes into its settings, readers see exactly that, and none of its markup takes effect."""
    values = {"offer": text, "price": text, "not_for": [text, "x"], "regions": text}
    page = tree(macros.bind_macros(replace(facts, practice=facts.practice.model_copy(update=values)))["offer"]())
    seen = [one_line(node.text()) for node in page.css(".guide-offer > p, li")]
    shown = one_line(text)
    first = [shown, "Who: Sam Roe", f"Where: {shown}", f"Price: {shown}", one_line(f"Not for: {text}, x")]
    assert seen[:5] == first
    assert page.css(ACTIVE_ELEMENTS) == []


@STEADY
@given(name=WORDS)
def test_any_name_is_shown_as_it_was_written(name, facts):
    """Whatever the practice is called, the invitation shows exactly that."""
    page = tree(
        macros.bind_macros(replace(facts, practice=facts.practice.model_copy(update={"name": name})))["invitation"]()
    )
    offer = one_line(page.css("aside > p")[1].text())
    assert offer.startswith(f"{one_line(name)} offers private one-to-one sessions. This is not")


URL_CHARACTERS = "abcXYZ019-._~:/?#[]@!$&()*+,;=%"
URLS = st.tuples(
    st.sampled_from(["", ":8443", ".", "/"]),
    st.text(URL_CHARACTERS)
    | st.lists(st.sampled_from([*"?&#=/%", "a", "%20", "%26", "entry.1", "usp=pp_url"])).map("".join),
).map(lambda parts: f"https://forms.example.org{parts[0].rstrip('.')}/{parts[1].lstrip('/')}")
FIELDS = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,12}", fullmatch=True)


BY_TOPIC = {"apply_url": "https://forms.example.org/", "apply_fields": ApplyFields(topic="t")}


def apply_tree(facts, **practice):
    """The HTML tree of the macro apply, for a practice with these settings."""
    return tree(macros.bind_macros(replace(facts, practice=facts.practice.model_copy(update=practice)))["apply"]())


def split_query(url):
    """Split a URL: its query as (name, value) split_query, and the URL without its query."""
    parts = urlsplit(url)
    return parse_qsl(parts.query, keep_blank_values=True), parts._replace(query="")


@STEADY
@given(url=URLS)
def test_any_address_for_applications_is_one_complete_link(url, facts):
    """An address that the settings accept is linked unchanged, whatever brackets and special characters it contains."""
    assert https(url) == url
    page = apply_tree(facts, apply_url=url)
    (link,) = page.css("a:not([href^='/'])")
    about = {"data-plain": url, "data-lang": "en"}
    assert link.attributes == {"class": "guide-button", "href": url, "rel": "noopener noreferrer"} | about
    assert page.css_first("li strong").text() == urlsplit(url).netloc


@STEADY
@given(url=URLS)
def test_invitation_and_offer_link_only_inside_the_guide(url, facts):
    """Whatever the address of the form, invitation and offer lead to our own page about sessions first."""
    known = macros.bind_macros(replace(facts, practice=facts.practice.model_copy(update={"apply_url": url})))
    for name in ("invitation", "offer"):
        assert [link for link in tree(known[name]()).css("a") if not link.attributes["href"].startswith("/")] == []


@settings(STEADY, max_examples=150)
@given(url=URLS, field=FIELDS)
def test_the_language_is_added_to_the_address_and_nothing_else(url, field, facts):
    """The language is appended to the query; every other part of the address is unchanged."""
    before, rest = split_query(url)
    assume(field not in [name for name, _ in before])  # refused by core/consistency.py
    (link,) = apply_tree(facts, apply_url=url, apply_fields=ApplyFields(language=field)).css("a:not([href^='/'])")
    assert link.attributes["data-plain"] == url
    after, new_rest = split_query(link.attributes["href"])
    assert after == [*before, (field, "en")]
    assert new_rest == rest


@STEADY
@given(url=URLS, topic=FIELDS, code=FIELDS)
def test_topic_and_code_are_not_sent_without_a_choice(url, topic, code, facts):
    """Until the reader chooses, the link is the form's own address; the field names are only data for the script."""
    page = apply_tree(facts, apply_url=url, apply_fields=ApplyFields(topic=topic, code=code, language=""))
    (link,) = page.css("a:not([href^='/'])")
    assert link.attributes["href"] == link.attributes["data-plain"] == url
    assert (link.attributes["data-topic"], link.attributes["data-code"]) == (topic, code)
    assert "data-language" not in link.attributes
    assert [node.attributes.get("value") for node in page.css("option[selected], input")] == ["", None]


@STEADY
@given(text=WORDS)
def test_no_setting_injects_markup_into_the_application(text, facts):
    """Whatever the name, the offer and the time to an answer contain, they are shown as text and add no element."""
    values = {"name": text, "offer": text, "answer_within": text, "apply_url": "https://forms.example.org/"}
    fields = ApplyFields(topic="t", language="l", code="c")
    page = apply_tree(facts, **values, apply_fields=fields)
    assert one_line(page.css("ol > li")[2].text()).endswith(f"Time to an answer: {one_line(text)}.")
    plain = apply_tree(facts, **values | dict.fromkeys(("name", "offer", "answer_within"), "x"), apply_fields=fields)
    assert [node.tag for node in page.css("*")] == [node.tag for node in plain.css("*")]
    assert page.css(ACTIVE_ELEMENTS) == []


@STEADY
@given(title=WORDS)
def test_any_title_of_a_topic_is_shown_as_it_was_written(title, facts):
    """Whatever a topic is called, its option shows exactly that, on one line."""
    topics = {"what-is-it": facts.topics["what-is-it"].model_copy(update={"title": title})}
    page = apply_tree(replace(facts, topics=topics), **BY_TOPIC)
    assert [one_line(node.text()) for node in page.css("option")] == ["Nothing chosen", one_line(title)]
    assert page.css(ACTIVE_ELEMENTS) == []
    assert len(page.css("a")) == 3


def test_only_topics_with_a_page_and_apply_can_be_chosen(facts):
    """A topic without a page, or with `apply: false`, is not among the options."""
    one = facts.topics["what-is-it"]
    others = {"b": {"slug": "b", "apply": False}, "c": {"slug": "c", "page": None}}
    topics = {one.slug: one} | {slug: one.model_copy(update=values) for slug, values in others.items()}
    page = apply_tree(replace(facts, topics=topics), **BY_TOPIC)
    assert [node.attributes["value"] for node in page.css("option")] == ["", "what-is-it"]


@pytest.mark.parametrize(
    ("address", "expected"),
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
def test_parameters_are_appended_to_the_query(address, expected):
    """New parameters follow the existing query and precede the fragment, whatever characters the address contains."""
    assert joined(address, {"l": "en"}) == expected
    assert joined(address, {}) == address


def test_appended_parameters_are_escaped():
    """A name or a value with URL characters in it is still one name and one value."""
    values = {"a&b": "c=d&e#f", "ü ?": "%"}
    assert split_query(joined("https://a.example/?x=", values))[0] == [("x", ""), *values.items()]


@STEADY
@given(value=WORDS)
def test_any_fact_of_a_helpline_is_shown_as_it_was_written(value, facts):
    """Whatever the fields of a helpline contain, readers see exactly that."""
    values = {"name": value, "who": value, "hours": value, "kind": "child"}
    line = facts.countries[0].lines[0].model_copy(update=values)
    country = facts.countries[0].model_copy(update={"name": value, "silent": None, "lines": (line,)})
    page = tree(macros.bind_macros(replace(facts, countries=(country,), directories=()))["helpline"]())
    seen = [page.css_first(selector).text() for selector in ("h3", ".guide-helpline__name", "dd")]
    assert [one_line(text) for text in seen] == [one_line(value)] * 3
    assert page.css(ACTIVE_ELEMENTS) == []


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
def test_only_characters_that_are_markdown_are_escaped(text, written):
    """A text stays readable in its Markdown: only characters that Markdown would interpret are escaped."""
    assert plain(text) == written


def test_an_input_error_is_a_value_error():
    """Code that calls a macro from Python can catch its errors as ValueError."""
    assert issubclass(InputError, ValueError)
