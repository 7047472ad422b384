"""Renders the templates of the downloads, and formats dates for readers."""

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

FOLDER = Path(__file__).parent
_environment = Environment(
    loader=FileSystemLoader(FOLDER), undefined=StrictUndefined, autoescape=True, trim_blocks=True, lstrip_blocks=True
)


def render_template(template: str, **context: Any) -> str:
    """Render one of the templates of this package; text is escaped, HTML must be passed as `Markup`."""
    return _environment.get_template(template).render(**context)
