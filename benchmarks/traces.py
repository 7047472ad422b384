"""Measures what three ways of reading leave in real browsers, and writes it as data/traces.yml: readers are told of it.

The walk is the same each time: a first page, then five steps (menu, link in the text, table of contents, search, next),
then the exit. Read openly, the same pages must be found again: a search that finds nothing then would prove nothing.
"""

import io
import json
import platform
import re
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import yaml
from browser_drivers import BROWSERS, PATIENCE, Reader
from browser_profile import Row, found, rows
from fake_exit_sites import NAMES, TITLE, elsewhere
from nginx_server import certificate, serve
from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
TABLE = ROOT / "data" / "traces.yml"
HOST = "guide.example"
START = f"https://{HOST}/"
BEFORE = f"https://{NAMES[1]}/"  # where the reader comes from, so that Back has somewhere to go
FIRST = "/why/"
TOPIC = "what-is-no-contact"  # its short link opens the same page
WAYS = ("short_link", "private", "ordinary")
SENTENCES = 20
AGAIN = 3  # Backs, and Forwards after them
PAUSE = 0.4  # seconds for a page to come up
SLOW = 0.6  # seconds that a slow line takes
COMMENT = """\
# What three ways of reading left in real browsers: the table on the page “Reading safely”.
# Written by scripts/traces, which measures it; never by hand.
# Afterwards read docs/safety/reading.md again, since it promises what stands here.
#
#   traces      one measurement:
#     measured    the day
#     system      what it ran on
#     versions    of each browser: chromium, firefox
#     found       for each way of reading (short link: from a short link; private: private reading begun on a public
#                 page; ordinary: by ordinary links) and each browser, after a first page, five steps (menu, link in
#                 the text, table of contents, search, next) and the exit:
#       rows        lines of the guide in the history file
#       listed      addresses of the guide that the browser's own history page shows
#       titles      of the lines, those whose title says what a page is about
#       back        entries of the guide that three Backs and three Forwards can reach, or that were painted then
#       sentences   of twenty sentences of the pages opened later, those found anywhere in the browser's folder
#       pages       of the pages opened later, those with a sentence, heading or address found there
#       first       whether a sentence of the first page was found there
"""


@dataclass
class Seen:
    """What one reading showed."""

    rows: list[Row] = field(default_factory=list)
    listed: list[str] = field(default_factory=list)
    back: list[str] = field(default_factory=list)  # addresses of the guide within reach, or “painted”, one per stop
    words: dict[str, list[str]] = field(default_factory=dict)  # what was found in the profile, and in which files
    read: list[str] = field(default_factory=list)  # the addresses of the pages, in order
    sentences: list[str] = field(default_factory=list)
    pages: dict[str, list[str]] = field(default_factory=dict)  # by address: what of it was looked for
    first: list[str] = field(default_factory=list)
    memory: bool = False  # Back brought a page up from the browser's memory
    version: str = ""


# The walk.


def short_link() -> str:
    """The address of the neutral short link of our topic."""
    topics = yaml.safe_load((ROOT / "data" / "topics.yml").read_text(encoding="utf-8"))["topics"]
    return f"/r/{topics[TOPIC]['code']}/"


def shown(reader: Reader) -> str:
    """The heading of the page that is shown."""
    return reader.run("document.querySelector('main h1').textContent.trim()")


def press(reader: Reader, selector: str) -> None:
    """Press what fits, as soon as it is there."""
    reader.until(f"!!document.querySelector({json.dumps(selector)})")
    reader.press(selector)


def follow(reader: Reader, selector: str) -> str:
    """Press a link to another page, and wait for it; gives the page's heading."""
    before = shown(reader)
    press(reader, selector)
    arrived(reader, before)
    return shown(reader)


def arrived(reader: Reader, before: str) -> None:
    """Wait until another page is shown."""
    heading = "document.querySelector('main h1').textContent.trim()"
    reader.until(f"document.readyState === 'complete' && {heading} !== {json.dumps(before)}")


def look_up(reader: Reader, words: str) -> str:
    """Search, and open the first result; gives the page's heading."""
    press(reader, "button[aria-controls=search]")
    reader.until("document.activeElement.id === 'query'")
    reader.write(words)
    reader.until("!!document.querySelector('.guide-search__results a')")
    return follow(reader, ".guide-search__results a")


def read(reader: Reader, way: str) -> list[str]:
    """Switch on what this way needs, and take the five steps; gives the headings of the pages opened."""
    headings = []
    if way == "private":
        press(reader, ".guide-private")
        reader.until("'private' in document.documentElement.dataset")
    if way == "short_link":
        headings.append(follow(reader, "[data-target]"))
    headings.append(follow(reader, ".guide-footer a[href$='contents/']"))
    headings.append(follow(reader, "main a[href$='how/channels/']"))
    press(reader, ".guide-toc summary")
    press(reader, ".guide-toc li:last-child a")
    reader.until("scrollY > innerHeight")
    headings.append(look_up(reader, "slip"))
    reader.run("window.marked = true")
    headings.append(follow(reader, ".guide-pager__next"))
    return headings


def leave(reader: Reader) -> None:
    """Use the exit, and wait until the other site is there; the page itself can answer no longer."""
    press(reader, ".guide-quick-exit")
    assert away(reader), f"{reader.name}: the exit did not arrive: {reader.entries()}"


def away(reader: Reader) -> bool:
    """Whether the other site comes up."""
    end = time.monotonic() + PATIENCE
    while reader.title() != TITLE and time.monotonic() < end:
        time.sleep(0.05)
    return reader.title() == TITLE


# What Back and Forward show.


def lettered(png: bytes) -> bool:
    """Whether a picture shows more than plain areas: letters bring many shades."""
    return Image.open(io.BytesIO(png)).convert("RGB").getcolors(8) is None


def again(reader: Reader, seen: Seen) -> None:
    """Go Back three times and Forward three times; note what of the guide is within reach, and what is painted."""
    index, entries = reader.entries()
    seen.back = [one for one in entries[max(0, index - AGAIN) : index + AGAIN + 1] if one.startswith(START)]
    before = lettered(reader.watch(PAUSE)[-1])
    for by in [-1] * AGAIN + [1] * AGAIN:
        if not 0 <= index + by < len(entries):
            continue
        reader.step(by)
        pictures = [lettered(picture) for picture in reader.watch(PAUSE)]
        index, entries = reader.entries()
        if pictures[-1] or (any(pictures) and not before):
            seen.back += [one for one in [f"painted at {entries[index]}"] if entries[index] not in seen.back]
        before = pictures[-1]
        seen.memory |= reader.remembered(START)


# What is looked for.


def html(site: Path, address: str) -> str:
    return (site / address.strip("/") / "index.html").read_text(encoding="utf-8")


def addresses(site: Path, headings: list[str]) -> list[str]:
    """The addresses of pages by their headings; in place, nothing else tells which page is shown."""
    known = {}
    for path in sorted(site.rglob("index.html"), reverse=True):
        if heading := re.search(r"<article.*?<h1[^>]*>(.*?)</h1>", path.read_text(encoding="utf-8"), re.DOTALL):
            known[plain(heading[1])] = f"/{path.parent.relative_to(site).as_posix()}/"
    return [known[" ".join(heading.split())] for heading in headings]


def plain(markup: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", "", markup).split())


def sentences(markup: str) -> list[str]:
    """The plain sentences of a page's text, the longest first: each stands in the file exactly so."""
    main = markup[markup.index("<article") : markup.index("</article>")]
    lines = [line.strip() for piece in re.split(r"<[^>]*>", main) for line in piece.splitlines()]
    whole = [line for line in lines if re.fullmatch(r"[A-Z][A-Za-z ,;:()-]{28,}\.", line)]
    return sorted(set(whole), key=lambda line: (-len(line), line))


def headings_of(markup: str) -> list[str]:
    return [text for text in map(plain, re.findall(r"<h[12][^>]*>(.*?)</h[12]>", markup, re.DOTALL)) if len(text) > 11]


def look_for(site: Path, seen: Seen) -> None:
    """Choose what would betray each page opened later: nothing that the first page says by itself."""
    first = html(site, seen.read[0])
    seen.first = sentences(first)[:5]
    later = {address: html(site, address) for address in seen.read[1:]}
    each = -(-SENTENCES // len(later)) + 2
    chosen = [line for text in later.values() for line in sentences(text)[:each] if line not in first]
    seen.sentences = list(dict.fromkeys(chosen))[:SENTENCES]
    for address, text in later.items():
        own = [line for line in seen.sentences if line in text]
        seen.pages[address] = own + [word for word in [*headings_of(text), HOST + address] if word not in first]


# One reading, and all of them.


@dataclass(frozen=True)
class Hosts:
    """Where the guide and the sites of the exit answer on this machine."""

    site: Path
    ports: dict[str, int]
    certificates: list[Path]


@contextmanager
def hosts(site: Path, folder: Path, pause: float = 0) -> Iterator[Hosts]:
    """Serve a finished site and the sites of the exit, each at its real name and over https."""
    own = folder / "server"
    own.mkdir(parents=True)
    crt, key = certificate(folder, *NAMES)
    with serve(site, own) as guide, elsewhere(crt, key, pause) as other:
        yield Hosts(site, {HOST: guide.https, **dict.fromkeys(NAMES, other)}, [guide.certificate, crt])


def reading(browser: str, way: str, known: Hosts, folder: Path) -> Seen:
    """Read the guide in one way with one browser and a new profile, leave, and look at what remains."""
    seen, profile = Seen(), folder / browser / way / "profile"
    with BROWSERS[browser](profile, known.ports, known.certificates) as reader:
        first = short_link() if way == "short_link" else FIRST
        reader.open(BEFORE)
        reader.open(START + first[1:])
        seen.read = [first, *addresses(known.site, read(reader, way))]
        leave(reader)
        again(reader, seen)
        seen.listed = [address for address in reader.listed() if address.startswith(START)]
        seen.version = reader.version
    seen.rows = rows(profile, START)
    look_for(known.site, seen)
    seen.words = found(profile, [*seen.first, *{word for words in seen.pages.values() for word in words}])
    return seen


def in_each(work: Callable[[str], Any]) -> dict[str, Any]:
    """Let both browsers do the same at the same time; Playwright wants a thread of its own."""
    with ThreadPoolExecutor(len(BROWSERS)) as threads:
        return dict(zip(BROWSERS, threads.map(work, BROWSERS), strict=True))


def readings(site: Path, folder: Path, ways: tuple[str, ...] = WAYS) -> dict[str, dict[str, Seen]]:
    """Read in each way with each browser: by way, then by browser."""
    with hosts(site, folder) as known:
        seen = in_each(lambda browser: {way: reading(browser, way, known, folder) for way in ways})
    return {way: {browser: seen[browser][way] for browser in BROWSERS} for way in ways}


def telling(site: Path) -> set[str]:
    """The titles that say what a page of the guide is about; a link's says nothing, nor does that of a neutral card."""
    pages = [path for path in site.rglob("index.html") if path.parent.parent.name not in ("r", "card")]
    texts = [path.read_text(encoding="utf-8") for path in pages]
    found = [re.search(r"<title>(.*?)</title>", text, re.DOTALL) for text in texts]
    return {unescape(title[1]).strip() for title in found if title}


def figures(seen: Seen, site: Path) -> dict[str, Any]:
    """One cell of the table: what the comment at its top explains."""
    titles = telling(site)
    return {
        "rows": len(seen.rows),
        "listed": len(seen.listed),
        "titles": sum(title in titles for _, title in seen.rows),
        "back": len(seen.back),
        "sentences": sum(line in seen.words for line in seen.sentences),
        "pages": sum(any(word in seen.words for word in words) for words in seen.pages.values()),
        "first": any(line in seen.words for line in seen.first),
    }


# A worse exit: were its jump added to the tab's list instead of taking the page's place, Back would come here again.


@dataclass
class Pushed:
    """What Back showed after an exit that left its page in the tab's list."""

    within: bool  # the page was in the list, so that Back could reach it
    lettered: bool  # letters were painted on the way
    away: bool  # in the end the other site was there


PATIENT = "setTimeout(() => location.assign("  # what tries the second address, and would leave once more by itself


def worse(site: Path, folder: Path) -> Path:
    """A copy of the site whose exit adds to the tab's list, and tries one address only."""
    copy = Path(shutil.copytree(site, folder / "worse"))
    for path in copy.glob("assets/leave.*"):
        if path.suffix != ".js":
            path.unlink()  # a compressed copy would be served in its place
            continue
        text = path.read_text(encoding="utf-8")
        text = text.replace("location.replace(", "location.assign(")
        assert text.count("location.assign(") > text.count(PATIENT) > 0, f"{path.name} is not as this test knows it"
        path.write_text(text.replace(PATIENT, "void (() => location.assign("), encoding="utf-8")
    return copy


def push(browser: str, known: Hosts, folder: Path) -> Pushed:
    """Open a page, use the worse exit, go Back, and look until long after the other site has answered."""
    with BROWSERS[browser](folder / browser / "worse" / "profile", known.ports, known.certificates) as reader:
        reader.open(BEFORE)
        reader.open(START + FIRST[1:])
        leave(reader)
        reader.watch(PAUSE)
        _, entries = reader.entries()
        reader.step(-1)
        seen = any(lettered(picture) for picture in reader.watch(2.5 * SLOW))
        return Pushed(START + FIRST[1:] in entries, seen, away(reader))


def pushes(site: Path, folder: Path) -> dict[str, Pushed]:
    """The worse exit in each browser, on a slow line: what Back brings up stays long enough to be seen."""
    with hosts(worse(site, folder), folder / "pushed", SLOW) as known:
        return in_each(lambda browser: push(browser, known, folder))


# The table.


def table(seen: dict[str, dict[str, Seen]], site: Path) -> dict[str, Any]:
    """The measurement as data/traces.yml holds it."""
    versions = {browser: one.version for browser, one in seen[WAYS[0]].items()}
    found = {way: {browser: figures(one, site) for browser, one in each.items()} for way, each in seen.items()}
    system = platform.freedesktop_os_release()["PRETTY_NAME"]
    return {"measured": date.today(), "system": system, "versions": versions, "found": found}


def differences(old: dict[str, Any], new: dict[str, Any]) -> str:
    """What a new measurement found that the table does not say, and what to do; nothing if the figures are the same."""
    lines = [
        f"  {way}, {browser}: {key} was {old['found'][way][browser][key]}, is {value}"
        for way, each in new["found"].items()
        for browser, left in each.items()
        for key, value in left.items()
        if value != old["found"][way][browser][key]
    ]
    if not lines:
        return ""
    versions = [", ".join(f"{name} {version}" for name, version in one["versions"].items()) for one in (old, new)]
    return "\n".join(
        [
            f"data/traces.yml was measured on {old['measured']} with {versions[0]}; here run {versions[1]}.",
            *lines,
            "Run scripts/traces, then read docs/safety/reading.md again: it promises what the table says.",
        ]
    )


def main() -> None:
    """Measure, and write the table anew."""
    site = ROOT / "site"
    with tempfile.TemporaryDirectory() as folder:
        measured = table(readings(site, Path(folder)), site)
    text = yaml.safe_dump({"traces": measured}, sort_keys=False, allow_unicode=True, width=120)
    TABLE.write_text(COMMENT + text, encoding="utf-8")


if __name__ == "__main__":
    main()
