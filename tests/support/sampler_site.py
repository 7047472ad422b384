"""Builds a small site with one page that has all of Markdown and every macro, for scripts/sampler and the tests."""

import shutil
from pathlib import Path

from PIL import Image
from site_factory import ROOT, SAMPLE, BuildResult, build, make_project, page

from macros.__main__ import sampler


def write_project(root: Path, *, downloads: bool = False) -> Path:
    """Write the project below `root`, with the anchors to which the macros link, and the images and files shown."""
    shutil.copytree(SAMPLE / "includes", root / "includes")
    (root / "docs" / "images").mkdir(parents=True)
    for name, colour in {"window": "#7fb5b5", "night": "#20404a"}.items():
        Image.new("RGB", (400, 260), colour).save(root / "docs" / "images" / f"{name}.png")
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
        downloads=downloads,
    )


def build_sampler(folder: Path) -> Path:
    """Build it with its downloads in this folder; returns the site."""
    built = build(write_project(folder / "sampler", downloads=True))
    assert built.code == 0, built.output
    return built.site


def main(root: Path = ROOT / ".sampler") -> BuildResult:
    """Build the site from scratch; its output is shown only if it fails."""
    shutil.rmtree(root, ignore_errors=True)
    built = build(write_project(root))
    if built.code:
        raise SystemExit(built.output)
    return built


if __name__ == "__main__":
    main()
