"""Judges every finished page: what a screen reader, a search engine or a watched reader would trip over."""

import itertools
import logging
import re
from collections import defaultdict
from pathlib import Path
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from core.build_state import build_state
from core.parsed_pages import ParsedPage, parse_site

log = logging.getLogger("mkdocs.hooks.check_pages")

LOADS = {  # attributes through which a browser fetches by itself
    "script": "src",
    "img": "src",
    "iframe": "src",
    "source": "src",
    "video": "src",
    "audio": "src",
    "track": "src",
    "embed": "src",
    "input": "src",
    "object": "data",
    "use": "href",
    "image": "href",
}
LINK_LOADS = (
    "stylesheet",
    "icon",
    "preload",
    "prefetch",
    "preconnect",
    "dns-prefetch",
    "modulepreload",
    "manifest",
)
OUTSIDE = re.compile(r"^\s*(?:https?:)?//", re.IGNORECASE)
CSS_OUTSIDE = re.compile(r"(?:url\(\s*['\"]?|@import\s+['\"]?)((?:https?:)?//[^'\")\s]+)", re.IGNORECASE)
SCRIPT_OUTSIDE = re.compile(
    r"(?:import\s*\(|from|fetch\s*\(|Worker\s*\(|importScripts\s*\()\s*['\"]((?:https?:)?//[^'\"]+)"
)
HASH = re.compile(r"\.[0-9a-f]{8}(?=\.\w+$)")  # what hooks/fingerprint_assets.py adds to a name
BLOCKS = ("care", "words")  # the two kinds of admonition that the style knows


def problems(source: str, tree: LexborHTMLParser) -> list[str]:
    """Check one built page; gives one line for each mistake, with the file to open and what to write."""
    checks = (_headings, _pictures, _ids, _outside, _blocks, _invitations)
    return [f"{source}: {text}" for check in checks for text in check(tree)]


def same_titles(pages: list[ParsedPage]) -> list[str]:
    """Two pages of one title cannot be told apart in a list of tabs or of results."""
    by_title = defaultdict(list)
    for page in pages:
        by_title[page.title].append(page.source)
    return [
        f"{', '.join(sources)}: share the title “{title}”; give each page a “title:” of its own."
        for title, sources in by_title.items()
        if len(sources) > 1
    ]


def _headings(tree: LexborHTMLParser) -> list[str]:
    count = len(tree.css("h1"))
    if count != 1:
        return [f"the page has {count} headings of the first rank; begin the text with one line “# …” and no other."]
    levels = [int(node.tag[1]) for node in tree.css("main h1, main h2, main h3, main h4, main h5, main h6")]
    return [
        f"a heading jumps from rank {above} to rank {below}; write one “#” more than the heading above it has."
        for above, below in itertools.pairwise(levels)
        if below > above + 1
    ]


def _pictures(tree: LexborHTMLParser) -> list[str]:
    return [
        f"the picture “{HASH.sub('', node.attributes.get('src') or '')}” has no words for those who cannot see it; "
        "write ![what it shows](…)."
        for node in tree.css("img")
        if not (node.attributes.get("alt") or "").strip()
    ]


def _ids(tree: LexborHTMLParser) -> list[str]:
    ids = [node.attributes["id"] for node in tree.css("[id]")]
    return [
        f"two places are called “#{id}”, and a link can only lead to one; give one heading an id of its own, "
        "such as “## … { #another }”."
        for id in sorted({id for id in ids if ids.count(id) > 1})
    ]


def _outside(tree: LexborHTMLParser) -> list[str]:
    """What a browser would fetch from another address merely because the page is open."""
    found = [node.attributes.get(key) for tag, key in LOADS.items() for node in tree.css(f"{tag}[{key}]")]
    found += [part for node in tree.css("[srcset]") for part in (node.attributes["srcset"] or "").split(",")]
    found += [node.attributes.get("poster") for node in tree.css("[poster]")]
    found += [
        node.attributes.get("href")
        for node in tree.css("link[rel][href]")
        if set((node.attributes["rel"] or "").lower().split()) & set(LINK_LOADS)
    ]
    styles = [node.text() for node in tree.css("style")]
    styles += [node.attributes["style"] or "" for node in tree.css("[style]")]
    found += [match for style in styles for match in CSS_OUTSIDE.findall(style)]
    return [_third_party(address.strip()) for address in found if address and OUTSIDE.search(address)]


def _third_party(address: str) -> str:
    return (
        f"“{address}” would be fetched from another address, which learns who reads this; "
        "put a copy into docs/assets/ and use that, or make it a link."
    )


def _blocks(tree: LexborHTMLParser) -> list[str]:
    kinds = [set((node.attributes["class"] or "").split()) for node in tree.css(".admonition")]
    return [
        f"there is no block “!!! {' '.join(sorted(kind - {'admonition'}))}”; write “!!! care” or “!!! words”."
        for kind in kinds
        if not kind & set(BLOCKS)
    ]


def _invitations(tree: LexborHTMLParser) -> list[str]:
    """At most one invitation, after the main content, and none where a reader may be in danger."""
    found = tree.css(".guide-invitation")
    if len(found) > 1:
        return [f"the page invites {len(found)} times; keep one {{{{ invitation() }}}}, at the end."]
    if found and tree.css_first("main[data-crisis]"):
        return ["a page marked “crisis: true” invites to a session; take {{ invitation() }} out."]
    if found and tree.css(".guide-invitation ~ :not(.guide-downloads, .guide-sources)"):
        return ["the invitation stands before the end of the text; move {{ invitation() }} below everything else."]
    return []


def outside_files(site: Path) -> list[str]:
    """Judge the styles, scripts and drawings of the site in the same way. Gives one line for each mistake."""
    wrong = []
    for path in sorted(site.rglob("*")):
        pattern = {".css": CSS_OUTSIDE, ".js": SCRIPT_OUTSIDE, ".svg": CSS_OUTSIDE}.get(path.suffix)
        if pattern:
            text = path.read_text(encoding="utf-8")
            name = HASH.sub("", f"docs/{path.relative_to(site).as_posix()}")
            wrong += [f"{name}: {_third_party(address)}" for address in pattern.findall(text)]
    return wrong


def on_files(files: Any, *, config: Any) -> None:
    """Called by MkDocs when the files are known: remember which file in docs/ each built page comes from."""
    pages = files.documentation_pages()
    build_state(config).sources = {file.dest_uri: f"docs/{file.src_uri}" for file in pages}


def on_post_build(*, config: Any) -> None:
    """Called by MkDocs when all pages are built: parse each once, and keep what the checks after this one need."""
    state, site = build_state(config), Path(config.site_dir)
    wrong = []
    state.pages = []
    for page, tree in parse_site(site, state.sources):
        state.pages.append(page)
        wrong += problems(page.source, tree)
    for text in same_titles(state.pages) + wrong + outside_files(site):
        log.warning(text)
