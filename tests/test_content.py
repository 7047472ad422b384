"""The guide has what a reader needs: lists that are long enough, links to every page, and no repeated sentence."""

import re
from collections import Counter, deque
from posixpath import dirname, join, normpath

import pytest
from macro_environment import ROOT, facts, pages
from prose import FROM_MACROS, blocks, sentences
from selectolax.lexbor import LexborHTMLParser

PAGES = {page.name: page for page in pages()}
TREES = {name: LexborHTMLParser(page.html) for name, page in PAGES.items()}
WORKSHEETS = [name for name, page in PAGES.items() if page.meta.get("kind") == "worksheet"]
PROSE_PAGES = [name for name in PAGES if name not in WORKSHEETS and PAGES[name].meta.get("template") is None]
MIN_WORDS = 8  # a sentence with at least so many words may not appear on two pages

CHANNELS = (
    "phone call", "hidden", "SMS", "iMessage", "WhatsApp", "e-mail", "Facebook", "Instagram", "TikTok", "Snapchat",
    "LinkedIn", "Discord", "game", "dating", "work", "stor(?:y|ies)", "fake", "payment", "calendar", "document",
    "photo", "streaming", "smart", "car", "children", "post", "friend", "in person",
)  # fmt: skip
PULLBACKS = (
    "memory", "apolog", "crisis|emergency|illness", "practical|bill", "gift", "birthday", "new (?:account|number)",
    "accident|mistake", "go-between|friend|relative|someone else", "legal|court", "money", "child",
    "jealous|someone new", "anger|insult", "silence", "talk", "suicide|kill|without you", "turning up|link|turns up",
)  # fmt: skip


def anchors(name):
    """The anchors of a page."""
    return {node.attributes["id"] for node in TREES[name].css("[id]")}


def linked_pages(name):
    """The pages to which a page's own text links."""
    found = [node.attributes.get("href") or "" for node in TREES[name].css("a")]
    pages_only = [link.split("#")[0] for link in found if link.split("#")[0].endswith(".md")]
    return {normpath(join("" if link.startswith("/") else dirname(name), link.lstrip("/"))) for link in pages_only}


def click_distances(start):
    """How many clicks each page is away from `start`, by the links in the texts."""
    distances, queue = {start: 0}, deque([start])
    while queue:
        here = queue.popleft()
        for there in linked_pages(here) - set(distances):
            distances[there] = distances[here] + 1
            queue.append(there)
    return distances


# Lists that are long enough.


@pytest.mark.parametrize("pattern", CHANNELS)
def test_a_channel_that_people_use_is_listed(pattern):
    """A reader finds each of the common ways by which someone can reach them."""
    assert [found.name for found in facts().channels if re.search(pattern, found.name, re.I)]


@pytest.mark.parametrize("pattern", PULLBACKS)
def test_a_common_pull_back_is_listed(pattern):
    """A reader recognises what comes, whatever its form."""
    texts = [f"{found.name} {found.example} {found.do}" for found in facts().pullbacks]
    assert [text for text in texts if re.search(pattern, text, re.I)]


def test_the_lists_are_long_enough():
    """Channels, pull-backs, replies, exchanges and questions are as many as the guide promises."""
    questions = sum(page.html.count("schema.org/Question") for page in pages())
    assert len(facts().channels) >= 20
    assert len(facts().pullbacks) >= 14
    assert len(facts().replies) >= 40
    assert questions >= 30
    assert {found.setting: len(found.pairs) >= 4 for found in facts().exchanges} == dict.fromkeys(
        ("work", "family", "handover", "friends", "phone"), True
    )


def test_a_threat_is_not_answered_from_a_list():
    """Whoever is threatened is sent to someone who can act, and gets no words to send."""
    assert {found.needs for found in facts().replies if found.group == "threats"} <= {"advice", "no"}


def test_many_messages_need_no_reply():
    """The library does not teach a reader to answer everything: at least a third of it is left unanswered at first."""
    unanswered = [found for found in facts().replies if found.needs != "yes"]
    assert len(unanswered) * 3 >= len(facts().replies)


@pytest.mark.parametrize("audience", ["friend", "mutual", "relative", "employer", "school", "faith"])
def test_there_are_words_for_each_kind_of_person(audience):
    """A reader finds what to say to a friend, a mutual friend, a relative, an employer, a school and a faith leader."""
    texts = [node.text() for node in TREES["how/people.md"].css(".admonition.words")]
    assert [text for text in texts if re.search(audience, text, re.I)]


# Words for those who cannot see.


def test_every_drawing_is_used_and_described():
    """Each drawing is on a page, with a title, a description and a line below it."""
    shown = [node for tree in TREES.values() for node in tree.css("figure.guide-drawing")]
    names = [node.css_first("title").attributes["id"].removeprefix("drawing-").removesuffix("-title") for node in shown]
    drawn = {path.name.split(".")[0] for path in (ROOT / "macros" / "parts").glob("*.svg.jinja")} - {"drawing"}
    assert set(names) == set(facts().drawings) == drawn
    for node in shown:
        ids = node.css_first("svg").attributes["aria-labelledby"].split()
        assert [bool(node.css_first(f"[id='{id}']").text().strip()) for id in ids] == [True, True]
        assert node.css_first("figcaption").text().strip()


# Ways that end.


@pytest.mark.parametrize("name", PROSE_PAGES)
def test_a_page_ends_with_what_to_do_next(name):
    """Nobody is left at the foot of a page: each ends with a few ways on."""
    heading = next((node for node in TREES[name].css("h2") if node.text() == "What to do next"), None)
    assert heading is not None
    following = heading.next
    while following is not None and following.tag not in ("ul", "ol"):
        following = following.next
    assert 1 <= len(following.css("li")) <= 5
    assert len(following.css("a")) >= 1


@pytest.mark.parametrize("name", [name for name in PAGES if name != "contents.md"])
def test_every_page_is_a_few_clicks_away(name):
    """From the first page, each page is at most two clicks away by the links in the texts; a worksheet is three."""
    assert click_distances("index.md").get(name, 9) <= (3 if name in WORKSHEETS else 2)


CRISIS = [name for name, page in PAGES.items() if page.meta.get("crisis") and name != "help/index.md"]


@pytest.mark.parametrize("name", CRISIS)
def test_help_is_one_click_away_on_a_page_about_danger(name):
    """A page that is written for a crisis links to the helplines in its own text, not only in its layout."""
    assert "help/index.md" in linked_pages(name)


@pytest.mark.parametrize("outcome", facts().safety_check.outcomes, ids=lambda outcome: outcome.id)
def test_every_way_through_the_safety_check_ends(outcome):
    """Each outcome is a section of the page, and the worksheet says in words what to do."""
    assert outcome.id in anchors("safety/index.md")
    assert outcome.do in " ".join(TREES["take/decision.md"].body.text().split())


def test_page_and_worksheet_ask_the_same_questions():
    """The worksheet asks what the page asks, question by question."""
    page = [node.text().strip() for node in TREES["safety/index.md"].css(".guide-safety-check li")]
    worksheet = [node.text().strip() for node in TREES["take/decision.md"].css(".guide-safety-check li")]
    assert page == worksheet
    assert len(page) > 15


@pytest.mark.parametrize("slug", facts().topics)
def test_a_topic_that_counts_as_answered_has_a_page(slug):
    """The page and the section that a topic names exist."""
    topic = facts().topics[slug]
    if topic.page:
        assert topic.page in PAGES
        assert topic.section is None or topic.section in anchors(topic.page)
    else:
        assert not topic.full


def test_all_topics_are_listed():
    """The list has each topic that the guide sets out to answer, four reading lists, and what handouts link to."""
    lists = {slug for slug, topic in facts().topics.items() if topic.group == "lists"}
    pages = {"how-to", "channels", "accounts", "help-people", "guide"} & facts().topics.keys()
    sections = {"might-turn-up", "come-over", "services"} & facts().topics.keys()
    assert (len(facts().topics) - len(lists | pages | sections), len(lists), len(pages), len(sections)) == (68, 4, 5, 3)


def test_the_first_reading_list_says_how_long_it_takes():
    """Read at 200 words a minute, the four texts of the first list take the half hour that it names."""
    text = PAGES["lists/first-session.md"].markdown
    named = re.findall(r"^\d\. \*\*\[.*\]\(\.\./([\w/-]+\.md)\)", text, flags=re.M)
    minutes = sum(len(TREES[name].body.text(separator=" ").split()) for name in named) / 200
    assert len(named) == 4
    assert 25 <= minutes <= 35
    assert "take about half an hour" in text


# No repeated sentence.


def test_no_sentence_appears_on_two_pages():
    """Each fact is stated once: no sentence of eight words or more appears on two pages."""
    found = Counter()
    for name in PROSE_PAGES:
        own = blocks(PAGES[name].html, f"{FROM_MACROS}, a")
        found.update({s.strip() for block in own for s in sentences(block) if len(s.split()) >= MIN_WORDS})
    allowed = {facts().strings["interest"]}  # a disclosure that macros repeat wherever a reader should know it
    assert [sentence for sentence, times in found.items() if times > 1 and sentence not in allowed] == []


# The notice for a reader who is watched.

TRACES_SECTIONS = {
    "safer-device": "a safer device",
    "leads": "where the exit leads",
    "shortcut": "the keys that do the same",
    "history": "that the history keeps the visit",
    "private-window": "what a private window does not do",
    "single-entries": "that single lines can be deleted",
    "suspicion": "that an empty history can be noticed",
    "return": "how to come back",
    "reach": "what is out of reach: accounts, routers, spy apps",
    "calls": "that calls, messages and links leave traces of their own",
}


@pytest.mark.parametrize("anchor", TRACES_SECTIONS, ids=TRACES_SECTIONS.values())
def test_the_notice_on_traces_has_a_section_on(anchor):
    """“Reading safely” states what a reader who is watched has to know, each in a section of its own."""
    found = TREES["safety/reading.md"].css_first(f"#{anchor}")
    assert found is not None
    assert len(found.text().split()) > 2


def test_a_safer_device_comes_first():
    """The most effective advice comes before everything that a website can do."""
    ids = [node.attributes["id"] for node in TREES["safety/reading.md"].css("[id]")]
    assert ids.index("safer-device") == 1
