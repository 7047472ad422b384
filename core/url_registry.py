"""The register of everything ever published: people have these addresses in forms, portals and on paper, for years.

Run on its own, it takes down what a finished site publishes: python -m core.url_registry SITE. A build never does.
"""

import re
import sys
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urljoin

import yaml
from voluptuous import ALLOW_EXTRA, Invalid, Required, Schema

from core.errors import InputError
from core.parsed_pages import ParsedPage, read

HERE = Path(__file__).resolve().parent.parent
FILE = "data/url_registry.yml"
TOPICS = "data/topics.yml"
PASSING = ("assets/", "search/", "404.html", "_")  # each build names these anew, or no link leads to them
COPIES = (".br", ".gz")
ROOMS = ("r/", "card/", "files/")  # what lies there has no words of its own to lead to
CARD = re.compile(r"card/[^/]+/")
KEPT = re.compile(r"\./|([\w-]+/)*([\w-]+/|[\w-]+(\.[\w-]+)+)|[A-Z]+", re.ASCII)  # what the next build can read again
PLACES = "main :is(h2, h3)[id]:not(.guide-invitation *, .guide-sources *)"  # those come and go with a front matter
SHORT_LINK = {Required("topic"): str, Required("target"): str}
SHAPE = {
    Required("url_registry"): {
        Required("pages"): {str: {Required("title"): str, Required("anchors"): {str: str}}},
        Required("others"): [str],
        Required("short_links"): {str: SHORT_LINK},
    }
}
NAMED = {Required("topics"): {str: Schema({Required("code"): str}, extra=ALLOW_EXTRA)}}  # as much as is needed
WIDTH = 118  # letters in a line of the file

Register = dict[str, Any]  # of the shape above; data/url_registry.yml explains it at its top


def found(pages: list[ParsedPage], files: set[str], topics: dict[str, dict[str, Any]]) -> Register:
    """What a site publishes.

    Takes its finished pages, the addresses of its files, promised ones among them, and its topics, each with the
    address that its short link opens; one whose address is empty has no short link.
    """
    own = {page.address or "./": page for page in pages if is_page(page)}
    others = {path.removesuffix("index.html") or "./" for path in files if lasts(path)}
    short_links = {slug: topic for slug, topic in topics.items() if topic["address"]}
    return {
        "pages": {address: {"title": _title(page), "anchors": _places(page)} for address, page in own.items()},
        "others": sorted(others - own.keys()),
        "short_links": {
            topic["code"]: {"topic": slug, "target": topic["address"]} for slug, topic in short_links.items()
        },
    }


def is_page(page: ParsedPage) -> bool:
    """Whether this is a page with words of its own, and not what stands at an old address."""
    return not page.address.startswith((*ROOMS, "404.html")) and page.tree.css_first(".guide-redirect") is None


def lasts(path: str) -> bool:
    """Whether others may hold the address of a file: no build names it anew, and it is not for hosts alone."""
    return not path.startswith(PASSING) and not path.endswith(COPIES)


def kind(address: str) -> str:
    """What stands at an address, as far as a move must keep it: a page, a card, or a file by its ending."""
    if address.endswith("/"):
        return "card" if CARD.fullmatch(address) else "page"
    return PurePosixPath(address).suffix.lower()


def _title(page: ParsedPage) -> str:
    heading = page.tree.css_first("h1")
    return _words(heading.text()) if heading else ""


def _places(page: ParsedPage) -> dict[str, str]:
    """The headings of the second and third rank to which a link can lead, with their words."""
    words = {(node.attributes["id"] or "").strip(): _words(node.text()) for node in page.tree.css(PLACES)}
    return {place: text for place, text in words.items() if place and text}


def _words(text: str) -> str:
    return " ".join(text.split())


def opened(pages: list[ParsedPage]) -> dict[str, str]:
    """What the short links of a finished site open: for each code an address from the guide's root."""
    links = {page.address: page.tree.css_first("a[data-target]") for page in pages if page.address.startswith("r/")}
    return {
        short_link.split("/")[1]: _resolved(short_link, link.attributes["href"] or "")
        for short_link, link in links.items()
        if link
    }


def _resolved(short_link: str, href: str) -> str:
    address = urljoin(f"/{short_link}", href).removeprefix("/")
    return address if address and not address.startswith("#") else f"./{address}"


def unfit(now: Register) -> list[str]:
    """Name what a site cannot publish, since no register could keep it: one line for each, with what to write."""
    odd = [address for address in [*now["pages"], *now["others"]] if not KEPT.fullmatch(address)]
    nameless = [address for address, page in now["pages"].items() if not page["title"]]
    return [
        *(
            f"docs: {address} is an address that cannot be kept for ever; name its folders and its file with small "
            "letters, digits and hyphens alone, and give the file its ending, such as first-days.md."
            for address in odd
        ),
        *(f"docs: {address} has a heading without words; write its name after “# ”." for address in nameless),
    ]


def grown(register: Register, now: Register) -> Register:
    """A register and what is published now, together: nothing is ever taken out of it, and what holds today holds.

    What was ever a page stays among the pages, also when it has moved: its places are still asked for.
    """
    pages = dict(register["pages"])
    for address, page in now["pages"].items():
        before = pages.get(address, {"anchors": {}})["anchors"]
        pages[address] = {"title": page["title"], "anchors": before | page["anchors"]}
    return {
        "pages": dict(sorted(pages.items())),
        "others": sorted({*register["others"], *now["others"]} - pages.keys()),
        "short_links": dict(sorted((register["short_links"] | now["short_links"]).items())),
    }


def written(register: Register, comment: str) -> str:
    """The register as the text of its file, below the comment that explains its fields."""
    return comment + yaml.safe_dump({"url_registry": register}, allow_unicode=True, sort_keys=False, width=WIDTH)


def _loaded(name: str, shape: dict[str, Any]) -> dict[str, Any]:
    """The content of a data file. Raises InputError where it cannot be read, or is not of this shape."""
    try:
        content = yaml.safe_load((HERE / name).read_text(encoding="utf-8"))
        return Schema(shape)(content)
    except (OSError, ValueError, yaml.YAMLError, Invalid) as fault:
        text = f"{name}: it cannot be read, or is not as its top says; run scripts/build, which says where."
        raise InputError(text) from fault


def _published(site: Path) -> Register:
    """What this finished site publishes. Raises InputError where there is none, or where no register could keep it."""
    if not (site / "index.html").is_file():
        raise InputError(f"{site}: there is no finished site in this folder; run scripts/build first.")
    topics = _loaded(TOPICS, NAMED)["topics"]
    files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    pages = read(site, {})
    opens = opened(pages)
    now = found(pages, files, {slug: {**topic, "address": opens.get(topic["code"])} for slug, topic in topics.items()})
    if wrong := unfit(now):
        raise InputError("\n".join(wrong))
    return now


def _take_down(site: Path) -> Register:
    """Let the register's file grow by what this finished site publishes; gives the whole. A refusal changes nothing."""
    register = grown(_loaded(FILE, SHAPE)["url_registry"], _published(site))
    path = HERE / FILE
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text(written(register, "".join(line for line in lines if line.startswith("#"))), encoding="utf-8")
    return register


def main(site: Path) -> int:
    """Take down what this finished site publishes. Gives the exit code of the command."""
    try:
        now = _take_down(site)
    except InputError as fault:
        print(fault, file=sys.stderr)
        return 1
    pages, others, short_links = (len(now[part]) for part in ("pages", "others", "short_links"))
    print(f"{FILE}: {pages} pages, {others} other addresses, {short_links} short links.")
    return 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Write the folder of the finished site: python -m core.url_registry site")
    sys.exit(main(Path(sys.argv[1])))
