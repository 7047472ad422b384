"""The build: all pages, reproducible bytes, two generators, and complete releases."""

import re
import subprocess
from datetime import date
from pathlib import Path

import pytest
import readme_picture
import site_factory
from check_release import problems, stale_confirmations
from macro_environment import facts, settings


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> site_factory.BuildResult:
    """The real guide, built once in a folder of its own."""
    return site_factory.build(site_factory.copy_guide(tmp_path_factory.mktemp("real")))


def test_the_guide_builds_without_a_warning(real: site_factory.BuildResult):
    """The committed pages, data and settings build without a warning; one notice says if the form is missing."""
    assert real.code == 0, real.output
    assert "WARNING" not in real.output
    missing = not facts().practice.apply_url
    assert real.output.count("Notice: no address for applications is set") == missing


def test_every_page_is_there_at_its_address(real: site_factory.BuildResult):
    """Every published page address exists."""
    addresses = (
        "", "safety", "safety/reading", "safety/plan", "safety/stalking", "safety/threats-of-suicide", "why",
        "why/evidence", "why/deciding", "how", "how/channels", "how/accounts", "how/location", "how/people",
        "how/first-days", "holding", "holding/hoover", "holding/slip", "modified", "modified/grey-rock",
        "modified/replies", "modified/children", "modified/work", "modified/family", "questions",
        "questions/words", "help", "help/someone", "sessions", "take", "take/decision", "take/safety-plan",
        "take/channels", "take/first-72-hours", "take/people", "take/pull-backs", "take/urge-card", "take/slip",
        "take/log", "take/replies", "about", "about/accessibility", "contents",
    )  # fmt: skip
    assert [a for a in addresses if not (real.site / a / "index.html").is_file()] == []
    assert (real.site / "404.html").is_file()


def test_the_site_has_no_unused_assets(real: site_factory.BuildResult):
    """Of the theme's own files only the search worker is published."""
    files = sorted(path for path in site_factory.contents(real.site) if re.match(r"assets/.*(?<!\.br|\.gz)$", path))
    worker = [path for path in files if path.startswith("assets/javascripts/workers/search.")]
    assert len(worker) == 1
    assert {re.sub(r"\.[0-9a-f]{8}\.", ".", path) for path in set(files) - set(worker)} == {
        "assets/application.js",
        "assets/embed.css",
        "assets/copy_button.js",
        "assets/country_filter.js",
        "assets/short_link.js",
        "assets/guide.css",
        "assets/guide.js",
        "assets/icon.svg",
        "assets/quick_exit.js",
        "assets/licences.txt",
        "assets/private_reading.js",
        "assets/search.js",
    }
    assert len(files) == 13


def test_builds_are_reproducible(real: site_factory.BuildResult, tmp_path: Path):
    """In another folder, on another day, in another time zone, with another hash seed, every byte is the same."""
    later = site_factory.fake_clock("+400 days")
    assert site_factory.current_day(later) - site_factory.current_day({}) > 399
    again = site_factory.build(site_factory.copy_guide(tmp_path), TZ="Pacific/Auckland", PYTHONHASHSEED="7", **later)
    assert again.code == 0, again.output
    assert site_factory.contents(again.site) == site_factory.contents(real.site)


def test_properdocs_builds_the_same_pages(real: site_factory.BuildResult, tmp_path: Path):
    """ProperDocs builds the same files with the same bytes."""
    other = site_factory.build(site_factory.copy_guide(tmp_path), tool="properdocs")
    assert other.code == 0, other.output
    assert site_factory.contents(other.site) == site_factory.contents(real.site)


def test_checks_work_under_properdocs(tmp_path: Path):
    """Under ProperDocs, too, the checks stop the build and keep the last good site."""
    root = site_factory.make_project(tmp_path, {"other.md": site_factory.page("Other", "forbidden [Away](nowhere.md)")})
    good = site_factory.add_previous_site(root)
    built = site_factory.build(root, tool="properdocs")
    assert built.code != 0
    assert "it is refused" in built.output
    assert "leads to no page" in built.output
    assert site_factory.contents(built.site) == good


def test_a_good_build_replaces_the_last_one(tmp_path: Path):
    """No file of an earlier site and no temporary folder is left."""
    root = site_factory.make_project(tmp_path)
    site_factory.add_previous_site(root)
    built = site_factory.build(root)
    assert built.code == 0, built.output
    assert not (built.site / "why").exists()
    assert [path.name for path in root.iterdir() if path.name.startswith(".site")] == []


def test_an_incomplete_release_is_rejected(tmp_path: Path):
    """The example address, the missing form and each unconfirmed helpline stop a release, all in one build."""
    root = site_factory.make_project(tmp_path)
    good = site_factory.add_previous_site(root)
    built = site_factory.build(root, GUIDE_RELEASE="true")
    assert built.code != 0
    assert "site_url is still the example “https://guide.example/”" in built.output
    assert "apply_url is empty" in built.output
    assert "“Aland: Second line” is shown but no person has confirmed it" in built.output
    assert "data/emergency.yml: “Beland” is shown but no person has confirmed it" in built.output
    assert "“Aland: First line” was confirmed on 2026-01-02, over 90 days ago" in built.output
    assert site_factory.contents(built.site) == good


def test_a_complete_release_is_built(tmp_path: Path):
    """With address, form and confirmations set, a release is built without a notice."""
    edits = {"mkdocs.yml": ("    apply_url:", "    apply_url: https://forms.example.net/apply")}
    root = site_factory.make_project(tmp_path, edits=edits)
    settings = root / "mkdocs.yml"
    settings.write_text(settings.read_text().replace("https://guide.example/", "https://guide.real-host.org/"))
    for name, field in (
        ("helplines", "confirmed"),
        ("emergency", "confirmed"),
        ("traces", "measured"),
        ("quick_exit", "reviewed"),
    ):
        file = root / "data" / f"{name}.yml"
        file.write_text(re.sub(f"{field}:.*", f"{field}: {date.today()}", file.read_text()))
    built = site_factory.build(root, GUIDE_RELEASE="true")
    assert built.code == 0, built.output
    assert "Notice" not in built.output
    assert "https://guide.real-host.org/other/" in built.read_page("other")


def test_the_live_preview_publishes_nothing(tmp_path: Path):
    """The live preview builds into its own folder, and continues after a mistake."""
    root = site_factory.make_project(tmp_path, {"other.md": site_factory.page("Other", "This is forbidden here.")})
    good = site_factory.add_previous_site(root)
    page, said = site_factory.preview(root, "other/")
    assert "This is forbidden here." in page
    assert "it is refused" in said
    assert site_factory.contents(root / "site") == good


def test_the_picture_in_the_readme_is_current():
    """After a change of the stylesheets or the layout, scripts/pictures must take the picture again."""
    assert readme_picture.source_hash() in readme_picture.PICTURE.read_bytes(), "run scripts/pictures"
    assert readme_picture.PICTURE.relative_to(site_factory.ROOT).as_posix() in (
        site_factory.ROOT / "README.md"
    ).read_text(encoding="utf-8")


def test_the_command_rejects_an_incomplete_release(tmp_path: Path):
    """scripts/build --release lists what the owner still has to supply."""
    command = [site_factory.ROOT / "scripts" / "build", "--release", "--site-dir", str(tmp_path / "site")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    missing = problems(settings()["site_url"], facts().practice) + stale_confirmations(
        facts().confirmations, date.today()
    )
    assert [text for text in missing if text not in done.stderr] == []
    assert (done.returncode == 0) == (missing == []) == (tmp_path / "site").exists()
