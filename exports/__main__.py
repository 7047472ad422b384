"""Makes all downloads of a built site: python -m exports SITE. Uses neither the network nor today's date."""

import argparse
import os
import shutil
import sys
from pathlib import Path

from core.addresses import FEED
from core.cache_folder import cache_folder
from core.edition_time import VARIABLE, edition_time
from core.errors import InputError
from core.facts import load
from core.manifest import read_manifest
from exports.artifacts import artifacts
from exports.build_pool import build_all
from exports.catalogue import catalogue_files
from exports.feed import feed_xml
from exports.site_reader import read_guide

ROOT = Path(__file__).resolve().parent.parent


def export_site(site: Path, manifest: Path, cache: Path) -> str:
    """Make all downloads of this site, and return a message that counts them.

    Takes the folder of the built site, the path of its manifest, and the folder of the cache. Files are copied into the
    site only when all of them could be made. Raises InputError.
    """
    guide = read_guide(site, read_manifest(manifest))
    facts = load(ROOT, None, guide.language, guide.url)
    timestamp = edition_time(ROOT, facts.editions)
    os.environ[VARIABLE] = str(timestamp)  # for the libraries that make PDFs and fonts
    wanted = artifacts(guide, facts, timestamp)
    built, fresh = build_all(guide, facts, wanted, cache)
    for file, path in built.items():
        (site / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, site / file)
    texts = {FEED: feed_xml(guide, facts, timestamp)} | catalogue_files(guide, facts, wanted, built)
    for name, text in texts.items():
        (site / name).write_text(text, encoding="utf-8", newline="")
    return f"{len(built)} downloads, {fresh} of them newly made."


def main() -> int:
    """Run the command line; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m exports", description=__doc__)
    parser.add_argument("site", type=Path, help="the folder of the built site")
    parser.add_argument(
        "--manifest", type=Path, default=ROOT / ".cache/manifest.json", help="the manifest that the build wrote"
    )
    parser.add_argument("--cache", type=Path, help="where built files are cached")
    options = parser.parse_args()
    try:
        print(export_site(options.site, options.manifest, options.cache or cache_folder(ROOT) / "exports"))
    except InputError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
