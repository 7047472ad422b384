"""What hooks, macros and templates of one build share is one object, in MkDocs's own settings."""

from types import SimpleNamespace

from core.build_state import EXTRA_KEY, build_state


def test_all_parts_of_a_build_get_the_same_state():
    """The first call creates it; a build with other settings has another one."""
    config, other = SimpleNamespace(extra={}), SimpleNamespace(extra={})
    state = build_state(config)
    assert build_state(config) is state is config.extra[EXTRA_KEY]
    assert build_state(other) is not state


def test_a_page_is_reused_by_its_file():
    """Only what hooks/reuse_pages.py named is left out by the checks."""
    state = build_state(SimpleNamespace(extra={}))
    state.reused.add("why/index.md")
    pages = [SimpleNamespace(file=SimpleNamespace(src_uri=name)) for name in ("why/index.md", "index.md")]
    assert [state.is_reused(page) for page in pages] == [True, False]


def test_checks_can_note_something_of_any_kind():
    """A check of all pages finds an empty table where no page had anything to note."""
    state = build_state(SimpleNamespace(extra={}))
    state.notes["grade"]["docs/a.md"] = 3.5
    assert (state.notes["grade"], state.notes["rules"]) == ({"docs/a.md": 3.5}, {})
