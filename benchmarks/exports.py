"""Measures the cost of the downloads: against mkdocs-to-pdf, when nothing or one page changed, and in bytes."""

import argparse
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

import peers
import pikepdf

PEER = "mkdocs-to-pdf==0.12.1"
FORMATS = ("a4", "letter", "large-print")
CHANGED = "docs/modified/grey-rock.md"
CATALOGUE = "site/handouts.json"
WHOLE_GUIDE = "files/guide"  # the names of the whole guide's formats begin so
PEER_SETTINGS = "\nplugins:\n  - to-pdf:\n      output_path: guide.pdf\n"
PEER_STYLE = "svg { max-height: 240mm; }"  # without it the peer stops at the first drawing, see README.md
MAKE = """
import sys
from pathlib import Path
from exports.__main__ import ROOT
from exports.build_pool import initialise_worker
from exports.site_reader import read_guide
from exports.artifacts import artifacts
from core.facts import load
from core.manifest import read_manifest

guide = read_guide(Path("site"), read_manifest(ROOT / ".cache" / "manifest.json"))
facts = load(ROOT, None, guide.language)
initialise_worker(guide, facts)
file = f"files/guide-{sys.argv[1]}.pdf"
artifact = next(artifact for artifact in artifacts(guide, facts, 1767312000) if artifact.file == file)
Path(sys.argv[2]).write_bytes(artifact.make(guide, facts)[0])
"""


class PdfCost(NamedTuple):
    """The cost of one PDF: seconds of processor time, MiB of memory; and its number of pages."""

    cpu: float
    memory: float
    pages: int


def ours(root: Path, format: str) -> PdfCost:
    """Make one PDF of the whole guide from its built site, in a fresh process without a cache."""
    cost, _ = peers.run([sys.executable, "-c", MAKE, format, "guide.pdf"], root)
    return PdfCost(cost.cpu, cost.memory, _pages(root / "guide.pdf"))


def theirs(peer: Path, plain: Path, python: str) -> PdfCost:
    """What the peer's plugin adds to a build of the same pages. Memory is that of the whole build."""
    without, _ = peers.build(plain, python)
    cost, _ = peers.build(peer, python)
    return PdfCost(cost.cpu - without.cpu, cost.memory, _pages(peer / "site" / "guide.pdf"))


def enable_peer(root: Path) -> Path:
    """Enable the peer in a project of plain Material, with the one rule that it needs to render every page."""
    settings = root / "mkdocs.yml"
    settings.write_text(
        settings.read_text(encoding="utf-8").replace("\nplugins:\n", PEER_SETTINGS, 1), encoding="utf-8"
    )
    (root / "templates").mkdir()
    (root / "templates" / "styles.scss").write_text(PEER_STYLE, encoding="utf-8")
    return root


def install_peer(folder: Path) -> str:
    """Install the peer into a virtual environment; returns its Python."""
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    python = str(folder / "bin" / "python")
    command = [python, "-m", "pip", "install", "--quiet", PEER, "-r", str(peers.ROOT / "requirements.txt")]
    subprocess.run(command, check=True)
    return python


def compare(folder: Path, python: str, runs: int, pages: int) -> None:
    """Render the guide here and with the peer, in turn, and print both costs. With repeated pages, A4 only."""
    bare, plain = peers.bare(folder / "bare", pages), peers.plain(folder / "plain", pages)
    peer = enable_peer(peers.plain(folder / "peer", pages))
    peers.build(bare)
    formats = FORMATS[:1] if pages else FORMATS
    rounds = [([ours(bare, format) for format in formats], theirs(peer, plain, python)) for _ in range(runs)]
    print(f"{len(list((bare / 'docs').rglob('*.md')))} pages of the site, {runs} pairs, medians; to {PEER}:")
    print(f"{'':12}{'cpu, s':>10}{'ratio':>8}{'MiB':>8}{'ratio':>8}{'pages':>8}{'ms a page':>11}{'ratio':>8}")
    for index, format in enumerate(formats):
        _row(format, [(mine[index], other) for mine, other in rounds])
    _row("the peer", [(other, other) for _, other in rounds])
    if not pages:
        print(f"all three, cpu: {median(sum(one.cpu for one in mine) / other.cpu for mine, other in rounds):.2f}")


def _row(name: str, pairs: list[tuple[PdfCost, PdfCost]]) -> None:
    cpu, memory, pages = (median(values) for values in zip(*(mine for mine, _ in pairs), strict=True))
    slower, larger = (median(mine[index] / other[index] for mine, other in pairs) for index in (0, 1))
    each = median(mine.cpu / mine.pages / (other.cpu / other.pages) for mine, other in pairs)
    page = f"{1000 * cpu / pages:11.0f}{each:8.2f}"
    print(f"{name:12}{cpu:10.1f}{slower:8.2f}{memory:8.0f}{larger:8.2f}{pages:8.0f}{page}")


def measure_rebuilds(folder: Path, runs: int) -> None:
    """Build with an empty cache, with nothing changed, and with one page changed; print the cost of each."""
    root = peers.guide(folder / "guide")
    cost, output = peers.build(root)
    print(f"all made: {cost.cpu:.1f} s cpu, {cost.wall:.1f} s wall: {_summary(output)}")
    pairs = [(peers.build(root), peers.build(folder / "bare")) for _ in range(runs)]
    for name in ("cpu", "wall"):
        mine, other = [getattr(a, name) for (a, _), _ in pairs], [getattr(b, name) for _, (b, _) in pairs]
        ratio = median(a / b for a, b in zip(mine, other, strict=True))
        print(f"nothing changed, {name}: {median(mine):.2f} s, with no files {median(other):.2f} s, ratio {ratio:.2f}")
    print(f"  {_summary(pairs[0][0][1])}")
    before = _checksums(root)
    page = root / CHANGED
    text = page.read_text(encoding="utf-8").replace("\n## ", "\nOne sentence more.\n\n## ", 1)
    page.write_text(text, encoding="utf-8")
    cost, output = peers.build(root)
    print(f"one page changed: {cost.cpu:.1f} s cpu, {cost.wall:.1f} s wall: {_summary(output)}")
    after = _checksums(root)
    print("  other bytes: " + ", ".join(file for file in after if after[file] != before[file]))
    print_sizes(root)


def print_sizes(root: Path) -> None:
    """Print the sizes of the files."""
    kinds: dict[str, list[int]] = {}
    for entry in _files(root):
        whole = entry["file"].startswith(WHOLE_GUIDE)
        kinds.setdefault(entry["file"] if whole else entry["kind"], []).append(entry["bytes"])
    print(f"{'':28}{'files':>7}{'largest':>12}{'median':>12}{'together':>12}")
    for kind, sizes in kinds.items():
        print(f"{kind:28}{len(sizes):7}{max(sizes):12,}{median(sizes):12,.0f}{sum(sizes):12,}")


def _summary(output: str) -> str:
    found = re.search(r"\d+ downloads, .*", output)
    return found[0] if found else "no files"


def _checksums(root: Path) -> dict[str, str]:
    return {entry["file"]: entry["sha256"] for entry in _files(root)}


def _files(root: Path) -> list[dict[str, Any]]:
    return json.loads((root / CATALOGUE).read_text(encoding="utf-8"))["files"]


def _pages(path: Path) -> int:
    with pikepdf.open(path) as pdf:
        return len(pdf.pages)


def main() -> None:
    """Read the command line and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--pages", type=int, default=0, help="repeat the content until there are this many pages")
    parser.add_argument("--peer", metavar="PYTHON", help=f"a Python that has {PEER}; without it, it is installed")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        compare(folder, options.peer or install_peer(folder / "venv"), options.runs, options.pages)
        if not options.pages:
            measure_rebuilds(folder, options.runs)


if __name__ == "__main__":
    main()
