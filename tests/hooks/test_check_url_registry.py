"""Whoever holds an address that was ever published still arrives at what it was published for, or the build stops."""

from types import SimpleNamespace

import check_url_registry
import pytest
from check_url_registry import problems, reserved, with_ids
from factories import config, parsed, topic, topics
from hypothesis import given, settings
from hypothesis import strategies as st

from core.site_schema import UrlRegistry
from core.url_registry import merge

STEADY = settings(max_examples=80, deadline=None, derandomize=True, database=None)
WHY = {"title": "Why it helps", "anchors": {"how": "How it works", "label": "The label"}}
BEFORE = {
    "pages": {"./": {"title": "Start here", "anchors": {}}, "why/": WHY},
    "others": ["files/", "files/why.pdf", "r/k7wm/"],
    "short_links": {"k7wm": {"topic": "what-is-it", "target": "why/#how"}},
}
EMPTY = {"pages": {}, "others": [], "short_links": {}}
KINDS = "write a page with words of its own for such a page, a card for a card, a file for one with the same ending"
REWORD = (
    "if that is another subject, give it an id or a page of its own and put the old one back; if it is the same in "
    "other words, write the new ones there, in data/url_registry.yml."
)


def site(pages=None, others=(), short_links=None, *, without=()):
    """What a site publishes now: all that was published before, without these addresses and with these over it."""
    whole = {address: page for address, page in (BEFORE["pages"] | (pages or {})).items() if address not in without}
    return {
        "pages": {address: page | {"ids": {*page["anchors"], *page.get("ids", ())}} for address, page in whole.items()},
        "others": [*(address for address in BEFORE["others"] if address not in without), *others],
        "short_links": BEFORE["short_links"] if short_links is None else short_links,
    }


def test_a_site_that_keeps_its_promises_is_fine():
    """Nothing is said where all that was published is there, nor where there is more."""
    more = {"how/": {"title": "How", "anchors": {}}, "why/": WHY | {"anchors": WHY["anchors"] | {"new": "New"}}}
    assert problems(BEFORE, site(), {}) == []
    short_links = BEFORE["short_links"] | {"2345": {"topic": "how", "target": "how/"}}
    assert problems(BEFORE, site(more, ["x.pdf"], short_links), {}) == []


# What can be kept.


@pytest.mark.parametrize("address", ["faq.v2/", "été/", "a b/", "a+b/c/", "why/ä.pdf", "why", "why/LICENSE", "a&b.txt"])
def test_an_address_that_cannot_be_kept_is_refused(address):
    """Whoever gives a page or a file such a name reads so while it can still be changed, and which signs to use."""
    page = {address: {"title": "Why", "anchors": {}}}
    line = (
        f"docs: {address} is an address that cannot be kept permanently; name its folders and its file with small "
        "letters, digits and hyphens alone, and give the file its ending, such as first-days.md."
    )
    assert problems(EMPTY, site(others=[address]), {}) == [line]
    assert problems(EMPTY, site(page), {}) == [line]


@pytest.mark.parametrize("address", ["CNAME", "robots.txt", "google12ab.html", "why/one-two_3.tar.xz"])
def test_what_hosts_and_services_ask_for_can_be_kept(address):
    """A file at the top that has a name of capitals and no ending is an address like any other."""
    assert problems(EMPTY, site(others=[address]), {}) == []


def test_a_page_without_a_name_is_refused():
    """A heading that is a picture alone gives a page no words by which it could be known again."""
    line = "docs: new/ has an empty heading; write its name after “# ”."
    assert problems(EMPTY, site({"new/": {"title": "", "anchors": {}}}), {}) == [line]


@pytest.mark.parametrize(("address", "room"), [("r/k7wm/", "r/"), ("card/a/", "card/"), ("files/", "files/")])
def test_a_page_where_the_build_writes_its_own_is_refused(address, room):
    """No page is silently overwritten by a short link, a card or the list of files; those themselves are no mistake."""
    html = "<h1>Why</h1>"
    pages = [parsed(address, html, f"docs/{address[:-1]}.md"), parsed(f"a/{address}", html, "docs/a.md")]
    assert reserved(pages) == [
        f"docs/{address[:-1]}.md: the build makes what lies at {room} itself, and would write over this page; put it "
        "into another folder of docs/, or give it another name."
    ]
    assert reserved([parsed(address, html, "overrides/index.html")]) == []


# Pages.


def test_a_page_that_has_gone_is_refused():
    """Whoever takes a page away reads how to put it back, and what to write if its words are elsewhere."""
    how = {"title": "Why", "anchors": {}}
    assert problems(BEFORE, site({"whys/": how}, without=["why/"]), {}) == [
        "data/url_registry.yml: why/ was published, and people hold that address; put it back, or add “why/: whys/” "
        "under “redirects:” in data/redirects.yml, if that is where its words are now."
    ]


def test_a_page_like_no_other_is_answered_with_how_to_write_it():
    """Where no address is close, an invented one shows the form of the line."""
    assert problems(BEFORE, site(without=["why/"]), {}) == [
        "data/url_registry.yml: why/ was published, and people hold that address; put it back, or add "
        "“why/: its/new/address/” under “redirects:” in data/redirects.yml, if that is where its words are now."
    ]


@pytest.mark.parametrize("new", ["reasons/", "reasons/#top"])
def test_a_page_that_has_moved_is_fine(new):
    """A line in data/redirects.yml answers for a page that is gone; under another title, too."""
    reasons = {"title": "Other words", "anchors": WHY["anchors"], "ids": {"top"}}
    assert problems(BEFORE, site({"reasons/": reasons}, without=["why/"]), {"why/": new}) == []


def test_a_page_that_has_moved_into_another_need_not_have_its_places():
    """Where a page became a section, all its places lead to that section."""
    assert problems(BEFORE, site({"./": BEFORE["pages"]["./"] | {"ids": {"why"}}}, without=["why/"]),
                    {"why/": "./#why"}) == []  # fmt: skip


@pytest.mark.parametrize("new", ["files/", "r/k7wm/", "files/why.pdf", "card/what-is-it/"])
def test_a_page_with_words_only_moves_to_a_page_with_words(new):
    """Nobody who holds a place on a page is led to a list, a link, a file or a card, where none of its places is."""
    move = {"why/": new}
    assert problems(BEFORE, site(others=["card/what-is-it/"], without=["why/"]), move) == [
        f"data/redirects.yml: why/ leads to {new}, which is of another kind; {KINDS}."
    ]


def test_a_page_with_words_is_not_told_to_move_to_another_kind():
    """What is advised is not refused: neither a list nor a short link is named as the nearest address of a page."""
    for other in ("whys/", "r/why/"):
        said = problems(BEFORE, site(others=[other], without=["why/"]), {})
        assert [line for line in said if "“why/: its/new/address/”" in line] == said


# Places.


@pytest.mark.parametrize("moved", [False, True], ids=["there", "moved"])
def test_a_place_that_has_gone_is_refused(moved):
    """A heading that is taken away keeps its place, on a page that is still there and on one that moved whole."""
    address = "reasons/" if moved else "why/"
    now = site({address: WHY | {"anchors": {"label": "The label"}}}, without=["why/"] if moved else [])
    assert problems(BEFORE, now, {"why/": "reasons/"} if moved else {}) == [
        "data/url_registry.yml: why/#how (“How it works”) was published, and people hold that address; on "
        f"{address} keep a heading with {{ #how }}, and below it a link to where its words are now."
    ]


def test_a_place_may_become_any_other_kind_of_place():
    """An id that no longer stands on a heading still leads there."""
    assert problems(BEFORE, site({"why/": WHY | {"anchors": {"label": "The label"}, "ids": {"how"}}}), {}) == []


@pytest.mark.parametrize("words", ["Something else", "It is how", "Howl"])
def test_a_place_that_means_something_else_is_refused(words):
    """A heading without one long word of the old one may be about another thing, and is asked about."""
    assert problems(BEFORE, site({"why/": WHY | {"anchors": WHY["anchors"] | {"how": words}}}), {}) == [
        f"data/url_registry.yml: why/#how was published as “How it works” and is now “{words}”; {REWORD}"
    ]


@pytest.mark.parametrize("words", ["How it works", "WORKS", "What works, and how", "It works."])
def test_a_place_that_is_merely_reworded_is_fine(words):
    """One word in common is enough: a writer may polish a heading without asking anybody."""
    assert problems(BEFORE, site({"why/": WHY | {"anchors": WHY["anchors"] | {"how": words}}}), {}) == []


def test_a_place_of_a_moved_page_that_means_something_else_is_refused():
    """The heading that meets whoever is led on from an old address is the one that was published."""
    now = site({"reasons/": WHY | {"anchors": WHY["anchors"] | {"label": "Names"}}}, without=["why/"])
    assert problems(BEFORE, now, {"why/": "reasons/"}) == [
        f"data/url_registry.yml: why/#label was published as “The label” and is now “Names”; {REWORD}"
    ]


SIGNS = {"what": "What they want", "who": "What they mean", "as": "They want more"}


def reworded(**places):
    """What is said of a page whose headings all have words in common, when these have other words."""
    before = EMPTY | {"pages": {"a/": {"title": "Signs", "anchors": SIGNS}}}
    page = {"title": "Signs", "anchors": SIGNS | places, "ids": {*SIGNS}}
    found = problems(before, EMPTY | {"pages": {"a/": page}}, {})
    assert all(line.endswith(REWORD) for line in found)
    return [line.split()[1] for line in found]


def test_headings_that_swap_their_ids_are_refused():
    """Two headings of one page cannot change places unseen, however many words they share, nor can three."""
    assert reworded(what="What they mean", who="What they WANT") == ["a/#what", "a/#who"]
    assert reworded(what="What they mean", who="They want more", **{"as": "What they want"}) == [
        "a/#what",
        "a/#who",
        "a/#as",
    ]


def test_a_heading_that_takes_the_words_of_another_is_refused():
    """Where a heading gave up its words, another one with them speaks of that one's subject."""
    assert reworded(what="What they mean", who="What they mean by it") == ["a/#what"]


def test_a_heading_may_have_the_words_of_one_that_keeps_them():
    """Only words that were given up were another's: two headings may say the same, and stay as they are."""
    assert reworded(what="What they mean") == []
    assert reworded(who="What they want") == []
    assert reworded(what="What they want now") == []


def test_pages_that_swap_their_titles_are_refused():
    """Two pages cannot change places unseen either."""
    titles = {"a/": "What they want", "b/": "What they mean"}
    before = EMPTY | {"pages": {address: {"title": title, "anchors": {}} for address, title in titles.items()}}
    swapped = {address: {"title": titles[other], "anchors": {}} for address, other in (("a/", "b/"), ("b/", "a/"))}
    now = EMPTY | {"pages": {address: page | {"ids": set()} for address, page in swapped.items()}}
    assert problems(before, now, {}) == [
        f"data/url_registry.yml: a/ was published as “What they want” and is now “What they mean”; {REWORD}",
        f"data/url_registry.yml: b/ was published as “What they mean” and is now “What they want”; {REWORD}",
    ]


@pytest.mark.parametrize(("title", "said"), [("The bank", True), ("What helps", False), ("Why it helps", False)])
def test_a_page_that_means_something_else_is_refused(title, said):
    """An address that now holds a page on another subject is asked about."""
    line = f"data/url_registry.yml: why/ was published as “Why it helps” and is now “{title}”; {REWORD}"
    assert problems(BEFORE, site({"why/": WHY | {"title": title}}), {}) == ([line] if said else [])


@pytest.mark.parametrize(("words", "said"), [("Who", False), ("WHO", False), ("Why", True)])
def test_a_heading_of_short_words_alone_is_the_same_only_to_the_letter(words, said):
    """Where there is no long word to compare, another word is another heading, and capitals are none."""
    before = {"pages": {"a/": {"title": "Who", "anchors": {}}}, "others": [], "short_links": {}}
    now = {"pages": {"a/": {"title": words, "anchors": {}, "ids": set()}}, "others": [], "short_links": {}}
    assert bool(problems(before, now, {})) is said


# Files, cards, short links.


def test_a_file_that_has_gone_is_refused():
    """A file, a card or a short link that is gone is answered like a page, with the nearest one that is there."""
    assert problems(BEFORE, site(others=["files/whys.pdf"], without=["files/why.pdf"]), {}) == [
        "data/url_registry.yml: files/why.pdf was published, and people hold that address; put it back, or add "
        "“files/why.pdf: files/whys.pdf” under “redirects:” in data/redirects.yml, if that is where its words are now."
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
        ("card/one/", ["card/ones/", "card-one/"], "card/ones/"),
        ("card/one/", ["card-one/"], "card/its-new-name/"),
        ("r/k7wm/text-k7wm.pdf", ["r/k7wm/text-k7wm.png"], "its/new/address.pdf"),
        ("handouts.json", ["handouts.csv"], "its/new/address.json"),
    ],
)
def test_what_is_advised_is_not_refused(address, there, close):
    """A page, a card or a file is only said to lead to one of its kind: the line that is shown is one that holds."""
    before, now = (EMPTY | {"others": others} for others in ([address], there))
    assert f"add “{address}: {close}” under" in problems(before, now, {})[0]
    move = problems(before, now, {address: address[:-1]})[0]
    assert move.endswith(f"write “{address}: {close}”." if close in there else "write one that is there.")


def test_a_code_that_has_gone_is_refused():
    """The code on a printed card opens something for ever; nobody is told to lead its short link or card elsewhere."""
    before = BEFORE | {"others": [*BEFORE["others"], "card/k7wm/", "r/k7wm/code-k7wm.png"]}
    assert problems(before, site(short_links={}, without=["r/k7wm/"]), {}) == [
        "data/topics.yml: the code k7wm was published for “what-is-it” and is gone, so a printed card would open "
        "nothing; put “code: k7wm” back, with a page."
    ]


def test_a_code_of_another_topic_is_refused():
    """A printed card never opens something else than it was printed for."""
    assert problems(BEFORE, site(short_links={"k7wm": {"topic": "the-law", "target": "why/"}}), {}) == [
        "data/topics.yml: the code k7wm was published for “what-is-it” and now belongs to “the-law”; give it back, "
        "and draw another for “the-law”."
    ]


def opening(address, moved=None, pages=None, *, without=()):
    """What is said of a site whose one code opens this address now."""
    short_links = {"k7wm": {"topic": "what-is-it", "target": address}}
    return problems(BEFORE, site(pages, short_links=short_links, without=without), moved or {})


@pytest.mark.parametrize("address", ["why/", "why/#label", "./#how"])
def test_a_code_that_opens_something_else_is_refused(address):
    """A topic that is answered elsewhere now is asked about: whoever kept the card was given another text."""
    assert opening(address) == [
        "data/topics.yml: the code k7wm (“what-is-it”) was published for why/#how and now opens "
        f"{address}, so whoever holds it would read something else; put its page and section back, or, if that is the "
        f"same subject at a better place, write “target: {address}” there, in data/url_registry.yml."
    ]


@pytest.mark.parametrize(
    ("new", "leads", "said"),
    [
        ("reasons/", "reasons/#how", False),
        ("reasons/", "reasons/#label", True),
        ("reasons/", "reasons/", True),
        ("./#why", "./#why", False),
        ("./#why", "./#how", True),
    ],
)
def test_a_code_goes_along_with_its_page(new, leads, said):
    """Where a page has moved, its codes open the same place as whoever follows the old address, and no other."""
    pages = {"reasons/": WHY, "./": BEFORE["pages"]["./"] | {"ids": {"why", "how"}}}
    found = opening(leads, {"why/": new}, pages, without=["why/"])
    assert [line.split(",")[0] for line in found] == [
        f"data/topics.yml: the code k7wm (“what-is-it”) was published for why/#how and now opens {leads}"
    ] * said


def test_what_was_confirmed_for_a_code_holds():
    """Whoever writes the new address into the register is asked no more."""
    before = BEFORE | {"short_links": {"k7wm": {"topic": "what-is-it", "target": "why/#label"}}}
    assert problems(before, site(short_links=before["short_links"]), {}) == []


# What has moved.


@pytest.mark.parametrize(
    ("moved", "said"),
    [
        ({"why/": "./"}, "why/ is still there, so it has not moved; take the line out."),
        ({"files/why.pdf": "x.pdf"}, "files/why.pdf is still there, so it has not moved; take the line out."),
        ({"a/": "b/", "b/": "why/#how"}, "a/ leads to b/, which has moved too; write “a/: why/#how”."),
        ({"a/": "b/#x", "b/": "./"}, "a/ leads to b/, which has moved too; write “a/: ./”."),
        ({"a/": "a/"}, "a/ leads to a/, which leads back to it; write where the words are now."),
        ({"a/": "whi/"}, "a/ leads to whi/, which is not there; write “a/: why/”."),
        ({"a/": "whi/#how"}, "a/ leads to whi/, which is not there; write “a/: why/”."),
        ({"a/": "zzz.zip"}, "a/ leads to zzz.zip, which is not there; write one that is there."),
        ({"a/": "why/#hwo"}, "a/ leads to #hwo, which is no place on why/; give a heading that id."),
        ({"a.pdf": "x.pdf#how"}, "a.pdf leads to #how, which is no place on x.pdf; give a heading that id."),
        ({"a/": "x.pdf"}, f"a/ leads to x.pdf, which is of another kind; {KINDS}."),
        ({"a/": "card/one/"}, f"a/ leads to card/one/, which is of another kind; {KINDS}."),
        ({"a.pdf": "why/"}, f"a.pdf leads to why/, which is of another kind; {KINDS}."),
        ({"a.png": "x.pdf"}, f"a.png leads to x.pdf, which is of another kind; {KINDS}."),
        ({"card/a/": "why/"}, f"card/a/ leads to why/, which is of another kind; {KINDS}."),
        ({"card/a/": "card/two/"}, "card/a/ leads to card/two/, which is not there; write “card/a/: card/one/”."),
        ({"Why/": "why/"}, "Why/ is why/ in other capitals, and some disks take them for one; take the line out."),
        ({"X.PDF": "x.pdf"}, "X.PDF is x.pdf in other capitals, and some disks take them for one; take the line out."),
        ({"A/": "./", "a/": "./"}, "A/ is a/ in other capitals, and some disks take them for one; take the line out."),
        ({"old/index.html": "y.html"}, "old/index.html is answered with its folder; write “old/: y.html”."),
        ({"old/Index.html": "y.html"}, "old/Index.html is answered with its folder; write “old/: y.html”."),
        ({"index.html": "y.html"}, "index.html is answered with its folder; write “./: y.html”."),
        *(
            ({old: new}, f"{old} lies where the build puts files of its own, which nobody links to; take the line out.")
            for old, new in {
                "assets/a.pdf": "x.pdf",
                "Assets/old/": "why/",
                "search/": "why/",
                "search/a.pdf": "x.pdf",
                "404.html": "y.html",
                "_redirects.conf": "y.conf",
                "_old/": "why/",
                "x.pdf.gz": "y.gz",
                "x.pdf.br": "y.br",
            }.items()
        ),
    ],
    ids=lambda value: ", ".join(f"{old} to {new}" for old, new in value.items()) if isinstance(value, dict) else "",
)
def test_a_line_that_leads_nowhere_is_refused(moved, said):
    """A move that is none or over something, a chain, and a target that is not there are each answered."""
    there = ["x.pdf", "y.html", "y.conf", "y.gz", "y.br", "card/one/"]
    assert problems(BEFORE, site(others=there), moved) == [f"data/redirects.yml: {said}"]


def test_lines_that_lead_to_each_other_are_refused():
    """Nobody is told to write a line that leads nowhere: a circle has no end, whoever leads into it."""
    assert problems(BEFORE, site(), {"a/": "b/", "b/": "a/#how", "c/": "a/"}) == [
        f"data/redirects.yml: {old} leads to {new}, which leads back to it; write where the words are now."
        for old, new in (("a/", "b/"), ("b/", "a/"), ("c/", "a/"))
    ]


def test_cards_and_files_may_move_to_their_kind():
    """A card leads to a card, and a file to one with the same ending, wherever it lies."""
    moved = {"card/old/": "card/one/", "old.schema.json": "x.json", "OLD": "NEW"}
    assert problems(BEFORE, site(others=["card/one/", "x.json", "NEW"]), moved) == []


@pytest.mark.parametrize("new", ["./", "why/", "why/#how", "why/#beside", "files/", "r/k7wm/"])
def test_an_old_page_may_lead_to_any_page(new):
    """The first page, a page, a place on it, the list of files and a short link are all addresses to be led to."""
    assert problems(BEFORE, site({"why/": WHY | {"ids": {"beside"}}}), {"old/": new}) == []


def test_all_mistakes_are_said_at_once():
    """Nobody has to build again for each address."""
    said = problems(BEFORE, EMPTY, {"a/": "zzz/"})
    assert [line.partition(" was")[0] for line in said[:-2]] == [
        f"data/url_registry.yml: {address}" for address in ("./", "why/", "files/", "files/why.pdf")
    ]
    assert [line.partition(":")[0] for line in said[-2:]] == ["data/topics.yml", "data/redirects.yml"]


def test_a_move_that_leads_nowhere_is_said_once():
    """A published page whose move is broken is told of by the line that is to be mended, and by no other."""
    assert problems(BEFORE, site(without=["why/"]), {"why/": "zzz/"}) == [
        "data/redirects.yml: why/ leads to zzz/, which is not there; write one that is there."
    ]


# For any register.


TEXTS = st.sampled_from(["How it works", "Works", "What helps", "Who", "Why", "é", "Law", "The label"])
IDS = st.sampled_from(["how", "label", "a", "b-c"])
PAGES = st.fixed_dictionaries({"title": TEXTS, "anchors": st.dictionaries(IDS, TEXTS, max_size=3)})
REGISTERS = st.fixed_dictionaries(
    {
        "pages": st.dictionaries(st.sampled_from(["./", "a/", "b/", "a/b/", "c/"]), PAGES, max_size=4),
        "others": st.lists(st.sampled_from(["x.pdf", "y.pdf", "files/", "r/k7wm/"]), unique=True),
        "short_links": st.dictionaries(
            st.sampled_from(["k7wm", "2345", "6789"]),
            st.fixed_dictionaries(
                {"topic": st.sampled_from(["one", "two"]), "target": st.sampled_from(["./", "a/#b"])}
            ),
        ),
    }
)


def seen(register, more=frozenset()):
    """A register as a site that publishes just this, and these places on each page."""
    pages = {address: page | {"ids": {*page["anchors"], *more}} for address, page in register["pages"].items()}
    return register | {"pages": pages}


@STEADY
@given(before=REGISTERS, extra=REGISTERS, ids=st.sets(IDS))
def test_a_site_that_only_adds_is_never_refused(before, extra, ids):
    """Whatever was published: a site that still has all of it, to the word, and whatever more, is fine."""
    now = merge(extra, before)
    assert problems(before, seen(now, ids), {}) == []


@STEADY
@given(before=REGISTERS, now=REGISTERS)
def test_what_was_taken_down_is_not_refused_the_next_time(before, now):
    """After a release the register knows the words of today: the same site is only asked for what it no longer has."""
    after = problems(merge(before, now), seen(now), {})
    assert not [line for line in after if " is now “" in line or "and now" in line]
    assert problems(merge(EMPTY, now), seen(now), {}) == []
    if not problems(before, seen(now), {}):
        assert after == []


# The hook.


def test_every_place_of_a_page_counts():
    """What a link can lead to is more than headings, on the first page and on any other."""
    markup = "<main><h1>Why</h1><h2 id='how'>How</h2><p id='text'>x</p></main>"
    pages = [parsed(address, markup) for address in ("", "why/", "r/k7wm/")]
    now = with_ids(pages, {"index.html", "r/k7wm/"}, {})
    page = {"title": "Why", "anchors": {"how": "How"}, "ids": {"how", "text"}}
    assert now["pages"] == {"./": page, "why/": page}


@pytest.mark.parametrize("promised", [True, False])
def test_mkdocs_stops_where_an_address_is_lost(promised, tmp_path, caplog):
    """Each lost address is a warning, on which a strict build stops; a promised file is not missed."""
    pages = [parsed("", "<h1>Start here</h1>"), parsed("r/2345/", "<h1>Mine</h1>", "docs/r/2345.md")]
    short_links = {"k7wm": {"topic": "one", "target": "./"}}
    before = {"pages": {"./": {"title": "Start", "anchors": {}}}, "others": ["files/a.pdf"], "short_links": short_links}
    found = topics(topic("k7wm", "index.md", slug="one"))
    facts = SimpleNamespace(url_registry=UrlRegistry(**before), redirects={}, topics=found)
    expected = {"files/a.pdf"} if promised else set()
    check_url_registry.on_post_build(config=config(tmp_path, facts=facts, pages=pages, expected=expected))
    said = ["docs/r/2345.md: the build makes what lies at r/ itself"]
    said += [] if promised else ["data/url_registry.yml: files/a.pdf was published"]
    assert [(record.levelname, record.message.partition(",")[0]) for record in caplog.records] == [
        ("WARNING", text) for text in said
    ]
