"""Makes the offline copy: the whole guide as a zip that opens from a disk, with its search, and asks nobody."""

import json
import re
from dataclasses import dataclass
from html import escape
from pathlib import Path
from posixpath import dirname, join, normpath, relpath
from typing import Any
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

from core.errors import InputError
from exports.archive import earliest, packed
from exports.site_reader import ONLINE_ONLY, Guide
from exports.templating import spoken

FOLDER = "guide/"  # all files lie in it, and its name says nothing of what it holds
START = "index.html"
# What names other addresses, and private reading, which fetches pages: no browser does so from a disk.
GONE = "link[rel=canonical], link[rel=alternate], link[itemprop], meta[property]"
GONE += ", .guide-downloads, .guide-private, .guide-private-status, .guide-private-back"
ADDRESSES = ("href", "src", "data-base", "data-worker", "data-index", "data-words", "data-help", "data-script")
INDEX = "search/search_index.json"
# A file has no origin that 'self' could mean by the letter of the standard; what is not on the disk is refused.
ONLINE = re.compile(r'\n\s*<meta http-equiv="Content-Security-Policy"[^>]*>')
POLICY = "default-src 'none'; script-src file:; style-src file:; img-src file: data:"
POLICY += "; base-uri 'none'; form-action 'none'"
OWN = {f"assets/offline{suffix}": Path(__file__).with_suffix(suffix) for suffix in (".js", ".css")}
OTHER = re.compile(r"url\(['\"]?(?!data:)([^'\")]+)")  # files that a stylesheet asks for


@dataclass(frozen=True)
class Copy:
    """What is said in each page of the copy, and from which site it is made."""

    guide: Guide
    unpack: str
    origin: str


def offline(guide: Guide, facts: Any, moment: int) -> bytes:
    """The whole guide as a zip. Takes the facts for its words, and the moment (seconds since 1970) for all dates."""
    when = earliest(moment)
    day = spoken(when, guide.language)
    unpack = facts.strings["offline_unpack"].format(address=f"{guide.host}/files/")
    origin = facts.strings["offline_origin"].format(address=guide.host, day=day)
    files = gathered(Copy(guide, unpack, origin))
    return packed({FOLDER + name: content for name, content in files.items()}, when)


def gathered(copy: Copy) -> dict[str, bytes]:
    """All files of the copy by their names: the first page, and what can be reached from there."""
    files = {name: path.read_bytes() for name, path in OWN.items()}
    wanted, known, lost = [(START, START)], {START}, []
    while wanted:
        name, origin = wanted.pop()
        source = copy.guide.site / name
        if not source.is_file():
            lost.append(f"{origin}: it leads to {name}, which is not there; correct the link, or build that file.")
            continue
        files[scripted(name)], found = made(name, source.read_bytes(), copy)
        wanted += [(other, name) for other in found if other not in known]
        known |= set(found)
    if lost:
        raise InputError("\n".join(sorted(lost)))
    return files


def made(name: str, content: bytes, copy: Copy) -> tuple[bytes, list[str]]:
    """A file of the site as it is in the copy, and the names of the files that it asks for or leads to."""
    match Path(name).suffix:
        case ".html":
            text, found = page(name, content.decode(), copy)
            return text.encode(), found
        case ".css":
            return content, [normpath(join(dirname(name), other)) for other in OTHER.findall(content.decode())]
        case ".json":
            words = json.loads(content)
            found = [_located(entry) for entry in words["docs"]] if name == INDEX else []
            return given(words), [place.partition("#")[0] for place in found]
    return content, []


def _located(entry: dict[str, Any]) -> str:
    """Let an entry of the search index lead to a file; gives its new place."""
    path, mark, place = entry["location"].partition("#")
    entry["location"] = f"{path}{START}{mark}{place}"
    return entry["location"]


def page(name: str, text: str, copy: Copy) -> tuple[str, list[str]]:
    """A page as it is in the copy, and the names of the files that it asks for or leads to."""
    tree = LexborHTMLParser(ONLINE.sub("", text))
    for node in tree.css(GONE):
        node.decompose()
    for line in tree.css(".guide-privacy-bar"):
        for key in [key for key in line.attributes if key.startswith("data-")]:
            del line.attrs[key]
    found = []
    for key in ADDRESSES:
        for node in tree.css(f"[{key}]"):
            found += _turned(node, key, name, copy.guide)
    _framed(tree, name, copy)
    return f"{tree.html}\n", found


def _turned(node: LexborNode, key: str, name: str, guide: Guide) -> list[str]:
    """Let an address lead to the file in the copy; gives its name, or nothing where it leads elsewhere."""
    value = node.attributes[key] or ""
    whole = urljoin(f"{guide.url}{name}", value)
    if value.startswith("#") or not whole.startswith(guide.url):
        return []
    path, mark, place = whole.removeprefix(guide.url).partition("#")
    if path.startswith(ONLINE_ONLY):
        node.replace_with(_told(node.text(), f"{guide.host}/{path}"))
        return []
    path += START if path.endswith("/") or not path else ""
    node.attrs[key] = relpath(scripted(path), dirname(name)) + mark + place
    return [path]


def _told(text: str, address: str) -> str:
    return text if address in text else f"{text.strip()} ({address})"


def _framed(tree: LexborHTMLParser, name: str, copy: Copy) -> None:
    """Write into a page what each page of the copy has, and the policy before all that could load anything."""
    script, style = (relpath(own, dirname(name)) for own in OWN)
    for module in tree.css("script[type=module]"):  # from a disk a browser loads none; its text is the same without
        del module.attrs["type"]
        module.attrs["defer"] = ""
        module.insert_before(_element(f'<link rel="stylesheet" href="{style}">'))
        module.insert_before(_element(f'<script src="{script}"></script>'))
    tree.css_first("meta[charset]").insert_after(
        _element(f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">')
    )
    if name == START:  # whoever opens it before it is unpacked gets this file alone
        tree.css_first("body *").insert_before(_element(f'<p class="guide-unzip-hint">{escape(copy.unpack)}</p>'))
    for foot in tree.css(".guide-footer"):
        foot.insert_child(_element(f"<p>{escape(copy.origin)}</p>"))


def _element(html: str) -> LexborNode:
    return LexborHTMLParser(html).css_first("link, script, meta, p")


def scripted(name: str) -> str:
    """The name in the copy: a file of words is a script there, as scripts may not read other files of a disk."""
    return f"{name.removesuffix('.json')}.js" if name.endswith(".json") else name


def given(content: Any) -> bytes:
    """A file of words as a script that hands them over."""
    return f"guide.give({json.dumps(content, ensure_ascii=False, separators=(',', ':'))});\n".encode()
