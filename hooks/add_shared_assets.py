"""Takes the guide's assets from the folder of the originals, for a translation with pages of its own."""

from typing import Any

from mkdocs.structure.files import File, InclusionLevel

from core.translation import original_docs

FOLDER = "assets"


def on_files(files: Any, *, config: Any) -> None:
    """Called by MkDocs when the files are known: add each asset that the translation does not have itself."""
    docs = original_docs(config)
    if not docs:
        return
    own = {file.src_uri for file in files if file.src_dir == config.docs_dir}
    for path in sorted((docs / FOLDER).rglob("*")):
        name = path.relative_to(docs).as_posix()
        if path.is_file() and name not in own:
            file = File(name, str(docs), config.site_dir, config.use_directory_urls, inclusion=InclusionLevel.INCLUDED)
            files.append(file)
