"""A link that leads nowhere is refused with the nearest place that exists, and so is a page that no menu leads to."""

from types import SimpleNamespace

import check_links
import pytest
from check_links import dead_ends, lost_topics, off_the_menu, problems
from factories import config, parsed, topic, topics


def judge(link, address="why/"):
    """What is said of one link on one page of a small site."""
    pages = {
        "": ("<h1 id='start'>Start</h1>", None),
        "why/": ("<h1 id='why'>Why</h1>", None),
        "how/it/": ("<h2 id='first-days'>x</h2><h2 id='proof'>y</h2>", "docs/how/it.md"),
        "404.html": ("<h1>Gone</h1>", "overrides/404.html"),
        "bare/": ("<h1>Bare</h1><p id='x'>y</p>", None),
    }
    pages[address] = (f"{pages[address][0]}<a href='{link}'>a</a>", pages[address][1])
    built = [parsed(address, html, source) for address, (html, source) in pages.items()]
    return problems(built, {"assets/form.pdf", "index.html", "files/", "files/why.pdf"})


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("../how/it/", "why/"),
        ("../how/it", "why/"),
        ("../how/it/#proof", "why/"),
        ("#why", "why/"),
        ("#", "why/"),
        ("", "why/"),
        ("..", "why/"),
        (".", "why/"),
        (".", ""),
        ("../", "why/"),
        ("how/it/#first-days", ""),
        ("../#start", "why/"),
        ("./#start", ""),
        ("../assets/form.pdf", "why/"),
        ("../files/", "why/"),
        ("../files", "why/"),
        ("files/why.pdf", ""),
        ("../how/%69t/", "why/"),
        ("https://www.example.org/none", "why/"),
        ("//www.example.org/none", "why/"),
        ("mailto:a@example.org", "why/"),
        ("tel:111", "why/"),
        ("/none/", "404.html"),
    ],
)
def test_a_link_that_leads_somewhere_passes(link, address):
    """Pages, places, files, and what is not ours to judge are left in peace."""
    assert judge(link, address) == []


@pytest.mark.parametrize("link", ["../files/how.pdf", "../file/", "files/", "../files/why"])
def test_a_link_to_a_file_that_nobody_promised_is_refused(link):
    """Of the files that are made later only the promised addresses pass, and only from where they lead there."""
    (said,) = judge(link)
    assert said.startswith(f"docs/why/index.md: the link “{link}” leads to no page; ")


@pytest.mark.parametrize("link", ["../how/ti/", "../how/ti.md#x", "../../how/it/"])
def test_a_link_to_no_page_is_answered_with_the_path_to_the_nearest(link):
    """A writer reads which link it is, and the path from this file to the page that was probably meant."""
    assert judge(link) == [f"docs/why/index.md: the link “{link}” leads to no page; write “../how/it.md”."]


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ("../zzz", "the link “../zzz” leads to no page; write the path of a page from this file."),
        (
            "/how/it/",
            "the link “/how/it/” leads to no page; write “../how/it.md”.",
        ),
        (
            "#hwy",
            "a link leads to “#hwy”, which is no anchor on docs/why/index.md; write “#why”, or give a heading that id.",
        ),
        (
            "../how/it/#frist-days",
            "a link leads to “#frist-days”, which is no anchor on docs/how/it.md; "
            "write “#first-days”, or give a heading that id.",
        ),
        ("../how/it/#zzz", "a link leads to “#zzz”, which is no anchor on docs/how/it.md; give a heading that id."),
        ("#source-first-2001", "a claim cites “first-2001”; add that id to “sources:” in the front matter."),
    ],
)
def test_a_link_that_leads_nowhere_is_refused(link, said):
    """A writer reads which link it is, and the nearest place that exists."""
    assert judge(link) == [f"docs/why/index.md: {said}"]


def test_a_link_to_a_place_on_a_page_without_any_is_refused():
    """Where a page has no place to lead to, the advice is to make one."""
    bare = parsed("", "<a href='#x'>a</a>")
    assert problems([bare], set()) == [
        "docs/index.md: a link leads to “#x”, which is no anchor on docs/index.md; give a heading that id."
    ]


def test_every_link_of_every_page_is_judged():
    """Two bad links on two pages are all named at once."""
    pages = [parsed("", "<a href='x/'>a</a><a href='y/'>a</a>"), parsed("b/", "<a href='../z/'>a</a><a>no link</a>")]
    assert len(problems(pages, set())) == 3


def test_a_page_that_no_menu_leads_to_is_refused():
    """A forgotten page is named, with the line to add and where."""
    assert off_the_menu({"index.md", "why/index.md", "a.md"}, {"index.md"}) == [
        "docs/a.md: the page is in no menu, so nobody would find it; add “- a.md” under “nav:” in mkdocs.yml.",
        "docs/why/index.md: the page is in no menu, so nobody would find it; "
        "add “- why/index.md” under “nav:” in mkdocs.yml.",
    ]
    assert off_the_menu({"index.md"}, {"index.md"}) == []


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ((None,), None),
        (("why/index.md",), None),
        (("why/index.md", "why"), None),
        (("b.md", "gone"), None),  # its page could not be made, which is said elsewhere
        (("whi/index.md",), "page: “whi/index.md” is no page in docs/; write “why/index.md”."),
        (("qqq/xx",), "page: “qqq/xx” is no page in docs/; write the path of a page from docs/."),
        (("404.html",), "page: “404.html” is no page in docs/; write the path of a page from docs/."),
        (
            ("why/index.md", "hwy"),
            "section: “hwy” is no anchor on docs/why/index.md; write “why”, or give a heading that id.",
        ),
        (("why/index.md", "zzz"), "section: “zzz” is no anchor on docs/why/index.md; give a heading that id."),
    ],
)
def test_a_topic_that_leads_nowhere_is_refused(found, said):
    """No card opens nothing: a topic's page and section exist, or the nearest that exists is named."""
    pages = [
        parsed("why/", "<h1 id='why'>Why</h1>"),
        parsed("b/", "<p class='guide-unfinished'></p>", "docs/b.md"),
        parsed("404.html", "<h1>Gone</h1>", "overrides/404.html"),
    ]
    expected = [f"data/topics.yml: topics › a-topic › {said}"] if said else []
    assert lost_topics(topics(topic("k7wm", *found)), pages) == expected


def test_mkdocs_hears_of_all(caplog):
    """The menu is judged when it is known, links and topics when all is built, each under the file to mend."""
    file = SimpleNamespace(src_uri="why.md", dest_uri="why/index.html")
    files = SimpleNamespace(documentation_pages=lambda: [file])
    check_links.on_nav(SimpleNamespace(pages=[], items=[]), files=files, config=None)
    pages = [parsed("why/", "<h1 id='why'>Why</h1><a href='../zz'>a</a>", "docs/why.md")]
    facts = SimpleNamespace(topics=topics(topic("k7wm", "zzz.md")))
    check_links.on_post_build(config=config(facts=facts, pages=pages))
    assert caplog.messages == [
        "docs/why.md: the page is in no menu, so nobody would find it; add “- why.md” under “nav:” in mkdocs.yml.",
        "docs/why.md: the link “../zz” leads to no page; write the path of a page from this file.",
        "data/topics.yml: topics › a-topic › page: “zzz.md” is no page in docs/; write the path of a page from docs/.",
    ]


def test_mkdocs_hears_what_later_hooks_will_write(caplog):
    """A link to an address that a later writer will make is no mistake, and one beside it is."""
    links = "".join(f"<a href='files/{name}'>a</a>" for name in ("", "a.pdf", "b.pdf"))
    pages, expected = [parsed("", f"<h1>Start</h1>{links}")], {"files/", "files/a.pdf"}
    check_links.on_post_build(config=config(facts=SimpleNamespace(topics={}), pages=pages, expected=expected))
    assert [message.split("”")[0] for message in caplog.messages] == ["docs/index.md: the link “files/b.pdf"]


def test_a_line_of_the_menu_that_is_no_page_is_refused():
    """A mistyped file name under nav is named with the nearest page, at any depth of the menu."""
    assert dead_ends({"whi/index.md", "zzz"}, {"why/index.md"}) == [
        "mkdocs.yml: “whi/index.md” under “nav:” is no page in docs/; write “why/index.md”.",
        "mkdocs.yml: “zzz” under “nav:” is no page in docs/; take the line out.",
    ]


def test_a_page_that_could_not_be_made_is_blamed_for_nothing():
    """Where a broken call left a page unfinished, links to its places are not called wrong."""
    pages = [parsed("", "<a href='b/#gone'>a</a>"), parsed("b/", "<h1 id='b'>B</h1><p class='guide-unfinished'></p>")]
    assert problems(pages, set()) == []
