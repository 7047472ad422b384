"""A question in a reader's own words, with its answer: search engines and the offline book find it as such."""

import re
from collections.abc import Callable

from core.errors import InputError
from core.facts import Facts
from macros.render import render


def question(facts: Facts, text: str, *, id: str, caller: Callable[[], str]) -> str:
    """Set a question as a heading and the answer below it.

    Takes the question, a lasting id for its address (lower case, hyphens), and the answer as Markdown.
    Gives Markdown that carries the vocabulary of schema.org (Question, Answer).
    """
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", id):
        raise InputError(f"the id “{id}” cannot be an address; write lower-case words joined by hyphens.")
    if not text.strip().endswith("?"):
        raise InputError(f"“{text}” is not a question; end it with a question mark.")
    return render("question", facts, text=text.strip(), id=id, answer=caller().strip())
