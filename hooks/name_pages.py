"""Gives each page one name, that of its first heading, so that menus and files promise what is there.

The title in the front matter is for search engines and the window of a browser.
"""

from html import unescape
from typing import Any

from mkdocs.plugins import event_priority

BEFORE_OTHERS = 50  # the priority of an event: other hooks use the name


@event_priority(BEFORE_OTHERS)
def on_page_content(html: str, *, page: Any, **_: Any) -> None:
    """Called by MkDocs when a page is converted: name it, unless the menu in mkdocs.yml does."""
    headings = [item for item in page.toc if item.level == 1]
    if headings and not page.is_homepage and "title" not in vars(page):
        page.title = unescape(headings[0].title)
