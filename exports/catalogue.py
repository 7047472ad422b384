"""The catalogue for machines: every topic and every file, as JSON with its schema and as CSV."""

import csv
import json
from hashlib import sha256
from io import StringIO
from pathlib import Path
from typing import Any

from core.facts import Facts
from exports.artifacts import Work
from exports.link_sheet import Link, links
from exports.site_reader import Guide
from exports.templating import ROOM

CATALOGUE = "handouts.json"
TABLE = "handouts.csv"
SCHEMA = "handouts.schema.json"


def catalogue(guide: Guide, facts: Facts, works: list[Work], made: dict[str, Path]) -> dict[str, str]:
    """The texts of the catalogue by their names.

    Takes the files that were made, by their names, each with its number of pages as its ending.
    """
    files = {work.file: _file(guide, work, made[work.file]) for work in works}
    topics = [_topic(guide, link, files) for link in links(facts)]
    about = {"title": guide.name, "url": guide.url, "language": guide.language, "version": facts.version}
    whole = {"$schema": guide.url + SCHEMA, "guide": about, "topics": topics, "files": list(files.values())}
    schema = json.loads((ROOM / SCHEMA).read_text(encoding="utf-8")) | {"$id": guide.url + SCHEMA}
    return {CATALOGUE: _json(whole), SCHEMA: _json(schema), TABLE: _csv(topics)}


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _file(guide: Guide, work: Work, path: Path) -> dict[str, Any]:
    content = path.read_bytes()
    return {
        "file": work.file,
        "url": guide.url + work.file,
        "kind": work.kind,
        "title": work.title,
        "page": guide.url + work.address,
        "language": guide.language,
        "pages": int(path.suffix[1:]),
        "bytes": len(content),
        "sha256": sha256(content).hexdigest(),
    }


def _topic(guide: Guide, link: Link, files: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """One topic: both addresses, both codes and cards, and the handout on which it stands."""
    page = next((page for page in guide.pages if page.address == link.page), None)
    paper = page.paper if page and page.paper and page.paper.holds(link.section) else None
    return {
        "slug": link.slug,
        "title": link.title,
        "group": link.group,
        "language": guide.language,
        "complete": link.full,
        "url": guide.url + link.leads,
        "neutral_url": guide.url + link.short_link,
        "code": guide.url + link.picture,
        "neutral_code": guide.url + link.neutral_picture,
        "card": f"{guide.url}card/{link.slug}/",
        "neutral_card": f"{guide.url}card/{link.code}/",
        "written": (page.written if page else "") or None,
        "reviewed": (page.reviewed if page else "") or None,
        "handout": _short(files.get(paper.file if paper else "")),
        "neutral_handout": _short(files.get(paper.discreet if paper else "")),
    }


def _short(file: dict[str, Any] | None) -> dict[str, Any] | None:
    return {key: file[key] for key in ("url", "pages", "bytes", "sha256")} if file else None


def _csv(topics: list[dict[str, Any]]) -> str:
    """The topics as a table, a line for each; what is not there is empty."""
    rows = [_flat(topic) for topic in topics]
    out = StringIO()
    if rows:
        writer = csv.DictWriter(out, list(rows[0]), lineterminator="\r\n")  # as RFC 4180 has it
        writer.writeheader()
        writer.writerows({name: _shown(value) for name, value in row.items()} for row in rows)
    return out.getvalue()


def _shown(value: Any) -> Any:
    """A value that a program for tables shows; it would work out a formula, which could send the table elsewhere."""
    return f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")) else value


def _flat(topic: dict[str, Any]) -> dict[str, Any]:
    flat = {key: value for key, value in topic.items() if not key.endswith("handout")}
    for name in ("handout", "neutral_handout"):
        file = topic[name] or {}
        flat |= {name: file.get("url")} | {f"{name}_{key}": file.get(key) for key in ("pages", "bytes", "sha256")}
    return flat
