"""Structured data: what the pages tell search engines is complete, true and sober."""

import re
from datetime import date
from urllib.parse import urljoin

import microdata
import pytest
from macro_environment import settings
from page_helpers import FILES, MISSING, SHORT_LINK

HOME = settings()["site_url"]
ADDRESS = re.compile(r'<link rel="canonical" href="([^"]+)">')
META = re.compile(r"<meta (?:name|property)=\"([^\"]+)\" content=\"([^\"]*)\">")


def kind(item) -> str:
    """What an item says it is, such as Article."""
    return item.itemtype[0].string.rsplit("/", 1)[-1]


@pytest.fixture(scope="module")
def sources(site, addresses) -> dict[str, str]:
    """The finished markup of each page that is really there; short link, card and list of files tell nothing."""
    here = [address for address in addresses if address not in (SHORT_LINK, FILES, MISSING) and "/card/" not in address]
    return {address: (site / address.strip("/") / "index.html").read_text(encoding="utf-8") for address in here}


@pytest.fixture(scope="module")
def told(sources) -> dict[str, dict]:
    """What each page tells, as a search engine reads it: its items by their kind."""
    return {address: {kind(item): item for item in microdata.get_items(text)} for address, text in sources.items()}


@pytest.fixture(scope="module")
def questions(told) -> list:
    """The questions of the page of questions."""
    (page,) = [items["FAQPage"] for items in told.values() if "FAQPage" in items]
    return page.get_all("mainEntity")


def test_each_page_says_what_it_is(told):
    """Each page is one article or one page of questions, never both."""
    assert {address: items.keys() & {"Article", "FAQPage"} for address, items in told.items()} == {
        address: {"FAQPage" if address == "/questions/" else "Article"} for address in told
    }


def test_each_article_is_complete(told, sources):
    """Each article tells its heading, summary, language, author and the true date of its last change."""
    for address, items in told.items():
        if article := items.get("Article"):
            assert article.headline.strip() in sources[address], address
            assert len(article.description) > 20, address
            assert article.inLanguage == "en", address
            assert article.author.name.strip(), address
            assert date.fromisoformat(article.dateModified) > date(2020, 1, 1), address


def test_questions_have_answers(questions):
    """The page of questions tells ten or more, each with its name and the text of its answer."""
    assert len(questions) >= 10
    for question in questions:
        assert kind(question) == "Question"
        assert question.name.strip().endswith("?"), question.name
        answer = question.acceptedAnswer
        assert kind(answer) == "Answer"
        assert len(" ".join(answer.text.split())) > 40, question.name


def test_crumbs_lead_home(told, sources):
    """Each inner page tells the way from the start to itself: numbered, named, and by whole addresses."""
    for address, items in told.items():
        if address == "/":
            assert "BreadcrumbList" not in items
            continue
        here = ADDRESS.search(sources[address])[1]
        crumbs = items["BreadcrumbList"].get_all("itemListElement")
        assert [int(crumb.position) for crumb in crumbs] == list(range(1, len(crumbs) + 1)), address
        assert all(crumb.name.strip() for crumb in crumbs), address
        ways = [urljoin(here, crumb.item.string) for crumb in crumbs]
        assert ways[0] == HOME, address
        assert ways[-1] == here == HOME.rstrip("/") + address, address
        assert all(way.removeprefix(HOME.rstrip("/")) in told for way in ways), address


def test_previews_are_sober(sources):
    """A link preview shows the true title and one neutral line: no picture, nothing for a network."""
    for address, text in sources.items():
        metas = dict(META.findall(text))
        title = re.search(r"<title>(.*?)</title>", text)[1]
        assert title.split(" – ")[0] == metas["og:title"], address
        assert metas["og:description"] == "A free guide to read in your own time.", address
        assert not [name for name in metas if "image" in name or name.startswith("twitter")], address


def test_titles_are_different(sources):
    """No two pages share a title or a summary, so that each can be told apart in a list."""
    for pattern in (r"<title>(.*?)</title>", r'<meta name="description" content="(.*?)">'):
        found = [re.search(pattern, text)[1] for text in sources.values()]
        assert len(set(found)) == len(found)
