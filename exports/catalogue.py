"""The catalogue for machines: every topic and every file, as JSON with its schema and as CSV."""

import csv
import json
from hashlib import sha256
from io import StringIO
from pathlib import Path
from typing import Any

from core.addresses import CATALOGUE, CATALOGUE_SCHEMA, CATALOGUE_TABLE
from core.facts import Facts
from core.records import Topic, answered
from exports.artifacts import Work
from exports.site_reader import Guide
from exports.templating import ROOM


def catalogue(guide: Guide, facts: Facts, works: list[Work], made: dict[str, Path]) -> dict[str, str]:
    """The texts of the catalogue by their names.

    Takes the files that were made, by their names, each with its number of pages as its ending.
    """
    files = {work.file: _file(guide, work, made[work.file]) for work in works}
    topics = [_topic(guide, topic, facts.strings[f"group_{topic.group}"], files) for topic in answered(facts.topics)]
    about = {"title": guide.name, "url": guide.url, "language": guide.language, "version": facts.version}
    whole = {"$schema": guide.url + CATALOGUE_SCHEMA, "guide": about, "topics": topics, "files": list(files.values())}
    schema = json.loads((ROOM / CATALOGUE_SCHEMA).read_text(encoding="utf-8")) | {"$id": guide.url + CATALOGUE_SCHEMA}
    return {CATALOGUE: _json(whole), CATALOGUE_SCHEMA: _json(schema), CATALOGUE_TABLE: _csv(topics)}


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


def _topic(guide: Guide, topic: Topic, group: str, files: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """One topic: both addresses, both QR codes and embeds, and the handout that holds it."""
    page = next((page for page in guide.pages if page.source == topic.page), None)
    handout = page if page and page.holds(topic.section) else None
    return {
        "slug": topic.slug,
        "title": topic.title,
        "group": group,
        "language": guide.language,
        "complete": topic.full,
        "url": guide.url + topic.path,
        "neutral_url": guide.url + topic.short_link,
        "code": guide.url + topic.qr_code,
        "neutral_code": guide.url + topic.neutral_qr_code,
        "card": guide.url + topic.embed,
        "neutral_card": guide.url + topic.neutral_embed,
        "written": (page.written if page else "") or None,
        "reviewed": (page.reviewed if page else "") or None,
        "handout": _short(files.get(handout.file if handout else "")),
        "neutral_handout": _short(files.get(handout.neutral_file if handout else "")),
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
