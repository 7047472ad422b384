"""Refuses to drop or re-purpose an address that was ever published: someone holds it on a card, or in a form."""

import logging
import re
from pathlib import Path
from typing import Any

from core import url_registry
from core.addresses import GENERATED, HOME, embed, kind, short_link
from core.build_state import build_state
from core.errors import closest
from core.parsed_pages import ParsedPage
from core.records import Topic
from core.url_registry import Registry, is_permanent, published, targets

log = logging.getLogger("mkdocs.hooks.check_url_registry")

WORD = re.compile(r"\w{4,}")  # shorter words stand in any heading
MOVED = "data/redirects.yml"
PUBLISHED = "data/url_registry.yml"
INDEX = "index.html"
INVENTED = {"page": "its/new/address/", "card": "card/its-new-name/"}  # shows the form of a line where nothing is close
KINDS = "write a page with words of its own for such a page, a card for a card, a file for one with the same ending"


def problems(registry: Registry, now: Registry, moved: dict[str, str]) -> list[str]:
    """Judge what a site publishes by what was published before.

    Takes the registry, what the site publishes now, and where addresses have moved to; gives one line for each address
    that would lead nowhere or to something else, with what to write.
    """
    return [
        *url_registry.problems(now),
        *_pages(registry["pages"], now, moved),
        *_others(registry, now, moved),
        *_short_links(registry["short_links"], now["short_links"], moved),
        *_moves(registry["pages"], now, moved),
    ]


def _pages(before: dict[str, Any], now: Registry, moved: dict[str, str]) -> list[str]:
    titles = [{address: page["title"] for address, page in pages.items()} for pages in (before, now["pages"])]
    wrong = [_reworded(address, *(title[address] for title in titles)) for address in _changed(*titles)]
    for address, page in before.items():
        kept = address in now["pages"]  # a line that says it has moved is told by _moves
        target, _, place = (address if kept else moved.get(address, address)).partition("#")
        if target not in now["pages"]:
            if address not in moved:  # a move that leads nowhere is told by _moves
                wrong.append(_gone(address, _fit(address, before, now)))
            continue
        if not place:
            wrong += _kept(address, page["anchors"], target, now["pages"][target])
    return wrong


def _gone(address: str, fit: list[str]) -> str:
    close = closest(address, fit) or INVENTED.get(kind(address), f"its/new/address{kind(address)}")
    return (
        f"{PUBLISHED}: {address} was published, and people hold that address; put it back, or add "
        f"“{address}: {close}” under “redirects:” in {MOVED}, if that is where its words are now."
    )


def _fit(old: str, before: dict[str, Any], now: Registry) -> list[str]:
    """The addresses to which an old one may lead: all of its kind, and where it was a page with words, such pages."""
    there = now["pages"] if old in before else _there(now)
    return sorted(address for address in there if address != old and kind(address) == kind(old))


def _there(now: Registry) -> set[str]:
    return {*now["others"], *now["pages"]}


def _kept(address: str, before: dict[str, str], target: str, page: dict[str, Any]) -> list[str]:
    """What is wrong with the places of a page that is still there, or has moved whole: gone, or saying something else.

    Takes the words of the places that were published, and the page on which they should be.
    """
    wrong = [
        f"{PUBLISHED}: {address}#{place} (“{words}”) was published, and people hold that address; on {target} "
        f"keep a heading with {{ #{place} }}, and below it a link to where its words are now."
        for place, words in before.items()
        if place not in page["ids"]
    ]
    after = page["anchors"]
    return wrong + [_reworded(f"{address}#{one}", before[one], after[one]) for one in _changed(before, after)]


def _changed(before: dict[str, str], after: dict[str, str]) -> list[str]:
    """The names whose words may well be about something else now.

    They have no word in common with the old ones, or are those of another name that has other words now, too.
    """
    other = {name: words for name, words in before.items() if after.get(name, "").lower() != words.lower()}
    free = {words.lower() for words in other.values()}
    return [
        name
        for name, words in other.items()
        if name in after and (after[name].lower() in free or not _long(words) & _long(after[name]))
    ]


def _long(text: str) -> set[str]:
    return set(WORD.findall(text.lower()))


def _reworded(address: str, before: str, after: str) -> str:
    return (
        f"{PUBLISHED}: {address} was published as “{before}” and is now “{after}”; if that is another subject, give it "
        "an id or a page of its own and put the old one back; if it is the same in other words, write the new ones "
        f"there, in {PUBLISHED}."
    )


def _others(before: Registry, now: Registry, moved: dict[str, str]) -> list[str]:
    there = {*now["others"], *now["pages"], *moved}
    closed = [
        code for code in before["short_links"] if code not in now["short_links"]
    ]  # told by _doors: they are put back
    own = tuple(address for code in closed for address in (short_link(code), embed(code)))
    lost = [address for address in before["others"] if address not in there and not address.startswith(own)]
    return [_gone(address, _fit(address, before["pages"], now)) for address in lost]


def _short_links(before: dict[str, Any], now: dict[str, Any], moved: dict[str, str]) -> list[str]:
    return [
        text for code, short_link in before.items() if (text := _short_link(code, short_link, now.get(code), moved))
    ]


def _short_link(code: str, before: dict[str, str], now: dict[str, str] | None, moved: dict[str, str]) -> str:
    topic, opens = before["topic"], before["target"]
    if now is None:
        return (
            f"data/topics.yml: the code {code} was published for “{topic}” and is gone, so a printed card would "
            f"open nothing; put “code: {code}” back, with a page."
        )
    if now["topic"] != topic:
        return (
            f"data/topics.yml: the code {code} was published for “{topic}” and now belongs to “{now['topic']}”; give "
            f"it back, and draw another for “{now['topic']}”."
        )
    if now["target"] not in (opens, _led(opens, moved)):
        return (
            f"data/topics.yml: the code {code} (“{topic}”) was published for {opens} and now opens {now['target']}, so "
            "whoever holds it would read something else; put its page and section back, or, if that is the same "
            f"subject at a better place, write “target: {now['target']}” there, in {PUBLISHED}."
        )
    return ""


def _led(address: str, moved: dict[str, str]) -> str:
    """Where an address leads now: a page that moved to a place takes all of its places there."""
    page, sign, place = address.partition("#")
    target = moved.get(page, page)
    return target if "#" in target else f"{target}{sign}{place}"


def _moves(before: dict[str, Any], now: Registry, moved: dict[str, str]) -> list[str]:
    """What is wrong with data/redirects.yml itself; takes the pages that were published, too."""
    there = _there(now)
    spelt = {address.lower(): address for address in [*moved, *there]}
    return [
        f"{MOVED}: {old} {text}."
        for old, new in moved.items()
        for text in (_taken(old, new, there, spelt), _astray(old, new, _fit(old, before, now), now, moved))
        if text
    ]


def _taken(old: str, new: str, there: set[str], spelt: dict[str, str]) -> str:
    """What stands at an old address already, and would be overwritten by what leads on.

    Takes both sides of the move, what the site publishes, and all addresses by their small letters.
    """
    small = old.lower()
    if old in there:
        return "is still there, so it has not moved; take the line out"
    if f"/{small}".endswith(f"/{INDEX}"):
        return f"is answered with its folder; write “{old[: -len(INDEX)] or './'}: {new}”"
    if not is_permanent(small):
        return "lies where the build puts files of its own, which nobody links to; take the line out"
    if spelt[small] != old:
        return f"is {spelt[small]} in other capitals, and some disks take them for one; take the line out"
    return ""


def _astray(old: str, new: str, fit: list[str], now: Registry, moved: dict[str, str]) -> str:
    """Why a new address is none for the old one: it has moved, is not there, or is of another kind.

    Takes both sides of the move, the addresses that would fit, what the site publishes, and all moves.
    """
    target, _, place = new.partition("#")
    if target in moved:
        end = _end(new, moved)
        advice = f"has moved too; write “{old}: {end}”" if end else "leads back to it; write where the words are now"
        return f"leads to {target}, which {advice}"
    if target not in _there(now):
        close = closest(target, fit)
        return f"leads to {target}, which is not there; write {f'“{old}: {close}”' if close else 'one that is there'}"
    if place and place not in now["pages"].get(target, {}).get("ids", ()):
        return f"leads to #{place}, which is no place on {target}; give a heading that id"
    return "" if target in fit else f"leads to {target}, which is of another kind; {KINDS}"


def _end(address: str, moved: dict[str, str]) -> str:
    """The last address of a chain of moves; empty where it leads in a circle."""
    passed: set[str] = set()
    while (page := address.partition("#")[0]) in moved:
        if page in passed:
            return ""
        passed.add(page)
        address = moved[page]
    return address


def reserved(pages: list[ParsedPage]) -> list[str]:
    """Name the pages of docs/ in folders that the build writes itself: it would overwrite them."""
    return [
        f"{page.source}: the build makes what lies at {folder} itself, and would write over this page; put it into "
        "another folder of docs/, or give it another name."
        for page in pages
        for folder in GENERATED
        if page.source.startswith("docs/") and page.address.startswith(folder)
    ]


def with_ids(pages: list[ParsedPage], files: set[str], topics: dict[str, Topic]) -> Registry:
    """What a site publishes now, and for each of its pages every anchor that a link can lead to."""
    now = published(pages, files, targets(topics))
    for page in pages:
        if entry := now["pages"].get(page.address or HOME):
            entry["ids"] = page.ids
    return now


def on_post_build(*, config: Any) -> None:
    """Called by MkDocs when all pages are built and hooks/check_pages.py has parsed them."""
    state = build_state(config)
    site, facts = Path(config.site_dir), state.facts
    files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()} | state.expected
    now = with_ids(state.pages, files, facts.topics)
    for text in reserved(state.pages) + problems(facts.url_registry.model_dump(), now, facts.redirects):
        log.warning(text)
