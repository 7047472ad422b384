"""Has the files made that readers can take away, and draws the page that lists them; knows beforehand what they are."""

import json
import logging
import subprocess
import sys
from itertools import groupby
from pathlib import Path, PurePosixPath
from typing import Any

from publish_site import warned

from core.parsed_pages import origins, promise

log = logging.getLogger("mkdocs.hooks.write_exports")

ROOM = "files"
LIST = "handouts.json"
HELP, NUMBERS = "help/index.md", "numbers"  # where the numbers stand
COUNTRIES = "guide-country"  # the mark of a page that lists them
MACHINES = (LIST, "handouts.csv", "handouts.schema.json", "changes.xml")  # the catalogue, and the feed of changes
TEMPLATE = "downloads.html"
CACHE = ".cache/exports"
CRASH = "Traceback "  # what Python says of a crash is for engineers: an editor reads its last line only
WHOLE = {  # the forms of the whole guide, by the names of their texts
    "a4": f"{ROOM}/guide-a4.pdf",
    "letter": f"{ROOM}/guide-letter.pdf",
    "large": f"{ROOM}/guide-large-print.pdf",
    "epub": f"{ROOM}/guide.epub",
    "zip": f"{ROOM}/guide-offline.zip",
}
SHEETS = (f"{ROOM}/link-sheet.pdf", f"{ROOM}/cards.pdf")  # for practitioners
_state: dict[str, Any] = {}


def plan(headers: dict[str, dict[str, Any]], topics: dict[str, dict[str, Any]]) -> dict[str, dict[str, str]]:
    """Where the files of each page are to lie, from the site's root.

    Takes the front matter by the names of their pages below docs/, and data/topics.yml. Leaves out a page that has no
    file; `discreet` is empty where a page has none under a neutral name.
    """
    sheets = {page for page, header in headers.items() if header.get("kind") == "worksheet"}
    return {
        page: {"file": _file(page), "discreet": "" if page in sheets else _discreet(page, topics)}
        for page, header in headers.items()
        if page in sheets or _handed_out(header.get("handout"))
    }


def _handed_out(handout: Any) -> bool:
    """Whether a front matter says what a handout holds; hooks/check_front_matter.py judges how."""
    return isinstance(handout, dict) and "sections" in handout


def _file(page: str) -> str:
    path = PurePosixPath(page)
    folder = path.parent if path.name == "index.md" else path.with_suffix("")
    return f"{ROOM}/{'-'.join(folder.parts) or 'start'}.pdf"


def _discreet(page: str, topics: dict[str, dict[str, Any]]) -> str:
    """Behind the link of the first topic that is the whole page; without one there is no file of a neutral name."""
    own = [topic["code"] for topic in topics.values() if topic["page"] == page and not topic["section"]]
    return f"r/{own[0]}/text-{own[0]}.pdf" if own else ""


def handouts(
    headers: dict[str, dict[str, Any]], topics: dict[str, dict[str, Any]], papers: dict[str, dict[str, str]]
) -> dict[str, dict[str, str]]:
    """The files of the handout on which each topic stands, by its name: none where a sheet leaves its section out.

    Takes the front matter, data/topics.yml, and the plan.
    """
    there = {
        slug: topic for slug, topic in topics.items() if _handed_out(headers.get(topic["page"], {}).get("handout"))
    }
    return {
        slug: papers[topic["page"]]
        for slug, topic in there.items()
        if not topic["section"] or topic["section"] in headers[topic["page"]]["handout"]["sections"]
    }


def number_sheets(
    countries: list[dict[str, Any]], topics: dict[str, dict[str, Any]], first: list[str]
) -> list[dict[str, str]]:
    """The sheets with numbers: of the countries that the practice sets, then of each that has helplines.

    Takes the countries, data/topics.yml and the setting helpline_regions. Gives the country's name, empty for those
    that are set, and where both forms lie; `discreet` is empty where the numbers have no short link.
    """
    listed = {country["id"]: country for country in countries if country["lines"]}
    codes = [topic["code"] for topic in topics.values() if topic["page"] == HELP and topic["section"] == NUMBERS]
    ours = any(country["country"] in first for country in listed.values())
    return [
        {
            "name": listed[id]["name"] if id else "",
            "file": f"{ROOM}/numbers{'-' * bool(id)}{id}.pdf",
            "discreet": f"r/{codes[0]}/text-{codes[0]}-{id or 'all'}.pdf" if codes else "",
        }
        for id in [*[""] * ours, *listed]
    ]


def promised(
    papers: dict[str, dict[str, str]], topics: dict[str, dict[str, Any]], numbers: list[dict[str, str]]
) -> set[str]:
    """Every address that will be there when all files are made: a link may lead to it before."""
    sheets = [sheet[form] for sheet in numbers for form in ("file", "discreet")]
    own = {file for paper in papers.values() for file in paper.values() if file} | set(filter(None, sheets))
    codes = {file for slug, topic in topics.items() if topic["page"] for file in _codes(slug, topic["code"])}
    return own | codes | {*WHOLE.values(), *SHEETS, *MACHINES, f"{ROOM}/"}


def _codes(slug: str, code: str) -> tuple[str, str]:
    """The pictures of a topic's two codes."""
    return f"{ROOM}/code-{slug}.png", f"r/{code}/code-{code}.png"


def unkept(promises: set[str], site: Path) -> list[str]:
    """Name the promised files that are not in the finished site."""
    return [
        f"exports: {address} was promised to readers and not made; python -m exports must make it."
        for address in sorted(promises)
        if not address.endswith("/") and not (site / address).is_file()
    ]


def complaints(said: str, code: int, sources: dict[str, str]) -> list[str]:
    """What was wrong with making the files, one line each, with the file in docs/ that an editor would open.

    Takes what the command said of it, its exit code, and the file behind each built page.
    """
    lines = [line for line in said.splitlines() if line.strip()]
    if code and (not lines or any(line.startswith(CRASH) for line in lines)):
        last = lines[-1] if lines else f"exit code {code}"
        return [f"exports: no files were made ({last}); run “python -m exports site” to see where it stops."]
    return [_sourced(line, sources) for line in lines]


def _sourced(line: str, sources: dict[str, str]) -> str:
    place, colon, rest = line.partition(": ")
    source = sources.get(f"{place}index.html") or sources.get(place)
    return f"{source}: {rest}" if colon and source else line


def shelves(
    pages: list[dict[str, str]],
    papers: dict[str, dict[str, str]],
    numbers: list[dict[str, str]],
    listed: list[dict[str, Any]],
) -> dict[str, Any]:
    """The files in the order of the list that readers see: whole guide, handouts by part, worksheets, numbers.

    Takes the pages in the order of the menu (source, title, address, part, kind), the plan, the sheets with numbers,
    and what was made.
    """
    made = {entry["file"]: entry | {"size": f"{max(1, round(entry['bytes'] / 1000)):,}"} for entry in listed}
    rows = [
        page | {form: made.get(address) for form, address in papers[page["source"]].items()}
        for page in pages
        if page["source"] in papers
    ]
    handouts = [row for row in rows if row["kind"] != "worksheet"]
    return {
        "whole": {name: made[address] for name, address in WHOLE.items()},
        "parts": [(part, list(rest)) for part, rest in groupby(handouts, key=lambda row: row["part"])],
        "sheets": [row for row in rows if row["kind"] == "worksheet"],
        "numbers": [sheet | {form: made.get(sheet[form]) for form in ("file", "discreet")} for sheet in numbers],
    }


def make(root: Path, site: Path) -> tuple[int, str, str]:
    """Have the files of this finished site made, in a process of its own; gives its exit code and what it said."""
    command = [sys.executable, "-m", "exports", str(site), "--cache", CACHE]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, encoding="utf-8", check=False)
    return done.returncode, done.stdout, done.stderr


def on_nav(nav: Any, *, files: Any, **_: Any) -> None:
    """Called by MkDocs when the menu is known: remember its order."""
    _state.update(pages=nav.pages, sources=origins(files))


def on_env(env: Any, *, config: Any, **_: Any) -> None:
    """Called by MkDocs when all front matter are read and the frame is ready: tell both what files there will be."""
    headers = {page.file.src_uri: page.meta for page in _state["pages"]}
    topics = config.extra["facts"].topics
    config.extra["papers"] = plan(headers, topics)
    config.extra["handouts"] = handouts(headers, topics, config.extra["papers"])
    facts = config.extra["facts"]
    listed = any(page.file.src_uri == HELP and COUNTRIES in (page.content or "") for page in _state["pages"])
    regions = facts.practice["helpline_regions"] or []
    _state["numbers"] = number_sheets(facts.countries, topics, regions) if listed else []
    _state["promised"] = promised(config.extra["papers"], topics, _state["numbers"])
    promise(config, _state["promised"])
    _state["frame"] = env.get_template(TEMPLATE)


def on_post_build(*, config: Any) -> None:
    """Called by MkDocs when all pages are built: only a good site that is to be published gets its files."""
    if not config.extra["publishes"] or warned():
        return
    site, root = Path(config.site_dir), Path(config.config_file_path).parent
    code, said, objected = make(root, site)
    for line in said.splitlines():
        log.info(line)
    wrong = complaints(objected, code, _state["sources"]) or unkept(_state["promised"], site)
    for text in wrong:
        log.warning(text)
    if not wrong:
        _draw(site, config)


def _draw(site: Path, config: Any) -> None:
    """Draw the page that lists the files."""
    listed = json.loads((site / LIST).read_text(encoding="utf-8"))["files"]
    rows = [_row(page) for page in _state["pages"]]
    known = {"config": config, "page": None, "base_url": ".."}
    text = _state["frame"].render(**known, **shelves(rows, config.extra["papers"], _state["numbers"], listed))
    (site / ROOM / "index.html").write_text(text, encoding="utf-8")


def _row(page: Any) -> dict[str, str]:
    """What the list says of a page: the file behind it, its name, its address, its part of the guide, its kind."""
    part = page.ancestors[-1].title if page.ancestors else ""
    kind = page.meta.get("kind") or ""
    return {"source": page.file.src_uri, "title": page.title, "address": page.url, "part": part, "kind": kind}
