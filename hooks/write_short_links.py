"""Writes the neutral short links: for each topic, a short address that does not reveal its subject."""

from pathlib import Path
from typing import Any

from core.build_state import build_state
from core.joined_records import answered
from core.site_files import write_pages

TEMPLATE = "short_link.html"
_state: dict[str, Any] = {}


def on_env(env: Any, *, config: Any, **_: Any) -> None:
    """Called by MkDocs when the templates are ready: load ours, and announce the addresses."""
    _state["template"] = env.get_template(TEMPLATE)
    state = build_state(config)
    state.expected |= {topic.short_link for topic in answered(state.facts.topics)}


def on_post_build(*, config: Any) -> None:
    """Called by MkDocs when all pages are built."""
    topics = answered(build_state(config).facts.topics)
    context = {"config": config, "page": None, "base_url": "../.."}
    pages = {topic.short_link: _state["template"].render(topic=topic.address, **context) for topic in topics}
    write_pages(Path(config.site_dir), pages)
