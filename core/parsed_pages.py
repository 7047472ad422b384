"""The finished pages of a site, as the checks read them, and those that a writer adds."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from selectolax.lexbor import LexborHTMLParser


@dataclass(frozen=True)
class ParsedPage:
    """One finished page: its address inside the site, the file that an editor would open, and its markup."""

    address: str
    source: str
    tree: LexborHTMLParser

    @cached_property
    def ids(self) -> set[str]:
        """Every place on this page that a link can lead to."""
        return {node.attributes["id"] or "" for node in self.tree.css("[id]")}


def put(site: Path, pages: dict[str, str]) -> list[Path]:
    """Write pages below `site`. Takes their texts by their addresses; gives the files written."""
    paths = {site / address / "index.html": text for address, text in pages.items()}
    for path, text in paths.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return list(paths)


def promise(config: Any, addresses: set[str]) -> None:
    """Tell the checks which addresses a later writer will make: a link may lead to them before they are there."""
    config.extra["promised"] = config.extra.get("promised", set()) | addresses


def origins(files: Any) -> dict[str, str]:
    """Which file in docs/ stands behind each built page. Takes the generator's list of files."""
    return {file.dest_uri: f"docs/{file.src_uri}" for file in files.documentation_pages()}


def read(site: Path, sources: dict[str, str]) -> list[ParsedPage]:
    """Read every page below `site`; `sources` names the file in docs/ behind each built file."""
    return [
        ParsedPage(
            address=path.relative_to(site).as_posix().removesuffix("index.html"),
            source=sources.get(path.relative_to(site).as_posix(), "overrides/" + path.name),
            tree=LexborHTMLParser(path.read_text(encoding="utf-8")),
        )
        for path in sorted(site.rglob("*.html"))
    ]
