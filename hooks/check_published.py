"""Refuses to drop or re-purpose an address that was ever published: someone holds it on a card, or in a form."""

import logging
import re
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from finished import Finished, origins, read
from register import Register, found

log = logging.getLogger("mkdocs.hooks.check_published")

WORD = re.compile(r"\w{4,}")  # shorter words stand in any heading
MOVED = "data/moved.yml"
PUBLISHED = "data/published.yml"


def problems(register: Register, now: Register, moved: dict[str, str]) -> list[str]:
    """Judge what a site publishes by what was published before.

    Takes the register, what the site publishes now, and where addresses have moved to; gives one line for each address
    that would lead nowhere or to something else, with what to write.
    """
    return [
        *_pages(register["pages"], now, moved),
        *_others(register, now, moved),
        *_doors(register["doors"], now["doors"]),
        *_moves(now, moved),
    ]


def _pages(before: dict[str, Any], now: Register, moved: dict[str, str]) -> list[str]:
    wrong = []
    for address, page in before.items():
        kept = address in now["pages"]  # a line that says it has moved is told by _moves
        target, _, place = (address if kept else moved.get(address, address)).partition("#")
        if target not in now["pages"]:
            if address not in moved:  # a move that leads nowhere is told by _moves
                wrong.append(_gone(address, now["pages"]))
            continue
        if not place:
            wrong += _kept(address, page, target, now["pages"][target])
    return wrong


def _gone(address: str, known: Iterable[str]) -> str:
    close = _close(address, address, known) or f"its/new/{'address/' if address.endswith('/') else 'address.pdf'}"
    return (
        f"{PUBLISHED}: {address} was published, and people hold that address; put it back, or add "
        f"“{address}: {close}” under “moved:” in {MOVED}, if that is where its words are now."
    )


def _close(address: str, old: str, known: Iterable[str]) -> str:
    """The address most like this one to which the old one may lead, a page to a page and a file to a file; or none."""
    fit = sorted(one for one in known if one.endswith("/") == old.endswith("/"))
    return next(iter(get_close_matches(address, fit, n=1)), "")


def _kept(address: str, before: dict[str, Any], target: str, page: dict[str, Any]) -> list[str]:
    """What is wrong with a page that is still there, or has moved whole: a place is gone, or says something else."""
    wrong = []
    if address == target and _other(before["title"], page["title"]):
        wrong.append(_reworded(address, before["title"], page["title"]))
    for place, words in before["places"].items():
        if place not in page["ids"]:
            wrong.append(
                f"{PUBLISHED}: {address}#{place} (“{words}”) was published, and people hold that address; on {target} "
                f"keep a heading with {{ #{place} }}, and below it a link to where its words are now."
            )
        elif _other(words, page["places"].get(place, words)):
            wrong.append(_reworded(f"{address}#{place}", words, page["places"][place]))
    return wrong


def _other(before: str, after: str) -> bool:
    """Whether two headings have no word in common, and so may well be about two things."""
    first, second = (set(WORD.findall(text.lower())) for text in (before, after))
    return before.lower() != after.lower() and not first & second


def _reworded(address: str, before: str, after: str) -> str:
    return (
        f"{PUBLISHED}: {address} was published as “{before}” and is now “{after}”; if that is another subject, give it "
        "an id or a page of its own and put the old one back; if it is the same in other words, write the new ones "
        f"there, in {PUBLISHED}."
    )


def _others(before: Register, now: Register, moved: dict[str, str]) -> list[str]:
    there = {*now["others"], *now["pages"], *moved}
    closed = [code for code in before["doors"] if code not in now["doors"]]  # told by _doors: they are put back
    rooms = tuple(f"{room}/{code}/" for code in closed for room in ("r", "card"))
    lost = [address for address in before["others"] if address not in there and not address.startswith(rooms)]
    return [_gone(address, now["others"]) for address in lost]


def _doors(before: dict[str, str], now: dict[str, str]) -> list[str]:
    wrong = []
    for code, slug in before.items():
        if code not in now:
            wrong.append(
                f"data/topics.yml: the code {code} was published for “{slug}” and is gone, so a printed card would "
                f"open nothing; put “code: {code}” back, with a page."
            )
        elif now[code] != slug:
            wrong.append(
                f"data/topics.yml: the code {code} was published for “{slug}” and now belongs to “{now[code]}”; give "
                f"it back, and draw another for “{now[code]}”."
            )
    return wrong


def _moves(now: Register, moved: dict[str, str]) -> list[str]:
    """What is wrong with data/moved.yml itself."""
    there = {*now["others"], *now["pages"]}
    wrong = []
    for old, new in moved.items():
        target, _, place = new.partition("#")
        if old in there:
            wrong.append(f"{MOVED}: {old} is still there, so it has not moved; take the line out.")
        if target in moved:
            wrong.append(f"{MOVED}: {old} leads to {target}, which has moved too; write “{old}: {moved[target]}”.")
        elif target not in there:
            close = _close(target, old, there)
            advice = f"write “{old}: {close}”" if close else "write an address that is there"
            wrong.append(f"{MOVED}: {old} leads to {target}, which is not there; {advice}.")
        elif place and place not in now["pages"].get(target, {}).get("ids", ()):
            wrong.append(f"{MOVED}: {old} leads to #{place}, which is no place on {target}; give a heading that id.")
        elif old.endswith("/") != target.endswith("/"):
            wrong.append(f"{MOVED}: {old} leads to {target}; a page can only lead to a page, and a file to a file.")
    return wrong


def judged(pages: list[Finished], files: set[str], topics: dict[str, Any]) -> Register:
    """What a site publishes now, and for each of its pages every place that a link can lead to."""
    now = found(pages, files, topics)
    for page in pages:
        if kept := now["pages"].get(page.address or "./"):
            kept["ids"] = page.ids
    return now


_sources: dict[str, str] = {}


def on_files(files: Any, **_: Any) -> None:
    """Called by MkDocs when the files are known: remember which one stands behind each page."""
    _sources.update(origins(files))


def on_post_build(*, config: Any) -> None:
    """Called by MkDocs when all pages are built."""
    site, facts = Path(config.site_dir), config.extra["facts"]
    files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    files |= config.extra.get("promised", set())
    for text in problems(facts.published, judged(read(site, _sources), files, facts.topics), facts.moved):
        log.warning(text)
