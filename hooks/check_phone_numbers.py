"""Refuses a phone number in a page: one that stands outside data/ is confirmed by nobody, and goes stale unseen."""

import logging
import re
from typing import Any

from prose import blocks, tried
from selectolax.lexbor import LexborHTMLParser

log = logging.getLogger("mkdocs.hooks.check_phone_numbers")

BROUGHT = "[data-lookup], .guide-offer, .guide-invitation"  # what a macro brings from data/ or from the settings
DIALLED = "a[href^='tel:' i], a[href^='sms:' i], a[href^='whatsapp:' i]"
BETWEEN = r"[ ().\u00a0\u2009\u202f\u2010\u2011-]"  # what people put between the digits of a number
DATE = r"(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)"
VERSION = r"\d{1,3}(?:\.\d{1,3}){2,}(?![\d-])"
LONG = re.compile(rf"(?<![\w.,])(?:{DATE}|{VERSION})|(?<![\w.,])(\+?\(?\d(?:{BETWEEN}{{0,2}}\d){{4,}})(?![\w,]|\.\d)")
SHORT = re.compile(
    r"\b(?:call|calls|calling|dial|dials|dialling|ring|phone|text|number|helpline|hotline)\b"
    r"(?:\W+[^\W\d]+){0,3}?\W+(\d{2,6})\b(?![:.,]\d)(?!\s+(?!or\b|and\b|if\b|from\b|in\b|when\b|to\b|now\b|at\b)[^\W\d])",
    re.IGNORECASE,
)


def problems(page: str, texts: list[str], links: list[str]) -> list[str]:
    """Judge the words and the links of one page.

    Takes the page's file name, the words that its writer wrote, and the targets of its links to numbers; gives one line
    for each phone number. Dates, years, versions of programs and counted things are none.
    """
    found = [match[1] for text in texts for pattern in (LONG, SHORT) for match in pattern.finditer(text) if match[1]]
    return [
        f"{page}: the phone number “{number.strip()}” stands in the page; take it out, write it in data/helplines.yml "
        "or data/emergency.yml, and let {{ helpline() }} or {{ country_index() }} show it."
        for number in dict.fromkeys([*found, *links])
        if not any(number != other and number in other for other in found)  # a part of a longer one
        if not re.fullmatch(r"(?:19|20)\d\d", number.strip())
    ]


def on_page_content(html: str, *, page: Any, **_: Any) -> None:
    """Called by MkDocs for each page."""
    tree = LexborHTMLParser(html)
    brought = {node.mem_id for list_ in tree.css(BROUGHT) for node in list_.css(DIALLED)}
    links = [node.attributes["href"] or "" for node in tree.css(DIALLED) if node.mem_id not in brought]
    texts = [*(str(page.meta.get(key, "")) for key in ("title", "summary")), tried(page.meta), *blocks(html, BROUGHT)]
    for text in problems(f"docs/{page.file.src_uri}", texts, links):
        log.warning(text)
