"""Reports missing words that keep a reader safe; data/required_wording.yml states each rule."""

import logging
import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from prose import context
from selectolax.lexbor import LexborHTMLParser, LexborNode

from core.build_state import build_state
from core.errors import suggest
from core.handouts import handout_of
from core.schema import Channel, RequiredWording

log = logging.getLogger("mkdocs.hooks.check_required_wording")

FILE = "data/required_wording.yml"
SUBJECTS = {
    "page": "the page",
    "handout": "the handout",
    "words": "the list of words to say",
    "block": "the text",
    "source": "the page",
}
BLOCKS = "li, tr, .admonition, p"
WORDS_TO_SAY = ".admonition.words"
SECTION_HEADINGS = ("h2", "h3", "h4")
MARK = r"(?:They .*? )?"  # the mark on a step that can be noticed, which comes before its words


@dataclass(frozen=True)
class Passage:
    """A text to which a rule applies: its name in messages, and the words in it that make the rule apply."""

    name: str  # such as “the handout”
    text: str
    mention: re.Match[str] | None = None


@dataclass(frozen=True)
class PageText:
    """The texts of one page, each in one line, except the source, which is unchanged."""

    page: str  # its file, such as docs/index.md
    html: str
    source: str
    handout_sections: tuple[str, ...] = ()

    def part(self, name: str) -> list[str]:
        """Return the texts of a part of the page, as core/schema.py names the parts."""
        if name == "source":
            return [self.source]
        if name == "handout":
            return [self._handout]
        if name == "words":
            return [" ".join(map(_line, self._body.css(WORDS_TO_SAY)))]
        return self._blocks if name == "block" else [self._text]

    def steps(self) -> list[str]:
        """Return each item of a list, such as a step."""
        return [_line(node) for node in self._body.css("li")]

    @cached_property
    def _body(self) -> LexborNode:
        return LexborHTMLParser(f"<body>{self.html}").body

    @cached_property
    def _text(self) -> str:
        return _line(self._body)

    @cached_property
    def _blocks(self) -> list[str]:
        return [_line(node) for node in self._body.css(BLOCKS)]

    @cached_property
    def _handout(self) -> str:
        """The beginning of the page, and the sections that its handout names, with what is below them."""
        texts, level, kept = [], 0, True
        for node in self._body.iter():
            if node.tag in SECTION_HEADINGS and not (level and kept and int(node.tag[1]) > level):
                level, kept = int(node.tag[1]), node.attributes.get("id") in self.handout_sections
            if kept:
                texts.append(_line(node))
        return " ".join(texts)


def _line(node: LexborNode) -> str:
    return " ".join(node.text(separator=" ").split())


def passages(rule: RequiredWording, page: PageText) -> list[Passage]:
    """Return the texts of a page to which a rule applies."""
    if page.page in {excepted.page for excepted in rule.excepted}:
        return []
    if rule.steps or rule.channels:
        beginnings = rule.steps.get(page.page, ())
        return [
            Passage(f"the step “{begins} …”", text)
            for begins in beginnings
            for text in page.steps()
            if _begins(text, begins)
        ]
    if rule.pages and page.page not in rule.pages:
        return []
    mentions = [(text, _search(rule.mentions, text)) for text in page.part(rule.part)]
    return [
        Passage(SUBJECTS[rule.part], text, mention) for text, mention in mentions if mention or rule.mentions is None
    ]


def _begins(text: str, beginning: str) -> bool:
    return re.match(MARK + re.escape(beginning), text) is not None


def _search(pattern: str | None, text: str) -> re.Match[str] | None:
    return re.search(pattern, text, re.IGNORECASE | re.MULTILINE) if pattern else None


def problems(where: str, passage: Passage, rule: RequiredWording) -> list[str]:
    """Return a message if words are missing in a text, and one for each that must not be in it.

    Takes the file that an editor would open, the text, and the rule. A message says what to write instead.
    """
    advice = f"{rule.why}; {rule.instead}."
    wrong = [
        f"{where}{_line_number(passage.text, match)}: “{match[0]}” in “{context(passage.text, match)}”: {advice}"
        for pattern in rule.without
        if (match := _search(pattern, passage.text))
    ]
    missing = [words for words, pattern in rule.requires.items() if not _search(pattern, passage.text)]
    if missing:
        wrong.append(f"{where}: {passage.name} {_mention_clause(passage)} {' or '.join(missing)}: {advice}")
    return wrong


def _line_number(text: str, match: re.Match[str]) -> str:
    """Return the line of a match, which only the source of a page has."""
    number = text.count("\n", 0, match.start()) + 1
    return f", line {number}" if "\n" in text else ""


def _mention_clause(passage: Passage) -> str:
    match = passage.mention
    return f"mentions “{match[0]}” (“{context(passage.text, match)}”) but not" if match else "does not mention"


def missing_steps(rule: RequiredWording, page: PageText) -> list[str]:
    """Return one message for each step that a rule names and that the page does not have."""
    return [
        f"{page.page}: no step begins with “{begins}”; put it back, or write how it begins now under “steps:” of "
        f"“{rule.name}” in {FILE}, since {rule.why}."
        for begins in rule.steps.get(page.page, ())
        if not any(_begins(text, begins) for text in page.steps())
    ]


def channel_problems(rule: RequiredWording, channels: tuple[Channel, ...]) -> list[str]:
    """Return one message for each text of data/channels.yml that breaks a rule."""
    by_id = {channel.id: channel for channel in channels}
    return [
        text
        for field, ids in rule.channels.items()
        for id in ids
        for text in problems(f"data/channels.yml: “{id}”", Passage(f"“{field}”", getattr(by_id[id], field)), rule)
    ]


def rules_without_a_text(rules: tuple[RequiredWording, ...], pages: set[str], applied: set[str]) -> list[str]:
    """Return one message for each page that a rule names and that does not exist, and for each rule that never applied.

    Takes the rules, the files of all pages, and the names of the rules that applied to some text.
    """
    wrong = []
    for rule in rules:
        named = [*rule.pages, *rule.steps, *(excepted.page for excepted in rule.excepted)]
        unknown = [page for page in named if page not in pages]
        wrong += [
            f"{FILE}: “{rule.name}” names {page}, which is not a page; "
            f"{suggest(page, pages, 'take it out of the rule')}."
            for page in unknown
        ]
        if not unknown and not rule.channels and rule.name not in applied:
            wrong.append(
                f"{FILE}: “{rule.name}” applies to no text, so it protects nobody; correct its pages or its "
                "“mentions:”, or delete it."
            )
    return wrong


def on_pre_build(*, config: Any) -> None:
    """Called by MkDocs before it reads a page: check the texts of data/."""
    facts = build_state(config).facts
    for rule in facts.required_wording:
        for text in channel_problems(rule, facts.channels):
            log.warning(text)


def on_page_content(html: str, *, page: Any, config: Any, **_: Any) -> None:
    """Called by MkDocs for each page."""
    state = build_state(config)
    if state.is_reused(page):
        return
    handout = handout_of(page.meta)
    sections = handout.sections if handout else ()
    text = PageText(f"docs/{page.file.src_uri}", html, page.file.content_string, sections)
    applied = state.notes["rules"][text.page] = []
    for rule in state.facts.required_wording:
        found = passages(rule, text)
        if found:
            applied.append(rule.name)
        wrong = [message for passage in found for message in problems(text.page, passage, rule)]
        for message in wrong + missing_steps(rule, text):
            log.warning(message)


def on_post_build(*, config: Any) -> None:
    """Called by MkDocs when all pages are built. After a reported mistake a rule may have lost its text."""
    state = build_state(config)
    if state.unreadable:
        return
    applied = state.notes["rules"]
    names = {name for found in applied.values() for name in found}
    for text in rules_without_a_text(state.facts.required_wording, set(applied), names):
        log.warning(text)
