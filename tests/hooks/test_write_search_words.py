"""The search gets word lists: synonyms that readers use, and words that put help first."""

from types import SimpleNamespace

import write_search_words
from factories import config


def test_the_words_are_written_next_to_the_index(tmp_path):
    """After the build, the lists of the facts are one compact JSON file in UTF-8."""
    facts = SimpleNamespace(crisis_words=["end my life"], also_called={"mamá": "parent"})
    write_search_words.on_post_build(config=config(tmp_path, facts=facts))
    written = (tmp_path / "search" / "words.json").read_text(encoding="utf-8")
    assert written == '{"crisis":["end my life"],"alsoCalled":{"mamá":"parent"}}'
