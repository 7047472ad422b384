"""Draws groups of labelled bars as SVG, readable on a light and on a dark page."""

from pathlib import Path

from jinja2 import Environment

TEMPLATE = Path(__file__).with_suffix(".svg.jinja")
Bar = tuple[str, str, float]  # its name, its value as a text, its value


def draw(title: str, groups: list[tuple[str, list[Bar]]]) -> str:
    """The picture. Takes its title, and the bars of each group below the group's heading."""
    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True)
    longest = max(value for _, bars in groups for *_, value in bars)
    return environment.from_string(TEMPLATE.read_text(encoding="utf-8")).render(
        title=title, groups=groups, longest=longest
    )
