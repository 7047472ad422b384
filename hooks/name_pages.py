"""Names each page after its first heading, so that menus and downloads use the name that readers see.

The title in the front matter is for search engines and the browser's title bar.
"""

from html import unescape
from typing import Any

from mkdocs.plugins import event_priority

BEFORE_OTHERS = 50  # a priority: other hooks use the name


@event_priority(BEFORE_OTHERS)
def on_page_content(html: str, *, page: Any, **_: Any) -> None:
    """Called by MkDocs when a page is converted: name it, unless the menu in mkdocs.yml does."""
    headings = [item for item in page.toc if item.level == 1]
    if headings and not page.is_homepage and "title" not in vars(page):
        page.title = unescape(headings[0].title)
