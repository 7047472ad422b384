"""Refuses a page whose front matter is missing or wrong: it keeps titles, dates and sources true for the reader."""

import logging
from datetime import date
from typing import Any

import yaml
from prose import sentences

from core.build_state import build_state
from core.errors import nearest

log = logging.getLogger("mkdocs.hooks.check_front_matter")

REQUIRED = ("title", "summary", "written", "sources")
OPTIONAL = ("handout", "reviewed", "kind", "crisis", "template", "search")
EXAMPLE = "title: …, summary: …, written: 2026-11-22, sources: [an-id]"
MOST = 25  # words in what a handout gives to try: it is read last, by someone tired


def problems(page: str, meta: dict[str, Any], sources: set[str], text: str = "", *, topic: bool = False) -> list[str]:
    """Judge the front matter of one page.

    Takes the page's file name, its front matter, the known source ids, the page's text, which still begins with the
    block where that cannot be read, and whether the page answers a topic; gives one line for each mistake.
    """
    if not meta:
        return [f"{page}: {_unread(text)}"]
    wrong = [f"{page}: the front matter has no “{key}”; add “{key}:”." for key in REQUIRED if not meta.get(key)]
    wrong += [
        f"{page}: the front matter has an unknown “{key}”; {nearest(key, REQUIRED + OPTIONAL)}."
        for key in meta
        if key not in REQUIRED + OPTIONAL
    ]
    if topic and not meta.get("handout") and meta.get("kind") != "worksheet":
        wrong.append(
            f"{page}: the page answers a topic and the front matter has no “handout”; add “handout:” with “sections:” "
            "and “try:” below it, or with “none:” and a reason."
        )
    return wrong + [f"{page}: {text}" for text in _values(meta, sources)]


def _unread(text: str) -> str:
    """Why a page has no fields at all: there is no front matter, or YAML cannot read it, and then in which line."""
    if not text.startswith("---"):
        return (
            "the front matter is missing; begin the page with a line of three hyphens, "
            f"then {EXAMPLE}, each on its own line, then three hyphens."
        )
    try:
        yaml.safe_load(text.split("---")[1])
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        return (
            f"the front matter cannot be read at line {line}; put a text that holds a colon in quotation marks, "
            "leave a space after each “name:”, and use no tabs."
        )
    return "the front matter cannot be read; write each field as “name: value”, with a space after the colon."


def _values(meta: dict[str, Any], sources: set[str]) -> list[str]:
    """What is wrong with the values of the fields that are there."""
    wrong = []
    for key in ("title", "summary"):
        if meta.get(key) and not isinstance(meta[key], str):
            wrong.append(f"“{key}” is not a text; put it into quotation marks.")
    if meta.get("written") and not isinstance(meta["written"], date):
        wrong.append("“written” is not a date; write it as 2026-11-22.")
    if meta.get("kind") not in (None, "questions", "worksheet", "list"):
        wrong.append("“kind” can only be “questions”, “worksheet” or “list”; leave it out on any other page.")
    if meta.get("crisis") not in (None, True, False):
        wrong.append("“crisis” can only be true; leave it out where an invitation may stand.")
    if meta.get("template") not in (None, "contents.html", "link_sheet.html"):
        wrong.append("“template” can only be “contents.html” or “link_sheet.html”; leave it out on any other page.")
    if isinstance(meta.get("summary"), str) and meta["summary"].count(". ") > 2:
        wrong.append("the summary is longer than three sentences; write three at most.")
    if meta.get("handout") and meta.get("kind") == "worksheet":
        wrong.append("a worksheet is a sheet of its own; leave “handout” out.")
    return (
        wrong + _sources(meta.get("sources"), sources) + _handout(meta.get("handout")) + _reviewed(meta.get("reviewed"))
    )


def _sources(value: Any, known: set[str]) -> list[str]:
    if isinstance(value, dict):
        reason = value.get("none")
        return (
            [] if reason and set(value) == {"none"} else ["“sources” without ids needs “none:” with a reason below it."]
        )
    if value and not isinstance(value, list):
        return ["“sources” is not a list; write ids in square brackets, such as [an-id, another-id]."]
    return [
        f"there is no source “{id}” in data/sources.yml; {nearest(id, known, 'add it there first')}."
        for id in map(str, value or [])
        if id not in known
    ]


def _handout(value: Any) -> list[str]:
    if not value:
        return []
    if isinstance(value, dict) and set(value) == {"none"} and value["none"]:
        return []
    if not isinstance(value, dict) or set(value) != {"sections", "try"}:
        return ["“handout” needs “sections:” and “try:” below it, or “none:” with a reason, and nothing else."]
    return _sections(value["sections"]) + _try(value["try"])


def _sections(value: Any) -> list[str]:
    if isinstance(value, list) and value and all(isinstance(id, str) for id in value):
        return []
    return [
        "“sections” of the handout is not a list of names; write the ids of headings on the page in square brackets, "
        "such as [an-id, another-id]."
    ]


def _try(value: Any) -> list[str]:
    if not isinstance(value, str):
        return ["“try” of the handout is not a text; write one sentence, or put it into quotation marks."]
    wrong = []
    if len(sentences(value)) > 1 or not value.endswith((".", "!", "?", "”")):
        wrong.append("“try” of the handout is not one sentence; write one, with a full stop at its end.")
    if (count := len(value.split())) > MOST:
        wrong.append(f"“try” of the handout has {count} words, and {MOST} are the most; name one small thing.")
    return wrong


def _reviewed(value: Any) -> list[str]:
    if value is None:
        return []
    good = isinstance(value, dict) and set(value) == {"date", "name", "role"} and isinstance(value["date"], date)
    return [] if good else ["“reviewed” needs date, name and role; leave it out until a review has happened."]


def on_page_content(html: str, *, page: Any, config: Any, **_: Any) -> None:
    """Called by MkDocs for each page."""
    facts, name = build_state(config).facts, page.file.src_uri
    topic = name in {topic.page for topic in facts.topics.values()}
    for text in problems(f"docs/{name}", page.meta, set(facts.sources), page.markdown or "", topic=topic):
        log.warning(text)
