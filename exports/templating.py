"""Fills in a file's template, and says a day as the page does."""

from datetime import date
from pathlib import Path
from typing import Any

from babel.dates import format_date
from jinja2 import Environment, FileSystemLoader, StrictUndefined

ROOM = Path(__file__).parent
_templates = Environment(
    loader=FileSystemLoader(ROOM), undefined=StrictUndefined, autoescape=True, trim_blocks=True, lstrip_blocks=True
)


def filled(template: str, **known: Any) -> str:
    """Fill in one of the templates of this room; words are escaped, and markup is handed over as `Markup`."""
    return _templates.get_template(template).render(**known)


def spoken(day: date, language: str) -> str:
    """A day in words, such as 22 November 2026."""
    return format_date(day, format="d MMMM y", locale=language)
