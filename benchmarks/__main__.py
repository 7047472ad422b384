"""Runs the named benchmarks and writes their tables into benchmarks/README.md: scripts/benchmarks [NAME…]."""

import argparse
import os
import tempfile
from importlib import import_module
from pathlib import Path

from benchmarks import report

ROOT = Path(__file__).resolve().parent.parent
DEFAULT = ("build_time", "page_weight", "words", "nginx_throughput", "search")
BENCHMARKS = (*DEFAULT, "exports")  # exports takes 15 minutes


def measure(name: str, root: Path, installed: Path, load: float, options: argparse.Namespace) -> None:
    """Run one benchmark on the project in `root`, and write its table and picture there."""
    benchmark = import_module(f"benchmarks.{name}")
    runs = options.runs or benchmark.RUNS
    with tempfile.TemporaryDirectory() as folder:
        result = benchmark.measure(report.Options(root, Path(folder), installed, runs, tuple(options.pages)))
    conditions = report.conditions(runs, benchmark.PROGRAMS, load)
    report.write(root / "benchmarks" / "README.md", name, f"{conditions}\n\n{result.text}")
    if result.picture:
        picture = f"benchmarks/{name}.svg"
        (root / picture).write_text(result.picture, encoding="utf-8")
        report.write(root / "README.md", name, f"![{result.alternative}]({picture})")


def main() -> None:
    """Read the command line, and run one benchmark after the other."""
    parser = argparse.ArgumentParser(prog="scripts/benchmarks", description=__doc__)
    known = ", ".join(BENCHMARKS)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"{known}; by default all but exports")
    parser.add_argument("--runs", type=int, help="instead of each benchmark's own number")
    parser.add_argument("--pages", type=int, nargs="+", default=[0, 150], help="sizes; 0 is the project as it is")
    parser.add_argument("--root", type=Path, default=ROOT, help="the project to measure, whose README.md is written")
    options = parser.parse_args()
    if unknown := set(options.names) - set(BENCHMARKS):
        parser.error(f"there is no benchmark {', '.join(sorted(unknown))}; write {known}")
    load, _, _ = os.getloadavg()  # before this command's own work
    with tempfile.TemporaryDirectory() as installed:
        for name in options.names or DEFAULT:
            measure(name, options.root.resolve(), Path(installed), load, options)


if __name__ == "__main__":
    main()
