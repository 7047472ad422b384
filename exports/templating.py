"""Renders the templates of the downloads, and the line about their edition."""

from datetime import date
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from core.facts import Facts
from core.numbers_and_names import format_day
from exports.site_reader import Guide, Page

FOLDER = Path(__file__).parent
_environment = Environment(
    loader=FileSystemLoader(FOLDER), undefined=StrictUndefined, autoescape=True, trim_blocks=True, lstrip_blocks=True
)


def render_template(template: str, **context: Any) -> str:
    """Render one of the templates of this package; text is escaped, HTML must be passed as `Markup`."""
    return _environment.get_template(template).render(**context)


def edition_line(guide: Guide, page: Page, facts: Facts, *, neutral: bool) -> str:
    """The guide's name and version and the date of a page; only the date on a neutral sheet."""
    day = format_day(date.fromisoformat(page.written), guide.language)
    return f"{day}." if neutral else f"{guide.name}, {facts.strings['version']} {facts.version}, {day}."
