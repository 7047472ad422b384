"""The registry of every address ever published: people keep them in forms, portals and on paper for years.

python -m core.url_registry SITE adds to data/url_registry.yml what a built site publishes. A build never does.
"""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import yaml

from core.addresses import ADDRESS, GENERATED, HOME, SHORT_LINKS
from core.errors import InputError
from core.joined_records import Topic, answered_topics
from core.messages import validated
from core.parsed_pages import ParsedPage, parse_site
from core.publishing_schema import TopicsFile, UrlRegistryFile
from core.value_types import Record
from core.yaml_files import read_yaml

ROOT = Path(__file__).resolve().parent.parent
REGISTRY = "data/url_registry.yml"
TOPICS = "data/topics.yml"
TEMPORARY = ("assets/", "search/", "404.html", "_")  # their names change with each build, or no link leads to them
COMPRESSED = (".br", ".gz")
WIDTH = 118  # characters in a line of the file

Registry = dict[str, Any]  # as UrlRegistry in core/publishing_schema.py; data/url_registry.yml explains its fields
ShortLinks = dict[str, dict[str, str]]  # the slug of the topic and the target's address, by code


def collect_registry(pages: Iterable[ParsedPage], files: Iterable[str], short_links: ShortLinks) -> Registry:
    """Return what a site publishes.

    Takes its parsed pages, the addresses of its files (including those that later hooks write), and its short links.
    """
    pages_by_address = {page.address or HOME: page for page in pages if is_page(page)}
    others = {path.removesuffix("index.html") or HOME for path in files if is_permanent(path)}
    return {
        "pages": {
            address: {"title": page.heading, "anchors": page.anchors} for address, page in pages_by_address.items()
        },
        "others": sorted(others - pages_by_address.keys()),
        "short_links": short_links,
    }


def short_link_targets(topics: dict[str, Topic]) -> ShortLinks:
    """Return the topic and target of each short link: one for each topic that a page answers."""
    return {topic.code: {"topic": topic.slug, "target": topic.address} for topic in answered_topics(topics)}


def is_page(page: ParsedPage) -> bool:
    """Whether this is a page with a text of its own, not a redirect, short link, embed or list of downloads."""
    return not page.address.startswith((*GENERATED, "404.html")) and not page.redirect


def is_permanent(path: str) -> bool:
    """Whether the address of a file stays the same, so that people may keep it. Files for hosts do not count."""
    return not path.startswith(TEMPORARY) and not path.endswith(COMPRESSED)


def problems(current: Registry) -> list[str]:
    """Return one message for each address or title that the registry cannot store, with what to write."""
    unreadable = [address for address in [*current["pages"], *current["others"]] if not _is_readable(address)]
    untitled = [address for address, page in current["pages"].items() if not page["title"]]
    return [
        *(
            f"docs: {address} is an address that cannot be kept permanently; name its folders and its file with only "
            "small letters, digits and hyphens, and give the file its ending, such as first-days.md."
            for address in unreadable
        ),
        *(f"docs: {address} has an empty heading; write its name after “# ”." for address in untitled),
    ]


def _is_readable(address: str) -> bool:
    """Whether the next build can read this address from the registry."""
    return "#" not in address and bool(ADDRESS.fullmatch(address))


def merge(registry: Registry, current: Registry) -> Registry:
    """Merge what is published now into a registry: nothing is ever removed, and current values win.

    A page that has moved stays among the pages: its anchors are still checked.
    """
    pages = dict(registry["pages"])
    for address, page in current["pages"].items():
        earlier = pages.get(address, {"anchors": {}})["anchors"]
        pages[address] = {"title": page["title"], "anchors": earlier | page["anchors"]}
    return {
        "pages": dict(sorted(pages.items())),
        "others": sorted({*registry["others"], *current["others"]} - pages.keys()),
        "short_links": dict(sorted((registry["short_links"] | current["short_links"]).items())),
    }


def as_yaml(registry: Registry, comment: str) -> str:
    """Return the text of the registry's file: the comment that explains its fields, and the registry."""
    return comment + yaml.safe_dump({"url_registry": registry}, allow_unicode=True, sort_keys=False, width=WIDTH)


def _load(name: str, kind: type[Record]) -> dict[str, Any]:
    """Return the content of a data file. Raises InputError if it cannot be read or does not match its schema."""
    content = read_yaml(ROOT / name)
    validated(content, kind, name)
    return content


def _read_site(site: Path) -> Registry:
    """Return what a built site publishes. Raises InputError if there is none, or if the registry cannot store it."""
    if not (site / "index.html").is_file():
        raise InputError(f"{site}: there is no built site in this folder; run scripts/build first.")
    slugs = {topic["code"]: slug for slug, topic in _load(TOPICS, TopicsFile)["topics"].items()}
    files = [path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()]
    pages = [page for page, _ in parse_site(site, {})]
    short_link_pages = [page for page in pages if page.address.startswith(SHORT_LINKS) and page.target]
    targets_by_code = {page.address.split("/")[1]: _target(page) for page in short_link_pages}
    short_links = {
        code: {"topic": slugs[code], "target": target} for code, target in targets_by_code.items() if code in slugs
    }
    current = collect_registry(pages, files, short_links)
    if found := problems(current):
        raise InputError("\n".join(found))
    return current


def _target(page: ParsedPage) -> str:
    """Return the address to which the page of a short link leads."""
    address = urljoin(f"/{page.address}", page.target).removeprefix("/")
    return address if address and not address.startswith("#") else f"{HOME}{address}"


def update(site: Path) -> Registry:
    """Add what a built site publishes to the registry's file; return the registry. An error changes nothing."""
    registry = merge(_load(REGISTRY, UrlRegistryFile)["url_registry"], _read_site(site))
    path = ROOT / REGISTRY
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text(as_yaml(registry, "".join(line for line in lines if line.startswith("#"))), encoding="utf-8")
    return registry


def main(site: Path) -> int:
    """Add what a built site publishes to the registry; return the exit code of the command."""
    try:
        current = update(site)
    except InputError as error:
        print(error, file=sys.stderr)
        return 1
    pages, others, short_links = (len(current[part]) for part in ("pages", "others", "short_links"))
    print(f"{REGISTRY}: {pages} pages, {others} other addresses, {short_links} short links.")
    return 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Usage: python -m core.url_registry SITE, the folder of a built site")
    sys.exit(main(Path(sys.argv[1])))
