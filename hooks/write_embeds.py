"""Writes the cards that other sites may show inside their own pages: a name, a line and a link, without a script."""

from pathlib import Path
from typing import Any

from core.parsed_pages import promise, put

ROOM = "card"  # /card/<slug>/ with the topic's name, /card/<code>/ without; data/headers.yml lets these alone be framed
TEMPLATE = "embed.html"
_state: dict[str, Any] = {}


def cards(topics: dict[str, dict[str, Any]]) -> dict[str, dict[str, str]]:
    """The cards of all topics that have a page: for each its name, and the address that it leads to.

    Takes data/topics.yml; gives them by the last part of their own address. A discreet card has no name.
    """
    there = {slug: topic for slug, topic in topics.items() if topic["page"]}
    named = {slug: {"name": topic["title"], "leads": topic["address"]} for slug, topic in there.items()}
    return named | {topic["code"]: {"name": "", "leads": f"r/{topic['code']}/"} for topic in there.values()}


def write(site: Path, texts: dict[str, str]) -> list[Path]:
    """Write each card's page below `site`. Takes the pages by the last part of their address; gives the files."""
    return put(site, {f"{ROOM}/{name}/": text for name, text in texts.items()})


def on_env(env: Any, *, config: Any, **_: Any) -> None:
    """Called by MkDocs when the frame is ready: keep it, and say which addresses there will be."""
    _state["frame"] = env.get_template(TEMPLATE)
    promise(config, {f"{ROOM}/{name}/" for name in cards(config.extra["facts"].topics)})


def on_post_build(*, config: Any) -> None:
    """Called by MkDocs when all pages are built."""
    known = {"config": config, "page": None, "base_url": "../.."}
    found = cards(config.extra["facts"].topics)
    write(Path(config.site_dir), {name: _state["frame"].render(card=card, **known) for name, card in found.items()})
