"""Reports mistakes in the menu, and pages from which no link leads on, by the rules of data/navigation.yml."""

import logging
from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from core.addresses import link_target, page_address
from core.build_state import build_state
from core.errors import TYPING_ERROR_CUTOFF, closest, suggest
from core.schema import Navigation

log = logging.getLogger("mkdocs.hooks.check_navigation")

MAX_CLICKS = 2  # from the first page, by the links in the texts
MAX_WORKSHEET_CLICKS = 3
DELETED_ADVICE = "delete the line if you deleted the page, or put the file back"
MAX_STEPS = 5  # below the last heading
EXAMPLE = "- To talk to someone: [Helplines](../help/index.md)"
HEADINGS = "h2:not(.guide-invitation *)"  # the invitation comes after the end of a page


@dataclass(frozen=True)
class PageEnd:
    """The last section of a page: its heading, and how many items and links are in the list below it."""

    heading: str = ""
    items: int = 0
    links: int = 0


@dataclass(frozen=True)
class PageLinks:
    """The links of one page, and what its rules depend on."""

    page: str  # its file below docs/
    address: str  # from the site's root, such as why/; empty for the first page
    links: frozenset[str] = frozenset()  # the addresses to which its own text links, without the slash at their end
    end: PageEnd = PageEnd()
    worksheet: bool = False
    from_template: bool = False  # its content is from a template
    crisis: bool = False
    invites: bool = False  # to sessions


def page_links(page: str, html: str, meta: dict[str, Any]) -> PageLinks:
    """Return the links of a page. Takes its file below docs/, its HTML and its front matter."""
    tree, address = LexborHTMLParser(html), page_address(page)
    links = (urlsplit(node.attributes["href"] or "") for node in tree.css("a[href]"))
    return PageLinks(
        page=page,
        address=address,
        links=frozenset(link_target(address, link.path) for link in links if link.path and not link.netloc),
        end=_page_end(tree),
        worksheet=meta.get("kind") == "worksheet",
        from_template=bool(meta.get("template")),
        crisis=bool(meta.get("crisis")),
        invites=bool(tree.css_first(".guide-invitation")),
    )


def _page_end(tree: LexborHTMLParser) -> PageEnd:
    headings = tree.css(HEADINGS)
    if not headings:
        return PageEnd()
    list_below: LexborNode | None = headings[-1].next
    while list_below is not None and list_below.tag not in ("ul", "ol"):
        list_below = list_below.next
    items, links = (len(list_below.css(tag)) if list_below is not None else 0 for tag in ("li", "a"))
    return PageEnd(" ".join(headings[-1].text().split()), items, links)


def problems(pages: list[PageLinks], rules: Navigation) -> list[str]:
    """Return one message for each page that breaks a rule. Takes the links of all pages.

    A page that an unknown name in data/navigation.yml probably means is not checked: that name is reported first.
    """
    names = {page.page for page in pages}
    meant = {closest(name, names) for name in _named_pages(rules) if name not in names}
    excepted = {page.page for page in rules.excepted}
    checked = [page for page in pages if f"docs/{page.page}" not in excepted and page.page not in meant]
    clicks = _click_distances(pages, rules.start) if rules.start else {}
    addresses = {page.page: page.address.rstrip("/") for page in pages}
    inviting = None if rules.invites is None else {page.page for page in rules.invites}
    return [
        f"docs/{page.page}: {text}."
        for page in checked
        for text in (
            _end_problem(page, rules.ends_with) if rules.ends_with else "",
            _distance_problem(page, clicks.get(page.address.rstrip("/")), rules.start) if rules.start else "",
            _help_problem(page, rules.help, addresses.get(rules.help, "")) if rules.help else "",
            "" if inviting is None else _invitation_problem(page, page.page in inviting, rules.parts_that_invite),
        )
        if text
    ]


def unknown_pages(pages: set[str], rules: Navigation) -> list[str]:
    """Return one message for each page or folder of data/navigation.yml that does not exist. Takes files in docs/."""
    folders = {f"{page.rpartition('/')[0]}/" for page in pages if "/" in page}
    return [
        f"data/navigation.yml: “{page}” is not a page in docs/; {suggest(page, pages, 'delete the line')}."
        for page in _named_pages(rules)
        if page not in pages
    ] + [
        f"data/navigation.yml: “{part}” under “parts_that_invite:” is not a folder of docs/ with pages; "
        f"{suggest(part, folders, 'delete it')}."
        for part in rules.parts_that_invite
        if part not in folders
    ]


def _named_pages(rules: Navigation) -> list[str]:
    """The pages that data/navigation.yml names, as files below docs/."""
    named = [*filter(None, (rules.start, rules.help)), *(page.page.removeprefix("docs/") for page in rules.excepted)]
    return named + [page.page for page in rules.invites or ()]


def pages_not_in_nav(pages: set[str]) -> list[str]:
    """Return one message for each page that is not in the menu. Takes file names below docs/."""
    return [
        f"docs/{page}: the page is not in the menu, so nobody would find it; add “- {page}” under “nav:” in mkdocs.yml."
        for page in sorted(pages)
    ]


def pages_twice_in_nav(in_nav: list[str]) -> list[str]:
    """Return one message for each page that is in the menu more than once. Takes the pages of the menu in its order."""
    return [
        f"mkdocs.yml: “{page}” is under “nav:” {times} times; keep one of these lines."
        for page, times in Counter(in_nav).items()
        if times > 1
    ]


def broken_nav_links(
    links: set[str], pages: set[str], left_out: set[str], published: set[str]
) -> dict[str, tuple[str, str]]:
    """Return, for each line of the menu that names no page, a message and the omitted page that was probably meant.

    Takes the lines, all pages, those that are not in the menu, and those that were published: file names below docs/.
    """
    found = {}
    for link in sorted(links):
        meant = closest(link, left_out)
        advice = f"write “{meant}”" if meant else suggest(link, pages, DELETED_ADVICE, TYPING_ERROR_CUTOFF)
        if meant and link in published:
            advice = f"name the file docs/{meant} “{link}” again, because people use its address, or {advice}"
        found[link] = (f"mkdocs.yml: “{link}” under “nav:” is not a page in docs/; {advice}.", meant)
    return found


def _click_distances(pages: list[PageLinks], start: str) -> dict[str, int]:
    """Return how many clicks each address is away from the page `start`, by the links in the texts."""
    links = {page.address.rstrip("/"): page.links for page in pages}
    first = next((page.address.rstrip("/") for page in pages if page.page == start), "")
    clicks, waiting = {first: 0}, deque([first])
    while waiting:
        here = waiting.popleft()
        for there in sorted(links.get(here, frozenset()) - set(clicks)):
            clicks[there] = clicks[here] + 1
            waiting.append(there)
    return clicks


def _end_problem(page: PageLinks, heading: str) -> str:
    if page.worksheet or page.from_template:
        return ""
    if page.end.heading != heading:
        return f"the page does not end with “{heading}”; add the heading “## {heading}” and a list such as “{EXAMPLE}”"
    if not page.end.links:
        return f"“{heading}” leads nowhere; add a list with a link below it, such as “{EXAMPLE}”"
    if page.end.items > MAX_STEPS:
        return f"“{heading}” has {page.end.items} items, and the limit is {MAX_STEPS}; keep the most useful ones"
    return ""


def _distance_problem(page: PageLinks, clicks: int | None, start: str) -> str:
    limit = MAX_WORKSHEET_CLICKS if page.worksheet else MAX_CLICKS
    if clicks is not None and clicks <= limit:
        return ""
    away = "not to be reached by links" if clicks is None else f"{clicks} clicks away"
    return (
        f"the page is {away} from docs/{start}, and the limit is {limit} clicks; link to it in the text of a page that "
        "is closer"
    )


def _help_problem(page: PageLinks, help: str, address: str) -> str:
    if not page.crisis or page.page == help or address in page.links:
        return ""
    return f"a page marked “crisis: true” needs a link to docs/{help} in its own text; add one"


def _invitation_problem(page: PageLinks, listed: bool, parts: Sequence[str]) -> str:
    if page.crisis:  # hooks/check_pages.py refuses the invitation itself
        where = "under “invites:” in data/navigation.yml"
        return f"the page is marked “crisis: true”, so it must not invite; delete it {where}" if listed else ""
    if page.invites and not listed:
        return (
            "the page has an invitation, but is not under “invites:” in data/navigation.yml; add it there, or remove "
            "{{ invitation() }}"
        )
    if listed and not page.invites:
        return (
            "the page is under “invites:” in data/navigation.yml, but has no invitation; add {{ invitation() }} as its "
            "last line, or delete it there"
        )
    part = next((part for part in parts if page.page.startswith(part)), "")
    if part and not listed:
        return (
            f"each page of {part} that is not about danger invites; add {{{{ invitation() }}}} as its last line, and "
            "the page under “invites:” in data/navigation.yml, or mark it “crisis: true” if it is about danger"
        )
    return ""


_page_links: list[PageLinks] = []


def on_pre_build(**_: Any) -> None:
    """Called by MkDocs before it reads a page: clear the data of the last build."""
    _page_links.clear()


def on_nav(nav: Any, *, config: Any, files: Any, **_: Any) -> None:
    """Called by MkDocs when the navigation is known."""
    state = build_state(config)
    in_nav = [page.file.src_uri for page in nav.pages]
    pages = {file.src_uri for file in files.documentation_pages()}
    left_out = pages - set(in_nav)
    broken = {link.url for link in _nav_links(nav.items) if not link.url.startswith("https://")}
    addresses = set(state.facts.url_registry.pages)
    published = {link for link in broken if page_address(link) in addresses}
    mistakes = broken_nav_links(broken, pages, left_out, published)
    meant = {page for _, page in mistakes.values() if page}
    for text in (
        [text for text, _ in mistakes.values()] + pages_twice_in_nav(in_nav) + pages_not_in_nav(left_out - meant)
    ):
        log.warning(text)
    state.unreadable |= broken | meant


def _nav_links(items: list[Any]) -> list[Any]:
    """Return every link of the navigation, at any depth: MkDocs makes a link of a line that is not a page."""
    inner = [link for item in items if item.is_section for link in _nav_links(item.children)]
    return inner + [item for item in items if item.is_link]


def on_page_content(html: str, *, page: Any, **_: Any) -> None:
    """Called by MkDocs for each page."""
    _page_links.append(page_links(page.file.src_uri, html, page.meta))


def on_post_build(*, config: Any) -> None:
    """Called by MkDocs when all pages are built."""
    rules = build_state(config).facts.navigation
    for text in unknown_pages({page.page for page in _page_links}, rules) + problems(_page_links, rules):
        log.warning(text)
