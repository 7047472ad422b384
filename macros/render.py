"""Fills in the template that lies beside an ingredient, for ingredients that need more than a line of markup."""

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from macros.facts import Facts


@cache
def _templates() -> Environment:
    loader = PackageLoader("macros", "")
    return Environment(loader=loader, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


def render(name: str, facts: Facts, **values: object) -> str:
    """Fill in `<name>.md.jinja`; the words that the frame shares come along as `words`. Gives Markdown."""
    return _templates().get_template(f"{name}.md.jinja").render(words=facts.strings, **values)
