"""Gives the templates what macros and downloads use as functions: dates and numbers as people write them."""

from typing import Any

from core.joined_records import tel_url
from core.numbers_and_names import format_day


def on_env(env: Any, **_: Any) -> None:
    """Called by MkDocs when the templates are ready."""
    env.filters |= {"format_day": format_day, "tel_url": tel_url}
