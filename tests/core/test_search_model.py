"""The topic that readers mean is learnt from their phrases."""

import json
import math
import shutil
import subprocess
import sys

import pytest
from macro_environment import ROOT, SAMPLE

from core import danger_model
from core.search_model import (
    FOLDER,
    MIN_PHRASES,
    STEPS,
    hash_words,
    problems,
    read_phrases,
    stem_phrases,
    to_json,
    train,
)
from core.search_text import stems

PHRASES = {
    "block": ["block him", "block her number", "how to block a number", "block texts"],
    "grief": ["i miss him", "i miss her so much", "missing him", "how to stop missing her"],
}


def test_a_word_weighs_most_for_the_topic_that_uses_it():
    """A word of one topic's phrases weighs for this topic alone, one of both for both; rare words weigh more."""
    model = train(stem_phrases(PHRASES))
    block, grief = map(model.topics.index, ("block", "grief"))
    assert model.weights["block"].keys() == {block}
    assert model.weights["miss"].keys() == {grief}
    assert model.weights["him"].keys() == {block, grief}
    assert model.rarity["block"] < model.rarity["him"]


def test_weights_are_whole_steps():
    """Weights are rounded, so that the index is small: the largest is the last step."""
    model = train(stem_phrases(PHRASES))
    steps = [steps for found in model.weights.values() for steps in found.values()]
    assert max(steps) == STEPS
    assert {type(step) for step in steps} == {int}


def test_a_word_of_few_phrases_is_left_out():
    """A word must be in some phrases before it can tell anything."""
    counts = {word: sum(word in phrase for found in PHRASES.values() for phrase in found) for word in ("text", "miss")}
    assert counts["text"] < MIN_PHRASES <= counts["miss"]
    assert {"text", "miss"} & train(stem_phrases(PHRASES)).rarity.keys() == {"miss"}


def test_a_topic_without_a_word_is_possible_still():
    """The base of a topic is the logarithm of what its phrases leave for a word that they lack."""
    model = train(stem_phrases(PHRASES))
    assert all(base < 0 and math.isfinite(base) for base in model.base)


@pytest.mark.parametrize(
    ("phrases", "message"),
    [
        ({"a": ["Miss him!", ""]}, f"{FOLDER}/a.txt, line 2: there is no phrase; delete the line."),
        (
            {"a": ["Miss him!"], "b": ["how", "miss  him"]},
            f"{FOLDER}/b.txt, line 2: “miss  him” is also in line 1 of a.txt; delete one of the two lines.",
        ),
    ],
)
def test_a_phrase_that_cannot_be_used_is_reported(phrases, message):
    """An empty line, and a phrase that two topics claim, are reported with file and line."""
    assert problems(phrases) == [message]


def test_a_short_phrase_that_its_words_do_not_explain_is_an_exception():
    """A phrase whose words are more usual for another topic is listed with its own topic, by the hash of its words."""
    money = [f"pay the {word}" for word in ("rent", "bill", "debt", "bank", "tax")]
    model = train(stem_phrases(PHRASES | {"money": [*money, "her number"]}))
    assert model.exceptions == {hash_words(stems("her number")): model.topics.index("money")}


def run_command(folder, file, quiet="killing time"):
    """Learn from the phrases of a project. Returns the process when it has ended."""
    shutil.copytree(SAMPLE / danger_model.FOLDER, folder / danger_model.FOLDER, dirs_exist_ok=True)
    patterns = {
        "fillers": [],
        "groups": {},
        "topics": [],
        "answers": {},
        "quiet": [quiet],
        "kinds": {"self": ["hurt me"]},
    }
    command = [sys.executable, "-m", "core.search_model", str(folder), str(file), FOLDER, danger_model.FOLDER]
    return subprocess.run(command, cwd=ROOT, input=json.dumps(patterns), capture_output=True, text=True, check=False)


def test_the_command_learns_from_a_project(tmp_path):
    """The command writes what it learnt as JSON, the same bytes each time."""
    folder = tmp_path / FOLDER
    folder.mkdir(parents=True)
    for topic, texts in PHRASES.items():
        (folder / f"{topic}.txt").write_text("\n".join(texts), encoding="utf-8")
    files = [tmp_path / "cache" / name for name in ("one.json", "two.json")]
    assert [run_command(tmp_path, file).returncode for file in files] == [0, 0]
    written = json.loads(files[0].read_text())
    assert written.pop("danger").keys() == {"base", "step", "weights"}
    assert written == json.loads(json.dumps(to_json(train(stem_phrases(read_phrases(folder))))))
    assert files[0].read_bytes() == files[1].read_bytes()


@pytest.mark.parametrize(
    ("phrase", "quiet", "message"),
    [
        ("?", "killing time", f"{FOLDER}/a.txt, line 1: there is no phrase; delete the line.\n"),
        (
            "a phrase",
            "he will hurt me",
            "data/crisis_patterns.yml, quiet: “he will hurt me” hides the danger in “he will hurt me”; "
            "narrow it, or delete it.\n",
        ),
    ],
)
def test_the_command_stops_at_a_mistake(phrase, quiet, message, tmp_path):
    """The command writes nothing, and says what is wrong, if a phrase cannot be used, or hides danger."""
    (tmp_path / FOLDER).mkdir(parents=True)
    (tmp_path / FOLDER / "a.txt").write_text(f"{phrase}\n", encoding="utf-8")
    done = run_command(tmp_path, tmp_path / "x.json", quiet)
    assert (done.returncode, done.stderr) == (1, message)
    assert not (tmp_path / "x.json").exists()
