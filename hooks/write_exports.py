"""Plans the downloads, runs exports/ on the built site to make them, and renders the page that lists them."""

import json
import logging
import subprocess
import sys
from itertools import groupby
from pathlib import Path
from typing import Any

from publish_site import has_warnings

from core.addresses import BOOKS, CATALOGUE, DOWNLOADS
from core.build_state import build_state
from core.cache_folder import cache_folder
from core.manifest import HELP, Manifest, number_sheets, page_entry

log = logging.getLogger("mkdocs.hooks.write_exports")

COUNTRY_CLASS = "guide-country"  # the class of a country's numbers in a page
TEMPLATE = "downloads.html"
MANIFEST = "manifest.json"
TRACEBACK_PREFIX = "Traceback "  # an editor sees only the last line of Python's own report of a crash
_nav_pages: list[Any] = []
_templates: dict[str, Any] = {}  # by name


def missing_files(expected: set[str], site: Path) -> list[str]:
    """Return one message for each expected download that is not in the built site."""
    return [
        f"exports: {address} is in the list of downloads but was not made; python -m exports must make it."
        for address in sorted(expected)
        if not address.endswith("/") and not (site / address).is_file()
    ]


def export_errors(output: str, code: int, sources: dict[str, str]) -> list[str]:
    """Return the errors of making the downloads, one line each, with the file in docs/ that an editor would open.

    Takes the error output of the command, its exit code, and the file in docs/ of each built page.
    """
    lines = [line for line in output.splitlines() if line.strip()]
    if code and (not lines or any(line.startswith(TRACEBACK_PREFIX) for line in lines)):
        last = lines[-1] if lines else f"exit code {code}"
        return [f"exports: no files were made ({last}); run “python -m exports site” to see where it stops."]
    return [_with_source(line, sources) for line in lines]


def _with_source(line: str, sources: dict[str, str]) -> str:
    address, colon, rest = line.partition(": ")
    source = sources.get(f"{address}index.html") or sources.get(address)
    return f"{source}: {rest}" if colon and source else line


def list_downloads(manifest: Manifest, catalogue: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the template variables of the page of downloads: whole guide, handouts by part, worksheets, numbers.

    Takes the manifest, and the files of the catalogue with their sizes.
    """
    made = {entry["file"]: entry | {"size": f"{max(1, round(entry['bytes'] / 1000)):,}"} for entry in catalogue}
    rows = [
        {"title": page.title, "address": page.address, "part": page.part, "worksheet": page.worksheet}
        | {"file": made.get(page.file), "neutral": made.get(page.neutral_file)}
        for page in manifest.pages
        if page.file
    ]
    handouts = [row for row in rows if not row["worksheet"]]
    return {
        "whole": {name: made[address] for name, address in BOOKS.items()},
        "parts": [(part, list(rest)) for part, rest in groupby(handouts, key=lambda row: row["part"])],
        "worksheets": [row for row in rows if row["worksheet"]],
        "number_sheets": [
            {"name": sheet.name, "file": made.get(sheet.file), "neutral": made.get(sheet.neutral_file)}
            for sheet in manifest.number_sheets
        ],
    }


def run_exports(root: Path, site: Path) -> tuple[int, str, str]:
    """Run exports/ on this built site in a subprocess; return its exit code, output and error output."""
    cache = cache_folder(root)
    command = [sys.executable, "-m", "exports", site, "--manifest", cache / MANIFEST, "--cache", cache / "exports"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, encoding="utf-8", check=False)
    return done.returncode, done.stdout, done.stderr


def plan_downloads(pages: list[Any], config: Any) -> Manifest:
    """Return the manifest of this build. Takes MkDocs's pages in the order of the navigation, and its settings."""
    facts = build_state(config).facts
    entries = [
        page_entry(
            page.file.src_uri, page.title, page.ancestors[-1].title if page.ancestors else "", page.meta, facts.topics
        )
        for page in pages
        if page.file.src_uri not in build_state(config).untranslated
    ]
    has_help = any(entry.source == HELP for entry in entries)
    lists_numbers = has_help and any(
        page.file.src_uri == HELP and COUNTRY_CLASS in (page.content or "") for page in pages
    )
    first = facts.practice.helpline_regions
    return Manifest(
        primary=build_state(config).theme.primary,
        published_by=facts.published_by,
        name=config.site_name,
        url=config.site_url or "",
        language=config.theme["language"],
        direction=build_state(config).theme.text_direction,
        pages=tuple(entries),
        number_sheets=number_sheets(facts.countries, facts.topics, first) if lists_numbers else (),
    )


def on_nav(nav: Any, **_: Any) -> None:
    """Called by MkDocs when the navigation is known: remember its order."""
    _nav_pages[:] = nav.pages


def on_env(env: Any, *, config: Any, **_: Any) -> None:
    """Called by MkDocs when all front matter is read and the templates are ready: plan the downloads."""
    state = build_state(config)
    state.manifest = plan_downloads(_nav_pages, config)
    state.expected |= state.manifest.addresses(state.facts.topics)
    _templates[TEMPLATE] = env.get_template(TEMPLATE)


def on_post_build(*, config: Any) -> None:
    """Called by MkDocs when all pages are built: make the downloads, if the site has no mistake and is published."""
    state = build_state(config)
    if not state.publishes or has_warnings():
        return
    site, root = Path(config.site_dir), Path(config.config_file_path).parent
    state.manifest.write(cache_folder(root) / MANIFEST)
    code, output, error_output = run_exports(root, site)
    for line in output.splitlines():
        log.info(line)
    expected = state.manifest.addresses(state.facts.topics)
    found = export_errors(error_output, code, state.sources) or missing_files(expected, site)
    for text in found:
        log.warning(text)
    if not found:
        _render(site, config)


def _render(site: Path, config: Any) -> None:
    """Render the page that lists the downloads."""
    catalogue = json.loads((site / CATALOGUE).read_text(encoding="utf-8"))["files"]
    context = {"config": config, "page": None, "base_url": ".."}
    text = _templates[TEMPLATE].render(**context, **list_downloads(build_state(config).manifest, catalogue))
    (site / DOWNLOADS / "index.html").write_text(text, encoding="utf-8")
