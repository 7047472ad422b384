"""Measures what search engines find for readers' queries, what they load, and how long they take, in real Chromium."""

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from statistics import fmean, median
from typing import NamedTuple

from mkdocs.utils.yaml import yaml_load
from playwright.sync_api import sync_playwright

from benchmarks import peers, search_engines
from benchmarks.report import Options, Result, table
from benchmarks.search_engines import PINNED_VERSIONS, Answer, Engine
from benchmarks.search_folds import cross_validate, stem_key
from core.facts import load
from core.joined_records import Topic
from core.search_model import FOLDER, read_phrases

RUNS = 3
LIBRARIES = tuple(f"{name}=={PINNED_VERSIONS[name]}" for name in ("minisearch", "flexsearch"))
PROGRAMS = ("mkdocs-material", *LIBRARIES, "Chromium")
QUERIES = "benchmarks/search_queries"
SETS = ("written", "written_blind", "real")
DANGER_SETS = (("crisis", "not_crisis"), ("crisis_blind", "not_crisis_blind"))  # of danger, and without it
KINDS = ("ordinary", "hard")
VISIBLE_RESULTS = 3  # results that a reader sees without scrolling on a phone
MAX_RANK = 10  # results that the mean reciprocal rank takes into account
TIMED_QUERIES = 50  # queries for which the time is measured, in each run
NOTICES_DANGER = ("version 0.5.0", "guide")


class Query(NamedTuple):
    """A query, and the topics that answer it."""

    kind: str
    topic: str  # the one that answers best
    also: tuple[str, ...]  # others that fit
    text: str


def read_lines(root: Path, name: str) -> list[list[str]]:
    """The cells of each line of a file of queries."""
    lines = (root / QUERIES / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines]


def read_queries(root: Path, name: str) -> list[Query]:
    """The queries of a file with a kind, a topic, other topics that fit, and a text in each line."""
    rows = read_lines(root, name)
    return [Query(kind, topic, tuple(filter(None, also.split(","))), text) for kind, topic, also, text, *_ in rows]


def read_topics(root: Path) -> dict[str, Topic]:
    """The topics of a project that a page answers, by name."""
    settings = yaml_load((root / "mkdocs.yml").read_text(encoding="utf-8"))
    topics = load(root, settings["extra"]["practice"], url=settings["site_url"]).topics
    return {name: topic for name, topic in topics.items() if topic.page}


def answers(address: str, topic: Topic) -> bool:
    """Whether an address answers a topic: it is the topic's section, or is on its page if it has no section."""
    return address == topic.path if topic.section else address.partition("#")[0] == topic.page_address


def rank(answer: Answer, topics: Iterable[Topic]) -> int:
    """The place, from 1, of the first result that answers one of the topics; COUNTED + 1 if none of the first does."""
    topics = tuple(topics)
    for place, addresses in enumerate(answer.results[:MAX_RANK], 1):
        if any(answers(address, topic) for address in addresses for topic in topics):
            return place
    return MAX_RANK + 1


def percentage(values: Iterable[bool]) -> str:
    """How many of these are true, in per cent; a dash if there are none."""
    found = list(values)
    return f"{fmean(found):.1%}" if found else "–"


def quality(queries: list[Query], answered: list[Answer], topics: dict[str, Topic]) -> list[str]:
    """The cells of an engine's row: how often, and where, it shows the topic of a query."""
    pairs = list(zip(queries, answered, strict=True))
    best = [rank(answer, [topics[query.topic]]) for query, answer in pairs]
    any_of = [rank(answer, [topics[name] for name in (query.topic, *query.also)]) for query, answer in pairs]
    reciprocal = fmean(1 / place if place <= MAX_RANK else 0 for place in best)
    missed = [
        percentage(place > VISIBLE_RESULTS for query, place in zip(queries, any_of, strict=True) if query.kind == kind)
        for kind in KINDS
    ]
    shares = [
        percentage(place == 1 for place in best),
        *(percentage(place <= VISIBLE_RESULTS for place in found) for found in (best, any_of)),
    ]
    return [*shares, f"{reciprocal:.3f}", *missed]


def quality_table(
    name: str, queries: list[Query], found: dict[str, list[Answer]], topics: dict[str, Topic], known: set[str]
) -> str:
    """The table of a set of queries, with a row for each engine. Takes the keys of all phrases."""
    head = (
        "",
        "first",
        "in three",
        "any fitting, in three",
        "mean reciprocal rank",
        *(f"missed, {kind}" for kind in KINDS),
    )
    rows = [[engine, *quality(queries, answered, topics)] for engine, answered in found.items()]
    same = sum(stem_key(query.text) in known for query in queries)
    return f"`{name}.tsv`, {len(queries)} queries, {same} with the words of one of the phrases:\n\n{table(head, rows)}"


def danger_table(
    name: str, crisis: list[list[str]], found: dict[str, list[Answer]], harmless: dict[str, list[Answer]]
) -> str:
    """The table of texts about danger that are noticed, by kind, and of false alarms. Takes the name of their file."""
    rows = []
    for kind in dict.fromkeys(kind for kind, _ in crisis):
        places = [place for place, (other, _) in enumerate(crisis) if other == kind]
        rows.append([kind, *(_noticed([answered[place] for place in places]) for answered in found.values())])
    rows.append(["all kinds", *map(_noticed, found.values())])
    rows.append(["false alarms, in texts without danger", *map(_noticed, harmless.values())])
    return f"Texts about danger of `{name}.tsv` that are noticed:\n\n{table(('', *found), rows)}"


def _noticed(answered: Iterable[Answer]) -> str:
    found = [answer.danger for answer in answered]
    return f"{sum(found)} of {len(found)}"


def cost_table(engines: list[Engine], times: dict[str, list[float]], unanswerable: dict[str, list[Answer]]) -> str:
    """The table of bytes, times, and results for what the guide does not answer, with a row for each engine."""
    rows = []
    for engine in engines:
        answered = unanswerable[engine.name]
        some = [answer for answer in answered if answer.results]
        sure = sum(answer.sure for answer in some)
        results = f"{len(some)} of {len(answered)}"
        rows.append([engine.name, f"{engine.byte_size():,}", f"{median(times[engine.name]):.1f}", results, str(sure)])
    head = ("", "bytes at first use", "ms to the results", "results for what is not answered", "shown as sure")
    return table(head, rows)


def measure(options: Options) -> Result:
    """Build the guide and plain Material, ask all engines all queries, and count."""
    root = options.source
    guide = peers.guide_without_downloads(root, options.folder / "guide")
    plain = peers.plain_material(root, options.folder / "plain")
    for project in (guide, plain):
        peers.build(project)
    topics = read_topics(root)
    phrases = read_phrases(root / FOLDER)
    sets = {name: read_queries(root, name) for name in SETS}
    timed = _spread_evenly([query.text for queries in sets.values() for query in queries], TIMED_QUERIES)
    texts = {name: [query.text for query in queries] for name, queries in sets.items()}
    others = (*(name for pair in DANGER_SETS for name in pair), "out_of_scope")
    texts |= {name: [line[-1] for line in read_lines(root, name)] for name in others}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        addresses = {name: topic.path for name, topic in topics.items()}
        engines = search_engines.make_engines(browser, guide, plain, search_engines.by_address(phrases, addresses))
        answers = {engine.name: search_engines.answer_queries(browser, engine, texts) for engine in engines}
        times: dict[str, list[float]] = defaultdict(list)
        for _ in range(options.runs):
            for engine in engines:
                times[engine.name] += search_engines.time_last_keys(browser, engine, timed)
    found = {name: {engine: answered[name] for engine, answered in answers.items()} for name in texts}
    known = {stem_key(text) for listed in phrases.values() for text in listed}
    tables = [quality_table(name, sets[name], found[name], topics, known) for name in SETS]
    tables.append(cost_table(engines, times, found["out_of_scope"]))
    for danger, harmless in DANGER_SETS:
        alarms = [{engine: found[file][engine] for engine in NOTICES_DANGER} for file in (danger, harmless)]
        tables.append(danger_table(danger, read_lines(root, danger), *alarms))
    tables.append(cross_validate(phrases))
    return Result("\n".join(tables))


def _spread_evenly(texts: list[str], count: int) -> list[str]:
    """At most this many of the texts, evenly spread."""
    return texts[:: max(1, len(texts) // count)][:count]
