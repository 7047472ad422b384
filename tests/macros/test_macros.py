"""A page can call each macro; a call that cannot work is answered with what to write."""

import re
from types import SimpleNamespace

import jinja2
import pytest
from macro_environment import PRACTICE, URL, environment

import macros
from core.build_state import build_state


@pytest.mark.parametrize(
    ("write", "messages"),
    [
        ("Only words.", []),
        ("{{ helpline('AA') }}", []),
        ("{% call steps() %}\n- no: x\n{% endcall %}", []),
        (
            "{{ helplin() }}\n{{ helplin() }}",
            ["1: there is no macro “helplin”; write “helpline”.", "2: there is no macro “helplin”; write “helpline”."],
        ),
        ("{{ xyz() }}", [f"1: there is no macro “xyz”; write one of: {', '.join(macros.macro_names())}."]),
        ("{{ helpline }}", ["1: “helpline” is written without its parentheses; write “helpline(…)”."]),
        (
            "{{ helpline( }}",
            [
                "1: the call “{{ helpline( }}” is broken; compare it with handbook/macros.md "
                "(unexpected '}', expected ')')."
            ],
        ),
        (
            "A.\n\n{% call steps() %}\n- no: x\n\nB.\n\n{% call steps() %}\n- no: x\n{% endcall %}",
            ["3: the call “{% call steps() %}” is broken; write {% endcall %} below its text."],
        ),
        (
            "{% call steps() %}\n{% call claim('some') %}\nIt helps.\n{% endcall %}\n{% endcal %}",
            ["1: the call “{% call steps() %}” is broken; write {% endcall %} below its text."],
        ),
        (
            "A line.\n\nText {{ here.\n\n## What to do next",
            ["3: the call “Text {{ here.” is broken; write }} at its end, or delete the {{."],
        ),
        (
            "“A”\n{{ helpline(“AA”) }}",
            ['2: the call “{{ helpline(“AA”) }}” is broken; write straight quotation marks (") in it.'],
        ),
        (
            "Good.\n\n{{ 1 | loud }}",
            ["3: the call “{{ 1 | loud }}” is broken; compare it with handbook/macros.md (No filter named 'loud'.)."],
        ),
    ],
)
def test_a_broken_call_is_reported(write, messages, facts):
    """A misspelt name, a broken bracket, a missing end and a forgotten call each get their line and what to write."""
    found = macros.call_problems(write, environment(facts, []), set(macros.macro_names()))
    assert [f"{line}: {text}" for line, text in found] == messages


def test_an_exception_in_a_macro_is_reported_and_not_raised():
    """A fault in our own code becomes one line for an engineer, and the other mistakes are still found."""
    messages = []
    call = macros.reporting_errors("claim", lambda: 1 / 0, messages.append)
    assert call() == ""
    (message,) = messages
    assert re.fullmatch(r"claim: tests/\S+, line \d+: ZeroDivisionError: division by zero\. .* engineer\.", message)


class Settings(dict):
    """Settings that can be read by key and as attributes, as those of MkDocs can."""

    __getattr__ = dict.__getitem__


def page_env(root, markdown="", practice=PRACTICE):
    """The `env` of mkdocs-macros, with the parts that the macros use."""
    registered = {}
    file = SimpleNamespace(src_uri="why/index.md", content_string=f"---\na: b\n---\n{markdown}")
    return SimpleNamespace(
        project_dir=str(root),
        conf=Settings(
            extra={"practice": practice, "release": False}, theme={"language": "en"}, site_url=URL, site_name=""
        ),
        registered=registered,
        macro=lambda function, name: registered.update({name: function}),
        page=SimpleNamespace(file=file),
        markdown=markdown,
        env=None,
    )


def test_the_generator_gets_the_facts_and_every_macro(root, facts, caplog):
    """A page can call each macro, hooks find the facts, and errors are logged with the page's name."""
    env = page_env(root)
    macros.define_env(env)
    assert build_state(env.conf).facts == facts
    assert sorted(env.registered) == macros.macro_names()
    assert env.registered["helpline"]("CC") == ""
    assert caplog.messages == [
        "docs/why/index.md: helpline: there is no country “CC” in data/emergency.yml; write one of: AA, BB, DD."
    ]
    assert build_state(env.conf).unreadable == set()
    macros.on_post_page_macros(env)
    assert build_state(env.conf).unreadable == {"why/index.md"}


def test_invalid_facts_stop_the_build_with_plain_messages(root):
    """Whoever broke a setting reads where, what and what to write, and no traceback."""
    with pytest.raises(SystemExit) as stopped:
        macros.define_env(page_env(root, practice={"kind": "magic", "price": 50}))
    assert str(stopped.value) == (
        "The facts cannot be used:\n"
        "  mkdocs.yml, extra › practice: kind: “magic” cannot be used; write one of: therapy, coaching, counselling.\n"
        "  mkdocs.yml, extra › practice: price: “50” cannot be used; "
        "write it as a reader says it, such as “60 euros a session”."
    )


@pytest.mark.parametrize(
    ("write", "expected", "messages"),
    [
        (
            "{{ offr() }}",
            "{{ '{' }}{ offr() }}",
            ["docs/why/index.md, line 4: there is no macro “offr”; write “offer”."],
        ),
        (
            "{% raw %}x{% endraw %} {{ offr() }}",
            "{{ '{' }}% raw %}x{{ '{' }}% endraw %} {{ '{' }}{ offr() }}",
            ["docs/why/index.md, line 4: there is no macro “offr”; write “offer”."],
        ),
        ("{{ offer() }}", "{{ offer() }}", []),
    ],
)
def test_a_page_with_a_mistake_is_not_rendered(write, expected, messages, root, facts, caplog):
    """A broken call is reported before the page is rendered, and a correct page is unchanged."""
    env = page_env(root, write)
    env.env = environment(facts, [])
    macros.on_pre_page_macros(env)
    assert (env.markdown, caplog.messages) == (expected, messages)
    assert build_state(env.conf).unreadable == ({"why/index.md"} if messages else set())


def test_a_refused_call_is_reported_with_its_line(root, caplog):
    """Jinja knows which line of a page called a macro."""
    env = page_env(root, "A.\n\n{{ helpline('CC') }}")
    macros.define_env(env)
    jinja2.Environment().from_string(env.markdown).render(env.registered)
    assert [text.partition(": ")[0] for text in caplog.messages] == ["docs/why/index.md, line 6"]
