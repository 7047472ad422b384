"""Keeps old addresses answering: a page that has moved leaves a page with a link, a file or a card leaves a copy."""

import shutil
from pathlib import Path
from typing import Any

from core.parsed_pages import put
from core.url_registry import kind

TEMPLATE = "redirect.html"
MADE = "# Made by the build from data/redirects.yml; change that file, not this one.\n"
_state: dict[str, Any] = {}


def write(site: Path, pages: dict[str, str], moved: dict[str, str]) -> list[Path]:
    """Write what stands at old addresses below `site`, and for hosts where to send whoever asks for them.

    Takes the text of the page for each old address, and data/redirects.yml; gives the files written.
    """
    told = {
        site / "_redirects": [f"/{old} /{new} 301\n" for old, new in _asked(moved)],
        site / "_redirects.conf": [f'location = "/{old}" {{ return 301 "/{new}"; }}\n' for old, new in _asked(moved)],
    }
    for path, lines in told.items():
        path.write_text(MADE + "".join(lines), encoding="utf-8")
    copies = [_copied(_file(site, new), _file(site, old)) for old, new in moved.items() if old not in pages]
    return [*put(site, pages), *told, *copies]


def _asked(moved: dict[str, str]) -> list[tuple[str, str]]:
    """The addresses as hosts are asked for them: from and to."""
    return [(old, "" if new == "./" else new.replace("./#", "#")) for old, new in moved.items()]


def _file(site: Path, address: str) -> Path:
    """The file that answers at an address."""
    return site / address / "index.html" if address.endswith("/") else site / address


def _copied(new: Path, old: Path) -> Path:
    old.parent.mkdir(parents=True, exist_ok=True)
    return Path(shutil.copyfile(new, old))


def on_env(env: Any, **_: Any) -> None:
    """Called by MkDocs when the frame is ready: keep it, to draw the pages with."""
    _state["frame"] = env.get_template(TEMPLATE)


def on_post_build(*, config: Any) -> None:
    """Called by MkDocs when all pages are built, and the files that can be taken away."""
    site, moved = Path(config.site_dir), config.extra["facts"].redirects
    known = {"config": config, "page": None}
    pages = {
        old: _state["frame"].render(target=new, base_url="/".join([".."] * old.count("/")), **known)
        for old, new in moved.items()
        if kind(old) == "page"
    }
    copies = [old for old, new in moved.items() if old not in pages and new != old and _file(site, new).is_file()]
    write(site, pages, {old: moved[old] for old in [*pages, *copies]})
