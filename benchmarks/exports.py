"""Measures what making the files to take away costs: beside mkdocs-to-pdf, when little changed, and in bytes."""

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
FORMS = ("a4", "letter", "large-print")
CHANGED = "docs/modified/grey-rock.md"
LIST = "site/handouts.json"
WHOLE = "files/guide"  # how the forms of the whole guide begin
SETTINGS = "\nplugins:\n  - to-pdf:\n      output_path: guide.pdf\n"
STYLE = "svg { max-height: 240mm; }"  # without it the peer stops at the first drawing: see README.md
MAKE = """
import sys
from pathlib import Path
from exports.__main__ import ROOT
from exports.build_pool import _begin
from exports.site_reader import read
from exports.artifacts import works
from core.facts import load

guide = read(Path("site"))
facts = load(ROOT, None, guide.language)
_begin(guide, facts)
work = next(work for work in works(guide, facts, 1767312000) if work.file == f"files/guide-{sys.argv[1]}.pdf")
Path(sys.argv[2]).write_bytes(work.make(guide, facts)[0])
"""


class Printed(NamedTuple):
    """What making one PDF took, and its pages."""

    cpu: float
    memory: float
    pages: int


def ours(root: Path, form: str) -> Printed:
    """Make one form of the whole guide from its finished site, in a fresh process, with no cache."""
    cost, _ = peers.run([sys.executable, "-c", MAKE, form, "guide.pdf"], root)
    return Printed(cost.cpu, cost.memory, _pages(root / "guide.pdf"))


def theirs(peer: Path, plain: Path, python: str) -> Printed:
    """What the peer's plugin adds to a build of the same pages. Its memory is that of the whole build."""
    without, _ = peers.build(plain, python)
    cost, _ = peers.build(peer, python)
    return Printed(cost.cpu - without.cpu, cost.memory, _pages(peer / "site" / "guide.pdf"))


def with_peer(root: Path) -> Path:
    """Switch the peer on in a tree of plain Material, with the one rule that lets it print every page."""
    settings = root / "mkdocs.yml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("\nplugins:\n", SETTINGS, 1), encoding="utf-8")
    (root / "templates").mkdir()
    (root / "templates" / "styles.scss").write_text(STYLE, encoding="utf-8")
    return root


def installed(folder: Path) -> str:
    """Install the peer into an environment of its own; give its Python."""
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    python = str(folder / "bin" / "python")
    command = [python, "-m", "pip", "install", "--quiet", PEER, "-r", str(peers.ROOT / "requirements.txt")]
    subprocess.run(command, check=True)
    return python


def compared(folder: Path, python: str, runs: int, pages: int) -> None:
    """Print the guide and let the peer print it, in turn. A guide of repeated pages is printed on A4 only."""
    bare, plain = peers.bare(folder / "bare", pages), peers.plain(folder / "plain", pages)
    peer = with_peer(peers.plain(folder / "peer", pages))
    peers.build(bare)
    forms = FORMS[:1] if pages else FORMS
    rounds = [([ours(bare, form) for form in forms], theirs(peer, plain, python)) for _ in range(runs)]
    print(f"{len(list((bare / 'docs').rglob('*.md')))} pages of the site, {runs} pairs, medians; to {PEER}:")
    print(f"{'':12}{'cpu, s':>10}{'ratio':>8}{'MiB':>8}{'ratio':>8}{'pages':>8}{'ms a page':>11}{'ratio':>8}")
    for place, form in enumerate(forms):
        _row(form, [(mine[place], other) for mine, other in rounds])
    _row("the peer", [(other, other) for _, other in rounds])
    if not pages:
        print(f"all three, cpu: {median(sum(one.cpu for one in mine) / other.cpu for mine, other in rounds):.2f}")


def _row(name: str, pairs: list[tuple[Printed, Printed]]) -> None:
    cpu, memory, pages = (median(values) for values in zip(*(mine for mine, _ in pairs), strict=True))
    slower, larger = (median(mine[place] / other[place] for mine, other in pairs) for place in (0, 1))
    each = median(mine.cpu / mine.pages / (other.cpu / other.pages) for mine, other in pairs)
    page = f"{1000 * cpu / pages:11.0f}{each:8.2f}"
    print(f"{name:12}{cpu:10.1f}{slower:8.2f}{memory:8.0f}{larger:8.2f}{pages:8.0f}{page}")


def rebuilt(folder: Path, runs: int) -> None:
    """Build with all files to make, with nothing changed, and with one page changed; say what was made each time."""
    root = peers.guide(folder / "guide")
    cost, said = peers.build(root)
    print(f"all made: {cost.cpu:.1f} s cpu, {cost.wall:.1f} s wall: {_made(said)}")
    pairs = [(peers.build(root), peers.build(folder / "bare")) for _ in range(runs)]
    for name in ("cpu", "wall"):
        mine, other = [getattr(a, name) for (a, _), _ in pairs], [getattr(b, name) for _, (b, _) in pairs]
        ratio = median(a / b for a, b in zip(mine, other, strict=True))
        print(f"nothing changed, {name}: {median(mine):.2f} s, with no files {median(other):.2f} s, ratio {ratio:.2f}")
    print(f"  {_made(pairs[0][0][1])}")
    before = _listed(root)
    page = root / CHANGED
    words = page.read_text(encoding="utf-8").replace("\n## ", "\nOne sentence more.\n\n## ", 1)
    page.write_text(words, encoding="utf-8")
    cost, said = peers.build(root)
    print(f"one page changed: {cost.cpu:.1f} s cpu, {cost.wall:.1f} s wall: {_made(said)}")
    after = _listed(root)
    print("  other bytes: " + ", ".join(file for file in after if after[file] != before[file]))
    weighed(root)


def weighed(root: Path) -> None:
    """Print how large the files are."""
    kinds: dict[str, list[int]] = {}
    for entry in _files(root):
        whole = entry["file"].startswith(WHOLE)
        kinds.setdefault(entry["file"] if whole else entry["kind"], []).append(entry["bytes"])
    print(f"{'':28}{'files':>7}{'largest':>12}{'median':>12}{'together':>12}")
    for kind, sizes in kinds.items():
        print(f"{kind:28}{len(sizes):7}{max(sizes):12,}{median(sizes):12,.0f}{sum(sizes):12,}")


def _made(said: str) -> str:
    found = re.search(r"\d+ files to take away.*", said)
    return found[0] if found else "no files"


def _listed(root: Path) -> dict[str, str]:
    return {entry["file"]: entry["sha256"] for entry in _files(root)}


def _files(root: Path) -> list[dict[str, Any]]:
    return json.loads((root / LIST).read_text(encoding="utf-8"))["files"]


def _pages(path: Path) -> int:
    with pikepdf.open(path) as pdf:
        return len(pdf.pages)


def main() -> None:
    """Read the command line and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--pages", type=int, default=0, help="repeat the content until there are so many pages")
    parser.add_argument("--peer", metavar="PYTHON", help=f"a Python that has {PEER}; without it, it is installed")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        compared(folder, options.peer or installed(folder / "venv"), options.runs, options.pages)
        if not options.pages:
            rebuilt(folder, options.runs)


if __name__ == "__main__":
    main()
