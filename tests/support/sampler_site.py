"""Builds the tiny site whose one page calls every macro: for scripts/sampler and for tests in a browser."""

import shutil
from pathlib import Path

from site_factory import ROOT, Built, build, house, page

from macros.__main__ import sampler


def lay_out(root: Path) -> Path:
    """Lay out the site below `root`, with the places to which the macros lead."""
    return house(
        root,
        {
            "sampler.md": sampler(),
            "help/index.md": page(
                "Help",
                "## Questions { #ask }\n\n## Helplines { #numbers }\n\n{{ helpline() }}\n\n## Before { #before }",
            ),
        },
    )


def main(root: Path = ROOT / ".sampler") -> Built:
    """Build the site anew; what it said is shown only if it failed."""
    shutil.rmtree(root, ignore_errors=True)
    built = build(lay_out(root))
    if built.code:
        raise SystemExit(built.said)
    return built


if __name__ == "__main__":
    main()
