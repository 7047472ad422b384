"""The Atom feed of changes (RFC 4287), for practitioners who want to know when a text that they give out changed."""

import re
import xml.etree.ElementTree as ElementTree
from datetime import UTC, datetime

from core.addresses import FEED
from core.facts import Facts
from exports.site_reader import Guide

ATOM = "http://www.w3.org/2005/Atom"
MIDNIGHT = "T00:00:00Z"  # pages and editions have a date without a time
FORBIDDEN = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # in XML 1.0, even when escaped
ElementTree.register_namespace("", ATOM)


def feed_xml(guide: Guide, facts: Facts, timestamp: int) -> str:
    """The feed: one entry for each edition with its changes for readers, one for each page with a date.

    Takes the guide, the facts and the time of the edition in seconds since 1970.
    """
    root = ElementTree.Element(f"{{{ATOM}}}feed", {"xml:lang": guide.language})
    _add_texts(root, id=guide.url + FEED, title=facts.strings["feed_title"].format(name=guide.name))
    _add_texts(root, updated=datetime.fromtimestamp(timestamp, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
    _add_link(root, guide.url + FEED, "self")
    _add_link(root, guide.url, "alternate")
    _add_texts(_add(root, "author"), name=guide.name)
    entries = [*_editions(guide, facts), *_pages(guide)]
    for entry in sorted(entries, key=lambda entry: entry["updated"], reverse=True):
        _add_entry(root, entry)
    ElementTree.indent(root, space=" ")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ElementTree.tostring(root, encoding="unicode")}\n'


def _editions(guide: Guide, facts: Facts) -> list[dict[str, str]]:
    """An entry for each edition that has a date in the changelog."""
    return [
        {
            "id": f"{guide.url}#edition-{edition.version}",
            "title": f"{facts.strings['version']} {edition.version}",
            "updated": edition.day,
            "link": guide.url,
            "content": "\n".join(f"{heading}: {change}" for heading, change in edition.changes),
        }
        for edition in facts.editions
        if edition.day
    ]


def _pages(guide: Guide) -> list[dict[str, str]]:
    return [
        {
            "id": guide.url + page.address,
            "title": page.title,
            "updated": max(page.written, page.reviewed),
            "link": guide.url + page.address,
            "content": page.summary,
        }
        for page in guide.pages
        if page.written
    ]


def _add_entry(root: ElementTree.Element, entry: dict[str, str]) -> None:
    node = _add(root, "entry")
    _add_texts(node, id=entry["id"], title=entry["title"], updated=entry["updated"] + MIDNIGHT)
    _add_link(node, entry["link"], "alternate")
    _add_texts(node, content=entry["content"])


def _add(parent: ElementTree.Element, name: str) -> ElementTree.Element:
    return ElementTree.SubElement(parent, f"{{{ATOM}}}{name}")


def _add_texts(parent: ElementTree.Element, **texts: str) -> None:
    """Add a child element for each name, with this text, without characters that XML does not allow."""
    for name, text in texts.items():
        _add(parent, name).text = FORBIDDEN.sub("", text)


def _add_link(parent: ElementTree.Element, address: str, rel: str) -> None:
    _add(parent, "link").attrib.update(href=address, rel=rel)
