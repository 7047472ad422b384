"""The register of everything ever published: people have these addresses in forms, portals and on paper, for years.

Run on its own, it takes down what a finished site publishes: python hooks/register.py SITE. A build never does.
"""

import sys
from pathlib import Path
from typing import Any

import yaml
from finished import Finished, read

HERE = Path(__file__).resolve().parent.parent
FILE = "data/published.yml"
TOPICS = "data/topics.yml"
PASSING = ("assets/", "search/", "404.html", "_")  # each build names these anew, or no link leads to them
COPIES = (".br", ".gz")
ROOMS = ("r/", "card/", "files/")  # what lies there has no words of its own to lead to
WIDTH = 118  # letters in a line of the file

Register = dict[str, Any]  # as data/published.yml says at its top


def found(pages: list[Finished], files: set[str], topics: dict[str, dict[str, Any]]) -> Register:
    """What a site publishes.

    Takes its finished pages, the addresses of its files, promised ones among them, and data/topics.yml.
    """
    own = [page for page in pages if is_page(page)]
    worded = {page.address for page in pages if not page.address.startswith(ROOMS)}
    others = {path.removesuffix("index.html") for path in files if _lasts(path)}
    return {
        "pages": {page.address or "./": {"title": _title(page), "places": _places(page)} for page in own},
        "others": sorted(others - worded),
        "doors": {topic["code"]: slug for slug, topic in topics.items() if topic.get("page")},
    }


def is_page(page: Finished) -> bool:
    """Whether this is a page with words of its own, and not what stands at an old address."""
    return not page.address.startswith((*ROOMS, "404.html")) and page.tree.css_first(".guide-moved") is None


def _lasts(path: str) -> bool:
    return not path.startswith(PASSING) and not path.endswith(COPIES)


def _title(page: Finished) -> str:
    heading = page.tree.css_first("h1")
    return _words(heading.text()) if heading else ""


def _places(page: Finished) -> dict[str, str]:
    """The headings of the second and third rank to which a link can lead, with their words."""
    headings = page.tree.css("main h2[id], main h3[id]")
    return {node.attributes["id"] or "": _words(node.text()) for node in headings}


def _words(text: str) -> str:
    return " ".join(text.split())


def grown(register: Register, now: Register) -> Register:
    """A register and what is published now, together: nothing is ever taken out of it, and today's words hold."""
    pages = dict(register["pages"])
    for address, page in now["pages"].items():
        before = pages.get(address, {"places": {}})["places"]
        pages[address] = {"title": page["title"], "places": before | page["places"]}
    return {
        "pages": dict(sorted(pages.items())),
        "others": sorted({*register["others"], *now["others"]}),
        "doors": dict(sorted((register["doors"] | now["doors"]).items())),
    }


def written(register: Register, comment: str) -> str:
    """The register as the text of its file, below the comment that explains its fields."""
    return comment + yaml.safe_dump({"published": register}, allow_unicode=True, sort_keys=False, width=WIDTH)


def main(site: Path) -> int:
    """Take down what this finished site publishes. Gives the exit code of the command."""
    if not (site / "index.html").is_file():
        print(f"{site}: there is no finished site in this folder; run scripts/build first.", file=sys.stderr)
        return 1
    path = HERE / FILE
    text = path.read_text(encoding="utf-8")
    comment = "".join(line for line in text.splitlines(keepends=True) if line.startswith("#"))
    register = yaml.safe_load(text)["published"]
    topics = yaml.safe_load((HERE / TOPICS).read_text(encoding="utf-8"))["topics"]
    files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    now = grown(register, found(read(site, {}), files, topics))
    path.write_text(written(now, comment), encoding="utf-8")
    print(f"{FILE}: {len(now['pages'])} pages, {len(now['others'])} other addresses, {len(now['doors'])} doors.")
    return 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Write the folder of the finished site: python hooks/register.py site")
    sys.exit(main(Path(sys.argv[1])))
