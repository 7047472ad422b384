"""Refuses a finding or a promised effect that stands in no claim: a reader must see how sure we are, and from where."""

import logging
import re
from typing import Any

from prose import blocks, sentences, tried, unquoted

log = logging.getLogger("mkdocs.hooks.check_claims")

ELSEWHERE = ".guide-claim, a, h1, h2, h3, h4, h5, h6"  # a claim shows its strength; links and headings lead to it
WORK = r"(?:stud(?:y|ies)|research(?:ers?)?|surveys?|trials?|scientists?)"
NAMED = r"(?:studies|research(?:ers)?|surveys?|scientists?|trials|(?:one|small|large|recent|new) (?:study|trial))"
FOUND = (
    r"(?:shows?|showed|shown|finds?|found|says?|said|suggests?|proves?|proved|confirms?|reports?|reported|links?|linked"
    r"|backs?|supports?|tells? us|went with|goes? with)"
)
MEASURE = r"(?:(?:no|less) contact|(?:grey|yellow) rock|BIFF|blocking|muting|silence|distance|therapy|a log)"
EASE = r"(?:help|work|heal|ease|calm|lower|reduce|protect|prevent|improve|speed|cure)"
PEOPLE = r"(?:people|adults|women|men|survivors|parents|mothers|fathers|children|families|couples|relationships)"
PATTERNS = (  # what leans on research or promises an effect, and what to take out where there is no source for it
    (rf"\b{WORK}\b[^,;:]{{0,80}}?\b{FOUND}\b", "the finding"),
    (rf"\b(?:in|from|by|according to|based on) (?:[\w’-]+ ){{0,4}}{NAMED}\b", "the finding"),
    (r"\bevidence (?:shows|suggests|says|points|proves|is (?:good|strong|clear))\b", "the finding"),
    (r"\d ?%|\bper ?cent\b|\b\d+ (?:in|out of) (?:every )?\d+\b", "the number"),
    (r"\b(?:one|two|three|four|nine) (?:in|out of) (?:every )?(?:two|three|four|five|six|ten|twenty)\b", "the number"),
    (rf"\b(?:half|quarters?|thirds?|most) of (?:all |the )?{PEOPLE}\b", "the number"),
    (rf"(?<!\bif )(?<!\bhow )\b{MEASURE}(?: [\w’-]+){{0,5}}? (?:{EASE}s|will (?:\w+ )?{EASE})\b", "the effect"),
)
NONE = r"(?:no(?! contact)|not|none|nobody|few|little|neither)"
UNKNOWN = re.compile(  # a sentence that says what nobody knows leans on nothing
    rf"\b{NONE}(?: [\w’-]+)? (?:{WORK}|evidence)\b|\b{NONE}(?: [\w’-]+){{0,3}} (?:studied|tested|knows?|known)\b"
    rf"|\b{WORK}(?: [\w’-]+){{0,3}} (?:not|cannot|nothing)\b"
    r"|\b(?:cannot|can.t|not|ask|asks|asked|unclear)(?: [\w’-]+){0,2} whether\b|\buntested\b",
    re.IGNORECASE,
)


def problems(page: str, texts: list[str]) -> list[str]:
    """Judge what one page says outside its claims.

    Takes the page's file name and its texts without claims, links and headings; gives one line for each sentence that
    leans on research or promises an effect. What somebody says between quotation marks is not the guide's claim.
    """
    return [
        f"{page}: “{sentence}” says more than the guide can by itself; put the sentence into "
        f'{{% call claim("some", "a-source-id") %}} … {{% endcall %}}, or take {out} out '
        "(a summary and a list of data/ can hold no claim)."
        for text in texts
        for sentence in sentences(unquoted(text))
        for out in _leans(sentence)[:1]
    ]


def _leans(sentence: str) -> list[str]:
    """What a sentence says that needs a source: the finding, the number, the effect; nothing if it says none."""
    if UNKNOWN.search(sentence):
        return []
    return [out for pattern, out in PATTERNS if re.search(pattern, sentence, re.IGNORECASE)]


def on_page_content(html: str, *, page: Any, **_: Any) -> None:
    """Called by MkDocs for each page."""
    texts = [str(page.meta.get("summary", "")), tried(page.meta), *blocks(html, ELSEWHERE)]
    for text in problems(f"docs/{page.file.src_uri}", texts):
        log.warning(text)
