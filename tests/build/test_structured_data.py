"""Structured data for search engines and link previews is complete, true and neutral."""

import re
from datetime import date
from urllib.parse import urljoin
from urllib.robotparser import RobotFileParser

import microdata
import pytest
from macro_environment import settings

SITE_URL = settings()["site_url"]
ADDRESS = re.compile(r'<link rel="canonical" href="([^"]+)">')
SITEMAP_ENTRY = re.compile(r"<loc>([^<]+)</loc><lastmod>([^<]+)</lastmod>")
META = re.compile(r"<meta (?:name|property)=\"([^\"]+)\" content=\"([^\"]*)\">")


def item_type(item) -> str:
    """The type of an item, such as Article."""
    return item.itemtype[0].string.rsplit("/", 1)[-1]


@pytest.fixture(scope="module")
def sources(site) -> dict[str, str]:
    """The HTML of each page with structured data; short links, embeds, redirects and lists of downloads have none."""
    files = {path.parent.relative_to(site).as_posix(): path for path in site.rglob("index.html")}
    named = {"/" if name == "." else f"/{name}/": path for name, path in files.items()}
    here = {name: path for name, path in named.items() if not name.startswith(("/r/", "/card/", "/files/"))}
    assert len(here) > 10
    texts = {name: path.read_text(encoding="utf-8") for name, path in here.items()}
    return {name: text for name, text in texts.items() if "guide-redirect" not in text}


@pytest.fixture(scope="module")
def items_of(sources) -> dict[str, dict]:
    """The microdata items of each page, by type."""
    return {address: {item_type(item): item for item in microdata.get_items(text)} for address, text in sources.items()}


@pytest.fixture(scope="module")
def questions(items_of) -> list:
    """The questions of the page of questions."""
    (page,) = [items["FAQPage"] for items in items_of.values() if "FAQPage" in items]
    return page.get_all("mainEntity")


def test_each_page_has_a_type(items_of):
    """Each page is either an Article or a FAQPage."""
    assert {address: items.keys() & {"Article", "FAQPage"} for address, items in items_of.items()} == {
        address: {"FAQPage" if address == "/questions/" else "Article"} for address in items_of
    }


def test_each_article_is_complete(items_of, sources):
    """Each article has headline, description, language, author and date."""
    for address, items in items_of.items():
        if article := items.get("Article"):
            assert article.headline.strip() in sources[address], address
            assert len(article.description) > 20, address
            assert article.inLanguage == "en", address
            assert article.author.name.strip(), address
            assert date.fromisoformat(article.dateModified) > date(2020, 1, 1), address


def test_questions_have_answers(questions):
    """The page of questions has ten or more, each with its name and the text of its answer."""
    assert len(questions) >= 10
    for question in questions:
        assert item_type(question) == "Question"
        assert question.name.strip().endswith("?"), question.name
        answer = question.acceptedAnswer
        assert item_type(answer) == "Answer"
        assert len(" ".join(answer.text.split())) > 40, question.name


def test_breadcrumbs_lead_home(items_of, sources):
    """Each inner page has breadcrumbs from the start to itself, with position, name and absolute address."""
    for address, items in items_of.items():
        if address == "/":
            assert "BreadcrumbList" not in items
            continue
        here = ADDRESS.search(sources[address])[1]
        crumbs = items["BreadcrumbList"].get_all("itemListElement")
        assert [int(crumb.position) for crumb in crumbs] == list(range(1, len(crumbs) + 1)), address
        assert all(crumb.name.strip() for crumb in crumbs), address
        addresses = [urljoin(here, crumb.item.string) for crumb in crumbs]
        assert addresses[0] == SITE_URL, address
        assert addresses[-1] == here == SITE_URL.rstrip("/") + address, address
        assert all(crumb_address.removeprefix(SITE_URL.rstrip("/")) in items_of for crumb_address in addresses), address


def test_previews_are_neutral(sources):
    """A link preview has the title and one neutral line: no picture, nothing for social networks."""
    for address, text in sources.items():
        metas = dict(META.findall(text))
        title = re.search(r"<title>(.*?)</title>", text)[1]
        assert title.split(" – ")[0] == metas["og:title"], address
        assert metas["og:description"] == "A free guide to read in your own time.", address
        assert not [name for name in metas if "image" in name or name.startswith("twitter")], address


def test_search_engines_are_told_what_to_read(site, sources, items_of):
    """robots.txt leaves out short links and pages for frames; the sitemap lists all others, with their true dates."""
    robots = RobotFileParser()
    robots.parse((site / "robots.txt").read_text(encoding="utf-8").splitlines())
    hidden = [
        path.parent.relative_to(site).as_posix()
        for folder in ("r", "card")
        for path in site.glob(f"{folder}/*/index.html")
    ]
    assert len(hidden) > 100
    assert [address for address in hidden if robots.can_fetch("*", f"{SITE_URL}{address}/")] == []
    assert [address for address in sources if not robots.can_fetch("*", SITE_URL.rstrip("/") + address)] == []
    assert robots.site_maps() == [f"{SITE_URL}sitemap.xml"]
    listed = dict(SITEMAP_ENTRY.findall((site / "sitemap.xml").read_text(encoding="utf-8")))
    dates = {address: items["Article"].dateModified for address, items in items_of.items() if "Article" in items}
    assert {address: listed.get(SITE_URL.rstrip("/") + address) for address in dates} == dates
    assert {ADDRESS.search(text)[1] for text in sources.values()} == set(listed)
