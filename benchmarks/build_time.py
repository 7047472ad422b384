"""Times builds of the guide, all checks on, and its live preview, against plain Material and Zensical."""

import re
from contextlib import ExitStack
from pathlib import Path
from statistics import median

from benchmarks import bar_chart, peers
from benchmarks.live_preview import guide_arguments, measure_delay, serve
from benchmarks.peers import Cost, Project
from benchmarks.report import Options, Result, comparison, table

RUNS = 10
PROGRAMS = ("mkdocs", "mkdocs-material", "mkdocs-macros-plugin", peers.ZENSICAL)
EDITS = 5  # of the live preview, at most
NAMES = ("The guide", "Plain Material", "Zensical")
HEAD = ("guide", "plain Material", "ratio", "Zensical", "ratio")
FIELDS = (("wall time, s", "wall", 2), ("processor time, s", "cpu", 2), ("peak memory, MiB", "memory", 0))
DOWNLOADS_MADE = re.compile(r"(\d+) downloads, (\d+) of them newly made")


def measure(options: Options) -> Result:
    """Measure the project with each number of pages, then its downloads; and draw the time of a cold build."""
    python = peers.install(peers.ZENSICAL, options.installed)
    cold_rows, warm_rows, times = [], [], {}
    for pages in options.pages:
        projects = make_projects(options.source, options.folder / f"pages-{pages}", python, pages)
        count = projects[0].count_pages()
        for project in projects:
            peers.build(project)  # a warm-up: it compiles the project's own modules
        rounds = [tuple(peers.build(project)[0] for project in projects) for _ in range(options.runs)]
        cold_rows += [[str(count), *row] for row in cost_rows(rounds)]
        warm_rows += [[str(count), *row] for row in measure_warm(projects, options.runs)]
        times[count] = [median(costs) for costs in zip(*wall_times(rounds), strict=True)]
    text = "\n".join(
        [
            "A cold build, without the downloads:\n",
            table(("pages", "", *HEAD), cold_rows),
            "With the caches of the build before, seconds of wall time:\n",
            table(("pages", "", *HEAD), warm_rows),
            "The guide with its downloads:\n",
            table(("a build", *(name for name, *_ in FIELDS), "files", "of them made"), measure_downloads(options)),
        ]
    )
    return Result(text, *draw(times))


def make_projects(source: Path, folder: Path, python: str, pages: int) -> tuple[Project, ...]:
    """The guide and its peers, with this many pages."""
    return (
        peers.guide_without_downloads(source, folder / "guide", pages),
        peers.plain_material(source, folder / "plain", pages),
        peers.zensical_project(source, folder / "zensical", python, pages),
    )


def wall_times(rounds: list[tuple[Cost, ...]]) -> list[tuple[float, ...]]:
    """The wall times of each round."""
    return [tuple(cost.wall for cost in costs) for costs in rounds]


def cost_rows(rounds: list[tuple[Cost, ...]]) -> list[list[str]]:
    """One row each for wall time, processor time and memory."""
    return [
        [name, *comparison([tuple(getattr(cost, field) for cost in costs) for costs in rounds], digits)]
        for name, field, digits in FIELDS
    ]


def measure_warm(projects: tuple[Project, ...], runs: int) -> list[list[str]]:
    """Build with nothing changed, build with one page changed, and edit in the live preview: a row each."""
    unchanged = [tuple(peers.build(project, cold=False)[0] for project in projects) for _ in range(runs)]
    changed = [tuple(_build_edited(project)[0] for project in projects) for _ in range(runs)]
    shown = measure_previews(projects, min(EDITS, runs))
    return [
        ["nothing changed", *comparison(wall_times(unchanged), 2)],
        ["one page changed", *comparison(wall_times(changed), 2)],
        ["live preview: from saving a page until it is shown", *comparison(shown, 2)],
    ]


def measure_previews(projects: tuple[Project, ...], edits: int) -> list[tuple[float, ...]]:
    """Start a live preview of each project, and edit in turn; returns the seconds of each round."""
    arguments = (guide_arguments(), ["serve"], ["serve"])
    with ExitStack() as stack:
        ports = [stack.enter_context(serve(*pair)) for pair in zip(projects, arguments, strict=True)]
        return [tuple(map(measure_delay, projects, ports)) for _ in range(edits)]


def measure_downloads(options: Options) -> list[list[str]]:
    """Build the guide with its downloads: first all of them, then nothing changed, then one page changed."""
    project = peers.copy_guide(options.source, options.folder / "downloads")
    first = [peers.build(project)]
    unchanged = [peers.build(project, cold=False) for _ in range(options.runs)]
    return [
        _download_row("the first, once", first),
        _download_row("nothing changed", unchanged),
        _download_row("one page changed, once", [_build_edited(project)]),
    ]


def _build_edited(project: Project) -> tuple[Cost, str]:
    project.edit()
    return peers.build(project, cold=False)


def _download_row(name: str, builds: list[tuple[Cost, str]]) -> list[str]:
    costs = [f"{median(getattr(cost, field) for cost, _ in builds):,.{digits}f}" for _, field, digits in FIELDS]
    found = DOWNLOADS_MADE.search(builds[0][1])
    assert found, f"the build did not report its downloads:\n{builds[0][1]}"
    return [name, *costs, *found.groups()]


def draw(times: dict[int, list[float]]) -> tuple[str, str]:
    """The picture of the cold builds, and the text that replaces it. Takes the seconds by number of pages."""
    groups = [
        (f"{pages} pages", [(name, f"{time:.1f} s", time) for name, time in zip(NAMES, found, strict=True)])
        for pages, found in times.items()
    ]
    title = "Time of a cold build without the downloads"
    parts = [f"{heading}: " + ", ".join(f"{name} {text}" for name, text, _ in bars) for heading, bars in groups]
    return bar_chart.draw(title, groups), f"{title}. {'. '.join(parts)}."
