"""Redirects and the URL registry: a lost published address stops the build, and moved ones still work."""

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

EMPTY = "  pages: {}\n  others: []\n  short_links: {}\n"
PUBLISHED = """  pages:
    gone/:
      title: A page
      anchors:
        how: How it goes
    about/:
      title: About
      anchors:
        strength: Strength
  others: [card/what-is-it/, map.xml, r/k7wm/]
  short_links:
    k7wm:
      topic: what-is-it
      target: ./
"""
OTHER_TARGET = EMPTY.replace("short_links: {}", "short_links: {k7wm: {topic: what-is-it, target: about/#strength}}")
WITH_REGISTRY = {"data/url_registry.yml": (EMPTY, PUBLISHED)}
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
EMBED_POLICY = POLICY.replace("script-src 'self'", "script-src 'none'")
STRICT_POLICY = f"{POLICY}; frame-ancestors 'none'"


def read_registry(root: Path) -> str:
    """The text of a project's URL registry."""
    return (root / "data" / "url_registry.yml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("redirects_yml", "said"),
    [
        (
            "{map.xml: sitemap.xml}",
            "data/url_registry.yml: gone/ was published, and people use that address; put it back, or add "
            "“gone/: its/new/address/” under “redirects:” in data/redirects.yml, if that is where its text is now.",
        ),
        (
            "{map.xml: sitemap.xml, gone/: help/}",
            "data/url_registry.yml: gone/#how (“How it goes”) was published, and people use that address; on help/ "
            "keep a heading with { #how }, and below it a link to where its text is now.",
        ),
    ],
    ids=["a page", "a heading"],
)
def test_a_lost_address_stops_the_build(redirects_yml: str, said: str, tmp_path: Path):
    """A missing published page or heading stops the build with what to write; site and registry do not change."""
    root = site_factory.make_project(tmp_path, edits=WITH_REGISTRY | {"data/redirects.yml": ("{}", redirects_yml)})
    good, before = site_factory.add_previous_site(root), read_registry(root)

    built = site_factory.build(root)

    assert built.code != 0
    found = " ".join(built.output.split())
    assert said in found
    assert found.count("data/url_registry.yml:") == 1
    assert "Traceback" not in built.output
    assert site_factory.contents(built.site) == good
    assert read_registry(root) == before


CONFLICTS = {
    "a page whose address cannot be kept": (
        {"pages": {"faq.v2.md": site_factory.page("Questions")}},
        "docs: faq.v2/ is an address that cannot be kept permanently; name its folders and its file with only small "
        "letters, digits and hyphens, and give the file its ending, such as first-days.md.",
    ),
    "a page at the address of a short link": (
        {"pages": {"r/k7wm.md": site_factory.page("Mine")}},
        "docs/r/k7wm.md: the build writes the folder r/ itself, and would overwrite this page; move it to another "
        "folder of docs/, or give it another name.",
    ),
    "a code that opens another page": (
        {"edits": {"data/url_registry.yml": (EMPTY, OTHER_TARGET)}},
        "data/topics.yml: the code k7wm (“what-is-it”) was published for about/#strength and now opens ./, so people "
        "who use it would read something else; put its page and section back, or, if that is the same subject at a "
        "better place, write “target: ./” there, in data/url_registry.yml.",
    ),
    "a redirect from an existing page": (
        {"edits": {"data/redirects.yml": ("{}", "{other/index.html: sitemap.html}")}},
        "data/redirects.yml: other/index.html is the same address as its folder; write “other/: sitemap.html”.",
    ),
    "a redirect loop": (
        {"edits": {"data/redirects.yml": ("{}", "{a/: b/, b/: a/}")}},
        "data/redirects.yml: a/ leads to b/, which leads back to it; write the address where the text is now.",
    ),
    "a file redirected to itself": (
        {"edits": {"data/redirects.yml": ("{}", "{sitemap.xml: sitemap.xml}")}},
        "data/redirects.yml: sitemap.xml is still there, so it has not moved; delete the line.",
    ),
}


@pytest.mark.parametrize("conflict", CONFLICTS)
def test_conflicting_addresses_stop_the_build(conflict: str, tmp_path: Path):
    """An address that cannot be published, or that breaks another, stops the build and keeps the last good site."""
    project, said = CONFLICTS[conflict]
    root = site_factory.make_project(tmp_path, **project)
    good = site_factory.add_previous_site(root)

    built = site_factory.build(root)

    assert built.code != 0
    assert said in " ".join(built.output.split())
    assert "Traceback" not in built.output
    assert "Error" not in built.output
    assert site_factory.contents(built.site) == good


@pytest.fixture(scope="module")
def built(once: Callable[..., tuple[site_factory.BuildResult, bool]]) -> site_factory.BuildResult:
    """A small site with redirects, and a stricter policy for embeds."""
    site, unchanged = once(build_redirects)
    assert site.code == 0, site.output
    assert unchanged, "the build changed data/url_registry.yml"
    return site


def build_redirects(folder: Path) -> tuple[site_factory.BuildResult, bool]:
    """Build that site; returns also whether the registry is unchanged."""
    card = '      frame-ancestors: "*"'
    edits = {
        "data/redirects.yml": ("{}", "\n" + "".join(f"  {old}: {new}\n" for old, new in MOVES.items())),
        "data/headers.yml": (card, f"      script-src: \"'none'\"\n{card}"),
    }
    start = site_factory.page("Start", "[The other page](other.md)\n\n## Start { #start }")
    root = site_factory.make_project(folder, PAGES | {"index.md": start}, edits=WITH_REGISTRY | edits)
    before = read_registry(root)
    site = site_factory.build(root)
    return site, read_registry(root) == before


def test_a_build_does_not_change_the_registry(built: site_factory.BuildResult):
    """Only a release adds to the registry, since nothing else is published."""
    published = yaml.safe_load(read_registry(built.site.parent))["url_registry"]
    assert list(published["pages"]) == ["gone/", "about/"]


@pytest.mark.parametrize("old", [old for old in MOVES if old.startswith("gone/")])
def test_an_old_page_redirects(old: str, built: site_factory.BuildResult):
    """The page at an old address redirects at once, without a script, and has one plain link."""
    tree = LexborHTMLParser(built.read_page(old))
    here = f"https://guide.example/{old}"
    there = urljoin("https://guide.example/", MOVES[old])
    seconds, _, url = tree.css_first('meta[http-equiv="refresh"]').attributes["content"].partition("; url=")
    (link,) = tree.css("main article a")
    assert (seconds, urljoin(here, url)) == ("0", there)
    assert urljoin(here, link.attributes["href"]) == there
    assert tree.css("script:not([src])") == []
    assert tree.css_first('meta[name="robots"]').attributes["content"] == "noindex"


@pytest.mark.parametrize("old", [old for old in MOVES if old.startswith("gone/")])
def test_an_old_page_has_the_layout(old: str, built: site_factory.BuildResult):
    """The page at an old address has the strict policy, and its links to styles and scripts work at any depth."""
    page = built.read_page(old)
    first = LexborHTMLParser(page).css("head > *")[1]
    assert first.attributes == {"http-equiv": "Content-Security-Policy", "content": POLICY}
    for address in re.findall(r'(?:href|src)="([^"#]+)', page):
        path = urljoin(f"https://guide.example/{old}", address).removeprefix("https://guide.example/")
        assert address.startswith("https://") or (built.site / path).exists(), address


def test_an_old_embed_is_a_copy(built: site_factory.BuildResult):
    """The file at an embed's old address is a copy of the new embed, since frames must not redirect."""
    assert built.read_page("card/old") == built.read_page("card/what-is-it")
    assert 'http-equiv="refresh"' not in built.read_page("card/old")
    assert EMBED_POLICY in built.read_page("card/old")


def test_an_old_file_is_a_copy(built: site_factory.BuildResult):
    """The old address of a file has a copy of the file."""
    assert (built.site / "map.xml").read_bytes() == (built.site / "sitemap.xml").read_bytes()


def test_hosts_get_redirect_rules(built: site_factory.BuildResult):
    """_redirects and _redirects.conf have a 301 for each old address."""
    redirects, nginx = ((built.site / name).read_text(encoding="utf-8") for name in ("_redirects", "_redirects.conf"))
    for old, new in MOVES.items():
        target = "/" + new.replace("./", "")
        assert f"/{old} {target} 301\n" in redirects
        assert f'location = "/{old}" {{ return 301 "{target}"; }}\n' in nginx
    assert len(redirects.splitlines()) == len(nginx.splitlines()) == 1 + len(MOVES)


def test_no_old_address_is_listed(built: site_factory.BuildResult):
    """Neither the sitemap nor the search index has an old address."""
    for name in ("sitemap.xml", "search/search_index.json"):
        assert "gone/" not in (built.site / name).read_text(encoding="utf-8")


def test_every_topic_has_its_embeds(built: site_factory.BuildResult):
    """A topic has a named embed that links to its page, and a neutral one that links to its short link."""
    named, neutral = (LexborHTMLParser(built.read_page(f"card/{name}")) for name in ("what-is-it", "k7wm"))
    assert named.css_first("h1").text() == named.css_first("title").text() == "What it is & what not"
    leads = [
        urljoin("https://guide.example/card/a/", one.css_first("a").attributes["href"]) for one in (named, neutral)
    ]
    assert leads == ["https://guide.example/", "https://guide.example/r/k7wm/"]
    assert "what" not in built.read_page("card/k7wm").lower()
    assert {path.name for path in (built.site / "card").iterdir()} == {"what-is-it", "k7wm", "old"}
    for card in (named, neutral):
        (link,) = card.css("a")
        assert (link.attributes["target"], link.attributes["rel"]) == ("_blank", "noopener noreferrer")
        assert card.css("script") == []


def test_only_embeds_may_be_framed(built: site_factory.BuildResult):
    """Other sites may frame embeds, and no other page of the guide."""
    for name in ("what-is-it", "k7wm"):
        assert f'<meta http-equiv="Content-Security-Policy" content="{EMBED_POLICY}">' in built.read_page(
            f"card/{name}"
        )
    assert f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">' in built.read_page("about")
    blocks = (built.site / "_headers").read_text(encoding="utf-8").split("\n/")
    sent = {f"/{block.splitlines()[0]}": f"{block}\n" for block in blocks[1:]}
    top_level = {f"/{path.name}" + "/*" * path.is_dir() for path in built.site.glob("[!._]*")}
    asked = {
        top for top in top_level if not top.endswith((".br", ".gz"))
    }  # compressed copies are not requested by name
    assert {"/", "/*", *asked} <= set(sent) <= {"/", "/*", *top_level}
    strict = {pattern for pattern, block in sent.items() if f"  Content-Security-Policy: {STRICT_POLICY}\n" in block}
    assert {*sent} - strict == {"/*", "/card/*"}
    policies = {block.count("Content-Security-Policy") for pattern, block in sent.items() if pattern != "/*"}
    assert policies == {1}
    assert "Content-Security-Policy" not in sent["/*"]
    assert f"{EMBED_POLICY}; frame-ancestors *\n" in sent["/card/*"]


# A release.


def release(root: Path) -> dict[str, Any]:
    """Build the project and update its registry, as a release does; returns the registry."""
    done = site_factory.build(root)
    assert done.code == 0, done.output
    subprocess.run([sys.executable, "-m", "core.url_registry", "site"], cwd=root, check=True, capture_output=True)
    return yaml.safe_load(read_registry(root))["url_registry"]


def test_a_release_can_be_followed_by_a_build(tmp_path: Path):
    """The next build reads and keeps what a release has registered: redirects, short links, a host's own file."""
    edits = {
        "data/redirects.yml": ("{}", "{old/: other/, card/old/: card/what-is-it/}"),
        "data/topics.yml": ("page: index.md", "page: about/index.md\n    section: strength"),
    }
    root = site_factory.make_project(tmp_path, edits=edits)
    (root / "docs/CNAME").write_text("guide.example\n", encoding="utf-8")

    published = release(root)

    assert {"old/", "card/old/", "CNAME"} <= {*published["others"]}
    assert published["short_links"] == {"k7wm": {"topic": "what-is-it", "target": "about/#strength"}}
    assert release(root) == published

    (root / "data/redirects.yml").write_text("redirects: {}\n", encoding="utf-8")
    said = " ".join(site_factory.build(root).output.split())
    lost = re.findall(r"data/url_registry.yml: (\S+) was published, and people use that address; put it back", said)
    assert lost == ["card/old/", "old/"]
