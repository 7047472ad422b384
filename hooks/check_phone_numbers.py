"""Reports phone numbers in a page: outside data/ nobody confirms them, and nobody notices when they change."""

import logging
import re
from typing import Any

from prose import remaining_blocks
from selectolax.lexbor import LexborHTMLParser

from core.build_state import build_state
from core.handouts import exercise_of

log = logging.getLogger("mkdocs.hooks.check_phone_numbers")

FROM_DATA = "[data-lookup], .guide-offer, .guide-invitation"  # elements filled from data/ or the settings
PHONE_LINKS = "a[href^='tel:' i], a[href^='sms:' i], a[href^='whatsapp:' i]"
SEPARATOR = r"[ ().\u00a0\u2009\u202f\u2010\u2011-]"  # characters between the digits of a number
DIGIT = re.compile(r"\d")
DATE = r"(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)"
VERSION = r"\d{1,3}(?:\.\d{1,3}){2,}(?![\d-])"
LONG_NUMBER = re.compile(
    rf"(?<![\w.,])(?:{DATE}|{VERSION})|(?<![\w.,])(\+?\(?\d(?:{SEPARATOR}{{0,2}}\d){{4,}})(?![\w,]|\.\d)"
)
SHORT_NUMBER = re.compile(
    r"\b(?:call|calls|calling|dial|dials|dialling|ring|phone|text|number|helpline|hotline)\b"
    r"(?:\W+[^\W\d]+){0,3}?\W+(\d{2,6})\b(?![:.,]\d)(?!\s+(?!or\b|and\b|if\b|from\b|in\b|when\b|to\b|now\b|at\b)[^\W\d])",
    re.IGNORECASE,
)


def problems(page: str, texts: list[str], links: list[str]) -> list[str]:
    """Return one message for each phone number in a page.

    Takes the page's file name, the text written in the page itself, and the targets of its phone links. Dates, years,
    version numbers and counts are not phone numbers.
    """
    found = [
        match[1]
        for text in texts
        if DIGIT.search(text)
        for pattern in (LONG_NUMBER, SHORT_NUMBER)
        for match in pattern.finditer(text)
        if match[1]
    ]
    return [
        f"{page}: the phone number “{number.strip()}” is in the text of the page; remove it, add it to "
        "data/helplines.yml or data/emergency.yml, and let {{ helpline() }} or {{ country_index() }} show it."
        for number in dict.fromkeys([*found, *links])
        if not any(number != other and number in other for other in found)  # a part of a longer one
        if not re.fullmatch(r"(?:19|20)\d\d", number.strip())
    ]


def on_page_content(html: str, *, page: Any, config: Any, **_: Any) -> None:
    """Called by MkDocs for each page."""
    if build_state(config).is_reused(page):
        return
    tree = LexborHTMLParser(html)
    from_data = {node.mem_id for block in tree.css(FROM_DATA) for node in block.css(PHONE_LINKS)}
    links = [node.attributes["href"] or "" for node in tree.css(PHONE_LINKS) if node.mem_id not in from_data]
    texts = [
        *(str(page.meta.get(key, "")) for key in ("title", "summary")),
        exercise_of(page.meta),
        *remaining_blocks(tree, FROM_DATA),
    ]
    for text in problems(f"docs/{page.file.src_uri}", texts, links):
        log.warning(text)
