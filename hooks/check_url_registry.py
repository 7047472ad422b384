"""Reports published addresses that are gone or cover another subject: people have them on cards and in forms."""

import logging
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from core import url_registry
from core.addresses import DOWNLOADS, GENERATED, HOME, embed, kind, page_address, short_link
from core.build_state import build_state
from core.errors import closest
from core.facts import Facts
from core.joined_records import Topic
from core.manifest import number_sheets
from core.parsed_pages import ParsedPage
from core.url_registry import Registry, collect_registry, is_permanent, short_link_targets

log = logging.getLogger("mkdocs.hooks.check_url_registry")

LONG_WORD = re.compile(r"\w{4,}")  # shorter words occur in any heading
REDIRECTS = "data/redirects.yml"
REGISTRY = "data/url_registry.yml"
INDEX_FILE = "index.html"
EXAMPLES = {"page": "its/new/address/", "embed": "card/its-new-name/"}  # for a message where no address is similar
SAME_KIND = "write a page with its own text for a page, a card for a card, and a file with the same ending for a file"


def problems(registry: Registry, now: Registry, redirects: dict[str, str]) -> list[str]:
    """Return one message for each published address that would be gone or lead to something else, with what to write.

    Takes the registry, what the site publishes now (with the ids of each page), and data/redirects.yml.
    """
    return [
        *url_registry.problems(now),
        *_check_pages(registry["pages"], now, redirects),
        *_check_others(registry, now, redirects),
        *_check_short_links(registry["short_links"], now["short_links"], redirects),
        *_check_redirects(registry["pages"], now, redirects),
    ]


def _check_pages(before: dict[str, Any], now: Registry, redirects: dict[str, str]) -> list[str]:
    """Check the pages that were published: each must be there with its anchors, or have moved."""
    old, new = (
        {address: page["title"] for address, page in pages.items() if address != HOME}  # it has the name of the guide
        for pages in (before, now["pages"])
    )
    wrong = [_changed_subject(address, old[address], new[address]) for address in _changed_subjects(old, new)]
    for address, page in before.items():
        kept = address in now["pages"]  # _check_redirects reports a redirect of a page that is still there
        target, _, anchor = (address if kept else redirects.get(address, address)).partition("#")
        if target not in now["pages"]:
            if address not in redirects:  # _check_redirects reports a redirect that leads nowhere
                wrong.append(_missing_address(address, _candidates(address, before, now)))
            continue
        if not anchor:
            wrong += _check_anchors(address, page["anchors"], target, now["pages"][target])
    return wrong


def _missing_address(address: str, candidates: list[str]) -> str:
    close = closest(address, candidates) or EXAMPLES.get(kind(address), f"its/new/address{kind(address)}")
    return (
        f"{REGISTRY}: {address} was published, and people use that address; put it back, or add "
        f"“{address}: {close}” under “redirects:” in {REDIRECTS}, if that is where its text is now."
    )


def _candidates(old: str, before: dict[str, Any], now: Registry) -> list[str]:
    """Return the addresses to which an old one may lead: of its kind, and for a registered page only such pages."""
    published = now["pages"] if old in before else _published_addresses(now)
    return sorted(address for address in published if address != old and kind(address) == kind(old))


def _published_addresses(now: Registry) -> set[str]:
    return {*now["others"], *now["pages"]}


def _check_anchors(address: str, before: dict[str, str], target: str, page: dict[str, Any]) -> list[str]:
    """Report the anchors of a page that are gone or cover another subject, on the page itself or on its new address.

    Takes the published anchors with their headings, and the page on which they should be.
    """
    wrong = [
        f"{REGISTRY}: {address}#{anchor} (“{words}”) was published, and people use that address; on {target} "
        f"keep a heading with {{ #{anchor} }}, and below it a link to where its text is now."
        for anchor, words in before.items()
        if anchor not in page["ids"]
    ]
    after = page["anchors"]
    changed = _changed_subjects(before, after)
    return wrong + [_changed_subject(f"{address}#{name}", before[name], after[name]) for name in changed]


def _changed_subjects(before: dict[str, str], after: dict[str, str]) -> list[str]:
    """Return the names whose heading may now be about something else. Takes the old and new headings by their names.

    That is one without a long word in common with the old heading, or one that was the heading of another name, which
    has a different one now.
    """
    changed = {name: words for name, words in before.items() if after.get(name, "").lower() != words.lower()}
    given_up = {words.lower() for words in changed.values()}
    return [
        name
        for name, words in changed.items()
        if name in after and (after[name].lower() in given_up or not _long_words(words) & _long_words(after[name]))
    ]


def _long_words(text: str) -> set[str]:
    return set(LONG_WORD.findall(text.lower()))


def _changed_subject(address: str, before: str, after: str) -> str:
    return (
        f"{REGISTRY}: {address} was published as “{before}” and is now “{after}”; if that is another subject, give it "
        "an id or a page of its own and put the old one back; if it is the same subject in other words, write the new "
        f"words there, in {REGISTRY}."
    )


def _check_others(before: Registry, now: Registry, redirects: dict[str, str]) -> list[str]:
    """Report other addresses that are gone, except those that went with a page or with the code of a short link."""
    published = {*now["others"], *now["pages"], *redirects}
    pages = [address for address in before["pages"] if address not in published]  # see _check_pages
    targets = {code: entry["target"].partition("#")[0] for code, entry in before["short_links"].items()}
    removed = [code for code in targets if code not in now["short_links"]]  # see _check_short_links
    belonging = tuple(address for code in removed for address in (short_link(code), embed(code)))
    belonging += tuple(short_link(code) for code, target in targets.items() if target in pages)
    belonging += tuple(f"{DOWNLOADS}{page.strip('/').replace('/', '-')}." for page in pages)
    lost = [address for address in before["others"] if address not in published and not address.startswith(belonging)]
    return [_missing_address(address, _candidates(address, before["pages"], now)) for address in lost]


def _check_short_links(before: dict[str, Any], now: dict[str, Any], redirects: dict[str, str]) -> list[str]:
    return [
        text
        for code, short_link in before.items()
        if (text := _check_short_link(code, short_link, now.get(code), redirects))
    ]


def _check_short_link(code: str, before: dict[str, str], now: dict[str, str] | None, redirects: dict[str, str]) -> str:
    """Return what is wrong with one published code, or an empty string."""
    topic, target = before["topic"], before["target"]
    if now is None:
        return (
            f"data/topics.yml: the code {code} was published for “{topic}” and is gone, so a printed card would "
            f"open nothing; put “code: {code}” back, with a page."
        )
    if now["topic"] != topic:
        return (
            f"data/topics.yml: the code {code} was published for “{topic}” and now belongs to “{now['topic']}”; give "
            f"it back, and choose another code for “{now['topic']}”."
        )
    if now["target"] not in (target, _follow(target, redirects)):
        return (
            f"data/topics.yml: the code {code} (“{topic}”) was published for {target} and now opens {now['target']}, "
            "so people who use it would read something else; put its page and section back, or, if that is the same "
            f"subject at a better place, write “target: {now['target']}” there, in {REGISTRY}."
        )
    return ""


def _follow(address: str, redirects: dict[str, str]) -> str:
    """Return where an address leads now. If a page moved to an anchor, all its anchors lead there."""
    page, separator, anchor = address.partition("#")
    target = redirects.get(page, page)
    return target if "#" in target else f"{target}{separator}{anchor}"


def _check_redirects(before: dict[str, Any], now: Registry, redirects: dict[str, str]) -> list[str]:
    """Return one message for each line of data/redirects.yml that cannot be used. Also takes the registered pages."""
    published = _published_addresses(now)
    by_lower_case = {address.lower(): address for address in [*redirects, *published]}
    return [
        f"{REDIRECTS}: {old} {text}."
        for old, new in redirects.items()
        for text in (
            _source_problem(old, new, published, by_lower_case),
            _target_problem(old, new, _candidates(old, before, now), now, redirects),
        )
        if text
    ]


def _source_problem(old: str, new: str, published: set[str], by_lower_case: dict[str, str]) -> str:
    """Return why there cannot be a redirect at an old address: it would overwrite a file, or never be used.

    Takes both addresses, those that the site publishes, and all addresses by their lower-case form.
    """
    lower = old.lower()
    if old in published:
        return "is still there, so it has not moved; delete the line"
    if f"/{lower}".endswith(f"/{INDEX_FILE}"):
        return f"is the same address as its folder; write “{old[: -len(INDEX_FILE)] or './'}: {new}”"
    if not is_permanent(lower):
        return "is where the build puts files of its own, which nobody links to; delete the line"
    if by_lower_case[lower] != old:
        return f"differs from {by_lower_case[lower]} only in capital letters, which some disks ignore; delete the line"
    return ""


def _target_problem(old: str, new: str, candidates: list[str], now: Registry, redirects: dict[str, str]) -> str:
    """Return why an old address cannot lead to a new one: it has moved too, does not exist, or is of another kind.

    Takes both addresses, the possible targets, what the site publishes, and all redirects.
    """
    target, _, anchor = new.partition("#")
    if target in redirects:
        end = _final_target(new, redirects)
        advice = (
            f"has also moved; write “{old}: {end}”"
            if end
            else "leads back to it; write the address where the text is now"
        )
        return f"leads to {target}, which {advice}"
    if target not in _published_addresses(now):
        close = closest(target, candidates)
        return f"leads to {target}, which does not exist; write {f'“{old}: {close}”' if close else 'one that exists'}"
    if anchor and anchor not in now["pages"].get(target, {}).get("ids", ()):
        return f"leads to #{anchor}, but {target} has no such heading; give a heading that id"
    return "" if target in candidates else f"leads to {target}, which is of another kind; {SAME_KIND}"


def _final_target(address: str, redirects: dict[str, str]) -> str:
    """Return the last address of a chain of redirects, or an empty string if they form a loop."""
    visited: set[str] = set()
    while (page := address.partition("#")[0]) in redirects:
        if page in visited:
            return ""
        visited.add(page)
        address = redirects[page]
    return address


def pages_in_generated_folders(pages: list[ParsedPage]) -> list[str]:
    """Return one message for each page of docs/ that the build would overwrite with its own files."""
    return [
        f"{page.source}: the build writes the folder {folder} itself, and would overwrite this page; move it to "
        "another folder of docs/, or give it another name."
        for page in pages
        for folder in GENERATED
        if page.source.startswith("docs/") and page.address.startswith(folder)
    ]


def registry_with_ids(pages: list[ParsedPage], files: set[str], topics: dict[str, Topic]) -> Registry:
    """Return what a site publishes now, with all ids of each page."""
    now = collect_registry(pages, files, short_link_targets(topics))
    for page in pages:
        if entry := now["pages"].get(page.address or HOME):
            entry["ids"] = page.ids
    return now


def _left_out_sheets(facts: Facts) -> set[str]:
    """The addresses of the sheets of countries that the practice does not show."""
    sheets = number_sheets(facts.left_out, facts.topics, ())
    return {address for sheet in sheets for address in (sheet.file, sheet.neutral_file)}


def lost_pages(published: Iterable[str], pages: set[str], redirects: dict[str, str]) -> dict[str, str]:
    """Return the published pages that are gone and lead nowhere, each with the page that it probably became, if any.

    Takes the addresses of published pages, those of all pages in docs/, and data/redirects.yml. Only a new page can be
    an old one under another name.
    """
    new = pages - set(published)
    return {
        address: closest(address, new) for address in published if address not in pages and address not in redirects
    }


def on_nav(nav: Any, *, config: Any, files: Any, **_: Any) -> None:
    """Called by MkDocs when the files are known: what else is wrong about a lost page follows from its loss."""
    state = build_state(config)
    sources = {page_address(file.src_uri) or HOME: file.src_uri for file in files.documentation_pages()}
    lost = lost_pages(state.facts.url_registry.pages, set(sources), state.facts.redirects)
    for address, renamed in lost.items():
        log.warning(_missing_address(address, [renamed] if renamed else sorted(sources)))
        name = address.rstrip("/")
        state.unreadable |= {f"{name}.md", f"{name}/index.md"} | ({sources[renamed]} if renamed else set())


def on_post_build(*, config: Any) -> None:
    """Called by MkDocs when all pages are built and hooks/check_pages.py has parsed them."""
    state = build_state(config)
    site, facts = Path(config.site_dir), state.facts
    files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()} | state.expected
    now = registry_with_ids(state.pages, files, facts.topics)
    before = facts.url_registry.model_dump()
    before["others"] = [address for address in before["others"] if address not in _left_out_sheets(facts)]
    for text in pages_in_generated_folders(state.pages) + problems(before, now, facts.redirects):
        log.warning(text)
