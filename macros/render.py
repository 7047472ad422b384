"""Fills in the template that lies beside a macro, for macros that need more than a line of markup."""

import re
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from core.facts import Facts

ACTS = re.compile(r"[\\`*_{}\[\]]|^[-+#!]")  # what Markdown would act on, anywhere or at the start of a text


def plain(value: object) -> str:
    """A text that stands in Markdown exactly as it was written: neither HTML nor Markdown acts in it."""
    text = " ".join(str(value).split())
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"^(\d+)\.", r"\1\\.", ACTS.sub(r"\\\g<0>", text))


@cache
def _templates() -> Environment:
    loader = PackageLoader("macros", "")
    environment = Environment(loader=loader, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters["plain"] = plain
    return environment


def render(name: str, facts: Facts, **values: object) -> str:
    """Fill in `<name>.md.jinja`; the texts that the frame shares come along as `strings`. Gives Markdown."""
    return _templates().get_template(f"{name}.md.jinja").render(strings=facts.strings, **values)
