"""Reports findings and promised effects outside a claim: readers must see the source and strength of the evidence."""

import logging
import re
from typing import Any

from patterns import combine
from prose import mask_quotations, remaining_blocks, sentences, without
from selectolax.lexbor import LexborHTMLParser

from core.build_state import build_state
from core.handouts import exercise_of

log = logging.getLogger("mkdocs.hooks.check_unsourced_claims")

SKIPPED = ".guide-claim, a, h1, h2, h3, h4, h5, h6"  # a claim shows its evidence; links and headings lead to one
RESEARCH = r"(?:stud(?:y|ies)|research(?:ers?)?|surveys?|trials?|scientists?)"
RESEARCH_SOURCE = (
    r"(?:studies|research(?:ers)?|surveys?|scientists?|trials|(?:one|small|large|recent|new) (?:study|trial))"
)
REPORTS = (
    r"(?:shows?|showed|shown|finds?|found|says?|said|suggests?|proves?|proved|confirms?|reports?|reported|links?|linked"
    r"|backs?|supports?|tells? us|went with|goes? with)"
)
METHOD = r"(?:(?:no|less) contact|(?:grey|yellow) rock|biff|blocking|muting|silence|distance|therapy|a log)"
IMPROVE = r"(?:help|work|heal|ease|calm|lower|reduce|protect|prevent|improve|speed|cure)"
PEOPLE = r"(?:people|adults|women|men|survivors|parents|mothers|fathers|children|families|couples|relationships)"
PATTERNS = (  # what cites research or promises an effect, and what to remove if there is no source for it
    (rf"\b{RESEARCH}\b[^,;:]{{0,80}}?\b{REPORTS}\b", "the finding"),
    (rf"\b(?:in|from|by|according to|based on) (?:[\w’-]+ ){{0,4}}{RESEARCH_SOURCE}\b", "the finding"),
    (r"\bevidence (?:shows|suggests|says|points|proves|is (?:good|strong|clear))\b", "the finding"),
    (r"\b\d+ ?%|\bper ?cent\b|\b\d+ (?:in|out of) (?:every )?\d+\b", "the number"),
    (r"\b(?:one|two|three|four|nine) (?:in|out of) (?:every )?(?:two|three|four|five|six|ten|twenty)\b", "the number"),
    (rf"\b(?:half|quarters?|thirds?|most) of (?:all |the )?{PEOPLE}\b", "the number"),
    (rf"(?<!\bif )(?<!\bhow )\b{METHOD}(?: [\w’-]+){{0,5}}? (?:{IMPROVE}s|will (?:\w+ )?{IMPROVE})\b", "the effect"),
)
ANY_PATTERN = combine(tuple(pattern for pattern, _ in PATTERNS))
NEGATION = r"(?:no(?! contact)|not|none|nobody|few|little|neither)"
STATES_IGNORANCE = re.compile(  # a sentence about what nobody knows needs no source
    rf"\b{NEGATION}(?: [\w’-]+)? (?:{RESEARCH}|evidence)\b"
    rf"|\b{NEGATION}(?: [\w’-]+){{0,3}} (?:studied|tested|knows?|known)\b"
    rf"|\b{RESEARCH}(?: [\w’-]+){{0,3}} (?:not|cannot|nothing)\b"
    r"|\b(?:cannot|can.t|not|ask|asks|asked|unclear)(?: [\w’-]+){0,2} whether\b|\buntested\b",
    re.IGNORECASE,
)
VIEW_OPENING = re.compile(r"(?:We think|In our view|Our (?:advice|view) is)\b")  # a view of the practice, not a finding
VIEW_BLOCK = ".view"  # a block with such a view


def problems(page: str, texts: list[str], views: list[str] | None = None) -> list[str]:
    """Return one message for each sentence that cites research or promises an effect outside a claim.

    Takes the page's file name, its blocks of text without claims, links and headings, and apart from them those of our
    view, which may promise an effect. Text in quotation marks is ignored: it is what somebody says, not what the guide
    claims.
    """
    masked = [(mask_quotations(text), False) for text in texts] + [
        (mask_quotations(text), True) for text in views or []
    ]
    return [
        f"{page}: “{sentence}” needs a source; put the sentence into "
        f'{{% call claim("some", "a-source-id") %}} … {{% endcall %}}, or remove {statement} '
        "(a summary or a list in data/ cannot contain a claim)."
        for text, is_view in masked
        if ANY_PATTERN.search(text.lower())
        for sentence in sentences(text)
        if not STATES_IGNORANCE.search(sentence)
        for statement in _statements(sentence)[:1]
        if not (statement == "the effect" and (is_view or VIEW_OPENING.match(sentence)))
    ]


def _statements(text: str) -> list[str]:
    """Return what in a text needs a source: “the finding”, “the number” or “the effect”; empty if nothing does."""
    return [statement for pattern, statement in PATTERNS if re.search(pattern, text, re.IGNORECASE)]


def on_page_content(html: str, *, page: Any, config: Any, **_: Any) -> None:
    """Called by MkDocs for each page."""
    if not build_state(config).checks_english(page):
        return
    tree = LexborHTMLParser(html)
    everywhere, outside = remaining_blocks(tree, SKIPPED), remaining_blocks(tree, VIEW_BLOCK)
    terms = build_state(config).facts.practice.terms
    texts = [str(page.meta.get("summary", "")), exercise_of(page.meta), *(without(text, terms) for text in outside)]
    views = sorted(set(everywhere) - set(outside), key=everywhere.index)
    for text in problems(f"docs/{page.file.src_uri}", texts, views):
        log.warning(text)
