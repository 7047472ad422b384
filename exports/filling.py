"""Fills in a file's template."""

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

ROOM = Path(__file__).parent
_templates = Environment(
    loader=FileSystemLoader(ROOM), undefined=StrictUndefined, autoescape=True, trim_blocks=True, lstrip_blocks=True
)


def filled(template: str, **known: Any) -> str:
    """Fill in one of the templates of this room; words are escaped, and markup is handed over as `Markup`."""
    return _templates.get_template(template).render(**known)
