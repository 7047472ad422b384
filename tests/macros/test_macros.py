"""A page can call each macro; a call that cannot work is answered with what to write."""

from types import SimpleNamespace

import pytest
from macro_environment import PRACTICE, URL, environment

import macros
from core.build_state import build_state

SYNTAX_ADVICE = (
    'use plain quotation marks ("), end each {% call … %} with {% endcall %}, and compare it with handbook/macros.md.'
)


@pytest.mark.parametrize(
    ("write", "messages"),
    [
        ("Only words.", []),
        ("{{ helpline('AA') }}", []),
        ("{% call steps() %}\n- no: x\n{% endcall %}", []),
        ("{{ helplin() }}", ["there is no macro “helplin”; write “helpline”."]),
        ("{{ xyz() }}", [f"there is no macro “xyz”; write one of: {', '.join(macros.names())}."]),
        ("{{ helpline }}", ["“helpline” is written without its parentheses; write “helpline(…)”."]),
        (
            "{{ helpline( }}",
            [f"a call is broken in the line “{{{{ helpline( }}}}” (unexpected '}}', expected ')'); {SYNTAX_ADVICE}"],
        ),
        (
            "{% call steps() %}\n- no: x",
            [
                "a call is broken in the line “{% call steps() %}” (Unexpected end of template. "
                "Jinja was looking for the following tags: 'endcall'. "
                f"The innermost block that needs to be closed is 'call'); {SYNTAX_ADVICE}"
            ],
        ),
        (
            "Good.\n\n{{ 1 | loud }}",
            [f"a call is broken in the line “{{{{ 1 | loud }}}}” (No filter named 'loud'); {SYNTAX_ADVICE}"],
        ),
    ],
)
def test_a_broken_call_is_reported(write, messages, facts):
    """A misspelt name, a broken bracket, a missing end and a forgotten call are each answered with what to write."""
    assert macros.mistakes(write, environment(facts, []), set(macros.names())) == messages


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
