"""The build fails if a published address is gone, or covers another subject."""

from types import SimpleNamespace

import check_url_registry
import pytest
from check_url_registry import pages_in_generated_folders, problems, registry_with_ids
from factories import config, parsed_page, topic, topics_by_slug
from hypothesis import given, settings
from hypothesis import strategies as st

from core.publishing_schema import UrlRegistry
from core.url_registry import merge

SETTINGS = settings(max_examples=80, deadline=None, derandomize=True, database=None)
WHY = {"title": "Why it helps", "anchors": {"how": "How it works", "label": "The label"}}
BEFORE = {
    "pages": {"./": {"title": "Start here", "anchors": {}}, "why/": WHY},
    "others": ["files/", "files/why.pdf", "r/k7wm/"],
    "short_links": {"k7wm": {"topic": "what-is-it", "target": "why/#how"}},
}
EMPTY = {"pages": {}, "others": [], "short_links": {}}
SAME_KIND = "write a page with its own text for a page, a card for a card, and a file with the same ending for a file"
CHANGED_SUBJECT = (
    "if that is another subject, give it an id or a page of its own and put the old one back; if it is the same "
    "subject in other words, write the new words there, in data/url_registry.yml."
)


def site(pages=None, others=(), short_links=None, *, without=()):
    """Return what a site publishes now: BEFORE with these changes, `without` these addresses."""
    whole = {address: page for address, page in (BEFORE["pages"] | (pages or {})).items() if address not in without}
    return {
        "pages": {address: page | {"ids": {*page["anchors"], *page.get("ids", ())}} for address, page in whole.items()},
        "others": [*(address for address in BEFORE["others"] if address not in without), *others],
        "short_links": BEFORE["short_links"] if short_links is None else short_links,
    }


def test_a_site_that_keeps_its_addresses_passes():
    """A site with everything that was published, or with more, gives no message."""
    more = {"how/": {"title": "How", "anchors": {}}, "why/": WHY | {"anchors": WHY["anchors"] | {"new": "New"}}}
    assert problems(BEFORE, site(), {}) == []
    short_links = BEFORE["short_links"] | {"2345": {"topic": "how", "target": "how/"}}
    assert problems(BEFORE, site(more, ["x.pdf"], short_links), {}) == []


# Addresses that the registry can store.


@pytest.mark.parametrize("address", ["faq.v2/", "été/", "a b/", "a+b/c/", "why/ä.pdf", "why", "why/LICENSE", "a&b.txt"])
def test_an_address_that_cannot_be_stored_is_reported(address):
    """The message for such a page or file says which characters to use, before it is published."""
    page = {address: {"title": "Why", "anchors": {}}}
    line = (
        f"docs: {address} is an address that cannot be kept permanently; name its folders and its file with only "
        "small letters, digits and hyphens, and give the file its ending, such as first-days.md."
    )
    assert problems(EMPTY, site(others=[address]), {}) == [line]
    assert problems(EMPTY, site(page), {}) == [line]


@pytest.mark.parametrize("address", ["CNAME", "robots.txt", "google12ab.html", "why/one-two_3.tar.xz"])
def test_files_for_hosts_and_services_can_be_stored(address):
    """A file at the top may have a name of capital letters without a suffix."""
    assert problems(EMPTY, site(others=[address]), {}) == []


def test_a_page_with_an_empty_heading_is_reported():
    """The registry compares headings, so a page needs one with text."""
    line = "docs: new/ has an empty heading; write its name after “# ”."
    assert problems(EMPTY, site({"new/": {"title": "", "anchors": {}}}), {}) == [line]


@pytest.mark.parametrize(("address", "folder"), [("r/k7wm/", "r/"), ("card/a/", "card/"), ("files/", "files/")])
def test_a_page_in_a_generated_folder_is_reported(address, folder):
    """A page that the build would overwrite is reported; the generated page itself is not."""
    html = "<h1>Why</h1>"
    pages = [parsed_page(address, html, f"docs/{address[:-1]}.md"), parsed_page(f"a/{address}", html, "docs/a.md")]
    assert pages_in_generated_folders(pages) == [
        f"docs/{address[:-1]}.md: the build writes the folder {folder} itself, and would overwrite this page; move it "
        "to another folder of docs/, or give it another name."
    ]
    assert pages_in_generated_folders([parsed_page(address, html, "overrides/index.html")]) == []


# Pages.


def test_a_missing_page_is_reported():
    """The message says to put the page back, or to add a redirect to the nearest address."""
    how = {"title": "Why", "anchors": {}}
    assert problems(BEFORE, site({"whys/": how}, without=["why/"]), {}) == [
        "data/url_registry.yml: why/ was published, and people use that address; put it back, or add “why/: whys/” "
        "under “redirects:” in data/redirects.yml, if that is where its text is now."
    ]


def test_the_message_has_an_example_if_no_address_is_similar():
    """If no address is similar, an invented one shows the form of the redirect."""
    assert problems(BEFORE, site(without=["why/"]), {}) == [
        "data/url_registry.yml: why/ was published, and people use that address; put it back, or add "
        "“why/: its/new/address/” under “redirects:” in data/redirects.yml, if that is where its text is now."
    ]


@pytest.mark.parametrize("new", ["reasons/", "reasons/#top"])
def test_a_page_with_a_redirect_passes(new):
    """A page that is gone passes with a redirect, also to a page with another title."""
    reasons = {"title": "Other words", "anchors": WHY["anchors"], "ids": {"top"}}
    assert problems(BEFORE, site({"reasons/": reasons}, without=["why/"]), {"why/": new}) == []


def test_a_page_that_became_a_section_need_not_keep_its_anchors():
    """If a page is redirected to an anchor, all its anchors lead there."""
    assert problems(BEFORE, site({"./": BEFORE["pages"]["./"] | {"ids": {"why"}}}, without=["why/"]),
                    {"why/": "./#why"}) == []  # fmt: skip


@pytest.mark.parametrize("new", ["files/", "r/k7wm/", "files/why.pdf", "card/what-is-it/"])
def test_a_page_can_only_be_redirected_to_a_page(new):
    """A redirect of a page to a list of files, a short link, a file or an embed is reported."""
    move = {"why/": new}
    assert problems(BEFORE, site(others=["card/what-is-it/"], without=["why/"]), move) == [
        f"data/redirects.yml: why/ leads to {new}, which is of another kind; {SAME_KIND}."
    ]


def test_the_suggested_target_of_a_page_is_a_page():
    """Neither a list of files nor a short link is suggested as the new address of a page."""
    for changed in ("whys/", "r/why/"):
        messages = problems(BEFORE, site(others=[changed], without=["why/"]), {})
        assert [line for line in messages if "“why/: its/new/address/”" in line] == messages


# Anchors.


@pytest.mark.parametrize("redirects", [False, True], ids=["there", "moved"])
def test_a_missing_anchor_is_reported(redirects):
    """An anchor must stay, on a page that is still there and on one that has moved."""
    address = "reasons/" if redirects else "why/"
    now = site({address: WHY | {"anchors": {"label": "The label"}}}, without=["why/"] if redirects else [])
    assert problems(BEFORE, now, {"why/": "reasons/"} if redirects else {}) == [
        "data/url_registry.yml: why/#how (“How it works”) was published, and people use that address; on "
        f"{address} keep a heading with {{ #how }}, and below it a link to where its text is now."
    ]


def test_an_anchor_may_move_to_another_element():
    """An id that is no longer on a heading still works."""
    assert problems(BEFORE, site({"why/": WHY | {"anchors": {"label": "The label"}, "ids": {"how"}}}), {}) == []


@pytest.mark.parametrize("words", ["Something else", "It is how", "Howl"])
def test_an_anchor_with_another_subject_is_reported(words):
    """A heading without a long word of the old one may be about something else."""
    assert problems(BEFORE, site({"why/": WHY | {"anchors": WHY["anchors"] | {"how": words}}}), {}) == [
        f"data/url_registry.yml: why/#how was published as “How it works” and is now “{words}”; {CHANGED_SUBJECT}"
    ]


@pytest.mark.parametrize("words", ["How it works", "WORKS", "What works, and how", "It works."])
def test_a_reworded_heading_passes(words):
    """One long word in common is enough, so that headings can be improved."""
    assert problems(BEFORE, site({"why/": WHY | {"anchors": WHY["anchors"] | {"how": words}}}), {}) == []


def test_an_anchor_of_a_moved_page_with_another_subject_is_reported():
    """Headings of a page that has moved are compared with the published ones."""
    now = site({"reasons/": WHY | {"anchors": WHY["anchors"] | {"label": "Names"}}}, without=["why/"])
    assert problems(BEFORE, now, {"why/": "reasons/"}) == [
        f"data/url_registry.yml: why/#label was published as “The label” and is now “Names”; {CHANGED_SUBJECT}"
    ]


HEADINGS = {"what": "What they want", "who": "What they mean", "as": "They want more"}


def changed_headings(**anchors):
    """Return the addresses that are reported for a page when these headings change."""
    before = EMPTY | {"pages": {"a/": {"title": "Signs", "anchors": HEADINGS}}}
    page = {"title": "Signs", "anchors": HEADINGS | anchors, "ids": {*HEADINGS}}
    found = problems(before, EMPTY | {"pages": {"a/": page}}, {})
    assert all(line.endswith(CHANGED_SUBJECT) for line in found)
    return [line.split()[1] for line in found]


def test_swapped_headings_are_reported():
    """Two or three headings of a page that swap their ids are reported, however many words they share."""
    assert changed_headings(what="What they mean", who="What they WANT") == ["a/#what", "a/#who"]
    assert changed_headings(what="What they mean", who="They want more", **{"as": "What they want"}) == [
        "a/#what",
        "a/#who",
        "a/#as",
    ]


def test_a_heading_with_the_old_words_of_another_is_reported():
    """A heading that gets the words of one that changed is about that one's subject."""
    assert changed_headings(what="What they mean", who="What they mean by it") == ["a/#what"]


def test_a_heading_may_repeat_an_unchanged_one():
    """Two headings may have the same words if the other heading has not changed."""
    assert changed_headings(what="What they mean") == []
    assert changed_headings(who="What they want") == []
    assert changed_headings(what="What they want now") == []


def test_pages_that_swap_their_titles_are_reported():
    """Two pages that swap their titles are both reported."""
    titles = {"a/": "What they want", "b/": "What they mean"}
    before = EMPTY | {"pages": {address: {"title": title, "anchors": {}} for address, title in titles.items()}}
    swapped = {address: {"title": titles[changed], "anchors": {}} for address, changed in (("a/", "b/"), ("b/", "a/"))}
    now = EMPTY | {"pages": {address: page | {"ids": set()} for address, page in swapped.items()}}
    assert problems(before, now, {}) == [
        f"data/url_registry.yml: a/ was published as “What they want” and is now “What they mean”; {CHANGED_SUBJECT}",
        f"data/url_registry.yml: b/ was published as “What they mean” and is now “What they want”; {CHANGED_SUBJECT}",
    ]


@pytest.mark.parametrize(("title", "reported"), [("The bank", True), ("What helps", False), ("Why it helps", False)])
def test_a_page_with_another_subject_is_reported(title, reported):
    """A page whose title has no long word of the old one is reported."""
    line = f"data/url_registry.yml: why/ was published as “Why it helps” and is now “{title}”; {CHANGED_SUBJECT}"
    assert problems(BEFORE, site({"why/": WHY | {"title": title}}), {}) == ([line] if reported else [])


@pytest.mark.parametrize(("words", "reported"), [("Who", False), ("WHO", False), ("Why", True)])
def test_a_heading_of_short_words_must_stay_the_same(words, reported):
    """Without a long word to compare, any change but of capitals is reported."""
    before = {"pages": {"a/": {"title": "Who", "anchors": {}}}, "others": [], "short_links": {}}
    now = {"pages": {"a/": {"title": words, "anchors": {}, "ids": set()}}, "others": [], "short_links": {}}
    assert bool(problems(before, now, {})) is reported


# Files, embeds, short links.


def test_a_missing_file_is_reported():
    """The message for a missing file suggests a redirect to the nearest one."""
    assert problems(BEFORE, site(others=["files/whys.pdf"], without=["files/why.pdf"]), {}) == [
        "data/url_registry.yml: files/why.pdf was published, and people use that address; put it back, or add "
        "“files/why.pdf: files/whys.pdf” under “redirects:” in data/redirects.yml, if that is where its text is now."
    ]


def test_a_file_with_a_redirect_passes():
    """A missing file passes with a redirect, and a generated page may become a page of docs/."""
    now = site(others=["files/whys.pdf"], without=["files/why.pdf"])
    assert problems(BEFORE, now, {"files/why.pdf": "files/whys.pdf"}) == []
    now = site({"files/": BEFORE["pages"]["./"]})
    assert problems(BEFORE, now | {"others": ["files/why.pdf", "r/k7wm/"]}, {}) == []


@pytest.mark.parametrize(
    ("address", "published", "close"),
    [
        ("files/", ["files/a.pdf"], "its/new/address/"),
        ("files/", ["files/a.pdf", "file/"], "file/"),
        ("card/one/", ["card/ones/", "card-one/"], "card/ones/"),
        ("card/one/", ["card-one/"], "card/its-new-name/"),
        ("r/k7wm/text-k7wm.pdf", ["r/k7wm/text-k7wm.png"], "its/new/address.pdf"),
        ("handouts.json", ["handouts.csv"], "its/new/address.json"),
    ],
)
def test_suggested_redirects_are_valid(address, published, close):
    """The suggested target is of the same kind as the old address, so that the redirect is accepted."""
    before, now = (EMPTY | {"others": others} for others in ([address], published))
    assert f"add “{address}: {close}” under" in problems(before, now, {})[0]
    move = problems(before, now, {address: address[:-1]})[0]
    assert move.endswith(f"write “{address}: {close}”." if close in published else "write one that exists.")


def test_a_missing_code_is_reported():
    """A code must be put back: no redirects are suggested for its short link, embed and files."""
    before = BEFORE | {"others": [*BEFORE["others"], "card/k7wm/", "r/k7wm/code-k7wm.png"]}
    assert problems(before, site(short_links={}, without=["r/k7wm/"]), {}) == [
        "data/topics.yml: the code k7wm was published for “what-is-it” and is gone, so a printed card would open "
        "nothing; put “code: k7wm” back, with a page."
    ]


def test_a_code_of_another_topic_is_reported():
    """A code may not be given to another topic."""
    assert problems(BEFORE, site(short_links={"k7wm": {"topic": "the-law", "target": "why/"}}), {}) == [
        "data/topics.yml: the code k7wm was published for “what-is-it” and now belongs to “the-law”; give it back, "
        "and choose another code for “the-law”."
    ]


def with_target(address, redirects=None, pages=None, *, without=()):
    """Return the problems of a site whose one code now leads to this address."""
    short_links = {"k7wm": {"topic": "what-is-it", "target": address}}
    return problems(BEFORE, site(pages, short_links=short_links, without=without), redirects or {})


@pytest.mark.parametrize("address", ["why/", "why/#label", "./#how"])
def test_a_code_with_another_target_is_reported(address):
    """A code whose topic is answered at another address is reported."""
    assert with_target(address) == [
        "data/topics.yml: the code k7wm (“what-is-it”) was published for why/#how and now opens "
        f"{address}, so people who use it would read something else; put its page and section back, or, if that is the "
        f"same subject at a better place, write “target: {address}” there, in data/url_registry.yml."
    ]


@pytest.mark.parametrize(
    ("new", "target", "reported"),
    [
        ("reasons/", "reasons/#how", False),
        ("reasons/", "reasons/#label", True),
        ("reasons/", "reasons/", True),
        ("./#why", "./#why", False),
        ("./#why", "./#how", True),
    ],
)
def test_a_code_follows_the_redirect_of_its_page(new, target, reported):
    """If a page has moved, its codes may lead to where its redirect leads, and nowhere else."""
    pages = {"reasons/": WHY, "./": BEFORE["pages"]["./"] | {"ids": {"why", "how"}}}
    found = with_target(target, {"why/": new}, pages, without=["why/"])
    assert [line.split(",")[0] for line in found] == [
        f"data/topics.yml: the code k7wm (“what-is-it”) was published for why/#how and now opens {target}"
    ] * reported


def test_a_confirmed_target_of_a_code_passes():
    """A target that was changed in the registry is not reported."""
    before = BEFORE | {"short_links": {"k7wm": {"topic": "what-is-it", "target": "why/#label"}}}
    assert problems(before, site(short_links=before["short_links"]), {}) == []


# Redirects.


@pytest.mark.parametrize(
    ("redirects", "message"),
    [
        ({"why/": "./"}, "why/ is still there, so it has not moved; delete the line."),
        ({"files/why.pdf": "x.pdf"}, "files/why.pdf is still there, so it has not moved; delete the line."),
        ({"a/": "b/", "b/": "why/#how"}, "a/ leads to b/, which has moved too; write “a/: why/#how”."),
        ({"a/": "b/#x", "b/": "./"}, "a/ leads to b/, which has moved too; write “a/: ./”."),
        ({"a/": "a/"}, "a/ leads to a/, which leads back to it; write the address where the text is now."),
        ({"a/": "whi/"}, "a/ leads to whi/, which does not exist; write “a/: why/”."),
        ({"a/": "whi/#how"}, "a/ leads to whi/, which does not exist; write “a/: why/”."),
        ({"a/": "zzz.zip"}, "a/ leads to zzz.zip, which does not exist; write one that exists."),
        ({"a/": "why/#hwo"}, "a/ leads to #hwo, but why/ has no such heading; give a heading that id."),
        ({"a.pdf": "x.pdf#how"}, "a.pdf leads to #how, but x.pdf has no such heading; give a heading that id."),
        ({"a/": "x.pdf"}, f"a/ leads to x.pdf, which is of another kind; {SAME_KIND}."),
        ({"a/": "card/one/"}, f"a/ leads to card/one/, which is of another kind; {SAME_KIND}."),
        ({"a.pdf": "why/"}, f"a.pdf leads to why/, which is of another kind; {SAME_KIND}."),
        ({"a.png": "x.pdf"}, f"a.png leads to x.pdf, which is of another kind; {SAME_KIND}."),
        ({"card/a/": "why/"}, f"card/a/ leads to why/, which is of another kind; {SAME_KIND}."),
        ({"card/a/": "card/two/"}, "card/a/ leads to card/two/, which does not exist; write “card/a/: card/one/”."),
        ({"Why/": "why/"}, "Why/ differs from why/ only in capital letters, which some disks ignore; delete the line."),
        (
            {"X.PDF": "x.pdf"},
            "X.PDF differs from x.pdf only in capital letters, which some disks ignore; delete the line.",
        ),
        (
            {"A/": "./", "a/": "./"},
            "A/ differs from a/ only in capital letters, which some disks ignore; delete the line.",
        ),
        ({"old/index.html": "y.html"}, "old/index.html is the same address as its folder; write “old/: y.html”."),
        ({"old/Index.html": "y.html"}, "old/Index.html is the same address as its folder; write “old/: y.html”."),
        ({"index.html": "y.html"}, "index.html is the same address as its folder; write “./: y.html”."),
        *(
            ({old: new}, f"{old} is where the build puts files of its own, which nobody links to; delete the line.")
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
def test_an_invalid_redirect_is_reported(redirects, message):
    """Redirects from existing addresses, chains, and targets that do not exist or do not fit are reported."""
    published = ["x.pdf", "y.html", "y.conf", "y.gz", "y.br", "card/one/"]
    assert problems(BEFORE, site(others=published), redirects) == [f"data/redirects.yml: {message}"]


def test_a_loop_of_redirects_is_reported():
    """For redirects in or into a loop, no final address is suggested."""
    assert problems(BEFORE, site(), {"a/": "b/", "b/": "a/#how", "c/": "a/"}) == [
        f"data/redirects.yml: {old} leads to {new}, which leads back to it; write the address where the text is now."
        for old, new in (("a/", "b/"), ("b/", "a/"), ("c/", "a/"))
    ]


def test_embeds_and_files_may_be_redirected_to_their_kind():
    """An embed may lead to an embed, and a file to one with the same suffix, in any folder."""
    redirects = {"card/old/": "card/one/", "old.schema.json": "x.json", "OLD": "NEW"}
    assert problems(BEFORE, site(others=["card/one/", "x.json", "NEW"]), redirects) == []


@pytest.mark.parametrize("new", ["./", "why/", "why/#how", "why/#beside", "files/", "r/k7wm/"])
def test_an_old_page_may_lead_to_any_page(new):
    """An address that is not in the registry may lead to any page, anchor, list of files or short link."""
    assert problems(BEFORE, site({"why/": WHY | {"ids": {"beside"}}}), {"old/": new}) == []


def test_all_problems_are_reported_at_once():
    """Every missing address is reported by one build."""
    messages = problems(BEFORE, EMPTY, {"a/": "zzz/"})
    assert [line.partition(" was")[0] for line in messages[:-2]] == [
        f"data/url_registry.yml: {address}" for address in ("./", "why/", "files/", "files/why.pdf")
    ]
    assert [line.partition(":")[0] for line in messages[-2:]] == ["data/topics.yml", "data/redirects.yml"]


def test_an_invalid_redirect_is_reported_once():
    """A published page with an invalid redirect is reported only for the redirect."""
    assert problems(BEFORE, site(without=["why/"]), {"why/": "zzz/"}) == [
        "data/redirects.yml: why/ leads to zzz/, which does not exist; write one that exists."
    ]


# For any registry.


TEXTS = st.sampled_from(["How it works", "Works", "What helps", "Who", "Why", "é", "Law", "The label"])
IDS = st.sampled_from(["how", "label", "a", "b-c"])
PAGES = st.fixed_dictionaries({"title": TEXTS, "anchors": st.dictionaries(IDS, TEXTS, max_size=3)})
REGISTRIES = st.fixed_dictionaries(
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


def with_ids_of(registry, more=frozenset()):
    """Return what a site with this registry publishes, with `more` ids on each page."""
    pages = {address: page | {"ids": {*page["anchors"], *more}} for address, page in registry["pages"].items()}
    return registry | {"pages": pages}


@SETTINGS
@given(before=REGISTRIES, extra=REGISTRIES, ids=st.sets(IDS))
def test_a_site_that_only_adds_passes(before, extra, ids):
    """A site with everything in any registry, unchanged, and anything more gives no message."""
    now = merge(extra, before)
    assert problems(before, with_ids_of(now, ids), {}) == []


@SETTINGS
@given(before=REGISTRIES, now=REGISTRIES)
def test_a_released_site_is_not_reported_again(before, now):
    """After a release, the same site is reported only for what was missing already."""
    after = problems(merge(before, now), with_ids_of(now), {})
    assert not [line for line in after if " is now “" in line or "and now" in line]
    assert problems(merge(EMPTY, now), with_ids_of(now), {}) == []
    if not problems(before, with_ids_of(now), {}):
        assert after == []


# The hook itself.


def test_all_ids_of_a_page_count_as_anchors():
    """Ids of any element are kept, on the first page and on any other."""
    markup = "<main><h1>Why</h1><h2 id='how'>How</h2><p id='text'>x</p></main>"
    pages = [parsed_page(address, markup) for address in ("", "why/", "r/k7wm/")]
    now = registry_with_ids(pages, {"index.html", "r/k7wm/"}, {})
    page = {"title": "Why", "anchors": {"how": "How"}, "ids": {"how", "text"}}
    assert now["pages"] == {"./": page, "why/": page}


@pytest.mark.parametrize("expected_later", [True, False])
def test_a_missing_address_is_logged_as_a_warning(expected_later, tmp_path, caplog):
    """Missing addresses are warnings, on which strict mode fails; files that later hooks write are not missing."""
    pages = [parsed_page("", "<h1>Start here</h1>"), parsed_page("r/2345/", "<h1>Mine</h1>", "docs/r/2345.md")]
    short_links = {"k7wm": {"topic": "one", "target": "./"}}
    before = {"pages": {"./": {"title": "Start", "anchors": {}}}, "others": ["files/a.pdf"], "short_links": short_links}
    found = topics_by_slug(topic("k7wm", "index.md", slug="one"))
    facts = SimpleNamespace(url_registry=UrlRegistry(**before), redirects={}, topics=found)
    expected = {"files/a.pdf"} if expected_later else set()
    check_url_registry.on_post_build(config=config(tmp_path, facts=facts, pages=pages, expected=expected))
    messages = ["docs/r/2345.md: the build writes the folder r/ itself"]
    messages += [] if expected_later else ["data/url_registry.yml: files/a.pdf was published"]
    assert [(record.levelname, record.message.partition(",")[0]) for record in caplog.records] == [
        ("WARNING", text) for text in messages
    ]
