"""The state that hooks, macros and templates of one build share: a typed object in MkDocs's `extra`."""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from core.facts import Facts
from core.manifest import Manifest
from core.parsed_pages import ParsedPage
from core.settings import Extra, Theme

EXTRA_KEY = "build"  # templates read it as config.extra.build
CLASSES = re.compile(r'\bclass="([^"]*)"')


@dataclass(frozen=True)
class OptionalStyle:
    """The classes and beginnings of tags by which a page shows that it needs one of the optional stylesheets."""

    classes: frozenset[str]
    elements: tuple[str, ...] = ()

    def is_needed(self, html: str, classes: set[str]) -> bool:
        """Whether a part of a page needs the stylesheet. Takes the part's HTML, and the classes in it."""
        return not self.classes.isdisjoint(classes) or any(tag in html for tag in self.elements)


@dataclass
class BuildState:
    """The state of one build. The comment of each field says which file sets it, and in which event."""

    facts: Facts = None  # type: ignore[assignment]  # macros/__init__.py, define_env
    is_english: bool = True  # the same: whether rules on English words apply
    theme: Theme = field(default_factory=Theme)  # the same
    extra: Extra = None  # type: ignore[assignment]  # the same
    publishes: bool = False  # hooks/publish_site.py, on_config; the live preview publishes nothing
    untranslated: set[str] = field(default_factory=set)  # hooks/add_originals.py, on_files: pages in English
    sources: dict[str, str] = field(default_factory=dict)  # hooks/check_pages.py, on_files: docs/ file by built file
    assets: dict[str, str] = field(default_factory=dict)  # hooks/fingerprint_assets.py, on_files: URL by file name
    inlined: dict[str, str] = field(default_factory=dict)  # the same: text by file name, for templates to put in pages
    optional_styles: dict[str, OptionalStyle] = field(default_factory=dict)  # the same: by stylesheet, what needs it
    pictures: dict[str, str] = field(default_factory=dict)  # the same: address by path in docs/, of logo and favicon
    logo_size: tuple[int, int] = (0, 0)  # the same: width and height in pixels, of a logo that is a picture
    unreadable: set[str] = field(default_factory=set)
    # check_*.py and macros/__init__.py: pages of docs/ with a mistake from which others follow; it is reported
    reused: set[str] = field(default_factory=set)  # hooks/reuse_pages.py, on_page_markdown: unchanged pages of docs/
    notes: dict[str, dict[str, Any]] = field(default_factory=lambda: defaultdict(dict))
    # hooks/check_*.py, on_page_content: by kind and file, what a check of all pages needs of one; plain JSON values
    manifest: Manifest = field(default_factory=Manifest)  # hooks/write_exports.py, on_env
    expected: set[str] = field(default_factory=set)  # hooks/write_*.py, on_env: addresses that they will write
    pages: list[ParsedPage] = field(default_factory=list)  # hooks/check_pages.py, on_post_build

    def styles_for(self, html: str) -> list[str]:
        """The optional stylesheets that this part of a page needs."""
        classes = {name for found in CLASSES.findall(html) for name in found.split()}
        return [name for name, style in self.optional_styles.items() if style.is_needed(html, classes)]

    def is_reused(self, page: Any) -> bool:
        """Whether this page of MkDocs is unchanged since an earlier build in which no check reported anything."""
        return page.file.src_uri in self.reused

    def checks_english(self, page: Any) -> bool:
        """Whether rules on English words apply to this page, and have not been checked in an earlier build."""
        return self.is_english and not self.is_reused(page)


def build_state(config: Any) -> BuildState:
    """Return the state of the build with this MkDocs config; the first call creates it."""
    return config.extra.setdefault(EXTRA_KEY, BuildState())
