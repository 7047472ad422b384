"""Makes the files of each search engine that search.py compares, and runs them in real Chromium."""

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from typing import Any, NamedTuple

import brotli
from playwright.sync_api import Browser, Page

from benchmarks.peers import Project
from core.search_index import MAX_LEAD

FOLDER = Path(__file__).resolve().parent
PACKAGES = FOLDER.parent / "tests"  # npm's
PINNED_VERSIONS = json.loads((PACKAGES / "package.json").read_text(encoding="utf-8"))["dependencies"]
LIBRARIES = {
    "miniSearch": "minisearch/dist/umd/index.js",
    "flexSearch": "flexsearch/dist/flexsearch.bundle.min.js",
}
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
TAG = re.compile(r"<[^>]+>")
CPU_SLOWDOWN = 4  # times, as Lighthouse slows a desktop computer to resemble a mid-range phone
BROTLI_QUALITY = 11  # of Brotli, the highest


class Engine(NamedTuple):
    """A search engine: its name in the tables, in search_engines.js, and the texts of the files that it loads."""

    name: str
    key: str
    files: dict[str, str]

    def byte_size(self) -> int:
        """The bytes of its files, each compressed with Brotli."""
        return sum(len(brotli.compress(text.encode(), quality=BROTLI_QUALITY)) for text in self.files.values())


class Answer(NamedTuple):
    """What an engine finds for a query."""

    results: list[list[str]]  # best first; the addresses that are shown as one item
    danger: bool  # whether it takes the query for a sign of danger
    sure: bool  # whether it shows the results without saying that it is not sure


def make_engines(browser: Browser, guide: Project, plain: Project, phrases: dict[str, list[str]]) -> list[Engine]:
    """The engines, the guide's own last.

    Takes the built guide, the same pages built by plain Material, and readers' phrases by the address that answers.
    """
    site = plain.root / "site"
    texts = documents(site, phrases)
    without = [text | {"phrases": ""} for text in texts]
    stock = {
        "script": _read_only_match(site, "assets/javascripts/workers/search.*.js"),
        "index": _read_only_match(site, "search/search_index.json"),
    }
    ours = {
        "script": _read_only_match(guide.root / "site", "assets/search_engine*.js"),
        "index": _read_only_match(guide.root / "site", "search/index.json"),
    }
    words = json.loads((FOLDER / "search_0_5_0.json").read_text(encoding="utf-8"))
    return [
        Engine("plain Material", "material", stock),
        Engine("version 0.5.0", "previous", stock | {"words": json.dumps(words, separators=(",", ":"))}),
        _with_index(browser, "MiniSearch", "miniSearch", without),
        _with_index(browser, "MiniSearch with phrases", "miniSearch", texts),
        _with_index(browser, "FlexSearch with phrases", "flexSearch", texts),
        Engine("guide", "guide", ours),
    ]


def documents(site: Path, phrases: dict[str, list[str]]) -> list[dict[str, str]]:
    """The sections of a site that plain Material has built, as its own index lists them, with phrases by address."""
    sections = json.loads(_read_only_match(site, "search/search_index.json"))["docs"]
    titles = {section["location"]: section["title"] for section in sections}
    found = []
    for section in sections:
        address = section["location"]
        text = " ".join(unescape(TAG.sub(" ", section["text"])).split())
        found.append(
            {
                "address": address,
                "title": unescape(section["title"]),
                "page": unescape(titles[address.partition("#")[0]]),
                "text": text,
                "lead": text[:MAX_LEAD],
                "phrases": "\n".join(phrases.get(address, [])),
            }
        )
    return found


def by_address(phrases: dict[str, list[str]], addresses: dict[str, str]) -> dict[str, list[str]]:
    """Join the phrases of all topics that one section answers. Takes both by topic."""
    joined = defaultdict(list)
    for topic, texts in phrases.items():
        joined[addresses[topic]] += texts
    return dict(joined)


def answer_queries(browser: Browser, engine: Engine, sets: dict[str, list[str]]) -> dict[str, list[Answer]]:
    """Ask an engine all queries of all sets, one after the other; returns the answers by the name of the set."""
    with _started(browser, engine) as page:
        found = {
            name: page.evaluate(
                """async (queries) => {
                    const found = [];
                    for (const query of queries) found.push(await answer(query));
                    return found;
                }""",
                queries,
            )
            for name, queries in sets.items()
        }
    return {
        name: [Answer(one["results"], one.get("danger", False), one.get("sure", True)) for one in answered]
        for name, answered in found.items()
    }


def time_last_keys(browser: Browser, engine: Engine, queries: list[str]) -> list[float]:
    """Type the last letter of each query on a slowed processor; returns milliseconds until the results are shown."""
    times = []
    with _started(browser, engine) as page:
        page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": CPU_SLOWDOWN})
        for query in queries:
            page.locator("input").fill(query[:-1])
            page.evaluate(
                """() => {
                    const find = (name) => document.querySelector(name);
                    globalThis.shown = engines.timeNextKey(answer, find("input"), find("ol"));
                }"""
            )
            page.keyboard.type(query[-1])
            times.append(page.evaluate("shown"))
    return times


@contextmanager
def _started(browser: Browser, engine: Engine) -> Iterator[Page]:
    """A page with a field, a list and a running engine."""
    page = _open(browser)
    page.evaluate(
        "async ([key, files]) => { globalThis.answer = await engines.start[key](files); }", [engine.key, engine.files]
    )
    yield page
    page.close()


def _with_index(browser: Browser, name: str, key: str, texts: list[dict[str, str]]) -> Engine:
    """An engine that others publish, with the index that it makes of these documents."""
    library = (PACKAGES / "node_modules" / LIBRARIES[key]).read_text(encoding="utf-8")
    script = COMMENT.sub("", library)
    page = _open(browser)
    arguments: list[Any] = [key, script, texts]
    index = page.evaluate("([key, script, documents]) => engines.build[key](script, documents)", arguments)
    page.close()
    return Engine(name, key, {"script": script, "index": index})


def _open(browser: Browser) -> Page:
    page = browser.new_page()
    page.set_content("<!doctype html><title>Search</title><input aria-label=Search><ol></ol>")
    page.add_script_tag(path=FOLDER / "search_engines.js")
    return page


def _read_only_match(folder: Path, pattern: str) -> str:
    """The text of the only file below a folder whose name fits."""
    (path,) = folder.glob(pattern)
    return path.read_text(encoding="utf-8")
