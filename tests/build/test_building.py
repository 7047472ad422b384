"""The build: all pages, reproducible bytes, two generators, and complete releases.

hooks/import_core.py has no test of its own: without it no build here would work.
"""

import re
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import readme_picture
import site_factory
from macro_environment import facts
from selectolax.lexbor import LexborHTMLParser

TITLE = "More &gt; less"
HEADING = "More > less"  # what Markdown makes of it
SUMMARY = "Some &lt;b&gt; words."


def test_the_guide_builds_without_a_warning(built_guide: site_factory.BuildResult):
    """The committed pages, data and settings build without a warning; one notice says if no way to apply is set."""
    assert built_guide.code == 0, built_guide.output
    assert "WARNING" not in built_guide.output
    missing = not facts().practice.takes_applications
    assert built_guide.output.count("Notice: no way to apply is set") == missing


def test_every_published_address_is_there(built_guide: site_factory.BuildResult):
    """Every address of the registry exists in the site, and so does the page for missing addresses."""
    registry = facts().url_registry
    published = [*registry.pages, *registry.others, *(f"r/{code}/" for code in registry.short_links), "404.html"]
    assert len(published) > 300
    files = [built_guide.site / address / ("index.html" if address.endswith("/") else "") for address in published]
    assert [file for file in files if not file.is_file()] == []


def test_the_site_has_no_unused_assets(built_guide: site_factory.BuildResult):
    """Of the theme's own files none is published."""
    found = [path for path in site_factory.contents(built_guide.site / "assets") if not path.endswith((".br", ".gz"))]
    assert sorted(re.sub(r"\.[0-9a-f]{8}\.", ".", path) for path in found) == [
        "application.js", "components.css", "copy_button.js", "embed.css", "filters.js", "guide.js", "home.css",
        "markdown.css", "print.css", "private_reading.js", "search.js", "search_engine.js", "search_panel.js",
        "short_link.js",
    ]  # fmt: skip


def test_builds_are_reproducible(built_guide: site_factory.BuildResult, tmp_path: Path):
    """In another folder, on another day, in another time zone, and by ProperDocs, too, every byte is the same."""
    later = site_factory.fake_clock("+400 days")
    assert site_factory.current_day(later) - site_factory.current_day({}) > 399
    there = {"TZ": "Pacific/Auckland", "PYTHONHASHSEED": "7"} | later
    again = site_factory.build(site_factory.copy_guide(tmp_path), tool="properdocs", **there)
    assert again.code == 0, again.output
    assert site_factory.contents(again.site) == site_factory.contents(built_guide.site)


def test_a_build_without_its_caches_is_the_same(tmp_path: Path):
    """Where .cache/ cannot be written, nothing is left there, and every byte of the site is as with it."""
    root = site_factory.make_project(tmp_path / "guide")
    (root / ".cache").touch()
    bare = site_factory.build(root, "--site-dir", str(tmp_path / "bare"))
    (root / ".cache").unlink()
    done = site_factory.build(root)
    assert (bare.code, done.code) == (0, 0), bare.output
    assert site_factory.contents(tmp_path / "bare") == site_factory.contents(done.site)


def test_an_incomplete_release_is_rejected(tmp_path: Path):
    """scripts/build --release lists all that the owner still has to supply, and keeps the last good site."""
    root = site_factory.make_project(tmp_path)
    good = site_factory.add_previous_site(root)
    command = [site_factory.add_commands(root) / "build", "--release"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "site_url is still the example “https://guide.example/”" in done.stderr
    assert "readers cannot apply" in done.stderr
    assert "data/helplines.yml: 1 entry (“Aland: Second line”) shown but confirmed by nobody" in done.stderr
    assert "data/emergency.yml: 1 entry (“Beland”) shown but confirmed by nobody" in done.stderr
    assert "1 entry (“Aland: First line”) confirmed over 90 days ago" in done.stderr
    assert site_factory.contents(root / "site") == good


def build_release(root: Path) -> site_factory.BuildResult:
    """Build a release of a small site, over an earlier one, with address, form and all confirmations."""
    pages = {
        "other.md": site_factory.page(TITLE, summary=SUMMARY),
        "contents.md": site_factory.page("All pages", template="contents.html"),
    }
    edits = {"mkdocs.yml": ("    apply_url:", "    apply_url: https://forms.example.net/apply")}
    site_factory.make_project(root, pages, edits=edits)
    site_factory.edit(root, "mkdocs.yml", "https://guide.example/", "https://guide.real-host.org/")
    site_factory.edit(root, "data/emergency.yml", 'police: ["333"]', 'police: ["333"]\n  general: ["333"]')
    dated = {
        "helplines": "confirmed",
        "emergency": "confirmed",
        "traces": "measured",
        "quick_exit": "reviewed",
        "menus": "checked",
    }
    for name, field in dated.items():
        file = root / "data" / f"{name}.yml"
        file.write_text(re.sub(f"{field}:.*", f"{field}: {date.today()}", file.read_text()))
    site_factory.add_previous_site(root)
    return site_factory.build(root, GUIDE_RELEASE="true")


@pytest.fixture(scope="module")
def released(once: Callable[..., site_factory.BuildResult]) -> site_factory.BuildResult:
    """A complete release of a small site."""
    return once(build_release)


def test_a_complete_release_replaces_the_last_site(released: site_factory.BuildResult):
    """A release without a mistake logs no notice, and leaves no file of an earlier site and no temporary folder."""
    assert released.code == 0, released.output
    assert "Notice" not in released.output
    assert "https://guide.real-host.org/other/" in released.read_page("other")
    assert not (released.site / "why").exists()
    assert [path.name for path in released.site.parent.iterdir() if path.name.startswith(".site")] == []


def test_titles_and_summaries_are_escaped(released: site_factory.BuildResult):
    """HTML in a page's title and summary is shown as text, on the page and wherever it is listed."""
    other, first, contents = (LexborHTMLParser(released.read_page(address)) for address in ("other", "", "contents"))
    assert other.css_first("title").text() == f"{TITLE} – The No Contact Guide"
    assert other.css(".guide-breadcrumbs meta[itemprop=name]")[-1].attributes["content"] == HEADING
    assert other.css_first(".guide-summary").text() == SUMMARY
    assert HEADING in first.css_first(".guide-pager__next").text()
    assert HEADING in [" ".join(node.text().split()) for node in contents.css(".guide-contents li")]


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
    readme = (site_factory.ROOT / "README.md").read_text(encoding="utf-8")
    assert readme_picture.PICTURE.relative_to(site_factory.ROOT).as_posix() in readme
