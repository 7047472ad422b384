"""Whoever holds an address that was ever published still arrives at what it was published for, or the build stops."""

from types import SimpleNamespace

import check_published
import pytest
from check_published import judged, problems
from finished import Finished
from hypothesis import given, settings
from hypothesis import strategies as st
from register import grown
from selectolax.lexbor import LexborHTMLParser

STEADY = settings(max_examples=80, deadline=None, derandomize=True, database=None)
WHY = {"title": "Why it helps", "places": {"how": "How it works", "label": "The label"}}
BEFORE = {
    "pages": {"./": {"title": "Start here", "places": {}}, "why/": WHY},
    "others": ["files/", "files/why.pdf", "r/k7wm/"],
    "doors": {"k7wm": "what-is-it"},
}
REWORD = (
    "if that is another subject, give it an id or a page of its own and put the old one back; if it is the same in "
    "other words, write the new ones there, in data/published.yml."
)


def site(pages=None, others=(), doors=None, *, without=()):
    """What a site publishes now: all that was published before, without these addresses and with these over it."""
    whole = {address: page for address, page in (BEFORE["pages"] | (pages or {})).items() if address not in without}
    return {
        "pages": {address: page | {"ids": {*page["places"], *page.get("ids", ())}} for address, page in whole.items()},
        "others": [*(address for address in BEFORE["others"] if address not in without), *others],
        "doors": BEFORE["doors"] if doors is None else doors,
    }


def test_a_site_that_keeps_its_promises_is_fine():
    """Nothing is said where all that was published is there, nor where there is more."""
    more = {"how/": {"title": "How", "places": {}}, "why/": WHY | {"places": WHY["places"] | {"new": "New"}}}
    assert problems(BEFORE, site(), {}) == []
    assert problems(BEFORE, site(more, ["x.pdf"], {"k7wm": "what-is-it", "2345": "how"}), {}) == []


# Pages.


def test_a_page_that_has_gone_is_refused():
    """Whoever takes a page away reads how to put it back, and what to write if its words are elsewhere."""
    how = {"title": "Why", "places": {}}
    assert problems(BEFORE, site({"whys/": how}, without=["why/"]), {}) == [
        "data/published.yml: why/ was published, and people hold that address; put it back, or add “why/: whys/” "
        "under “moved:” in data/moved.yml, if that is where its words are now."
    ]


def test_a_page_like_no_other_is_answered_with_how_to_write_it():
    """Where no address is close, an invented one shows the form of the line."""
    assert problems(BEFORE, site(without=["why/"]), {}) == [
        "data/published.yml: why/ was published, and people hold that address; put it back, or add "
        "“why/: its/new/address/” under “moved:” in data/moved.yml, if that is where its words are now."
    ]


@pytest.mark.parametrize("new", ["reasons/", "reasons/#top"])
def test_a_page_that_has_moved_is_fine(new):
    """A line in data/moved.yml answers for a page that is gone; under another title, too, since the old one led on."""
    reasons = {"title": "Other words", "places": WHY["places"], "ids": {"top"}}
    assert problems(BEFORE, site({"reasons/": reasons}, without=["why/"]), {"why/": new}) == []


def test_a_page_that_has_moved_into_another_need_not_have_its_places():
    """Where a page became a section, all its places lead to that section."""
    assert problems(BEFORE, site({"./": BEFORE["pages"]["./"] | {"ids": {"why"}}}, without=["why/"]),
                    {"why/": "./#why"}) == []  # fmt: skip


# Places.


@pytest.mark.parametrize("moved", [False, True], ids=["there", "moved"])
def test_a_place_that_has_gone_is_refused(moved):
    """A heading that is taken away keeps its place, on a page that is still there and on one that moved whole."""
    address = "reasons/" if moved else "why/"
    now = site({address: WHY | {"places": {"label": "The label"}}}, without=["why/"] if moved else [])
    assert problems(BEFORE, now, {"why/": "reasons/"} if moved else {}) == [
        "data/published.yml: why/#how (“How it works”) was published, and people hold that address; on "
        f"{address} keep a heading with {{ #how }}, and below it a link to where its words are now."
    ]


def test_a_place_may_become_any_other_kind_of_place():
    """An id that no longer stands on a heading still leads there."""
    assert problems(BEFORE, site({"why/": WHY | {"places": {"label": "The label"}, "ids": {"how"}}}), {}) == []


@pytest.mark.parametrize("words", ["Something else", "It is how", "Howl"])
def test_a_place_that_means_something_else_is_refused(words):
    """A heading without one long word of the old one may be about another thing, and is asked about."""
    assert problems(BEFORE, site({"why/": WHY | {"places": WHY["places"] | {"how": words}}}), {}) == [
        f"data/published.yml: why/#how was published as “How it works” and is now “{words}”; {REWORD}"
    ]


@pytest.mark.parametrize("words", ["How it works", "WORKS", "What works, and how", "It works."])
def test_a_place_that_is_merely_reworded_is_fine(words):
    """One word in common is enough: a writer may polish a heading without asking anybody."""
    assert problems(BEFORE, site({"why/": WHY | {"places": WHY["places"] | {"how": words}}}), {}) == []


def test_a_place_of_a_moved_page_that_means_something_else_is_refused():
    """The heading that meets whoever is led on from an old address is the one that was published."""
    now = site({"reasons/": WHY | {"places": WHY["places"] | {"label": "Names"}}}, without=["why/"])
    assert problems(BEFORE, now, {"why/": "reasons/"}) == [
        f"data/published.yml: why/#label was published as “The label” and is now “Names”; {REWORD}"
    ]


@pytest.mark.parametrize(("title", "said"), [("The bank", True), ("What helps", False), ("Why it helps", False)])
def test_a_page_that_means_something_else_is_refused(title, said):
    """An address that now holds a page on another subject is asked about."""
    line = f"data/published.yml: why/ was published as “Why it helps” and is now “{title}”; {REWORD}"
    assert problems(BEFORE, site({"why/": WHY | {"title": title}}), {}) == ([line] if said else [])


@pytest.mark.parametrize(("words", "said"), [("Who", False), ("WHO", False), ("Why", True)])
def test_a_heading_of_short_words_alone_is_the_same_only_to_the_letter(words, said):
    """Where there is no long word to compare, another word is another heading, and capitals are none."""
    before = {"pages": {"a/": {"title": "Who", "places": {}}}, "others": [], "doors": {}}
    now = {"pages": {"a/": {"title": words, "places": {}, "ids": set()}}, "others": [], "doors": {}}
    assert bool(problems(before, now, {})) is said


# Files, cards, doors.


def test_a_file_that_has_gone_is_refused():
    """A file, a card or a door that is gone is answered like a page, with the nearest one that is there."""
    assert problems(BEFORE, site(others=["files/whys.pdf"], without=["files/why.pdf"]), {}) == [
        "data/published.yml: files/why.pdf was published, and people hold that address; put it back, or add "
        "“files/why.pdf: files/whys.pdf” under “moved:” in data/moved.yml, if that is where its words are now."
    ]


def test_a_file_that_has_moved_is_fine():
    """A copy answers at the old address of a file; and what was a list may become a page with words of its own."""
    now = site(others=["files/whys.pdf"], without=["files/why.pdf"])
    assert problems(BEFORE, now, {"files/why.pdf": "files/whys.pdf"}) == []
    now = site({"files/": BEFORE["pages"]["./"]})
    assert problems(BEFORE, now | {"others": ["files/why.pdf", "r/k7wm/"]}, {}) == []


@pytest.mark.parametrize(
    ("address", "there", "close"),
    [
        ("files/", ["files/a.pdf"], "its/new/address/"),
        ("files/", ["files/a.pdf", "file/"], "file/"),
        ("card/one", ["card/one/"], "its/new/address.pdf"),
    ],
)
def test_what_is_advised_is_not_refused(address, there, close):
    """A page is never said to lead to a file, nor a file to a page: the line that is shown is one that can be kept."""
    before, now = ({"pages": {}, "others": others, "doors": {}} for others in ([address], there))
    assert f"add “{address}: {close}” under" in problems(before, now, {})[0]
    move = problems(before, now, {address: "file"})[0]
    assert move.endswith(f"write “{address}: {close}”." if close in there else "write an address that is there.")


def test_a_code_that_has_gone_is_refused():
    """The code on a printed card opens something for ever; nobody is told to lead its door or card elsewhere."""
    before = BEFORE | {"others": [*BEFORE["others"], "card/k7wm/", "r/k7wm/code-k7wm.png"]}
    assert problems(before, site(doors={}, without=["r/k7wm/"]), {}) == [
        "data/topics.yml: the code k7wm was published for “what-is-it” and is gone, so a printed card would open "
        "nothing; put “code: k7wm” back, with a page."
    ]


def test_a_code_of_another_topic_is_refused():
    """A printed card never opens something else than it was printed for."""
    assert problems(BEFORE, site(doors={"k7wm": "the-law"}), {}) == [
        "data/topics.yml: the code k7wm was published for “what-is-it” and now belongs to “the-law”; give it back, "
        "and draw another for “the-law”."
    ]


# What has moved.


@pytest.mark.parametrize(
    ("moved", "said"),
    [
        ({"why/": "./"}, "why/ is still there, so it has not moved; take the line out."),
        ({"files/why.pdf": "x.pdf"}, "files/why.pdf is still there, so it has not moved; take the line out."),
        ({"a/": "b/", "b/": "why/#how"}, "a/ leads to b/, which has moved too; write “a/: why/#how”."),
        ({"a/": "whi/"}, "a/ leads to whi/, which is not there; write “a/: why/”."),
        ({"a/": "whi/#how"}, "a/ leads to whi/, which is not there; write “a/: why/”."),
        ({"a/": "zzz.zip"}, "a/ leads to zzz.zip, which is not there; write an address that is there."),
        ({"a/": "why/#hwo"}, "a/ leads to #hwo, which is no place on why/; give a heading that id."),
        ({"a.pdf": "x.pdf#how"}, "a.pdf leads to #how, which is no place on x.pdf; give a heading that id."),
        ({"a/": "x.pdf"}, "a/ leads to x.pdf; a page can only lead to a page, and a file to a file."),
        ({"a.pdf": "why/"}, "a.pdf leads to why/; a page can only lead to a page, and a file to a file."),
    ],
    ids=lambda value: ", ".join(f"{old} to {new}" for old, new in value.items()) if isinstance(value, dict) else "",
)
def test_a_line_that_leads_nowhere_is_refused(moved, said):
    """A move that is none, a chain, and a target that is not there are each answered with what to write."""
    assert problems(BEFORE, site(others=["x.pdf"]), moved) == [f"data/moved.yml: {said}"]


@pytest.mark.parametrize("new", ["./", "why/", "why/#how", "why/#beside", "files/", "r/k7wm/"])
def test_an_old_page_may_lead_to_any_page(new):
    """The first page, a page, a place on it, the list of files and a door are all addresses to be led to."""
    assert problems(BEFORE, site({"why/": WHY | {"ids": {"beside"}}}), {"old/": new}) == []


def test_all_mistakes_are_said_at_once():
    """Nobody has to build again for each address."""
    now = {"pages": {}, "others": [], "doors": {}}
    said = problems(BEFORE, now, {"a/": "zzz/"})
    assert [line.partition(" was")[0] for line in said[:-2]] == [
        f"data/published.yml: {address}" for address in ("./", "why/", "files/", "files/why.pdf")
    ]
    assert [line.partition(":")[0] for line in said[-2:]] == ["data/topics.yml", "data/moved.yml"]


def test_a_move_that_leads_nowhere_is_said_once():
    """A published page whose move is broken is told of by the line that is to be mended, and by no other."""
    assert problems(BEFORE, site(without=["why/"]), {"why/": "zzz/"}) == [
        "data/moved.yml: why/ leads to zzz/, which is not there; write an address that is there."
    ]


# For any register.


TEXTS = st.sampled_from(["How it works", "Works", "What helps", "Who", "Why", "é", "Law", "The label"])
IDS = st.sampled_from(["how", "label", "a", "b-c"])
PAGES = st.fixed_dictionaries({"title": TEXTS, "places": st.dictionaries(IDS, TEXTS, max_size=3)})
REGISTERS = st.fixed_dictionaries(
    {
        "pages": st.dictionaries(st.sampled_from(["./", "a/", "b/", "a/b/", "c/"]), PAGES, max_size=4),
        "others": st.lists(st.sampled_from(["x.pdf", "y.pdf", "files/", "r/k7wm/"]), unique=True),
        "doors": st.dictionaries(st.sampled_from(["k7wm", "2345", "6789"]), st.sampled_from(["one", "two"])),
    }
)


def seen(register, more=frozenset()):
    """A register as a site that publishes just this, and these places on each page."""
    pages = {address: page | {"ids": {*page["places"], *more}} for address, page in register["pages"].items()}
    return register | {"pages": pages}


@STEADY
@given(before=REGISTERS, extra=REGISTERS, ids=st.sets(IDS))
def test_a_site_that_only_adds_is_never_refused(before, extra, ids):
    """Whatever was published: a site that still has all of it, to the word, and whatever more, is fine."""
    now = grown(extra, before)
    assert problems(before, seen(now, ids), {}) == []


@STEADY
@given(before=REGISTERS, now=REGISTERS)
def test_what_was_taken_down_is_not_refused_the_next_time(before, now):
    """After a release the register knows the words of today: the same site is only asked for what it no longer has."""
    after = problems(grown(before, now), seen(now), {})
    assert not [line for line in after if " is now “" in line or "belongs to" in line]
    assert problems(grown({"pages": {}, "others": [], "doors": {}}, now), seen(now), {}) == []
    if not problems(before, seen(now), {}):
        assert after == []


# The hook.


def test_every_place_of_a_page_counts():
    """What a link can lead to is more than headings, on the first page and on any other."""
    markup = "<main><h1>Why</h1><h2 id='how'>How</h2><p id='text'>x</p></main>"
    pages = [Finished(address, "", LexborHTMLParser(markup)) for address in ("", "why/", "r/k7wm/")]
    now = judged(pages, {"index.html", "r/k7wm/"}, {})
    page = {"title": "Why", "places": {"how": "How"}, "ids": {"how", "text"}}
    assert now["pages"] == {"./": page, "why/": page}


@pytest.mark.parametrize("promised", [True, False])
def test_mkdocs_stops_where_an_address_is_lost(promised, tmp_path, caplog):
    """Each lost address is a warning, on which a strict build stops; a promised file is not missed."""
    (tmp_path / "index.html").write_text("<h1>Start here</h1>", encoding="utf-8")
    before = {"pages": {"./": {"title": "Start", "places": {}}}, "others": ["files/a.pdf"], "doors": {"k7wm": "one"}}
    facts = SimpleNamespace(published=before, moved={}, topics={"one": {"code": "k7wm", "page": "index.md"}})
    extra = {"facts": facts} | ({"promised": {"files/a.pdf"}} if promised else {})
    check_published.on_files(SimpleNamespace(documentation_pages=list))
    check_published.on_post_build(config=SimpleNamespace(site_dir=str(tmp_path), extra=extra))
    lost = "data/published.yml: files/a.pdf was published"
    assert [(record.levelname, record.message.partition(",")[0]) for record in caplog.records] == (
        [] if promised else [("WARNING", lost)]
    )
