"""A line drawing where a picture explains better, with words for those who cannot see it."""

from jinja2 import TemplateNotFound, UndefinedError

from core.errors import InputError, require_known
from core.facts import Facts
from macros.render import render


def drawing(facts: Facts, name: str) -> str:
    """Show one drawing of data/drawings.yml.

    Takes its name; the lines are in macros/parts/<name>.svg.jinja, the words in the data file, so that a translation
    draws nothing anew. Gives Markdown.
    """
    require_known(name, facts.drawings, "drawing", "data/drawings.yml")
    try:
        return render("drawing", facts, part=name, **dict(facts.drawings[name]))
    except TemplateNotFound:
        raise InputError(
            f"its lines are missing; add macros/parts/{name}.svg.jinja, or take it out of data/drawings.yml."
        ) from None
    except UndefinedError:
        raise InputError(
            f"“{name}” has too few labels in data/drawings.yml; add those that its lines ask for."
        ) from None
