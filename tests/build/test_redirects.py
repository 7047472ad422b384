"""No published address is ever lost: a build stops before that, and what has moved goes on answering."""

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
import site_factory
import yaml
from selectolax.lexbor import LexborHTMLParser

NOTHING = "  pages: {}\n  others: []\n  short_links: {}\n"
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
  short_links:
    k7wm:
      topic: what-is-it
      target: ./
"""
OPENED = NOTHING.replace("short_links: {}", "short_links: {k7wm: {topic: what-is-it, target: about/#strength}}")
REGISTER = {"data/url_registry.yml": (NOTHING, PUBLISHED)}
MOVES = {
    "gone/": "other/",
    "gone/deep/": "about/#strength",
    "gone/first/": "./",
    "gone/top/": "./#start",
    "gone/list/": "r/k7wm/",
    "card/old/": "card/what-is-it/",
    "map.xml": "sitemap.xml",
}
PAGES = {"other.md": site_factory.page("Other", "## How it goes { #how }")}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "worker-src 'self'; base-uri 'none'; form-action 'none'"
)
CARD = POLICY.replace("script-src 'self'", "script-src 'none'")
STRICT = f"{POLICY}; frame-ancestors 'none'"


def register(root: Path) -> str:
    """The register of a house, as it stands in its file."""
    return (root / "data" / "url_registry.yml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("moved", "said"),
    [
        (
            "{map.xml: sitemap.xml}",
            "data/url_registry.yml: gone/ was published, and people hold that address; put it back, or add "
            "“gone/: its/new/address/” under “redirects:” in data/redirects.yml, if that is where its words are now.",
        ),
        (
            "{map.xml: sitemap.xml, gone/: help/}",
            "data/url_registry.yml: gone/#how (“How it goes”) was published, and people hold that address; on help/ "
            "keep a heading with { #how }, and below it a link to where its words are now.",
        ),
    ],
    ids=["a page", "a heading"],
)
def test_a_lost_address_stops_the_build(moved: str, said: str, tmp_path: Path):
    """A published page or heading that is gone stops the build with what to write; site and register stay."""
    root = site_factory.house(tmp_path, edits=REGISTER | {"data/redirects.yml": ("{}", moved)})
    good, before = site_factory.keep_a_good_site(root), register(root)

    built = site_factory.build(root)

    assert built.code != 0
    found = " ".join(built.said.split())
    assert said in found
    assert found.count("data/url_registry.yml:") == 1
    assert "Traceback" not in built.said
    assert site_factory.contents(built.site) == good
    assert register(root) == before


WRONG = {
    "a page that no register could keep": (
        {"pages": {"faq.v2.md": site_factory.page("Questions")}},
        "docs: faq.v2/ is an address that cannot be kept for ever; name its folders and its file with small letters, "
        "digits and hyphens alone, and give the file its ending, such as first-days.md.",
    ),
    "a page in the place of a short link": (
        {"pages": {"r/k7wm.md": site_factory.page("Mine")}},
        "docs/r/k7wm.md: the build makes what lies at r/ itself, and would write over this page; put it into another "
        "folder of docs/, or give it another name.",
    ),
    "a code that opens another page": (
        {"edits": {"data/url_registry.yml": (NOTHING, OPENED)}},
        "data/topics.yml: the code k7wm (“what-is-it”) was published for about/#strength and now opens ./, so whoever "
        "holds it would read something else; put its page and section back, or, if that is the same subject at a "
        "better place, write “target: ./” there, in data/url_registry.yml.",
    ),
    "a move over another page": (
        {"edits": {"data/redirects.yml": ("{}", "{other/index.html: sitemap.html}")}},
        "data/redirects.yml: other/index.html is answered with its folder; write “other/: sitemap.html”.",
    ),
    "moves in a circle": (
        {"edits": {"data/redirects.yml": ("{}", "{a/: b/, b/: a/}")}},
        "data/redirects.yml: a/ leads to b/, which leads back to it; write where the words are now.",
    ),
    "a file that moved to itself": (
        {"edits": {"data/redirects.yml": ("{}", "{sitemap.xml: sitemap.xml}")}},
        "data/redirects.yml: sitemap.xml is still there, so it has not moved; take the line out.",
    ),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_what_could_not_be_kept_stops_the_build(wrong: str, tmp_path: Path):
    """An editor reads at once what a release could not promise, or would break, and the last good site stays."""
    laid, said = WRONG[wrong]
    root = site_factory.house(tmp_path, **laid)
    good = site_factory.keep_a_good_site(root)

    built = site_factory.build(root)

    assert built.code != 0
    assert said in " ".join(built.said.split())
    assert "Traceback" not in built.said
    assert "Error" not in built.said
    assert site_factory.contents(built.site) == good


@pytest.fixture(scope="module")
def built(once: Callable[..., tuple[site_factory.Built, bool]]) -> site_factory.Built:
    """A tiny site whose pages have moved, with a card that runs no script."""
    site, kept = once(moved)
    assert site.code == 0, site.said
    assert kept, "the build changed data/url_registry.yml"
    return site


def moved(folder: Path) -> tuple[site_factory.Built, bool]:
    """Build that site below this folder; tell also whether the register was left as it was."""
    card = '      frame-ancestors: "*"'
    edits = {
        "data/redirects.yml": ("{}", "\n" + "".join(f"  {old}: {new}\n" for old, new in MOVES.items())),
        "data/headers.yml": (card, f"      script-src: \"'none'\"\n{card}"),
    }
    start = site_factory.page("Start", "[The other page](other.md)\n\n## Start { #start }")
    root = site_factory.house(folder, PAGES | {"index.md": start}, edits=REGISTER | edits)
    before = register(root)
    site = site_factory.build(root)
    return site, register(root) == before


def test_a_build_never_changes_the_register(built: site_factory.Built):
    """Only a release takes down what is published: what a build on the way publishes is promised to nobody."""
    published = yaml.safe_load(register(built.site.parent))["url_registry"]
    assert list(published["pages"]) == ["gone/", "about/"]


@pytest.mark.parametrize("old", [old for old in MOVES if old.startswith("gone/")])
def test_an_old_address_leads_on(old: str, built: site_factory.Built):
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


@pytest.mark.parametrize("old", [old for old in MOVES if old.startswith("gone/")])
def test_an_old_address_is_framed_like_any_page(old: str, built: site_factory.Built):
    """What stands at an old address finds its style and its way out, however deep it lies, under a strict policy."""
    page = built.page(old)
    first = LexborHTMLParser(page).css("head > *")[1]
    assert first.attributes == {"http-equiv": "Content-Security-Policy", "content": POLICY}
    for address in re.findall(r'(?:href|src)="([^"#]+)', page):
        path = urljoin(f"https://guide.example/{old}", address).removeprefix("https://guide.example/")
        assert address.startswith("https://") or (built.site / path).exists(), address


def test_an_old_card_is_a_copy(built: site_factory.Built):
    """A site that shows an old card inside its page shows the new one, on any host, without being led anywhere."""
    assert built.page("card/old") == built.page("card/what-is-it")
    assert 'http-equiv="refresh"' not in built.page("card/old")
    assert CARD in built.page("card/old")


def test_an_old_file_is_a_copy(built: site_factory.Built):
    """Whoever holds the old address of a file gets the file."""
    assert (built.site / "map.xml").read_bytes() == (built.site / "sitemap.xml").read_bytes()


def test_hosts_are_told_where_to_send_people(built: site_factory.Built):
    """Both kinds of host answer an old address with the new one; their notes are no pages and are not compressed."""
    redirects, moved = ((built.site / name).read_text(encoding="utf-8") for name in ("_redirects", "_redirects.conf"))
    for old, new in MOVES.items():
        target = "/" + new.replace("./", "")
        assert f"/{old} {target} 301\n" in redirects
        assert f'location = "/{old}" {{ return 301 "{target}"; }}\n' in moved
    assert len(redirects.splitlines()) == len(moved.splitlines()) == 1 + len(MOVES)


def test_no_old_address_is_shown(built: site_factory.Built):
    """Neither the list for search engines nor the search names an address that has moved."""
    for name in ("sitemap.xml", "search/search_index.json"):
        assert "gone/" not in (built.site / name).read_text(encoding="utf-8")


def test_every_topic_has_its_cards(built: site_factory.Built):
    """One card has the topic's name and leads to its page, the other tells nothing and leads to its short link."""
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


def test_cards_alone_may_be_framed(built: site_factory.Built):
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


# A release.


def released(root: Path) -> dict[str, Any]:
    """Build the house below `root` and take down what it publishes, as a release does; give the register."""
    done = site_factory.build(root)
    assert done.code == 0, done.said
    subprocess.run([sys.executable, "core/url_registry.py", "site"], cwd=root, check=True, capture_output=True)
    return yaml.safe_load(register(root))["url_registry"]


def test_a_release_can_be_followed_by_a_build(tmp_path: Path):
    """What a release took down is read and kept by the next build: what has moved, short links, a host's own file."""
    edits = {
        "data/redirects.yml": ("{}", "{old/: other/, card/old/: card/what-is-it/}"),
        "data/topics.yml": ("page: index.md", "page: about/index.md\n    section: strength"),
    }
    root = site_factory.house(tmp_path, edits=edits)
    (root / "docs/CNAME").write_text("guide.example\n", encoding="utf-8")

    published = released(root)

    assert {"old/", "card/old/", "CNAME"} <= {*published["others"]}
    assert published["short_links"] == {"k7wm": {"topic": "what-is-it", "target": "about/#strength"}}
    assert released(root) == published

    (root / "data/redirects.yml").write_text("redirects: {}\n", encoding="utf-8")
    said = " ".join(site_factory.build(root).said.split())
    lost = re.findall(r"data/url_registry.yml: (\S+) was published, and people hold that address; put it back", said)
    assert lost == ["card/old/", "old/"]
