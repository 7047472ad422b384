"""The search index is written from the sections of the pages and from what readers' phrases teach."""

from io import StringIO
from types import SimpleNamespace

import pytest
import write_search_index
from factories import page
from site_factory import edit, make_project
from write_search_index import INDEX, PANEL, model_file, phrase_folders, sections_of, unknown_topics

from core import danger_model, search_model
from core.build_state import build_state

HTML = """<h1>Title</h1><p>Beginning.</p><h2 id="one">One</h2><p>First text.</p><h3 id="two">Two</h3><p>Second.</p>
<h4 id="three">Three</h4><p>Below two.</p><h2 id="out" data-search-exclude="true">Out</h2><p>Gone.</p>"""

FOLDERS = (search_model.FOLDER, danger_model.FOLDER)


def mkdocs_page(**meta):
    """A stand-in for a page of MkDocs at how/."""
    found = page("how/index.md", **meta)
    found.file.url, found.title = "how/", "How"
    return found


def test_a_page_has_a_section_for_each_heading():
    """The beginning of a page and each second or third heading is a section; an excluded one is left out."""
    found = sections_of(mkdocs_page(summary="In short."), HTML)
    assert [(section.address, section.heading, section.texts) for section in found] == [
        ("how/", "How", ["In short.", "Beginning."]),
        ("how/#one", "One", ["First text."]),
        ("how/#two", "Two", ["Second.", "Three", "Below two."]),
    ]


@pytest.mark.parametrize(
    ("settings", "boosts"), [({}, [1, 1, 1]), ({"boost": 0.1}, [0.1, 0.1, 0.1]), ({"exclude": True}, [])]
)
def test_front_matter_can_exclude_or_boost_a_page(settings, boosts):
    """“search” in the front matter does what Material for MkDocs documents."""
    found = sections_of(mkdocs_page(search=settings), HTML)
    assert [section.boost for section in found] == boosts


def test_a_result_shows_only_what_can_be_understood_alone():
    """The sentence of a section is a paragraph, or a value with its label, and no item of a list or table."""
    html = """<h2 id="a">A</h2><ul><li>This is one of several steps here.</li></ul><p>You may stop here and now.</p>
    <h2 id="b">B</h2><dl><dt>What a block does</dt><dd>They cannot see your profile or stories.</dd></dl>
    <h2 id="c">C</h2><table><tr><td>A cell of a table has no context.</td></tr></table>"""
    assert [section.lead for section in sections_of(mkdocs_page(), html)] == [
        "",
        "You may stop here and now.",
        "What a block does: They cannot see your profile or stories.",
        "",
    ]


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("data/search_phrases/what-is-it.txt", "silence", "quiet"),
        ("data/danger_phrases/danger.txt", "hurt", "harm"),
        ("core/search_text.py", "MIN_STEM = 4", "MIN_STEM = 5"),
    ],
)
def test_phrases_are_learnt_again_when_they_change(file, old, new, tmp_path):
    """What was learnt is kept until a phrase, the code that learns, or a pattern of danger changes."""
    root = make_project(tmp_path)
    first = model_file(root, FOLDERS, "{}")
    assert model_file(root, FOLDERS, "{}") == first
    assert model_file(root, FOLDERS, "[]") != first
    edit(root, file, old, new)
    assert model_file(root, FOLDERS, "{}") != first


def test_a_translation_has_phrases_of_its_own(tmp_path):
    """English phrases would lead to other pages than the words on them; those of danger are better than none."""
    assert phrase_folders(tmp_path, "en") == FOLDERS
    assert phrase_folders(tmp_path, "ur") == ("data/ur/search_phrases", "data/danger_phrases")
    (tmp_path / "data" / "ur" / "danger_phrases").mkdir(parents=True)
    assert phrase_folders(tmp_path, "ur") == ("data/ur/search_phrases", "data/ur/danger_phrases")


def test_a_file_of_phrases_must_name_a_topic(tmp_path):
    """A file whose name is no topic is reported with the topic that was probably meant."""
    root = make_project(tmp_path)
    (root / "data" / "search_phrases" / "what-is-itt.txt").write_text("x\n", encoding="utf-8")
    assert unknown_topics(root, FOLDERS[0], ["what-is-it", "not-yet"]) == [
        "data/search_phrases/what-is-itt.txt: there is no topic “what-is-itt”; write “what-is-it”."
    ]


def test_no_model_no_index(tmp_path, caplog, monkeypatch):
    """If the phrases cannot be used, each mistake is a warning, and no index is written; the panel is."""
    process = SimpleNamespace(stderr=StringIO("one\ntwo\n"), wait=lambda: None, returncode=1)
    monkeypatch.setattr(write_search_index, "_search_build", {"process": process, "panel": "text"})
    config = SimpleNamespace(site_dir=str(tmp_path), extra={})
    build_state(config).assets[PANEL] = "panel.js"
    write_search_index.on_post_build(config=config)
    assert caplog.messages == ["one", "two"]
    assert not (tmp_path / INDEX).exists()
    assert (tmp_path / "panel.js").read_text() == "text"
