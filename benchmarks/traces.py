"""Measures what three ways of reading leave in real browsers, and writes it to data/traces.yml, for the readers.

The walk is the same each time: a first page, then five steps (menu, link in the text, table of contents, search, next),
then the exit. After ordinary reading, the same search must find all pages; else finding nothing would prove nothing.
"""

import io
import json
import platform
import re
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
from browser_drivers import BROWSERS, TIMEOUT, BrowserDriver
from browser_profile import Row, find_text, rows
from fake_exit_sites import NAMES, TITLE, serve_exit_sites
from nginx_server import certificate, serve
from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
TRACES = ROOT / "data" / "traces.yml"
HOST = "guide.example"
START = f"https://{HOST}/"
PREVIOUS_SITE = f"https://{NAMES[1]}/"  # the page before, so that Back has a target
FIRST = "/why/"
TOPIC = "what-is-no-contact"  # its short link opens the same page
MODES = ("short_link", "private", "ordinary")
SENTENCES = 20
STEPS = 3  # Back this often, then Forward as often
PAUSE = 0.4  # seconds for a page to appear
COMMENT = """\
# What three ways of reading left in real browsers: the table on the page “Reading safely”.
# Written by scripts/traces, which measures it; never edit it by hand.
# Then check docs/safety/reading.md against it, since that page promises these results.
#
#   traces      one measurement:
#     measured    the day
#     system      what it ran on
#     versions    of each browser: chromium, firefox
#     found       for each way of reading (short_link: from a neutral short link; private: private reading started on a
#                 public page; ordinary: by ordinary links) and each browser, after a first page, five steps (menu,
#                 link in the text, table of contents, search, next) and the exit:
#       rows        rows with addresses of the guide in the history file
#       listed      addresses of the guide that the browser's own history page shows
#       titles      of these rows, those whose title tells what a page is about
#       back        entries of the guide that three Backs and three Forwards can reach, or that were painted then
#       sentences   of twenty sentences of the pages opened later, those found anywhere in the browser's profile
#       pages       of the pages opened later, those of which a sentence, heading or address was found there
#       first       whether a sentence of the first page was found there
"""


@dataclass
class Observation:
    """What one walk left behind."""

    rows: list[Row] = field(default_factory=list)
    listed: list[str] = field(default_factory=list)
    back: list[str] = field(default_factory=list)  # addresses of the guide in reach, or “painted at …”
    words: dict[str, list[str]] = field(
        default_factory=dict
    )  # text found in the profile, with the files that contain it
    addresses: list[str] = field(default_factory=list)  # of the pages read, in order
    sentences: list[str] = field(default_factory=list)
    pages: dict[str, list[str]] = field(default_factory=dict)  # by address: the text searched for
    first: list[str] = field(default_factory=list)
    restored_from_memory: bool = False  # Back restored a page from the back/forward cache
    version: str = ""


# The walk.

CHANNELS_PART = "details:has(a[href$='how/channels/'])"  # on the page that lists all pages


def short_link() -> str:
    """The address of the neutral short link of our topic."""
    topics = yaml.safe_load((ROOT / "data" / "topics.yml").read_text(encoding="utf-8"))["topics"]
    return f"/r/{topics[TOPIC]['code']}/"


def heading(driver: BrowserDriver) -> str:
    """The heading of the current page."""
    return driver.evaluate("document.querySelector('main h1').textContent.trim()")


def click(driver: BrowserDriver, selector: str) -> None:
    """Click an element as soon as it is there."""
    driver.wait_for(f"!!document.querySelector({json.dumps(selector)})")
    driver.click(selector)


def follow(driver: BrowserDriver, selector: str) -> str:
    """Click a link to another page, and wait for that page; returns its heading."""
    before = heading(driver)
    click(driver, selector)
    wait_for_page(driver, before)
    return heading(driver)


def wait_for_page(driver: BrowserDriver, before: str) -> None:
    """Wait until a page with another heading is complete."""
    text = "document.querySelector('main h1').textContent.trim()"
    driver.wait_for(f"document.readyState === 'complete' && {text} !== {json.dumps(before)}")


def search(driver: BrowserDriver, words: str) -> str:
    """Search, and open the first result; returns the heading of its page."""
    click(driver, "button[aria-controls=search]")
    driver.wait_for("document.activeElement.id === 'query'")
    driver.type_text(words)
    driver.wait_for("!!document.querySelector('.guide-search__results a')")
    return follow(driver, ".guide-search__results a")


def walk(driver: BrowserDriver, mode: str) -> list[str]:
    """Start this mode, and take the five steps; returns the headings of the pages opened."""
    headings = []
    if mode == "private":
        click(driver, ".guide-private-toggle")
        driver.wait_for("'private' in document.documentElement.dataset")
    if mode == "short_link":
        headings.append(follow(driver, "[data-target]"))
    headings.append(follow(driver, ".guide-footer a[href$='contents/']"))
    click(driver, f"{CHANNELS_PART} summary")
    headings.append(follow(driver, "main a[href$='how/channels/']"))
    click(driver, ".guide-toc summary")
    click(driver, ".guide-toc li:last-child a")
    driver.wait_for("scrollY > innerHeight")
    headings.append(search(driver, "slip"))
    driver.evaluate("window.marked = true")
    headings.append(follow(driver, ".guide-pager__next"))
    return headings


def leave(driver: BrowserDriver) -> None:
    """Use the exit, and wait for the exit site."""
    click(driver, ".guide-quick-exit")
    assert at_exit_site(driver), f"{driver.name}: the exit site did not load: {driver.session_history()}"


def at_exit_site(driver: BrowserDriver) -> bool:
    """Whether the exit site loads in time."""
    end = time.monotonic() + TIMEOUT
    while driver.title() != TITLE and time.monotonic() < end:
        time.sleep(0.05)
    return driver.title() == TITLE


# What Back and Forward show.


def has_text(png: bytes) -> bool:
    """Whether a picture shows text: the edges of letters have many shades, plain areas do not."""
    return Image.open(io.BytesIO(png)).convert("RGB").getcolors(8) is None


def go_back_and_forward(driver: BrowserDriver, seen: Observation) -> None:
    """Go Back three times and Forward three times; record the guide's pages in reach, and those painted."""
    index, entries = driver.session_history()
    seen.back = [entry for entry in entries[max(0, index - STEPS) : index + STEPS + 1] if entry.startswith(START)]
    before = has_text(driver.record(PAUSE)[-1])
    for step in [-1] * STEPS + [1] * STEPS:
        if not 0 <= index + step < len(entries):
            continue
        driver.go(step)
        pictures = [has_text(picture) for picture in driver.record(PAUSE)]
        index, entries = driver.session_history()
        if pictures[-1] or (any(pictures) and not before):
            painted = f"painted at {entries[index]}"
            seen.back += [painted] if entries[index] not in seen.back else []
        before = pictures[-1]
        seen.restored_from_memory |= driver.restored_from_memory(START)


# What to search for.


def read_page(site: Path, address: str) -> str:
    return (site / address.strip("/") / "index.html").read_text(encoding="utf-8")


def addresses(site: Path, headings: list[str]) -> list[str]:
    """The addresses of pages by their headings: in private reading nothing else shows which page is open."""
    known = {}
    for path in sorted(site.rglob("index.html"), reverse=True):
        if heading := re.search(r"<article.*?<h1[^>]*>(.*?)</h1>", path.read_text(encoding="utf-8"), re.DOTALL):
            known[plain(heading[1])] = f"/{path.parent.relative_to(site).as_posix()}/"
    return [known[" ".join(heading.split())] for heading in headings]


def plain(markup: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", "", markup).split())


def sentences_of(markup: str) -> list[str]:
    """The sentences of a page without markup inside, exactly as in its file, longest first."""
    main = markup[markup.index("<article") : markup.index("</article>")]
    lines = [line.strip() for piece in re.split(r"<[^>]*>", main) for line in piece.splitlines()]
    whole = [line for line in lines if re.fullmatch(r"[A-Z][A-Za-z ,;:()-]{28,}\.", line)]
    return sorted(set(whole), key=lambda line: (-len(line), line))


def headings_of(markup: str) -> list[str]:
    return [text for text in map(plain, re.findall(r"<h[12][^>]*>(.*?)</h[12]>", markup, re.DOTALL)) if len(text) > 11]


def choose_text(site: Path, seen: Observation) -> None:
    """Choose text that would reveal each page opened later, none of it also on the first page."""
    first = read_page(site, seen.addresses[0])
    seen.first = sentences_of(first)[:5]
    later = {address: read_page(site, address) for address in seen.addresses[1:]}
    each = -(-SENTENCES // len(later)) + 2
    chosen = [line for text in later.values() for line in sentences_of(text)[:each] if line not in first]
    seen.sentences = list(dict.fromkeys(chosen))[:SENTENCES]
    for address, text in later.items():
        own = [line for line in seen.sentences if line in text]
        seen.pages[address] = own + [word for word in [*headings_of(text), HOST + address] if word not in first]


# One walk, and all of them.


@dataclass(frozen=True)
class Hosts:
    """Where the guide and the exit sites are served on this machine."""

    site: Path
    ports: dict[str, int]
    certificates: list[Path]


@contextmanager
def serve_all(site: Path, folder: Path, pause: float = 0) -> Iterator[Hosts]:
    """Serve a built site and the exit sites, each over https at its real host name."""
    own = folder / "server"
    own.mkdir(parents=True)
    crt, key = certificate(folder, *NAMES)
    with serve(site, own) as guide, serve_exit_sites(crt, key, pause) as other:
        yield Hosts(site, {HOST: guide.https, **dict.fromkeys(NAMES, other)}, [guide.certificate, crt])


def measure(browser: str, mode: str, hosts: Hosts, folder: Path) -> Observation:
    """Take the walk in one mode, with one browser and a new profile; leave, and record what remains."""
    seen, profile = Observation(), folder / browser / mode / "profile"
    with BROWSERS[browser](profile, hosts.ports, hosts.certificates) as driver:
        first = short_link() if mode == "short_link" else FIRST
        driver.open(PREVIOUS_SITE)
        driver.open(START + first[1:])
        seen.addresses = [first, *addresses(hosts.site, walk(driver, mode))]
        leave(driver)
        go_back_and_forward(driver, seen)
        seen.listed = [address for address in driver.history_page() if address.startswith(START)]
        seen.version = driver.version
    seen.rows = rows(profile, START)
    choose_text(hosts.site, seen)
    seen.words = find_text(profile, [*seen.first, *{word for words in seen.pages.values() for word in words}])
    return seen


def in_each_browser(work: Callable[[str], Any]) -> dict[str, Any]:
    """Run `work` for both browsers in parallel; Playwright needs a thread of its own."""
    with ThreadPoolExecutor(len(BROWSERS)) as threads:
        return dict(zip(BROWSERS, threads.map(work, BROWSERS), strict=True))


def measure_all(site: Path, folder: Path, modes: tuple[str, ...] = MODES) -> dict[str, dict[str, Observation]]:
    """The observations of each mode and browser: by mode, then by browser."""
    with serve_all(site, folder) as hosts:

        def observe(browser: str, mode: str) -> Observation:
            seen = measure(browser, mode, hosts, folder)
            if mode != "ordinary" or seen.restored_from_memory:
                return seen
            return measure(browser, mode, hosts, folder / "again")  # a busy browser may keep no page for Back

        seen = in_each_browser(lambda browser: {mode: observe(browser, mode) for mode in modes})
    return {mode: {browser: seen[browser][mode] for browser in BROWSERS} for mode in modes}


def telling_titles(site: Path) -> set[str]:
    """The titles that tell what a page of the guide is about; those of short links and embeds are left out."""
    pages = [path for path in site.rglob("index.html") if path.parent.parent.name not in ("r", "card")]
    texts = [path.read_text(encoding="utf-8") for path in pages]
    found = [re.search(r"<title>(.*?)</title>", text, re.DOTALL) for text in texts]
    return {unescape(title[1]).strip() for title in found if title}


def figures(seen: Observation, site: Path) -> dict[str, Any]:
    """The figures for one mode and browser; COMMENT explains them."""
    titles = telling_titles(site)
    return {
        "rows": len(seen.rows),
        "listed": len(seen.listed),
        "titles": sum(title in titles for _, title in seen.rows),
        "back": len(seen.back),
        "sentences": sum(line in seen.words for line in seen.sentences),
        "pages": sum(any(word in seen.words for word in words) for words in seen.pages.values()),
        "first": any(line in seen.words for line in seen.first),
    }


# The table.


def table(seen: dict[str, dict[str, Observation]], site: Path) -> dict[str, Any]:
    """The measurement in the form of data/traces.yml."""
    versions = {browser: observation.version for browser, observation in seen[MODES[0]].items()}
    found = {
        mode: {browser: figures(observation, site) for browser, observation in each.items()}
        for mode, each in seen.items()
    }
    system = platform.freedesktop_os_release()["PRETTY_NAME"]
    return {"measured": date.today(), "system": system, "versions": versions, "found": found}


def main() -> None:
    """Measure, and write data/traces.yml."""
    site = ROOT / "site"
    with tempfile.TemporaryDirectory() as folder:
        measured = table(measure_all(site, Path(folder)), site)
    text = yaml.safe_dump({"traces": measured}, sort_keys=False, allow_unicode=True, width=120)
    TRACES.write_text(COMMENT + text, encoding="utf-8")


if __name__ == "__main__":
    main()
