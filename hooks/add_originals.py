"""Completes a translation with the files that it lacks: pages of the originals, their pictures and assets.

A translation is complete from its first page: no link is broken, and what is not translated yet is in English. The
layout says so on these pages; downloads do not contain them.
"""

from pathlib import Path
from typing import Any

from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, InclusionLevel

from core.build_state import build_state
from core.translation import original_docs

BEFORE_OTHERS = 100  # a priority: other hooks need all files


@event_priority(BEFORE_OTHERS)
def on_files(files: Any, *, config: Any) -> None:
    """Called by MkDocs when the files are known: add each file of the originals that the translation does not have."""
    docs = original_docs(config)
    if not docs:
        return
    own = {file.src_uri for file in files if file.src_dir == config.docs_dir}
    for path in sorted(docs.rglob("*")):
        name = path.relative_to(docs).as_posix()
        if path.is_file() and name not in own and not _is_hidden(Path(name)):
            file = File(name, str(docs), config.site_dir, config.use_directory_urls, inclusion=InclusionLevel.INCLUDED)
            files.append(file)
            if file.is_documentation_page():
                build_state(config).untranslated.add(name)


def _is_hidden(path: Path) -> bool:
    """Whether MkDocs ignores a file because of its name."""
    return any(part.startswith(".") for part in path.parts)
