"""Reports markup that would not become what its writer meant, and HTML that must never be published."""

import logging
import re
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from core.build_state import build_state
from core.errors import suggest

log = logging.getLogger("mkdocs.hooks.check_markup")

ADMONITIONS = ("care", "view", "words")  # the kinds that have a style
ADMONITION = re.compile(r'!!! ([\w-]+)(?: "[^"]*")?')
CODE = re.compile(r"^(?:    |\t)|^ *(?:```|~~~)")
CARE = 'write it as !!! care "A heading", with straight quotation marks'
UNUSED = "not used here"
MARKS = (  # marks at the beginning of a line, and what to write instead
    (r"#{1,6}[^#\s]", "a heading has no space after its #", "write “## A heading”"),
    (r"\?{3}", f"blocks that fold (???) are {UNUSED}", 'write an open one: !!! care "A heading"'),
    (r'===[+!]? "', f"tabs (===) are {UNUSED}", "write a heading for each part"),
    (r"[-*+] \[[ xX]\] ", f"boxes to tick (- [ ]) are {UNUSED}", "write {% call ticks() %}, see handbook/macros.md"),
    (r"\[\^[^\]]+\]:", f"footnotes ([^1]) are {UNUSED}", "write the sentence in the text"),
    (r"-{1,2}8<", f"parts of other files (--8<--) are {UNUSED}", "copy the text, or link to its page"),
)
INLINE = (  # marks anywhere in a line, outside code
    (r"\[\^[^\]\s]+\](?!:)", f"footnotes are {UNUSED}", "write the sentence in the text"),
    (r"(?<![\w/:]):(?:material|fontawesome|octicons|simple)-[\w-]+:", f"icons are {UNUSED}", "delete it"),
    (r"(?<!=)==(?! )[^=\n]+(?<! )==(?!=)", f"marked text is {UNUSED}", "write **bold** for what matters most"),
    (r"\+\+[a-z][a-z0-9-]*(?:\+[a-z0-9-]+)*\+\+", f"keys are {UNUSED}", "write their names, such as Ctrl and C"),
    (r"~~[^~\n]+~~", f"deleted text is {UNUSED}", "delete it"),
    (r"\{(?:\+\+|--|~~|>>|==)", f"marks of a revision are {UNUSED}", "accept the change or delete it"),
    (r"\$\$|\\\(|\\\[", f"formulas are {UNUSED}", "write it in words"),
)
INLINE_CODE = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)|\{[{%].*?[%}]\}")
TAGS = ("script", "style", "iframe", "object", "embed", "form", "base", "meta", "link")
SCHEMES = ("https:", "mailto:", "tel:", "sms:")
SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


def problems(page: str, text: str) -> list[str]:
    """Return one message for each line whose marks are wrong. Takes the page's file name and its whole text."""
    lines = text.splitlines()
    found = []
    for number, line in enumerate(lines, 1):
        if mistake := _admonition(line, lines[number:]) or _mark(line):
            found.append(f"{page}, line {number}: {mistake}.")
    return found


def _admonition(line: str, below: list[str]) -> str:
    """What is wrong with the first line of a block !!!, or an empty string. Takes the lines below it, too."""
    bare = line.strip()
    if not bare.startswith("!!!"):
        return ""
    written = ADMONITION.fullmatch(bare)
    if not written:
        return f"“{bare[:60]}” is no beginning of a block; {CARE}"
    if written[1] not in ADMONITIONS:
        return f"there is no block “!!! {written[1]}”; {suggest(written[1], ADMONITIONS, cutoff=0.5)}"
    indent = len(line) - len(line.lstrip()) + 4
    first = next((row for row in below if row.strip()), "")
    if len(first) - len(first.lstrip()) < indent:
        return f"the block “{bare[:60]}” is empty; begin each line that belongs to it with {indent} spaces"
    return ""


def _mark(line: str) -> str:
    """What a line would show instead of what was meant, and what to write; or an empty string."""
    if CODE.match(line):
        return ""
    for pattern, what, advice in MARKS:
        if re.match(pattern, line.lstrip()):
            return f"{what}; {advice}"
    words = INLINE_CODE.sub("", line)
    for pattern, what, advice in INLINE:
        if found := re.search(pattern, words):
            return f"{what} (“{found[0]}”); {advice}"
    return ""


def unsafe_html(page: str, html: str) -> list[str]:
    """Return one message for each piece of HTML in a converted page that must not be published.

    A strict policy blocks styles and scripts in a page, and what only the editors should read is no secret in a page.
    """
    tree = LexborHTMLParser(html)
    found = [f"“<{tag}>” must not be in a page; delete it" for tag in TAGS if tree.css_first(tag)]
    if "<!--" in html:
        found.append(
            "a comment “<!--” would be published; delete it, or write it as {## … ##}, which stays in the file"
        )
    for node in tree.css("body *"):
        for name, value in node.attributes.items():
            if name == "style" or name.startswith("on"):
                found.append(f"“{name}=” must not be in a page, since browsers here ignore it; delete it")
            elif name in ("href", "src", "action") and _refused_scheme(value or ""):
                found.append(
                    f"the address “{(value or '')[:60]}” cannot be opened here; write one that begins with https://"
                )
    return [f"{page}: {text}." for text in dict.fromkeys(found)]


def _refused_scheme(address: str) -> bool:
    scheme = SCHEME.match("".join(address.split()))
    return bool(scheme) and scheme[0].lower() not in SCHEMES


def on_page_markdown(markdown: str, *, page: Any, config: Any, **_: Any) -> None:
    """Called by MkDocs for each page before it is converted: check the file as the editor wrote it."""
    for text in problems(f"docs/{page.file.src_uri}", page.file.content_string):
        log.warning(text)
        build_state(config).unreadable.add(page.file.src_uri)


def on_page_content(html: str, *, page: Any, config: Any, **_: Any) -> None:
    """Called by MkDocs for each page when it is converted."""
    if not build_state(config).is_reused(page):
        for text in unsafe_html(f"docs/{page.file.src_uri}", html):
            log.warning(text)
