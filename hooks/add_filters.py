"""Adds Jinja filters to the templates for dates and telephone links, which macros and downloads call as functions."""

from typing import Any

from core.joined_records import tel_url
from core.numbers_and_names import format_day


def on_env(env: Any, **_: Any) -> None:
    """Called by MkDocs when the templates are ready."""
    env.filters |= {"format_day": format_day, "tel_url": tel_url}
