"""Makes the offline copy: the whole guide as a zip that opens from a disk, search included, without the network."""

import json
import re
from dataclasses import dataclass
from html import escape
from pathlib import Path
from posixpath import dirname, join, normpath, relpath
from typing import Any
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

from core.content_policy import format_policy, inline_hashes
from core.errors import InputError
from core.numbers_and_names import format_day
from exports.archive import make_zip, zip_datetime
from exports.site_reader import ONLINE_ONLY, Guide

FOLDER = "guide/"  # of all files; its name does not reveal the subject
START = "index.html"
# Elements that give other addresses, and private reading, which fetches pages: browsers do not allow that from a disk.
REMOVED = "link[rel=canonical], link[rel=alternate], link[itemprop], meta[property]"
REMOVED += ", .guide-downloads, .guide-private-toggle, .guide-private-status, .guide-private-back"
URL_ATTRIBUTES = ("href", "src", "data-base", "data-engine", "data-index", "data-panel", "data-script", "data-style")
INDEX = "search/index.json"
# The site's policy names 'self', which a page on a disk does not have: the standard gives files no origin.
SITE_POLICY = re.compile(r'\n\s*<meta http-equiv="Content-Security-Policy"[^>]*>')
POLICY = {
    "default-src": "'none'",
    "script-src": "file:",
    "style-src": "file:",
    "img-src": "file: data:",
    "base-uri": "'none'",
    "form-action": "'none'",
}
ADDED_FILES = {f"assets/offline{suffix}": Path(__file__).with_suffix(suffix) for suffix in (".js", ".css")}
CSS_URL = re.compile(r"url\(['\"]?(?!data:)([^'\")]+)")


@dataclass(frozen=True)
class CopyContext:
    """The guide to be copied, and the texts that are added to its pages."""

    guide: Guide
    unpack_hint: str
    origin_note: str


def make_offline_copy(guide: Guide, facts: Any, timestamp: int) -> bytes:
    """The whole guide as a zip.

    Takes the guide, the facts for their strings, and the time of the edition, in seconds since 1970, for all dates.
    Raises InputError that lists every link to a file that does not exist.
    """
    date = zip_datetime(timestamp)
    day = format_day(date, guide.language)
    unpack_hint = facts.strings["offline_unpack"].format(address=f"{guide.host}/files/")
    origin_note = facts.strings["offline_origin"].format(address=guide.host, day=day)
    files = collect_files(CopyContext(guide, unpack_hint, origin_note))
    return make_zip({FOLDER + name: content for name, content in files.items()}, date)


def collect_files(copy: CopyContext) -> dict[str, bytes]:
    """The content of all files of the copy by name: the first page, and everything that can be reached from it."""
    files = {name: path.read_bytes() for name, path in ADDED_FILES.items()}
    queue, known, missing = [(START, START)], {START}, []
    while queue:
        name, origin = queue.pop()
        source = copy.guide.site / name
        if not source.is_file():
            missing.append(f"{origin}: it links to {name}, which does not exist; correct the link, or build that file.")
            continue
        files[name_in_copy(name)], references = convert_file(name, source.read_bytes(), copy)
        queue += [(other, name) for other in references if other not in known]
        known |= set(references)
    if missing:
        raise InputError("\n".join(sorted(missing)))
    return files


def convert_file(name: str, content: bytes, copy: CopyContext) -> tuple[bytes, list[str]]:
    """The content of a file of the site in the copy, and the names of the files that it loads or links to."""
    match Path(name).suffix:
        case ".html":
            text, references = convert_page(name, content.decode(), copy)
            return text.encode(), references
        case ".css":
            return content, [normpath(join(dirname(name), url)) for url in CSS_URL.findall(content.decode())]
        case ".json":
            data = json.loads(content)
            pages = _convert_addresses(data) if name == INDEX else []
            return json_as_script(data), pages
    return content, []


def _convert_addresses(index: dict[str, Any]) -> list[str]:
    """Change the addresses of pages in the search index to files; returns these."""
    index["pages"] = [[f"{address}{START}", title] for address, title in index["pages"]]
    index["entries"] = [[title, f"{address}{START}"] for title, address in index["entries"]]
    return [address for address, _ in index["pages"]]


def convert_page(name: str, text: str, copy: CopyContext) -> tuple[str, list[str]]:
    """The HTML of a page in the copy, and the names of the files that it loads or links to."""
    tree = LexborHTMLParser(SITE_POLICY.sub("", text))
    for node in tree.css(REMOVED):
        node.decompose()
    for bar in tree.css(".guide-privacy-bar"):
        for key in [key for key in bar.attributes if key.startswith("data-")]:
            del bar.attrs[key]
    references = []
    for key in URL_ATTRIBUTES:
        for node in tree.css(f"[{key}]"):
            references += _convert_url(node, key, name, copy.guide)
    _add_elements(tree, name, copy, inline_hashes(text))
    return f"{tree.html}\n", references


def _convert_url(node: LexborNode, key: str, name: str, guide: Guide) -> list[str]:
    """Change the URL in an attribute of a page to a file in the copy.

    Returns a list of that file's name, empty for other sites and for files that exist online only.
    """
    value = node.attributes[key] or ""
    url = urljoin(f"{guide.url}{name}", value)
    if value.startswith("#") or not url.startswith(guide.url):
        return []
    path, separator, fragment = url.removeprefix(guide.url).partition("#")
    if path.startswith(ONLINE_ONLY):
        node.replace_with(_link_as_text(node.text(), f"{guide.host}/{path}"))
        return []
    path += START if path.endswith("/") or not path else ""
    node.attrs[key] = relpath(name_in_copy(path), dirname(name)) + separator + fragment
    return [path]


def _link_as_text(text: str, address: str) -> str:
    return text if address in text else f"{text.strip()} ({address})"


def _add_elements(tree: LexborHTMLParser, name: str, copy: CopyContext, hashes: dict[str, set[str]]) -> None:
    """Add to a page what every page of the copy has, and its policy before anything that could load a file."""
    script, style = (relpath(file, dirname(name)) for file in ADDED_FILES)
    for module in tree.css("script[type=module]"):  # browsers load no modules from a disk; these work without the type
        del module.attrs["type"]
        module.attrs["defer"] = ""
        module.insert_before(_element(f'<link rel="stylesheet" href="{style}">'))
        module.insert_before(_element(f'<script src="{script}"></script>'))
    charset = tree.css_first("meta[charset]")
    if charset is None:
        raise InputError(
            f'{name}: it has no <meta charset="utf-8">; write it first in the <head> in overrides/base.html.'
        )
    charset.insert_after(
        _element(f'<meta http-equiv="Content-Security-Policy" content="{format_policy(POLICY, hashes)}">')
    )
    if name == START:  # opened inside the zip, before it is unpacked, it is shown without any other file
        tree.css_first("body *").insert_before(_element(f'<p class="guide-unzip-hint">{escape(copy.unpack_hint)}</p>'))
    for footer in tree.css(".guide-footer"):
        footer.insert_child(_element(f"<p>{escape(copy.origin_note)}</p>"))


def _element(html: str) -> LexborNode:
    return LexborHTMLParser(html).css_first("link, script, meta, p")


def name_in_copy(name: str) -> str:
    """The name of a file in the copy: JSON becomes a script there, as scripts cannot read other files from a disk."""
    return f"{name.removesuffix('.json')}.js" if name.endswith(".json") else name


def json_as_script(content: Any) -> bytes:
    """JSON as a script that passes it to exports/offline.js."""
    return f"guide.provide({json.dumps(content, ensure_ascii=False, separators=(',', ':'))});\n".encode()
