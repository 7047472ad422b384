"""The name of the guide, as the setting site_name gives it."""

from core.facts import Facts
from macros.render import plain


def site_name(facts: Facts) -> str:
    """Write the name of the guide. Takes nothing; gives Markdown."""
    return plain(facts.site_name)
