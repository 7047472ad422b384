"""The state that hooks, macros and templates of one build share: a typed object in MkDocs's `extra`."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from core.facts import Facts
from core.manifest import Manifest
from core.parsed_pages import ParsedPage

EXTRA_KEY = "build"  # templates read it as config.extra.build


@dataclass
class BuildState:
    """The state of one build. The comment of each field says which file sets it, and in which event."""

    facts: Facts = None  # type: ignore[assignment]  # macros/__init__.py, on_config
    publishes: bool = False  # hooks/publish_site.py, on_config; the live preview publishes nothing
    sources: dict[str, str] = field(default_factory=dict)  # hooks/check_pages.py, on_files: docs/ file by built file
    assets: dict[str, str] = field(default_factory=dict)  # hooks/fingerprint_assets.py, on_files: URL by file name
    inlined: dict[str, str] = field(default_factory=dict)  # the same: text by file name, for templates to put in pages
    component_classes: frozenset[str] = frozenset()  # the same: classes whose style is in components.css
    unreadable: set[str] = field(default_factory=set)
    # check_*.py and macros/__init__.py: pages of docs/ with a mistake from which others follow; it is reported
    reused: set[str] = field(default_factory=set)  # hooks/reuse_pages.py, on_page_markdown: unchanged pages of docs/
    notes: dict[str, dict[str, Any]] = field(default_factory=lambda: defaultdict(dict))
    # hooks/check_*.py, on_page_content: by kind and file, what a check of all pages needs of one; plain JSON values
    manifest: Manifest = field(default_factory=Manifest)  # hooks/write_exports.py, on_env
    expected: set[str] = field(default_factory=set)  # hooks/write_*.py, on_env: addresses that they will write
    pages: list[ParsedPage] = field(default_factory=list)  # hooks/check_pages.py, on_post_build

    def has_components(self, html: str) -> bool:
        """Whether this part of a page needs components.css."""
        return "<pre" in html or any(name in html for name in self.component_classes)

    def is_reused(self, page: Any) -> bool:
        """Whether this page of MkDocs is as it was in an earlier build, in which no check reported anything on it."""
        return page.file.src_uri in self.reused


def build_state(config: Any) -> BuildState:
    """Return the state of the build with this MkDocs config; the first call creates it."""
    return config.extra.setdefault(EXTRA_KEY, BuildState())
