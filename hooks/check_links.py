"""Refuses links and topics that lead nowhere, and pages in no menu: a frightened reader has time for none of them."""

import logging
from pathlib import Path
from posixpath import dirname, join, normpath, relpath
from typing import Any
from urllib.parse import unquote, urlsplit

from core.build_state import build_state
from core.errors import closest, nearest
from core.parsed_pages import ParsedPage
from core.records import Topic

log = logging.getLogger("mkdocs.hooks.check_links")


def problems(pages: list[ParsedPage], files: set[str]) -> list[str]:
    """Judge the links between the pages of one site.

    Takes its pages and the addresses of its other files, with those that a later writer has promised; gives one line
    for each link that leads nowhere, with the nearest place that exists.
    """
    known = {page.address: page for page in pages}
    return [
        f"{page.source}: {text}" for page in pages for href in page.links for text in _check(page, href, known, files)
    ]


def _check(page: ParsedPage, href: str, known: dict[str, ParsedPage], files: set[str]) -> list[str]:
    parts = urlsplit(href)
    if parts.scheme or parts.netloc:
        return []
    if parts.path.startswith("/"):  # only the missing page starts at the root, since its own depth is unknown
        return [] if page.address == "404.html" else [_missing_page(page, href, known)]
    path = normpath(join(page.address or ".", unquote(parts.path))) if parts.path else page.address
    address = "" if path == "." else path
    target = known.get(address) or known.get(f"{address}/")
    if target is None:
        return [] if {address, f"{address}/"} & files else [_missing_page(page, href, known)]
    fragment = unquote(parts.fragment)
    if not fragment or fragment in target.ids or target.unfinished:
        return []
    return [_missing_place(fragment, target)]


def _missing_page(page: ParsedPage, href: str, known: dict[str, ParsedPage]) -> str:
    pages = {page.source.removeprefix("docs/") for page in known.values() if page.source.startswith("docs/")}
    name = href.split("#")[0].removeprefix("../").lstrip("/")
    close = closest(name, pages, cutoff=0.5)
    here = dirname(page.source.removeprefix("docs/"))
    advice = f"write “{relpath(close, here or '.')}”" if close else "write the path of a page from this file"
    return f"the link “{href}” leads to no page; {advice}."


def _missing_place(fragment: str, target: ParsedPage) -> str:
    if fragment.startswith("source-"):
        return f"a claim cites “{fragment.removeprefix('source-')}”; add that id to “sources:” in the front matter."
    close = closest(fragment, filter(None, target.ids), cutoff=0.4)
    advice = f"write “#{close}”, or " if close else ""
    return f"a link leads to “#{fragment}”, which is no anchor on {target.source}; {advice}give a heading that id."


def off_the_menu(pages: set[str], menu: set[str]) -> list[str]:
    """Name the pages in docs/ that the menu leaves out. Takes both as file names below docs/."""
    return [
        f"docs/{page}: the page is in no menu, so nobody would find it; add “- {page}” under “nav:” in mkdocs.yml."
        for page in sorted(pages - menu)
    ]


def dead_ends(links: set[str], pages: set[str]) -> list[str]:
    """Name what stands in the menu and is no page. Takes both as file names below docs/."""
    return [
        f"mkdocs.yml: “{link}” under “nav:” is no page in docs/; {nearest(link, pages, 'take the line out')}."
        for link in sorted(links)
    ]


def lost_topics(topics: dict[str, Topic], pages: list[ParsedPage]) -> list[str]:
    """Name the topics whose neutral short link would open nothing. Takes data/topics.yml and the finished pages."""
    known = {page.source.removeprefix("docs/"): page for page in pages if page.source.startswith("docs/")}
    return [
        f"data/topics.yml: topics › {name} › {text}"
        for name, topic in topics.items()
        if topic.page and (text := _lost(topic, known))
    ]


def _lost(topic: Topic, known: dict[str, ParsedPage]) -> str:
    target = known.get(topic.page)
    if target is None:
        advice = nearest(topic.page, known, "write the path of a page from docs/")
        return f"page: “{topic.page}” is no page in docs/; {advice}."
    if not topic.section or topic.section in target.ids or target.unfinished:
        return ""
    close = closest(topic.section, filter(None, target.ids), cutoff=0.4)
    advice = f"write “{close}”, or give a heading that id" if close else "give a heading that id"
    return f"section: “{topic.section}” is no anchor on {target.source}; {advice}."


def on_nav(nav: Any, *, files: Any, **_: Any) -> None:
    """Called by MkDocs when the menu is known."""
    pages = {file.src_uri for file in files.documentation_pages()}
    dead = {link.url for link in _links(nav.items) if not link.url.startswith("https://")}
    for text in off_the_menu(pages, {page.file.src_uri for page in nav.pages}) + dead_ends(dead, pages):
        log.warning(text)


def _links(items: list[Any]) -> list[Any]:
    """Everything in the menu that is no page, at any depth."""
    inner = [link for item in items if item.is_section for link in _links(item.children)]
    return inner + [item for item in items if item.is_link]


def on_post_build(*, config: Any) -> None:
    """Called by MkDocs when all pages are built and hooks/check_pages.py has parsed them."""
    state, site = build_state(config), Path(config.site_dir)
    files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()} | state.expected
    for text in problems(state.pages, files) + lost_topics(state.facts.topics, state.pages):
        log.warning(text)
