"""The search gets the words of readers: what they call things, and what must bring help first."""

import json
from types import SimpleNamespace

import write_search_words
from factories import config


def test_the_words_lie_beside_the_index(tmp_path):
    """One small file, the same bytes for the same facts, with letters as people write them."""
    facts = SimpleNamespace(crisis_words=["end my life"], also_called={"mamá": "parent"})
    written = write_search_words.write(tmp_path, facts)
    assert written == [tmp_path / "search" / "words.json"]
    assert written[0].read_text("utf-8") == '{"crisis":["end my life"],"alsoCalled":{"mamá":"parent"}}'


def test_mkdocs_has_it_written_when_all_is_built(tmp_path):
    """The event hands over the site and the facts, and no more."""
    facts = SimpleNamespace(crisis_words=[], also_called={})
    write_search_words.on_post_build(config=config(tmp_path, facts=facts))
    assert json.loads((tmp_path / "search" / "words.json").read_text()) == {"crisis": [], "alsoCalled": {}}
