"""Every package is pinned within its limit, and one command renews the pins and explains what conflicts."""

import os
import re
import shutil
import subprocess
import sys
import zipfile
from importlib.metadata import PackageNotFoundError, metadata

import pytest
from macro_environment import ROOT
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

OLDEST = "3.11.2"  # the Python of Debian 12
LISTS = [ROOT / "requirements.txt", ROOT / "tests" / "requirements.txt"]
LINES = [line for path in LISTS for line in path.read_text(encoding="utf-8").splitlines() if line[0] not in "#-"]
PINS = dict(re.findall(r"^([\w.-]+)==(\S+)$", (ROOT / "constraints.txt").read_text(encoding="utf-8"), re.MULTILINE))


def test_every_required_package_is_pinned():
    """Each required package says why it is needed, and constraints.txt pins a version within its limit."""
    pinned = {canonicalize_name(name): version for name, version in PINS.items()}
    for line in LINES:
        package, reason = re.split(r"\s+# ", line)
        required = Requirement(package)
        assert reason
        assert required.specifier.contains(pinned[canonicalize_name(required.name)]), line


def test_every_package_runs_on_the_oldest_python():
    """No installed package needs a newer Python than Debian 12 has; where the newest does, its line has a limit."""
    needs = {}
    for name in PINS:
        try:
            needs[name] = metadata(name).get("Requires-Python") or ""
        except PackageNotFoundError:  # a package that only another Python needs
            continue
    assert len(needs) > 60
    assert {name: python for name, python in needs.items() if not SpecifierSet(python).contains(OLDEST)} == {}


def offer(folder, name, version, needs=""):
    """Write an empty package that pip can install from this folder."""
    about = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{f'Requires-Dist: {needs}' if needs else ''}\n"
    with zipfile.ZipFile(folder / f"{name}-{version}-py3-none-any.whl", "w") as wheel:
        inside = f"{name}-{version}.dist-info"
        wheel.writestr(f"{inside}/METADATA", about)
        wheel.writestr(f"{inside}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr(f"{inside}/RECORD", "")


@pytest.fixture(scope="module")
def packages(tmp_path_factory):
    """A folder with packages for the tests: tree needs leaf, and bush does not."""
    folder = tmp_path_factory.mktemp("packages")
    for version in ("1.0", "2.0"):
        offer(folder, "tree", version, f"leaf=={version}")
        offer(folder, "leaf", version)
        offer(folder, "bush", version)
    offer(folder, "tree", "3.0", "leaf==2.0")
    return folder


@pytest.fixture
def project(tmp_path, packages, monkeypatch):
    """A project with the commands, where pip sees the packages of the tests alone."""
    shutil.copytree(ROOT / "scripts", tmp_path / "scripts")
    (tmp_path / ".venv").symlink_to(sys.prefix)  # whose pip is used; nothing is installed there
    (tmp_path / "tests").mkdir()
    (tmp_path / "requirements.txt").write_text("# Why.\n-c constraints.txt\ntree<3  # grows\n", encoding="utf-8")
    lines = "-c ../constraints.txt\n-r ../requirements.txt\nbush  # tests\n"
    (tmp_path / "tests" / "requirements.txt").write_text(lines, encoding="utf-8")
    (tmp_path / "constraints.txt").write_text("# Pins.\nbush==1.0\nleaf==1.0\ntree==1.0\n", encoding="utf-8")
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)
    for name, value in {"CONFIG_FILE": os.devnull, "NO_INDEX": "1", "FIND_LINKS": str(packages)}.items():
        monkeypatch.setenv(f"PIP_{name}", value)
    return tmp_path


def run(project, *command):
    """Run a command in a project; returns its exit code, and what it prints of each kind."""
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        (
            "requirements.txt", "tree<3", "tree==2.0",
            "Versions conflict: the requirements ask for tree==2.0; constraints.txt pins tree==1.0. Run "
            "scripts/upgrade tree, which pins versions that fit together.",
        ),
        (
            "constraints.txt", "tree==1.0", "tree==2.0",
            "Versions conflict: tree 2.0 depends on leaf==2.0; constraints.txt pins leaf==1.0. Run "
            "scripts/upgrade tree, which pins versions that fit together.",
        ),
        (
            "requirements.txt", "tree<3  # grows", "tree<3\nmoss==1.0",
            "pip cannot install the packages: Could not find a version that satisfies the requirement moss==1.0; "
            "No matching distribution found for moss==1.0.",
        ),
    ],
)  # fmt: skip
def test_a_conflict_is_explained_in_one_line(project, file, old, new, message):
    """Whoever changes one of two versions that belong together reads which they are and what to do."""
    path = project / file
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    code, output, problem = run(project, "scripts/install", ".venv", "--dry-run", "-r", "tests/requirements.txt")
    assert (code, output, problem) == (1, "", f"{message}\n")


def test_upgrading_renews_what_is_named(project):
    """A named package is renewed within its limit with what it needs, and nothing else; without a name, all are."""
    code, output, problem = run(project, "scripts/upgrade", "tree")
    assert (code, problem) == (0, "")
    assert output.splitlines()[:-1] == ["< leaf==1.0", "< tree==1.0", "> leaf==2.0", "> tree==2.0"]
    assert (project / "constraints.txt").read_text(encoding="utf-8") == "# Pins.\nbush==1.0\nleaf==2.0\ntree==2.0\n"

    assert run(project, "scripts/upgrade")[0] == 0
    assert (project / "constraints.txt").read_text(encoding="utf-8") == "# Pins.\nbush==2.0\nleaf==2.0\ntree==2.0\n"


def test_upgrading_refuses_an_unknown_name(project):
    """A misspelt name is not looked up in the index, where it could be a stranger's package; nothing is changed."""
    before = (project / "constraints.txt").read_bytes()
    code, _, problem = run(project, "scripts/upgrade", "tre")
    assert code == 1
    assert "There is no package “tre” in requirements.txt" in problem
    assert (project / "constraints.txt").read_bytes() == before
