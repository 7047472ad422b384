"""No published address is ever lost: a build stops before that, and what has moved goes on answering."""

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urljoin

import pytest
import tiny
import yaml
from selectolax.lexbor import LexborHTMLParser

NOTHING = "  pages: {}\n  others: []\n  doors: {}\n"
PUBLISHED = """  pages:
    gone/:
      title: A page
      places:
        how: How it goes
    about/:
      title: About
      places:
        strength: Strength
  others: [card/what-is-it/, map.xml, r/k7wm/]
  doors:
    k7wm: what-is-it
"""
REGISTER = {"data/published.yml": (NOTHING, PUBLISHED)}
MOVES = {
    "gone/": "other/",
    "gone/deep/": "about/#strength",
    "gone/first/": "./",
    "gone/top/": "./#start",
    "card/old/": "card/what-is-it/",
    "map.xml": "sitemap.xml",
}
PAGES = {"other.md": tiny.page("Other", "## How it goes { #how }")}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "worker-src 'self'; base-uri 'none'; form-action 'none'"
)
CARD = POLICY.replace("script-src 'self'", "script-src 'none'")
STRICT = f"{POLICY}; frame-ancestors 'none'"


def register(root: Path) -> str:
    """The register of a house, as it stands in its file."""
    return (root / "data" / "published.yml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("moved", "said"),
    [
        (
            "{map.xml: sitemap.xml}",
            "data/published.yml: gone/ was published, and people hold that address; put it back, or add "
            "“gone/: its/new/address/” under “moved:” in data/moved.yml, if that is where its words are now.",
        ),
        (
            "{map.xml: sitemap.xml, gone/: help/}",
            "data/published.yml: gone/#how (“How it goes”) was published, and people hold that address; on help/ keep "
            "a heading with { #how }, and below it a link to where its words are now.",
        ),
    ],
    ids=["a page", "a heading"],
)
def test_a_lost_address_stops_the_build(moved: str, said: str, tmp_path: Path):
    """A published page or heading that is gone stops the build with what to write; site and register stay."""
    root = tiny.house(tmp_path, edits=REGISTER | {"data/moved.yml": ("{}", moved)})
    good, before = tiny.keep_a_good_site(root), register(root)

    built = tiny.build(root)

    assert built.code != 0
    found = " ".join(built.said.split())
    assert said in found
    assert found.count("data/published.yml:") == 1
    assert "Traceback" not in built.said
    assert tiny.contents(built.site) == good
    assert register(root) == before


@pytest.fixture(scope="module")
def built(once: Callable[..., tuple[tiny.Built, bool]]) -> tiny.Built:
    """A tiny site whose pages have moved, with a card that runs no script."""
    site, kept = once(moved)
    assert site.code == 0, site.said
    assert kept, "the build changed data/published.yml"
    return site


def moved(folder: Path) -> tuple[tiny.Built, bool]:
    """Build that site below this folder; tell also whether the register was left as it was."""
    card = '      frame-ancestors: "*"'
    edits = {
        "data/moved.yml": ("{}", "\n" + "".join(f"  {old}: {new}\n" for old, new in MOVES.items())),
        "data/headers.yml": (card, f"      script-src: \"'none'\"\n{card}"),
    }
    start = tiny.page("Start", "[The other page](other.md)\n\n## Start { #start }")
    root = tiny.house(folder, PAGES | {"index.md": start}, edits=REGISTER | edits)
    before = register(root)
    site = tiny.build(root)
    return site, register(root) == before


def test_a_build_never_changes_the_register(built: tiny.Built):
    """Only a release takes down what is published: what a build on the way publishes is promised to nobody."""
    published = yaml.safe_load(register(built.site.parent))["published"]
    assert list(published["pages"]) == ["gone/", "about/"]


@pytest.mark.parametrize("old", [old for old in MOVES if old.endswith("/")])
def test_an_old_address_leads_on(old: str, built: tiny.Built):
    """A browser is led on at once by the page itself, without a script; whoever is not finds one plain link."""
    tree = LexborHTMLParser(built.page(old))
    here = f"https://guide.example/{old}"
    there = urljoin("https://guide.example/", MOVES[old])
    seconds, _, url = tree.css_first('meta[http-equiv="refresh"]').attributes["content"].partition("; url=")
    (link,) = tree.css("main article a")
    assert (seconds, urljoin(here, url)) == ("0", there)
    assert urljoin(here, link.attributes["href"]) == there
    assert tree.css("script:not([src])") == []
    assert tree.css_first('meta[name="robots"]').attributes["content"] == "noindex"


@pytest.mark.parametrize("old", [old for old in MOVES if old.endswith("/")])
def test_an_old_address_is_framed_like_any_page(old: str, built: tiny.Built):
    """What stands at an old address finds its style and its way out, however deep it lies, under a strict policy."""
    page = built.page(old)
    first = LexborHTMLParser(page).css("head > *")[1]
    expected = CARD if old.startswith("card/") else POLICY
    assert first.attributes == {"http-equiv": "Content-Security-Policy", "content": expected}
    for address in re.findall(r'(?:href|src)="([^"#]+)', page):
        path = urljoin(f"https://guide.example/{old}", address).removeprefix("https://guide.example/")
        assert address.startswith("https://") or (built.site / path).exists(), address


def test_an_old_file_is_a_copy(built: tiny.Built):
    """Whoever holds the old address of a file gets the file."""
    assert (built.site / "map.xml").read_bytes() == (built.site / "sitemap.xml").read_bytes()


def test_hosts_are_told_where_to_send_people(built: tiny.Built):
    """Both kinds of host answer an old address with the new one; their notes are no pages and are not compressed."""
    redirects, moved = ((built.site / name).read_text(encoding="utf-8") for name in ("_redirects", "_moved.conf"))
    for old, new in MOVES.items():
        target = "/" + new.replace("./", "")
        assert f"/{old} {target} 301\n" in redirects
        assert f'location = "/{old}" {{ return 301 "{target}"; }}\n' in moved
    assert len(redirects.splitlines()) == len(moved.splitlines()) == 1 + len(MOVES)


def test_no_old_address_is_shown(built: tiny.Built):
    """Neither the list for search engines nor the search names an address that has moved."""
    for name in ("sitemap.xml", "search/search_index.json"):
        assert "gone/" not in (built.site / name).read_text(encoding="utf-8")


def test_every_topic_has_its_cards(built: tiny.Built):
    """One card has the topic's name and leads to its page, the other tells nothing and leads to its door."""
    named, discreet = (LexborHTMLParser(built.page(f"card/{name}")) for name in ("what-is-it", "k7wm"))
    assert named.css_first("h1").text() == named.css_first("title").text() == "What it is & what not"
    leads = [
        urljoin("https://guide.example/card/a/", one.css_first("a").attributes["href"]) for one in (named, discreet)
    ]
    assert leads == ["https://guide.example/", "https://guide.example/r/k7wm/"]
    assert "what" not in built.page("card/k7wm").lower()
    assert {path.name for path in (built.site / "card").iterdir()} == {"what-is-it", "k7wm", "old"}
    for card in (named, discreet):
        (link,) = card.css("a")
        assert (link.attributes["target"], link.attributes["rel"]) == ("_blank", "noopener noreferrer")
        assert card.css("script") == []


def test_cards_alone_may_be_framed(built: tiny.Built):
    """Other sites may show a card inside their pages, and nothing else of the guide."""
    for name in ("what-is-it", "k7wm"):
        assert f'<meta http-equiv="Content-Security-Policy" content="{CARD}">' in built.page(f"card/{name}")
    assert f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">' in built.page("about")
    blocks = (built.site / "_headers").read_text(encoding="utf-8").split("\n/")
    sent = {f"/{block.splitlines()[0]}": f"{block}\n" for block in blocks[1:]}
    tops = {f"/{path.name}" + "/*" * path.is_dir() for path in built.site.glob("[!._]*")}
    asked = {top for top in tops if not top.endswith((".br", ".gz"))}  # nobody asks for a compressed copy by its name
    assert {"/", "/*", *asked} <= set(sent) <= {"/", "/*", *tops}
    strict = {pattern for pattern, block in sent.items() if f"  Content-Security-Policy: {STRICT}\n" in block}
    assert {*sent} - strict == {"/*", "/card/*"}
    policies = {block.count("Content-Security-Policy") for pattern, block in sent.items() if pattern != "/*"}
    assert policies == {1}
    assert "Content-Security-Policy" not in sent["/*"]
    assert f"{CARD}; frame-ancestors *\n" in sent["/card/*"]
