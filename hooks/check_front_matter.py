"""Reports front matter that is missing or wrong: pages take their titles, dates and sources from it."""

import logging
import re
from datetime import date, timedelta
from typing import Any

import yaml
from mkdocs.plugins import event_priority
from prose import sentences

from core.build_state import build_state
from core.errors import InputError, suggest, unknown_source
from core.handouts import handout_of
from core.joined_records import Topic
from core.numbers_and_names import FULL_STOPS
from core.value_checks import CURLY_QUOTES
from core.yaml_files import parse_yaml, yaml_type_name

log = logging.getLogger("mkdocs.hooks.check_front_matter")

REQUIRED = ("title", "summary", "written", "sources")
OPTIONAL = ("handout", "reviewed", "kind", "crisis", "template", "search")
OF_MATERIAL = {  # fields that Material for MkDocs documents, and what to write instead
    "hide": "delete it, since each page has the same parts",
    "icon": "delete it, since the menu has no icons",
    "status": "delete it; CHANGELOG.md says what is new",
    "tags": "delete it; data/search_phrases/ says what finds a page",
    "description": "write it as “summary:”",
    "subtitle": "delete it, or write it into “summary:”",
    "date": "write it as “written:”",
    "author": "delete it; “reviewed:” names who has read the page",
    "authors": "delete it; “reviewed:” names who has read the page",
    "comments": "delete it, since comments would be kept elsewhere",
    "social": "delete it, since no pictures are made for other sites",
}
BEFORE_ALL = 101  # a priority: before mkdocs-macros, which reads the front matter
TEXTS = ("title", "summary")
USED_LATER = {"handout", "reviewed", "search", "template"}
ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")
HEADING_ID = re.compile(r'<h[2-4]\b[^>]*? id="([^"]*)"')
EXAMPLE = "title: …, summary: …, written: 2026-11-22, sources: [an-id]"
BLOCK = re.compile(r"---[ \t]*\n(.*?\n)(?:---|\.\.\.)[ \t]*\n", re.DOTALL)  # as MkDocs recognises it
BEGIN = f"begin the page with a line of three hyphens, then {EXAMPLE}, each on its own line, then three hyphens"
MAX_EXERCISE_WORDS = 25  # a handout ends with its exercise, which a tired reader reads last


def problems(page: str, meta: dict[str, Any], sources: set[str], topics: tuple[Topic, ...] = ()) -> list[str]:
    """Return one message for each mistake in the front matter of a page.

    Takes the page's file name, its front matter, the known source ids, and the topics that the page answers.
    """
    if not meta:
        return []  # read_problems() has said why
    wrong = [f"{page}: the front matter has no “{key}”; add “{key}:”." for key in REQUIRED if not meta.get(key)]
    wrong += [_unknown_field(page, str(key)) for key in meta if key not in REQUIRED + OPTIONAL]
    return wrong + [f"{page}: {text}" for text in _check_topics(meta, topics) + _check_values(meta, sources)]


def _unknown_field(page: str, key: str) -> str:
    if key in OF_MATERIAL:
        return f"{page}: “{key}” in the front matter does nothing here; {OF_MATERIAL[key]}."
    return f"{page}: the front matter has an unknown “{key}”; {suggest(key, REQUIRED + OPTIONAL)}."


def read_problems(page: str, text: str) -> list[str]:
    """Return one message for each reason why the front matter cannot be read. Takes a page's file name and text."""
    found = BLOCK.match(text)
    if not found:
        where = "has no end; add a line of three hyphens below it" if text.startswith("---") else f"is missing; {BEGIN}"
        return [f"{page}: the front matter {where}."]
    try:
        if isinstance(parse_yaml(f"\n{found[1]}", page), dict):  # the line of hyphens is the first
            return []
        return [
            f"{page}: the front matter cannot be read; write each field as “name: value”, with a space after the colon."
        ]
    except InputError as refusal:
        return str(refusal).splitlines()


def mend_texts(page: str, meta: dict[str, Any], text: str) -> list[str]:
    """Turn title and summary into texts where YAML read another type, so that nothing later crashes on them.

    Takes the page's file name, its front matter, which is changed, and its whole text, for the words as typed.
    Returns one message for each; other checks report an empty value.
    """
    wrong = []
    for key in TEXTS:
        value = meta.get(key)
        if key not in meta or isinstance(value, str):
            continue
        line = re.search(rf"^{key}:[ \t]*(\S.*?)\s*$", text, re.MULTILINE)
        typed = meta[key] = line[1] if line and value is not None else ""
        if value is not None:
            kind = yaml_type_name(yaml.compose(yaml.safe_dump(value)))
            wrong.append(f"{page}: “{key}: {typed}” is read as {kind}; put it into quotation marks.")
    return wrong


def _check_topics(meta: dict[str, Any], topics: tuple[Topic, ...]) -> list[str]:
    """Return what is missing for a handout of a page that answers a topic, and for its neutral form."""
    if not topics or meta.get("kind") == "worksheet":
        return []
    if not meta.get("handout"):
        return [
            "the page answers a topic and the front matter has no “handout”; add “handout:” with “sections:” "
            "and “try:” below it, or with “none:” and a reason."
        ]
    if handout_of(meta) and all(topic.section for topic in topics):
        return [
            "its handout has no neutral form, since no topic opens the page at its beginning; add a topic with this "
            "“page:” and no “section:” to data/topics.yml."
        ]
    return []


def section_problems(page: str, meta: dict[str, Any], html: str) -> list[str]:
    """Return what is wrong with the sections of a handout: each is a heading of the page, and in the page's order.

    Takes the page's file name, its front matter and its HTML.
    """
    handout = handout_of(meta)
    named = list(handout.sections) if handout else []
    ids = HEADING_ID.findall(html)
    if unknown := [id for id in named if id not in ids]:
        return [
            f"{page}: “sections” of the handout has “{id}”, which is not a heading of the page; {suggest(id, ids)}."
            for id in unknown
        ]
    in_order = [id for id in ids if id in named]
    if named == in_order:
        return []
    return [f"{page}: “sections” of the handout are not in the order of the page; write [{', '.join(in_order)}]."]


def _check_values(meta: dict[str, Any], sources: set[str]) -> list[str]:
    """Return what is wrong with the values of the fields that are present."""
    wrong = [
        f'“{key}” is in curly quotation marks, which would be printed; write straight ones ("), or none.'
        for key in TEXTS
        if CURLY_QUOTES.fullmatch(str(meta.get(key)))
    ]
    if meta.get("written"):
        wrong += _check_day("written", meta["written"])
    if meta.get("kind") not in (None, "questions", "worksheet", "list"):
        wrong.append("“kind” can only be “questions”, “worksheet” or “list”; leave it out on any other page.")
    if meta.get("crisis") not in (None, True, False):
        wrong.append("“crisis” can only be true; leave it out on a page that may have an invitation.")
    if meta.get("template") not in (None, "contents.html", "link_sheet.html"):
        wrong.append("“template” can only be “contents.html” or “link_sheet.html”; leave it out on any other page.")
    if "search" in meta:
        wrong += _check_search(meta["search"])
    if isinstance(meta.get("summary"), str):
        wrong += _check_summary(meta["summary"].strip())
    if meta.get("handout") and meta.get("kind") == "worksheet":
        wrong.append("a worksheet is printed as it is and has no handout; remove “handout”.")
    return (
        wrong
        + _check_sources(meta.get("sources"), sources)
        + _check_handout(meta.get("handout"))
        + _check_review(meta.get("reviewed"), meta.get("written"))
    )


def _check_day(name: str, value: Any) -> list[str]:
    """Return what is wrong with a date. It may be tomorrow, which has already begun in other time zones."""
    if isinstance(value, str) and ISO_DAY.fullmatch(value):
        return [f"“{name}” is a text, not a date; write it without quotation marks: {value}."]
    if not isinstance(value, date):
        return [f"“{name}” is not a date; write it as 2026-11-22."]
    if value > date.today() + timedelta(days=1):
        return [f"“{name}” is {value}, which is in the future; write the day of the change."]
    return []


def _check_search(value: Any) -> list[str]:
    kinds = {"exclude": bool, "boost": int | float}
    if isinstance(value, dict) and value and all(isinstance(value[key], kinds.get(key, ())) for key in value):
        return []
    return ["“search” needs “exclude: true” or “boost:” and a number below it, or leave it out."]


def _check_summary(summary: str) -> list[str]:
    wrong = []
    if len(sentences(summary)) > 3:
        wrong.append("the summary is longer than three sentences; write three at most.")
    if summary and not summary.rstrip("”’\"'").endswith(tuple(FULL_STOPS)):
        wrong.append("the summary does not end with a full stop; write whole sentences.")
    return wrong


def _check_sources(value: Any, known: set[str]) -> list[str]:
    if isinstance(value, dict):
        reason = value.get("none")
        return (
            [] if reason and set(value) == {"none"} else ["“sources” without ids needs “none:” with a reason below it."]
        )
    if value and not isinstance(value, list):
        return ["“sources” is not a list; write ids in square brackets, such as [an-id, another-id]."]
    return [unknown_source(id, known) for id in map(str, value or []) if id not in known]


def _check_handout(value: Any) -> list[str]:
    if not value:
        return []
    if isinstance(value, dict) and set(value) == {"none"} and value["none"]:
        return []
    if not isinstance(value, dict) or set(value) != {"sections", "try"}:
        return ["“handout” needs “sections:” and “try:” below it, or “none:” with a reason, and nothing else."]
    return _check_sections(value["sections"]) + _check_exercise(value["try"])


def _check_sections(value: Any) -> list[str]:
    if isinstance(value, list) and value and all(isinstance(id, str) for id in value):
        return []
    return [
        "“sections” of the handout is not a list of ids; write the ids of headings on the page in square brackets, "
        "such as [an-id, another-id]."
    ]


def _check_exercise(value: Any) -> list[str]:
    if not isinstance(value, str):
        return ["“try” of the handout is not a text; write one sentence, or put it into quotation marks."]
    wrong = []
    if len(sentences(value)) > 1 or not value.endswith((*FULL_STOPS, "”")):
        wrong.append("“try” of the handout is not one sentence; write one that ends with a full stop.")
    if (count := len(value.split())) > MAX_EXERCISE_WORDS:
        wrong.append(
            f"“try” of the handout has {count} words, and the limit is {MAX_EXERCISE_WORDS}; name one small thing."
        )
    return wrong


def _check_review(value: Any, written: Any) -> list[str]:
    if value is None:
        return []
    if isinstance(value, dict) and set(value) == {"date", "name", "role"}:
        day = value["date"]
        wrong = _check_day("date", day)
        if not wrong and not _check_day("written", written) and day < written:
            wrong.append(
                f"“reviewed” is of {day}, and the text was changed on {written}; delete it until somebody has read the "
                "page again."
            )
        return wrong
    return [
        "“reviewed” needs date, name and role, such as {date: 2026-11-22, name: Runa Holmqvist, role: advocate}; leave "
        "it out until a review has happened."
    ]


def on_page_read_source(*, page: Any, config: Any, **_: Any) -> str | None:
    """Called by MkDocs before it reads a page: remove front matter that would make it crash."""
    text = page.file.content_string
    if wrong := read_problems(f"docs/{page.file.src_uri}", text):
        _report(wrong, page, config)
        return BLOCK.sub("", text)
    return None


@event_priority(BEFORE_ALL)
def on_page_markdown(markdown: str, *, page: Any, config: Any, **_: Any) -> None:
    """Called by MkDocs for each page before it is converted, and before anything uses its title."""
    _report(mend_texts(f"docs/{page.file.src_uri}", page.meta, page.file.content_string), page, config)


def on_page_content(html: str, *, page: Any, config: Any, **_: Any) -> None:
    """Called by MkDocs for each page."""
    facts, name = build_state(config).facts, page.file.src_uri
    topics = tuple(topic for topic in facts.topics.values() if topic.page == name)
    wrong = problems(f"docs/{name}", page.meta, set(facts.sources), topics)
    _report(wrong + section_problems(f"docs/{name}", page.meta, html), page, config)
    if wrong:
        for key in USED_LATER & page.meta.keys():
            del page.meta[key]  # so that no template crashes on it


def _report(wrong: list[str], page: Any, config: Any) -> None:
    """Report mistakes in the front matter of a page; what other checks find on it may follow from them."""
    for text in wrong:
        log.warning(text)
    if wrong:
        build_state(config).unreadable.add(page.file.src_uri)
