"""The macros that a page may call, and the few lines that hand them to mkdocs-macros.

Only this file knows the generator. A macro is a file `<name>.py` with a function of the same name
and an example file `<name>.yml` beside it; it takes the facts and the page's arguments and gives Markdown.
"""

import logging
from collections.abc import Callable
from functools import partial
from importlib import import_module
from inspect import signature
from pathlib import Path
from typing import Any

from jinja2 import Environment, TemplateSyntaxError, nodes
from jinja2.meta import find_undeclared_variables

from core.build_state import EXTRA_KEY, build_state
from core.errors import BuildStopped, InputError, suggest
from core.facts import Facts, examine, load
from core.messages import problems
from core.settings import Extra
from macros.usage import misuse, usage

HERE = Path(__file__).parent
log = logging.getLogger("mkdocs.hooks.macros")  # strict builds count the warnings of this logger
logging.getLogger("mkdocs.plugins.mkdocs_macros.util").setLevel(logging.WARNING)  # it would drown our messages


def names() -> list[str]:
    """The names of all macros: those with an example file."""
    return sorted(path.stem for path in HERE.glob("*.yml"))


def bind_macros(facts: Facts | None) -> dict[str, Callable[..., str]]:
    """Every macro by its name, with the facts already in hand (none where it is only described)."""
    functions = {name: getattr(import_module(f"macros.{name}"), name) for name in names()}
    return {name: partial(function, facts) for name, function in functions.items()}


def mistakes(markdown: str, environment: Environment, known: set[str]) -> list[str]:
    """What in a page's calls cannot work: a broken bracket, or a name that no macro has."""
    try:
        tree = environment.parse(markdown)
        unknown = sorted(find_undeclared_variables(tree) - known)
    except TemplateSyntaxError as error:
        line, what = markdown.splitlines()[error.lineno - 1].strip()[:60], (error.message or "").rstrip(".")
        return [
            f'a call is broken in the line “{line}” ({what}); use plain quotation marks ("), end each {{% call … %}} '
            "with {% endcall %}, and compare it with handbook/macros.md."
        ]
    wrong = [f"there is no macro “{name}”; {suggest(name, known)}." for name in unknown]
    return wrong + [
        f"“{name}” is written without its parentheses; write “{name}(…)”." for name in _uncalled(tree, known)
    ]


def _uncalled(tree: nodes.Template, known: set[str]) -> list[str]:
    """The macros that a page names without calling them: the reader would see a machine's words."""
    called = {id(call.node) for call in tree.find_all(nodes.Call)}
    return sorted({name.name for name in tree.find_all(nodes.Name) if name.name in known and id(name) not in called})


def guarded(name: str, function: Callable[..., str], report: Callable[[str], None]) -> Callable[..., str]:
    """A macro that reports what it refuses and goes on, so that all mistakes are seen at once."""

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
            report(f"{name}: macros/{name}.py broke ({type(error).__name__}: {error}); show this line to an engineer.")
        return ""

    return call


def first_look(settings: Path = Path("mkdocs.yml")) -> None:
    """Look at mkdocs.yml before the generator does: it answers an impossible date with a traceback."""
    stop(examine(settings))


def stop(wrong: list[str]) -> None:
    """Stop the build with these mistakes, a line each; without any it goes on."""
    if wrong:
        raise BuildStopped("\n".join(["The facts cannot be used:", *(f"  {line}" for line in wrong)]))


def define_env(env: Any) -> None:
    """mkdocs-macros calls this once: load the facts, leave them for hooks, and register the macros."""
    settings = {key: value for key, value in env.conf["extra"].items() if key != EXTRA_KEY}
    path, practice, language = env.conf.get("config_file_path"), settings.get("practice"), env.conf["theme"]["language"]
    wrong = (examine(Path(path)) if path else []) + problems(settings, Extra, "mkdocs.yml, extra")
    try:
        facts = load(Path(env.project_dir), practice, language, env.conf["site_url"] or "")
    except InputError as refusal:
        wrong += str(refusal).splitlines()
    stop(wrong)
    build_state(env.conf).facts = facts
    for name, function in bind_macros(facts).items():
        env.macro(guarded(name, function, lambda text: _report(env, text)), name)


def on_pre_page_macros(env: Any) -> None:
    """mkdocs-macros calls this before each page: refuse what cannot work, before anything is rendered."""
    found = mistakes(env.markdown, env.env, set(names()))
    for text in found:
        _report(env, text)
    if found:
        # The other checks still see the page, and know that parts of it may be missing.
        env.markdown = f"{{% raw %}}{env.markdown}{{% endraw %}}\n\n<p class='guide-unfinished'></p>\n"


def _report(env: Any, text: str) -> None:
    log.warning("docs/%s: %s", env.page.file.src_uri, text)
