"""The handbook's list of common advice that conflicts or harms is whole, and leads to where the guide settles it."""

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
def places():
    """Every place on every page that a link can lead to, as a link from the handbook would be written."""
    trees = {page.name: LexborHTMLParser(page.html) for page in pages()}
    return {f"../docs/{name}#{node.attributes['id']}" for name, tree in trees.items() for node in tree.css("[id]")}


def test_all_eighteen_are_there():
    """Each has its number, what is often said, and what the guide says instead."""
    assert [int(number) for number, *_ in ROWS] == list(range(1, 19))
    assert [row for row in ROWS if min(len(part.split()) for part in row[1:3]) < 4] == []


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_each_leads_to_where_the_guide_settles_it(row):
    """Nobody has to search for the section that says so."""
    assert re.search(r"\[[^]]+\]\(\.\./docs/[^)#]+\.md#[^)]+\)", row[3])


@pytest.mark.parametrize("link", LINKS)
def test_each_link_leads_to_a_section_that_exists(link):
    """A page or a section that is renamed is renamed here, too."""
    assert link in places()
