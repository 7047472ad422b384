"""Writes the neutral short links: for each topic a short address that says nothing about what it opens."""

from pathlib import Path
from typing import Any

from core.parsed_pages import promise, put

ROOM = "r"  # /r/<code>/
TEMPLATE = "short_link.html"
_state: dict[str, Any] = {}


def short_links(topics: dict[str, dict[str, Any]]) -> dict[str, str]:
    """The links of all topics that have a page: for each code the address that it opens, from the guide's root."""
    return {topic["code"]: topic["address"] for topic in topics.values() if topic["page"]}


def write(site: Path, pages: dict[str, str]) -> list[Path]:
    """Write each short link's page below `site`. Takes the pages by their codes; gives the files written."""
    return put(site, {f"{ROOM}/{code}/": text for code, text in pages.items()})


def on_env(env: Any, *, config: Any, **_: Any) -> None:
    """Called by MkDocs when the frame is ready: keep it, and say which addresses there will be."""
    _state["frame"] = env.get_template(TEMPLATE)
    promise(config, {f"{ROOM}/{code}/" for code in short_links(config.extra["facts"].topics)})


def on_post_build(*, config: Any) -> None:
    """Called by MkDocs when all pages are built."""
    known = {"config": config, "page": None, "base_url": "../.."}
    opens = short_links(config.extra["facts"].topics)
    pages = {code: _state["frame"].render(topic=address, **known) for code, address in opens.items()}
    write(Path(config.site_dir), pages)
