"""The macros that a page may call, and their registration with mkdocs-macros.

Only this file knows the generator. A macro is a file `<name>.py` with a function of the same name, next to its example
file `<name>.yml`; the function takes the facts and the arguments of the page, and returns Markdown.
"""

import logging
import re
from collections.abc import Callable
from functools import partial
from importlib import import_module
from inspect import currentframe, signature
from pathlib import Path
from typing import Any

from jinja2 import Environment, TemplateSyntaxError, nodes
from jinja2.meta import find_undeclared_variables

from core.build_state import EXTRA_KEY, build_state
from core.crash import explain
from core.errors import BuildStopped, InputError, suggest
from core.facts import ENGLISH, Facts, check_settings, load
from core.messages import problems, validated
from core.settings import Extra
from core.theme_settings import read_theme, without_refused
from macros.usage import misuse, usage

CALL = re.compile(r"\{%-?\s*(?:call\b[^%]*?(?P<name>\w+)\s*\(|endcall\b)")
JINJA_OPENING = re.compile(r"\{(?=[{%#])")
CURLY_QUOTES = re.compile(r"\{[{%][^“”„]*[“”„]")
JINJA_TEMPLATE = "__jinja_template__"  # the name under which Jinja stores a template in its globals
HERE = Path(__file__).parent
_refused_pages: set[str] = set()  # the current page, if one of its macros reported a mistake
log = logging.getLogger("mkdocs.hooks.macros")  # strict builds count the warnings of this logger
logging.getLogger("mkdocs.plugins.mkdocs_macros.util").setLevel(logging.WARNING)  # it would drown our messages


def macro_names() -> list[str]:
    """Return the names of all macros: those with an example file."""
    return sorted(path.stem for path in HERE.glob("*.yml"))


def bind_macros(facts: Facts | None) -> dict[str, Callable[..., str]]:
    """Return every macro by its name, bound to the facts (None to describe a macro without calling it)."""
    functions = {name: getattr(import_module(f"macros.{name}"), name) for name in macro_names()}
    return {name: partial(function, facts) for name, function in functions.items()}


def call_problems(markdown: str, environment: Environment, known: set[str]) -> list[tuple[int, str]]:
    """Return the mistakes in the calls of a page, each with its line: invalid syntax, or an unknown name."""
    try:
        tree = environment.parse(markdown)
        unknown = find_undeclared_variables(tree) - known
    except TemplateSyntaxError as error:
        return [_broken_call(markdown, error)]
    called = {id(call.node) for call in tree.find_all(nodes.Call)}
    wrong = []
    for name in tree.find_all(nodes.Name):
        if name.name in unknown:
            wrong.append((name.lineno, f"there is no macro “{name.name}”; {suggest(name.name, known)}."))
        elif name.name in known and id(name) not in called:  # a reader would see the repr() of a function
            text = f"“{name.name}” is written without its parentheses; write “{name.name}(…)”."
            wrong.append((name.lineno, text))
    return list(dict.fromkeys(wrong))  # a line that names one twice is reported once


def _broken_call(markdown: str, error: TemplateSyntaxError) -> tuple[int, str]:
    """The line of a call that Jinja cannot read, and what to write."""
    line = error.lineno
    typed = markdown.splitlines()[line - 1]
    if CURLY_QUOTES.search(typed):
        advice = 'write straight quotation marks (") in it'
    elif "{" not in typed and (opened := _last_opened(markdown, line)):
        line, typed, advice = opened, markdown.splitlines()[opened - 1], "write }} at its end, or delete the {{"
    elif unclosed := unclosed_call(markdown):
        line, typed, advice = unclosed, markdown.splitlines()[unclosed - 1], "write {% endcall %} below its text"
    else:
        advice = f"compare it with handbook/macros.md ({error.message})"
    return line, f"the call “{typed.strip()[:60]}” is broken; {advice}."


def _last_opened(markdown: str, line: int) -> int:
    """The last line above this one that opens a call and does not close it; 0 if there is none."""
    above = list(enumerate(markdown.splitlines()[:line], 1))
    return next((number for number, text in reversed(above) if text.count("{{") > text.count("}}")), 0)


def unclosed_call(markdown: str) -> int:
    """Return the line of a {% call … %} without its end, or 0. A call never contains a call of the same macro."""
    open_blocks: dict[str, int] = {}
    for mark in CALL.finditer(markdown):
        line = markdown.count("\n", 0, mark.start()) + 1
        if mark["name"] in open_blocks:
            return open_blocks[mark["name"]]
        if mark["name"]:
            open_blocks[mark["name"]] = line
        elif open_blocks:
            open_blocks.popitem()
    return next(iter(open_blocks.values()), 0)


def reporting_errors(name: str, function: Callable[..., str], report: Callable[[str], None]) -> Callable[..., str]:
    """Wrap a macro so that it reports its errors and returns an empty string: all mistakes are found at once."""

    def call(*args: Any, **kwargs: Any) -> str:
        try:
            signature(function).bind(*args, **kwargs)
        except TypeError as error:
            report(f"{name}: {misuse(error)}; write {usage(name, function)}, see handbook/macros.md.")
            return ""
        try:
            return function(*args, **kwargs)
        except InputError as refusal:
            report(f"{name}: {refusal}")
        except Exception as error:
            report(f"{name}: {explain(error)}")
        return ""

    return call


def _calling_line() -> int:
    """The line of the page's Markdown that called the running macro; 0 if no page did."""
    frame = currentframe()
    while frame and JINJA_TEMPLATE not in frame.f_globals:
        frame = frame.f_back
    return frame.f_globals[JINJA_TEMPLATE].get_corresponding_lineno(frame.f_lineno) if frame else 0


def check_settings_file(settings: Path = Path("mkdocs.yml")) -> None:
    """Check mkdocs.yml before the generator, which prints a traceback for an impossible date."""
    stop_on_mistakes(check_settings(settings))


def stop_on_mistakes(wrong: list[str]) -> None:
    """Stop the build if there are any mistakes, and print one per line."""
    if wrong:
        raise BuildStopped("\n".join(["The facts cannot be used:", *(f"  {line}" for line in wrong)]))


def define_env(env: Any) -> None:
    """Called by mkdocs-macros once: load the facts, store them for hooks, and register the macros."""
    extra = {key: value for key, value in env.conf["extra"].items() if key != EXTRA_KEY}
    settings = without_refused({"extra": extra})["extra"]
    path, practice, language = env.conf.get("config_file_path"), settings.get("practice"), env.conf["theme"]["language"]
    text = Path(path).read_text(encoding="utf-8") if path else ""
    wrong = (check_settings(Path(path)) if path else []) + problems(
        settings, Extra, "mkdocs.yml, extra", text, ("extra",)
    )
    try:
        facts = load(Path(env.project_dir), practice, language, env.conf["site_url"] or "", text, env.conf["site_name"])
    except InputError as refusal:
        wrong += str(refusal).splitlines()
    stop_on_mistakes(wrong)
    state = build_state(env.conf)
    state.facts, state.extra = facts, validated(settings, Extra, "mkdocs.yml, extra")
    state.is_english = facts.language == ENGLISH
    if path:
        state.theme = read_theme(Path(path))
    for name, function in bind_macros(facts).items():
        env.macro(reporting_errors(name, function, lambda text: _refuse(env, text)), name)


def on_pre_page_macros(env: Any) -> None:
    """Called by mkdocs-macros before it renders a page: report calls that cannot work."""
    found = call_problems(env.markdown, env.env, set(macro_names()))
    for line, text in found:
        _report(env, line, text)
    if found:
        env.markdown = JINJA_OPENING.sub("{{ '{' }}", env.markdown)  # shows the calls as they were written
        build_state(env.conf).unreadable.add(env.page.file.src_uri)


def on_post_page_macros(env: Any) -> None:
    """Called by mkdocs-macros after each page: other checks must not report what a failed macro left out."""
    build_state(env.conf).unreadable |= _refused_pages
    _refused_pages.clear()


def _refuse(env: Any, text: str) -> None:
    """Report a mistake of the running macro. The page counts as unreadable only after its other macros have run."""
    _report(env, _calling_line(), text)
    _refused_pages.add(env.page.file.src_uri)


def _report(env: Any, line: int, text: str) -> None:
    """Report a mistake in a page. Takes the line of its Markdown, which begins after the front matter, or 0."""
    above = env.page.file.content_string.split(env.markdown)[0].count("\n") if env.markdown else 0
    where = f", line {above + line}" if line else ""
    log.warning("docs/%s%s: %s", env.page.file.src_uri, where, text)
