"""Short links and embeds as they are built: one for each topic, all alike, and the neutral ones reveal nothing."""

import re
from urllib.parse import urljoin, urlsplit

import pytest
from macro_environment import facts, strings
from page_helpers import EMBEDS, NEUTRAL_TITLE, SHORT_LINK, assert_none
from selectolax.lexbor import LexborHTMLParser

URL = facts().url
TOPICS = {slug: topic for slug, topic in facts().topics.items() if topic.page}
CODES = {topic.code: topic for topic in TOPICS.values()}
NAMED, NEUTRAL = (address.split("/")[2] for address in EMBEDS)
A_SHORT_LINK = re.compile(r"""["'/]r/[2-9b-z]{4}/(?!(?:text|code)-[2-9b-z]{4}(?:-[a-z-]+)?\.(?:pdf|png))""")
# Words that must not be visible on a screen, in a history or in a preview.
TELLING = re.compile(
    r"narciss|abus|contact|violen|stalk|trauma|hoover|grey.?rock|danger|harm|threat|suicid|block|leav(?!e)|partner"
    r"|control|victim|escape|divorce|custody|police|refuge|helpline|therap|\bex\b|\bhis\b|\bher\b|\bthey\b|\bguide\b",
    re.IGNORECASE,
)
META_NAMES = {"viewport", "referrer", "color-scheme", "robots"}


@pytest.fixture(scope="module")
def short_links(trees) -> dict[str, LexborHTMLParser]:
    """Every short link, by code."""
    return {address.split("/")[1]: tree for address, tree in trees.items() if address.startswith("r/")}


@pytest.fixture(scope="module")
def embeds(trees) -> dict[str, LexborHTMLParser]:
    """Every embed, by the last part of its address."""
    return {address.split("/")[1]: tree for address, tree in trees.items() if address.startswith("card/")}


def target_of(tree: LexborHTMLParser) -> str:
    """The target of a short link."""
    return tree.css_first("a[data-target]").attributes["href"] or ""


def test_each_answered_topic_has_a_short_link_and_two_embeds(short_links, embeds):
    """Every topic with a page has a short link, a named and a neutral embed, and there is no other."""
    assert set(short_links) == set(CODES)
    assert set(embeds) == {*TOPICS, *CODES}
    assert len(embeds) == 2 * len(short_links) > 0


# Short links.


def test_each_short_link_leads_to_its_topic(short_links, trees):
    """Each short link leads to the page and section of its topic, which exist."""
    found = []
    for code, tree in short_links.items():
        address = urlsplit(urljoin(f"{URL}r/{code}/", target_of(tree)))
        wanted = urljoin(URL, CODES[code].address)
        there = trees.get(address.path.lstrip("/"))
        if address.geturl() != wanted:
            found.append(f"{code}: {address.geturl()} is not {wanted}")
        if there is None or (address.fragment and not there.css(f'[id="{address.fragment}"]')):
            found.append(f"{code}: {address.geturl()} is not there")
    assert_none(found)


def test_all_short_links_are_alike(short_links):
    """Except for the target, all short links are the same page: what is true of one is true of all."""
    assert len({tree.html.replace(f'href="{target_of(tree)}" data-target', "") for tree in short_links.values()}) == 1


def test_a_preview_shows_only_a_neutral_title(short_links):
    """A preview of the address has only its neutral title: no description, no picture, no name of the site."""
    found = []
    for code, tree in short_links.items():
        metas = [node.attributes for node in tree.css("meta")]
        named = {meta.get("name") or "" for meta in metas if "http-equiv" not in meta and "charset" not in meta}
        kinds = {node.attributes["rel"] for node in tree.css("link")}
        robots = tree.css_first("meta[name=robots]").attributes["content"]
        seen = (tree.css_first("title").text(), named, kinds, robots, len(tree.css("title, h1")))
        if seen != (NEUTRAL_TITLE, META_NAMES, {"icon", "stylesheet"}, "noindex, nofollow", 2):
            found.append(f"{code}: {seen}")
        if tree.css("[itemscope], [itemprop], script[type]:not([src]), img, [property]"):
            found.append(f"{code}: has more than its title")
    assert_none(found)


def test_a_short_link_reveals_nothing(short_links):
    """Title, text, labels, ids and addresses of a short link, and its icon, contain no telling word."""
    tree = short_links[SHORT_LINK.split("/")[2]]
    texts = [tree.css_first("title").text(), SHORT_LINK, tree.css_first("main").text()]
    texts += [node.text() for node in tree.css(".guide-privacy-bar, .guide-exit-bar a, .guide-private-status")]
    texts += [node.attributes["id"] or "" for node in tree.css("[id]")]
    texts += [node.attributes["content"] or "" for node in tree.css("meta[content]")]
    texts += [
        value or "" for node in tree.css("*") for name, value in node.attributes.items() if name.startswith("aria")
    ]
    texts += [node.attributes["href"] or "" for node in tree.css("link[rel=icon]")]
    assert len(texts) > 12
    assert_none([text for text in texts if TELLING.search(text)])
    assert TELLING.search("After no contact – The No Contact Guide")


def test_short_links_are_not_listed(site):
    """No page for readers, search index or sitemap has a short link, only files below it; there is no web app manifest.

    The pages for practitioners and the catalogue have short links; the search index does not.
    """
    files = [path for path in site.rglob("*") if path.suffix in {".html", ".json", ".xml", ".txt"}]
    apart = [site / "handouts.json", site / "files" / "files.json", *site.glob("r/*/*"), *site.glob("card/*/*")]
    lists = [path for path in files if path not in apart and path.relative_to(site).parts[0] != "professionals"]
    assert site / "sitemap.xml" in lists
    found = [
        path.relative_to(site).as_posix() for path in lists if A_SHORT_LINK.search(path.read_text(encoding="utf-8"))
    ]
    assert_none(found)
    assert A_SHORT_LINK.search('<a href="../r/k7wm/">')
    assert [path.name for path in site.rglob("*") if "manifest" in path.name] == []


# Embeds.


def test_each_embed_has_its_title_and_leads_to_its_topic(embeds):
    """An embed has its topic's title and one link to its page, or a neutral title and one link to its short link."""
    found = []
    for slug, topic in TOPICS.items():
        kinds = {
            slug: (topic.title, urljoin(URL, topic.address)),
            topic.code: (NEUTRAL_TITLE, f"{URL}r/{topic.code}/"),
        }
        for name, wanted in kinds.items():
            tree = embeds[name]
            links = [urljoin(f"{URL}card/{name}/", node.attributes["href"]) for node in tree.css("a, area, form, base")]
            titles = {node.text() for node in tree.css("title, h1")}
            if (titles, links) != ({wanted[0]}, [wanted[1]]):
                found.append(f"{name}: {titles}, {links}")
    assert_none(found)


def test_all_embeds_are_alike(embeds):
    """Except for title and link, all embeds are the same page: what is true of one is true of all."""
    bare = {
        re.sub(r"(?<=<title>)[^<]*|(?<=<h1>)[^<]*|(?<=<a href=\")[^\"]*", "", markup)
        for markup in (tree.html for tree in embeds.values())
    }
    assert len(bare) == 2, "named ones, with a text, and neutral ones"


@pytest.mark.parametrize("embed", [NAMED, NEUTRAL])
def test_an_embed_has_no_active_content(embeds, embed):
    """An embed has no script, form, frame or picture, and its own policy would block them."""
    tree = embeds[embed]
    assert tree.css("script, form, iframe, object, embed, img, svg, button, input, style, [style]") == []
    assert [name for node in tree.css("*") for name in node.attributes if name.startswith("on")] == []
    policy = tree.css_first("meta[http-equiv]").attributes["content"]
    assert {"default-src 'none'", "script-src 'none'", "connect-src 'none'"} <= set(policy.split("; "))
    assert tree.css_first("meta[name=robots]").attributes["content"] == "noindex, nofollow"
    assert tree.css_first("meta[name=referrer]").attributes["content"] == "no-referrer"


def test_a_neutral_embed_reveals_nothing(embeds):
    """Title, text, attributes and addresses of a neutral embed contain no word that reveals the subject."""
    tree = embeds[NEUTRAL]
    texts = [NEUTRAL, tree.text(), tree.css_first("title").text(), tree.css_first("h1").text()]
    texts += [value or "" for node in tree.css("*") for value in node.attributes.values()]
    assert len(texts) > 20
    assert_none([text for text in texts if TELLING.search(text.replace("http-equiv", ""))])
    assert TELLING.search(embeds[NAMED].text()), "the pattern finds nothing on a named embed"


def test_an_embed_says_that_a_tab_opens(embeds):
    """The text of the link says that it opens a new tab."""
    for embed in (NAMED, NEUTRAL):
        assert strings()["embed_tab"] in embeds[embed].css_first("a").text()
