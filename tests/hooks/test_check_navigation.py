"""Each page is in the menu, ends with something to do, is near the first page, and, about danger, links to help."""

from types import SimpleNamespace

import check_navigation
import pytest
from check_navigation import DELETED_ADVICE, broken_nav_links, page_links, pages_not_in_nav, problems, unknown_pages
from factories import config, page

from core.build_state import build_state
from core.schema import Navigation

END = '<h2>What to do next</h2><p>Choose.</p><ul><li><a href="./">Call</a></li></ul>'
RULES = Navigation(start="index.md", ends_with="What to do next", help="help/index.md")
PAGES = {"why/index.md", "how/b.md", "help.md"}
ENDS = Navigation(ends_with=RULES.ends_with)
NO_END = (
    "docs/a.md: the page does not end with “What to do next”; add the heading “## What to do next” and a list such as "
    "“- To talk to someone: [Helplines](../help/index.md)”."
)


def end_of(html, **meta):
    """The messages about the end of a page."""
    return problems([page_links("a.md", html, meta)], ENDS)


def chain(**meta):
    """Pages that each link to the next: index.md, one.md, deep/two.md, deep/three.md, and one that none links to."""
    return [
        page_links("index.md", '<a href="one/?a#b">One</a>', {}),
        page_links("one.md", '<a href="../deep/two/">Two</a>', {}),
        page_links("deep/two.md", '<a href="../three/">Three</a><a href="https://index.example/lost/">Lost</a>', {}),
        page_links("deep/three.md", '<a href="#lost">Lost</a>', meta),
        page_links("lost.md", '<a href="../">Back</a>', {}),
    ]


@pytest.mark.parametrize(
    "html",
    [
        END,
        END.replace("ul>", "ol>"),
        END + '<aside class="guide-invitation"><h2>Company</h2></aside>',
        END.replace("</li>", "</li>" + "<li>Rest</li>" * 4),
    ],
)
def test_a_page_may_end_with_what_to_do_next(html):
    """A list of one to five items with a link is enough; an invitation may follow."""
    assert end_of(html) == []


@pytest.mark.parametrize("html", ["<h1>A</h1>", END + "<h2>More</h2>", END.replace("What to", "How to")])
def test_a_page_without_an_end_is_reported(html):
    """Nobody is left at the foot of a page; a worksheet, and a page that a template fills, need no such end."""
    assert end_of(html) == [NO_END]
    assert end_of(html, kind="worksheet") == end_of(html, template="contents.html") == []


INVITATION = '<aside class="guide-invitation"></aside>'


@pytest.mark.parametrize(
    ("html", "listed", "message"),
    [
        (INVITATION, ["a.md"], None),
        ("", [], None),
        (INVITATION, [], "the page has an invitation, but is not under “invites:” in data/navigation.yml; add it "
         "there, or remove {{ invitation() }}."),
        ("", ["a.md"], "the page is under “invites:” in data/navigation.yml, but has no invitation; add "
         "{{ invitation() }} as its last line, or delete it there."),
    ],
)  # fmt: skip
def test_exactly_the_listed_pages_invite(html, listed, message):
    """Practitioners are shown the list, so it names every page with an invitation and no other."""
    rules = Navigation(invites=[{"page": page, "name": "A"} for page in listed])
    assert problems([page_links("a.md", html, {})], rules) == ([f"docs/a.md: {message}"] if message else [])


def test_a_page_that_was_renamed_is_named_once():
    """What data/navigation.yml says under its old name is not missed under the new one."""
    rules = Navigation(start="index.md", invites=[{"page": "how/thing.md", "name": "A"}])
    pages = [page_links("index.md", "", {}), page_links("how/things.md", INVITATION, {})]
    assert problems(pages, rules) == []
    assert unknown_pages({page.page for page in pages}, rules) == [
        "data/navigation.yml: “how/thing.md” is not a page in docs/; write “how/things.md”."
    ]


@pytest.mark.parametrize(
    ("file", "meta", "count"),
    [("how/a.md", {}, 1), ("how/a.md", {"crisis": True}, 0), ("hows.md", {}, 0), ("how/a.md", {"kind": "list"}, 1)],
)
def test_each_page_of_a_part_that_invites_has_an_invitation(file, meta, count):
    """A page of such a part invites, unless it is about danger; the message says both ways out."""
    rules = Navigation(invites=[], parts_that_invite=["how/"])
    message = (
        f"docs/{file}: each page of how/ that is not about danger invites; add {{{{ invitation() }}}} as its last "
        "line, and the page under “invites:” in data/navigation.yml, or mark it “crisis: true” if it is about danger."
    )
    assert problems([page_links(file, "", meta)], rules) == [message] * count


def test_a_page_about_danger_is_not_listed_as_inviting():
    """Somebody in danger is offered help and nothing else."""
    rules = Navigation(invites=[{"page": "a.md", "name": "A"}])
    assert problems([page_links("a.md", INVITATION, {"crisis": True})], rules) == [
        "docs/a.md: the page is marked “crisis: true”, so it must not invite; delete it under “invites:” in "
        "data/navigation.yml."
    ]


@pytest.mark.parametrize("html", ["<h2>What to do next</h2>", "<h2>What to do next</h2><ul><li>Rest</li></ul>"])
def test_an_end_without_a_link_is_reported(html):
    """A heading alone leads nowhere."""
    assert end_of(html) == [
        "docs/a.md: “What to do next” leads nowhere; add a list with a link below it, such as “- To talk to someone: "
        "[Helplines](../help/index.md)”."
    ]


def test_an_end_with_too_many_items_is_reported():
    """A tired reader chooses among five things at most."""
    assert end_of(END.replace("</li>", "</li>" + "<li>Rest</li>" * 5)) == [
        "docs/a.md: “What to do next” has 6 items, and the limit is 5; keep the most useful ones."
    ]


@pytest.mark.parametrize(("kind", "count"), [("worksheet", 0), (None, 1)])
def test_a_page_that_is_too_far_away_is_reported(kind, count):
    """By the links in the texts a page is at most two clicks from the first page, and a worksheet three."""
    advice = "and the limit is 2 clicks; link to it in the text of a page that is closer."
    far = f"docs/deep/three.md: the page is 3 clicks away from docs/index.md, {advice}"
    lost = f"docs/lost.md: the page is not to be reached by links from docs/index.md, {advice}"
    assert problems(chain(kind=kind), Navigation(start="index.md")) == [far] * count + [lost]


@pytest.mark.parametrize(
    ("page", "link", "crisis", "count"),
    [
        ("a.md", "../help/#now", True, 0),
        ("a.md", "../", True, 1),
        ("a.md", "../", None, 0),
        ("help/index.md", "../", True, 0),
    ],
)
def test_a_page_about_danger_links_to_help(page, link, crisis, count):
    """A page that is written for a crisis links to the helplines in its own text, not only in its layout."""
    pages = [page_links("help/index.md", "", {}), page_links(page, f'<a href="{link}">Away</a>', {"crisis": crisis})]
    message = "docs/a.md: a page marked “crisis: true” needs a link to docs/help/index.md in its own text; add one."
    assert problems(pages, Navigation(help="help/index.md")) == [message] * count


@pytest.mark.parametrize(
    "rules", [Navigation(), RULES.model_copy(update={"excepted": (SimpleNamespace(page="docs/a.md"),)})]
)
def test_a_rule_that_is_left_out_and_an_excepted_page_are_not_checked(rules):
    """A guide may do without these rules, and a page may have a reason."""
    assert problems([page_links("a.md", "<h1>A</h1>", {"crisis": True})], rules) == []


def test_a_rule_about_a_page_that_does_not_exist_is_reported():
    """A page that was renamed is renamed in data/navigation.yml, too."""
    excepted = (SimpleNamespace(page="docs/zzz.md"),)
    rules = Navigation(start="indx.md", help="help/index.md").model_copy(update={"excepted": excepted})
    assert unknown_pages({"index.md", "help/index.md"}, rules) == [
        "data/navigation.yml: “indx.md” is not a page in docs/; write “index.md”.",
        "data/navigation.yml: “zzz.md” is not a page in docs/; delete the line.",
    ]


def test_the_menu_has_each_page_and_nothing_else():
    """The message for a page that is missing gives the line to add; that for a wrong line gives the nearest page."""
    assert pages_not_in_nav({"why/index.md", "a.md"}) == [
        "docs/a.md: the page is not in the menu, so nobody would find it; add “- a.md” under “nav:” in mkdocs.yml.",
        "docs/why/index.md: the page is not in the menu, so nobody would find it; "
        "add “- why/index.md” under “nav:” in mkdocs.yml.",
    ]
    assert pages_not_in_nav(set()) == []
    assert broken_nav_links(
        {"whi/index.md", "hlp.md", "how/a.md", "zzz"}, PAGES, PAGES - {"help.md"}, {"how/a.md"}
    ) == {
        "how/a.md": (
            "mkdocs.yml: “how/a.md” under “nav:” is not a page in docs/; name the file docs/how/b.md “how/a.md” again, "
            "because people use its address, or write “how/b.md”.",
            "how/b.md",
        ),
        "whi/index.md": (
            "mkdocs.yml: “whi/index.md” under “nav:” is not a page in docs/; write “why/index.md”.",
            "why/index.md",
        ),
        "hlp.md": ("mkdocs.yml: “hlp.md” under “nav:” is not a page in docs/; write “help.md”.", ""),
        "zzz": (f"mkdocs.yml: “zzz” under “nav:” is not a page in docs/; {DELETED_ADVICE}.", ""),
    }


def test_a_part_that_does_not_exist_is_reported():
    """A folder that is misspelt, or written without its slash, would never be checked."""
    rules = Navigation(parts_that_invite=["how/", "hwo/", "how"])
    assert unknown_pages({"index.md", "how/index.md"}, rules) == [
        f"data/navigation.yml: “{part}” under “parts_that_invite:” is not a folder of docs/ with pages; write “how/”."
        for part in ("hwo/", "how")
    ]


def test_each_problem_of_the_menu_is_logged(caplog):
    """A page that is missing from the menu, one that is in it twice, and a misspelt one are logged once each."""
    found = [SimpleNamespace(src_uri=name) for name in ("why.md", "take.md")]
    files = SimpleNamespace(documentation_pages=lambda: found)
    misspelt = SimpleNamespace(url="tkae.md", is_section=False, is_link=True)
    known = config(facts=SimpleNamespace(url_registry=SimpleNamespace(pages={})))
    menu = SimpleNamespace(pages=[page("how.md")] * 2, items=[misspelt])
    check_navigation.on_nav(menu, files=files, config=known)
    assert caplog.messages == [
        "mkdocs.yml: “tkae.md” under “nav:” is not a page in docs/; write “take.md”.",
        "mkdocs.yml: “how.md” is under “nav:” 2 times; keep one of these lines.",
        "docs/why.md: the page is not in the menu, so nobody would find it; add “- why.md” under “nav:” in mkdocs.yml.",
    ]
    assert build_state(known).unreadable == {"tkae.md", "take.md"}


def test_each_problem_of_a_page_is_logged(caplog):
    """Problems of a page are logged when all pages are known, anew in each build."""
    of = SimpleNamespace(file=SimpleNamespace(src_uri="a.md"), meta={})
    for _ in range(2):
        caplog.clear()
        check_navigation.on_pre_build()
        check_navigation.on_page_content("<h1>A</h1>", page=of)
        check_navigation.on_post_build(config=config(facts=SimpleNamespace(navigation=ENDS)))
        assert caplog.messages == [NO_END]
