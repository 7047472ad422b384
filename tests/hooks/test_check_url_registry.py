"""The build fails if a published address is gone, or covers another subject."""

from types import SimpleNamespace

import check_url_registry
import pytest
from check_url_registry import lost_pages, on_nav, pages_in_generated_folders, problems, registry_with_ids
from factories import config, parsed_page, topic, topics_by_slug
from hypothesis import given, settings
from hypothesis import strategies as st

from core.build_state import build_state
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
ONLY_IN_CAPITALS = "only in capital letters, which some disks ignore; delete the line"
START = BEFORE["pages"]["./"]
NO_HOW = WHY | {"anchors": {"label": "The label"}}
REASONS = {"reasons/": {"title": "Other words", "anchors": WHY["anchors"], "ids": {"top"}}}


def site(pages=None, others=(), short_links=None, *, without=()):
    """Return what a site publishes now: BEFORE with these changes, `without` these addresses."""
    whole = {address: page for address, page in (BEFORE["pages"] | (pages or {})).items() if address not in without}
    return {
        "pages": {address: page | {"ids": {*page["anchors"], *page.get("ids", ())}} for address, page in whole.items()},
        "others": [*(address for address in BEFORE["others"] if address not in without), *others],
        "short_links": BEFORE["short_links"] if short_links is None else short_links,
    }


def moved(pages=None, others=()):
    """Return what the site publishes now, without why/."""
    return site(pages, others, without=["why/"])


def with_headings(**anchors):
    """Return the page why/ with these headings."""
    return WHY | {"anchors": WHY["anchors"] | anchors}


def missing(address, suggested):
    """Return the message about an address that is gone."""
    return (
        f"data/url_registry.yml: {address} was published, and people use that address; put it back, or add "
        f"“{address}: {suggested}” under “redirects:” in data/redirects.yml, if that is where its text is now."
    )


def missing_anchor(page):
    """Return the message about the anchor of why/ that is gone from this page."""
    return (
        "data/url_registry.yml: why/#how (“How it works”) was published, and people use that address; on "
        f"{page} keep a heading with {{ #how }}, and below it a link to where its text is now."
    )


def changed(address, before, after):
    """Return the message about an address that may be about another subject now."""
    return (
        f"data/url_registry.yml: {address} was published as “{before}” and is now “{after}”; if that is another "
        "subject, give it an id or a page of its own and put the old one back; if it is the same subject in other "
        "words, write the new words there, in data/url_registry.yml."
    )


# Addresses that the registry can store.


@pytest.mark.parametrize(
    "address", ["faq.v2/", "été/", "a b/", "a+b/c/", "why/ä.pdf", "why", "why/LICENSE", "a&b.txt", "why/#a"]
)
def test_an_address_that_cannot_be_stored_is_reported(address):
    """The message for such a page or file says which characters to use, before it is published."""
    line = (
        f"docs: {address} is an address that cannot be kept permanently; name its folders and its file with only "
        "small letters, digits and hyphens, and give the file its ending, such as first-days.md."
    )
    for now in (site(others=[address]), site({address: {"title": "Why", "anchors": {}}})):
        assert problems(EMPTY, now, {}) == [line]


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


# Pages, anchors and files.


@pytest.mark.parametrize(
    ("now", "redirects"),
    [
        (site(), {}),
        (
            site(
                {"how/": WHY, "why/": with_headings(new="New")},
                ["x.pdf"],
                BEFORE["short_links"] | {"2345": {"topic": "how", "target": "how/"}},
            ),
            {},
        ),
        (moved(REASONS), {"why/": "reasons/"}),
        (moved(REASONS), {"why/": "reasons/#top"}),
        (moved({"./": START | {"ids": {"why"}}}), {"why/": "./#why"}),  # all anchors of why/ lead there
        (site({"why/": NO_HOW | {"ids": {"how"}}}), {}),  # the id is on another element
        *(
            (site({"why/": with_headings(how=words)}), {})
            for words in ("How it works", "WORKS", "What works, and how", "It works.")
        ),
        (site({"why/": WHY | {"title": "What helps"}}), {}),  # one long word in common is enough
        (site(others=["files/whys.pdf"], without=["files/why.pdf"]), {"files/why.pdf": "files/whys.pdf"}),
        (site({"files/": START}) | {"others": ["files/why.pdf", "r/k7wm/"]}, {}),  # it became a page of docs/
        (site(others=["card/one/"]), {"card/old/": "card/one/"}),
        (site(others=["x.json", "NEW"]), {"old.schema.json": "x.json", "OLD": "NEW"}),
        *(
            (site({"why/": WHY | {"ids": {"beside"}}}), {"old/": new})  # an old address that is not registered
            for new in ("./", "why/", "why/#how", "why/#beside", "files/", "r/k7wm/")
        ),
    ],
)
def test_a_site_that_keeps_its_addresses_passes(now, redirects):
    """An address may stay, gain more, be reworded, or move with a redirect to one of its kind."""
    assert problems(BEFORE, now, redirects) == []


@pytest.mark.parametrize(
    ("now", "redirects", "message"),
    [
        (moved({"whys/": WHY}), {}, missing("why/", "whys/")),
        (moved(), {}, missing("why/", "its/new/address/")),  # nothing is similar
        (moved(others=["whys/"]), {}, missing("why/", "its/new/address/")),  # a list of files is no page
        (moved(others=["r/why/"]), {}, missing("why/", "its/new/address/")),  # nor is a short link
        (site(others=["a/why.pdf"], without=["files/why.pdf"]), {}, missing("files/why.pdf", "a/why.pdf")),
        (site({"why/": NO_HOW}), {}, missing_anchor("why/")),
        (moved({"reasons/": NO_HOW}), {"why/": "reasons/"}, missing_anchor("reasons/")),
        (
            site({"why/": with_headings(how="Something else")}),
            {},
            changed("why/#how", "How it works", "Something else"),
        ),
        (site({"why/": with_headings(how="It is how")}), {}, changed("why/#how", "How it works", "It is how")),
        (site({"why/": with_headings(how="Howl")}), {}, changed("why/#how", "How it works", "Howl")),
        (moved({"a/": with_headings(label="Names")}), {"why/": "a/"}, changed("why/#label", "The label", "Names")),
        (site({"why/": WHY | {"title": "The bank"}}), {}, changed("why/", "Why it helps", "The bank")),
    ],
)
def test_a_lost_address_is_reported(now, redirects, message):
    """A page, an anchor or a file that is gone or about something else is reported, with what to write."""
    assert problems(BEFORE, now, redirects) == [message]


HEADINGS = {"what": "What they want", "who": "What they mean", "as": "They want more"}


@pytest.mark.parametrize(
    ("headings", "reported"),
    [
        ({"what": "What they mean", "who": "What they WANT"}, ["what", "who"]),  # two swap their ids
        ({"what": "What they mean", "who": "They want more", "as": "What they want"}, ["what", "who", "as"]),
        ({"what": "What they mean", "who": "What they mean by it"}, ["what"]),  # the old words of one that changed
        ({"what": "What they mean"}, []),  # a heading may repeat an unchanged one
        ({"who": "What they want"}, []),
        ({"what": "What they want now"}, []),
    ],
)
def test_swapped_headings_are_reported(headings, reported):
    """A heading with the old words of another one that changed is reported, however many words they share."""
    before = EMPTY | {"pages": {"a/": {"title": "Signs", "anchors": HEADINGS}}}
    now = EMPTY | {"pages": {"a/": {"title": "Signs", "anchors": HEADINGS | headings, "ids": {*HEADINGS}}}}
    assert problems(before, now, {}) == [changed(f"a/#{id}", HEADINGS[id], headings[id]) for id in reported]


@pytest.mark.parametrize(
    ("titles", "reported"),
    [
        ({"a/": ("What they want", "What they mean"), "b/": ("What they mean", "What they want")}, ["a/", "b/"]),
        ({"a/": ("Who", "WHO")}, []),
        ({"a/": ("Who", "Why")}, ["a/"]),  # without a long word to compare, only capitals may change
    ],
)
def test_changed_titles_are_reported(titles, reported):
    """Pages that swap their titles, and a title of short words that changes, are reported."""
    pages = [
        {address: {"title": both[number], "anchors": {}, "ids": set()} for address, both in titles.items()}
        for number in range(2)
    ]
    found = problems(EMPTY | {"pages": pages[0]}, EMPTY | {"pages": pages[1]}, {})
    assert found == [changed(address, *titles[address]) for address in reported]


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
    assert problems(before, now, {})[0] == missing(address, close)
    move = problems(before, now, {address: address[:-1]})[0]
    assert move.endswith(f"write “{address}: {close}”." if close in published else "write one that exists.")


# Short links.


def wrong_target(address):
    """Return the message about a code that opens this address instead of why/#how."""
    return (
        f"data/topics.yml: the code k7wm (“what-is-it”) was published for why/#how and now opens {address}, so people "
        "who use it would read something else; put its page and section back, or, if that is the same subject at a "
        f"better place, write “target: {address}” there, in data/url_registry.yml."
    )


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


@pytest.mark.parametrize(
    ("redirects", "target", "reported"),
    [
        ({}, "why/", True),
        ({}, "why/#label", True),
        ({}, "./#how", True),
        ({"why/": "reasons/"}, "reasons/#how", False),
        ({"why/": "reasons/"}, "reasons/#label", True),
        ({"why/": "reasons/"}, "reasons/", True),
        ({"why/": "./#why"}, "./#why", False),
        ({"why/": "./#why"}, "./#how", True),
    ],
)
def test_a_code_leads_where_it_was_published(redirects, target, reported):
    """A code may follow the redirect of its page, and lead nowhere else."""
    short_links = {"k7wm": {"topic": "what-is-it", "target": target}}
    pages = {"reasons/": WHY, "./": START | {"ids": {"why", "how"}}}
    found = problems(BEFORE, site(pages, short_links=short_links, without=redirects), redirects)
    assert found == [wrong_target(target)] * reported


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
        ({"a/": "b/", "b/": "why/#how"}, "a/ leads to b/, which has also moved; write “a/: why/#how”."),
        ({"a/": "b/#x", "b/": "./"}, "a/ leads to b/, which has also moved; write “a/: ./”."),
        ({"a/": "a/"}, "a/ leads to a/, which leads back to it; write the address where the text is now."),
        ({"a/": "whi/"}, "a/ leads to whi/, which does not exist; write “a/: why/”."),
        ({"a/": "whi/#how"}, "a/ leads to whi/, which does not exist; write “a/: why/”."),
        ({"a/": "zzz.zip"}, "a/ leads to zzz.zip, which does not exist; write one that exists."),
        ({"card/a/": "card/two/"}, "card/a/ leads to card/two/, which does not exist; write “card/a/: card/one/”."),
        ({"a/": "why/#hwo"}, "a/ leads to #hwo, but why/ has no such heading; give a heading that id."),
        ({"a.pdf": "x.pdf#how"}, "a.pdf leads to #how, but x.pdf has no such heading; give a heading that id."),
        *(
            ({old: new}, f"{old} leads to {new}, which is of another kind; {SAME_KIND}.")
            for old, new in (("a/", "x.pdf"), ("a/", "card/one/"), ("a.pdf", "why/"), ("a.png", "x.pdf"))
        ),
        ({"card/a/": "why/"}, f"card/a/ leads to why/, which is of another kind; {SAME_KIND}."),
        ({"Why/": "why/"}, f"Why/ differs from why/ {ONLY_IN_CAPITALS}."),
        ({"X.PDF": "x.pdf"}, f"X.PDF differs from x.pdf {ONLY_IN_CAPITALS}."),
        ({"A/": "./", "a/": "./"}, f"A/ differs from a/ {ONLY_IN_CAPITALS}."),
        ({"old/index.html": "y.html"}, "old/index.html is the same address as its folder; write “old/: y.html”."),
        ({"old/Index.html": "y.html"}, "old/Index.html is the same address as its folder; write “old/: y.html”."),
        ({"index.html": "y.html"}, "index.html is the same address as its folder; write “./: y.html”."),
        *(
            ({old: new}, f"{old} is where the build puts files of its own, which nobody links to; delete the line.")
            for old, new in (
                *((old, "why/") for old in ("Assets/old/", "search/", "_old/")),
                *((old, "x.pdf") for old in ("assets/a.pdf", "search/a.pdf")),
                *(("404.html", "y.html"), ("_redirects.conf", "y.conf"), ("x.pdf.gz", "y.gz"), ("x.pdf.br", "y.br")),
            )
        ),
    ],
    ids=lambda value: ", ".join(f"{old} to {new}" for old, new in value.items()) if isinstance(value, dict) else "",
)
def test_an_invalid_redirect_is_reported(redirects, message):
    """Redirects from existing addresses, chains, and targets that do not exist or do not fit are reported."""
    published = ["x.pdf", "y.html", "y.conf", "y.gz", "y.br", "card/one/"]
    assert problems(BEFORE, site(others=published), redirects) == [f"data/redirects.yml: {message}"]


@pytest.mark.parametrize(
    ("new", "advice"),
    [
        ("zzz/", "leads to zzz/, which does not exist; write one that exists."),
        *(
            (new, f"leads to {new}, which is of another kind; {SAME_KIND}.")
            for new in ("files/", "r/k7wm/", "files/why.pdf", "card/one/")
        ),
    ],
)
def test_an_invalid_redirect_of_a_published_page_is_reported_once(new, advice):
    """A published page can only be redirected to a page; the page itself is not reported as missing, too."""
    assert problems(BEFORE, moved(others=["card/one/"]), {"why/": new}) == [f"data/redirects.yml: why/ {advice}"]


def test_a_loop_of_redirects_is_reported():
    """For redirects in or into a loop, no final address is suggested."""
    assert problems(BEFORE, site(), {"a/": "b/", "b/": "a/#how", "c/": "a/"}) == [
        f"data/redirects.yml: {old} leads to {new}, which leads back to it; write the address where the text is now."
        for old, new in (("a/", "b/"), ("b/", "a/"), ("c/", "a/"))
    ]


def test_all_problems_are_reported_at_once():
    """Every missing address is reported by one build; that of a handout goes with its page."""
    messages = problems(BEFORE, EMPTY, {"a/": "zzz/"})
    assert [line.partition(" was")[0] for line in messages[:-2]] == [
        f"data/url_registry.yml: {address}" for address in ("./", "why/", "files/")
    ]
    assert [line.partition(":")[0] for line in messages[-2:]] == ["data/topics.yml", "data/redirects.yml"]


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


def test_the_first_page_has_the_name_of_the_guide():
    """Another practice gives the guide another name, and nothing else has to be changed for it."""
    before = {"pages": {"./": {"title": "The Guide", "anchors": {}}}, "others": [], "short_links": {}}
    now = registry_with_ids([parsed_page("", "<h1>Quiet Harbour</h1>")], set(), {})
    assert problems(before, now, {}) == []


@pytest.mark.parametrize("expected_later", [True, False])
def test_a_missing_address_is_logged_as_a_warning(expected_later, tmp_path, caplog):
    """Missing addresses are warnings, on which strict mode fails; files that later hooks write are not missing."""
    pages = [parsed_page("", "<h1>Start here</h1>"), parsed_page("r/2345/", "<h1>Mine</h1>", "docs/r/2345.md")]
    short_links = {"k7wm": {"topic": "one", "target": "./"}}
    files = ["files/a.pdf", "files/numbers-aland.pdf"]  # the second is the sheet of a country that is not shown
    before = {"pages": {"./": {"title": "Start", "anchors": {}}}, "others": files, "short_links": short_links}
    found = topics_by_slug(topic("k7wm", "index.md", slug="one"))
    left_out = (SimpleNamespace(id="aland", name="Aland", country="AA", lines=("a line",)),)
    facts = SimpleNamespace(url_registry=UrlRegistry(**before), redirects={}, topics=found, left_out=left_out)
    expected = {"files/a.pdf"} if expected_later else set()
    check_url_registry.on_post_build(config=config(tmp_path, facts=facts, pages=pages, expected=expected))
    messages = ["docs/r/2345.md: the build writes the folder r/ itself"]
    messages += [] if expected_later else ["data/url_registry.yml: files/a.pdf was published"]
    assert [(record.levelname, record.message.partition(",")[0]) for record in caplog.records] == [
        ("WARNING", text) for text in messages
    ]


def test_a_lost_page_is_found():
    """Only a new page can be what it became; one that moved is no loss, and neither is a page still there."""
    published = ["why/", "how/people/", "old/", "how/person/"]
    found = lost_pages(published, {"why/", "how/person/", "how/persons/"}, {"old/": "why/"})
    assert found == {"how/people/": "how/persons/"}
    assert lost_pages(published, {"why/", "how/person/"}, {"old/": "why/"}) == {"how/people/": ""}


def test_what_follows_from_a_lost_page_is_known(caplog):
    """The files that it may have been, and the one that it may be now, are noted for the other checks."""
    facts = SimpleNamespace(url_registry=SimpleNamespace(pages={"how/people/": {}}), redirects={}, left_out=())
    settings = config(facts=facts)
    files = SimpleNamespace(documentation_pages=lambda: [SimpleNamespace(src_uri="how/persons.md")])
    on_nav(None, config=settings, files=files)
    assert [text.partition(" under")[0] for text in caplog.messages] == [
        "data/url_registry.yml: how/people/ was published, and people use that address; put it back, or add "
        "“how/people/: how/persons/”"
    ]
    assert build_state(settings).unreadable == {"how/people.md", "how/people/index.md", "how/persons.md"}


def test_what_went_with_a_page_is_not_reported_again():
    """Its handout and its short links' files are gone because it is."""
    before = BEFORE | {"others": ["files/why.pdf", "r/k7wm/text-k7wm.pdf", "files/other.pdf"]}
    now = site(without=("why/", "files/why.pdf"))
    lost = [text.partition(" was")[0] for text in problems(before, now, {}) if "was published, and" in text]
    assert lost == ["data/url_registry.yml: why/", "data/url_registry.yml: files/other.pdf"]
