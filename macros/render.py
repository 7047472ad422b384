"""Renders the template beside a macro, for macros that need more than a line of Markdown."""

import re
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from core.facts import Facts

MARKDOWN_SYNTAX = re.compile(
    r"[\\`*_{}\[\]]|==|\^|~|\+\+|^[-+#!]"
)  # characters with a meaning in Markdown, anywhere or at the start of a text
LINK_SYNTAX = re.compile(r":(?=//|[\w+-]+:)|(?<=www)\.|@", re.I)  # characters that would make a link or an icon


def plain(value: object) -> str:
    """Escape a text for Markdown, so that neither HTML nor Markdown in it has any effect."""
    text = " ".join(str(value).split())
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = LINK_SYNTAX.sub(lambda match: f"&#{ord(match[0])};", text)
    return re.sub(
        r"^(\d+)\.", r"\1\\.", MARKDOWN_SYNTAX.sub(lambda match: "".join(f"\\{sign}" for sign in match[0]), text)
    )


def filled(text: str, **values: str) -> str:
    """Put values into a text of the guide or of the settings, such as “{name} offers …”. Gives Markdown.

    A value that ends with a full stop does not get a second one.
    """
    for name, value in values.items():
        place = f"{{{name}}}"
        ended = value.rstrip().removesuffix(".") if f"{place}." in text else value
        text = text.replace(f"{place}.", f"{ended}.").replace(place, value)
    return plain(text)


@cache
def _templates() -> Environment:
    loader = PackageLoader("macros", "")
    environment = Environment(loader=loader, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters |= {"plain": plain, "filled": filled}
    return environment


def render(name: str, facts: Facts, /, **values: object) -> str:
    """Render `<name>.md.jinja` with these values and the texts of data/strings/ as `strings`. Gives Markdown."""
    return _templates().get_template(f"{name}.md.jinja").render(strings=facts.strings, **values)
