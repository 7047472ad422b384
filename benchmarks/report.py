"""Writes a table between its two markers in a page, with the day, the number of runs, the versions and the machine."""

import os
import platform
import re
import subprocess
from collections.abc import Iterable, Sequence
from datetime import date
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import NamedTuple

COMMANDS = {"Chromium": ("chromium", "--version"), "nginx": ("nginx", "-v"), "wrk": ("wrk", "-v")}
BEGIN, END = "<!-- {name}: written by scripts/benchmarks -->\n", "<!-- end -->\n"


class Options(NamedTuple):
    """What to measure, and where."""

    source: Path  # the project
    folder: Path  # a temporary folder of this benchmark
    installed: Path  # a temporary folder of all benchmarks, for the peers
    runs: int
    pages: tuple[int, ...]  # repeat the content until there are this many pages; 0: as it is


class Result(NamedTuple):
    """What a benchmark found: Markdown, and for some a picture (SVG) with the text that replaces it."""

    text: str
    picture: str = ""
    alternative: str = ""


def table(head: Sequence[str], rows: Iterable[Iterable[str]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines) + "\n"


def comparison(rounds: list[tuple[float, ...]], digits: int) -> list[str]:
    """The cells of a row: the guide's median, then for each peer its median and the guide's ratio to it.

    Takes the values of each round, the guide's first. A ratio is the median of the ratios of all rounds.
    """
    guide, *peers = zip(*rounds, strict=True)
    cells = [f"{median(guide):,.{digits}f}"]
    for peer in peers:
        ratio = median(mine / other for mine, other in zip(guide, peer, strict=True))
        cells += [f"{median(peer):,.{digits}f}", f"{ratio:.2f}"]
    return cells


def conditions(runs: int, programs: tuple[str, ...], load: float) -> str:
    """One line: the day, the number of runs, the versions, the machine, and how busy it was (its load average)."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    versions = ", ".join([f"Python {platform.python_version()}", *map(_version, programs)])
    return (
        f"Measured on {date.today()}, {runs} {'run' if runs == 1 else 'runs'}; {versions}; "
        f"{_processor()}, {os.cpu_count()} cores, {memory:.0f} GiB of memory, load {load:.1f} before."
    )


def write(page: Path, name: str, text: str) -> None:
    """Replace what is between the two markers of this name in a page. Exits if one of them is missing."""
    begin = BEGIN.format(name=name)
    before, _, rest = page.read_text(encoding="utf-8").partition(begin)
    old, found, after = rest.partition(END)
    if not found or BEGIN.rpartition("}")[2] in old:  # the markers of another table
        raise SystemExit(f"{page}: the markers of {name} are missing; write {begin.strip()} and below it {END.strip()}")
    page.write_text(f"{before}{begin}\n{text.strip()}\n\n{END}{after}", encoding="utf-8")


def _version(program: str) -> str:
    """The name and version of a program, a Python package, or a requirement such as name==1.2."""
    if "==" in program:
        return program.replace("==", " ")
    if program not in COMMANDS:
        return f"{program} {version(program)}"
    shown = subprocess.run(COMMANDS[program], capture_output=True, text=True, check=False)
    return f"{program} {re.search(r'[0-9]+([.][0-9]+)+', shown.stdout + shown.stderr)[0]}"


def _processor() -> str:
    found = re.search(r"^model name\s*: (.*)$", Path("/proc/cpuinfo").read_text(encoding="utf-8"), re.MULTILINE)
    return found[1] if found else platform.machine()
