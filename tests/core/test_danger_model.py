"""Which words may mean danger is learnt from phrases of danger and from everyday phrases."""

import pytest
from site_factory import SAMPLE

from core.danger_model import FOLDER, MIN_WEIGHT, STEPS, features, problems, train
from core.search_model import stem_phrases
from core.search_numbers import hash_text
from core.search_text import stems

TOPICS = {
    "crisis": [f"end my life {number}" for number in range(100, 180)],
    "calm": [f"end a call {number}" for number in range(20, 80)],
}


@pytest.fixture(scope="module")
def learnt():
    """What is learnt from the sample phrases and two topics, of which one is about danger."""
    return train(SAMPLE / FOLDER, stem_phrases(TOPICS), ["crisis"])


@pytest.fixture
def weights(learnt):
    """The weight of each word and pair."""
    return learnt.weights


@pytest.mark.parametrize("part", ["hurt", "will hurt", "my life", "end my"])
def test_words_and_pairs_of_danger_weigh_for_it(part, weights):
    """What stands in phrases of danger, and in those of a topic about it, has a weight above 0."""
    assert weights[hash_text(" ".join(stems(part)))] > 0


@pytest.mark.parametrize("part", ["dying", "dying to", "end a", "call"])
def test_everyday_words_and_pairs_weigh_against_it(part, weights):
    """What stands in everyday phrases, and in those of other topics, has a weight below 0."""
    assert weights[hash_text(" ".join(stems(part)))] < 0


def test_a_rare_part_or_one_that_tells_little_has_no_weight(weights):
    """A part of one phrase alone, or of both kinds, is left out."""
    assert not {hash_text(part) for part in ("kindly", "tonight", "know")} & weights.keys()


def test_weights_are_whole_steps(learnt):
    """Weights are rounded to a few steps in each direction; the size of a step comes with them."""
    assert max(map(abs, learnt.weights.values())) == STEPS
    assert learnt.step * STEPS >= MIN_WEIGHT


def test_files_that_cannot_be_used_are_reported(tmp_path):
    """A missing file, and a phrase that is in both files, are reported."""
    folder = tmp_path / FOLDER
    folder.mkdir(parents=True)
    (folder / "danger.txt").write_text("He hit me!\n", encoding="utf-8")
    assert problems(tmp_path) == [f"{FOLDER}/everyday.txt: the file is missing; put it back, from Git or from a copy."]
    (folder / "everyday.txt").write_text("hit send\nhe hit  me\n", encoding="utf-8")
    assert problems(tmp_path) == [
        f"{FOLDER}/everyday.txt, line 2: “he hit  me” is also in danger.txt; keep it in one of them."
    ]
    assert problems(SAMPLE) == []


def test_features_are_stems_and_pairs_with_the_edges():
    """The first and the last word have a neighbour, too; what occurs twice is listed once."""
    pairs = [("^", "he"), ("he", "hit"), ("hit", "me"), ("me", "$")]
    assert features(["he", "hit", "me"]) == ["he", "hit", "me", *pairs]
    assert features(["me", "me", "me"]) == ["me", ("^", "me"), ("me", "me"), ("me", "$")]
