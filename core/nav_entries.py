"""Checks `nav` of mkdocs.yml as it was typed: MkDocs's own messages name neither the line nor what to write."""

from collections.abc import Iterator

import yaml

from core.yaml_errors import LOADER
from core.yaml_files import yaml_type_name

ENTRY = "write the file of a page, such as “- how/people.md”, or a title, a colon and the file"


def nav_problems(text: str, name: str) -> list[str]:
    """Return one message for each entry of `nav` that is not a page, or whose title is not a text.

    Takes the text of mkdocs.yml, which must be valid YAML, and its name.
    """
    root = yaml.compose(text, Loader=LOADER)
    menu = next((value for key, value in getattr(root, "value", ()) if key.value == "nav"), None)
    if menu is None:
        return []
    return [f"{name}, line {line}: {what}." for line, what in _entries(menu)]


def _entries(menu: yaml.Node) -> Iterator[tuple[int, str]]:
    """What is wrong with the entries of a part of the menu, each with its line."""
    if not isinstance(menu, yaml.SequenceNode):
        yield menu.start_mark.line + 1, f"under “nav:” there is no list; {ENTRY}"
        return
    for entry in menu.value:
        if isinstance(entry, yaml.MappingNode) and len(entry.value) == 1:
            title, target = entry.value[0]
            yield from _not_text(title, "the title")
            if isinstance(target, yaml.ScalarNode):
                yield from _not_text(target, "the page")
            else:
                yield from _entries(target)
        elif isinstance(entry, yaml.ScalarNode):
            yield from _not_text(entry, "the page")
        else:
            yield entry.start_mark.line + 1, f"an entry of the menu has more than one part; {ENTRY}"


def _not_text(node: yaml.ScalarNode, what: str) -> Iterator[tuple[int, str]]:
    """The message about a title or page of the menu that YAML read as something else."""
    if kind := yaml_type_name(node):
        advice = "put it into quotation marks" if what == "the title" else ENTRY
        yield node.start_mark.line + 1, f"{what} “{node.value}” in the menu is read as {kind}; {advice}"
