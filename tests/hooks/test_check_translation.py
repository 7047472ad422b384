"""A build names what a translation lacks, and a release refuses pages that are older than their originals."""

import logging
from types import SimpleNamespace

import pytest
from check_translation import notices, on_post_build
from factories import config

from core.facts import Strings


def facts(language="ur", *untranslated):
    """Stand-ins for the facts, with these texts in English."""
    texts = Strings()
    texts.untranslated = untranslated
    return SimpleNamespace(language=language, strings=texts)


def test_what_is_missing_is_counted(tmp_path):
    """The first five are named."""
    for name in ("docs", "ur"):
        (tmp_path / name).mkdir()
    (tmp_path / "docs" / "a.md").touch()
    assert notices(facts("ur", *"abcdef"), tmp_path / "docs", tmp_path / "ur") == [
        "6 texts (a, b, c, d, e, …) of data/strings/ur.yml: shown in English.",
        "1 page (a.md) of docs/: not translated yet.",
    ]
    assert notices(facts(), None, tmp_path) == []


@pytest.mark.parametrize(("release", "level"), [(True, logging.WARNING), (False, logging.INFO)])
def test_an_older_page_is_named(tmp_path, caplog, release, level):
    """The message says both days; it fails a release only."""
    caplog.set_level(logging.INFO)
    for name, day in (("docs", "2026-01-02"), ("ur", "2026-01-01")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.md").write_text(f"---\nwritten: {day}\n---\n", encoding="utf-8")
    settings = config(tmp_path, extra={"translation_of": "docs", "release": release}, facts=facts())
    settings.docs_dir = str(tmp_path / "ur")
    on_post_build(config=settings)
    ((_, found, text),) = caplog.record_tuples
    assert (found, text.partition(";")[0]) == (
        level,
        "ur/a.md: it is of 2026-01-01, and its original was changed on 2026-01-02",
    )
