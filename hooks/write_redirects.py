"""Keeps old addresses working: writes a redirect page for a moved page, and a copy for a moved file or embed."""

import shutil
from pathlib import Path
from typing import Any

from core.addresses import built_file, join, kind, site_folder
from core.build_state import build_state
from core.site_files import write_pages

TEMPLATE = "redirect.html"
COMMENT = "# Made by the build from data/redirects.yml; change that file, not this one.\n"
_templates: dict[str, Any] = {}  # by name


def write(site: Path, pages: dict[str, str], redirects: dict[str, str], root: str = "/") -> list[Path]:
    """Write redirect pages and copies at old addresses below `site`, and the redirects for hosts.

    Takes the HTML of the redirect pages by their old addresses, the redirects of data/redirects.yml, and the folder of
    its host that the site is in. Returns the files written.
    """
    moves = {f"{root}{old}": f"{root}{join(new)}" for old, new in redirects.items()}
    lines = {
        site / "_redirects": [f"{old} {new} 301\n" for old, new in moves.items()],
        site / "_redirects.conf": [f'location = "{old}" {{ return 301 "{new}"; }}\n' for old, new in moves.items()],
    }
    for path, text in lines.items():
        path.write_text(COMMENT + "".join(text), encoding="utf-8")
    moved = {old: new for old, new in redirects.items() if old not in pages}
    copies = [_copy(site / built_file(new), site / built_file(old)) for old, new in moved.items()]
    return [*write_pages(site, pages), *lines, *copies]


def _copy(new: Path, old: Path) -> Path:
    old.parent.mkdir(parents=True, exist_ok=True)
    return Path(shutil.copyfile(new, old))


def on_env(env: Any, **_: Any) -> None:
    """Called by MkDocs when the templates are ready: load ours."""
    _templates[TEMPLATE] = env.get_template(TEMPLATE)


def on_post_build(*, config: Any) -> None:
    """Called by MkDocs when all pages and downloads are written."""
    site, facts = Path(config.site_dir), build_state(config).facts
    redirects = facts.redirects
    context = {"config": config, "page": None}
    pages = {
        old: _templates[TEMPLATE].render(target=new, base_url="/".join([".."] * old.count("/")), **context)
        for old, new in redirects.items()
        if kind(old) == "page"
    }
    copies = [
        old for old, new in redirects.items() if old not in pages and new != old and (site / built_file(new)).is_file()
    ]
    write(site, pages, {old: redirects[old] for old in [*pages, *copies]}, site_folder(facts.url))
