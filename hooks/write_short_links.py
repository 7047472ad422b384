"""Writes the neutral short links: for each topic, a short address that does not reveal its subject."""

from pathlib import Path
from typing import Any

from core.build_state import build_state
from core.joined_records import answered_topics
from core.site_files import write_pages

TEMPLATE = "short_link.html"
_templates: dict[str, Any] = {}  # by name


def on_env(env: Any, *, config: Any, **_: Any) -> None:
    """Called by MkDocs when the templates are ready: load ours, and announce the addresses."""
    _templates[TEMPLATE] = env.get_template(TEMPLATE)
    state = build_state(config)
    state.expected |= {topic.short_link for topic in answered_topics(state.facts.topics)}


def on_post_build(*, config: Any) -> None:
    """Called by MkDocs when all pages are built."""
    topics = answered_topics(build_state(config).facts.topics)
    context = {"config": config, "page": None, "base_url": "../.."}
    pages = {topic.short_link: _templates[TEMPLATE].render(topic=topic.address, **context) for topic in topics}
    write_pages(Path(config.site_dir), pages)
