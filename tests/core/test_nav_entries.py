"""The menu is checked as it was typed."""

import pytest

from core.nav_entries import nav_problems

ENTRY = "write the file of a page, such as “- how/people.md”, or a title, a colon and the file"
GOOD = 'nav:\n  - index.md\n  - Part:\n      - a.md\n      - "2026": b.md\n      - C: c.md\n'


@pytest.mark.parametrize(
    ("menu", "message"),
    [
        ("nav:\n  - 2026:\n      - a.md", "line 2: the title “2026” in the menu is read as a number; put it into"),
        ("nav:\n  - A:\n      - Yes: a.md", "line 3: the title “Yes” in the menu is read as yes or no; put it into"),
        ("nav:\n  - A: NO", f"line 2: the page “NO” in the menu is read as yes or no; {ENTRY}."),
        ("nav:\n  - a.md\n  -", f"line 3: the page “” in the menu is read as nothing; {ENTRY}."),
        ("nav:\n  - A: a.md\n    icon: b", f"line 2: an entry of the menu has more than one part; {ENTRY}."),
        ("a: b\nnav: a.md", f"line 2: under “nav:” there is no list; {ENTRY}."),
        ("a: b", ""),
        (GOOD, ""),
    ],
)
def test_an_entry_that_is_no_page_is_reported_with_its_line(menu, message):
    """MkDocs would stop with “Expected nav item to be a string or dict”; titles and pages are shown as typed."""
    found = nav_problems(menu, "mkdocs.yml")
    assert len(found) == bool(message)
    assert "".join(found).startswith(f"mkdocs.yml, {message}" if message else "")
