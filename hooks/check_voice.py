"""Reports pages that read like telegrams, come to the point too late, or repeat their warnings and links."""

import logging
import re
from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from posixpath import basename
from typing import Any
from urllib.parse import urlsplit

from check_readability import LISTS, WORD, all_sentences, count_words
from prose import LABELS, QUOTATION, Block, Link, Prose, mask_quotations, prose

from core.addresses import link_target, page_address
from core.build_state import build_state
from core.handouts import handout_of

log = logging.getLogger("mkdocs.hooks.check_voice")

SHORT_SENTENCE = 4  # words, at most
MAX_SHORT_IN_A_ROW = 2
MAX_SHORT_SHARE = 12  # per cent of the sentences on a page
MIN_SENTENCES = 20  # on a page; with fewer, two short ones would be more than a tenth
MAX_WORDS_BEFORE_ACTION = 150  # on a page, before the first thing to do or say; title and safety boxes do not count
MAX_FIRST_BOX = 40  # words in the first safety box of a page, without its title: two or three sentences
MAX_LATER_BOX = 60  # words in each of the others, which are next to a danger and have to explain it
MAX_LINKS = 2  # to the same address, in the running text of a page
NOT_RUNNING = LABELS | {"table", "code", "pre", "blockquote", "ul", "ol", "dl"}  # no running sentences
NOT_RUNNING |= {"words", "care", "guide-safety-check"}
ACTIONS = {"ol", "words", "guide-safety-check"}  # blocks with something to do or say
REPEATABLE = {"table", "nav", "guide-safety-check", "guide-button", "guide-offer"}  # links there may be repeated
VERBS = (
    "add|agree|allow|answer|ask|avoid|be|begin|block|breathe|bring|call|change|check|choose|close|collect|come|copy"
    "|count|cover|cut|decide|delete|do|don.t|draw|drink|drive|drop|eat|end|fill|find|follow|get|give|go|hand|have|hide"
    "|hold|ignore|keep|lay|learn|leave|let|listen|lock|look|make|mark|meet|memorise|move|mute|name|note|notice|open"
    "|park|pause|pay|pick|place|plan|practise|prepare|press|print|put|read|remember|remove|rest|ring|save|say"
    "|send|set|show|sign|sit|skip|sleep|speak|stand|start|stay|step|stick|stop|store|swap|switch|take|talk|tell|text"
    "|think|throw|treat|try|turn|use|wait|walk|warn|wash|watch|write"
)
FINITE = "am|is|are|was|were|may|might|can|could|will|would|has|have|had|does|did|comes?|gets?|helps?|works?|means?"
IMPERATIVE = re.compile(  # perhaps after “then”, “today” or “if you can,”; “Sleep may come late” is not one
    r"(?:(?:then|first|so|now|today|tonight|tomorrow|please|also|instead),? "
    r"|(?:if|before|when|while|until|after|once|as|for|in|at|on) [^.!?]*?, (?:then |first )?)?"
    rf"(?:{VERBS})\b(?! (?:{FINITE})\b)[^?]*$",
    re.IGNORECASE,
)
PART_END = re.compile(r"(?<=:)\s+")  # “Here is one thing: put it away.”
INNER_END = re.compile(r"(?<=[.!?])(?=\s)")
WORD_JOINER = "\N{WORD JOINER}"  # put after a full stop, so that no sentence ends there
EXAMPLE = "Put the phone in another room."


def problems(
    page: str, text: Prose, *, kind: str | None = None, must_act: bool = False, ending: str | None = None
) -> list[str]:
    """Return one message for each thing on a page that a frightened reader would stumble over.

    Takes its file in docs/, its text, “kind” of its front matter, whether it must soon come to something to do, and the
    heading of the section whose links do not count. On a page of questions each answer may have its own links.
    """
    wrong = [] if kind in LISTS else _check_short_sentences(runs(text.blocks))
    wrong += _check_action(text.blocks) if must_act else []
    wrong += _check_boxes(text.blocks)
    wrong += [] if kind == "questions" else _check_links(text.links, page.removeprefix("docs/"), ending)
    return [f"{page}: {line}" for line in wrong]


def needs_action(meta: dict[str, Any]) -> bool:
    """Return whether a page is for somebody who needs something to do: it has no “kind”, and a handout of sections."""
    return not meta.get("kind") and handout_of(meta) is not None


def runs(blocks: list[Block]) -> list[list[str]]:
    """Return the sentences of the running text, as a list for each run of consecutive paragraphs.

    Sentences that are only a quotation, or that end with a colon before a list, are left out.
    """
    rows = groupby(blocks, lambda block: not block.inside & NOT_RUNNING)
    return [[sentence for block in row for sentence in _own_sentences(block.text)] for running, row in rows if running]


def _own_sentences(text: str) -> list[str]:
    whole = QUOTATION.sub(lambda match: INNER_END.sub(WORD_JOINER, match[0]), text)
    return [
        sentence.replace(WORD_JOINER, "")
        for sentence in all_sentences([whole])
        if not sentence.endswith(":") and WORD.search(mask_quotations(sentence))
    ]


def _check_short_sentences(found: list[list[str]]) -> list[str]:
    lengths = [[(sentence, count_words([sentence]) <= SHORT_SENTENCE) for sentence in run] for run in found]
    return _check_short_runs(lengths) + _check_short_share(lengths)


def _check_short_runs(lengths: list[list[tuple[str, bool]]]) -> list[str]:
    rows = ((short, [text for text, _ in row]) for run in lengths for short, row in groupby(run, lambda pair: pair[1]))
    return [
        f"“{' '.join(row)}”: {len(row)} sentences in a row have {SHORT_SENTENCE} words or fewer, and the limit is "
        f"{MAX_SHORT_IN_A_ROW}; join them with “because”, “so”, “but” or “when”."
        for short, row in rows
        if short and len(row) > MAX_SHORT_IN_A_ROW
    ]


def _check_short_share(lengths: list[list[tuple[str, bool]]]) -> list[str]:
    count = sum(map(len, lengths))
    short = [sentence for run in lengths for sentence, is_short in run if is_short]
    if count < MIN_SENTENCES or 100 * len(short) <= MAX_SHORT_SHARE * count:
        return []
    return [
        f"{len(short)} of {count} sentences have {SHORT_SENTENCE} words or fewer, such as “{short[0]}”, and the limit "
        f"is {MAX_SHORT_SHARE} %; join them to the sentence before or after."
    ]


def first_action(blocks: list[Block]) -> tuple[int, str]:
    """Return how many words come before the first thing to do or say, and that thing; an empty text if there is none.

    Headings count; the page's title and safety boxes, which have limits of their own, do not.
    """
    count = 0
    for block in blocks:
        if block.tag == "h1" or "care" in block.inside:
            continue
        for part in _sentence_parts(block.text):
            if block.inside & ACTIONS or (not block.inside & LABELS and IMPERATIVE.match(part)):
                return count, part
            count += count_words([part])
    return count, ""


def _sentence_parts(text: str) -> Iterator[str]:
    return (part for sentence in all_sentences([text]) for part in PART_END.split(sentence))


def _check_action(blocks: list[Block]) -> list[str]:
    count, action = first_action(blocks)
    if count <= MAX_WORDS_BEFORE_ACTION:
        return []
    found = f"comes after {count} words (“{action[:60]}…”)" if action else "is missing"
    return [
        f"the first thing to do or say {found}, and the limit is {MAX_WORDS_BEFORE_ACTION}; move a step or words to "
        f"say further up, or write a sentence such as “{EXAMPLE}” there."
    ]


def _check_boxes(blocks: list[Block]) -> list[str]:
    boxes: list[tuple[str, list[str]]] = []  # the title of each safety box, and its texts
    for block in blocks:
        if "care" in block.inside and "admonition-title" in block.inside:
            boxes.append((block.text, []))
        elif "care" in block.inside and boxes:
            boxes[-1][1].append(block.text)
    limits = [(MAX_FIRST_BOX, " for the first one"), *[(MAX_LATER_BOX, "")] * len(boxes)]
    return [
        f"the safety box “{title}” has {count} words, and the limit is {limit}{which}; keep the danger and what to do "
        "about it, and move the rest below the steps."
        for (title, texts), (limit, which) in zip(boxes, limits, strict=False)
        if (count := count_words(texts)) > limit
    ]


def _check_links(links: list[Link], page: str, ending: str | None) -> list[str]:
    counts = Counter(
        _address(page, link.href)
        for link in links
        if link.section != ending and link.inside & {"p", "li"} and not link.inside & REPEATABLE
    )
    return [
        f"the text links to {address} {count} times, and the limit is {MAX_LINKS}; keep the link where a reader needs "
        "it most, and write the other sentences without one."
        for address, count in counts.items()
        if count > MAX_LINKS
    ]


def _address(page: str, href: str) -> str:
    """Return the address of a link from the site's root, such as safety/#check; one to another site as it is."""
    link = urlsplit(href)
    if link.scheme or link.netloc:
        return href
    target = link_target(page_address(page), link.path)
    path = f"/{target}/" if target and "." not in basename(target) else f"/{target}"
    return f"{path}#{link.fragment}" if link.fragment else path


def on_page_content(html: str, *, page: Any, config: Any, **_: Any) -> None:
    """Called by MkDocs for each page."""
    state, name, kind = build_state(config), page.file.src_uri, page.meta.get("kind")
    if not state.checks_english(page):
        return
    rules = state.facts.navigation
    must_act = needs_action(page.meta) or name == rules.start
    for line in problems(f"docs/{name}", prose(html), kind=kind, must_act=must_act, ending=rules.ends_with):
        log.warning(line)
