"""The search gets word lists: synonyms that readers use, and words that put help first."""

import json
from types import SimpleNamespace

import write_search_words
from factories import config


def test_the_words_are_written_next_to_the_index(tmp_path):
    """The lists are one compact JSON file in UTF-8."""
    facts = SimpleNamespace(crisis_words=["end my life"], also_called={"mamá": "parent"})
    written = write_search_words.write(tmp_path, facts)
    assert written == [tmp_path / "search" / "words.json"]
    assert written[0].read_text("utf-8") == '{"crisis":["end my life"],"alsoCalled":{"mamá":"parent"}}'


def test_the_hook_writes_the_words_after_the_build(tmp_path):
    """The hook writes the words of the facts into the built site."""
    facts = SimpleNamespace(crisis_words=[], also_called={})
    write_search_words.on_post_build(config=config(tmp_path, facts=facts))
    assert json.loads((tmp_path / "search" / "words.json").read_text()) == {"crisis": [], "alsoCalled": {}}
