"""Counts the guide's words, its reading grade, its claims, and the topics that it answers, for the owner."""

import re
from collections import Counter
from pathlib import Path
from statistics import median
from typing import Any

from check_readability import MIN_WORDS, all_sentences, count_words, grade
from macro_environment import html, render
from mkdocs.utils.meta import get_data
from mkdocs.utils.yaml import yaml_load
from prose import prose
from selectolax.lexbor import LexborHTMLParser

from benchmarks.report import Options, Result, table
from core.facts import Facts, load

RUNS = 1
PROGRAMS = ("Markdown",)


def read_pages(source: Path) -> tuple[Facts, dict[str, dict[str, Any]], dict[str, str]]:
    """The facts; the front matter of every page by its name; and its HTML."""
    settings = yaml_load((source / "mkdocs.yml").read_text(encoding="utf-8"))
    facts = load(source, settings["extra"]["practice"], url=settings["site_url"])
    front_matter, rendered = {}, {}
    for path in sorted((source / "docs").rglob("*.md")):
        name = path.relative_to(source / "docs").as_posix()
        text, front_matter[name] = get_data(path.read_text(encoding="utf-8"))
        rendered[name] = html(render(text, facts)[0])
    return facts, front_matter, rendered


def measure(options: Options) -> Result:
    """Render every page without MkDocs, and count."""
    facts, front_matter, rendered = read_pages(options.source)
    found = {name: prose(page) for name, page in rendered.items()}
    grades = {name: grade(text.sentences) for name, text in found.items() if count_words(text.sentences) >= MIN_WORDS}
    hardest = max(grades, key=lambda name: grades[name])
    running = [block for text in found.values() for block in text.sentences]
    claims = Counter(
        node.text() for page in rendered.values() for node in LexborHTMLParser(page).css(".guide-claim__strength")
    )
    cited = {id for page in rendered.values() for id in re.findall(r'href="#source-([^"]+)"', page)}
    worksheets = sum(meta.get("kind") == "worksheet" for meta in front_matter.values())
    rows = {
        "pages": f"{len(found)}, of them worksheets: {worksheets}",
        "words": f"{sum(count_words(text.all) for text in found.values()):,}; written on the pages themselves: "
        f"{sum(count_words(text.authored) for text in found.values()):,}",
        "reading grade": f"median {median(grades.values()):.1f}, worst {grades[hardest]:.1f} ({hardest}), "
        f"of {len(grades)} pages with {MIN_WORDS} words of prose or more",
        "sentences": f"{count_words(running) / len(all_sentences(running)):.1f} words on average",
        "claims by strength": ", ".join(f"{label} {count}" for label, count in sorted(claims.items())) or "none",
        "sources": f"{len(facts.sources)}, cited in claims: {len(cited)}",
        "questions": str(sum(page.count("schema.org/Question") for page in rendered.values())),
        "data": f"channels {len(facts.channels)}, pull-backs {len(facts.pullbacks)}, replies {len(facts.replies)}, "
        f"exchanges {sum(len(kind.pairs) for kind in facts.exchanges)}, words explained {len(facts.glossary)}",
        "topics answered in full": f"{sum(topic.full for topic in facts.topics.values())} of {len(facts.topics)}",
    }
    return Result(table(("what", "figure"), rows.items()))
