"""The real pages are dated, sourced, short and plain, and have no harmful wording."""

import re
from collections import Counter
from statistics import median

import check_banned_wording
import check_front_matter
import check_readability
import pytest
from check_readability import MAX_GRADE, WORD, grade
from macro_environment import facts, pages, settings
from prose import handout_exercise, prose
from selectolax.lexbor import LexborHTMLParser

EACH = pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)
TOPIC_PAGES = {topic.page for topic in facts().topics.values() if topic.page}  # the pages that answer a topic
HANDOUT_PAGES = [page for page in pages() if (page.meta.get("handout") or {}).get("sections")]


def reading_grades():
    """The reading grade of each page that has enough running prose for one."""
    texts = {page.name: prose(page.html).running for page in pages()}
    enough = {
        name: found
        for name, found in texts.items()
        if len(WORD.findall(" ".join(found))) >= check_readability.MIN_WORDS
    }
    return {name: grade(found) for name, found in enough.items()}


def menu(entries):
    """The pages of a menu, in its order."""
    if isinstance(entries, str):
        return [entries]
    parts = entries if isinstance(entries, list) else entries.values()
    return [name for part in parts for name in menu(part)]


@EACH
def test_a_page_has_valid_front_matter(page):
    """Each page has a title, a summary, the day on which it was written, and sources or a reason for none."""
    topic = page.name in TOPIC_PAGES
    assert check_front_matter.problems(f"docs/{page.name}", page.meta, set(facts().sources), topic=topic) == []


@EACH
def test_a_page_has_one_first_heading(page):
    """A screen reader finds one start of the text, and it is the first thing on the page."""
    tree = LexborHTMLParser(page.html)
    assert len(tree.css("h1")) == 1
    assert tree.body.child.tag == "h1"


@EACH
def test_a_page_has_no_banned_wording(page):
    """Nothing on a page hurts a reader or promises too much."""
    texts = [page.meta["title"], page.meta["summary"], handout_exercise(page.meta), *prose(page.html).all]
    assert check_banned_wording.problems(f"docs/{page.name}", texts, facts().banned_wording) == []


@EACH
def test_a_summary_has_three_sentences_at_most(page):
    """A reader learns from the summary at a glance what a page is for."""
    sentences = re.split(r"(?<=[.!?])\s+", page.meta["summary"].strip())
    assert 1 <= len(sentences) <= 3
    assert all(sentence.endswith((".", "!", "?")) for sentence in sentences)


@EACH
def test_a_page_has_no_raw_address(page):
    """An address outside comes from data/, where it is kept and checked, and not from the text of a page."""
    assert re.findall(r"https?://\S*", page.markdown) == []


@EACH
def test_a_picture_has_alternative_text(page):
    """Those who cannot see a picture are told what it shows."""
    pictures = LexborHTMLParser(page.html).css("img")
    assert [node.attributes.get("src") for node in pictures if not (node.attributes.get("alt") or "").strip()] == []


def test_titles_are_unique():
    """No two pages look the same in a row of tabs or in a list of results."""
    titles = Counter(page.meta["title"] for page in pages())
    assert [title for title, times in titles.items() if times > 1] == []


@EACH
def test_a_page_is_short_enough_to_read_at_once(page):
    """A tired reader gets through a page and each of its sentences, as the build has it; questions may be more."""
    assert check_readability.problems(f"docs/{page.name}", prose(page.html), page.meta.get("kind")) == []


def test_no_page_is_too_hard_to_read():
    """No page asks for more than ten years of school, and half of them for no more than eight."""
    grades = reading_grades()
    assert len(grades) > 10
    assert {name: found for name, found in grades.items() if found > MAX_GRADE} == {}
    assert median(grades.values()) <= 8


def test_every_page_is_in_the_menu_once():
    """Every page can be found, and the order of the guide has it once."""
    assert sorted(menu(settings()["nav"])) == sorted(page.name for page in pages())


def test_a_page_that_is_written_for_a_crisis_sells_nothing():
    """A reader in danger is not invited to a paid session."""
    assert [page.name for page in pages() if page.meta.get("crisis") and "guide-invitation" in page.html] == []


def test_every_topic_can_be_handed_out():
    """A practitioner finds a handout of each page that answers a topic; only a page with a reason has none."""
    without = TOPIC_PAGES - {page.name for page in HANDOUT_PAGES}
    reasons = {page.name: page.meta["handout"]["none"] for page in pages() if page.name in without}
    lists = {page.name for page in pages() if page.name.startswith("lists/")}
    assert set(reasons) == {"index.md", "sessions.md", "professionals/index.md", *lists}
    assert all(reasons.values())
    assert len(HANDOUT_PAGES) > 20


def test_every_handout_has_a_neutral_form():
    """Each page with a handout is itself a topic, so that the link of its neutral form opens the page at its top."""
    full_page_topics = {topic.page for topic in facts().topics.values() if not topic.section}
    assert [page.name for page in HANDOUT_PAGES if page.name not in full_page_topics] == []


@pytest.mark.parametrize("page", HANDOUT_PAGES, ids=lambda page: page.name)
def test_a_handout_names_existing_sections_in_order(page):
    """Each section of a handout has an explicit id in the text, in the same order, so that rewording loses none."""
    named = re.findall(r"^##+ .*\{ #([\w-]+) \}$", page.markdown, flags=re.M)
    wanted = page.meta["handout"]["sections"]
    assert [id for id in named if id in wanted] == wanted


def test_every_handout_has_a_different_exercise():
    """Someone who gets two handouts finds two things to try."""
    times = Counter(handout_exercise(page.meta) for page in HANDOUT_PAGES)
    assert [text for text, number in times.items() if number > 1] == []


@pytest.mark.parametrize("page", HANDOUT_PAGES, ids=lambda page: page.name)
def test_the_exercise_of_a_handout_is_easy_to_read(page):
    """The last sentence of a handout asks for no more than eight years of school."""
    assert grade([handout_exercise(page.meta)]) < 8
