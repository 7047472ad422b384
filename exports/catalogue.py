"""The machine-readable catalogue: every topic and every file, as JSON with its schema and as CSV."""

import csv
import json
from hashlib import sha256
from io import StringIO
from pathlib import Path
from typing import Any

from core.addresses import CATALOGUE, CATALOGUE_SCHEMA, CATALOGUE_TABLE
from core.facts import Facts
from core.joined_records import Topic, answered_topics
from exports.artifacts import Artifact
from exports.site_reader import Guide
from exports.templating import FOLDER


def catalogue_files(guide: Guide, facts: Facts, artifacts: list[Artifact], built: dict[str, Path]) -> dict[str, str]:
    """The content of the catalogue's files by their addresses: JSON, its schema and the CSV table.

    `built` has the path of each built file by its address; the suffix of a path is the number of pages.
    """
    files = {artifact.file: _file(guide, artifact, built[artifact.file]) for artifact in artifacts}
    topics = [
        _topic(guide, topic, facts.strings[f"group_{topic.group}"], files) for topic in answered_topics(facts.topics)
    ]
    about = {"title": guide.name, "url": guide.url, "language": guide.language, "version": facts.version}
    whole = {"$schema": guide.url + CATALOGUE_SCHEMA, "guide": about, "topics": topics, "files": list(files.values())}
    schema = json.loads((FOLDER / CATALOGUE_SCHEMA).read_text(encoding="utf-8"))
    schema |= {"$id": guide.url + CATALOGUE_SCHEMA}
    return {CATALOGUE: _json(whole), CATALOGUE_SCHEMA: _json(schema), CATALOGUE_TABLE: _csv(topics)}


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _file(guide: Guide, artifact: Artifact, path: Path) -> dict[str, Any]:
    content = path.read_bytes()
    return {
        "file": artifact.file,
        "url": guide.url + artifact.file,
        "kind": artifact.kind,
        "title": artifact.title,
        "page": guide.url + artifact.address,
        "language": guide.language,
        "pages": int(path.suffix[1:]),
        "bytes": len(content),
        "sha256": sha256(content).hexdigest(),
    }


def _topic(guide: Guide, topic: Topic, group: str, files: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """The entry of one topic: both addresses, both QR codes and embeds, and the handout that contains it."""
    page = next((page for page in guide.pages if page.source == topic.page), None)
    handout = page if page and page.handout_contains(topic.section) else None
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
        "handout": _summary(files.get(handout.file if handout else "")),
        "neutral_handout": _summary(files.get(handout.neutral_file if handout else "")),
    }


def _summary(file: dict[str, Any] | None) -> dict[str, Any] | None:
    return {key: file[key] for key in ("url", "pages", "bytes", "sha256")} if file else None


def _csv(topics: list[dict[str, Any]]) -> str:
    """The topics as CSV, one row each; missing values are empty."""
    rows = [_flatten(topic) for topic in topics]
    out = StringIO()
    if rows:
        writer = csv.DictWriter(out, list(rows[0]), lineterminator="\r\n")  # as in RFC 4180
        writer.writeheader()
        writer.writerows({name: _escape_formula(value) for name, value in row.items()} for row in rows)
    return out.getvalue()


def _escape_formula(value: Any) -> Any:
    """A value that a spreadsheet shows as text: it would run a formula, which could send the table elsewhere."""
    return f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")) else value


def _flatten(topic: dict[str, Any]) -> dict[str, Any]:
    """The entry of a topic without nested values: a handout becomes four columns."""
    row = {key: value for key, value in topic.items() if not key.endswith("handout")}
    for name in ("handout", "neutral_handout"):
        file = topic[name] or {}
        row |= {name: file.get("url")} | {f"{name}_{key}": file.get(key) for key in ("pages", "bytes", "sha256")}
    return row
