"""Writes the discreet doors: for each topic a short address that says nothing about what it opens."""

from pathlib import Path, PurePosixPath
from typing import Any

ROOM = "r"  # /r/<code>/
TEMPLATE = "door.html"
_state: dict[str, Any] = {}


def doors(topics: dict[str, dict[str, Any]]) -> dict[str, str]:
    """The doors of all topics that have a page: for each code the address that it opens, from the guide's root."""
    return {topic["code"]: _address(topic) for topic in topics.values() if topic["page"]}


def _address(topic: dict[str, Any]) -> str:
    page = PurePosixPath(topic["page"])
    folder = page.parent if page.name == "index.md" else page.with_suffix("")
    place = f"#{topic['section']}" if topic["section"] else ""
    return f"{folder}/{place}"


def write(site: Path, pages: dict[str, str]) -> list[Path]:
    """Write each door's page below `site`. Takes the pages by their codes; gives the files written."""
    written = []
    for code, text in pages.items():
        path = site / ROOM / code / "index.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        written.append(path)
    return written


def on_env(env: Any, **_: Any) -> None:
    """Called by MkDocs when the frame is ready: keep it, to draw the doors with."""
    _state["frame"] = env.get_template(TEMPLATE)


def on_post_build(*, config: Any) -> None:
    """Called by MkDocs when all pages are built."""
    known = {"config": config, "page": None, "base_url": "../.."}
    opens = doors(config.extra["facts"].topics)
    pages = {code: _state["frame"].render(topic=address, **known) for code, address in opens.items()}
    write(Path(config.site_dir), pages)
