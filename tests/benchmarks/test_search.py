"""The benchmark of the search: which results count, and which phrases are near duplicates."""

from types import SimpleNamespace

from benchmarks.search import MAX_RANK, answers, rank
from benchmarks.search_engines import Answer
from benchmarks.search_folds import best_topics, fold_number, stem_key
from core.search_model import stem_phrases, train

PAGE = SimpleNamespace(path="how/", page_address="how/", section=None)
SECTION = SimpleNamespace(path="why/#helps", page_address="why/", section="helps")


def test_a_topic_with_a_whole_page_is_answered_by_each_of_its_sections():
    """One with a section is answered by that section only."""
    assert [answers(address, PAGE) for address in ("how/", "how/#first", "how/people/", "")] == [
        True,
        True,
        False,
        False,
    ]
    assert [answers(address, SECTION) for address in ("why/#helps", "why/", "why/#other")] == [True, False, False]


def test_a_result_counts_if_one_of_its_addresses_answers():
    """What is not among the first results has a place after them."""
    answer = Answer([["a/"], ["b/", "why/#helps"], ["how/#do"]], danger=False, sure=True)
    assert [rank(answer, topics) for topics in ([SECTION], [PAGE], [SECTION, PAGE], [])] == [2, 3, 2, MAX_RANK + 1]


def test_near_duplicates_are_in_one_part():
    """Neither the order of the words nor their endings tells two phrases apart."""
    assert stem_key("blocked his calls") == stem_key("His call: block, block!")
    assert fold_number("blocked his calls") == fold_number("His call: block, block!")


def test_a_phrase_leads_to_the_topic_that_it_was_learnt_from():
    """The topics are those of the model, best first."""
    model = train(stem_phrases({"phone": ["block the phone"] * 3, "children": ["see the children"] * 3}))
    assert best_topics(model, "phones") == ["phone", "children"]
