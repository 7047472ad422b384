"""Reports markup that would not be rendered as its writer meant, and HTML that must never be published."""

import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from extend_markdown import BLOCKS, OWN_BLOCKS
from material.extensions.emoji import twemoji
from pymdownx import keymap_db
from selectolax.lexbor import LexborHTMLParser
from snippets import MARK, SNIPPET, is_inside, with_snippets

from core.build_state import build_state
from core.errors import suggest

log = logging.getLogger("mkdocs.hooks.check_markup")

BLOCK_TYPES = (*OWN_BLOCKS, *BLOCKS)
BLOCK_POSITIONS = ("inline", "end")  # words after a type that place its block
BLOCK = re.compile(r'(?P<mark>!!!|\?\?\?\+?) (?P<type>[\w-]+)(?P<words>(?: [\w-]+)*)(?: "[^"]*")?')
SAFETY_BLOCKS = ("care", "warning", "danger")  # types that must not be collapsed
TAB = re.compile(r'===[!+]? "[^"]+"')
FENCE = re.compile(r"^ *(?P<fence>`{3,}|~{3,})(?P<info>.*)")
CONTAINER = re.compile(r"(?:!!!|\?\?\?|===|[-*+]\s|\d+[.)]\s|\[\^|:\s|/{3})")  # its indented lines are not code
CARE_EXAMPLE = 'write it as !!! care "A heading", with straight quotation marks'
NO_SCRIPTS = "need a script, and pages here are read without any"
FOOTNOTE, FOOTNOTE_TEXT = re.compile(r"\[\^([^\]\s]+)\](?!:)"), re.compile(r"\[\^([^\]\s]+)\]:")
ICON = re.compile(r"(?<![\w/:.]):[a-z][a-z0-9_+-]{2,}:(?![\w/:])")
KEYS = re.compile(r"(?<!\+)\+\+([a-z0-9-]+(?:\+[a-z0-9-]+)*)\+\+(?!\+)")
MARKS = (  # marks at the beginning of a line, and what to write instead
    (re.compile(r"#{1,6}[^#\s]"), "a heading has no space after its #", "write “## A heading”"),
    (
        re.compile(r"[-*+](?:\[[ xX]?\]| \[[^ xX\]\d]?\]) "),
        "a box to tick is not written like this",
        "write “- [ ] ” or “- [x] ”",
    ),
    (
        re.compile(rf"!{{1,2}} ?(?:{'|'.join(BLOCK_TYPES)})\b"),
        "a block begins with three exclamation marks",
        'write !!! care "A heading"',
    ),
    (re.compile(r"\[TAGS\]"), "pages have no tags here", "delete it"),
    (
        re.compile(r"<div [^>]*\bclass=[\"'][^\"']*\bgrid\b(?![^>]*\bmarkdown\b)"),
        "a grid without “markdown” shows its marks as they are",
        'write <div class="grid cards" markdown>',
    ),
    (re.compile(r"/{3,} (?!caption\b)[\w-]+"), "a block of this kind is not used here", 'write !!! note "A heading"'),
)
INLINE = (  # marks anywhere in a line, outside code
    (
        re.compile(r"\]\s+\((?:\.{0,2}/)*[\w/-]+\.md\b"),
        "a link has a space between its text and its target",
        "write [text](page.md)",
    ),
    (re.compile(r"\{(?:\+\+|--|~~|>>|==)"), "marks of a revision are not used here", "accept the change or delete it"),
    (
        re.compile(r"\$\$|\\\(|\\\[|(?<![\w$])\$(?! )[^$\n]*[\\^_{}=][^$\n]*\$(?!\w)"),
        f"formulas {NO_SCRIPTS}",
        "write it in words",
    ),
    (
        re.compile(r"\(\d+\)!|\{[^{}]*\.annotate\b[^{}]*\}"),
        f"annotations {NO_SCRIPTS}",
        "write a footnote, such as [^1]",
    ),
)
INLINE_CODE = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)|\{[{%].*?[%}]\}")
CODE_LANGUAGE = re.compile(r"`(#!\w+) ")
ATTRIBUTES = re.compile(r"\{:?\s*[.#][\w-][^{}<]*\}")  # an attribute list that was not applied
CODE_ELEMENT = re.compile(r"<(code|pre)\b.*?</\1>", re.S)
DRAWING = re.compile(r"<svg\b.*?</svg>", re.S)
FORBIDDEN_TAGS = ("script", "style", "iframe", "object", "embed", "form", "base", "meta", "link")
ALLOWED_SCHEMES = ("https:", "mailto:", "tel:", "sms:")
SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


def problems(page: str, text: str) -> list[str]:
    """Return one message for each line whose marks are wrong. Takes the page's file name and its whole text."""
    lines = text.splitlines()
    found = []
    for number, line in _without_code(lines):
        if mistake := _block_problem(line, lines[number:]) or _fence_problem(line) or _line_problem(line):
            found.append((number, mistake))
    found += _footnote_problems(lines)
    return [f"{page}, line {number}: {mistake}." for number, mistake in sorted(found)]


def snippet_problems(root: Path, page: str, text: str) -> list[str]:
    """Return one message for each file that cannot be included in a page, and for macros in such files."""
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        if MARK.match(line) and (mistake := _snippet_problem(root, line)):
            found.append(f"{page}, line {number}: {mistake}.")
        elif not page.startswith("docs/") and re.search(r"\{[{%]", line):
            found.append(f"{page}, line {number}: a macro does nothing in an included file; call it in the page.")
    return found


def _snippet_problem(root: Path, line: str) -> str:
    written = SNIPPET.match(line)
    if "://" in line:
        return "a file from another address cannot be included; put a copy into the folder includes/"
    if not written:
        return f'“{line.strip()[:60]}” includes nothing; write it as --8<-- "includes/file.md"'
    if not is_inside(root, written["path"]):
        files = {path.relative_to(root).as_posix() for path in root.glob("includes/**/*") if path.is_file()}
        advice = suggest(written["path"], files) if files else "put it into the folder includes/"
        return f"there is no file “{written['path']}” to include; {advice}"
    return ""


def _without_code(lines: list[str]) -> Iterator[tuple[int, str]]:
    """Yield the number and the text of each line that is not code; of a fenced block only its first line."""
    fence, containers = "", []  # the indentation of each block or list entry that the line may belong to
    for number, line in enumerate(lines, 1):
        mark = FENCE.match(line)
        if fence:
            fence = "" if mark and mark["fence"].startswith(fence) and not mark["info"].strip() else fence
            continue
        indentation = len(line) - len(line.lstrip())
        if not line.strip():
            continue
        while containers and containers[-1] >= indentation:
            containers.pop()
        if indentation - (containers[-1] + 4 if containers else 0) >= 4:
            continue
        if CONTAINER.match(line.lstrip()):
            containers.append(indentation)
        fence = mark["fence"] if mark else ""
        yield number, line


def _block_problem(line: str, below: list[str]) -> str:
    """What is wrong with the first line of a block or a tab, or an empty string. Takes it and the lines below it."""
    stripped = line.strip()
    if stripped.startswith("==="):
        if stripped.strip("=") and not TAB.fullmatch(stripped):
            return f'“{stripped[:60]}” does not begin a tab; write it as === "A title", with straight quotation marks'
        return _empty_block_problem(line, below) if stripped.strip("=") else ""
    if not stripped.startswith(("!!!", "???")):
        return ""
    written = BLOCK.fullmatch(stripped)
    if not written:
        return f"“{stripped[:60]}” does not begin a block; {CARE_EXAMPLE}"
    kind, words = written["type"], written["words"].split()
    if kind not in BLOCK_TYPES:
        return f"there is no block “{written['mark']} {kind}”; {suggest(kind, BLOCK_TYPES, cutoff=0.5)}"
    if wrong := [word for word in words if word not in BLOCK_POSITIONS]:
        return f"“{wrong[0]}” after the block's type means nothing; write “inline”, “inline end” or nothing"
    if written["mark"] == "???" and kind in SAFETY_BLOCKS:
        return f"a block “{kind}” that is folded is not seen in time; write !!! instead of ???"
    return _empty_block_problem(line, below)


def _empty_block_problem(line: str, below: list[str]) -> str:
    indent = len(line) - len(line.lstrip()) + 4
    first = next((row for row in below if row.strip()), "")
    if len(first) - len(first.lstrip()) < indent:
        return f"the block “{line.strip()[:60]}” is empty; begin each line that belongs to it with {indent} spaces"
    return ""


def _fence_problem(line: str) -> str:
    """What is wrong with the first line of a block of code, or an empty string."""
    found = FENCE.match(line)
    info = found["info"].strip() if found else ""
    if info in ("mermaid", "math"):
        return f"diagrams and formulas {NO_SCRIPTS}; use a drawing of data/drawings.yml, or an image"
    if re.search(r"[\s{=]", info) and "`" not in info:
        return f"“{info[:60]}” after ``` means nothing, since code has no colours and numbers here; delete it"
    return ""


def _line_problem(line: str) -> str:
    """What is wrong with the markup of a line, and what to write; or an empty string."""
    stripped = line.lstrip()
    for pattern, what, advice in MARKS:
        if pattern.match(stripped):
            return f"{what}; {advice}"
    words = INLINE_CODE.sub("", line)
    if found := CODE_LANGUAGE.search(line):
        return f"“{found[1]}” in code means nothing, since code has no colours here; delete it"
    for pattern, what, advice in INLINE:
        if found := pattern.search(words):
            return f"{what} (“{found[0]}”); {advice}"
    if words.count("**") % 2:
        return "a mark ** for bold has no second one in its line; write it before and after the words, or delete it"
    for icon in ICON.findall(words):
        if not _is_icon(icon):
            same = [name for name in twemoji({}, None)["emoji"] if name[1] == icon[1]]
            return f"there is no icon “{icon}”; {suggest(icon, same, 'look it up in Material’s icon search')}"
    for keys in KEYS.findall(words):
        known = {*keymap_db.keymap, *keymap_db.aliases}
        if wrong := [key for key in keys.split("+") if key not in known]:
            return f"there is no key “{wrong[0]}”; {suggest(wrong[0], known, 'write its name in words')}"
    return ""


def _is_icon(name: str) -> bool:
    """Whether Material has an icon or emoji of this name, such as :material-heart:."""
    known = twemoji({}, None)
    return name in known["emoji"] or name in known["aliases"]


def _footnote_problems(lines: list[str]) -> Iterator[tuple[int, str]]:
    """Yield the line and the mistake of each footnote that has no text, or to which nothing refers."""
    visible = [(number, INLINE_CODE.sub("", line)) for number, line in _without_code(lines)]
    used = {name: number for number, line in reversed(visible) for name in FOOTNOTE.findall(line)}
    defined = {found[1]: number for number, line in visible if (found := FOOTNOTE_TEXT.match(line.lstrip()))}
    for name in used.keys() - defined.keys():
        yield used[name], f"the footnote “[^{name}]” has no text; write a line “[^{name}]: …” below"
    for name in defined.keys() - used.keys():
        yield defined[name], f"nothing refers to the footnote “[^{name}]”; write [^{name}] in the text, or delete it"


def unsafe_html(page: str, html: str) -> list[str]:
    """Return one message for each piece of HTML in a converted page that must not be published.

    The strict policy blocks inline styles and scripts, and readers can see the comments of editors.
    """
    tree = LexborHTMLParser(html)
    found = [f"“<{tag}>” must not be in a page; delete it" for tag in FORBIDDEN_TAGS if tree.css_first(tag)]
    if "<!--" in DRAWING.sub("", html):  # icons have their licence in one
        found.append(
            "a comment “<!--” would be published; delete it, or write it as {## … ##}, which stays in the file"
        )
    if raw := ATTRIBUTES.search(CODE_ELEMENT.sub("", html)):
        found.append(f"“{raw[0]}” would be shown as it is; write it directly behind what it belongs to, or delete it")
    for node in tree.css("body *"):
        for name, value in node.attributes.items():
            if name == "style" or name.startswith("on"):
                found.append(f"“{name}=” must not be in a page, since browsers here ignore it; delete it")
            elif name in ("href", "src", "action") and _has_forbidden_scheme(value or ""):
                found.append(
                    f"the address “{(value or '')[:60]}” cannot be opened here; write one that begins with https://"
                )
    return [f"{page}: {text}." for text in dict.fromkeys(found)]


def _has_forbidden_scheme(address: str) -> bool:
    scheme = SCHEME.match("".join(address.split()))
    return bool(scheme) and scheme[0].lower() not in ALLOWED_SCHEMES


def on_config(config: Any) -> None:
    """Called by MkDocs: files are included from the project's folder, wherever the build was started."""
    config.mdx_configs.setdefault("pymdownx.snippets", {})["base_path"] = [str(Path(config.config_file_path).parent)]


def on_page_markdown(markdown: str, *, page: Any, config: Any, **_: Any) -> None:
    """Called by MkDocs for each page before it is converted: check the file as the editor wrote it."""
    root = Path(config.config_file_path).parent
    for name, text in with_snippets(root, f"docs/{page.file.src_uri}", page.file.content_string):
        for mistake in problems(name, text) + snippet_problems(root, name, text):
            log.warning(mistake)
            build_state(config).unreadable.add(page.file.src_uri)


def on_page_content(html: str, *, page: Any, config: Any, **_: Any) -> None:
    """Called by MkDocs for each page when it is converted."""
    if not build_state(config).is_reused(page):
        for text in unsafe_html(f"docs/{page.file.src_uri}", html):
            log.warning(text)
