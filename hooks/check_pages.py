"""Checks every built page for what harms screen readers, search engines and the reader's privacy."""

import itertools
import logging
import re
from collections import defaultdict
from pathlib import Path
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from core.build_state import build_state
from core.parsed_pages import ParsedPage, parse_site
from core.site_files import without_hash

log = logging.getLogger("mkdocs.hooks.check_pages")

FETCHING_ATTRIBUTES = {  # attributes whose URL a browser fetches by itself
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
FETCHING_LINK_TYPES = (
    "stylesheet",
    "icon",
    "preload",
    "prefetch",
    "preconnect",
    "dns-prefetch",
    "modulepreload",
    "manifest",
)
THIRD_PARTY = re.compile(r"^\s*(?:https?:)?//", re.IGNORECASE)
THIRD_PARTY_IN_CSS = re.compile(r"(?:url\(\s*['\"]?|@import\s+['\"]?)((?:https?:)?//[^'\")\s]+)", re.IGNORECASE)
THIRD_PARTY_IN_SCRIPT = re.compile(
    r"(?:import\s*\(|from|fetch\s*\(|Worker\s*\(|importScripts\s*\()\s*['\"]((?:https?:)?//[^'\"]+)"
)


def problems(source: str, tree: LexborHTMLParser) -> list[str]:
    """Return one message for each mistake on a built page, with the file to open and what to write."""
    checks = (
        _check_headings,
        _check_images,
        _check_ids,
        _check_session_invitation,
    )
    return [f"{source}: {text}" for check in checks for text in check(tree)]


def duplicate_titles(pages: list[ParsedPage]) -> list[str]:
    """Return one message for each title or summary that pages share: tabs and search results would look the same.

    Pages without a summary, such as short links, are compared by their titles only.
    """
    found = defaultdict(list)
    for page in pages:
        found["title", page.title].append(page.source)
        if page.summary:
            found["summary", page.summary].append(page.source)
    return [
        f"{', '.join(sources)}: share the {kind} “{words}”; give each page a “{kind}:” of its own."
        for (kind, words), sources in found.items()
        if len(sources) > 1
    ]


def missing_heading(source: str, tree: LexborHTMLParser) -> list[str]:
    """Return a message if a page has no level-1 heading, or several: other mistakes follow from it."""
    headings = [" ".join(node.text().split()) for node in tree.css("h1")]
    if len(headings) == 1:
        return []
    named = f" (“{'”, “'.join(headings[::-1])}”)" if headings else ""
    return [
        f"{source}: the page has {len(headings)} level-1 headings{named}; begin the text with one line “# …” and write "
        "no other."
    ]


def _check_headings(tree: LexborHTMLParser) -> list[str]:
    if tree.css_first(":is(article, hgroup, .guide-hero) > :not(svg, .guide-part):has(~ h1)"):
        return ["something is above the level-1 heading; move the line “# …” to the top, below the front matter."]
    headings = tree.css("main h1, main h2, main h3, main h4, main h5, main h6")
    levels = [(int(node.tag[1]), " ".join(node.text().split())) for node in headings]
    return [
        f"the heading “{words}” jumps from level {above} to level {below}; write one “#” more than the heading above "
        "it has."
        for (above, _), (below, words) in itertools.pairwise(levels)
        if below > above + 1
    ]


def _check_images(tree: LexborHTMLParser) -> list[str]:
    return [
        f"the image “{without_hash(node.attributes.get('src') or '')}” has no description for those who cannot see it; "
        "write ![what it shows](…)."
        for node in tree.css("img:not(.guide-logo)")  # the name of the site is beside it
        if not (node.attributes.get("alt") or "").strip()
    ]


def _check_ids(tree: LexborHTMLParser) -> list[str]:
    ids = [node.attributes["id"] for node in tree.css("[id]")]
    return [
        f"the id “#{id}” is used more than once, and a link can only lead to one of them; give one another: a heading "
        'as “## … { #another }”, a question or another macro as “id="another"”.'
        for id in sorted({id for id in ids if ids.count(id) > 1})
    ]


def third_party_urls(tree: LexborHTMLParser) -> list[str]:
    """Return the addresses on another site that a browser would fetch merely because the page is open."""
    found = [node.attributes.get(key) for tag, key in FETCHING_ATTRIBUTES.items() for node in tree.css(f"{tag}[{key}]")]
    found += [part for node in tree.css("[srcset]") for part in (node.attributes["srcset"] or "").split(",")]
    found += [node.attributes.get("poster") for node in tree.css("[poster]")]
    found += [
        node.attributes.get("href")
        for node in tree.css("link[rel][href]")
        if set((node.attributes["rel"] or "").lower().split()) & set(FETCHING_LINK_TYPES)
    ]
    styles = [node.text() for node in tree.css("style")]
    styles += [node.attributes["style"] or "" for node in tree.css("[style]")]
    found += [match for style in styles for match in THIRD_PARTY_IN_CSS.findall(style)]
    return [address.strip() for address in found if address and THIRD_PARTY.search(address)]


def third_party_problems(found: dict[str, list[str]], pages: int, inlined: dict[str, str]) -> list[str]:
    """Return one message for each page that makes requests to other sites, or one for all pages, with the file to open.

    Takes the file in docs/ of the pages by the address that they fetch, the number of all pages, and the text of each
    stylesheet and script that the layout puts into pages.
    """
    wrong = []
    for address, sources in found.items():
        assets = [f"docs/assets/{name}" for name, text in inlined.items() if address in text]
        everywhere = ["overrides/"] if pages > 1 and len(set(sources)) == pages else []
        wrong += [f"{source}: {_third_party_message(address)}" for source in assets or everywhere or sources]
    return wrong


def _third_party_message(address: str) -> str:
    return (
        f"“{address}” would be loaded from another site, which learns who reads this; "
        "put a copy into docs/assets/ and use that, or make it a link."
    )


def _check_session_invitation(tree: LexborHTMLParser) -> list[str]:
    """Allow at most one invitation, after the main content, and none where a reader may be in danger."""
    found = tree.css(".guide-invitation")
    if len(found) > 1:
        return [f"the page has {len(found)} invitations; keep one {{{{ invitation() }}}}, at the end."]
    if found and tree.css_first("main[data-crisis]"):
        return ["a page marked “crisis: true” has an invitation; remove {{ invitation() }}."]
    if found and tree.css(".guide-invitation ~ :not(.guide-pager, .guide-downloads, .guide-sources)"):
        return ["the invitation is not at the end of the text; move {{ invitation() }} below everything else."]
    return []


def third_party_requests(site: Path) -> list[str]:
    """Return one message for each request to another site in stylesheets, scripts and drawings."""
    wrong = []
    for path in sorted(site.rglob("*")):
        pattern = {".css": THIRD_PARTY_IN_CSS, ".js": THIRD_PARTY_IN_SCRIPT, ".svg": THIRD_PARTY_IN_CSS}.get(
            path.suffix
        )
        if pattern:
            text = path.read_text(encoding="utf-8")
            name = without_hash(f"docs/{path.relative_to(site).as_posix()}")
            wrong += [f"{name}: {_third_party_message(address)}" for address in pattern.findall(text)]
    return wrong


def on_files(files: Any, *, config: Any) -> None:
    """Called by MkDocs when the files are known: remember which file in docs/ each built page comes from."""
    pages = files.documentation_pages()
    build_state(config).sources = {file.dest_uri: f"docs/{file.src_uri}" for file in pages}


def on_post_build(*, config: Any) -> None:
    """Called by MkDocs when all pages are built: parse and check each, and store what later checks need."""
    state, site = build_state(config), Path(config.site_dir)
    wrong = []
    fetched = defaultdict(list)
    state.pages = []
    for page, tree in parse_site(site, state.sources):
        state.pages.append(page)
        wrong += problems(page.source, tree)
        for address in third_party_urls(tree):
            fetched[address].append(page.source)
        for text in missing_heading(page.source, tree):
            log.warning(text)
            state.unreadable.add(page.source.removeprefix("docs/"))
    wrong += third_party_problems(fetched, len({page.source for page in state.pages}), state.inlined)
    for text in duplicate_titles(state.pages) + wrong + third_party_requests(site):
        log.warning(text)
