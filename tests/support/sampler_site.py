"""Builds a small site with one page that calls every macro, for scripts/sampler and the browser tests."""

import shutil
from pathlib import Path

from site_factory import ROOT, BuildResult, build, make_project, page

from macros.__main__ import sampler


def write_project(root: Path) -> Path:
    """Write the project below `root`, with the anchors to which the macros link."""
    return make_project(
        root,
        {
            "sampler.md": sampler(),
            "take/first-message.md": page("A first message"),
            "modified/grey-rock.md": page("Grey rock"),
            "help/index.md": page(
                "Help",
                "## Questions { #ask }\n\n## Helplines { #numbers }\n\n{{ helpline() }}\n\n## Before { #before }",
            ),
        },
    )


def main(root: Path = ROOT / ".sampler") -> BuildResult:
    """Build the site from scratch; its output is shown only if it fails."""
    shutil.rmtree(root, ignore_errors=True)
    built = build(write_project(root))
    if built.code:
        raise SystemExit(built.output)
    return built


if __name__ == "__main__":
    main()
