"""Changes the output of Markdown extensions for the guide: no form, no script, nothing from another address.

mkdocs.yml has the extensions that Material's reference documents. Tabs become <details> that open one at a time, boxes
to tick are drawn by the stylesheets, emoji are characters, and texts that an extension writes are in the guide's
language.
"""

import re
from functools import cache
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from markdown import Extension, Markdown
from markdown.postprocessors import Postprocessor
from markdown.treeprocessors import Treeprocessor

from core.build_state import build_state
from core.icons import find_icon

BLOCKS = {  # the types of blocks that Material documents, each with the icon before its title
    "note": "material/pencil",
    "abstract": "material/clipboard-text",
    "info": "material/information",
    "tip": "material/lightbulb",
    "success": "material/check",
    "question": "material/help-circle",
    "warning": "material/alert",
    "failure": "material/close",
    "danger": "material/alert-octagon",
    "bug": "material/bug",
    "example": "material/note-text",
    "quote": "material/format-quote-close",
}
OWN_BLOCKS = ("care", "view", "words")  # our own, which stylesheets mark
TITLE, TAB_TITLE = "admonition-title", "tabbed-title"
BUTTONS = {"md-button--primary": "guide-button", "md-button": "guide-button guide-button--quiet"}
NOT_FOCUSABLE = (
    "a",
    "summary",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
)  # where no word can have a focus of its own
TASK = re.compile(r'<li class="task-list-item">(\s*<p>)?\s*<input type="checkbox" disabled( checked)?/> ')
AFTER_OTHERS = 2  # priority: below those of the extensions' own tree processors, above Python-Markdown's last one
AFTER_RAW_HTML = 5  # priority: the boxes are in the text by then


class GuideExtension(Extension):
    """Changes what other extensions write. Takes the texts of data/strings/."""

    def __init__(self, strings: dict[str, str]) -> None:
        super().__init__()
        self.strings = strings

    def extendMarkdown(self, md: Markdown) -> None:
        """Register the steps with this instance of Markdown."""
        md.treeprocessors.register(_TreeChanges(md, self), "guide_changes", AFTER_OTHERS)
        md.postprocessors.register(_TaskLists(md, self), "guide_tasks", AFTER_RAW_HTML)


class _TaskLists(Postprocessor):
    """Replaces the checkbox of a task by a class, since stylesheets draw it."""

    def __init__(self, md: Markdown, extension: GuideExtension) -> None:
        super().__init__(md)
        self.done = f'<span class="guide-visually-hidden">{extension.strings["task_done"]} </span>'

    def run(self, text: str) -> str:
        return TASK.sub(self._item, text) if 'type="checkbox"' in text else text

    def _item(self, found: re.Match[str]) -> str:
        kind, done = (" task-list-item--done", self.done) if found[2] else ("", "")
        return f'<li class="task-list-item{kind}">{found[1] or ""}{done}'


class _TreeChanges(Treeprocessor):
    """Changes the tree of one page."""

    def __init__(self, md: Markdown, extension: GuideExtension) -> None:
        super().__init__(md)
        self.strings = extension.strings

    def run(self, root: Element) -> None:
        inside = {id(word) for outer in root.iter() if outer.tag in NOT_FOCUSABLE for word in outer.iter("abbr")}
        explained: set[str] = set()
        tabs = 0
        for node in list(root.iter()):
            classes = (node.get("class") or "").split()
            if node.tag == "div" and "tabbed-set" in classes:
                tabs += 1
                _fold_tabs(node, f"tabs-{tabs}")
            elif node.tag == "details" or "admonition" in classes:
                self._title_block(node, classes)
            elif "twemoji" in classes:
                _name_icon(node)
            elif node.tag == "a":
                self._change_link(node, classes)
            elif node.tag == "abbr":
                _explain_once(node, explained, id(node) in inside)
            elif node.get("align"):  # an obsolete attribute of pictures and table cells
                _add_class(node, f"{'align' if node.tag == 'img' else 'text'}-{node.attrib.pop('align')}")
            elif node.tag == "dl" and not classes and len(node) and node[0].tag == "dt":
                node.set("class", "definition-list")  # a list of a macro has other elements inside
            elif node.tag == "figure":
                _remove_breaks(node)
        _place_footnotes(root, self.strings["footnotes"])

    def _title_block(self, node: Element, classes: list[str]) -> None:
        """Give a block its icon, and a default title in the guide's language."""
        kind = next((name for name in classes if name in BLOCKS or name in OWN_BLOCKS), "")
        if not kind:
            return
        if node.tag == "details":
            node.set("class", " ".join(["admonition", *classes]))
            node[0].set("class", TITLE)
        title = next((child for child in node if child.get("class") == TITLE), None)
        if title is None:
            return
        if title.text == kind.capitalize() and not len(title):
            title.text = self.strings[f"block_{kind}"]
        if kind in BLOCKS:
            title.text = f"{self.md.htmlStash.store(_icon(BLOCKS[kind]))}{title.text or ''}"

    def _change_link(self, node: Element, classes: list[str]) -> None:
        for name, ours in BUTTONS.items():
            if name in classes:
                node.set("class", " ".join([ours, *(kind for kind in classes if kind not in BUTTONS)]))
                return
        if "footnote-backref" in classes:
            node.attrib.pop("title", None)
            node.set("aria-label", self.strings["footnote_back"])


def _fold_tabs(node: Element, name: str) -> None:
    """Turn a set of tabs into <details> with the same name, of which browsers keep one open without a script."""
    chosen = [child.get("checked") for child in node if child.tag == "input"].index("checked")
    labels = next(child for child in node if child.get("class") == "tabbed-labels")
    panels = next(child for child in node if child.get("class") == "tabbed-content")
    for child in list(node):
        node.remove(child)
    node.attrib.pop("data-tabs", None)
    node.set("class", "tabbed-set")
    for number, (label, panel) in enumerate(zip(labels, panels, strict=True)):
        tab = SubElement(node, "details", {"class": "tabbed-block", "name": name})
        if number == chosen:
            tab.set("open", "open")
        title = SubElement(tab, "summary", {"class": TAB_TITLE})
        title.text = label.text
        title.extend(label)
        tab.extend(panel)


def _name_icon(node: Element) -> None:
    """Give an icon with a title an accessible name, hide one without, and turn an emoji into its character."""
    title = node.attrib.pop("title", "")
    if node.tag == "img":  # an emoji, whose picture would come from another address
        character = node.get("alt") or ""
        node.tag, node.text = "span", character
        node.attrib.clear()
        node.set("class", "emoji")
        title = title.strip(":").replace("_", " ")
    if title:
        node.set("role", "img")
        node.set("aria-label", title)
    else:
        node.set("aria-hidden", "true")


def _explain_once(node: Element, explained: set[str], plain: bool) -> None:
    """Make an abbreviation focusable where it occurs first in a page's text; later it is plain text."""
    word = (node.text or "").lower()
    if plain or word in explained:
        node.tag = "span"
        node.attrib.clear()
    else:
        explained.add(word)
        node.set("tabindex", "0")


def _add_class(node: Element, name: str) -> None:
    node.set("class", " ".join(filter(None, [node.get("class"), name])))


def _remove_breaks(figure: Element) -> None:
    """Remove the line break that Markdown writes between a picture and its caption."""
    for child in [child for child in figure if child.tag == "br"]:
        figure.remove(child)


def _place_footnotes(root: Element, label: str) -> None:
    """Name the list of footnotes, and put it above an invitation, which ends a page."""
    notes = next((child for child in root if child.get("class") == "footnote"), None)
    if notes is None:
        return
    notes.set("role", "doc-endnotes")
    notes.set("aria-label", label)
    for rule in notes.findall("hr"):
        notes.remove(rule)
    for position, child in enumerate(root):
        if "guide-invitation" in (child.get("class") or ""):
            root.remove(notes)
            root.insert(position, notes)
            return


@cache
def _icon(name: str) -> str:
    """The drawing of an icon of Material's set, such as material/pencil, as decoration."""
    path = find_icon(name)
    svg = path.read_text(encoding="utf-8") if path else ""
    return f'<span class="twemoji" aria-hidden="true">{svg}</span>'


def on_config(config: Any) -> None:
    """Called by MkDocs when the plugins have read the settings: add our extension to those of mkdocs.yml."""
    if "pymdownx.tabbed" in config.markdown_extensions:
        config.mdx_configs.setdefault("pymdownx.tabbed", {})["alternate_style"] = True  # which _fold_tabs() needs
    config.markdown_extensions.append(GuideExtension(build_state(config).facts.strings))
