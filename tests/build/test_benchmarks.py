"""The benchmarks: each one runs, and writes its table between its markers and nowhere else."""

import os
import re
import subprocess
import sys
from xml.etree import ElementTree

import site_factory
from site_factory import ROOT, page

from benchmarks.__main__ import BENCHMARKS

NO_HANDOUT = "handout:\n  none: It is a test.\n"
HANDOUT = "handout:\n  sections: [do]\n  try: Sit down once.\n"
HOW = page("How", "Sit down once and read the page again. " * 15 + "\n\n## What to do { #do }\n\nSit.")
PAGES = {
    "contents.md": page("All pages").replace("written:", "template: contents.html\nwritten:"),
    "professionals/links.md": page("Links").replace(NO_HANDOUT, f"{NO_HANDOUT}template: link_sheet.html\n"),
    "how/index.md": HOW.replace(NO_HANDOUT, HANDOUT),
    "why/index.md": page('"Why"'),
    "holding/index.md": page("Holding"),
    "modified/index.md": page("Modified"),
}
QUERIES = {
    "written": "ordinary\twhat-is-it\t\twhat is it\nhard\twhat-is-it\t\tis it this, or what?\n",
    "written_blind": "ordinary\twhat-is-it\t\twhat it is not\n",
    "real": "ordinary\twhat-is-it\t\tWhat is this?\thttps://example.org/\n",
    "crisis": "self\ti want to die\n",
    "not_crisis": "dying to know\n",
    "crisis_blind": "self\tkms\n",
    "not_crisis_blind": "dead tired\n",
    "out_of_scope": "rain tomorrow\n",
}
PHRASES = "".join(f"what does it mean {number}\n" for number in range(20))  # some for each part
WRITTEN = re.compile(r"(?<=<!-- )(\w+)(: written by scripts/benchmarks -->\n)(.*?)(?=<!-- end -->\n)", re.DOTALL)
READMES = ("README.md", "benchmarks/README.md")


def run(root, *arguments):
    """Run the command on a project; returns its exit code and output."""
    path = os.pathsep.join(str(ROOT / folder) for folder in (".", "hooks", "tests/support"))
    command = [sys.executable, "-m", "benchmarks", *arguments, "--root", str(root)]
    done = subprocess.run(command, env=os.environ | {"PYTHONPATH": path}, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def test_benchmarks_write_their_tables_and_nothing_else(tmp_path):
    """On a small project, each writes the conditions and its figures, build_time also the chart of the first page.

    All in one run, since each installs the same peers.
    """
    root = site_factory.make_project(tmp_path, PAGES, downloads=True)
    (root / "benchmarks/search_queries").mkdir(parents=True)
    (root / "data/search_phrases/what-is-it.txt").write_text(PHRASES, encoding="utf-8")
    for file, lines in QUERIES.items():
        (root / f"benchmarks/search_queries/{file}.tsv").write_text(lines, encoding="utf-8")
    for file in ("CHANGELOG.md", *READMES):
        text = (ROOT / file).read_text(encoding="utf-8")
        (root / file).write_text(WRITTEN.sub(r"\1\2old figures\n", text), encoding="utf-8")
    before = {file: (root / file).read_text(encoding="utf-8") for file in READMES}
    code, output = run(root, *BENCHMARKS, "--runs", "1", "--pages", "18")
    assert code == 0, output
    after = {file: (root / file).read_text(encoding="utf-8") for file in READMES}
    written = {found[0]: found[2] for text in after.values() for found in WRITTEN.findall(text)}
    assert {file: WRITTEN.sub(r"\1\2old figures\n", text) for file, text in after.items()} == before
    assert "old figures\n" not in written.values()
    tables = {found[0]: found[2] for found in WRITTEN.findall(after["benchmarks/README.md"])}
    assert set(tables) == set(BENCHMARKS)
    for name, table in tables.items():
        conditions = r"^Measured on \d{4}-\d\d-\d\d, 1 run; Python 3\..* cores, .* GiB of memory"
        assert re.search(conditions, table, re.M), name
        assert re.search(r"^\| .*\d.* \|$", table, re.MULTILINE), name
    wall = r"^\| 19 \| wall time, s \| [\d.]+( \| [\d.]+ \| [\d.]+){2} \|$"
    assert re.search(wall, tables["build_time"], re.M)
    check_chart(root, after["README.md"])
    found = re.findall(r"^\| guide \| ([\d.]+% \| ){3}[\d.]+ \|", tables["search"], re.M)
    assert len(found) == len(("written", "blind", "real"))


def check_chart(root, readme):
    """The chart shows the time of each generator that its text names."""
    (chart,) = WRITTEN.findall(readme)
    times = re.findall(r"(The guide|Plain Material|Zensical) ([\d.]+ s)", chart[2])
    drawn = [node.text for node in ElementTree.parse(root / "benchmarks/build_time.svg").iter() if node.text]
    assert len(times) == 3
    assert [text for pair in times for text in pair if text not in drawn] == []


def test_an_unknown_benchmark_is_refused(tmp_path):
    """The message lists the names that there are."""
    code, output = run(tmp_path, "serving")
    assert code == 2
    assert (
        "there is no benchmark serving; write build_time, page_weight, words, nginx_throughput, search, exports"
        in output
    )
