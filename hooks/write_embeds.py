"""Writes the embeds, small pages that other sites may show inside their own: a title, a line and a link, no script.

data/headers.yml allows framing for these alone.
"""

from pathlib import Path
from typing import Any

from core.build_state import build_state
from core.parsed_pages import write_pages
from core.records import Topic, answered

TEMPLATE = "embed.html"
_state: dict[str, Any] = {}


def embeds(topics: dict[str, Topic]) -> dict[str, dict[str, str]]:
    """The embeds of all topics that a page answers, by their addresses: each with its title, and where it leads.

    The neutral one has no title, and leads to the short link.
    """
    named = {topic.embed: {"title": topic.title, "leads": topic.address} for topic in answered(topics)}
    return named | {topic.neutral_embed: {"title": "", "leads": topic.short_link} for topic in answered(topics)}


def on_env(env: Any, *, config: Any, **_: Any) -> None:
    """Called by MkDocs when the templates are ready: keep ours, and say which addresses there will be."""
    _state["template"] = env.get_template(TEMPLATE)
    state = build_state(config)
    state.expected |= embeds(state.facts.topics).keys()


def on_post_build(*, config: Any) -> None:
    """Called by MkDocs when all pages are built."""
    found = embeds(build_state(config).facts.topics)
    known = {"config": config, "page": None, "base_url": "../.."}
    pages = {address: _state["template"].render(embed=embed, **known) for address, embed in found.items()}
    write_pages(Path(config.site_dir), pages)
