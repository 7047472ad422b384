"""Writes the embeds: small pages without scripts that other sites may show in an iframe.

data/headers.yml allows framing only for these.
"""

from pathlib import Path
from typing import Any

from core.build_state import build_state
from core.joined_records import Topic, answered_topics
from core.site_files import write_pages

TEMPLATE = "embed.html"
_templates: dict[str, Any] = {}  # by name


def embeds(topics: dict[str, Topic]) -> dict[str, dict[str, str]]:
    """Return the title and the target of each embed, by its address: two for each topic that a page answers.

    The neutral one has no title, and links to the short link.
    """
    named = {topic.embed: {"title": topic.title, "target": topic.address} for topic in answered_topics(topics)}
    return named | {topic.neutral_embed: {"title": "", "target": topic.short_link} for topic in answered_topics(topics)}


def on_env(env: Any, *, config: Any, **_: Any) -> None:
    """Called by MkDocs when the templates are ready: load ours, and announce the addresses."""
    _templates[TEMPLATE] = env.get_template(TEMPLATE)
    state = build_state(config)
    state.expected |= embeds(state.facts.topics).keys()


def on_post_build(*, config: Any) -> None:
    """Called by MkDocs when all pages are built."""
    found = embeds(build_state(config).facts.topics)
    context = {"config": config, "page": None, "base_url": "../.."}
    pages = {address: _templates[TEMPLATE].render(embed=embed, **context) for address, embed in found.items()}
    write_pages(Path(config.site_dir), pages)
