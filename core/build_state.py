"""What the steps of one build hand to each other: one typed object in MkDocs's `extra`, instead of loose keys."""

from dataclasses import dataclass, field
from typing import Any

from core.facts import Facts
from core.manifest import Manifest
from core.parsed_pages import ParsedPage

KEY = "build"  # templates read it as config.extra.build


@dataclass
class BuildState:
    """The state of one build. Each field says which file fills it in, and from which event on it is there."""

    facts: Facts = None  # type: ignore[assignment]  # macros/__init__.py, on_config
    publishes: bool = False  # hooks/publish_site.py, on_config; the live preview publishes nothing
    sources: dict[str, str] = field(default_factory=dict)  # hooks/check_pages.py, on_files: docs/ file by built file
    assets: dict[str, str] = field(default_factory=dict)  # hooks/fingerprint_assets.py, on_files: URL by file name
    search_worker: str = ""  # hooks/publish_site.py, on_files: the URL of the theme's search worker
    manifest: Manifest = field(default_factory=Manifest)  # hooks/write_exports.py, on_env
    expected: set[str] = field(default_factory=set)  # hooks/write_*.py, on_env: addresses that they will write
    pages: list[ParsedPage] = field(default_factory=list)  # hooks/check_pages.py, on_post_build


def build_state(config: Any) -> BuildState:
    """The state of the build with these settings of MkDocs; begun at the first call."""
    return config.extra.setdefault(KEY, BuildState())
