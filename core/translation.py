"""Compares the pages of a translation with their originals: which are missing, and which are older."""

from pathlib import Path
from typing import Any

from core.yaml_files import parse_yaml, read_text

SETTING = "translation_of"  # in mkdocs.yml, under extra: the folder of the originals, such as docs


def original_docs(config: Any) -> Path | None:
    """The folder of the originals, from MkDocs's config; None for a guide that is not a translation."""
    name = config.extra.get(SETTING)
    return Path(config.config_file_path).resolve().parent / name if name else None


def missing_pages(originals: Path, translated: Path) -> list[str]:
    """Return the pages that only the originals have, such as how/index.md."""
    return sorted(_pages(originals) - _pages(translated))


def older_pages(originals: Path, translated: Path) -> list[tuple[str, str, str]]:
    """Return the pages whose original was changed later, each with the dates of original and translation."""
    days = {
        name: (_written(originals / name), _written(translated / name))
        for name in sorted(_pages(originals) & _pages(translated))
    }
    return [(name, original, translation) for name, (original, translation) in days.items() if original > translation]


def _pages(docs: Path) -> set[str]:
    return {path.relative_to(docs).as_posix() for path in docs.rglob("*.md")}


def _written(path: Path) -> str:
    """The date in the front matter of a page; empty if it has none, which another check reports."""
    front_matter = read_text(path).split("\n---", 1)[0].removeprefix("---")
    meta = parse_yaml(front_matter, path.name)
    return str(meta.get("written") or "") if isinstance(meta, dict) else ""
