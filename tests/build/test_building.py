"""What a build promises whoever runs it: all pages, the same bytes, two generators, and a complete release."""

import re
import subprocess
from datetime import date
from pathlib import Path

import pytest
import readme_picture
import site_factory
from check_release import problems, stale
from macro_environment import facts, settings


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> site_factory.Built:
    """The real guide, built once in a folder of its own."""
    return site_factory.build(site_factory.real(tmp_path_factory.mktemp("real")))


def test_the_guide_builds_without_a_warning(real: site_factory.Built):
    """The words, facts and settings as they are committed give a site; one notice says if the form is missing."""
    assert real.code == 0, real.said
    assert "WARNING" not in real.said
    missing = not facts().practice.apply_url
    assert real.said.count("Notice: no address for applications is set") == missing


def test_every_page_is_there_at_its_address(real: site_factory.Built):
    """The addresses of the map, which are for ever, all answer."""
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


def test_the_site_holds_nothing_that_no_page_uses(real: site_factory.Built):
    """Of the theme's own files only the search worker is published: fewer bytes, and no address to fetch from."""
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


def test_same_words_same_bytes(real: site_factory.Built, tmp_path: Path):
    """Another folder, another day, another time zone, another order of hashing: the same site, byte for byte."""
    later = site_factory.clock("+400 days")
    assert site_factory.today(later) - site_factory.today({}) > 399
    again = site_factory.build(site_factory.real(tmp_path), TZ="Pacific/Auckland", PYTHONHASHSEED="7", **later)
    assert again.code == 0, again.said
    assert site_factory.contents(again.site) == site_factory.contents(real.site)


def test_properdocs_builds_the_same_pages(real: site_factory.Built, tmp_path: Path):
    """The second generator builds the same tree, with the same bytes in every page."""
    other = site_factory.build(site_factory.real(tmp_path), tool="properdocs")
    assert other.code == 0, other.said
    assert site_factory.contents(other.site) == site_factory.contents(real.site)


def test_properdocs_refuses_and_keeps_the_last_good_site(tmp_path: Path):
    """The checks count under the second generator too."""
    root = site_factory.house(tmp_path, {"other.md": site_factory.page("Other", "forbidden [Away](nowhere.md)")})
    good = site_factory.keep_a_good_site(root)
    built = site_factory.build(root, tool="properdocs")
    assert built.code != 0
    assert "it is refused" in built.said
    assert "leads to no page" in built.said
    assert site_factory.contents(built.site) == good


def test_a_good_build_takes_the_place_of_the_last_one(tmp_path: Path):
    """Nothing of an earlier site stays behind, and no scaffolding stands beside the new one."""
    root = site_factory.house(tmp_path)
    site_factory.keep_a_good_site(root)
    built = site_factory.build(root)
    assert built.code == 0, built.said
    assert not (built.site / "why").exists()
    assert [path.name for path in root.iterdir() if path.name.startswith(".site")] == []


def test_a_release_refuses_what_only_the_owner_can_supply(tmp_path: Path):
    """The example address, the missing form and each unconfirmed helpline stop a release, all at once."""
    root = site_factory.house(tmp_path)
    good = site_factory.keep_a_good_site(root)
    built = site_factory.build(root, GUIDE_RELEASE="true")
    assert built.code != 0
    assert "site_url is still the example “https://guide.example/”" in built.said
    assert "apply_url is empty" in built.said
    assert "“Aland: Second line” is shown but no person has confirmed it" in built.said
    assert "data/emergency.yml: “Beland” is shown but no person has confirmed it" in built.said
    assert "“Aland: First line” was confirmed on 2026-01-02, over 90 days ago" in built.said
    assert site_factory.contents(built.site) == good


def test_a_complete_release_is_built(tmp_path: Path):
    """With the address, the form and the confirmations in place a release goes through, without a notice."""
    edits = {"mkdocs.yml": ("    apply_url:", "    apply_url: https://forms.example.net/apply")}
    root = site_factory.house(tmp_path, edits=edits)
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
    assert built.code == 0, built.said
    assert "Notice" not in built.said
    assert "https://guide.real-host.org/other/" in built.page("other")


def test_the_live_preview_publishes_nothing(tmp_path: Path):
    """The preview builds into a folder of its own and goes on after a mistake."""
    root = site_factory.house(tmp_path, {"other.md": site_factory.page("Other", "This is forbidden here.")})
    good = site_factory.keep_a_good_site(root)
    page, said = site_factory.preview(root, "other/")
    assert "This is forbidden here." in page
    assert "it is refused" in said
    assert site_factory.contents(root / "site") == good


def test_the_picture_in_the_readme_shows_the_look_of_today():
    """Whoever changes the style or the frame takes the picture anew: scripts/pictures."""
    assert readme_picture.stamp() in readme_picture.PICTURE.read_bytes(), "run scripts/pictures"
    assert readme_picture.PICTURE.relative_to(site_factory.ROOT).as_posix() in (
        site_factory.ROOT / "README.md"
    ).read_text(encoding="utf-8")


def test_the_command_refuses_an_unfinished_release(tmp_path: Path):
    """scripts/build --release says what is missing, for as long as the owner has not supplied it."""
    command = [site_factory.ROOT / "scripts" / "build", "--release", "--site-dir", str(tmp_path / "site")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    missing = problems(settings()["site_url"], facts().practice) + stale(facts().confirmations, date.today())
    assert [text for text in missing if text not in done.stderr] == []
    assert (done.returncode == 0) == (missing == []) == (tmp_path / "site").exists()
