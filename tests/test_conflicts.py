"""The handbook's list of conflicting or harmful common advice is complete and links to the answers of the guide."""

import re
from functools import cache

import pytest
from macro_environment import ROOT, pages
from selectolax.lexbor import LexborHTMLParser

ROWS = re.findall(
    r"^\| (\d+) \| (.+) \| (.+) \| (.+) \|$", (ROOT / "handbook/conflicts.md").read_text(encoding="utf-8"), re.M
)
LINKS = [link for row in ROWS for link in re.findall(r"\]\(([^)]*)\)", row[3])]


@cache
def anchors():
    """Every anchor of every page, written as a link from the handbook."""
    trees = {page.name: LexborHTMLParser(page.html) for page in pages()}
    return {f"../docs/{name}#{node.attributes['id']}" for name, tree in trees.items() for node in tree.css("[id]")}


def test_the_list_has_all_eighteen_entries():
    """Each has its number, the common advice, and what the guide says instead."""
    assert [int(number) for number, *_ in ROWS] == list(range(1, 19))
    assert [row for row in ROWS if min(len(part.split()) for part in row[1:3]) < 4] == []


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_each_entry_links_to_a_section_of_the_guide(row):
    """Nobody has to search for the section that answers it."""
    assert re.search(r"\[[^]]+\]\(\.\./docs/[^)#]+\.md#[^)]+\)", row[3])


@pytest.mark.parametrize("link", LINKS)
def test_each_linked_section_exists(link):
    """When a page or a section is renamed, the link here is changed too."""
    assert link in anchors()
