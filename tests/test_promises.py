"""Each test says what it promises, so that the test of a promise can be found: scripts/test --promises lists them."""

from collections import Counter

from promises import TESTS, promises

FOUND = promises(TESTS)


def test_each_test_says_what_it_promises():
    """The docstring of each test is a sentence."""
    assert [place for place, promise in FOUND if not promise.endswith(".")] == []


def test_no_two_tests_promise_the_same():
    """Each promise has one test, so that it is proved once."""
    times = Counter(promise for _, promise in FOUND)
    assert [promise for promise, count in times.items() if count > 1] == []
