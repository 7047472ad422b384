"""Measures what the downloads cost: processor time and memory against mkdocs-to-pdf, and bytes."""

import json
import sys
from pathlib import Path
from statistics import median
from typing import NamedTuple

import pikepdf

from benchmarks import peers
from benchmarks.peers import Project
from benchmarks.report import Options, Result, comparison, table

RUNS = 3
PEER = "mkdocs-to-pdf==0.12.1"
PROGRAMS = ("weasyprint", "pikepdf", PEER)
FORMATS = ("a4", "letter", "large-print")
HEAD = (
    "the whole guide", "processor time, s", "the peer's", "ratio", "memory, MiB", "the peer's", "ratio", "pages",
    "the peer's",
)  # fmt: skip
CATALOGUE = "site/handouts.json"
WHOLE_GUIDE = "files/guide"  # the names of the whole guide's formats begin so
PEER_SETTINGS = "\nplugins:\n  - to-pdf:\n      output_path: guide.pdf\n"
PEER_STYLE = "svg { max-height: 240mm; }"  # without it the peer stops at the first drawing, see README.md
MAKE_SCRIPT = """
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


def measure_guide_pdf(guide: Project, format: str) -> PdfCost:
    """Make one PDF of the whole guide from its built site, in a fresh process without a cache."""
    cost, _ = peers.run([sys.executable, "-c", MAKE_SCRIPT, format, "guide.pdf"], guide.root)
    return PdfCost(cost.cpu, cost.memory, _pages(guide.root / "guide.pdf"))


def measure_peer_pdf(peer: Project, plain: Project) -> PdfCost:
    """What the peer's plugin adds to a build of the same pages. Memory is that of the whole build."""
    without, _ = peers.build(plain)
    cost, _ = peers.build(peer)
    return PdfCost(cost.cpu - without.cpu, cost.memory, _pages(peer.root / "site" / "guide.pdf"))


def enable_peer(plain: Project, python: str) -> Project:
    """Enable the peer in a project of plain Material, with the one rule that it needs to render every page."""
    settings = plain.root / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8").replace("\nplugins:\n", PEER_SETTINGS, 1)
    settings.write_text(text, encoding="utf-8")
    (plain.root / "templates").mkdir()
    (plain.root / "templates" / "styles.scss").write_text(PEER_STYLE, encoding="utf-8")
    return Project(plain.root, (python, "-m", "mkdocs"))


def measure(options: Options) -> Result:
    """Make the PDFs of the whole guide here and with the peer, in turn; and list the sizes of all downloads."""
    python = peers.install(PEER, options.installed)
    guide = peers.copy_guide(options.source, options.folder / "guide")
    plain = peers.plain_material(options.source, options.folder / "plain")
    peer = enable_peer(peers.plain_material(options.source, options.folder / "peer"), python)
    peers.build(guide)
    rounds = [
        ([measure_guide_pdf(guide, format) for format in FORMATS], measure_peer_pdf(peer, plain))
        for _ in range(options.runs)
    ]
    rows = [_row(format, [(made[index], other) for made, other in rounds]) for index, format in enumerate(FORMATS)]
    together = comparison([(sum(pdf.cpu for pdf in made), other.cpu) for made, other in rounds], 1)
    sizes = table(("bytes", "files", "largest", "median", "together"), size_rows(guide.root))
    return Result(f"{table(HEAD, [*rows, ['together', *together, *[''] * 5]])}\n{sizes}")


def _row(name: str, pairs: list[tuple[PdfCost, PdfCost]]) -> list[str]:
    cpu, memory = (comparison([(mine[index], other[index]) for mine, other in pairs], 1 - index) for index in (0, 1))
    return [name, *cpu, *memory, *(str(pdf.pages) for pdf in pairs[0])]


def size_rows(root: Path) -> list[list[str]]:
    """The sizes of the downloads by kind; each format of the whole guide by itself."""
    kinds: dict[str, list[int]] = {}
    for entry in json.loads((root / CATALOGUE).read_text(encoding="utf-8"))["files"]:
        whole = entry["file"].startswith(WHOLE_GUIDE)
        kinds.setdefault(entry["file"] if whole else entry["kind"], []).append(entry["bytes"])
    return [
        [kind, str(len(sizes)), f"{max(sizes):,}", f"{median(sizes):,.0f}", f"{sum(sizes):,}"]
        for kind, sizes in kinds.items()
    ]


def _pages(path: Path) -> int:
    with pikepdf.open(path) as pdf:
        return len(pdf.pages)
