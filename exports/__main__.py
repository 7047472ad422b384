"""Makes all files of a finished site: python -m exports SITE. Nothing is asked of a network or of the day's date."""

import argparse
import os
import shutil
import sys
from pathlib import Path

from core.addresses import FEED
from core.errors import InputError
from core.facts import load
from core.manifest import read_manifest
from exports.artifacts import works
from exports.build_pool import pressed
from exports.catalogue import catalogue
from exports.feed import feed
from exports.site_reader import read

ROOT = Path(__file__).resolve().parent.parent


def make(site: Path, manifest: Path, cache: Path, moment: int) -> str:
    """Make all files of this site, or none: they are put into it when all are made. Gives what to say of it."""
    guide = read(site, read_manifest(manifest))
    facts = load(ROOT, None, guide.language)
    wanted = works(guide, facts, moment)
    made, fresh = pressed(guide, facts, wanted, cache)
    for file, path in made.items():
        (site / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, site / file)
    texts = {FEED: feed(guide, facts, moment)} | catalogue(guide, facts, wanted, made)
    for name, text in texts.items():
        (site / name).write_text(text, encoding="utf-8", newline="")
    return f"{len(made)} files to take away, {fresh} of them made anew."


def main() -> int:
    """Read the command line, make the files, and say what is wrong."""
    parser = argparse.ArgumentParser(prog="python -m exports", description=__doc__)
    parser.add_argument("site", type=Path, help="the folder of the finished site")
    parser.add_argument(
        "--manifest", type=Path, default=ROOT / ".cache" / "manifest.json", help="what the build planned"
    )
    parser.add_argument("--cache", type=Path, default=ROOT / ".cache" / "exports", help="where made files are kept")
    options = parser.parse_args()
    try:
        print(make(options.site, options.manifest, options.cache, int(os.environ.get("SOURCE_DATE_EPOCH", 0))))
    except InputError as fault:
        print(fault, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
