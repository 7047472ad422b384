"""The finished pages of a site, as the checks that judge them read them."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from selectolax.lexbor import LexborHTMLParser


@dataclass(frozen=True)
class Finished:
    """One finished page: its address inside the site, the file that an editor would open, and its markup."""

    address: str
    source: str
    tree: LexborHTMLParser

    @cached_property
    def ids(self) -> set[str]:
        """Every place on this page that a link can lead to."""
        return {node.attributes["id"] or "" for node in self.tree.css("[id]")}


def origins(files: Any) -> dict[str, str]:
    """Which file in docs/ stands behind each built page. Takes the generator's list of files."""
    return {file.dest_uri: f"docs/{file.src_uri}" for file in files.documentation_pages()}


def read(site: Path, sources: dict[str, str]) -> list[Finished]:
    """Read every page below `site`; `sources` names the file in docs/ behind each built file."""
    return [
        Finished(
            address=path.relative_to(site).as_posix().removesuffix("index.html"),
            source=sources.get(path.relative_to(site).as_posix(), "overrides/" + path.name),
            tree=LexborHTMLParser(path.read_text(encoding="utf-8")),
        )
        for path in sorted(site.rglob("*.html"))
    ]
