"""Reports broken links, also in the handbook, and topics without a page."""

import logging
import re
from pathlib import Path
from posixpath import basename, dirname, join, normpath, relpath
from typing import Any
from urllib.parse import unquote, urlsplit

from core.addresses import GENERATED, link_target
from core.build_state import build_state
from core.errors import TYPING_ERROR_CUTOFF, closest, suggest
from core.joined_records import Topic
from core.parsed_pages import ParsedPage
from core.site_files import without_hash
from core.translation import original_docs

log = logging.getLogger("mkdocs.hooks.check_links")

# Files that templates and scripts use, and files that hosts look for.
NEEDED = re.compile(r"assets/[\w-]+\.(?:css|js|svg)|CNAME|\.nojekyll|favicon\.ico|\.well-known/.+")
PICTURES = (".svg", ".png", ".jpg", ".jpeg", ".webp", ".gif", ".avif")
NO_PAGE_ADVICE = "write the path of a page from this file; if that page was deleted, take the link out"
_docs_files: set[str] = set()  # those that unused_files() checks
HANDBOOK_LINK = re.compile(r"\]\((?:\.\./)+docs/([^)#\s]+\.md)#?([^)\s]*)\)")


def problems(
    pages: list[ParsedPage],
    files: set[str],
    redirects: dict[str, str] | None = None,
    missing_pages: frozenset[str] = frozenset(),
) -> list[str]:
    """Return one message for each broken link between pages, with the nearest target that exists.

    Takes the site's pages, the addresses of its other files, including those that later hooks will write,
    data/redirects.yml, and the missing pages that data/ names: links of macros and templates to these are not reported,
    since the mistake in data/ is.
    """
    known = {page.address: page for page in pages}
    moved_pages = {f"{old.strip('/')}.md": known[new] for old, new in (redirects or {}).items() if new in known}
    return [
        f"{page.source}: {text}"
        for page in pages
        for text in (
            *(
                text
                for href in page.links
                if not _is_link_from_data(page, href, missing_pages)
                for text in _link_problems(page, href, known, files, moved_pages)
            ),
            *(text for source in page.images for text in _picture_problems(page, source, files)),
        )
    ]


def _is_link_from_data(page: ParsedPage, href: str, missing_pages: frozenset[str]) -> bool:
    """Whether a macro or a template, not a writer, links to one of these pages: from the root, or by its address."""
    path = urlsplit(href).path
    if path.startswith("/"):
        return path.lstrip("/") in missing_pages
    address = link_target(page.address, path) if path and not path.endswith(".md") else ""
    return bool({f"{address}.md", f"{address}/index.md"} & missing_pages)


def _link_problems(
    page: ParsedPage, href: str, known: dict[str, ParsedPage], files: set[str], moved_pages: dict[str, ParsedPage]
) -> list[str]:
    """Return what is wrong with one link of a page.

    Takes all pages by their addresses, the other files, and the pages that moved by their old files.
    """
    parts = urlsplit(href)
    if parts.scheme or parts.netloc:
        return []
    if parts.path.startswith("/"):  # only 404.html has such links: it is served at any depth
        return [] if page.address == "404.html" else [_missing_page(page, href, known, moved_pages)]
    address = link_target(page.address, parts.path) if parts.path else page.address
    target = known.get(address) or known.get(f"{address}/")
    if target is None:
        return [] if {address, f"{address}/"} & files else [_missing_page(page, href, known, moved_pages)]
    fragment = unquote(parts.fragment)
    if not fragment or fragment in target.ids:
        return []
    return [_missing_anchor(fragment, target)]


def _picture_problems(page: ParsedPage, source: str, files: set[str]) -> list[str]:
    """Return what is wrong with a picture of a page, unless it is on another site."""
    parts = urlsplit(source)
    if parts.scheme or parts.netloc or not parts.path or link_target(page.address, parts.path) in files:
        return []
    if parts.path.startswith("/") and page.address == "404.html":  # it is served at any depth
        return []
    pictures = {without_hash(basename(file)): without_hash(file) for file in sorted(files) if _is_picture(file)}
    close = pictures.get(closest(basename(parts.path), pictures), "")
    folder = dirname(page.source.removeprefix("docs/")) or "."
    advice = f"write “{relpath(close, folder)}”" if close else f"put the file into {dirname(page.source) or 'docs'}/"
    return [f"the picture “{source}” does not exist; {advice}, or take it out."]


def _is_picture(file: str) -> bool:
    return file.endswith(PICTURES) and not file.startswith(tuple(GENERATED))


def _missing_page(page: ParsedPage, href: str, known: dict[str, ParsedPage], moved_pages: dict[str, ParsedPage]) -> str:
    pages = {page.source.removeprefix("docs/") for page in known.values() if page.source.startswith("docs/")}
    path, _, fragment = href.partition("#")
    here = dirname(page.source.removeprefix("docs/"))
    name = normpath(path.lstrip("/") if path.startswith("/") else join(here, path)).removesuffix(".md") + ".md"
    close = moved_pages[name].source.removeprefix("docs/") if name in moved_pages else _meant_page(name, pages)
    section = f"#{fragment}" if fragment else ""
    advice = f"write “{relpath(close, here or '.')}{section}”" if close else NO_PAGE_ADVICE
    return f"the link “{href}” leads to no page; {advice}."


def _meant_page(name: str, pages: set[str]) -> str:
    """The page that was probably meant: of the same file name elsewhere, or misspelt. Any other page would mislead."""
    same = [page for page in pages if basename(page) == basename(name) != "index.md"]
    if len(same) == 1:
        return same[0]
    return closest(name, [page for page in pages if _is_misspelt(basename(name), basename(page))], cutoff=0.5)


def _is_misspelt(typed: str, name: str) -> bool:
    stem, other = typed.removesuffix(".md"), name.removesuffix(".md")
    return sorted(stem) == sorted(other) or bool(closest(stem, [other], cutoff=0.7))


def _missing_anchor(fragment: str, target: ParsedPage) -> str:
    if fragment.startswith("source-"):
        return f"a claim cites “{fragment.removeprefix('source-')}”; add that id to “sources:” in the front matter."
    close = closest(fragment, filter(None, target.ids), cutoff=0.4)
    advice = f"write “#{close}”, or " if close else ""
    return f"a link leads to “#{fragment}”, but {target.source} has no such heading; {advice}give a heading that id."


def unused_files(pages: list[ParsedPage], files: set[str]) -> list[str]:
    """Return one message for each file in docs/ that would be published though nothing leads to it.

    Takes the pages, and the files in docs/ that are neither pages nor our own assets.
    """
    used = {link_target(page.address, urlsplit(href).path) for page in pages for href in (*page.links, *page.images)}
    return [
        f"docs/{name}: no page uses this file, and it would be published; link to it from a page, or remove it."
        for name in sorted(files - used)
    ]


def broken_topics(topics: dict[str, Topic], pages: list[ParsedPage]) -> list[str]:
    """Return one message for each topic whose page or section does not exist. Takes the topics and the built pages."""
    known = _pages_by_file(pages)
    return [
        f"data/topics.yml: topics › {name} › {text}"
        for name, topic in topics.items()
        if topic.page and (text := _topic_problem(topic, known))
    ]


def broken_handbook_links(handbook: Path, pages: list[ParsedPage]) -> list[str]:
    """Return one message for each link from the handbook to a page or a section that does not exist.

    Takes the folder of the handbook, which may be missing, and the built pages.
    """
    known = _pages_by_file(pages)
    return [
        f"handbook/{path.relative_to(handbook).as_posix()}, line {number}: {text}"
        for path in sorted(handbook.rglob("*.md"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        for file, fragment in HANDBOOK_LINK.findall(line)
        if (text := _handbook_problem(file, fragment, known))
    ]


def _handbook_problem(file: str, fragment: str, known: dict[str, ParsedPage]) -> str:
    """Return what is wrong with a link to a file below docs/, or an empty string."""
    target = known.get(file)
    if target is None:
        return f"the link leads to docs/{file}, which is not a page; {suggest(file, known, 'delete the link')}."
    if not fragment or fragment in target.ids:
        return ""
    return _missing_anchor(fragment, target)


def _pages_by_file(pages: list[ParsedPage]) -> dict[str, ParsedPage]:
    """The pages by their files below docs/."""
    return {page.source.removeprefix("docs/"): page for page in pages if page.source.startswith("docs/")}


def _topic_problem(topic: Topic, known: dict[str, ParsedPage]) -> str:
    """Return what is wrong with a topic's page or section, or an empty string. Takes the pages by their files."""
    target = known.get(topic.page)
    if target is None:
        advice = suggest(
            topic.page, known, "write the path of the page from docs/ that answers it now", TYPING_ERROR_CUTOFF
        )
        return f"page: “{topic.page}” is not a page in docs/; {advice}."
    if not topic.section or topic.section in target.ids:
        return ""
    close = closest(topic.section, filter(None, target.ids), cutoff=0.4)
    advice = f"write “{close}”, or give a heading that id" if close else "give a heading that id"
    return f"section: {target.source} has no heading with the id “{topic.section}”; {advice}."


def on_files(files: Any, *, config: Any) -> None:
    """Called by MkDocs when the files are known: store those of docs/ that are not pages, and that no setting names."""
    theme = build_state(config).theme
    named = {str(path) for path in (*config.extra_css, *config.extra_javascript, theme.logo, theme.favicon)}
    found = {
        file.src_uri
        for file in files
        if file.src_dir == config.docs_dir and not file.is_documentation_page() and not NEEDED.fullmatch(file.src_uri)
    }
    _docs_files.clear()
    _docs_files.update(found - named)


def on_post_build(*, config: Any) -> None:
    """Called by MkDocs when all pages are built and hooks/check_pages.py has parsed them."""
    state, site = build_state(config), Path(config.site_dir)
    files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()} | state.expected
    handbook = Path(config.config_file_path).parent / "handbook"
    missing_pages = {topic.page for topic in state.facts.topics.values() if topic.page} - _pages_by_file(
        state.pages
    ).keys()
    for text in (
        problems(state.pages, files, state.facts.redirects, missing_pages)
        + unused_files(state.pages, _docs_files)
        + broken_topics(state.facts.topics, state.pages)
        + ([] if original_docs(config) else broken_handbook_links(handbook, state.pages))
    ):
        log.warning(text)
