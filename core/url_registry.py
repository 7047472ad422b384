"""The registry of every address ever published: people have them in forms, portals and on paper, for years.

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
from core.facts import read_yaml
from core.messages import validated
from core.parsed_pages import ParsedPage, parse_site
from core.records import Topic, answered
from core.site_schema import TopicsFile, UrlRegistryFile
from core.value_types import Record

ROOT = Path(__file__).resolve().parent.parent
FILE = "data/url_registry.yml"
TOPICS = "data/topics.yml"
TEMPORARY = ("assets/", "search/", "404.html", "_")  # each build names these anew, or no link leads to them
COMPRESSED = (".br", ".gz")
WIDTH = 118  # characters in a line of the file

Registry = dict[str, Any]  # as UrlRegistry in core/site_schema.py; data/url_registry.yml explains its fields
ShortLinks = dict[str, dict[str, str]]  # by its code: the slug of the topic, and the target's address


def published(pages: Iterable[ParsedPage], files: Iterable[str], short_links: ShortLinks) -> Registry:
    """What a site publishes.

    Takes its parsed pages, the addresses of its files, those that a later hook writes among them, and its short links.
    """
    own = {page.address or HOME: page for page in pages if is_page(page)}
    others = {path.removesuffix("index.html") or HOME for path in files if is_permanent(path)}
    return {
        "pages": {address: {"title": page.heading, "anchors": page.anchors} for address, page in own.items()},
        "others": sorted(others - own.keys()),
        "short_links": short_links,
    }


def targets(topics: dict[str, Topic]) -> ShortLinks:
    """The short links of all topics that a page answers."""
    return {topic.code: {"topic": topic.slug, "target": topic.address} for topic in answered(topics)}


def is_page(page: ParsedPage) -> bool:
    """Whether this is a page with words of its own, and no redirect."""
    return not page.address.startswith((*GENERATED, "404.html")) and not page.redirect


def is_permanent(path: str) -> bool:
    """Whether people may hold the address of a file: no build names it anew, and it is not for hosts alone."""
    return not path.startswith(TEMPORARY) and not path.endswith(COMPRESSED)


def problems(now: Registry) -> list[str]:
    """Name what a site cannot publish, since the registry could not keep it: one line for each, with what to write."""
    odd = [address for address in [*now["pages"], *now["others"]] if not _kept(address)]
    nameless = [address for address, page in now["pages"].items() if not page["title"]]
    return [
        *(
            f"docs: {address} is an address that cannot be kept permanently; name its folders and its file with small "
            "letters, digits and hyphens alone, and give the file its ending, such as first-days.md."
            for address in odd
        ),
        *(f"docs: {address} has an empty heading; write its name after “# ”." for address in nameless),
    ]


def _kept(address: str) -> bool:
    """Whether the next build can read this address in the registry."""
    return "#" not in address and bool(ADDRESS.fullmatch(address))


def merge(registry: Registry, now: Registry) -> Registry:
    """A registry and what is published now, together: nothing is ever removed, and today's values count.

    What was ever a page stays among the pages, also when it has moved: its anchors are still asked for.
    """
    pages = dict(registry["pages"])
    for address, page in now["pages"].items():
        before = pages.get(address, {"anchors": {}})["anchors"]
        pages[address] = {"title": page["title"], "anchors": before | page["anchors"]}
    return {
        "pages": dict(sorted(pages.items())),
        "others": sorted({*registry["others"], *now["others"]} - pages.keys()),
        "short_links": dict(sorted((registry["short_links"] | now["short_links"]).items())),
    }


def as_yaml(registry: Registry, comment: str) -> str:
    """The registry as the text of its file, below the comment that explains its fields."""
    return comment + yaml.safe_dump({"url_registry": registry}, allow_unicode=True, sort_keys=False, width=WIDTH)


def _load(name: str, kind: type[Record]) -> dict[str, Any]:
    """The content of a data file. Raises InputError where it cannot be read, or does not fit its schema."""
    content = read_yaml(ROOT / name)
    validated(content, kind, name)
    return content


def _published_by(site: Path) -> Registry:
    """What a built site publishes. Raises InputError where there is none, or where the registry could not keep it."""
    if not (site / "index.html").is_file():
        raise InputError(f"{site}: there is no built site in this folder; run scripts/build first.")
    slugs = {topic["code"]: slug for slug, topic in _load(TOPICS, TopicsFile)["topics"].items()}
    files = [path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()]
    pages = [page for page, _ in parse_site(site, {})]
    linked = [page for page in pages if page.address.startswith(SHORT_LINKS) and page.target]
    opened = {page.address.split("/")[1]: _target(page) for page in linked}
    short_links = {code: {"topic": slugs[code], "target": target} for code, target in opened.items() if code in slugs}
    now = published(pages, files, short_links)
    if wrong := problems(now):
        raise InputError("\n".join(wrong))
    return now


def _target(page: ParsedPage) -> str:
    """The address to which the page of a short link leads."""
    address = urljoin(f"/{page.address}", page.target).removeprefix("/")
    return address if address and not address.startswith("#") else f"{HOME}{address}"


def update(site: Path) -> Registry:
    """Add to the registry's file what a built site publishes; gives the whole. An error changes nothing."""
    registry = merge(_load(FILE, UrlRegistryFile)["url_registry"], _published_by(site))
    path = ROOT / FILE
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text(as_yaml(registry, "".join(line for line in lines if line.startswith("#"))), encoding="utf-8")
    return registry


def main(site: Path) -> int:
    """Add to the registry what a built site publishes. Gives the exit code of the command."""
    try:
        now = update(site)
    except InputError as error:
        print(error, file=sys.stderr)
        return 1
    pages, others, short_links = (len(now[part]) for part in ("pages", "others", "short_links"))
    print(f"{FILE}: {pages} pages, {others} other addresses, {short_links} short links.")
    return 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Write the folder of the built site: python -m core.url_registry site")
    sys.exit(main(Path(sys.argv[1])))
