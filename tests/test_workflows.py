"""What runs on GitHub may do as little as it can, and shows each mistake where it is."""

import re
import runpy
import subprocess
import sys

import pytest
import yaml
from macro_environment import ROOT

FOLDER = ROOT / ".github" / "workflows"
TEXTS = {path.name: path.read_text(encoding="utf-8") for path in sorted(FOLDER.iterdir())}
FLOWS = {name: yaml.load(text, yaml.BaseLoader) for name, text in TEXTS.items()}  # without types: “on” is a word
JOBS = [(name, job) for name, flow in FLOWS.items() for job in flow["jobs"].values()]
SCRIPT = ROOT / ".github" / "mark_mistakes.py"
MARK = runpy.run_path(str(SCRIPT))
STEPS = [step for _, job in JOBS for step in job["steps"]]


def test_workflows_only_read():
    """Code of others runs on GitHub with the right to read only, without a secret, and leaves no token behind."""
    assert {str(flow["permissions"]) for flow in FLOWS.values()} == {"{'contents': 'read'}"}
    for text in TEXTS.values():
        assert not re.search(r"pull_request_target|workflow_run|secrets|github\.token", text)
    assert not [step for step in STEPS if "${{" in step.get("run", "")]  # a branch's name could be a command
    checkouts = [step for step in STEPS if step.get("uses", "").startswith("actions/checkout@")]
    assert checkouts
    assert all(step["with"]["persist-credentials"] == "false" for step in checkouts)


def test_only_pages_may_be_written():
    """The one job with more rights may publish on Pages, and runs GitHub's own action alone."""
    (job,) = [job for _, job in JOBS if "permissions" in job]
    assert job["permissions"] == {"pages": "write", "id-token": "write"}
    assert [step["uses"].split("@")[0] for step in job["steps"]] == ["actions/deploy-pages"]


def test_every_action_is_pinned():
    """Each action is GitHub's own, pinned by the hash of a commit, with its version beside it."""
    used = [line.strip() for text in TEXTS.values() for line in text.splitlines() if "uses:" in line]
    assert used
    assert [line for line in used if not re.fullmatch(r"-? ?uses: actions/[\w-]+@[0-9a-f]{40}  # v[\d.]+", line)] == []


def test_proposals_are_built_and_not_published():
    """Each proposal and each branch but main is built and tested; the site is a download, at no public address."""
    assert FLOWS["propose.yml"]["on"] == {"pull_request": "", "push": {"branches-ignore": ["main"]}}
    assert "pages" not in TEXTS["propose.yml"]
    assert "scripts/test" in commands("propose.yml", "test")


def commands(flow, job):
    """Return what the steps of a job run."""
    return [step.get("run") for step in FLOWS[flow]["jobs"][job]["steps"]]


def test_publishing_is_started_by_hand():
    """Only a person starts what publishes, and it publishes a release build of main alone, if the tests pass."""
    assert FLOWS["publish.yml"]["on"] == "workflow_dispatch"
    build, test, publish = FLOWS["publish.yml"]["jobs"].values()
    assert build["if"] == test["if"] == "github.ref == 'refs/heads/main'"
    assert publish["needs"] == ["build", "test"]
    assert "scripts/test" in commands("publish.yml", "test")
    assert not {"if", "continue-on-error"} & publish.keys()
    (command,) = [step["run"] for step in build["steps"] if step.get("id") == "build"]
    assert command.startswith("scripts/build --release ")
    *_, upload = build["steps"]
    assert upload["with"] == {"path": "site"}
    assert "if" not in upload


def test_no_failure_is_lost():
    """A build that fails fails its job, although its output goes on to a file, and nothing ignores a failure."""
    assert {flow["defaults"]["run"]["shell"] for flow in FLOWS.values()} == {"bash"}  # GitHub adds: -eo pipefail
    assert not [step for step in STEPS if "continue-on-error" in step or "always()" in step.get("if", "")]


@pytest.mark.parametrize(
    ("output", "marks"),
    [
        ("WARNING -  docs/a.md: 3 % are “short”.", ["file=docs/a.md::docs/a.md: 3 %25 are “short”."]),
        ("WARNING -  docs/a.md, line 12: no.", ["file=docs/a.md,line=12::docs/a.md, line 12: no."]),
        ("ERROR   -  docs/a.md, line 12: no.", ["file=docs/a.md,line=12::docs/a.md, line 12: no."]),
        ("The facts cannot be used:\n  mkdocs.yml: no.", ["file=mkdocs.yml::mkdocs.yml: no."]),
        (
            "The facts cannot be used:\n  mkdocs.yml, line 2: no.\n  docs/a.md: none.",
            ["file=mkdocs.yml,line=2::mkdocs.yml, line 2: no.", "file=docs/a.md::docs/a.md: none."],
        ),
        ("mkdocs.yml, line 3: KeyError: no.", ["file=mkdocs.yml,line=3::mkdocs.yml, line 3: KeyError: no."]),
        (
            "WARNING -  docs/a.md, docs/b,c.md: one title.",
            [f"file={name}::docs/a.md, docs/b,c.md: one title." for name in ("docs/a.md", "docs/b%2Cc.md")],
        ),
        ("WARNING -  data/gone.yml: the file is missing.", ["::data/gone.yml: the file is missing."]),
        ("Error: no such option.", ["::Error: no such option."]),
        ("INFO    -  docs/a.md: this is well.\n  docs/a.md: so is this.", []),
    ],
)
def test_each_mistake_is_marked(tmp_path, monkeypatch, output, marks):
    """A mistake that a build reports is marked in each file that it names, at its line if it names one."""
    (tmp_path / "docs").mkdir()
    for name in ("docs/a.md", "docs/b,c.md", "mkdocs.yml"):
        (tmp_path / name).touch()
    monkeypatch.chdir(tmp_path)
    found = [mark for mistake in MARK["mistakes"](output) for mark in MARK["marks"](mistake)]
    assert found == ["::error" + (mark if mark.startswith("::") else f" {mark}") for mark in marks]


def test_the_summary_lists_all_mistakes():
    """The run's summary has also those that GitHub no longer marks, as plain text."""
    summary = MARK["summary"]([f"page {number}: <b> {{{{ a_b() }}}}." for number in range(30)])
    assert summary.count("\n- page ") == 30
    assert r"\<b\> \{\{ a\_b\(\) \}\}\." in summary


@pytest.mark.parametrize(("output", "last"), [("Traceback\n\nno disk\n", "no disk"), ("", "no output")])
def test_a_failure_without_a_mistake_is_explained(tmp_path, output, last):
    """Where a build failed and reported no mistake, the proposal shows its last line."""
    (tmp_path / "build.txt").write_text(output, encoding="utf-8")
    environment = {"GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"), "PYTHONUTF8": "1"}
    marks = subprocess.check_output([sys.executable, SCRIPT, "build.txt"], cwd=tmp_path, env=environment, text=True)
    assert marks == f"::error::The build failed and named no file; show the engineer its last line: {last}\n"
    assert "show the engineer" in (tmp_path / "summary.md").read_text(encoding="utf-8")
